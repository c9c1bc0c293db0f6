"""How far an item of one period is: due or not, completion, met."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hrapp.kernel.rounding import as_decimal

HIGHER, LOWER = "higher", "lower"
DUE, NOT_DUE, PENDING = "due", "not_due", "pending"
_NOTHING_LEFT_TO_LOWER = Fraction(2)


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One metric of one person in one period.

    The metric's direction comes with every row, so that a rule needs no second source. `mark` is the word
    in the target cell of an item that is not due; `source` the workbook cell behind the actual.
    """

    metric: str
    period: str
    target: Decimal | None
    actual: Decimal | None
    direction: str = HIGHER
    start: Decimal | None = None
    mark: str | None = None
    source: str | None = None

    @property
    def state(self) -> str:
        return state_of(self.target, self.actual)

    @property
    def completion(self) -> Fraction | None:
        """Exact; None unless the item is due."""
        if self.target is None or self.actual is None:
            return None
        return exact_completion(self.target, self.actual, self.direction, self.start)

    @property
    def met(self) -> bool | None:
        completion = self.completion
        return None if completion is None else completion >= 1


def state_of(target: Decimal | None, actual: Decimal | None) -> str:
    if target is None:
        return NOT_DUE
    return PENDING if actual is None else DUE


def exact_completion(target: Decimal, actual: Decimal, direction: str, start: Decimal | None = None) -> Fraction:
    """完成率, uncapped and never negative.

    A target that leaves nothing to divide by (zero, negative, or equal to the start) is refused when it
    is typed here, but old workbooks hold such: it is then reached or not, 1 or 0.
    """
    reached = actual >= target if direction == HIGHER else actual <= target
    if start is not None:
        span = Fraction(target) - Fraction(start)
        return max(Fraction(0), (Fraction(actual) - Fraction(start)) / span) if span else Fraction(int(reached))
    if direction == LOWER:
        return _NOTHING_LEFT_TO_LOWER if actual <= 0 else max(Fraction(0), Fraction(target) / Fraction(actual))
    if target <= 0:
        return Fraction(int(reached))
    return max(Fraction(0), Fraction(actual) / Fraction(target))


def completion(target: Decimal, actual: Decimal, direction: str = HIGHER, start: Decimal | None = None) -> Decimal:
    """完成率 as a decimal, for showing. Whether an item is met is decided on the exact value."""
    return as_decimal(exact_completion(target, actual, direction, start))
