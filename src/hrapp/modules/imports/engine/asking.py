"""What only a person can decide about what was read: questions by column, each once, with how often it matters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from hrapp.kernel.imports import Cell, Note, Record
from hrapp.modules.imports.engine.found import FileReading, Question, TableReading

#: Notes that ask for a decision about a spelling or a column, rather than about a row.
_ASKS = frozenset((
    "choice_unknown", "term_unknown", "gender_unreadable", "date_ambiguous", "day_assumed", "year_assumed", "year_missing", "century_assumed",
    "date_unreadable", "number_unreadable", "percent_mixed", "number_ambiguous", "unit_other", "unit_doubtful", "unit_beside", "pay_large", "year_not_shown", "currency_foreign", "pay_not_monthly", "period_conflict", "period_beside", "period_unreadable", "month_missing", "month_ambiguous", "day_missing",
))  # fmt: skip
_MANY = 200  # cells that a question shows


def questions(files: Sequence[FileReading], records: Sequence[Record]) -> list[Question]:
    tables: dict[tuple[str, str], list[TableReading]] = defaultdict(list)
    for file in files:
        for table in file.tables:
            tables[file.name, table.sheet].append(table)
    told: dict[tuple[str, str | None, str | None, str], list[Note]] = defaultdict(list)
    seen: set[tuple[str | None, ...]] = set()  # of a row that became several records each spelling is asked about once
    for record in records:
        for note in record.notes:
            at = _table_of(record, tables[record.file, record.sheet]) if note.code in _ASKS else None
            if at:
                key = (at.id, *_place(note, at), note.code)
                once = (*key, record.key, _spelling(note))
                if once not in seen:
                    told[key].append(note)
                seen.add(once)
    columns = [_looked_at(table) for file in files for table in file.tables if table.kind]
    return [question for found in columns for question in found] + [_asked(*key, notes) for key, notes in told.items()]


def _table_of(record: Record, tables: Sequence[TableReading]) -> TableReading | None:
    return next((table for table in tables if table.kind and table.holds(record)), None)


def _spelling(note: Note) -> str:
    return note.values.get("text") or note.values.get("other") or ""


def _place(note: Note, table: TableReading) -> tuple[str | None, str | None]:
    column = table.column_at(note.cell.address) if note.cell and note.cell.address else None
    return (column.letter, note.values.get("field") or column.field) if column else (None, note.values.get("field"))


def _asked(table: str, letter: str | None, field: str | None, code: str, notes: Sequence[Note]) -> Question:
    spellings = Counter(map(_spelling, notes))
    cells: list[Cell] = list(dict.fromkeys(note.cell for note in notes if note.cell))[:_MANY]
    options = {value for note in notes for key, value in note.values.items() if key in ("used", "other", "date")}
    return Question(
        table, letter, field, code, tuple(sorted(options)), dict(spellings.most_common(_MANY)), tuple(cells)
    )


def _looked_at(table: TableReading) -> list[Question]:
    """Columns that were taken with some doubt."""
    doubtful = [column for column in table.columns if column.state == "check"]
    return [Question(table.id, column.letter, column.field, "column_check") for column in doubtful]
