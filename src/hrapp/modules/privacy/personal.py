"""What this module keeps of a person: what they asked to have corrected, and which notices they read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import IDENTITY, PERSONAL
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.privacy.queries import corrections
from hrapp.modules.privacy.rules import FIELDS

STATES = {
    "open": mark("waits for HR"),
    "accepted": mark("put right"),
    "refused": mark("not accepted"),
    "withdrawn": mark("withdrawn"),
}


async def own_corrections(person: str, _day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "field": row.field,
            "wanted": row.wish.wanted,
            "reason": row.wish.reason,
            "state": row.state,
            "asked_at": row.asked_at,
            "answer": row.answer,
        }
        for row in await corrections(Scope(SELF, person=person), person=person)
    ]


async def own_notices(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch("select version, at from privacy_acknowledgement where person = $1 order by version", person)
    return [dict(row) for row in rows]


async def _forget_answers(person: str) -> int:
    rows = await DB.fetch(
        "update privacy_correction set answer = '' where person = $1 and answer <> '' returning id", person
    )
    return len(rows)


async def _forget_wishes(person: str) -> int:
    return len(await DB.fetch("delete from privacy_correction where person = $1 returning id", person))


PERSONAL_DATA = (
    PersonalData(
        "corrections",
        mark("Corrections"),
        {
            "field": mark("What is wrong"),
            "wanted": mark("What would be right"),
            "reason": mark("Why"),
            "state": mark("State"),
            "asked_at": mark("Asked"),
            "answer": mark("Answer"),
        },
        own_corrections,
        words={**STATES, **{field: words for field, (words, _) in FIELDS.items()}},
        masked=("wanted",),
        order=95,
    ),
    PersonalData(
        "notices",
        mark("Notices read"),
        {"version": mark("Version"), "at": mark("Read on")},
        own_notices,
        order=96,
    ),
)
ERASURES = (Erasure(PERSONAL, _forget_answers), Erasure(IDENTITY, _forget_wishes))
