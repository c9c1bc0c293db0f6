"""Undoing an applied batch, once, within thirty days, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from hrapp.kernel import journal
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB, analyze
from hrapp.kernel.errors import Conflict
from hrapp.kernel.ids import new_id
from hrapp.kernel.keys import Place
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.imports.events import ImportUndone
from hrapp.modules.imports.lessons import forget_lesson
from hrapp.modules.imports.sealing import key_of
from hrapp.modules.imports.undoing import REVERSED, Undone, take_back

DAYS = 30


UNDO = Place("imports_undo", "sealed", Undone)


async def undo_batch(batch: str, viewer: Viewer, now: datetime) -> bool:
    """Take it back. False when it was undone already; Conflict when it was never applied, or too long ago."""
    claimed = await DB.row(
        "update imports_batch set state = 'undone', version = version + 1"
        " where id = $1 and state = 'applied' and applied_at > $2 returning report",
        batch,
        now - timedelta(days=DAYS),
    )
    if claimed is None:
        return await _why_not(batch)
    async with journal.writing(batch):  # what goes back is the import's, and no edit of whoever undoes it
        undone = await take_back(batch, viewer)
    if undone.stays and not undone.counts[REVERSED]:  # else the undo would be used up, and nothing undone
        raise Conflict(_("Nothing of this import can be taken back as it is now. What stands in the way is told here."))
    await _keep(batch, undone, viewer, now)
    await forget_lesson(batch, now)
    await DB.fetch("delete from kernel_change where batch = $1", batch)
    names = [file["name"] for file in claimed["report"].get("files", [])]
    await emit(ImportUndone(object=batch, details={"files": names, **undone.counts}))
    await analyze()
    return True


async def _why_not(batch: str) -> bool:
    state = await DB.value("select state from imports_batch where id = $1", batch)
    if state == "undone":
        return False
    if state == "applied":
        raise Conflict(_("An import can be undone for %(n)s days. This one is older.", n=DAYS))
    raise Conflict(_("This import was not written, so there is nothing to undo."))


async def _keep(batch: str, undone: Undone, viewer: Viewer, now: datetime) -> None:
    key = await key_of(batch)
    id = new_id()
    await DB.fetch(
        "insert into imports_undo (id, batch, undone_by, undone_at, counts, sealed) values ($1, $2, $3, $4, $5, $6)",
        id,
        batch,
        viewer.actor.label[:150],
        now,
        undone.counts,
        key.seal(UNDO, id, undone) if key else None,
    )


class UndoRow(msgspec.Struct, frozen=True):
    undone_by: str
    undone_at: datetime
    counts: dict[str, int]
    told: Undone | None


async def undo_of(batch: str) -> UndoRow | None:
    """How it went; without the details once the batch's key was destroyed."""
    row: Any = await DB.row("select id, undone_by, undone_at, counts, sealed from imports_undo where batch = $1", batch)
    if row is None:
        return None
    key = await key_of(batch)
    details = UNDO.read(key, row["id"], row["sealed"]) if key and row["sealed"] else None
    return UndoRow(row["undone_by"], row["undone_at"], row["counts"], details)


async def forget_journal(before: datetime) -> None:
    """What can no longer be undone is not kept for it."""
    await DB.fetch(
        "delete from kernel_change c using imports_batch b where b.id = c.batch and b.applied_at < $1", before
    )
