"""The bytes of a file of an import that waits, exchanged for others; the ones before are kept until those were read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hrapp.kernel.database import DB
from hrapp.modules.imports.sealing import CONTENT, CONTENT_BEFORE, new_key

Replaced = Sequence[tuple[str, bytes, bytes]]  # name, the bytes before, the bytes now


async def replace_file(batch: str, ident: str, content: bytes) -> None:
    key = await new_key(batch)
    await DB.fetch(
        "update imports_file set content = $2, size = $3, sha256 = $4 where id = $1",
        ident,
        key.seal(CONTENT, ident, content),
        len(content),
        hashlib.sha256(content).digest(),
    )


async def keep(batch: str, ident: str, before: bytes) -> None:
    """A job reads what takes its place, and may not come to its end."""
    key = await new_key(batch)
    await DB.fetch(
        "update imports_file set content_before = $2 where id = $1 and content_before is null",
        ident,
        key.seal(CONTENT_BEFORE, ident, before),
    )


async def replaced(batch: str) -> Replaced:
    key = await new_key(batch)
    return [
        (row["name"], CONTENT_BEFORE.read(key, row["id"], row["before"]), CONTENT.read(key, row["id"], row["content"]))
        for row in await DB.fetch(_KEPT, batch)
    ]


_KEPT = """
select id, name, content, content_before as before from imports_file
where batch = $1 and content_before is not null order by id
"""


async def was_read(batch: str) -> None:
    await DB.fetch("update imports_file set content_before = null where batch = $1", batch)


async def put_back(batch: str) -> None:
    """What could not be read does not stay in the place of what was."""
    key = await new_key(batch)
    for row in await DB.fetch(_KEPT, batch):
        await replace_file(batch, row["id"], CONTENT_BEFORE.read(key, row["id"], row["before"]))
    await was_read(batch)
