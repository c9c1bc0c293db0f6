"""Empty cells of a row about a known pay run: nothing was paid, or the list says nothing about it.

A slip leaves out what a pay run says, and a corrected pay run leaves out what was not paid after all. The row's own sums
tell which: where its 应发 comes to what its cells say and not to what is known beside them, the empty ones mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hrapp.kernel.imports import Balance, Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.records.kept import Kept

_ROUNDED = Decimal(1)
_NOTHING = Decimal(0)
Figures = Mapping[str, Decimal]


def emptied(
    record: Record, said: Kept, before: Kept | None, balances: Sequence[Balance]
) -> tuple[frozenset[str], list[Note]]:
    """The known fields that a row says are nothing, and what to tell of those that stay though its sums are others."""
    known, row = _figures(before), _figures(said)
    empty = {key for key, value in record.values.items() if value is None and known.get(key)}
    told = [each for each in balances if each.total in row]
    if not empty or all(row[each.total] == known.get(each.total) for each in told):
        return frozenset(), []
    whole = {**known, **row}
    bare = {key: figure for key, figure in whole.items() if key not in empty}
    reckoned = {each.total for each in told if _holds(each, whole)}  # with what is known they come to what the row says
    gone = {key for each in told if each.total not in reckoned and _holds(each, bare) for key in _parts(each)} & empty
    sure = {key for each in told if _holds(each, whole) for key in _parts(each)}
    unclear = sorted((empty & {key for each in told for key in _parts(each)}) - gone - sure)
    labels = {value.key: value.label for value in before.values} if before else {}
    notes = [note(record, "warn", "empty_and_known", key, what=labels[key], known=f"{known[key]:f}") for key in unclear]
    return frozenset(gone), notes


def _figures(said: Kept | None) -> dict[str, Decimal]:
    values = said.values if said else ()
    return {value.key: Decimal(value.text) for value in values if value.key and value.kind in ("money", "number")}


def _parts(balance: Balance) -> set[str]:
    return {*balance.plus, *balance.minus}


def _holds(balance: Balance, figures: Figures) -> bool:
    plus = sum((figures.get(key, _NOTHING) for key in balance.plus), _NOTHING)
    minus = sum((abs(figures.get(key, _NOTHING)) for key in balance.minus), _NOTHING)
    return bool(_parts(balance) & figures.keys()) and abs(plus - minus - figures[balance.total]) <= _ROUNDED
