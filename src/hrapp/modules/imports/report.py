"""What is kept of a batch, and what `--json` prints: files with their tables, and a line per row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel.imports import Action, Cell, Note, Operation, Outcome, Record
from hrapp.modules.imports.asked import written
from hrapp.modules.imports.engine.reading import ColumnReading, FileReading, Reading, SkippedRow, TableReading
from hrapp.modules.imports.pipeline import Taken, kinds
from hrapp.modules.imports.sealing import Told

Json = dict[str, Any]
_GRAVITY = ("error", "warn", "info")
ACTIONS = tuple(action.value for action in Action)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row. `changes` are plain values, figures and days as text: before and after; of a new row what
    it says, after nothing."""

    file: str
    sheet: str
    row: int
    kind: str
    action: str
    subject: str | None
    changes: Mapping[str, Sequence[Any]]
    notes: Sequence[Json]
    ops: Sequence[Json] = ()
    cells: Sequence[Sequence[str]] = ()  # of a row with a problem, as they are written
    name: str | None = None
    where: str = ""  # the first cell of the row's own table, where another one stands beside it

    @property
    def level(self) -> str:
        return next((level for level in _GRAVITY if any(note["level"] == level for note in self.notes)), "")


def told(line: Line) -> Told:
    changes = {name: list(both) for name, both in line.changes.items()}
    cells = [list(cell) for cell in line.cells]
    return Told(
        line.subject and line.subject[:200], changes, list(line.notes), list(line.ops), line.name, cells, line.where
    )


def lines(taken: Taken) -> Iterator[Line]:
    """The rows of every file from top to bottom, one after the other: all of a large import would weigh as much again
    as the import itself."""
    sheets = _order(taken.reading)

    def place(found: Outcome | SkippedRow) -> tuple[int, int]:
        at = found.record if isinstance(found, Outcome) else found
        return sheets.get((at.file, at.sheet), len(sheets)), at.row

    everything: list[Outcome | SkippedRow] = [*taken.outcomes, *taken.reading.skipped]
    fields = {kind.name: tuple(fld.key for fld in kind.fields if fld.key not in _NOT_SAID) for kind in kinds()}
    for found in sorted(everything, key=place):
        yield _line(found, taken.reading, fields) if isinstance(found, Outcome) else _skipped(found)


def _order(reading: Reading) -> dict[tuple[str, str], int]:
    places = [(file.name, table.sheet) for file in reading.files for table in file.tables]
    return {place: n for n, place in enumerate(dict.fromkeys(places))}


_UNKNOWN = "values"  # {header: as it is written} of what has no field
_ITEMS, _NAMED = "items", 4  # the lines of a form, and how many are named
_NOT_SAID = frozenset(("emp_no", "name", _UNKNOWN))  # the line says whose it is


def _line(outcome: Outcome, reading: Reading, fields: Mapping[str, Sequence[str]]) -> Line:
    record = outcome.record
    changes = {key: [plain(before), plain(after)] for key, (before, after) in outcome.changes.items()}
    if outcome.action is Action.NEW and not changes:
        changes = {key: [None, plain(value)] for key, value in _said(record, fields.get(record.kind, ()))}
    notes = [note_json(note) for note in outcome.notes]
    ops = [_op_json(op) for op in record.ops]
    odd = any(note["level"] in ("warn", "error") for note in notes)
    return Line(
        record.file,
        record.sheet,
        record.row,
        record.kind,
        outcome.action.value,
        outcome.subject,
        changes,
        notes,
        ops,
        written(reading, replace(record, notes=list(outcome.notes))) if odd else (),
        record.values.get("name"),
        record.where,
    )


def _said(record: Record, fields: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """What a new record says, under its fields; of what has no home, under the headers of its columns."""
    yield from ((key, value) for key in fields if (value := record.values.get(key)) not in (None, "", [], {}))
    unknown = record.values.get(_UNKNOWN)
    yield from unknown.items() if isinstance(unknown, Mapping) else ()
    if items := record.values.get(_ITEMS):
        names = "、".join(each.name[:12] for each in items[:_NAMED])
        yield _ITEMS, f"{names}{' …' if len(items) > _NAMED else ''} ({len(items)})"


def _skipped(row: SkippedRow) -> Line:
    cell = str(Cell(row.file, row.sheet, f"A{row.row}"))
    notes = [{"level": "info", "code": row.code, "cell": cell, "values": {}}]
    return Line(row.file, row.sheet, row.row, "", Action.SKIPPED.value, None, {}, notes)


def note_json(note: Note) -> Json:
    return {
        "level": note.level,
        "code": note.code,
        "cell": str(note.cell) if note.cell else "",
        "values": {key: str(value) for key, value in note.values.items()},
    }


def _op_json(op: Operation) -> Json:
    where = op.cell.address if op.cell else ""
    return {"field": op.field, "cell": where, "rule": op.rule, "before": op.before, "after": op.after}


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def report(taken: Taken) -> Json:
    """Files, tables and counts."""
    counted = _counts(taken)
    files = [_file(file, counted) for file in taken.reading.files]
    return {"totals": totals(taken), "files": files}


def brief(whole: Json) -> Json:
    """What of a report stays readable when the rest is forgotten: how many rows, which files."""
    files = [{"name": f["name"], "format": f["format"]} for f in whole["files"]]
    return {"totals": whole["totals"], "files": files, "open": whole.get("asked", {}).get("open", {})}


def totals(taken: Taken) -> dict[str, int]:
    counts = Counter(outcome.action.value for outcome in taken.outcomes)
    counts[Action.SKIPPED.value] += len(taken.reading.skipped)
    return {action: counts[action] for action in ACTIONS}


def _counts(taken: Taken) -> dict[str, Counter[str]]:
    """{id of a table: what became of its rows}. A row's table is found by the rows that it spans, and its first column
    where two stand side by side."""
    tables: dict[tuple[str, str, str], list[TableReading]] = {}
    for file in taken.reading.files:
        for each in file.tables:
            if each.kind:
                tables.setdefault((file.name, each.sheet, each.kind), []).append(each)
    sheets: dict[tuple[str, str], list[TableReading]] = {}
    for (file_name, sheet, _kind), of in tables.items():
        sheets.setdefault((file_name, sheet), []).extend(of)
    found: dict[str, Counter[str]] = {}
    for outcome in taken.outcomes:
        record = outcome.record
        here = tables.get((record.file, record.sheet, record.kind), [])
        beside = [] if here else sheets.get((record.file, record.sheet), [])  # of a kind that takes what is left over
        table = next((t for t in [*here, *beside] if t.holds(record)), here[0] if here else None)
        if table:
            found.setdefault(table.id, Counter())[outcome.action.value] += 1
    return found


def _file(file: FileReading, counted: Mapping[str, Counter[str]]) -> Json:
    return {
        "name": file.name,
        "format": file.format,
        "problem": note_json(file.problem) if file.problem else None,
        "tables": [_table(table, counted.get(table.id, Counter())) for table in file.tables],
    }


def _table(table: TableReading, counts: Mapping[str, int]) -> Json:
    return {
        "id": table.id,
        "sheet": table.sheet,
        "kind": table.kind,
        "reason": table.reason,
        "header_rows": list(table.header_rows),
        "data_rows": [table.first_row, table.last_row],
        "record_rows": list(table.data_rows),
        "hidden_rows": list(table.hidden_rows),
        "columns": [_column(column) for column in table.columns],
        "context": dict(table.context),
        "rows": {action: counts.get(action, 0) for action in ACTIONS},
    }


def _column(column: ColumnReading) -> Json:
    return {
        "letter": column.letter,
        "header": column.header,
        "field": column.field,
        "kind": column.kind,
        "kept": "other" in column.why,
        "confidence": round(column.confidence, 2),
        "state": column.state,
        "hidden": column.hidden,
        "cell": column.cell,
    }
