"""What a reading of old workbooks says: files, tables, columns, records, and the rows that are no record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hrapp.kernel.imports import Note, Record


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column and the field it was taken for; `field` None: nobody asked for it."""

    letter: str
    header: str
    field: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table in a sheet. `kind` None: politely left alone, and `reason` is the code of why.

    Reasons: "read", and for tables that are left alone "empty", "hidden" (the sheet is), "no_table" (nothing
    that looks like a header), "not_people" (rows are not about people), "unknown" (about people, and no kind fits), "copy" (the same
    rows stand in another table, named in context["of"]), "summary" (totals of other tables), "template"
    (a header and no rows), "payslips" (a pay run, not fixed pay).
    """

    sheet: str
    kind: str | None
    reason: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[ColumnReading, ...]
    context: Mapping[str, str] = field(default_factory=dict)


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
