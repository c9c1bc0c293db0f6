"""Scores and the grade bands over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hrapp.kernel import periods
from hrapp.modules.performance.okr import weighted_mean


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a cycle's score (KPI, OKR, self, manager …); `score` is None when the person has none."""

    name: str
    weight: Decimal
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """等级分数线: [lower, upper). None is open on that side."""

    name: str
    lower: Decimal | None
    upper: Decimal | None


def score(components: Iterable[Component]) -> Fraction | None:
    """The weighted mean over the components that exist: a missing one never counts as 0."""
    return weighted_mean((c.weight, None if c.score is None else Fraction(c.score)) for c in components)


def grade_of(value: Decimal | Fraction, bands: Iterable[Band]) -> str | None:
    for band in bands:
        if (band.lower is None or value >= band.lower) and (band.upper is None or value < band.upper):
            return band.name
    return None


@dataclass(frozen=True, slots=True)
class BandProblem:
    """`kind` is empty, gap or overlap, between `start` and `end` (None: without end)."""

    kind: str
    start: Decimal | None
    end: Decimal | None


def band_problems(bands: Sequence[Band], lowest: Decimal, highest: Decimal) -> list[BandProblem]:
    """What is wrong with bands that must cover every score from `lowest` to `highest`, both included."""
    problems = [BandProblem("empty", b.lower, b.upper) for b in bands if _is_empty(b)]
    reached: Decimal | None = lowest  # None: covered to the end
    for band in sorted((b for b in bands if not _is_empty(b)), key=lambda b: (b.lower is not None, b.lower or 0)):
        lower = lowest if band.lower is None else max(band.lower, lowest)
        if reached is None or lower < reached:
            problems.append(BandProblem("overlap", lower, reached))
        elif lower > reached:
            problems.append(BandProblem("gap", reached, lower))
        if reached is not None:
            reached = None if band.upper is None else max(reached, band.upper)
    if reached is not None and reached <= highest:
        problems.append(BandProblem("gap", reached, None))
    return problems


def _is_empty(band: Band) -> bool:
    return band.lower is not None and band.upper is not None and band.lower >= band.upper


def latest_grade(grades: Mapping[str, str | None], calendar: periods.Calendar, lookback: int) -> tuple[str, str] | None:
    """(period, grade) of the latest rated one within the last `lookback` closed grade periods."""
    last = calendar.last(calendar.grade_kind)
    for back in range(lookback):
        period = str(last.shifted(-back))
        grade = grades.get(period)
        if grade is not None:
            return period, grade
    return None
