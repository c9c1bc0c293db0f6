"""What only a whole row or a whole table shows: days that cannot both be true, cells that were dragged or only filled."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.imports import Cell, Field, Note, Record, Type
from hrapp.kernel.periods import add_months
from hrapp.modules.imports.engine import operations, periods
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.identity import end_of
from hrapp.modules.imports.engine.merged import under_one_name
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.values import choice_of
from hrapp.modules.imports.engine.words import as_text

_DRAGGED = 10  # days that follow each other
_TOLD_BY = ("emp_no", "id_no", "phone", "hire_date")  # whoever has one of them is somebody
_NAMES = 4  # that tell how people are named here
_FILLED = 3  # people who cannot all have this
_OWN = (Type.PHONE, Type.EMAIL, Type.ID_NO)  # nobody shares them
_RESULTS = ("score", "actual", "rate")
_AHEAD = timedelta(days=92)
_NO_DAY = -1  # none that another one follows


def of_table(sheet: Sheet, records: Sequence[Record], today: date) -> None:
    """Adds its notes to the records they concern."""
    fields = {fld.key: fld for fld in sheet.fit.fields.values()}
    for record in records:
        if record.values.get("hire_date") or record.values.get("birth_date"):
            _of_row(record, today)
    for key, fld in fields.items():
        if fld.type == Type.DATE:
            _dragged(key, records)
        elif fld.type in _OWN:
            _shared(fld, records)
    for fld in sheet.fit.kind.fields:
        if fld.refused:
            _refused(fld, fld.refused, records)
    for key in _RESULTS:
        _all_zero(key, records)
    _one_name(sheet, records)
    _like_sums(sheet, records)
    _odd_names(records)
    _from_above(sheet, fields.values(), records)
    _without_year(sheet, records, today)


def _of_row(record: Record, today: date) -> None:
    values = record.values
    hired, born, ends = values.get("hire_date"), values.get("birth_date"), values.get("contract_end")
    if isinstance(hired, date):
        if isinstance(ends, date) and ends < hired:
            said = {"text": ends.isoformat(), "date": hired.isoformat()}
            record.notes.append(_note(record, "warn", "ends_before_hired", "contract_end", **said))
        if hired > today + _AHEAD:
            record.notes.append(_note(record, "warn", "hired_ahead", "hire_date", text=hired.isoformat()))
    if not isinstance(born, date):
        return
    if born > today or (isinstance(hired, date) and hired <= born):
        values["birth_date"] = None
        record.notes.append(_note(record, "error", "born_late", "birth_date", text=born.isoformat()))
    elif isinstance(hired, date) and not _of_working_age(born, hired):
        said = {"text": born.isoformat(), "date": hired.isoformat()}
        record.notes.append(_note(record, "warn", "age_odd", "birth_date", **said))


def _of_working_age(born: date, hired: date) -> bool:
    """Sixteen to seventy-five years old: to the day only where the years leave a doubt."""
    youngest, oldest = 16, 75
    if youngest < hired.year - born.year < oldest:
        return True
    return add_months(born, youngest * 12) <= hired <= add_months(born, oldest * 12)


def _dragged(key: str, records: Sequence[Record]) -> None:
    """Somebody pulled a cell down: every day is the next one."""
    found = (record.values.get(key) for record in records)
    days = [day.toordinal() if isinstance(day, date) else _NO_DAY for day in found]
    starts = [n for n, (last, day) in enumerate(itertools.pairwise([_NO_DAY, *days])) if day - last != 1]
    long = ((a, z) for a, z in itertools.pairwise([*starts, len(days)]) if z - a >= _DRAGGED)
    for run in (records[a:z] for a, z in long):
        said = {"text": f"{run[0].values[key]} – {run[-1].values[key]}", "n": str(len(run))}
        run[0].notes.append(_note(run[0], "warn", "dragged_down", key, **said))


def _shared(fld: Field, records: Sequence[Record]) -> None:
    """The same phone for everybody is a filler."""
    having = [record for record in records if record.values.get(fld.key)]
    if any(record.values[fld.key] != having[0].values[fld.key] for record in having):
        return
    people = {record.values.get("emp_no") or record.values.get("name") for record in having}
    if len(people) < _FILLED:
        return
    for record in having:
        text = record.values[fld.key]
        text = end_of(text) if fld.type == Type.ID_NO else text
        record.notes.append(_note(record, "warn", "same_for_all", fld.key, text=text))
        record.ops.append(operations.told(fld.key, "filler", text, None, record.cells.get(fld.key)))
        record.values[fld.key] = None


def _refused(fld: Field, words: re.Pattern[str], records: Sequence[Record]) -> None:
    """备注 驳回 beside a raise that is agreed to, or of which nothing else is said: it waits."""
    for record in records:
        for key in fld.infer_from:
            text = record.values.get(key)
            found = words.finditer(text) if isinstance(text, str) else ()
            if any((own := choice_of(fld, each[0])) is None or own != record.values.get(fld.key) for each in found):
                record.notes.append(_note(record, "error", "refused_beside", key, text=text))
                break


def _one_name(sheet: Sheet, records: Sequence[Record]) -> None:
    """张伟 merged over rows with two ID numbers: two people, or a name that is lost. With a number of their own they are
    taken and told; without one they wait."""
    for rows, key in under_one_name(sheet.table, sheet.fit, sheet.lines.data):
        for record in (each for each in records if each.row - 1 in rows and each.values.get("name")):
            level = "warn" if record.values.get("emp_no") else "error"
            said = {"field": key, "text": str(record.values["name"])}
            record.notes.append(Note(level, "name_shared", record.cells.get("name"), said))


def _like_sums(sheet: Sheet, records: Sequence[Record]) -> None:
    """Somebody called 平均, or an average that comes to something else: where no word tells, it waits."""
    for record in records if sheet.lines.perhaps else ():
        worded = sheet.lines.perhaps.get(record.row - 1)
        if worded is not None and not any(record.values.get(key) for key in _TOLD_BY):
            level = "warn" if worded else "error"
            record.notes.append(_note(record, level, "name_sums", "name", text=str(record.values.get("name"))))


def _odd_names(records: Sequence[Record]) -> None:
    """Where all are named as people are, 班组长津贴 is nobody; whoever has a number or a phone is somebody."""
    named = [record for record in records if record.values.get("name") and "name" in record.cells]
    names = {record.values["name"] for record in named}
    unlike = {name for name in names if _han(name) and not name_shaped(name)}
    odd = [record for record in named if record.values["name"] in unlike] if unlike else []
    if len(named) < _NAMES or len(odd) > 0.2 * len(named):
        return
    for record in odd:
        noted = any(note.code == "name_sums" for note in record.notes)
        if not noted and not any(record.values.get(key) for key in _TOLD_BY):
            record.notes.append(_note(record, "warn", "name_odd", "name", text=record.values["name"]))


def _han(text: str) -> bool:
    return re.fullmatch(r"[\u4e00-\u9fff]+", text) is not None


def _all_zero(key: str, records: Sequence[Record]) -> None:
    """A column of nothing but zeros was not filled in, as a rule."""

    def column(record: Record) -> tuple[str, str]:
        return str(record.values.get("metric")), str(record.values.get("period"))

    said = [record for record in records if record.values.get(key) is not None]
    for _, group in itertools.groupby(sorted(said, key=column), key=column):
        found = list(group)
        if len(found) >= _FILLED and all(record.values[key] == 0 for record in found):
            found[0].notes.append(_note(found[0], "warn", "all_zero", key, text="0", n=str(len(found))))


def _from_above(sheet: Sheet, fields: Iterable[Field], records: Sequence[Record]) -> None:
    """Once for a column: its empty cells were read as what stands above them."""
    taken = [(record, op) for record in records if record.ops for op in record.ops if op.rule == "above"]
    for fld in fields:
        ops = [(record, op) for record, op in taken if op.field == fld.key]
        if ops:
            record, op = ops[0]
            said = {"field": fld.key, "text": op.after, "n": str(len({r.row for r, _ in ops}))}
            record.notes.append(Note("warn", "taken_from_above", op.cell, said))


def _without_year(sheet: Sheet, records: Sequence[Record], today: date) -> None:
    """Once for a table: 1月 over a column or over rows, on the sheet or in its title, and no year anywhere."""
    found = _assumed(sheet, records, today) if records else None
    if found is None:
        return
    words, period = found
    record = next((r for r in records if r.values.get("period") == period), records[0])
    said = {"text": words, "period": str(period)}
    where = record.cells.get("actual") or record.cells.get("target") or record.cells.get("grade")
    record.notes.append(Note("warn", "year_assumed", where or Cell(record.file, record.sheet, ""), said))


def _assumed(sheet: Sheet, records: Sequence[Record], today: date) -> tuple[str, str | None] | None:
    """The words that name a period without its year, and what they were read as. A cell of a column tells its own."""
    context, fit = sheet.context, sheet.fit
    if (short := _short(sheet)) and context.year is None:
        words, said = short
        return words, said.text(periods.latest_year(said, today))
    of_titles = context.period if context.year_assumed and fit.column("period") is None else None
    if of_titles is None or records[0].values.get("period") != of_titles:
        return None
    return next((text for text in context.texts if periods.find(text)), sheet.table.grid.name), of_titles


def _short(sheet: Sheet) -> tuple[str, periods.Said] | None:
    """A period without its year over a column or between the rows, and the words for it."""
    fit, table = sheet.fit, sheet.table
    over = ((c.path[-1], fit.measures[c.index].period) for c in table.columns if c.index in fit.measures)
    between = ((_heading(table.grid.rows[row]), said) for row, said in sheet.lines.periods.items())
    headings = between if fit.column("period") is None else ()
    return next(((words, said) for words, said in (*over, *headings) if said and said.year is None), None)


def _heading(cells: Sequence[Any]) -> str:
    return next((as_text(value) for value in cells if value is not None), "")


def _note(record: Record, level: str, code: str, key: str, **said: Any) -> Note:
    return Note(level, code, record.cells.get(key), {"field": key, **said})
