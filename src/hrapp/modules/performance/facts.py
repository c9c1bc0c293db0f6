"""What performance tells others about a person on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import Fact, FactSource
from hrapp.kernel.periods import HALF, QUARTER, Calendar
from hrapp.kernel.text import mark
from hrapp.modules.people.api import calendar_for
from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.loading import parts_of
from hrapp.modules.performance.queries import grades_of, items_of
from hrapp.modules.performance.summaries import summary, summary_period

LATEST_GRADE, GRADES = "performance.latest_grade", "performance.grades"
RATE = "performance.attainment_rate"
LAST_QUARTER, LAST_HALF = "performance.last_quarter", "performance.last_half"


async def fetch_grades(people: Sequence[str], day: date) -> Mapping[str, Mapping[str, Any]]:
    """`grades` is {period: grade or None} of the closed grade periods, oldest first."""
    calendar = await calendar_for(day)
    found: dict[str, dict[str, str | None]] = {person: {} for person in people}
    for row in await grades_of(EVERYBODY, people, str(calendar.last(calendar.grade_kind))):
        found[row.person][row.period] = row.grade
    return {person: {GRADES: grades, LATEST_GRADE: _latest(grades)} for person, grades in found.items()}


def _latest(grades: Mapping[str, str | None]) -> str | None:
    rated = [period for period, grade in grades.items() if grade is not None]
    return grades[max(rated)] if rated else None


async def fetch_attainment(people: Sequence[str], day: date) -> Mapping[str, Mapping[str, Any]]:
    """Of the last closed quarter, half-year and summary period: {"period", "due", "met", "pending"}, and the
    rate of the summary period as an exact fraction (None when nothing was due)."""
    calendar = await calendar_for(day)
    periods = {*parts_of(calendar.last_quarter), *parts_of(calendar.last_half)}
    items: dict[str, list[KpiRow]] = defaultdict(list)
    for row in await items_of(EVERYBODY, people, sorted(periods)):
        items[row.person].append(row.row)
    return {person: _attainment(items[person], calendar) for person in people}


def _attainment(items: Sequence[KpiRow], calendar: Calendar) -> dict[str, Any]:
    summed = {kind: summary(_within(items, calendar, kind)) for kind in (QUARTER, HALF)}
    plain = {
        kind: {"period": str(calendar.last(kind)), "due": s.due, "met": s.met, "pending": s.pending}
        for kind, s in summed.items()
    }
    return {
        RATE: summed[calendar.summary_kind].attainment_rate,
        LAST_QUARTER: plain[QUARTER],
        LAST_HALF: plain[HALF],
    }


def _within(items: Sequence[KpiRow], calendar: Calendar, kind: str) -> list[KpiRow]:
    period = str(calendar.last(kind))
    return [row for row in items if summary_period(row.period, kind) == period]


SOURCES = (
    FactSource((Fact(LATEST_GRADE, mark("Latest grade")), Fact(GRADES, mark("Grades by period"))), fetch_grades),
    FactSource(
        (
            Fact(RATE, mark("KPI attainment rate"), "%"),
            Fact(LAST_QUARTER, mark("KPI items of the last quarter")),
            Fact(LAST_HALF, mark("KPI items of the last half-year")),
        ),
        fetch_attainment,
    ),
)
