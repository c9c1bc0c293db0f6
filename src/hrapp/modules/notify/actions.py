"""Writing to somebody's inbox, and reading it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.kernel.ids import new_id
from hrapp.modules.people.api import PeopleTakenBack


async def tell(
    person: str,
    kind: str,
    text: str,
    link: str = "",
    dedupe: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """One line in a person's inbox. With `dedupe` the same thing is said once; answers whether it was new.

    `text` is read as it is written here, so it is a whole sentence in the company's language; `link` is a
    path of ours. Nothing that the person may not see: messages are not checked again when they are read.
    """
    told = await DB.fetch(
        'insert into notify_message (id, person, kind, text, link, "values", created_at, dedupe)'
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (dedupe) do nothing returning id",
        new_id(),
        person,
        kind,
        text,
        link,
        dict(values or {}),
        clock.now(),
        f"{dedupe}:{person}"[:200] if dedupe else None,
    )
    return bool(told)


async def mark_read(viewer: Viewer, message: str) -> str:
    """Answers where the message leads. Reading twice is no error; another's message is not there."""
    link: str | None = await DB.value(
        "update notify_message set read_at = coalesce(read_at, $3) where id = $1 and person = $2 returning link",
        message,
        viewer.person,
        clock.now(),
    )
    if link is None:
        raise NotFound
    return link


async def mark_all_read(viewer: Viewer) -> int:
    rows = await DB.fetch(
        "update notify_message set read_at = $2 where person = $1 and read_at is null returning id",
        viewer.person,
        clock.now(),
    )
    return len(rows)


async def let_go(taken: PeopleTakenBack) -> None:
    """Messages to people who are taken out again."""
    await DB.fetch("delete from notify_message where person = any($1::varchar[])", list(taken.people))
