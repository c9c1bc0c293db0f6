"""This module's part of the company snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hrapp.kernel import settings_store
from hrapp.kernel.access import EVERYBODY, Scope
from hrapp.kernel.asking import together
from hrapp.kernel.module import SnapshotPart
from hrapp.kernel.periods import QUARTER, containing
from hrapp.modules.people.api import PersonRow, calendar_for, people_in
from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.criteria import AwardRow
from hrapp.modules.performance.json_shape import attainment_json, awards_json, kpi_json, okr_json
from hrapp.modules.performance.loading import parts_of
from hrapp.modules.performance.queries import (
    GradeRow,
    awards_of,
    by_person_and_quarter,
    grades_of,
    items_of,
    key_results_of,
)
from hrapp.modules.performance.summaries import (
    department_attainment,
    grade_distribution,
    known_on,
    summaries,
    summary,
    summary_period,
)


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    calendar = await calendar_for(day)
    ids = list(people)
    items = await _items(ids, day)
    until = str(containing(day, QUARTER))
    okr = by_person_and_quarter(await key_results_of(EVERYBODY, ids, until))
    grades = await grades_of(EVERYBODY, None)
    rated = _grades(grades, str(calendar.last(calendar.grade_kind)))
    awards: dict[str, list[AwardRow]] = defaultdict(list)
    for award in await awards_of(EVERYBODY, ids):
        awards[award.person].append(award.row)
    periods = sorted({row.period for row in grades})
    return {
        emp_no: {
            "kpi": kpi_json(items[person], summaries(items[person], calendar.summary_kind)),
            "okr": okr_json(okr.get(person, {})),
            "grades": {period: rated[person].get(period) for period in periods},
            "awards": awards_json(awards[person], day),
        }
        for person, emp_no in people.items()
    }


async def _items(people: Sequence[str], day: date) -> dict[str, list[KpiRow]]:
    found: dict[str, list[KpiRow]] = defaultdict(list)
    for row in await items_of(EVERYBODY, people):
        found[row.person].append(row.row)
    return defaultdict(list, {person: known_on(day, rows) for person, rows in found.items()})


def _grades(rows: Sequence[GradeRow], last: str) -> dict[str, dict[str, str | None]]:
    """A period that is not over has no grade yet."""
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    for row in rows:
        found[row.person][row.period] = row.grade if row.period <= last else None
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the last closed periods of the people in a scope."""

    attained: str
    rated: str
    people: Sequence[PersonRow]
    items: Mapping[str, list[KpiRow]]
    grades: Sequence[GradeRow]
    order: Sequence[str]

    @property
    def departments(self) -> list[str]:
        return sorted({p.department for p in self.people if p.department})


async def standing(scope: Scope, day: date) -> Standing:
    calendar, people = await together(calendar_for(day), people_in(scope, day))
    attained = str(calendar.last(calendar.summary_kind))
    rated = str(calendar.last(calendar.grade_kind))
    items: dict[str, list[KpiRow]] = defaultdict(list)
    found, graded = await together(
        items_of(scope, [p.id for p in people], parts_of(calendar.last(calendar.summary_kind))),
        grades_of(scope, None, rated),
    )
    for row in found:
        if summary_period(row.period, calendar.summary_kind) == attained:
            items[row.person].append(row.row)
    here = {p.id for p in people}
    grades = [g for g in graded if g.period == rated and g.person in here]
    order = (await settings_store.read("grades")).get("order", [])
    return Standing(attained, rated, people, items, grades, order)


async def company(day: date) -> dict[str, Any]:
    found = await standing(EVERYBODY, day)
    by_person = [(p.department, summary(found.items[p.id])) for p in found.people]
    return {
        "kpi_attainment_by_department": {
            found.attained: attainment_json(department_attainment(found.departments, by_person))
        },
        "grade_distribution": {found.rated: grade_distribution(found.order, [g.grade for g in found.grades])},
    }


PART = SnapshotPart(
    employee_keys=("kpi", "okr", "grades", "awards"),
    employees=employees,
    total_keys=("kpi_attainment_by_department", "grade_distribution"),
    company=company,
)
