"""Streaks counted back from the last closed period, and when an open one could be complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from hrapp.kernel.criteria import Outlook
from hrapp.kernel.periods import Calendar, Period, parse
from hrapp.modules.performance.completion import NOT_DUE, PENDING, KpiRow

Met = Callable[[KpiRow], bool]


def newest_first(rows: Iterable[KpiRow], calendar: Calendar) -> list[KpiRow]:
    """The closed rows of one metric (so of one kind of period)."""
    known = sorted(rows, key=lambda row: row.period, reverse=True)
    if not known:
        return []
    last = str(calendar.last(parse(known[0].period).kind))
    return [row for row in known if row.period <= last]


def running_streak(closed: Iterable[KpiRow], met: Met) -> list[KpiRow]:
    """The rows that count, newest first: not-due ones are skipped, a pending or missed one ends it."""
    streak: list[KpiRow] = []
    for row in closed:
        if row.state == NOT_DUE:
            continue
        if row.state == PENDING or not met(row):
            break
        streak.append(row)
    return streak


def outlook(rows: Sequence[KpiRow], met: Met, n: int, calendar: Calendar, kind: str) -> Outlook:
    """When `n` could be reached if every figure still missing, past or future, turned out well."""
    last = calendar.last(kind)
    closed = str(last)
    hoped = _hoped_streak([row for row in rows if row.period <= closed], met, n)
    to_fill = sorted(row.period for row in hoped if row.state == PENDING)
    excused = {row.period for row in rows if row.period > closed and row.state == NOT_DUE}
    ahead = _periods_ahead(last, n - len(hoped), excused)
    earliest = ahead[-1].end + timedelta(days=1) if ahead else calendar.today
    return Outlook(max(earliest, calendar.today), (*to_fill, *map(str, ahead)))


def _hoped_streak(closed: Iterable[KpiRow], met: Met, n: int) -> list[KpiRow]:
    streak: list[KpiRow] = []
    for row in sorted(closed, key=lambda row: row.period, reverse=True):
        if row.state == NOT_DUE:
            continue
        if len(streak) == n or (row.state != PENDING and not met(row)):
            break
        streak.append(row)
    return streak


def _periods_ahead(last: Period, count: int, excused: set[str]) -> list[Period]:
    ahead: list[Period] = []
    period = last
    while len(ahead) < count:
        period = period.shifted(1)
        if str(period) not in excused:
            ahead.append(period)
    return ahead
