"""What this module keeps of one person, for that person: pay in force, and raises after their release.

Nothing is taken away here: when its time is over, the person's key for pay is destroyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.marking import mark
from hrapp.kernel.module import PersonalData
from hrapp.modules.compensation.queries import pay_lines, released_raises


async def pay(person: str, day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "effective_on": line.effective_on,
            "base": line.base,
            "components": "；".join(f"{name} {value}" for name, value in line.components.items()),
            "reason": line.reason,
            "origin": line.origin,
        }
        for line in await pay_lines(Scope(SELF, person=person), day, person)
        if line.state == "in_force"
    ]


async def raises(person: str, day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "title": row.title,
            "effective_on": row.effective_on,
            "released_on": row.released_on,
            "pct": row.decided_pct,
            "increment": row.decided_increment,
            "new_base": row.new_base,
            "reason": row.reason,
        }
        for row in await released_raises(Scope(SELF, person=person), person, day)
    ]


PERSONAL_DATA = (
    PersonalData(
        "pay",
        mark("Pay"),
        {
            "effective_on": mark("In force from"),
            "base": mark("Base pay"),
            "components": mark("Components"),
            "reason": mark("Why"),
            "origin": mark("Where it comes from"),
        },
        pay,
        order=60,
    ),
    PersonalData(
        "raises",
        mark("Raises"),
        {
            "title": mark("Round"),
            "effective_on": mark("In force from"),
            "released_on": mark("Released"),
            "pct": mark("Percent"),
            "increment": mark("Increase"),
            "new_base": mark("New base pay"),
            "reason": mark("Why"),
        },
        raises,
        order=61,
    ),
)
