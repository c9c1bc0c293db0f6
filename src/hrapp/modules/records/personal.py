"""What this module keeps of one person, for that person. When its time is over the person's key for pay is destroyed,
and with it everything that is sealed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.marking import mark
from hrapp.kernel.module import PersonalData
from hrapp.modules.records.queries import records_of


async def records(person: str, _day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "title": record.title,
            "values": "；".join(f"{value.called(record.kind)}：{value.text}" for value in record.values),
            "origin": record.origin,
        }
        for record in await records_of(Scope(SELF, person=person), person)
    ]


PERSONAL_DATA = (
    PersonalData(
        "records",
        mark("Further records"),
        {"title": mark("What it is"), "values": mark("What it says"), "origin": mark("Where it comes from")},
        records,
        order=70,
    ),
)
