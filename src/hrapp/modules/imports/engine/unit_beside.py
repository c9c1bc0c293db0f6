"""Figures without a unit beside others in 万元: yuan where they are plainly yuan, else nobody can tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from hrapp.modules.imports.engine import numbers, units
from hrapp.modules.imports.engine.cells import Raw, Remark
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text

_LEAST = 1000  # a unit that makes another figure of an amount
_PLAIN = Decimal(1000)  # from here on an amount is one of yuan
_ALIKE = 100


class Stated(NamedTuple):
    """A unit of money that some figures have, and the largest of them as it stands; None where none is known."""

    unit: int
    largest: Decimal | None


def stated(table: Table, rows: Sequence[int], above: int | None) -> list[Stated]:
    """The columns of a table that say in how many yuan they count, and what is said so at the top of another."""
    found = [(column.index, units.money_in_header(column.path)) for column in table.columns]
    beside = [
        Stated(unit, largest(table.column(column, rows))) for column, unit in found if unit is not None and unit > 1
    ]
    known = [one for one in beside if one.largest]
    return [*known, Stated(above, None)] if above and above > 1 else known


def largest(values: Iterable[object]) -> Decimal | None:
    """Of the figures that do not say their size themselves."""
    read = (numbers.read(value) for value in values)
    return max((abs(found.value) for found in read if found and not (found.scaled or found.percent)), default=None)


def doubted(values: Iterable[object], beside: Iterable[Stated]) -> int:
    """The unit in which bare figures may be counted as well; 0 where they are in yuan."""
    own = largest(values)
    if not own or own >= _PLAIN:
        return 0
    return next((unit for unit, other in beside if _of_a_size(own, other, unit)), 0)


def _of_a_size(one: Decimal, other: Decimal | None, unit: int) -> bool:
    return other is None or (unit >= _LEAST and max(one, other) <= _ALIKE * min(one, other))


def told(raw: Raw, unit: int, field: str) -> Remark:
    return Remark("error", "unit_beside", {"text": as_text(raw.value), "unit": str(unit), "field": field})
