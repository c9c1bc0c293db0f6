"""What the trail holds of one person, for that person: who saw their protected data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel import classes
from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.marking import mark
from hrapp.kernel.module import PersonalData
from hrapp.modules.audit.queries import looks_at

_MOST = 2000


async def looks(person: str, _day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "at": row.at,
            "actor": row.actor,
            "roles": row.roles,
            "data": row.data,
            "fields": ", ".join(row.fields),
            "permission": row.permission,
        }
        for row in await looks_at(Scope(SELF, person=person), person, limit=_MOST)
    ]


PERSONAL_DATA = (
    PersonalData(
        "looks",
        mark("Who looked at my data"),
        {"at": mark("When"), "actor": mark("Who"), "data": mark("Kind of data"), "fields": mark("Fields")},
        looks,
        words=classes.WORDS,
        order=90,
    ),
)
