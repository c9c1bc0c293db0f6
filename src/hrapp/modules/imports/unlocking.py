"""A file under a password, opened once: what is kept of it from then on is the file without its password."""

from __future__ import annotations

from datetime import date

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid, NotFound
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import decide
from hrapp.modules.imports.engine.sniffing import Unreadable
from hrapp.modules.imports.sealing import CONTENT, new_key
from hrapp.modules.imports.words import sentence


async def unlock_file(batch: str, name: str, password: str, viewer: Viewer, today: date) -> None:
    """Read the batch again with the opened file; Invalid with a sentence where the password is another one."""
    row = await DB.row(
        "select f.id, f.content from imports_file f join imports_batch b on b.id = f.batch"
        " where f.batch = $1 and f.name = $2 and b.state = 'read' and f.content is not null",
        batch,
        name[:300],
    )
    if row is None:
        raise NotFound
    key = await new_key(batch)
    try:
        opened = await pipeline.unlocked(CONTENT.read(key, row["id"], row["content"]), password or None)
    except Unreadable as closed:
        raise Invalid({"password": sentence({"code": closed.code})}) from None
    await DB.fetch(
        "update imports_file set content = $2 where id = $1", row["id"], key.seal(CONTENT, row["id"], opened)
    )
    await decide(batch, lambda answers: answers, viewer, today)
