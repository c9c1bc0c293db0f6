"""Sheets that only repeat another sheet of the same file: filtered, sorted, or with fewer columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrapp.kernel.imports import Record


def copy_of(records: Sequence[Record], others: Sequence[tuple[str, Sequence[Record]]]) -> str | None:
    """The sheet in which every one of these records stands with the same values, if there is one."""
    if not records or not others:
        return None
    keys = [key for key in records[0].values if any(record.values.get(key) is not None for record in records)]
    ours = {_row(record, keys) for record in records}
    for sheet, theirs in others:
        if len(theirs) >= len(records) and ours <= {_row(record, keys) for record in theirs}:
            return sheet
    return None


def _row(record: Record, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(repr(record.values.get(key)) for key in keys)
