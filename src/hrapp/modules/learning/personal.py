"""What this module keeps of one person, for that person; and taking it away when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.learning.lines import STATUS
from hrapp.modules.learning.queries import attempts_of


async def trainings(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await attempts_of(Scope(SELF, person=person), [person])
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def _forget(person: str) -> int:
    return len(await DB.fetch("delete from learning_attempt where person = $1 returning id", person))


PERSONAL_DATA = (
    PersonalData(
        "trainings",
        mark("Trainings"),
        {
            "course": mark("Course"),
            "day": mark("Day"),
            "status": mark("How it ended"),
            "rate": mark("Completion"),
            "score": mark("Score"),
            "origin": mark("Where it comes from"),
        },
        trainings,
        words={key: words for key, (words, _tone) in STATUS.items()},
        order=30,
    ),
)
ERASURES = (Erasure(PERFORMANCE, _forget),)
