"""Questions about cases: scope first, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.seeing import shown


class CaseRow(msgspec.Struct, frozen=True):
    """A case with who it is about. `facts` is the progress as it was when it was opened."""

    id: str
    person: str
    name: str
    emp_no: str
    department: str | None
    path: str
    title: str
    from_level: str
    to_level: str
    criteria_version: str
    version_number: int
    origin: str
    state: str
    opened_on: date
    effective_on: date | None
    next_review_on: date | None
    reason: str
    facts: dict[str, Any]
    version: int


_CASES = """
select c.id, c.person, p.name, p.emp_no, d.name as department, pa.id as path, pa.title, pa.from_level, pa.to_level,
    c.criteria_version, v.version as version_number, c.origin, c.state, c.opened_on, c.effective_on, c.next_review_on,
    c.reason, c.facts, c.version
from promotion_case c
join people_person p on p.id = c.person
left join people_assignment a on a.person = p.id and a.since <= {} and (a.until is null or a.until > {})
left join people_department d on d.id = a.department
join promotion_criteria_version v on v.id = c.criteria_version
join promotion_path pa on pa.id = v.path
where {} and {} order by c.opened_on desc, c.id desc limit 500
"""


async def cases_in(scope: Scope, day: date, state: str | None = None) -> list[CaseRow]:
    only = SQL("true") if state is None else SQL("c.state = {}", state)
    return await _read(scope, day, only)


async def cases_of(scope: Scope, person: str, day: date) -> list[CaseRow]:
    return await _read(scope, day, SQL("c.person = {}", person))


async def case(scope: Scope, id: str, day: date) -> CaseRow:
    found = await _read(scope, day, SQL("c.id = {}", id))
    if not found:
        raise NotFound
    return found[0]


async def _read(scope: Scope, day: date, condition: SQL) -> list[CaseRow]:
    rows = await DB.select(SQL(_CASES, day, day, scope.where("c.person"), condition))
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "case")
    return [CaseRow(**row) for row in rows]


class ProgressPoint(msgspec.Struct, frozen=True):
    path: str
    day: date
    progress: Decimal


async def history(scope: Scope, person: str) -> Sequence[ProgressPoint]:
    """The overall progress of the last days that were kept, of every path, oldest first."""
    rows = await DB.select(
        SQL(
            "select path, day, progress from promotion_progress_day where person = {} and {}"
            " order by day desc limit 180",
            person,
            scope.where("person"),
        )
    )
    return [ProgressPoint(**row) for row in reversed(rows)]


def spread(points: Sequence[ProgressPoint], path: str) -> Sequence[ProgressPoint]:
    """Those of one path, the newest among them, at most about twelve."""
    of_path = [point for point in points if point.path == path]
    return of_path[:: -max(1, len(of_path) // 12)][::-1]
