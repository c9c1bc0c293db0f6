"""What somebody may decide about a batch, kept beside its report: tables with the rows around their headers, columns
with examples, questions, words that are nearly the same, and how much of each is open. Pure."""

from __future__ import annotations

import itertools
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hrapp.kernel.imports import DAY_ASKED, SINCE, Action, Outcome, Record, row_key
from hrapp.modules.imports.alike import Alike, pairs
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.found import ColumnReading, FileReading, Question, Reading, TableReading
from hrapp.modules.imports.engine.grid import Grid, place
from hrapp.modules.imports.engine.words import as_text
from hrapp.modules.imports.numbering import NUMBERED, TO_GIVE, WAITING
from hrapp.modules.imports.persons import KNOWN_OTHERWISE

_AROUND, _WIDE, _LONG = 3, 12, 24  # rows above and below a header, cells of a row, letters of a cell
_MOST = 300  # spellings of a question
_EXAMPLES = 8
_HABITS = {
    "date_ambiguous": "order", "day_assumed": "partial", "year_assumed": "year", "year_missing": "year", "percent_mixed": "percent",
}  # fmt: skip
_NOBODY_KNOWS = ("unknown", "not_people", "no_table")
PROTECTED = ("file_protected", "password_wrong")
#: Rows that are left out until somebody says otherwise.
ROW_DECISIONS = (
    "edited_in_hrapp",
    "rules_say_otherwise",
    KNOWN_OTHERWISE,
    "move_on_other_day",
    "graded_otherwise",
    "metric_far",
)


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    letter: str
    header: str
    field: str | None = None
    kind: str | None = None  # where the field is one of another kind than the table's
    state: str = "unknown"
    samples: list[str] = []
    kept: bool = False
    remembered: bool = False
    hidden: bool = False


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """`key` names the table in addresses. `head` is [[row, cells…]] of the rows around its header."""

    key: str
    id: str
    file: str
    sheet: str
    kind: str | None
    verdict: str
    header_rows: list[int]
    span: tuple[int, int]
    records: int
    context: dict[str, str] = {}
    columns: list[Column] = []
    head: list[list[str]] = []
    left: dict[str, int] = {}
    hidden: bool = False
    unseen: list[tuple[int, int]] = []  # spans of rows that are hidden or filtered out
    unseen_out: bool = False  # somebody left all of those out
    pictures: int = 0
    open: bool = False  # nobody knows what it is, and somebody should say


class Spelled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A decision about a column, or about one spelling in it. `habit` names what of the column is asked; `also` are the
    other tables that ask the same, and are decided with it."""

    table: str
    code: str
    field: str | None = None
    letter: str | None = None
    habit: str = ""
    text: str = ""
    n: int = 1
    options: list[str] = []
    cells: list[str] = []
    also: list[str] = []

    @property
    def everywhere(self) -> list[str]:
        return [self.table, *self.also]


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    tables: list[Table] = []
    values: list[Spelled] = []
    alike: list[Alike] = []
    open: dict[str, int] = {}
    unnumbered: int = 0  # new people of lists without 工号: how many wait for one, or are given one

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables if table.key == key), None)


def key_of_table(ident: str) -> str:
    """A short name for addresses; among the tables of one import it is its own."""
    return f"{zlib.crc32(ident.encode()):08x}"


def asked(reading: Reading, outcomes: Sequence[Outcome], answers: Answers, known: Mapping[str, Any]) -> Asked:
    """`known` is the company's own words, by list."""
    tables = [each for file in reading.files for each in _with_open(_tables(file, reading, answers))]
    spelled = [each for question in reading.questions for each in _spelled(question, answers, reading)]
    values = _once([*spelled, *_since(reading, outcomes)], tables)
    unnumbered = {each.record.key for each in outcomes if _gets_a_number(each)}
    return Asked(
        tables, values, pairs(reading, answers, known), _open(reading, tables, values, outcomes), len(unnumbered)
    )


def _open(
    reading: Reading, tables: Sequence[Table], values: Sequence[Spelled], outcomes: Sequence[Outcome]
) -> dict[str, int]:
    locked = sum(bool(file.problem and file.problem.code in PROTECTED) for file in reading.files)
    columns = sum(column.state == "check" for table in tables if table.kind for column in table.columns)
    to_number = any(note.code == TO_GIVE for each in outcomes for note in each.notes)
    undecided = [each.record for each in outcomes if _is_blocked(each) or _waits(each)]
    return {
        "tables": locked + sum(table.open for table in tables),
        "columns": columns,
        "values": len(values) + to_number,
        "problems": len({record.key for record in undecided}),
    }


def _is_blocked(outcome: Outcome) -> bool:
    """Whoever only waits for the first 工号 is not looked at row by row."""
    return outcome.action == Action.BLOCKED and not any(note.code in WAITING for note in outcome.notes)


def _gets_a_number(outcome: Outcome) -> bool:
    return any(note.code == TO_GIVE for note in outcome.notes) or any(op.rule == NUMBERED for op in outcome.record.ops)


def _waits(outcome: Outcome) -> bool:
    return outcome.action == Action.SKIPPED and any(note.code in ROW_DECISIONS for note in outcome.notes)


def _tables(file: FileReading, reading: Reading, answers: Answers) -> list[Table]:
    found = [_table(file.name, table, reading, answers) for table in file.tables]
    first = {table.sheet: n for n, table in reversed(list(enumerate(found)))}
    return [
        table if first[table.sheet] == n else msgspec.structs.replace(table, pictures=0)  # they lie on the sheet
        for n, table in enumerate(found)
    ]


def _with_open(tables: Sequence[Table]) -> list[Table]:
    """About people and no kind fits: open. Of a file from which nothing was read, the largest table is."""
    doubtful = [table for table in tables if table.verdict in _NOBODY_KNOWS]
    silent = not any(table.kind or table.verdict == "answered" for table in tables)
    largest = max(doubtful, key=lambda table: table.span[1] - table.span[0], default=None) if silent else None
    return [
        msgspec.structs.replace(table, open=table is largest or table.verdict == "unknown")
        if table in doubtful
        else table
        for table in tables
    ]


def _table(file: str, table: TableReading, reading: Reading, answers: Answers) -> Table:
    grid = reading.grids.get((file, table.sheet))
    inside = range(table.first_row, table.last_row + 1)
    left = Counter(
        row.code for row in reading.skipped if (row.file, row.sheet) == (file, table.sheet) and row.row in inside
    )
    return Table(
        key=key_of_table(table.id),
        id=table.id,
        file=file,
        sheet=table.sheet,
        kind=table.kind,
        verdict=table.verdict or table.reason,
        header_rows=list(table.header_rows),
        span=(table.first_row, table.last_row),
        records=len(table.data_rows),
        context={key: str(value) for key, value in table.context.items()},
        columns=[_column(column, answers.table(table.id).columns) for column in table.columns],
        head=_head(grid, table) if grid else [],
        left=dict(left),
        hidden=bool(grid and grid.hidden),
        unseen=_spans(table.hidden_rows),
        unseen_out=_all_out(table, file, answers),
        pictures=grid.pictures if grid else 0,
    )


def _spans(rows: Sequence[int]) -> list[tuple[int, int]]:
    """[4, 5, 6, 9] are 4 to 6, and 9."""
    runs = [list(run) for _, run in itertools.groupby(enumerate(rows), lambda each: each[1] - each[0])]
    return [(run[0][1], run[-1][1]) for run in runs]


def _all_out(table: TableReading, file: str, answers: Answers) -> bool:
    rows = (answers.rows.get(row_key(file, table.sheet, row)) for row in table.hidden_rows)
    return bool(table.hidden_rows) and all(what == "skip" for what in rows)


def _column(column: ColumnReading, said: Mapping[str, str]) -> Column:
    return Column(
        letter=column.letter,
        header=column.header[:80],
        field=column.field,
        kind=column.kind,
        state=column.state,
        samples=[sample[:_LONG] for sample in column.samples],
        kept="other" in column.why,
        remembered="memory" in column.why or ("answer" in column.why and column.letter not in said),
        hidden=column.hidden,
    )


def _head(grid: Grid, table: TableReading) -> list[list[str]]:
    first = (table.header_rows[0] if table.header_rows else max(table.first_row, 1)) - 1
    last = table.header_rows[-1] if table.header_rows else first + 1
    rows = range(max(0, first - _AROUND), min(len(grid.rows), last + _AROUND))
    return [[str(row + 1), *(_short(value) for value in grid.rows[row][:_WIDE])] for row in rows]


def _short(value: Any) -> str:
    text = as_text(value)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _spelled(question: Question, answers: Answers, reading: Reading) -> list[Spelled]:
    """What of a question is open: a habit of its column, or every spelling that nobody decided."""
    answer = answers.table(question.table)
    cells = [cell.address for cell in question.cells[:3] if cell.address]
    base = Spelled(question.table, question.code, question.field, question.letter, cells=cells)
    if question.code in ("period_conflict", "period_beside", "month_missing") or (
        question.code == "year_assumed" and not question.letter
    ):
        asked_about = "" if answer.context.get("period") else "period"
    elif question.code == "day_missing" and question.field:
        asked_about = "" if answer.context.get(question.field) else "day"
    elif question.code in _HABITS and question.field:
        asked_about = _HABITS[question.code]
        habit = answer.habits.get(question.field)
        asked_about = "" if habit is not None and getattr(habit, asked_about) is not None else asked_about
    elif question.code == "column_check" or not (question.field and question.letter):
        return []
    else:
        decided = answer.values.get(question.field, {})
        spellings = [(text, n) for text, n in question.values.items() if text and text not in decided]
        options = list(question.options)
        examples = _examples(question, reading)
        return [
            msgspec.structs.replace(base, text=text, n=n, options=options, cells=examples.get(text, [])[:3])
            for text, n in spellings[:_MOST]
        ]
    n = sum(question.values.values())
    options = list(dict.fromkeys([*question.options, *question.values]))[:8]
    return [msgspec.structs.replace(base, habit=asked_about, n=n, options=options)] if asked_about else []


def _since(reading: Reading, outcomes: Sequence[Outcome]) -> list[Spelled]:
    """Once for a table: from which day on it holds what its rows say otherwise than hrapp."""
    found: dict[str, list[tuple[Outcome, Mapping[str, str], str]]] = {}
    for each in outcomes:
        asking = next((note for note in each.notes if note.code == DAY_ASKED), None)
        table = _table_of(reading, each.record) if asking else None
        if asking and table:
            address = asking.cell.address if asking.cell else ""
            found.setdefault(table.id, []).append((each, asking.values, address))
    return [
        Spelled(
            table,
            DAY_ASKED,
            field=SINCE,
            habit=SINCE,
            text="；".join(_instead(*row[:2]) for row in rows[:_EXAMPLES])
            + (f"；… +{len(rows) - _EXAMPLES}" if len(rows) > _EXAMPLES else ""),
            n=len(rows),
            cells=[address for *_rest, address in rows[:_EXAMPLES] if address],
        )
        for table, rows in found.items()
    ]


def _instead(outcome: Outcome, said: Mapping[str, str]) -> str:
    """王海峰：销售部 → 市场部."""
    name = outcome.record.values.get("name") or outcome.subject or ""
    return f"{name}：{said.get('known', '')} → {said.get('text', '')}"


def _once(values: Sequence[Spelled], tables: Sequence[Table]) -> list[Spelled]:
    """Twelve sheets of a year ask once what a word means, and once how the days of a file are written."""
    by_id = {table.id: table for table in tables}
    found: dict[tuple[str | None, ...], Spelled] = {}
    for each in values:
        table = by_id[each.table]
        where = table.file if each.habit else ""
        key = (
            table.kind,
            each.code,
            each.field,
            each.habit,
            each.text,
            where,
            each.table if each.habit in _OF_ONE else "",
        )
        known = found.get(key)
        found[key] = (
            msgspec.structs.replace(known, n=known.n + each.n, also=[*known.also, each.table]) if known else each
        )
    return list(found.values())


_OF_ONE = frozenset(("period", "day", "year", SINCE))  # what each table says of itself


def _examples(question: Question, reading: Reading) -> dict[str, list[str]]:
    """{as written: cells}."""
    found: dict[str, list[str]] = {}
    for cell in question.cells:
        grid = reading.grids.get((cell.file, cell.sheet))
        if grid is not None and cell.address:
            found.setdefault(as_text(grid.at(*place(cell.address))), []).append(cell.address)
    return found


def written(reading: Reading, record: Record) -> list[list[str]]:
    """[field, header, cell, as it is written] of the cells of a row, for whoever has to correct one."""
    grid = reading.grids.get((record.file, record.sheet))
    if grid is None:
        return []
    table = _table_of(reading, record)
    found: dict[str, list[str]] = {}
    wanted = {**record.cells}
    for note in record.notes:
        if note.cell and note.cell.address and note.cell not in wanted.values():
            wanted[str(note.values.get("field") or note.cell.address)] = note.cell
    for key, cell in wanted.items():
        if cell.sheet != record.sheet or not cell.address or cell.address in found:
            continue
        try:
            row, column = place(cell.address)
        except ValueError:
            continue
        of = table.column_at(cell.address) if table else None
        header = of.header.split(" / ")[-1] if of else ""
        found[cell.address] = [key, header[:60], cell.address, as_text(grid.at(row, column))[:500]]
    return list(found.values())


def _table_of(reading: Reading, record: Record) -> TableReading | None:
    tables = (table for file in reading.files if file.name == record.file for table in file.tables)
    return next((t for t in tables if t.sheet == record.sheet and t.holds(record)), None)
