"""One record per row: rosters, moves, pay, trainings, documents, key results, awards."""

from __future__ import annotations

from collections.abc import Iterator

from hrapp.kernel.imports import Record, Type
from hrapp.modules.imports.engine import figures, numbers, operations
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.fit import PERSON
from hrapp.modules.imports.engine.lines import cell_of


def records(sheet: Sheet) -> Iterator[Record]:
    kind = sheet.fit.kind
    required = [fld.key for fld in kind.fields if fld.required and fld.key not in kind.whose]
    counts = {column for column, fld in sheet.fit.fields.items() if fld.type == Type.FIGURE}
    for row, record in sheet.people():
        if required and _says_nothing(record, sheet, row):
            sheet.lines.skipped[row] = "nothing_said"
            continue
        if counts:
            _settle(record, *_written(sheet, row, counts))
        yield record


def _settle(record: Record, percents: set[str], counted: set[str]) -> None:
    """A bare 80 beside 60% becomes 80 %, a count beside a yes becomes one: told like everything that is changed."""
    read = {key: record.values.get(key) for key in figures.KEYS}
    figures.settle(record.values, percents, counted)
    for key, value in read.items():
        settled = record.values.get(key)
        if value is not None and settled != value:
            record.ops.append(operations.told(key, "settled", value, settled, record.cells.get(key)))


_SIGN = "attended"


def _says_nothing(record: Record, sheet: Sheet, row: int) -> bool:
    """Only a person and no word of anything else: a line of a list that was never filled in. Of a list with nothing but
    remarks and signs each says something: who was to come, and has not signed."""
    said = {column: fld for column, fld in sheet.fit.fields.items() if fld.key not in PERSON}
    kept = sheet.fit.kept  # 年薪 in a list of 月薪
    if not kept and all(fld.key == _SIGN or fld.aside for fld in said.values()):
        return False
    return not record.notes and all(sheet.table.raw(row, column).value is None for column in (*said, *kept))


def _written(sheet: Sheet, row: int, columns: set[int]) -> tuple[set[str], set[str]]:
    """The figures that are written as percentages, and those that are written with what they count: 30个."""
    percents, counted = set[str](), set[str]()
    for column in columns:
        raw, _ = cell_of(sheet.table, row, column, sheet.above)
        number = numbers.read(raw.value)
        if number and (number.percent or raw.format == "%"):
            percents.add(sheet.fit.fields[column].key)
        elif number and number.unit:
            counted.add(sheet.fit.fields[column].key)
    return percents, counted
