"""A table in a sheet: where it stands, what heads its columns, and its cells, merged ones among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrapp.modules.imports.engine.cells import SHARED, Raw
from hrapp.modules.imports.engine.coded import legend_of
from hrapp.modules.imports.engine.grid import Grid, address, place
from hrapp.modules.imports.engine.hints import legend
from hrapp.modules.imports.engine.lexicon import SERIAL
from hrapp.modules.imports.engine.words import as_text, plain, said


@dataclass(slots=True)
class Column:
    """A column of a table: the levels of its header, the group's name first."""

    index: int
    path: tuple[str, ...]
    meant: tuple[str, ...] = ()  # what the path comes to beside the others, where that is something else

    @property
    def reads(self) -> tuple[str, ...]:
        return self.meant or self.path

    @property
    def header(self) -> str:
        return " / ".join(self.path)


def _legend(path: Sequence[str]) -> dict[str, str]:
    return legend(path[-1]) or next(filter(None, map(legend_of, path)), {})


@dataclass(slots=True)
class Table:
    """A table in a sheet. Rows and columns count from 0; `last` is inclusive. `titles`: the nearest first."""

    grid: Grid
    header: list[int]
    columns: list[Column]
    first: int
    last: int
    titles: list[str] = field(default_factory=list)
    title_rows: list[int] = field(default_factory=list)
    of_others: list[str] = field(default_factory=list)  # those of the titles that may be about another table alone
    about_people: bool = True
    beside: bool = False  # another table of the sheet has rows of the same numbers
    legends: dict[int, dict[str, str]] = field(default_factory=dict)  # {column: {code: what its header says it means}}
    shared: frozenset[tuple[int, int]] = frozenset()  # cells whose figure stands for several people or columns
    _alone: bool | None = None
    _covered: dict[tuple[int, int], tuple[int, int]] | None = None

    def __post_init__(self) -> None:
        found = {column.index: _legend(column.path) for column in self.columns if column.path}
        self.legends = {column: codes for column, codes in found.items() if codes}

    def raw(self, row: int, column: int, *, across: bool = False) -> Raw:
        """The cell, or the value of the merged range it lies in: from above, and from the left if `across`. For a code
        what the header says it means."""
        raw = self._as_it_stands(row, column, across=across)
        codes = self.legends.get(column)
        text = as_text(raw.value) if codes else ""
        word = codes and (codes.get(text) or codes.get(text.zfill(2)))  # 01 is a 1 where the cell holds a number
        return Raw(word) if word else raw

    def column(self, column: int, rows: Sequence[int]) -> list[Any]:
        """The values of a column, as `raw` has them."""
        if self.grid.merges or column in self.legends:
            return [self.raw(row, column).value for row in rows]
        return self.grid.column(column, rows)

    def _as_it_stands(self, row: int, column: int, *, across: bool) -> Raw:
        shared = (row, column) in self.shared
        value = self.grid.at(row, column)
        if value is None and self.grid.merges:
            origin = self._merged().get((row, column))
            if origin and origin[0] >= self.first and (across or shared or origin[1] == column):
                row, column = origin
                value = self.grid.at(row, column)
        if shared:
            return Raw(value, broken=SHARED)
        if not self.grid.formats and not self.grid.broken:
            return Raw(value)
        where = address(row, column)
        return Raw(value, self.grid.formats.get(where, ""), self.grid.broken.get(where, ""))

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that holds the value; of a figure for several the cell itself, which is to be written anew."""
        if not self.grid.merges or (row, column) in self.shared:
            return row, column
        return self._merged().get((row, column), (row, column)) if self.grid.at(row, column) is None else (row, column)

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        corrected = set(self.grid.corrected)
        if self._covered is None:
            self._covered = {
                (row, column): (top, left)
                for top, left, bottom, right in self.grid.merges
                if bottom >= self.first and top <= self.last and (bottom - top + 1) * (right - left + 1) <= 20000
                for row in range(max(top, self.first), min(bottom, self.last) + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left) and address(row, column) not in corrected
            }
        return self._covered

    def stands_beside(self, other: Table) -> bool:
        """Whether a row of the sheet may be one of this table and one of the other, too."""
        return other is not self and self.first <= other.last and other.first <= self.last

    def row_named(self, text: str) -> int | None:
        """17, or I17 of the table that has a column I; None of another one."""
        if text.isdigit():
            return int(text) - 1
        row, column = place(text)
        return row if self.columns and self.columns[0].index <= column <= self.columns[-1].index else None

    @property
    def mostly_alone(self) -> bool:
        """A list to be signed: nearly every row holds nothing but a name."""
        if self._alone is None:
            low, high = self.columns[0].index, self.columns[-1].index + 1
            rows = (self.grid.rows[row][low:high] for row in range(self.first, self.last + 1))
            counts = [len(cells) - cells.count(None) for cells in rows if any(cells)]
            self._alone = bool(counts) and counts.count(1) >= 0.75 * len(counts)
        return self._alone

    def merged_in(self, column: int) -> bool:
        return any(
            left <= column <= right and bottom > top >= self.first
            for top, left, bottom, right in self.grid.merges
            if top <= self.last
        )


def serial_column(columns: Iterable[Column]) -> int | None:
    """The column that only counts."""
    first = next(iter(columns), None)
    return (
        first.index
        if (first and said(first.path[-1]) in SERIAL - {"编号"}) or (first and plain(first.path[-1]) == "#")
        else None
    )
