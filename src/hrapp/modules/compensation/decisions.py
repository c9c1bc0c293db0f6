"""A raise as it was decided, against what was suggested, and equal cases that were decided differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from hrapp.kernel.rounding import fen, to_multiple

TypedAs = Literal["pct", "amount", "new_pay"]


@dataclass(frozen=True, slots=True)
class Decided:
    """The amount is what is stored; the percentage is what the decider meant or what the amount comes to."""

    base: Decimal
    increment: Decimal
    pct: Decimal
    suggested_pct: Decimal | None
    suggested_increment: Decimal

    @property
    def new_base(self) -> Decimal:
        return self.base + self.increment

    @property
    def delta_pct(self) -> Decimal:
        return self.pct - (self.suggested_pct or Decimal(0))

    @property
    def delta_amount(self) -> Decimal:
        return self.increment - self.suggested_increment

    @property
    def needs_reason(self) -> bool:
        return self.delta_amount != 0

    @property
    def is_cut(self) -> bool:
        """Lower pay needs the employee's written consent."""
        return self.increment < 0


def decided(
    base: Decimal,
    typed_as: TypedAs,
    figure: Decimal,
    *,
    round_to: Decimal,
    suggested_pct: Decimal | None,
    suggested_increment: Decimal,
) -> Decided:
    """A percentage is rounded as suggestions are; an amount or a new pay stands as typed, to the fen.

    Repeating the suggested percentage repeats the suggested amount: a minimum raise is no difference.
    """
    if typed_as == "pct":
        same = suggested_pct is not None and figure == suggested_pct
        increment = suggested_increment if same else to_multiple(base * figure / 100, round_to)
        return Decided(base, increment, figure, suggested_pct, suggested_increment)
    increment = fen(figure if typed_as == "amount" else figure - base)
    if suggested_pct is not None and increment == suggested_increment:
        return Decided(base, increment, suggested_pct, suggested_pct, suggested_increment)
    pct = 100 * increment / base if base else Decimal(0)
    return Decided(base, increment, pct, suggested_pct, suggested_increment)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person of a round. `inputs` is what the policy matched on: grade, promoted, matched rows."""

    person: str
    inputs: tuple[str | bool | None, ...]
    pct: Decimal | None


def unequal(outcomes: Iterable[Outcome]) -> list[tuple[Outcome, ...]]:
    """Groups of people with the same inputs and different results, for the decider to look at."""
    groups: dict[tuple[str | bool | None, ...], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.pct is not None:
            groups.setdefault(outcome.inputs, []).append(outcome)
    return [
        tuple(sorted(group, key=lambda each: each.person))
        for group in groups.values()
        if len({each.pct for each in group}) > 1
    ]
