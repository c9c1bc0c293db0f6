"""The one door of the engine: files in, records out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hrapp.kernel.imports import Cell, ImportKind, Note, Record, Vocabulary
from hrapp.modules.imports.engine import graded, measured, rowwise
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.child import Opened
from hrapp.modules.imports.engine.context import mine
from hrapp.modules.imports.engine.copies import copy_of
from hrapp.modules.imports.engine.found import ColumnReading, FileReading, Reading, SkippedRow, TableReading
from hrapp.modules.imports.engine.grid import Grid, letter
from hrapp.modules.imports.engine.layout import Table, find_tables
from hrapp.modules.imports.engine.lexicon import METRICS, PERIODS, Lexicon
from hrapp.modules.imports.engine.lines import Lines, sort_rows
from hrapp.modules.imports.engine.mapping import Fit, choose
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.roles import is_footer

__all__ = ["ColumnReading", "FileReading", "Reading", "SkippedRow", "TableReading", "read_workbooks"]

_SHAPES: dict[str, Callable[[Sheet], Iterator[Record]]] = {METRICS: measured.records, PERIODS: graded.records}


def read_workbooks(files: Sequence[tuple[str, bytes]], kinds: Sequence[ImportKind], vocabulary: Vocabulary) -> Reading:
    """Read every file; what cannot be read says so in one note and stops nothing else."""
    lexicon = Lexicon(kinds, vocabulary)
    opened = open_files([content for _, content in files])
    parts = [_file(name, answer, lexicon) for (name, _), answer in zip(files, opened, strict=True)]
    return Reading(
        tuple(part.files[0] for part in parts),
        [record for part in parts for record in part.records],
        [row for part in parts for row in part.skipped],
    )


def _file(name: str, opened: Opened, lexicon: Lexicon) -> Reading:
    if opened.problem:
        note = Note("error", opened.problem, Cell(name, "", ""), {"file": name})
        return Reading((FileReading(name, opened.format, note, ()),), [], [])
    tables: list[TableReading] = []
    records: list[Record] = []
    skipped: list[SkippedRow] = []
    read: list[tuple[str, list[Record]]] = []
    for grid in opened.grids:
        before = list(read)
        for reading, found, rows in _sheet(name, grid, lexicon, before):
            tables.append(reading)
            skipped += [SkippedRow(name, grid.name, row + 1, code) for row, code in sorted(rows.items())]
            if reading.kind:
                records += found
                read.append((grid.name, found))
    return Reading((FileReading(name, opened.format, None, tuple(tables)),), records, skipped)


Found = tuple[TableReading, list[Record], dict[int, str]]


def _sheet(file: str, grid: Grid, lexicon: Lexicon, before: Sequence[tuple[str, list[Record]]]) -> Iterator[Found]:
    if not grid.rows:
        yield TableReading(grid.name, None, "empty", (), 0, 0, ()), [], {}
        return
    if grid.hidden:  # an old copy, as a rule: whoever wants it read shows it
        yield TableReading(grid.name, None, "hidden", (), 1, len(grid.rows), ()), [], {}
        return
    tables = find_tables(grid, lexicon)
    if not tables:
        yield TableReading(grid.name, None, "no_table", (), 1, len(grid.rows), ()), [], {}
        return
    covered: set[int] = set()
    for table in tables:
        reading, records, rows = _table(file, table, lexicon, before)
        rows |= {
            row: "unit" if "单位" in str(grid.rows[row]) and len(str(grid.rows[row])) < 60 else "title"
            for row in table.title_rows
        }
        covered |= {*rows, *table.header, *range(table.first, table.last + 1)}
        yield reading, records, rows
    rest = {
        row: _leftover(grid, row) for row in range(len(grid.rows)) if row not in covered and row >= tables[0].header[0]
    }
    if rest:
        yield TableReading(grid.name, None, "no_table", (), min(rest) + 1, max(rest) + 1, ()), [], rest


def _leftover(grid: Grid, row: int) -> str:
    cells = [value for value in grid.rows[row] if value is not None]
    return "blank" if not cells else "footer" if is_footer(str(cells[0])) else "title"


def _table(file: str, table: Table, lexicon: Lexicon, before: Sequence[tuple[str, list[Record]]]) -> Found:
    context = mine(table, file, lexicon)
    about_people = table.about_people or bool(context.person)
    lines = sort_rows(table, lexicon)
    if not about_people:
        return _refused(table, "not_people"), [], lines.skipped
    fit, reason = choose(table, context, lines.data, lexicon)
    if fit is None:
        return _refused(table, reason if lines.data else "template", context.shown()), [], lines.skipped
    sheet = Sheet(file, table, context, fit, lines, lexicon)
    sheet.prepare()
    records = list(_SHAPES.get(fit.kind.shape, rowwise.records)(sheet))
    if not records:
        return _refused(table, "template", context.shown(), fit), [], lines.skipped
    if context.conflict:
        warning = Note(
            "warn",
            "period_conflict",
            Cell(file, table.grid.name, ""),
            {"used": context.period or "", "other": context.conflict},
        )
        records[0].notes.append(warning)
    if original := copy_of(records, before):
        return _refused(table, "copy", context.shown() | {"of": original}, fit), [], _all_skipped(lines)
    reading = _told(table, fit.kind.name, "read", context.shown(), fit)
    return reading, records, lines.skipped


def _all_skipped(lines: Lines) -> dict[int, str]:
    return lines.skipped | dict.fromkeys((row for row in lines.data if row not in lines.skipped), "copy")


def _refused(table: Table, reason: str, context: dict[str, str] | None = None, fit: Fit | None = None) -> TableReading:
    return _told(table, None, reason, context or {}, fit)


def _told(table: Table, kind: str | None, reason: str, context: dict[str, str], fit: Fit | None) -> TableReading:
    columns = tuple(_column(table, index, path, fit) for index, path in ((c.index, c.header) for c in table.columns))
    header = tuple(row + 1 for row in table.header)
    return TableReading(table.grid.name, kind, reason, header, table.first + 1, table.last + 1, columns, context)


def _column(table: Table, index: int, header: str, fit: Fit | None) -> ColumnReading:
    if fit is None:
        return ColumnReading(letter(index), header, None, 0.0)
    if facets := fit.measures.get(index):
        return ColumnReading(
            letter(index), header, facets.role or ("actual" if fit.kind.shape == METRICS else "grade"), 1.0
        )
    fld = fit.fields.get(index)
    return ColumnReading(letter(index), header, fld.key if fld else None, fit.sure.get(index, 0.0))
