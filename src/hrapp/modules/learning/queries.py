"""Questions about courses, attempts and advice rules: scope first, one statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.seeing import shown
from hrapp.modules.learning.criteria import AttemptRow
from hrapp.modules.learning.rules import Rule


class CourseRow(msgspec.Struct, frozen=True):
    id: str
    name: str
    declared: bool


async def courses() -> list[CourseRow]:
    rows = await DB.fetch("select id, name, declared from learning_course order by ordinal, name")
    return [CourseRow(**row) for row in rows]


class AttemptFound(msgspec.Struct, frozen=True):
    id: str
    person: str
    course: str
    day: date | None
    status: str
    rate: Decimal | None
    score: Decimal | None
    origin: str | None

    @property
    def row(self) -> AttemptRow:
        return AttemptRow(self.course, self.day, self.status, self.rate, self.origin, self.score)


async def attempts_of(scope: Scope, people: Sequence[str], only: Sequence[str] | None = None) -> list[AttemptFound]:
    """Attempts of these people; at the courses `only` when given."""
    named = SQL("true") if only is None else SQL("c.name = any({}::varchar[])", list(only))
    rows = await DB.select(
        SQL(
            "select a.id, a.person, c.name as course, a.day, a.status, a.rate, a.score, a.origin"
            " from learning_attempt a join learning_course c on c.id = a.course"
            " where {} and a.person = any({}::varchar[]) and {} order by a.person, a.day nulls first, c.name",
            scope.where("a.person"),
            list(people),
            named,
        )
    )
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "trainings")
    return [AttemptFound(**row) for row in rows]


def by_person(found: Sequence[AttemptFound]) -> dict[str, list[AttemptRow]]:
    rows: dict[str, list[AttemptRow]] = defaultdict(list)
    for attempt in found:
        rows[attempt.person].append(attempt.row)
    return rows


async def advice_rules() -> list[Rule]:
    """In the order of the company file."""
    rows = await DB.fetch(
        'select code, families, "when", threshold, course, text, source from learning_advice_rule order by ordinal, code'
    )
    return [msgspec.convert(dict(row), Rule, strict=False) for row in rows]
