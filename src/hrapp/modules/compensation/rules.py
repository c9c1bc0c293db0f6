"""The raise that a policy suggests for one person, and what a round costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hrapp.kernel.rounding import four, to_multiple
from hrapp.modules.compensation.policy import Modifier, Policy, Row

EXCLUDED_POSITION, NO_GRADE, NO_RULE = "excluded_position", "no_grade", "no_rule"
STATUS_REASONS = ("probation", "unpaid_leave")
FLOOR = "FLOOR"


@dataclass(frozen=True, slots=True)
class RaiseInputs:
    """The facts of one person that the policy looks at, kept with the suggestion.

    `grade` is the latest rated one within the policy's lookback; `conditions` are those of the day that
    may exclude (probation, unpaid leave); `compa` is base / middle of the band, None without a band.
    """

    base: Decimal
    position: str | None
    conditions: tuple[str, ...]
    grade: str | None
    grade_period: str | None
    promoted: bool
    tenure_months: int
    compa: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the engine suggests; a person decides. Without one, `reason_none` says why and nothing else is set."""

    inputs: RaiseInputs
    reason_none: str | None = None
    row: Row | None = None
    modifiers: tuple[Modifier, ...] = ()
    pct: Decimal | None = None
    increment: Decimal = Decimal(0)
    floored: bool = False

    @property
    def matched(self) -> tuple[str, ...]:
        rows = () if self.row is None else (self.row.id,)
        return (*rows, *(modifier.id for modifier in self.modifiers), *((FLOOR,) if self.floored else ()))

    @property
    def base_pct(self) -> Decimal | None:
        return None if self.row is None else self.row.pct

    @property
    def modifier_pct(self) -> Decimal | None:
        return None if self.row is None else sum((m.add_pct for m in self.modifiers), Decimal(0))

    @property
    def new_base(self) -> Decimal:
        return self.inputs.base + self.increment

    @property
    def effective_pct(self) -> Decimal | None:
        """What the rounded amount really is of the base."""
        if self.row is None:
            return None
        return 100 * self.increment / self.inputs.base if self.inputs.base else Decimal(0)


def suggest(policy: Policy | None, inputs: RaiseInputs) -> Suggestion:
    reason = _reason_none(policy, inputs)
    row = None if policy is None else first_match(policy, inputs)
    if policy is None or reason is not None or row is None:
        return Suggestion(inputs, reason_none=reason or NO_RULE)
    modifiers = tuple(m for m in policy.modifiers if row.pct > 0 and _applies(m, inputs.tenure_months))
    pct = _capped(row.pct + sum((m.add_pct for m in modifiers), Decimal(0)), policy.cap_pct)
    exact = inputs.base * pct / 100
    minimum = policy.promoted_min_increment
    floored = inputs.promoted and pct > 0 and minimum is not None and exact < minimum
    if floored and minimum is not None:
        exact = minimum
    return Suggestion(
        inputs,
        row=row,
        modifiers=modifiers,
        pct=pct,
        increment=to_multiple(exact, policy.round_to),
        floored=floored,
    )


def _reason_none(policy: Policy | None, inputs: RaiseInputs) -> str | None:
    """The first that holds, in the order in which a clerk would look."""
    if policy is None:
        return NO_RULE
    if inputs.position in policy.exclude_positions:
        return EXCLUDED_POSITION
    for status in STATUS_REASONS:
        if status in policy.exclude_status and status in inputs.conditions:
            return status
    return NO_GRADE if inputs.grade is None else None


def first_match(policy: Policy, inputs: RaiseInputs) -> Row | None:
    return next((row for row in policy.rows if _matches(row, inputs)), None)


def _matches(row: Row, inputs: RaiseInputs) -> bool:
    promoted = row.promoted == "any" or (row.promoted == "yes") == inputs.promoted
    return (
        row.grade == inputs.grade
        and promoted
        and _within(Decimal(inputs.tenure_months), row.tenure_from, row.tenure_below)
        and _within(inputs.compa, row.compa_from, row.compa_below)
    )


def _within(value: Decimal | None, start: Decimal | int | None, below: Decimal | int | None) -> bool:
    """An unknown value lies in no span, except in one that is open on both sides."""
    if value is None:
        return start is None and below is None
    return (start is None or value >= start) and (below is None or value < below)


def _applies(modifier: Modifier, months: int) -> bool:
    return _within(Decimal(months), modifier.value, modifier.below)


def _capped(pct: Decimal, cap: Decimal | None) -> Decimal:
    return pct if cap is None else min(pct, cap)


@dataclass(frozen=True, slots=True)
class Budget:
    """`limit` is None when the policy sets none. Over budget warns; it stops nobody."""

    limit: Decimal | None
    used: Decimal

    @property
    def use(self) -> Decimal | None:
        return self.used / self.limit if self.limit else None

    @property
    def over(self) -> bool:
        return self.limit is not None and self.used > self.limit

    @property
    def left(self) -> Decimal | None:
        return None if self.limit is None else self.limit - self.used


def budget_limit(policy: Policy, base_total: Decimal) -> Decimal | None:
    if policy.budget_amount is not None:
        return policy.budget_amount
    return None if policy.budget_pct is None else four(base_total * policy.budget_pct / 100)


def budget(policy: Policy, base_total: Decimal, increments: Iterable[Decimal]) -> Budget:
    """`base_total`: the monthly base of everybody, also of those without a suggestion."""
    return Budget(budget_limit(policy, base_total), sum(increments, Decimal(0)))
