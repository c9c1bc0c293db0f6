"""A sheet about one person, laid out as labels with their values beside them: 姓名 李强 性别 男. It is read as a table of
one row; its cells keep their own places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from hrapp.kernel.imports import Cell, Record, Type
from hrapp.modules.imports.engine.found import TableReading
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_footer
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import as_text, plain, said, squeezed

_TALLEST, _WIDEST = 80, 24
_FEWEST = 4  # labels with a value beside them, in two rows or more
_LONGEST_LABEL = 14
_TITLES = 3
_RELATIVE = "家庭成员姓名"
_OWN = (Type.GENDER, Type.ID_NO, Type.PHONE)  # who somebody is; a sheet about their work says none of it
_APPLIED = re.compile(r"应聘|求职|面试|简历|候选|applica(?:nt|tion)|interview", re.I)
_SIGNED = re.compile(r"签[字名章]|signature", re.I)
_HEADS = 3  # labels next to each other head a table within the form
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EntryForm:
    """`grid`: the header and the one row; `last`: the last row of the sheet that it took."""

    grid: Grid
    header: int
    last: int
    places: dict[str, str]  # {address in `grid`: that in the sheet}

    def rest(self, grid: Grid) -> Grid:
        """The sheet without what the form took: schools, employers and family have tables of their own below."""
        rows = [[] if row <= self.last else cells for row, cells in enumerate(grid.rows)]
        merges = [merge for merge in grid.merges if merge[0] > self.last]
        return structs.replace(grid, rows=rows, merges=merges, across=[])

    def told(self, reading: TableReading) -> TableReading:
        """With the rows that it took, and with the cell of each of its columns: their letters are none of the sheet."""
        at = [self.places.get(address(self.header + 1, n)) for n, _ in enumerate(reading.columns)]
        labels = [self.places[address(self.header, n)] for n, _ in enumerate(reading.columns)]
        columns = zip(reading.columns, at, labels, strict=True)
        return replace(
            reading,
            last_row=self.last + 1,
            columns=tuple(replace(column, cell=value or label) for column, value, label in columns),
        )

    def put_back(self, records: Sequence[Record]) -> None:
        """What is told about the cells names them as they stand in the sheet."""

        def there(cell: Cell) -> Cell:
            return replace(cell, address=self.places.get(cell.address, cell.address))

        for record in records:
            record.cells = {key: there(cell) for key, cell in record.cells.items()}
            record.notes = [replace(note, cell=there(note.cell)) if note.cell else note for note in record.notes]
            record.ops = [replace(op, cell=there(op.cell)) if op.cell else op for op in record.ops]


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    at: Place
    value: Any = None
    value_at: Place | None = None


def entry_form(grid: Grid, lexicon: Lexicon) -> EntryForm | None:
    """None where the sheet is no such form, or one that nobody filled in."""
    if len(grid.rows) > _TALLEST or grid.width > _WIDEST:
        return None
    if any(_APPLIED.search(as_text(value)) for row in grid.rows[:_TITLES] for value in row[:1]):
        return None  # they may never have come
    pairs = [*_pairs(grid, lexicon)]
    filled = [pair for pair in pairs if pair.value is not None]
    name = next((pair for pair in filled if lexicon.person_key(pair.label) == "name"), None)
    if name is None or not name_shaped(squeezed(as_text(name.value))):
        return None
    own = _words_of_ones_own(lexicon)
    if sum(any(word in own for word, _ in variants(pair.label)) for pair in filled) < 2:
        return None
    if len({said(pair.label) for pair in filled}) < _FEWEST or len({pair.at[0] for pair in filled}) < 2:
        return None
    return _unfolded(grid, pairs, name.at[0])


def _words_of_ones_own(lexicon: Lexicon) -> set[str]:
    fields = (fld for kind in lexicon.kinds if kind.makes_people for fld in kind.fields)
    return {said(name) for fld in fields if fld.type in _OWN or fld.key == "birth_date" for name in fld.names}


def _pairs(grid: Grid, lexicon: Lexicon) -> Iterator[_Pair]:
    """Labels and what stands beside them, row by row, as far as the first table within the form."""
    columns = _label_columns(grid, lexicon)
    for row in range(len(grid.rows)):
        if _is_signed(grid.rows[row]):
            continue
        cells = [(column, value) for column, value in enumerate(grid.rows[row]) if value is not None]
        labels = [column in columns and _is_label(value, lexicon) for column, value in cells]
        if len(cells) >= _HEADS and all(labels):
            return
        n = 0
        while n < len(cells):
            column, value = cells[n]
            if labels[n]:
                beside = n + 1 < len(cells) and not labels[n + 1]
                at = (row, cells[n + 1][0]) if beside else None
                yield _Pair(_label(value), (row, column), cells[n + 1][1] if beside else None, at)
                n += beside
            n += 1


def _label_columns(grid: Grid, lexicon: Lexicon) -> set[int]:
    """Labels stand below each other: 主管 beside 岗位 is what somebody is, although others have a column of that name."""
    known, there = Counter[int](), Counter[int]()
    for row in grid.rows:
        for column, value in enumerate(() if _is_signed(row) else row):
            if value is not None:
                there[column] += 1
                known[column] += _is_label(value, lexicon)
    return {column for column in known if known[column] * 2 > there[column] or known[column] > 2}


def _is_signed(row: Sequence[Any]) -> bool:
    """本人签字： 日期： at the end."""
    first = next((as_text(value) for value in row if value is not None), "")
    return is_footer(first) or _SIGNED.search(first) is not None


def _is_label(value: Any, lexicon: Lexicon) -> bool:
    text = _label(value)
    return isinstance(value, str) and 0 < len(text) <= _LONGEST_LABEL and lexicon.knows(text)


def _label(value: Any) -> str:
    return squeezed(plain(as_text(value)).rstrip(":： "))


def _unfolded(grid: Grid, pairs: Sequence[_Pair], named: int) -> EntryForm:
    header = max(named - 1, 0)
    rows = [*grid.rows[:header], [pair.label for pair in pairs], [pair.value for pair in pairs]]
    places = {address(header, n): address(*pair.at) for n, pair in enumerate(pairs)}
    told = {address(header + 1, n): address(*pair.value_at) for n, pair in enumerate(pairs) if pair.value_at}
    laid_out = Grid(
        name=grid.name,
        rows=rows,
        formats={at: grid.formats[was] for at, was in told.items() if was in grid.formats},
        comments={at: grid.comments[was] for at, was in told.items() if was in grid.comments},
        broken={at: grid.broken[was] for at, was in told.items() if was in grid.broken},
        since_1904=grid.since_1904,
    )
    return EntryForm(laid_out, header, max(pair.at[0] for pair in pairs), places | told)


def of_relatives(table: Table, lexicon: Lexicon) -> Table:
    """Below a form, a column of names is about those who belong to its person."""
    for column in table.columns:
        if lexicon.person_key(column.path[-1]) == "name":
            column.meant = (_RELATIVE,)
    return table
