"""Rows that add up or average those around them, and people who are called like that: 平均, 全员, 张求和."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hrapp.modules.imports.engine import numbers
from hrapp.modules.imports.engine.roles import is_total
from hrapp.modules.imports.engine.surnames import SURNAMES
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import is_nothing, said

#: Words of sums that are a family name and a given name as well, or a given name behind one.
_CALLED = re.compile(rf"全[员体]|平均|[{SURNAMES}](?:平均|人均|求和|总和)")
_LONGEST = 10**9  # beyond it a number is a phone or a card, and no figure
_EXACT, _ROUNDED = 0.006, 0.51
_MOST, _LARGE = 20, 2000  # rows that are looked at so, and of a table: beyond that each is what its word says


def may_be_called(text: str) -> bool:
    """Whether a word that sums up can be somebody's name."""
    return _CALLED.fullmatch(said(text)) is not None


def few_enough(table: Table, before: int) -> bool:
    """`before`: so many rows of the table summed up so far."""
    return before < _MOST and table.last - table.first < _LARGE


def figures(table: Table, row: int) -> dict[int, float]:
    """{column: the figure in it}, also where it is written as a text."""
    cells = table.grid.rows[row] if row < len(table.grid.rows) else []
    read = ((column, numbers.read(value)) for column, value in enumerate(cells) if value is not None)
    return {column: float(found.value) for column, found in read if found and abs(found.value) < _LONGEST}


def tells_of_somebody(table: Table, row: int, aside: set[int]) -> bool:
    """Whether words stand in the row beside the name: a department, a position. `aside`: columns of names and numbers."""
    cells = enumerate(table.grid.rows[row])
    low, high = table.columns[0].index, table.columns[-1].index
    return any(
        isinstance(value, str) and not (is_nothing(value) or numbers.looks_like(value) or is_total(value))
        for column, value in cells
        if low <= column <= high and column not in aside
    )


def sums_up(table: Table, row: int, above: Sequence[int], serial: int | None) -> bool | None:
    """Whether most of the figures are what the rows above or below come to, all together or some next to each other;
    None where there is nothing to tell by."""
    mine = {c: v for c, v in figures(table, row).items() if v and c != serial}
    below = range(row + 1, table.last + 1)
    since = [each for each in above if each > max(set(range(table.first, row)) - {*above}, default=-1)]
    runs = [[figures(table, each) for each in rows] for rows in (above[::-1], since[::-1], below)]
    looked_at = (_comes_to(value, ([one.get(column) for one in run] for run in runs)) for column, value in mine.items())
    told = [each for each in looked_at if each is not None]
    return sum(told) * 2 > len(told) if told else None


def _comes_to(value: float, columns: Iterable[Sequence[float | None]]) -> bool | None:
    """Whether it is the sum of the next ones of a column, or the average of all of it; None where all are alike, so that
    an average is what each of them has."""
    looked = False
    for cells in columns:
        filled = [cell for cell in cells if cell is not None]
        if len(filled) < 2:
            continue
        total = 0.0
        for n, cell in enumerate(filled, 1):
            total += cell
            if n > 1 and abs(total - value) < _EXACT:
                return True
        near = _ROUNDED if value.is_integer() and abs(value) >= 100 else _EXACT
        alike = min(filled) == max(filled) == value
        if not alike and abs(total / len(filled) - value) < near:
            return True
        looked = looked or not alike
    return False if looked else None
