"""Sheets that only repeat another sheet of the same file: filtered, sorted, or with fewer columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, said


@dataclass(frozen=True, slots=True)
class Before:
    """A table that was read before, and what became of it."""

    sheet: str
    records: Sequence[Record]
    table: Table | None  # a form is none


def copy_of(records: Sequence[Record], table: Table, kept: Collection[int], others: Sequence[Before]) -> str | None:
    """The sheet in which every one of these records stands with the same values, if there is one. `kept`: the columns
    of which these records have nothing; the same people with other figures, or with their accounts beside, are no copy."""
    if not records or not others:
        return None
    keys = [key for key in records[0].values if any(record.values.get(key) is not None for record in records)]
    ours = {_heading(column.path): column.index for column in table.columns if column.index in kept}
    ours = {name: at for name, at in ours.items() if any(_text(table, record, at) for record in records)}
    rows = {_row(table, record, keys, [*ours.values()]) for record in records}
    for other in others:
        theirs = {_heading(column.path): column.index for column in other.table.columns} if other.table else {}
        if other.table is None or len(other.records) < len(records) or not ours.keys() <= theirs.keys():
            continue
        columns = [theirs[name] for name in ours]
        if rows <= {_row(other.table, record, keys, columns) for record in other.records}:
            return other.sheet
    return None


def _row(table: Table, record: Record, keys: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
    values = (repr(record.values.get(key)) for key in keys)
    return *values, *(_text(table, record, column) for column in columns)


def _text(table: Table, record: Record, column: int) -> str:
    return as_text(table.raw(record.row - 1, column).value)


def _heading(path: Sequence[str]) -> str:
    return said("".join(path))
