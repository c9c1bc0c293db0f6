"""Who is here on a day, in which status, and how many left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hrapp.kernel.periods import day_before, full_months

ACTIVE, PROBATION, UNPAID_LEAVE = "active", "probation", "unpaid_leave"


@dataclass(frozen=True, slots=True)
class Stay:
    """From the first to the last working day. `voluntary` is None until somebody has left."""

    person: str
    hire_date: date
    leave_date: date | None = None
    voluntary: bool | None = None
    probation_end: date | None = None


@dataclass(frozen=True, slots=True)
class LeaveSpan:
    """Both days included; without a last day it goes on."""

    since: date
    last_day: date | None
    paid: bool

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.last_day is None or day <= self.last_day)


def conditions_on(day: date, probation_end: date | None, leaves: Iterable[LeaveSpan] = ()) -> tuple[str, ...]:
    """What closes a gate on that day: probation (its last day included), unpaid leave. Paid leave never does."""
    probation = probation_end is not None and day <= probation_end
    unpaid = any(leave.covers(day) and not leave.paid for leave in leaves)
    return tuple(name for name, holds in ((PROBATION, probation), (UNPAID_LEAVE, unpaid)) if holds)


def status_on(day: date, probation_end: date | None, leaves: Iterable[LeaveSpan] = ()) -> str:
    return next(iter(conditions_on(day, probation_end, leaves)), ACTIVE)


def tenure_months(since: date, day: date) -> int:
    return full_months(since, day)


def employed_on(day: date, hire_date: date, leave_date: date | None) -> bool:
    """The last working day still counts."""
    return hire_date <= day and (leave_date is None or day <= leave_date)


def at_close_of(day: date, hire_date: date, leave_date: date | None) -> bool:
    """Here when the day is over: whoever leaves on it is not."""
    return hire_date <= day and (leave_date is None or day < leave_date)


def as_known_on(day: date, stays: Iterable[Stay]) -> list[Stay]:
    """Hires and leaves dated later do not exist yet."""
    return [
        stay
        if stay.leave_date is None or stay.leave_date <= day
        else Stay(stay.person, stay.hire_date, probation_end=stay.probation_end)
        for stay in stays
        if stay.hire_date <= day
    ]


def headcount_at_close(day: date, stays: Iterable[Stay]) -> int:
    return sum(at_close_of(day, stay.hire_date, stay.leave_date) for stay in stays)


def headcounts(groups: Sequence[str], people: Iterable[str | None]) -> dict[str, int]:
    """How many people each department (or family …) has, in the order given; one without people has no entry."""
    counts = Counter(group for group in people if group is not None)
    order = [*groups, *sorted(counts.keys() - set(groups))]
    return {group: counts[group] for group in order if counts[group]}


@dataclass(frozen=True, slots=True)
class Turnover:
    """离职率 of a window, and the people behind it."""

    start: date
    end: date
    leavers: tuple[str, ...]
    voluntary: int
    headcount_start: int
    headcount_end: int

    @property
    def months(self) -> int:
        return full_months(self.start, self.end + timedelta(days=1))

    @property
    def headcount_mean(self) -> Fraction:
        return Fraction(self.headcount_start + self.headcount_end, 2)

    @property
    def rate(self) -> Fraction | None:
        return len(self.leavers) / self.headcount_mean if self.headcount_mean else None

    @property
    def annualised(self) -> Fraction | None:
        return self.rate * 12 / self.months if self.rate is not None and self.months else None


def turnover(stays: Iterable[Stay], start: date, end: date) -> Turnover:
    """Leavers from `start` to `end` over the mean headcount at the close of the day before and of the last day."""
    known = list(stays)
    left = [stay for stay in known if stay.leave_date is not None and start <= stay.leave_date <= end]
    return Turnover(
        start=start,
        end=end,
        leavers=tuple(sorted(stay.person for stay in left)),
        voluntary=sum(stay.voluntary is True for stay in left),
        headcount_start=headcount_at_close(day_before(start), known),
        headcount_end=headcount_at_close(end, known),
    )


def expires_within(contract_end: date | None, day: date, days: int) -> bool:
    """An expired contract is no longer expiring: it is a problem of its own."""
    return contract_end is not None and 0 <= (contract_end - day).days <= days
