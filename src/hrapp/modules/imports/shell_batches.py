"""`hrapp import list` and `hrapp import undo ID`: earlier imports, for a terminal or a script."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from hrapp.kernel import clock, interrupting
from hrapp.kernel.access import EVERYBODY, Viewer
from hrapp.kernel.database import IMPORT
from hrapp.kernel.errors import Conflict, NotFound
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.queries import batches, visible_batch
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.shell_asking import agreed
from hrapp.modules.imports.shell_text import SHOWN
from hrapp.modules.imports.shell_written import DONE, NOT_ALL, WRONG
from hrapp.modules.imports.undo import undo_batch, undo_of
from hrapp.modules.imports.undo_words import reason_words, what
from hrapp.modules.imports.undoing import Undone, take_back
from hrapp.modules.imports.words import action_words


async def list_imports(*, as_json: bool, actor: Actor) -> int:
    """What was imported, the newest first: id, when, who, files, rows, and whether it was undone."""
    async with unit_of_work(actor, read_only=True, role=IMPORT):
        found = await batches(EVERYBODY)
    if as_json:
        plain = [
            {
                "id": batch.id,
                "state": batch.state,
                "at": (batch.applied_at or batch.started_at).isoformat(),
                "by": batch.started_by,
                "files": [file["name"] for file in batch.report.get("files", [])],
                "totals": batch.totals,
            }
            for batch in found
        ]
        _print(plain)
        return DONE
    words = {"applied": _("written"), "undone": _("undone")}
    for batch in found:
        state = words.get(batch.state) or _("not written yet")
        names = "、".join(file["name"] for file in batch.report.get("files", [])[:3])
        counts = " · ".join(f"{action_words(a)} {batch.totals.get(a, 0)}" for a in ACTIONS if batch.totals.get(a))
        _say(f"{batch.id}  {time_text(batch.applied_at or batch.started_at)}  {state}  {names}  {counts}")
    if not found:
        _say(_("Nothing was imported yet"))
    return DONE


async def undo_from_shell(batch: str, *, yes: bool, as_json: bool, dry_run: bool, actor: Actor) -> int:
    """0 undone (or, of a dry run, looked at) · 1 there is no such import, or it cannot be undone · 3 nothing was undone: nobody said yes."""
    viewer = pipeline.for_the_company(actor)
    async with unit_of_work(actor, role=IMPORT) as work:
        work.discard = True
        try:
            found = await visible_batch(EVERYBODY, batch)
        except NotFound:
            none = _("There is no import %(id)s. `hrapp import list` names them.", id=batch)
            return _not_undone(batch, "import_unknown", none, Undone(), as_json=as_json)
        looking = found.state == "applied" and (dry_run or not yes)
        would = await take_back(batch, viewer) if looking else None
    if would is not None:
        _show_undo(batch, would, done=False, as_json=as_json)
        if dry_run:
            return DONE
        if as_json or not await agreed():
            return NOT_ALL
    try:
        async with unit_of_work(actor, role=IMPORT):
            first = await undo_batch(batch, viewer, clock.now())
            row = await undo_of(batch)
            interrupting.ending()
    except Conflict as error:
        stays = await _would(batch, viewer) if found.state == "applied" else Undone()
        return _not_undone(batch, "not_undone", str(error), stays, as_json=as_json)
    if not first and not as_json:
        _say(_("This import was already undone; nothing happened twice."))
        return DONE
    _show_undo(batch, row.told if row and row.told else Undone(), done=True, as_json=as_json)
    return DONE


def _show_undo(batch: str, found: Undone, *, done: bool, as_json: bool) -> None:
    totals = found.counts
    if as_json:
        _print({"id": batch, "undone": done, **_plain(found)})
        return
    went = _("went back") if done else _("go back")
    _say(
        f"{went} {totals['reversed']} · {_('stay, changed since')} {totals['edited']}"
        f" · {_('cannot go back')} {totals['impossible']}"
    )
    _say(*_stays(found))


async def _would(batch: str, viewer: Viewer) -> Undone:
    async with unit_of_work(viewer.actor, role=IMPORT) as work:
        work.discard = True
        return await take_back(batch, viewer)


def _not_undone(batch: str, code: str, words: str, found: Undone, *, as_json: bool) -> int:
    if as_json:
        problem = {"code": code, "message": words}
        _print({"id": batch, "undone": False, "problem": problem, **_plain(found)})
    else:
        sys.stderr.write(f"{words}\n")
        _say(*_stays(found))
    return WRONG


def _plain(found: Undone) -> dict[str, Any]:
    return {"totals": found.counts, **msgspec.to_builtins(found)}


def _stays(found: Undone) -> list[str]:
    return [f"  {what(each.table)} {each.origin or ''}: {reason_words(each)}" for each in found.stays[:SHOWN]]


def _print(plain: Any) -> None:
    json.dump(plain, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _say(*said: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in said))
