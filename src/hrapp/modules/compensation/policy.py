"""The raise policy: a table of rows, modifiers, caps and a budget, as a company file writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal

import msgspec

Promoted = Literal["yes", "no", "any"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the table. Spans are half-open, `from` included and `below` not, and absent when they do not matter."""

    id: str
    grade: str
    promoted: Promoted
    pct: Decimal
    text: str
    tenure_from: int | None = None
    tenure_below: int | None = None
    compa_from: Decimal | None = None
    compa_below: Decimal | None = None
    source: str | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it leaves out some people of its grade."""
        return any(end is not None for end in (self.tenure_from, self.tenure_below, self.compa_from, self.compa_below))


class Modifier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Percentage points for `value` ≤ full months of service < `below`."""

    id: str
    kind: Literal["tenure_months"]
    value: int
    add_pct: Decimal
    text: str
    below: int | None = None
    source: str | None = None


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    version: int
    effective_from: date
    lookback_periods: int
    promotion_from: date
    promotion_to: date
    rows: tuple[Row, ...]
    modifiers: tuple[Modifier, ...] = ()
    exclude_positions: tuple[str, ...] = ()
    exclude_status: tuple[str, ...] = ()
    cap_pct: Decimal | None = None
    round_to: Decimal = Decimal(1)
    budget_pct: Decimal | None = None
    budget_amount: Decimal | None = None
    promoted_min_increment: Decimal | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if self.round_to <= 0:
            raise ValueError("round_to must be above 0")
        if self.budget_pct is not None and self.budget_amount is not None:
            raise ValueError("budget_pct and budget_amount are two budgets; keep one")


def in_force(policies: Iterable[Policy], day: date) -> Policy | None:
    """Of several in force the highest version counts."""
    known = (policy for policy in policies if policy.effective_from <= day)
    return max(known, key=lambda policy: policy.version, default=None)


def promoted_within(policy: Policy, promotions: Iterable[date], today: date) -> bool:
    """Whether one of the effective promotions lies in the policy's window; one dated later is not yet one."""
    return any(policy.promotion_from <= day <= policy.promotion_to and day <= today for day in promotions)


def pairs_without_row(policy: Policy, grades: Sequence[str]) -> list[tuple[str, bool]]:
    """Grade × promoted pairs for which the table has nothing to say to some people: told before publishing."""
    covered = {(row.grade, promoted) for row in policy.rows if not row.narrowed for promoted in _meant_by(row.promoted)}
    return [pair for pair in product(grades, (True, False)) if pair not in covered]


def _meant_by(promoted: Promoted) -> tuple[bool, ...]:
    return {"yes": (True,), "no": (False,), "any": (True, False)}[promoted]
