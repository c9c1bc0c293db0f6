"""What this module keeps of one person, for that person: their messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData


async def messages(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch(
        "select created_at, text, read_at from notify_message where person = $1 order by created_at desc limit 2000",
        person,
    )
    return [dict(row) for row in rows]


async def _forget(person: str) -> int:
    return len(await DB.fetch("delete from notify_message where person = $1 returning id", person))


PERSONAL_DATA = (
    PersonalData(
        "messages",
        mark("Messages"),
        {"created_at": mark("When"), "text": mark("Message"), "read_at": mark("Read on")},
        messages,
        order=85,
    ),
)
ERASURES = (Erasure(PERFORMANCE, _forget),)
