"""The one door of the engine: files in, records out."""

from __future__ import annotations

import gc
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from hrapp.kernel import watching
from hrapp.kernel.imports import Cell, ImportKind, Note, Record, Vocabulary
from hrapp.kernel.watching import Stopped
from hrapp.modules.imports.engine import (
    balances,
    doubts,
    entitled,
    forms,
    graded,
    lost_numbers,
    measured,
    months,
    namesakes,
    paid,
    rowwise,
    spans,
    subjects,
)
from hrapp.modules.imports.engine.answers import Answers, TableAnswer, table_id
from hrapp.modules.imports.engine.asking import questions
from hrapp.modules.imports.engine.besides import beside, kept, label
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.child import Opened
from hrapp.modules.imports.engine.context import Context, mine
from hrapp.modules.imports.engine.copies import Before, copy_of
from hrapp.modules.imports.engine.entry_forms import entry_form, of_relatives
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.found import ColumnReading, FileReading, Reading, SkippedRow, TableReading
from hrapp.modules.imports.engine.graded_beside import grades
from hrapp.modules.imports.engine.grid import Grid, address, letter
from hrapp.modules.imports.engine.layout import find_tables, table_with
from hrapp.modules.imports.engine.lexicon import METRICS, PERIODS, Lexicon
from hrapp.modules.imports.engine.lines import Lines, sort_rows
from hrapp.modules.imports.engine.mapping import choose
from hrapp.modules.imports.engine.memory import Memory, remembered
from hrapp.modules.imports.engine.merged import shared
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.ours import as_filled, is_example, without_ours
from hrapp.modules.imports.engine.roles import is_footer
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.telling import told
from hrapp.modules.imports.engine.years import over_new_year

__all__ = ["ColumnReading", "FileReading", "Reading", "SkippedRow", "TableReading", "read_workbooks"]

log = logging.getLogger("hrapp.imports")
_SHAPES: dict[str, Callable[[Sheet], Iterator[Record]]] = {METRICS: measured.records, PERIODS: graded.records}


def read_workbooks(
    files: Sequence[tuple[str, bytes]],
    kinds: Sequence[ImportKind],
    vocabulary: Vocabulary,
    answers: Answers | None = None,
    memory: Memory | None = None,
    passwords: Mapping[str, str] | None = None,
) -> Reading:
    """Read every file; what cannot be read says so in one note and stops nothing else.

    `passwords` is {file name: password}; they go to the child that opens the files, and nowhere else.
    """
    memory = memory or Memory()
    reader = _Reader(Lexicon(kinds, vocabulary, memory.words), answers or Answers(), memory)
    watching.begin("opening", len(files))
    with _nothing_swept():
        opened = open_files([content for _, content in files], [(passwords or {}).get(name) for name, _ in files])
        watching.begin("reading", sum(len(grid.rows) for answer in opened for grid in answer.grids))
        parts = [reader.contained(name, answer) for (name, _), answer in zip(files, opened, strict=True)]
    found = tuple(part.files[0] for part in parts)
    records = [record for part in parts for record in part.records]
    skipped = [row for part in parts for row in part.skipped]
    grids = {place: grid for part in parts for place, grid in part.grids.items()}
    return Reading(found, records, skipped, questions(found, records), grids)


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Python's search for garbage that goes in circles looks at every record made so far, again and again, which would
    take most of the time of a large file. Records hold nothing that goes in circles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refused(name: str, opened: Opened, code: str) -> Reading:
    note = Note("error", code, Cell(name, "", ""), {"file": name})
    return Reading((FileReading(name, opened.format, note, ()),), [], [])


Found = tuple[TableReading, list[Record], dict[int, str]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads with the words of the company, what was answered, and what earlier imports taught."""

    lexicon: Lexicon
    answers: Answers
    memory: Memory
    tables: dict[str, Table] = field(default_factory=dict)  # those read so far

    def contained(self, name: str, opened: Opened) -> Reading:
        """What nobody expected of a file costs no more than that file. Of what was raised the log has the kind and the
        place: its words may be those of a cell."""
        try:
            return _refused(name, opened, opened.problem) if opened.problem else self.file(name, opened)
        except (Stopped, MemoryError):
            raise
        except Exception as error:
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("A file (%s) was not understood: %s\n%s", opened.format, type(error).__name__, place)
            return _refused(name, opened, "file_not_understood")

    def file(self, name: str, opened: Opened) -> Reading:
        tables: list[TableReading] = []
        records: list[Record] = []
        skipped: list[SkippedRow] = []
        read: list[Before] = []
        for grid in without_ours(opened.grids):
            before = list(read)
            self._correct(name, grid)
            for reading, found, rows in self._sheet(name, grid, before):
                tables.append(reading)
                skipped += [SkippedRow(name, grid.name, row + 1, code) for row, code in sorted(rows.items())]
                if reading.kind:
                    records += found
                    read.append(Before(grid.name, found, self.tables.get(reading.id)))
        grids = {(name, grid.name): grid for grid in opened.grids}
        return Reading((FileReading(name, opened.format, None, tuple(tables)),), records, skipped, grids=grids)

    def _correct(self, file: str, grid: Grid) -> None:
        """Cells that somebody wrote anew stand in the sheet as if they always had."""
        for where, text in self.answers.of_sheet(file, grid.name, self.answers.cells).items():
            grid.correct(where, text)

    def _sheet(self, file: str, grid: Grid, before: Sequence[Before]) -> Iterator[Found]:
        whole = table_id(file, grid.name, 0)
        answer = self.answers.table(whole)
        none: Found = TableReading(grid.name, None, "empty", (), 0, 0, (), id=whole, verdict="empty"), [], {}
        if not grid.rows:
            yield none
            return
        left = replace(none[0], first_row=1, last_row=len(grid.rows))
        answered = answer.header_rows is not None or answer.skip is False or self._answered(file, grid)
        if grid.hidden and not answered:  # an old copy, as a rule: whoever wants it read shows it
            yield replace(left, reason="hidden", verdict="hidden"), [], {}
            return
        if not answered and (form := self._form(file, grid)):
            yield form
            return
        if answer.header_rows is None and (entry := [*self._entry(file, grid, before)]):
            yield from entry
            return
        tables = self._tables(file, grid)
        if not tables:
            yield replace(left, reason="no_table", verdict="no_table"), [], {}
            return
        covered: set[int] = set()
        for ident, table in tables:
            table.beside = any(table.stands_beside(other) for _, other in tables)
            reading, records, rows = self._table(file, ident, table, before)
            rows |= {
                row: "unit" if "单位" in str(grid.rows[row]) and len(str(grid.rows[row])) < 60 else "title"
                for row in table.title_rows
            }
            covered |= {*rows, *table.header, *range(table.first, table.last + 1)}
            yield reading, records, rows
        start = tables[0][1].header[0]
        rest = {row: _leftover(grid, row) for row in range(len(grid.rows)) if row not in covered and row >= start}
        if rest:
            whole = table_id(file, grid.name, min(rest) + 1)
            reading = TableReading(grid.name, None, "no_table", (), min(rest) + 1, max(rest) + 1, (), id=whole)
            yield replace(reading, verdict="no_table"), [], rest

    def _form(self, file: str, grid: Grid) -> Found | None:
        """A sheet about one person or position: items, weights, standards, scores."""
        kind = next(iter(self.lexicon.forms), None)
        found = forms.read_form(file, grid, self.lexicon, kind) if kind else None
        if kind is None or found is None:
            return None
        record, table = found
        ident = table_id(file, grid.name, table.header[0] + 1)
        answer = self.answers.table(ident)
        header = tuple(row + 1 for row in table.header)
        reading = TableReading(grid.name, kind.name, "read", header, table.first + 1, table.last + 1, (), id=ident)
        if answer.skip:
            return replace(reading, kind=None, reason="answered", verdict="answered"), [], {}
        if any(is_example(record.values.get(key)) for key in ("emp_no", "name")):
            return replace(reading, kind=None, reason="template", verdict="template"), [], {}
        record.values["period"] = answer.context.get("period") or record.values["period"]
        self._named(file, table, [record])
        return replace(reading, verdict=kind.name, data_rows=(record.row,)), [record], {}

    def _entry(self, file: str, grid: Grid, before: Sequence[Before]) -> Iterator[Found]:
        """A sheet that says of one person who they are, and below it their schools, employers and family."""
        form = entry_form(grid, self.lexicon)
        table = table_with(form.grid, self.lexicon, [form.header], form.header + 1) if form else None
        ident = table_id(file, grid.name, form.header + 1) if form else ""
        if form is None or table is None or self.answers.table(ident).header_rows is not None:
            return
        reading, records, _ = self._table(file, ident, table, before)
        if not records and reading.reason not in ("answered", "copy"):
            return
        form.put_back(records)
        yield form.told(reading), records, {}
        if not records:
            return
        values = records[0].values
        person = tuple((key, str(values[key])) for key in ("name", "emp_no") if values.get(key))
        for ident, below in self._tables(file, form.rest(grid)):
            found = self._table(file, ident, of_relatives(below, self.lexicon), before, person)
            if found[0].reason != "template":  # nobody filled it in, or it is where they sign
                yield found

    def _answered(self, file: str, grid: Grid) -> bool:
        """Whether somebody wants a table of this sheet read."""
        start = f"{file}›{grid.name}›"
        return any(key.startswith(start) and (a.kind or a.skip is False) for key, a in self.answers.tables.items())

    def _tables(self, file: str, grid: Grid) -> list[tuple[str, Table]]:
        """The tables with their names; whose header somebody pointed out is built anew under its old name."""
        tables: dict[str, Table] = {}
        for table in find_tables(grid, self.lexicon):
            ident = table_id(file, grid.name, table.header[0] + 1)
            ident += "'" * sum(other.rstrip("'") == ident for other in tables)  # side by side
            tables[ident] = self._under(ident, grid, table.last) or table
        whole = table_id(file, grid.name, 0)
        under = None if tables else self._under(whole, grid, len(grid.rows) - 1)
        return [(whole, under)] if under else list(tables.items())

    def _under(self, ident: str, grid: Grid, last: int) -> Table | None:
        rows = self.answers.table(ident).header_rows
        return table_with(grid, self.lexicon, [row - 1 for row in rows], last) if rows else None

    def _table(
        self, file: str, ident: str, table: Table, before: Sequence[Before], person: tuple[tuple[str, str], ...] = ()
    ) -> Found:
        headers = {letter(column.index): column.path for column in table.columns}
        answer = remembered(self.memory, headers, self.answers.table(ident))
        kind = next((kind for kind in self.lexicon.kinds if kind.name == table.grid.filled), None)
        answer = as_filled(answer, {at: path[-1] for at, path in headers.items() if path}, kind)
        context = _told_otherwise(mine(table, file, self.lexicon), answer)
        context = replace(context, person=person) if person else context
        lines = sort_rows(table, self.lexicon)
        self._answered_rows(file, table, lines)

        def left(reason: str, fit: Fit | None = None) -> Found:
            return told(ident, table, lines, None, reason, context.shown(), fit), [], lines.skipped

        if answer.skip:
            return left("answered")
        people = bool(table.about_people or context.person)
        fit, reason = choose(table, context, lines.data, self.lexicon, answer, self.memory, people)
        if fit is None:
            return left(reason if lines.data or reason == "not_people" else "template")
        if fit.kind.subject:
            lines = subjects.rows_of(table, fit, lines)
        table.shared = shared(table, fit, lines.data)
        context = context if answer.context.get("period") else months.of_a_month(fit, table, context)
        says_so = bool(answer.context.get("period"))
        other = None if says_so else months.of_a_column(fit, table, lines.data, context, _unsaid(table, answer))
        over_new_year(fit, context, lines)
        sheet = Sheet(file, table, context, fit, lines, self.lexicon, answer)
        sheet.prepare()
        records = list(watching.each(_SHAPES.get(fit.kind.shape, rowwise.records)(sheet)))
        if not records:
            return left("template", fit)
        doubts.of_table(sheet, records, self.lexicon.vocabulary.today)
        balances.of_table(sheet, records)
        paid.of_table(sheet, records)
        spans.tell(sheet, records)
        lost_numbers.wait(sheet, records)
        months.unsaid(sheet, records)
        months.no_day(sheet, records)
        entitled.unnamed(sheet.fit, table, records)
        namesakes.told_apart(sheet.fit, table, records)
        where = Cell(file, table.grid.name, "")
        if other:
            records[0].notes.append(replace(other, cell=where))
        if context.conflict and not says_so:
            values = {"used": context.period or "", "other": context.conflict}
            records[0].notes.append(Note("warn", "period_conflict", where, values))
        if answer.skip is None and (original := copy_of(records, table, fit.elsewhere, before)):
            lines.skipped |= dict.fromkeys((row for row in lines.data if row not in lines.skipped), "copy")
            reading, _, rows = left("copy", fit)
            return replace(reading, context=context.shown() | {"of": original}), [], rows
        numbers = tuple(sorted({record.row for record in records}))
        records = _with_all_beside(sheet, records)
        for record in records if table.beside else ():
            record.where = address(record.row - 1, table.columns[0].index)
        self._named(file, table, records)
        self.tables[ident] = table
        reading = told(ident, table, lines, fit.kind.name, "read", context.shown(), fit)
        return replace(reading, data_rows=numbers), records, lines.skipped

    def _answered_rows(self, file: str, table: Table, lines: Lines) -> None:
        for text, what in self.answers.of_sheet(file, table.grid.name, self.answers.rows).items():
            row = table.row_named(text)
            if row is None:
                continue
            if what == "skip" and row in lines.data:
                lines.data.remove(row)
                lines.skipped[row] = "answered"
            elif what == "take" and table.first <= row <= table.last and row not in lines.data:
                lines.skipped.pop(row, None)
                lines.data = sorted([*lines.data, row])

    def _named(self, file: str, table: Table, records: Sequence[Record]) -> None:
        """Which of two namesakes a row means."""
        answered = self.answers.of_sheet(file, table.grid.name, self.answers.people)
        if table.beside:  # whom a number alone means nobody knows
            answered = {text: emp_no for text, emp_no in answered.items() if not text.isdigit()}
        meant = {table.row_named(text): emp_no for text, emp_no in answered.items()}
        for record in records if meant else ():
            if emp_no := meant.get(record.row - 1):
                record.values["emp_no"] = emp_no


def _with_all_beside(sheet: Sheet, records: list[Record]) -> list[Record]:
    """The records of the table's own kind, and what its rows say for other kinds."""
    label(records, sheet)
    graded = list(grades(sheet, records))
    taken = {record.row: record for record in reversed(records)}
    records += [record for part in sheet.fit.beside for record in beside(sheet, part, dict(sorted(taken.items())))]
    records += [*graded, *spans.beside(sheet, taken), *kept(sheet, records)]
    if sheet.fit.kind.leftovers:
        return [record for record in records if record.kind != sheet.fit.kind.name or record.values.get("values")]
    return records


def _unsaid(table: Table, answer: TableAnswer) -> set[int]:
    """The columns of which nobody said what they are."""
    return {column.index for column in table.columns if letter(column.index) not in answer.columns}


def _told_otherwise(context: Context, answer: TableAnswer) -> Context:
    """What somebody said about the table as a whole beats what its titles say."""
    said = answer.context
    if not said:
        return context
    period, department = said.get("period", context.period), said.get("department", context.department)
    year = int(period[:4]) if period and period[:4].isdigit() else context.year
    assumed = context.year_assumed and not said.get("period")
    return replace(context, period=period, department=department, year=year, year_assumed=assumed)


def _leftover(grid: Grid, row: int) -> str:
    cells = [value for value in grid.rows[row] if value is not None]
    return "blank" if not cells else "footer" if is_footer(str(cells[0])) else "title"
