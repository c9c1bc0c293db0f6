"""Figures that others of their row come to: where nearly all rows of a table agree, one that does not is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from hrapp.kernel.imports import Balance, Note, Record
from hrapp.modules.imports.engine import numbers
from hrapp.modules.imports.engine.building import Sheet

_ROUNDED = Decimal(1)  # companies pay whole yuan, and round each part
_FEWEST = 3  # rows that agree, before one that does not means anything
_MOST_OF_THEM = Decimal("0.8")
_NOTHING = Decimal(0)


def of_table(sheet: Sheet, records: Sequence[Record]) -> None:
    """Adds its notes to the rows they concern. By which of the kind's sums a company reckons, its rows say."""
    held = {fld.key for fld in sheet.fit.fields.values()}
    for total, balances in groupby(sheet.fit.kind.balances, lambda each: each.total):
        known = [record for record in records if _is_known(record, total)] if total in held else []
        if len(known) > _FEWEST:
            possible = [each for each in balances if len({*each.plus, *each.minus} & held) > 1]
            _tell({each: _odd(sheet, each, known) for each in possible}, len(known))


def _is_known(record: Record, total: str) -> bool:
    return isinstance(record.values.get(total), Decimal) and not any(note.level == "error" for note in record.notes)


def _odd(sheet: Sheet, balance: Balance, known: Sequence[Record]) -> list[Record]:
    """Rows that come to something else, although no column without a field may be what is between."""
    return [record for record in known if not _holds(balance, record) and not _more_told(sheet, record)]


def _holds(balance: Balance, record: Record) -> bool:
    return any(abs(each - record.values[balance.total]) <= _ROUNDED for each in _sums(balance, record))


def _more_told(sheet: Sheet, record: Record) -> bool:
    cells = sheet.table.grid.rows[record.row - 1]
    figures = (numbers.read(cells[column]) for column in sheet.fit.kept if column < len(cells))
    return any(figure is not None and figure.value for figure in figures)


def _sums(balance: Balance, record: Record) -> tuple[Decimal, Decimal]:
    """What the row comes to with its deductions as amounts, and as they are signed."""
    plus, minus = _figures(record, balance.plus), _figures(record, balance.minus)
    return sum(plus, _NOTHING) - sum(map(abs, minus), _NOTHING), sum(plus, _NOTHING) + sum(minus, _NOTHING)


def _figures(record: Record, keys: Sequence[str]) -> list[Decimal]:
    values = (record.values.get(key) for key in keys)
    parts = (part for value in values for part in (value.values() if isinstance(value, dict) else (value,)))
    return [part for part in parts if isinstance(part, Decimal)]


def _tell(odd: dict[Balance, list[Record]], known: int) -> None:
    if not odd:
        return
    balance = min(odd, key=lambda each: len(odd[each]))
    right = known - len(odd[balance])
    if right < _FEWEST or right < _MOST_OF_THEM * known:
        return
    for record in odd[balance]:
        said = {"text": str(record.values[balance.total]), "sum": str(_sums(balance, record)[0]), "n": str(right)}
        record.notes.append(
            Note("warn", "not_the_sum", record.cells.get(balance.total), {"field": balance.total, **said})
        )
