"""What is kept sealed, and how it is opened: figures of pay, of a raise, of a round.

A statement that reads one of them joins the key of its owner (`key_of("r.person")`) and selects `KEY` beside `sealed`;
`opened` makes a row of the two. A row whose key was destroyed is not there any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.classes import SALARY

T = TypeVar("T")


class PayFigures(msgspec.Struct, frozen=True):
    """Of a pay record. Components are {name: amount as text}."""

    base: Decimal
    components: dict[str, str] = {}
    reason: str = ""


class RoundFigures(msgspec.Struct, frozen=True):
    base_total: Decimal
    budget: Decimal | None = None


class RaiseFigures(msgspec.Struct, frozen=True):
    """Of one person in a round. `inputs` is what the suggestion was made of, kept as it was."""

    base: Decimal
    inputs: dict[str, Any] = {}
    reason_none: str | None = None
    suggested_pct: Decimal | None = None
    suggested_increment: Decimal = Decimal(0)
    decided_pct: Decimal | None = None
    decided_increment: Decimal | None = None
    reason: str = ""
    proposed_pct: Decimal | None = None
    proposed_increment: Decimal | None = None
    proposed_reason: str = ""


PAY = keys.Place("compensation_pay_record", "sealed", PayFigures)
ROUND = keys.Place("compensation_raise_round", "sealed", RoundFigures)
RAISE = keys.Place("compensation_raise", "sealed", RaiseFigures)
KEY = "k.version as key_version, k.wrapped as key_wrapped"
_OWN = ("sealed", "key_version", "key_wrapped")


def key_of(owner: str) -> str:
    """Joins the key of an owner, given as a column expression."""
    return f"left join kernel_key k on k.owner = {owner} and k.data = 'salary'"


def figures(place: keys.Place, owner: str, row: Mapping[str, Any], id: str | None = None) -> Any:
    """The figures of a row; None when they can no longer be read."""
    key = keys.unwrapped(owner, SALARY, row["key_version"], row["key_wrapped"])
    return place.read(key, id or row["id"], row["sealed"])


def opened(kind: type[T], place: keys.Place, rows: Iterable[Mapping[str, Any]], owner: str) -> list[T]:
    """Rows as `kind`, which has the fields of its columns and of its figures; `owner` names the owner's column."""
    found = []
    for row in rows:
        told = figures(place, row[owner], row)
        if told is not None:
            clear = {name: value for name, value in row.items() if name not in _OWN}
            found.append(kind(**clear, **{name: getattr(told, name) for name in told.__struct_fields__}))
    return found
