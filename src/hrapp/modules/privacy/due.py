"""Whose data is over its time: from the last working day as it stands today.

Somebody may come back, and a last working day may be corrected. So this is asked each night, when somebody confirms,
and once more before anything is erased.
"""

from __future__ import annotations

from datetime import date

import msgspec

from hrapp.kernel.database import DB
from hrapp.modules.privacy.rules import due_on
from hrapp.modules.privacy.settings import privacy_settings


class Over(msgspec.Struct, frozen=True):
    """A class of a person's data, when that person left, and since when its time is over."""

    person: str
    data: str
    left: date
    due_on: date


async def over(day: date, person: str | None = None) -> dict[tuple[str, str], Over]:
    """By person and class; of everybody, or of one."""
    kept = (await privacy_settings()).kept
    rows = await DB.fetch(
        "select id, leave_date from people_person where leave_date < $1 and ($2::varchar is null or id = $2)",
        day,
        person,
    )
    found = [
        Over(row["id"], data, row["leave_date"], due_on(row["leave_date"], months))
        for row in rows
        for data, months in kept.items()
    ]
    return {(each.person, each.data): each for each in found if each.due_on <= day}


async def is_over(person: str, data: str, day: date) -> bool:
    return (person, data) in await over(day, person)
