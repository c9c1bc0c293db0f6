"""The kinds of promotion criteria that performance judges: metrics, attainment, OKR, grades and awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hrapp.kernel.criteria import Asked, CriterionKind, Measurement, Outlook
from hrapp.kernel.marking import mark
from hrapp.kernel.periods import Calendar, Period, parse
from hrapp.kernel.rounding import as_decimal, four
from hrapp.modules.performance.completion import DUE, HIGHER, KpiRow
from hrapp.modules.performance.parameters import (
    AttainmentRate,
    AwardCount,
    GradeCount,
    MetricFigure,
    MetricStreak,
    OkrProgress,
    OkrStreak,
    Op,
)
from hrapp.modules.performance.streaks import Met, newest_first, outlook, running_streak
from hrapp.modules.performance.summaries import summary, summary_period


@dataclass(frozen=True, slots=True)
class AwardRow:
    title: str
    period: str
    day: date
    state: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PerformanceRows:
    """What the loader brings of one person; a metric's direction comes with its items.

    `okr` is progress by quarter, `grades` grade by period (None: not rated). A loader may leave out what
    no wanted criterion asks for, so 10,000 people cost what is needed and no more.
    """

    items: tuple[KpiRow, ...] = ()
    okr: Mapping[str, Fraction] = field(default_factory=dict)
    grades: Mapping[str, str | None] = field(default_factory=dict)
    awards: tuple[AwardRow, ...] = ()

    def of_metric(self, metric: str) -> list[KpiRow]:
        return [row for row in self.items if row.metric == metric]


NO_ROWS = PerformanceRows()


def judge_metric_streak(wanted: MetricStreak, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    items = (rows or NO_ROWS).of_metric(wanted.metric)
    met = _meets(wanted)
    streak = running_streak(newest_first(items, calendar), met)
    return _counted(
        len(streak),
        wanted.n,
        evidence=tuple(_item_evidence(row) for row in streak),
        outlook=outlook(items, met, wanted.n, calendar, parse(items[0].period).kind) if items else None,
    )


def _meets(wanted: MetricStreak) -> Met:
    def met(row: KpiRow) -> bool:
        threshold = row.target if wanted.basis == "target" else wanted.threshold
        if row.actual is None or threshold is None:
            return False
        return row.actual >= threshold if _op(wanted.op, row) == ">=" else row.actual <= threshold

    return met


def _op(op: Op | None, row: KpiRow) -> Op:
    return op or (">=" if row.direction == HIGHER else "<=")


def judge_metric_average(wanted: MetricFigure, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    due = _last_due(wanted, rows, calendar)
    return _figure(wanted, due, sum((Fraction(row.actual or 0) for row in due), Fraction(0)) / (len(due) or 1))


def judge_metric_sum(wanted: MetricFigure, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    due = _last_due(wanted, rows, calendar)
    return _figure(wanted, due, sum((Fraction(row.actual or 0) for row in due), Fraction(0)))


def _last_due(wanted: MetricFigure, rows: PerformanceRows | None, calendar: Calendar) -> list[KpiRow]:
    """The last n due periods, oldest first; pending and not-due ones are passed over."""
    closed = newest_first((rows or NO_ROWS).of_metric(wanted.metric), calendar)
    return [row for row in closed if row.state == DUE][: wanted.n][::-1]


def _figure(wanted: MetricFigure, due: list[KpiRow], current: Fraction) -> Measurement:
    if not due:
        return _nothing(wanted.threshold)
    return Measurement(
        current=as_decimal(current),
        target=wanted.threshold,
        ratio=as_decimal(figure_ratio(current, wanted.threshold, _op(wanted.op, due[-1]))),
        evidence=tuple(_item_evidence(row) for row in due),
    )


def figure_ratio(current: Fraction, threshold: Decimal, op: Op) -> Fraction:
    """How much of the threshold is reached; against a threshold of zero or less, it is reached or not."""
    if op == "<=":
        return Fraction(2) if current <= 0 else max(Fraction(0), Fraction(threshold) / current)
    if threshold <= 0:
        return Fraction(int(current >= threshold))
    return Fraction(current) / Fraction(threshold)


def judge_attainment_rate(wanted: AttainmentRate, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    period = wanted.period or str(calendar.last(calendar.summary_kind))
    kind = parse(period).kind
    items = [row for row in (rows or NO_ROWS).items if summary_period(row.period, kind) == period]
    ahead = None if wanted.period else _after(calendar.last(calendar.summary_kind), 1)
    rate = summary(items).attainment_rate
    if rate is None:
        return _nothing(wanted.threshold, ahead)
    return _share(rate, wanted.threshold, ahead, evidence=({"period": period, "value": four(rate)},))


def judge_okr_progress(wanted: OkrProgress, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    progress = (rows or NO_ROWS).okr.get(wanted.quarter or str(calendar.last_quarter))
    ahead = None if wanted.quarter else _after(calendar.last_quarter, 1)
    if progress is None:
        return _nothing(wanted.threshold, ahead)
    return _share(progress, wanted.threshold, ahead)


def judge_okr_streak(wanted: OkrStreak, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    streak = list(_okr_streak((rows or NO_ROWS).okr, wanted.threshold, calendar.last_quarter))
    return _counted(
        len(streak),
        wanted.n,
        evidence=tuple({"period": period, "value": four(progress)} for period, progress in streak),
        outlook=_after(calendar.last_quarter, wanted.n - len(streak)),
    )


def _okr_streak(okr: Mapping[str, Fraction], threshold: Decimal, quarter: Period) -> Iterable[tuple[str, Fraction]]:
    while (progress := okr.get(str(quarter))) is not None and progress >= threshold:
        yield str(quarter), progress
        quarter = quarter.shifted(-1)


def judge_grade_count(wanted: GradeCount, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    grades = (rows or NO_ROWS).grades
    last = calendar.last(calendar.grade_kind)
    window = [str(last.shifted(-back)) for back in reversed(range(wanted.window))]
    counted = [(period, grades.get(period)) for period in window if grades.get(period) in wanted.grades]
    return _counted(
        len(counted),
        wanted.n,
        evidence=tuple({"period": period, "value": grade} for period, grade in counted),
        outlook=_after(last, _periods_to_reach(wanted, window, {period for period, _ in counted})),
    )


def _periods_to_reach(wanted: GradeCount, window: list[str], counted: set[str]) -> int:
    """How many good grades in a row it takes, as old ones fall out of the window."""
    for ahead in range(wanted.window):
        if sum(period in counted for period in window[ahead:]) + ahead >= wanted.n:
            return ahead
    return wanted.window


def judge_award_count(wanted: AwardCount, rows: PerformanceRows | None, calendar: Calendar) -> Measurement:
    first: dict[str, AwardRow] = {}
    for award in sorted((rows or NO_ROWS).awards, key=lambda award: award.day):
        if award.title == wanted.title and award.state == "granted" and award.day <= calendar.today:
            first.setdefault(award.period, award)
    return _counted(
        len(first),
        wanted.n,
        evidence=tuple(
            _with_source({"period": award.period, "date": award.day}, award.source) for award in first.values()
        ),
    )


def _share(
    current: Fraction, threshold: Decimal, outlook: Outlook | None, evidence: tuple[Mapping[str, Any], ...] = ()
) -> Measurement:
    ratio = figure_ratio(current, threshold, ">=")
    return Measurement(
        current=as_decimal(current),
        target=threshold,
        ratio=as_decimal(ratio),
        evidence=evidence,
        outlook=None if ratio >= 1 else outlook,
    )


def _counted(
    count: int, n: int, evidence: tuple[Mapping[str, Any], ...] = (), outlook: Outlook | None = None
) -> Measurement:
    return Measurement(
        current=Decimal(count),
        target=Decimal(n),
        ratio=Decimal(count) / n,
        evidence=evidence,
        outlook=None if count >= n else outlook,
    )


def _nothing(target: Decimal, outlook: Outlook | None = None) -> Measurement:
    return Measurement(current=None, target=target, ratio=Decimal(0), outlook=outlook)


def _after(last: Period, count: int) -> Outlook | None:
    """The day after `count` more periods, all of them good."""
    if count < 1:
        return None
    ahead = [last.shifted(by) for by in range(1, count + 1)]
    return Outlook(ahead[-1].end + timedelta(days=1), tuple(map(str, ahead)))


def _item_evidence(row: KpiRow) -> Mapping[str, Any]:
    return _with_source({"period": row.period, "value": row.actual}, row.source)


def _with_source(row: dict[str, Any], source: str | None) -> Mapping[str, Any]:
    return row if source is None else {**row, "source": source}


_METRIC = Asked(mark("Metric"), "metrics")
_OP = Asked(mark("Better is"), help=mark("Left open, it follows the metric."))
_FIGURE = Asked(mark("Threshold"), help=mark("Write percentages as 80%."))
_SHARE = Asked(mark("Threshold"), share=True)
_PERIODS = Asked(mark("How many periods"))
_TIMES = Asked(mark("How many times"))
_FIGURE_ASKS = {"metric": _METRIC, "op": _OP, "threshold": _FIGURE, "n": _PERIODS}
_BASIS = Asked(mark("Measured against"))
_SUMMARY = Asked(mark("Period"), help=mark("Left empty, the last closed one."))
_GRADES = {"grades": Asked(mark("Grades"), "grades"), "n": _TIMES, "window": Asked(mark("Within the last periods"))}

KINDS = (
    CriterionKind(
        "metric_streak",
        mark("Metric met several periods running"),
        MetricStreak,
        judge_metric_streak,
        {"metric": _METRIC, "basis": _BASIS, "op": _OP, "threshold": _FIGURE, "n": _PERIODS},
    ),
    CriterionKind("metric_average", mark("Average of a metric"), MetricFigure, judge_metric_average, _FIGURE_ASKS),
    CriterionKind("metric_sum", mark("Sum of a metric"), MetricFigure, judge_metric_sum, _FIGURE_ASKS),
    CriterionKind(
        "attainment_rate",
        mark("KPI attainment rate"),
        AttainmentRate,
        judge_attainment_rate,
        {"threshold": _SHARE, "period": _SUMMARY},
    ),
    CriterionKind(
        "okr_progress",
        mark("OKR progress of a quarter"),
        OkrProgress,
        judge_okr_progress,
        {"threshold": _SHARE, "quarter": _SUMMARY},
    ),
    CriterionKind(
        "okr_streak",
        mark("OKR progress several quarters running"),
        OkrStreak,
        judge_okr_streak,
        {"threshold": _SHARE, "n": _PERIODS},
    ),
    CriterionKind("grade_count", mark("Grades in a span of periods"), GradeCount, judge_grade_count, _GRADES),
    CriterionKind(
        "award_count",
        mark("Awards received"),
        AwardCount,
        judge_award_count,
        {"title": Asked(mark("Award"), "awards", open=True), "n": _TIMES},
    ),
)
