"""What another policy would change on today's data: who gets more or less, and what it costs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hrapp.modules.compensation.policy import Policy, pairs_without_row
from hrapp.modules.compensation.rules import Budget, Suggestion, budget
from hrapp.modules.compensation.suggesting import Gathered, RaiseFacts


@dataclass(frozen=True, slots=True)
class Change:
    """One person to whom the two policies suggest different things."""

    person: RaiseFacts
    before: Suggestion
    after: Suggestion

    @property
    def difference(self) -> Decimal:
        return self.after.increment - self.before.increment


@dataclass(frozen=True, slots=True)
class Effect:
    changes: Sequence[Change]
    same: int
    before: Decimal
    after: Budget
    missing: Sequence[tuple[str, bool]]

    @property
    def more(self) -> int:
        return sum(change.difference > 0 for change in self.changes)

    @property
    def less(self) -> int:
        return sum(change.difference < 0 for change in self.changes)


def effect(gathered: Gathered, current: Policy | None, wanted: Policy, grades: Sequence[str]) -> Effect:
    pairs = zip(gathered.under(current), gathered.under(wanted), strict=True)
    found = [Change(facts, before, after) for (facts, before), (_, after) in pairs]
    changes = [c for c in found if c.difference or c.before.reason_none != c.after.reason_none]
    return Effect(
        changes=sorted(changes, key=lambda c: (-abs(c.difference), c.person.emp_no)),
        same=len(found) - len(changes),
        before=sum((c.before.increment for c in found), Decimal(0)),
        after=budget(wanted, gathered.base_total, [c.after.increment for c in found]),
        missing=pairs_without_row(wanted, grades),
    )
