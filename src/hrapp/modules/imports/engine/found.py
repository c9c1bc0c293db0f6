"""What a reading of old workbooks says: files, tables, columns, records, and the rows that are no record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

from hrapp.kernel.imports import Cell, Note, Record
from hrapp.modules.imports.engine.grid import Grid

SURE, CHECK = 0.95, 0.70


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column and the field it was taken for; `field` None: nobody asked for it.

    `state`: "sure", "check" (taken, and somebody should look) or "unknown". `why`: codes of what spoke for it: "answer",
    "memory", "name", "alike", "values", "other" (kept as a further record of the person).
    """

    letter: str
    header: str
    field: str | None
    confidence: float
    state: str = "unknown"
    why: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    hidden: bool = False
    key: str = ""  # the header as memory writes it
    kind: str | None = None  # where its field is one of another kind than the table's
    cell: str = ""  # of a form about one person: where its one value stands, which is in no column of its own


def state_of(field: str | None, confidence: float) -> str:
    return "unknown" if field is None else "sure" if confidence >= SURE else "check"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide. `values` is {as written: how often}."""

    table: str
    letter: str | None
    field: str | None
    code: str
    options: tuple[str, ...] = ()
    values: Mapping[str, int] = _field(default_factory=dict)
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table in a sheet. `kind` None: politely left alone, and `reason` is the code of why.

    Reasons: "read", and for tables that are left alone "empty", "hidden" (the sheet is), "no_table" (nothing
    that looks like a header), "not_people" (rows are not about people), "unknown" (about people, and no kind fits), "copy" (the same
    rows stand in another table, named in context["of"]), "summary" (totals of other tables), "template"
    (a header and no rows), "payslips" (a pay run, not fixed pay), "answered" (somebody said to leave it out).
    """

    sheet: str
    kind: str | None
    reason: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[ColumnReading, ...]
    context: Mapping[str, str] = _field(default_factory=dict)
    id: str = ""  # file›sheet›first header row
    data_rows: tuple[int, ...] = ()  # 1-based, those that became records
    verdict: str = ""  # what it is, or why it is left alone: a kind's name or the reason
    one_each: bool = False  # every row is about another department: no two of them are one, however alike
    hidden_rows: tuple[int, ...] = ()  # 1-based: records, and rows somebody left out, that are hidden or filtered out

    def holds(self, record: Record) -> bool:
        """Whether the record is one of its rows. Of two tables side by side, which have rows of the same numbers, it is
        one of that which begins in the record's first column."""
        first = record.where.rstrip("0123456789")
        within = self.first_row <= record.row <= self.last_row
        return within and first in ("", self.columns[0].letter if self.columns else "")

    def column_at(self, address: str) -> ColumnReading | None:
        """The column that a cell of the sheet belongs to."""
        letters = address.rstrip("0123456789")
        return next((c for c in self.columns if (c.cell == address if c.cell else c.letter == letters)), None)


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file as found: its true format, and the one sentence why it cannot be read, if so."""

    name: str
    format: str
    problem: Note | None
    tables: tuple[TableReading, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no record, and why: title, unit, blank, subtotal, total, footer, repeated_header, serial_only …"""

    file: str
    sheet: str
    row: int
    code: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in the files of one batch."""

    files: tuple[FileReading, ...]
    records: list[Record]
    skipped: list[SkippedRow]
    questions: list[Question] = _field(default_factory=list)
    grids: Mapping[tuple[str, str], Grid] = _field(default_factory=dict)  # (file, sheet) → its cells as they stand
