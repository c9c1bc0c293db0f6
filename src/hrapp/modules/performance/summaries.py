"""Summaries of item-periods: attainment of a person or department, and a metric rolled up to a longer period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hrapp.kernel import periods
from hrapp.modules.performance.completion import DUE, NOT_DUE, PENDING, KpiRow, exact_completion

SUM, MEAN, LAST = "sum", "mean", "last"


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """达标率 of a quarter or half-year. With pending items it is not final."""

    due: int = 0
    met: int = 0
    not_due: int = 0
    pending: int = 0
    completion_mean: Fraction | None = None

    @property
    def attainment_rate(self) -> Fraction | None:
        return Fraction(self.met, self.due) if self.due else None

    @property
    def final(self) -> bool:
        return not self.pending


def summary(items: Iterable[KpiRow]) -> PeriodSummary:
    rows = list(items)
    states = [row.state for row in rows]
    completions = [row.completion for row in rows if row.state == DUE]
    known = [value for value in completions if value is not None]
    return PeriodSummary(
        due=len(known),
        met=sum(value >= 1 for value in known),
        not_due=states.count(NOT_DUE),
        pending=states.count(PENDING),
        completion_mean=sum(known, Fraction(0)) / len(known) if known else None,
    )


def summary_period(period: str, kind: str) -> str:
    """The quarter or half-year that a month or quarter belongs to: the one in which it ends."""
    return str(periods.containing(periods.parse(period).end, kind))


def summaries(items: Iterable[KpiRow], kind: str) -> dict[str, PeriodSummary]:
    """A summary for each quarter (or half-year) in which there is an item, oldest first."""
    grouped: dict[str, list[KpiRow]] = {}
    for row in items:
        grouped.setdefault(summary_period(row.period, kind), []).append(row)
    return {period: summary(grouped[period]) for period in sorted(grouped)}


@dataclass(frozen=True, slots=True)
class Attainment:
    due: int
    met: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.met, self.due) if self.due else None


def department_attainment(
    departments: Sequence[str], people: Iterable[tuple[str | None, PeriodSummary | None]]
) -> dict[str, Attainment]:
    """Item-periods of a department's people added up, in the company's order; without a due item, no entry."""
    due, met = dict.fromkeys(departments, 0), dict.fromkeys(departments, 0)
    for department, summed in people:
        if department is not None and summed is not None:
            due[department] = due.get(department, 0) + summed.due
            met[department] = met.get(department, 0) + summed.met
    return {name: Attainment(due[name], met[name]) for name in due if due[name]}


def grade_distribution(order: Sequence[str], grades: Iterable[str | None]) -> dict[str, int]:
    """How many hold each grade, best first. A grade that nobody holds has no entry."""
    counts: dict[str, int] = dict.fromkeys(order, 0)
    for grade in grades:
        if grade is not None:
            counts[grade] = counts.get(grade, 0) + 1
    return {grade: count for grade, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class RolledUp:
    target: Fraction
    actual: Fraction
    completion: Fraction


def roll_up(items: Iterable[KpiRow], aggregation: str) -> RolledUp | None:
    """A metric's due periods as one longer period: sums, means, or the last one. None without a due period."""
    due = sorted((row for row in items if row.state == DUE), key=lambda row: row.period)
    if not due:
        return None
    counted = due[-1:] if aggregation == LAST else due
    divisor = len(counted) if aggregation == MEAN else 1
    target = sum((Fraction(row.target) for row in counted if row.target is not None), Fraction(0)) / divisor
    actual = sum((Fraction(row.actual) for row in counted if row.actual is not None), Fraction(0)) / divisor
    return RolledUp(target, actual, _completion(target, actual, due[-1].direction))


def _completion(target: Fraction, actual: Fraction, direction: str) -> Fraction:
    # A common factor changes no completion, and makes both figures whole.
    factor = target.denominator * actual.denominator
    return exact_completion(Decimal(int(target * factor)), Decimal(int(actual * factor)), direction)


def known_on(day: date, rows: Iterable[KpiRow]) -> list[KpiRow]:
    """Targets are set ahead; what was reached in a period is known on no day before it begins."""
    return [row if periods.parse(row.period).start <= day else replace(row, actual=None) for row in rows]
