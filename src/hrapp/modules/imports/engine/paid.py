"""Pay that nobody is paid: less than nothing, nothing, or a hundred times what the others of its column are paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from hrapp.kernel.imports import Field, Note, Record
from hrapp.modules.imports.engine.building import Sheet

_TIMES = 100  # a point or a unit too many
_FEWEST = 3  # others, before what they are paid means anything
_LITTLE, _MUCH = Decimal(100), Decimal(500_000)  # yuan a month, as a rule, whatever the others are paid


def of_table(sheet: Sheet, records: Sequence[Record]) -> None:
    """Adds its notes to the rows they concern. Which fields say what somebody is paid, their kind declares."""
    for fld in {fld.key: fld for fld in sheet.fit.fields.values()}.values():
        if fld.monthly and fld.required:
            _of_column(fld, [record for record in records if isinstance(record.values.get(fld.key), Decimal)])


def _of_column(fld: Field, paid: Sequence[Record]) -> None:
    amounts = [amount for record in paid if (amount := record.values[fld.key]) > 0]
    usual = median(amounts) if len(amounts) > _FEWEST else None
    for record in paid:
        amount = record.values[fld.key]
        said = {"field": fld.key, "text": f"{amount:f}"}
        if amount < 0:
            record.notes.append(Note("error", "pay_negative", record.cells.get(fld.key), said))
        elif amount == 0:
            record.notes.append(Note("warn", "pay_zero", record.cells.get(fld.key), said))
        elif _odd(amount, usual):
            record.notes.append(Note("warn", "pay_odd", record.cells.get(fld.key), said))


def _odd(amount: Decimal, usual: Decimal | None) -> bool:
    if usual and (amount >= _TIMES * usual or amount * _TIMES <= usual):
        return True
    return not _LITTLE <= amount <= _MUCH
