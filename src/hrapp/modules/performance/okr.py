"""OKR progress: key results, objectives, a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NUMBER, YES_NO, TYPED = "number", "yes_no", "typed"


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """`kind` number: start, target and current; yes_no: current is 0 or 1; typed: only a typed 进度.

    Lower-is-better needs no flag: the target then lies below the start.
    """

    title: str
    weight: Decimal
    kind: str = NUMBER
    start: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    typed_progress: Decimal | None = None
    source: str | None = None

    @property
    def progress(self) -> Fraction:
        if self.kind == NUMBER and self.target is not None and self.current is not None:
            return figure_progress(self.start or Decimal(0), self.target, self.current)
        if self.kind == YES_NO and self.current is not None:
            return Fraction(int(self.current >= 1))
        return clamped(Fraction(self.typed_progress or 0))


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    title: str
    weight: Decimal
    key_results: tuple[KeyResultRow, ...] = ()

    @property
    def progress(self) -> Fraction | None:
        return weighted_mean((kr.weight, kr.progress) for kr in self.key_results)


def clamped(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), value))


def figure_progress(start: Decimal, target: Decimal, current: Decimal) -> Fraction:
    span = Fraction(target) - Fraction(start)
    if not span:  # nothing to move: holding the figure is the result
        return Fraction(int(current >= target))
    return clamped((Fraction(current) - Fraction(start)) / span)


def weighted_mean(parts: Iterable[tuple[Decimal, Fraction | None]]) -> Fraction | None:
    """Renormalised over the parts that have a value. Without any weight all count the same."""
    known = [(Fraction(weight), value) for weight, value in parts if value is not None]
    if not known:
        return None
    total = sum((weight for weight, _ in known), Fraction(0))
    if not total:
        return sum((value for _, value in known), Fraction(0)) / len(known)
    return sum((weight * value for weight, value in known), Fraction(0)) / total


def quarter_progress(objectives: Iterable[ObjectiveRow]) -> Fraction | None:
    """None when there is no objective with a key result."""
    return weighted_mean((objective.weight, objective.progress) for objective in objectives)
