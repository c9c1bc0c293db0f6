"""Closed spans of the calendar with a kind: "2026-09", "2026Q3", "2026H1", "2026".

Pure. A period is written as text everywhere (tables, files, pages); text of one kind sorts by time.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half-year", "year"
MONTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
_PATTERN = re.compile(r"^(\d{4})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span: `year`, `kind`, and `index` within the year, from 1."""

    year: int
    kind: str
    index: int

    def __str__(self) -> str:
        return _written(self)

    @property
    def start(self) -> date:
        return date(self.year, (self.index - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        month = self.index * MONTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def shifted(self, by: int) -> Period:
        per_year = 12 // MONTHS[self.kind]
        n = self.year * per_year + self.index - 1 + by
        return Period(n // per_year, self.kind, n % per_year + 1)


@lru_cache(maxsize=4096)
def _written(period: Period) -> str:
    suffix = {MONTH: f"-{period.index:02d}", QUARTER: f"Q{period.index}", HALF: f"H{period.index}", YEAR: ""}
    return f"{period.year:04d}{suffix[period.kind]}"


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """The period that `text` names; ValueError when it names none."""
    match = _PATTERN.match(text)
    if not match:
        raise ValueError(f"not a period: {text!r}")
    year, month, quarter, half = match.groups()
    if month:
        return Period(int(year), MONTH, int(month))
    if quarter:
        return Period(int(year), QUARTER, int(quarter))
    if half:
        return Period(int(year), HALF, int(half))
    return Period(int(year), YEAR, 1)


def containing(day: date, kind: str) -> Period:
    return Period(day.year, kind, (day.month - 1) // MONTHS[kind] + 1)


def last_closed(day: date, kind: str) -> Period:
    """A period is closed from the day after its end."""
    return containing(day, kind).shifted(-1)


def within(period: Period, outer: Period) -> bool:
    return outer.start <= period.start and period.end <= outer.end


def full_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`, a month's end clamped: 31 Jan + 1 month = 28 Feb. Never negative."""
    months = (end.year - start.year) * 12 + end.month - start.month
    while months > 0 and add_months(start, months) > end:
        months -= 1
    return max(months, 0)


def add_months(day: date, months: int) -> date:
    n = day.year * 12 + day.month - 1 + months
    year, month = divmod(n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    return day - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The company's closed periods on a day, handed to every rule that needs to know what is past.

    `grade_kind` is the kind of period that grades and KPI summaries use: quarter or half-year.
    """

    today: date
    last_month: Period
    last_quarter: Period
    last_half: Period
    grade_kind: str = QUARTER
    summary_kind: str = QUARTER

    @classmethod
    def on(cls, today: date, *, grade_kind: str = QUARTER, summary_kind: str = QUARTER) -> Self:
        """The calendar that follows from the day alone."""
        return cls(
            today=today,
            last_month=last_closed(today, MONTH),
            last_quarter=last_closed(today, QUARTER),
            last_half=last_closed(today, HALF),
            grade_kind=grade_kind,
            summary_kind=summary_kind,
        )

    def last(self, kind: str) -> Period:
        if kind == YEAR:
            return last_closed(self.today, YEAR)
        return {MONTH: self.last_month, QUARTER: self.last_quarter, HALF: self.last_half}[kind]
