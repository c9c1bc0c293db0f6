"""Sheets that only repeat another sheet of the same file: filtered, sorted, or with fewer columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

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
    whose figures are in no record yet; the same people with other figures are no copy."""
    if not records or not others:
        return None
    keys = [key for key in records[0].values if any(record.values.get(key) is not None for record in records)]
    ours = {_row(record, keys) for record in records}
    for other in others:
        enough = other.table is not None and len(other.records) >= len(records)
        if (
            enough
            and ours <= {_row(record, keys) for record in other.records}
            and _stand_in(records, table, kept, other)
        ):
            return other.sheet
    return None


def _row(record: Record, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(repr(record.values.get(key)) for key in keys)


def _stand_in(records: Sequence[Record], table: Table, kept: Collection[int], other: Before) -> bool:
    """Whether the other table has these columns as well, under the same headers, and these rows in them."""
    if other.table is None:
        return False
    theirs = {_heading(column.path): column.index for column in other.table.columns}
    ours = {_heading(column.path): column.index for column in table.columns if column.index in kept}
    filled = {name: at for name, at in ours.items() if _cells(table, records, [at]) != {("",)}}
    if not filled.keys() <= theirs.keys():
        return False
    there = _cells(other.table, other.records, [theirs[name] for name in filled])
    return _cells(table, records, [*filled.values()]) <= there


def _heading(path: Sequence[str]) -> str:
    return said("".join(path))


def _cells(table: Table, records: Sequence[Record], columns: Sequence[int]) -> set[tuple[str, ...]]:
    return {tuple(as_text(table.raw(record.row - 1, column).value) for column in columns) for record in records}
