"""Whether equal cases are treated equally: raises by group, and equal inputs with unequal results. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hrapp.modules.compensation.decisions import Outcome, unequal
from hrapp.modules.compensation.queries import RaiseRow

TENURES = ((12, "<1"), (36, "1-3"), (60, "3-5"))


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the table. `mean_pct` is what the group's pay rises by as a whole."""

    name: str
    people: int
    raised: int
    base: Decimal
    increment: Decimal
    differ: int

    @property
    def mean_pct(self) -> Decimal:
        return self.increment / self.base if self.base else Decimal(0)


def groups(rows: Iterable[RaiseRow], name_of: Callable[[RaiseRow], str]) -> list[Group]:
    """By name, in the order in which the names first appear when sorted."""
    found: dict[str, list[RaiseRow]] = {}
    for row in rows:
        found.setdefault(name_of(row), []).append(row)
    return [_group(name, found[name]) for name in sorted(found)]


def _group(name: str, rows: Sequence[RaiseRow]) -> Group:
    return Group(
        name=name,
        people=len(rows),
        raised=sum(row.increment > 0 for row in rows),
        base=sum((row.base for row in rows), Decimal(0)),
        increment=sum((row.increment for row in rows), Decimal(0)),
        differ=sum(row.differs for row in rows),
    )


def tenure_group(row: RaiseRow) -> str:
    months = int(row.inputs.get("tenure_months") or 0)
    return next((name for limit, name in TENURES if months < limit), "5+")


def same_inputs(rows: Iterable[RaiseRow]) -> list[list[RaiseRow]]:
    """Groups of people whom the policy sees alike and whose results differ."""
    by_person = {row.person: row for row in rows if row.suggested_pct is not None}
    outcomes = [Outcome(row.person, _inputs(row), _result(row)) for row in by_person.values()]
    found = [[by_person[outcome.person] for outcome in group] for group in unequal(outcomes)]
    return [sorted(group, key=lambda row: row.emp_no) for group in found]


def _inputs(row: RaiseRow) -> tuple[str | bool | None, ...]:
    return (row.inputs.get("grade"), row.inputs.get("promoted"), *row.inputs.get("matched", []))


def _result(row: RaiseRow) -> Decimal | None:
    return row.suggested_pct if row.decided_pct is None else row.decided_pct
