"""One record per person and period: grades in a column for every quarter, or in rows with a period beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hrapp.kernel.imports import Cell, Record
from hrapp.modules.imports.engine import numbers, operations, periods, raters
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.values import Raw, Remark, broken, term_of
from hrapp.modules.imports.engine.words import Terms, as_text, inside, is_nothing, squeezed

_MARK = re.compile(
    r"不参评|不参与|不评|免评|未评|未参|不考核|免考核|未考核|产假|病假|事假|休假|离职|试用|入职|未入职|请假|待定|未定|待评|停职|停薪|外派|借调|不适用|n/?a|暂无|无|leave|probation|not rated|exempt",
    re.IGNORECASE,
)

_ANNUAL = re.compile(r"年度|全年|年终|年末|annual|year|overall", re.IGNORECASE)
_ONE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")  # 优 of 优秀

_OWN = ("period", "grade", "score")  # said by the columns of a wide table, not by those of the row


def says_why_none(text: str) -> bool:
    """产假, 不参评: no grade, and why."""
    return _MARK.search(text) is not None


def records(sheet: Sheet) -> Iterator[Record]:
    for row, base in sheet.people():
        if sheet.fit.measures:
            yield from _across(sheet, row, base)
        else:
            yield _single(sheet, row, base)


def _across(sheet: Sheet, row: int, base: Record) -> Iterator[Record]:
    """Every period is a record; a score beside a grade belongs to it. Of several grades the one that counts most."""
    found: dict[str | None, list[tuple[int, Raw, Cell]]] = {}
    paths = {column.index: column.path for column in sheet.table.columns}
    for column, facets in sheet.fit.measures.items():
        raw, where = cell_of(sheet.table, row, column, sheet.above, across=True)
        cell = Cell(sheet.file, sheet.table.grid.name, address(*where))
        said = facets.period
        year = (said.year if said else None) or sheet.context.year
        if said:
            period = said.text(year or periods.latest_year(said, sheet.lexicon.vocabulary.today))
            found.setdefault(period, []).append((raters.weight(paths[column]), raw, cell))
    for column in _of_the_whole(sheet):
        raw, where = cell_of(sheet.table, row, column, sheet.above, across=True)
        cell = Cell(sheet.file, sheet.table.grid.name, address(*where))
        if not is_nothing(as_text(raw.value)) or raw.broken:
            period = _whole_period(sheet, base, paths[column], found)
            found.setdefault(period, []).append((raters.weight(paths[column]), raw, cell))
    given = False
    for period, cells in found.items():
        if all(as_text(raw.value) == "" and not raw.broken for _, raw, _ in cells):
            continue  # a month that is still to come: nobody was graded
        record = _of_period(base, period)
        if period is None:
            sheet.note(record, [Remark("error", "period_missing", {})], cells[0][2])
        for raw, cell in _counting(sheet, record, cells):
            put(sheet, record, raw, cell)
        given = True
        yield record
    if not given:
        sheet.lines.skipped[row] = "nothing_said"


def _of_the_whole(sheet: Sheet) -> Iterator[int]:
    """The columns of grades that belong to none of the periods across: 年度等级 beside four quarters."""
    for column, fld in sheet.fit.fields.items():
        if fld.key == "grade" and column not in sheet.fit.measures:
            yield column


def _whole_period(sheet: Sheet, base: Record, path: Sequence[str], across: Iterable[str | None]) -> str | None:
    """What such a grade is for: what its header names, the year of the periods beside it, or what the title or the row
    says; never one of those that have a column."""
    text = " ".join(path)
    known = [period for period in across if period]
    said = periods.find(text)
    years = {period[:4] for period in known}
    if said and (year := said.year or (int(max(years)) if years else sheet.context.year)):
        return said.text(year)
    if _ANNUAL.search(text) and len(years) == 1:
        return years.pop()
    told = base.values.get("period") or sheet.context.period
    return str(told) if told and told not in known else None


def _of_period(base: Record, period: str | None) -> Record:
    values = {key: value for key, value in base.values.items() if key not in _OWN}
    return Record(
        base.kind,
        values | {"period": period, "grade": None, "mark": None},
        dict(base.cells),
        base.file,
        base.sheet,
        base.row,
        list(base.notes),
        [op for op in base.ops if op.field not in _OWN],
    )


def _counting(sheet: Sheet, record: Record, cells: Sequence[tuple[int, Raw, Cell]]) -> Iterator[tuple[Raw, Cell]]:
    """All but the grades that another one outweighs; none where two that weigh the same differ."""
    words = [(weight, squeezed(as_text(raw.value)), raw, cell) for weight, raw, cell in cells]
    given = [each for each in words if each[1] and numbers.read(each[2].value) is None]
    most = max((weight for weight, *_ in given), default=0)
    best = {text for weight, text, *_ in given if weight == most}
    if len(best) > 1:
        told = {"field": "grade", "text": "、".join(sorted(best))}
        sheet.note(record, [Remark("error", "grades_differ", told)], given[0][3])
    for weight, text, raw, cell in words:
        if (weight, text, raw, cell) not in given or (weight == most and len(best) == 1):
            yield raw, cell


def _single(sheet: Sheet, row: int, base: Record) -> Record:
    column = sheet.fit.column("grade")
    base.values |= {"mark": None, "grade": None}
    base.values.setdefault("period", sheet.context.period)
    base.notes = [note for note in base.notes if note.values.get("field") != "grade"]
    base.ops = [op for op in base.ops if op.field != "grade"]
    if column is not None:
        raw, where = cell_of(sheet.table, row, column, sheet.above, across=True)
        put(sheet, base, raw, Cell(sheet.file, sheet.table.grid.name, address(*where)))
    if base.values["period"] is None:
        sheet.note(base, [Remark("error", "period_missing", {})], base.cells.get("grade"))
    return base


def put(sheet: Sheet, record: Record, raw: Raw, cell: Cell) -> None:
    """A grade of the company, a mark why there is none, or a score."""
    grades = sheet.lexicon.terms.get("grades", Terms({}))
    if raw.broken:
        sheet.note(record, [broken(raw, "error", "grade")], cell)
        return
    raw = sheet.respelled("grade", raw)
    text = squeezed(as_text(raw.value))
    if not text:
        record.cells.setdefault("grade", cell)
        return
    grade = (
        None
        if is_nothing(text)
        else term_of(grades, text)
        or next((found for part in inside(text) if (found := grades.exact(part))), None)
        or (grades.begun_by(text) if _ONE_CHARACTER.fullmatch(text) else None)
    )
    if grade:
        record.values["grade"], record.cells["grade"] = grade, cell
        if grade != as_text(raw.value):
            record.ops.append(operations.told("grade", "term", raw.value, grade, cell))
    elif (number := numbers.read(raw.value)) is not None:
        record.values["score"], record.cells["score"] = number.value, cell
        if op := operations.of_figure("score", raw, number.value, cell):
            record.ops.append(op)
    elif is_nothing(text) or _MARK.search(text):
        record.values["mark"], record.cells["grade"] = text, cell
    else:  # no grade of the company: whatever it says, it must not be counted as one
        record.values["mark" if grades else "grade"], record.cells["grade"] = text, cell
        sheet.note(record, [Remark("warn", "term_unknown", {"text": text, "field": "grade"})], cell)
