"""Two days in one cell: 2024.3.1-2027.2.28 under 合同期限 is until when, and since when as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hrapp.kernel.imports import Cell, Field, Note, Record, Type
from hrapp.modules.imports.engine import operations
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.cells import Habits, Raw
from hrapp.modules.imports.engine.fit import PERSON
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.two_days import OPEN_ENDED, written, wrong
from hrapp.modules.imports.engine.values import read

#: How a kind calls the first day of what ends on the day of its field: contract_end and contract_start.
_ENDS = (("_end", ("_start",)), ("_expire_date", ("_issue_date", "_date")))
_TERM = "_term"


def tell(sheet: Sheet, records: Sequence[Record]) -> None:
    """Adds to records what only the other half of such a cell says; a column of its own for it comes first."""
    fields = {fld.key: fld for fld in sheet.fit.kind.fields}
    for column, fld in sorted(sheet.fit.fields.items()):
        wanted = list(_wanted(fld, fields))
        texts = set(sheet.table.grid.column(column, sheet.lines.data)) if wanted else set()
        if any(isinstance(text, str) and re.search(r"\d{4}|\d[./年-]\d", text) for text in texts):
            for record in records:
                _tell(sheet, record, column, fld, wanted)
        if wanted and is_term(fld):
            _tell_dateless(records, fld, [other for other in fields.values() if other.type == Type.DATE])


def is_term(fld: Field) -> bool:
    """Whether it says how long something holds, in words or from when to when."""
    return fld.type == Type.TEXT and fld.key.endswith(_TERM)


def beside(sheet: Sheet, taken: Mapping[int, Record]) -> Iterator[Record]:
    """The same days as a record of the kind that keeps both, of people whose own kind keeps only until when."""
    starts = [fld.key for fld in sheet.fit.kind.fields if fld.key.endswith("_start") and not fld.aside]
    for record in (taken[row] for row in sorted(taken)) if starts and not sheet.fit.kind.labels else ():
        for start in starts:
            if record.values.get(start) is not None:
                yield from _both_days(sheet, record, start, start.removesuffix("_start") + "_end")


def _both_days(sheet: Sheet, record: Record, start: str, end: str) -> Iterator[Record]:
    kind = next((k for k in sheet.lexicon.kinds if k.labels and {start, end} <= {f.key for f in k.fields}), None)
    if kind is None:
        return
    keys = [key for key in (*PERSON, start, end) if record.values.get(key) is not None]
    values: dict[str, Any] = {key: record.values[key] for key in keys}
    written = next((op.before for op in record.ops if op.rule == "span" and op.field == start), None)
    if written and end not in values and (term := next((f for f in kind.fields if f.key.endswith(_TERM)), None)):
        values[term.key] = written
    cells = {key: record.cells[key] for key in values if key in record.cells}
    yield Record(kind.name, values, cells, record.file, record.sheet, record.row)


def _wanted(fld: Field, fields: dict[str, Field]) -> Iterator[tuple[int, Field]]:
    """(which of the two days, the field that it is for) of what a column says besides its own field."""
    if fld.type == Type.DATE and fld.span_end:
        for end, starts in _ENDS:
            own = [fields[key] for start in starts if (key := fld.key.removesuffix(end) + start) in fields]
            if fld.key.endswith(end) and own:
                yield 0, own[0]
                return
    elif is_term(fld):
        for which, end in enumerate(("_start", "_end")):
            if (key := fld.key.removesuffix(_TERM) + end) in fields:
                yield which, fields[key]


def _tell(sheet: Sheet, record: Record, column: int, fld: Field, wanted: Sequence[tuple[int, Field]]) -> None:
    raw, where = cell_of(sheet.table, record.row - 1, column, sheet.above)
    if not isinstance(raw.value, str):
        return
    habits = sheet.habits.get(column) or Habits(sheet.lexicon.vocabulary.today)
    days = written(raw.value, habits)
    cell = Cell(sheet.file, sheet.table.grid.name, address(*where))
    if is_term(fld) and days is None and (code := wrong(raw.value, habits)):
        record.notes.append(Note("error", code, cell, {"text": raw.value, "field": fld.key}))
    shortened: list[str] = []  # days of a term whose year has two digits
    for which, other in wanted:
        if days is None or days[which] is None or record.values.get(other.key) is not None:
            continue
        day, remarks = read(other, Raw(days[which]), habits)
        if day is None:
            continue
        record.values[other.key], record.cells[other.key] = day, cell
        record.ops.append(operations.told(other.key, "span", raw.value, day, cell))
        told = {note.code for note in record.notes if note.cell == cell}  # of the other day of the same cell
        said = {"text": raw.value}
        if is_term(fld) and any(each.code == "century_assumed" for each in remarks):
            shortened.append(f"{day:%Y-%m-%d}")
            remarks = [each for each in remarks if each.code != "century_assumed"]
        record.notes += [
            Note(each.level, each.code, cell, {**each.values, **said}) for each in remarks if each.code not in told
        ]
    if shortened:  # told and not asked: a column of terms has no way to answer with a day
        record.notes.append(Note("warn", "span_century", cell, {"text": raw.value, "days": " – ".join(shortened)}))


def _tell_dateless(records: Sequence[Record], fld: Field, days: Sequence[Field]) -> None:
    """三年 and no day at all: how long is known, and neither since when nor until when."""
    own = [other.key for other in days if other.key.startswith(fld.key.removesuffix(_TERM))]
    for record in records:
        said = record.values.get(fld.key)
        waits = any(note.level == "error" for note in record.notes)
        if (
            said
            and not waits
            and not OPEN_ENDED.search(str(said))
            and all(record.values.get(key) is None for key in own)
        ):
            record.notes.append(Note("warn", "term_undated", record.cells.get(fld.key), {"text": str(said)}))
