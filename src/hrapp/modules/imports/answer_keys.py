"""Keys of answers as people type them: as they are printed ("表.xlsx › 在岗 › A2", "表.csv › A2") or as answers keep them
("表.xlsx›在岗›2", "表.csv››2"). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hrapp.kernel.imports import row_key
from hrapp.modules.imports.engine.found import Reading, TableReading
from hrapp.modules.imports.engine.grid import Grid, letter, place

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Located:
    """A sheet, and what a key says within it."""

    file: str
    sheet: str
    rest: str

    @property
    def key(self) -> str:
        return row_key(self.file, self.sheet, self.rest)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of what was read, to find in them what keys name."""

    tables: Mapping[tuple[str, str], Sequence[TableReading]]
    grids: Mapping[tuple[str, str], Grid]
    unread: frozenset[str] = field(default_factory=frozenset)  # files that cannot be read: their sheets nobody knows

    @classmethod
    def of(cls, reading: Reading) -> Sheets:
        tables: dict[tuple[str, str], list[TableReading]] = {}
        for file in reading.files:
            for table in file.tables:
                tables.setdefault((file.name, table.sheet), []).append(table)
        return cls(tables, reading.grids, frozenset(file.name for file in reading.files if file.problem))

    def place(self, key: str) -> Located | None:
        """None where no such sheet is. A name may have the sign between names in it: the longest that fits counts."""
        typed = _tight(key)
        for file, sheet in sorted(self.tables, key=lambda each: -len(each[0] + each[1])):
            for start in _starts(file, sheet):
                if typed.startswith(start):
                    return Located(file, sheet, typed.removeprefix(start))
        return None

    def is_unread(self, key: str) -> bool:
        return any(_tight(key).startswith(_tight(f"{file}›")) for file in self.unread)

    def size(self, at: Located) -> tuple[int, int]:
        """How many rows and columns the sheet has."""
        grid = self.grids.get((at.file, at.sheet))
        return (len(grid.rows), grid.width) if grid else (0, 0)

    def has_cell(self, at: Located) -> bool:
        if not _CELL.fullmatch(at.rest):
            return False
        row, column = place(at.rest)
        rows, columns = self.size(at)
        return row < rows and column < columns

    def row(self, at: Located) -> Located | None:
        """The row that a number or a cell names, as records name theirs; None where no table has such a row."""
        here = self.tables[at.file, at.sheet]
        if at.rest.isdecimal():
            within = any(_spans(table, int(at.rest)) for table in here)
            return Located(at.file, at.sheet, str(int(at.rest))) if within else None
        if not _CELL.fullmatch(at.rest):
            return None
        row, column = place(at.rest)
        found = [table for table in here if _spans(table, row + 1)]
        if not any(self.stands_beside(at, table) for table in found):
            return Located(at.file, at.sheet, str(row + 1)) if found else None
        first = next((table.columns[0].letter for table in found if _holds(table, column)), None)
        return Located(at.file, at.sheet, f"{first}{row + 1}") if first else None

    def stands_beside(self, at: Located, table: TableReading) -> bool:
        others = [each for each in self.tables[at.file, at.sheet] if each.columns and each is not table]
        return bool(table.columns) and any(
            each.first_row <= table.last_row and table.first_row <= each.last_row for each in others
        )

    def firsts_of(self, at: Located) -> list[str]:
        """The first cells of this row in each of the tables that stand side by side there; none where one stands alone."""
        here = [table for table in self.tables[at.file, at.sheet] if _spans(table, int(at.rest))]
        return [f"{table.columns[0].letter}{at.rest}" for table in here if self.stands_beside(at, table)]

    def spans(self, at: Located) -> str:
        """The rows of the tables of a sheet: 2–17, 22–30."""
        with_rows = [table for table in self.tables[at.file, at.sheet] if table.last_row >= table.first_row > 0]
        return "、".join(dict.fromkeys(f"{table.first_row}–{table.last_row}" for table in with_rows)) or "—"

    def last_cell(self, at: Located) -> str:
        rows, columns = self.size(at)
        return f"{letter(max(columns, 1) - 1)}{max(rows, 1)}"

    def names(self) -> list[str]:
        return [shown(file, sheet) for file, sheet in self.tables]


def shown(*parts: str) -> str:
    """As keys are printed."""
    return " › ".join(part for part in parts if part)


def _tight(key: str) -> str:
    return re.sub(r"\s*›\s*", "›", key.strip())


def _starts(file: str, sheet: str) -> Iterator[str]:
    yield _tight(f"{file}›{sheet}›")
    if not sheet:
        yield _tight(f"{file}›")


def _spans(table: TableReading, row: int) -> bool:
    return table.first_row <= row <= table.last_row


def _holds(table: TableReading, column: int) -> bool:
    if not table.columns:
        return False
    first, last = (place(f"{each.letter}1")[1] for each in (table.columns[0], table.columns[-1]))
    return first <= column <= last
