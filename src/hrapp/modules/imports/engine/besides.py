"""Records of a table that are not of its kind: what kinds beside it take, and columns that nobody has a field for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hrapp.kernel.imports import Cell, ImportKind, Note, Record, Type
from hrapp.modules.imports.engine import formats, identity, kept_days, paid, periods, spans
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.entitled import said_above
from hrapp.modules.imports.engine.fit import PERSON, Fit
from hrapp.modules.imports.engine.grid import address, place
from hrapp.modules.imports.engine.lexicon import METRICS, ROLES
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.sides import only_a_side
from hrapp.modules.imports.engine.words import as_text, is_nothing

LABELS = "labels"


def label(records: Sequence[Record], sheet: Sheet) -> None:
    """Under which header each value stood, for kinds that keep it: 调整前 stands under several."""
    if sheet.fit.kind.labels:
        often = Counter(c.path[-1] for c in sheet.table.columns)
        alone = {c.index for c in sheet.table.columns if often[c.path[-1]] == 1 and not only_a_side(c.path[-1])}
        headers = {c.index: c.path[-1] if c.index in alone else _heading(c.path) for c in sheet.table.columns}
        labels = {fld.key: headers[column] for column, fld in sheet.fit.fields.items() if fld.key not in PERSON}
        for record in records:
            record.values[LABELS] = labels


def beside(sheet: Sheet, fit: Fit, taken: Mapping[int, Record]) -> Iterator[Record]:
    """One record per row that says anything for this kind. `taken`: the first record of every row that became one,
    which tells what could not be read where nothing else is left to tell it.
    """
    part = Sheet(sheet.file, sheet.table, sheet.context, fit, sheet.lines, sheet.lexicon, sheet.answer)
    part.prepare()
    part.share(sheet)
    read = [record for record in part.records([row - 1 for row in taken]) if record]
    found = [record for record in read if _says(record)]
    for record in read if len(found) < len(read) else ():
        if record.notes and not _says(record):
            lost = [note for note in record.notes if note.values.get("field") not in PERSON]
            taken[record.row].notes += [replace(note, level="warn") if note.level == "error" else note for note in lost]
    for record in (each for each in found if each.ops):  # about whom: that is told once, with the row's own record
        record.ops = [op for op in record.ops if op.field not in PERSON]
    paid.of_table(part, found)
    spans.tell(part, found)
    label(found, part)
    yield from found


def _says(record: Record) -> bool:
    for key, value in record.values.items():  # noqa: SIM110  # no generator: asked of every record
        if value is not None and key not in PERSON:
            return True
    return False


def kept(sheet: Sheet, records: Sequence[Record]) -> Iterator[Record]:
    """Columns without a home, as a further record of the person of each row."""
    kind: ImportKind | None = next((kind for kind in sheet.lexicon.kinds if kind.leftovers), None)
    aside = {column for column, fld in sheet.fit.fields.items() if fld.aside} | _of_no_period(sheet)
    comments = _comments(sheet)
    spoken = _as_written(sheet, records)
    above = said_above(sheet.fit, sheet.context)
    if kind is None or not (sheet.fit.kept or aside or comments or spoken or above):
        return
    headings = {c.index: _heading(c.path) for c in sheet.table.columns}
    columns = {index: text for index, text in headings.items() if index in aside or index in sheet.fit.kept}
    days = kept_days.of_days(sheet.table, columns, sheet.table.first, sheet.table.last)
    called = next((fld.names[0] for fld in sheet.fit.kind.fields if fld.key == "period"), "期间")
    period_above = _period_above(sheet, columns.values())
    whole = _list_of(sheet) if sheet.fit.kind.leftovers or sheet.fit.of_a_list else {}
    often = Counter(record.row for record in records if record.kind == sheet.fit.kind.name)
    first = {record.row: record for record in reversed(records) if record.kind == sheet.fit.kind.name}
    for row, record in sorted(first.items()):
        own_rest = sheet.fit.kind.rest and often[row] == 1
        values: dict[str, str] = {}
        said = record.values.get("period")
        if (period := said or period_above) and often[row] == 1 and not (own_rest and said):
            values[called] = str(period)
        values |= {} if own_rest else _told_by(sheet, record) | whole | above
        also = {column: heading for column, heading in headings.items() if column in spoken.get(row, ())}
        values = {heading: text for heading, text in values.items() if heading not in also.values()}
        where = _write_down(sheet, record, columns | also, values, days)
        for heading, (text, cell) in comments.get(row, {}).items():
            values[_free(heading, values)] = text
            where = where or cell
        where = where or (next(iter(record.cells.values()), None) if above else None)
        if where and own_rest:
            record.values["values"] = values
            record.cells.setdefault("values", where)
        elif where:
            own: dict[str, Any] = {key: record.values[key] for key in PERSON if key in record.values}
            own |= {"title": sheet.table.grid.name, "values": values}
            cells = {key: record.cells[key] for key in PERSON if key in record.cells} | {"values": where}
            yield Record(kind.name, own, cells, record.file, record.sheet, row)


def _as_written(sheet: Sheet, records: Sequence[Record]) -> dict[int, set[int]]:
    """{row: columns whose cell says more than its value}: 优 for a score, and when a training began that ended on its day."""
    told = sheet.fit.kind.told_by
    ends = {fld.key: column for column, fld in sheet.fit.fields.items() if fld.span_end and fld.key in told}
    words = {fld.key: column for column, fld in sheet.fit.fields.items() if fld.lenient and fld.type == Type.NUMBER}
    found: dict[int, set[int]] = {}
    for record in records if ends or words else ():
        columns = {ends[op.field] for op in record.ops if op.rule == "span" and op.field in ends}
        fields = [note.values.get("field") for note in record.notes if note.code == "kept_in_words"]
        if columns := columns | {words[key] for key in fields if key in words}:
            found[record.row] = columns
    return found


def _of_no_period(sheet: Sheet) -> set[int]:
    """The 完成率 of a whole row beside columns of months: it belongs to none of them."""
    measures = sheet.fit.measures
    if sheet.fit.kind.shape != METRICS or all(facets.role == "weight" for facets in measures.values()):
        return set()
    return {column for column, fld in sheet.fit.fields.items() if fld.key in ROLES and column not in measures}


def _write_down(
    sheet: Sheet, record: Record, columns: Mapping[int, str], values: dict[str, str], days: Collection[int]
) -> Cell | None:
    """Adds what stands in these columns of the row; the first of their cells that says something."""
    where: Cell | None = None
    for column, heading in columns.items():
        raw, at = cell_of(sheet.table, record.row - 1, column, sheet.above, across=True)
        cell = Cell(sheet.file, sheet.table.grid.name, address(*at))
        if identity.rounded(raw.value):
            said = {"field": heading, "text": identity.power(raw.value)}
            record.notes.append(Note("warn", "digits_lost", cell, said))
        elif not is_nothing(raw.value) and not raw.broken:
            written = formats.shown(raw.format, raw.value) or formats.counted(raw.format, raw.value)
            values[_free(heading, values)] = written or as_text(raw.value)
            where = where or cell
            if column in days and kept_days.is_none(raw.value):
                said = {"field": heading, "text": as_text(raw.value)}
                record.notes.append(Note("warn", "day_as_written", cell, said))
    return where


def _comments(sheet: Sheet) -> dict[int, dict[str, tuple[str, Cell]]]:
    """{row: {heading: what somebody wrote beside its cell, and where}}, of columns that are taken."""
    grid, fit = sheet.table.grid, sheet.fit
    taken = {*fit.fields, *fit.kept, *fit.measures, *(column for part in fit.beside for column in part.fields)}
    headings = {c.index: f"{_heading(c.path)}（批注）" for c in sheet.table.columns if c.index in taken}
    found: dict[int, dict[str, tuple[str, Cell]]] = {}
    for where, text in grid.comments.items():
        row, column = place(where)
        if column in headings and not is_nothing(text):
            found.setdefault(row + 1, {})[headings[column]] = text, Cell(sheet.file, grid.name, where)
    return found


def _period_above(sheet: Sheet, headings: Iterable[str]) -> str | None:
    """The year of 1月 or Q2 over figures, where the title or the sheet says it: next year's sheet has the same headers."""
    found = (periods.find(heading) for heading in headings)
    return sheet.context.period if any(each and each.year is None for each in found) else None


def _told_by(sheet: Sheet, record: Record) -> dict[str, str]:
    """Which of the rows of a person it is: 补考 says nothing without its course."""
    headings = {fld.key: fld.names[0] for fld in sheet.fit.kind.fields if fld.names}  # a title may have said it
    headings |= {fld.key: _heading(c.path) for c in sheet.table.columns if (fld := sheet.fit.fields.get(c.index))}
    keys = (key for key in sheet.fit.kind.told_by if record.values.get(key) is not None)
    return {headings[key]: str(record.values[key]) for key in keys}


_NOT_ITS_NAME = re.compile(r"[:：]|单位|制表|\d{4}[-/]\d{1,2}[-/]\d{1,2}")
_COPIED = re.compile(r"\s*[(（]\d{1,2}[)）]$|\s*[-－]?\s*副本$|\s*- ?copy$", re.IGNORECASE)

_ANY_LIST = re.compile(r"表格?|名单|新建.*|工作[簿表]\d*|(?:sheet|book|workbook|list|table)\s*\d*", re.IGNORECASE)


def _list_of(sheet: Sheet) -> dict[str, str]:
    """Which list it is where no field says what its figures are: 216 of July's 高温补贴 is not 216 of August's."""
    *above, name = sheet.context.texts
    title = next((text for text in above if text and not _NOT_ITS_NAME.search(text)), _COPIED.sub("", name))
    called, month = ("List", "Period") if title.isascii() else ("表名", "期间")
    if _ANY_LIST.fullmatch(title.strip()):
        title = ""
    period = None if periods.find(title) else sheet.context.period
    return ({called: title[:100]} if title else {}) | ({month: period} if period else {})


def _heading(path: Sequence[str]) -> str:
    return " / ".join(path)


def _free(heading: str, taken: dict[str, str]) -> str:
    n = 2
    name = heading
    while name in taken:
        name, n = f"{heading} {n}", n + 1
    return name
