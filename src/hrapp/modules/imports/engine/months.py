"""What the rows of a table have in common and no row says: the month of what there is one for every month (a year alone
says none of them, and neither do two months), and the day from which on what the table lists counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hrapp.kernel.imports import Cell, Field, ImportKind, Note, Record, Type
from hrapp.kernel.periods import MONTH
from hrapp.modules.imports.engine import periods
from hrapp.modules.imports.engine.ambiguous import LOOKED_AT
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import as_text, is_nothing
from hrapp.modules.imports.engine.year_columns import yearly

_ASIDE = re.compile(r"单位[:：]|机密|保密|内部资料|制表|打印|填表|^[(（]?(?:注|说明|备注)")
TABLE = "table"  # Field.every


def of_a_month(fit: Fit, table: Table, context: Context) -> Context:
    """2024年工资表 is the list of one of twelve months, and 2024年年终奖 that of the year."""
    if (
        _every(fit.kind) is None
        or not re.fullmatch(r"\d{4}", context.period or "")
        or yearly(fit, table, context.texts)
    ):
        return context
    return replace(context, period=None)


def unsaid(sheet: Sheet, records: Sequence[Record]) -> None:
    """Once for a table, where neither its titles nor a column nor a day of its rows says which month it is."""
    fld = _every(sheet.fit.kind)
    if fld is None or sheet.fit.column(fld.key) is not None:
        return
    nowhere = (r for r in records if r.values.get(fld.key) is None and not any(map(_is_day, r.values.values())))
    _ask_once(sheet, nowhere, "month_missing", fld)


def no_day(sheet: Sheet, records: Sequence[Record]) -> None:
    """The same for the day on which a list of changes takes effect: nobody writes it into each of a hundred rows."""
    fld = next((fld for fld in sheet.fit.kind.fields if fld.every == TABLE), None)
    if fld is None or sheet.fit.column(fld.key) is not None:
        return
    _ask_once(sheet, (r for r in records if r.values.get(fld.key) is None), "day_missing", fld)


def _ask_once(sheet: Sheet, without: Iterator[Record], code: str, fld: Field) -> None:
    """Of the whole table, where any of its records lacks it; the first of them bears the question."""
    if record := next(without, None):
        where = Cell(record.file, record.sheet, "")
        record.notes.append(Note("warn", code, where, {"text": _called(sheet), "field": fld.key}))


def _called(sheet: Sheet) -> str:
    """The title of the table, and not the unit of its figures or who made it."""
    titles = (text for text in sheet.context.texts if text and not _ASIDE.search(text))
    return next(titles, sheet.table.grid.name)


def _every(kind: ImportKind) -> Field | None:
    return next((fld for fld in kind.fields if fld.every == MONTH), None)


def _is_day(value: object) -> bool:
    return isinstance(value, date)


# --- columns that say another month than the titles

#: What can head the months of the rows themselves. 社保月份 and 入职月份 are months of something else.
_OF_THE_ROWS = re.compile(
    r"(?:数据|统计|核算|结算|会计|业务|财务|工资|薪资|薪酬|计薪|发薪|考勤|考核|绩效|归属|所属|本次?|账|报表|人力成本)*"
    r"(?:期间|月份|年月|月度|周期|账期|期次|期别|月|期)|(?:pay|payroll|fiscal|report|accounting)?(?:period|month)s?"
)
_NEARLY_ALL = 0.9


def of_a_column(fit: Fit, table: Table, rows: Sequence[int], context: Context, free: set[int]) -> Note | None:
    """A column that nobody took and that holds another month than the titles in nearly every row: it decides where its
    header can mean a period, and is looked at; else the titles do, and it is asked. `free`: columns of which nobody
    said what they are."""
    fld = next((fld for fld in fit.kind.fields if fld.type == Type.PERIOD), None)
    if fld is None or not context.period or fit.column(fld.key) is not None or fit.year is not None:
        return None
    if any(facets.period for facets in fit.measures.values()):
        return None
    taken = {column for part in (fit, *fit.beside) for column in part.fields} | {*fit.measures}
    columns = [column for column in table.columns if column.index in free - taken]
    told = {column.index: _other_months(table, column, rows, context.period) for column in columns}
    for column in sorted((c for c in columns if told[c.index]), key=_means_another):
        if not _means_another(column):
            fit.fields[column.index], fit.sure[column.index], fit.why[column.index] = fld, LOOKED_AT, ("values",)
            fit.kept = tuple(index for index in fit.kept if index != column.index)
            return None
        other = Counter(told[column.index]).most_common(1)[0][0]
        values = {"text": column.header, "used": context.period, "other": other, "field": fld.key}
        return Note("warn", "period_beside", None, values)
    return None


def _means_another(column: Column) -> bool:
    return not any(_OF_THE_ROWS.fullmatch(word) for word, _ in variants(column.path[-1]))


def _other_months(table: Table, column: Column, rows: Sequence[int], period: str) -> list[str]:
    """The months of its cells, where it holds one in nearly every row and any of them lies outside the period."""
    cells = [value for value in table.column(column.index, rows) if not is_nothing(value)]
    if len(cells) < _NEARLY_ALL * len(rows) or not cells:
        return []
    days = not _means_another(column)
    found = [month for value in cells if (month := _month(value, days=days))]
    return found if len(found) >= _NEARLY_ALL * len(cells) and any(not _within(m, period) for m in found) else []


def _month(value: object, *, days: bool) -> str | None:
    """2026.08, 202608, 2026年8月: with its year. `days`: whether the first day of a month may stand for it, as it does
    in a cell that shows the month alone."""
    if isinstance(value, date):
        return f"{value.year}-{value.month:02d}" if days and value.day == 1 else None
    month = periods.whole(as_text(value))
    return month.text() if month and month.kind == MONTH else None


def _within(month: str, period: str) -> bool:
    """Whether the month lies in a month, quarter, half-year or year."""
    year, n = month[:4], int(month[5:])
    spans = {month, f"{year}Q{(n + 2) // 3}", f"{year}H{(n + 5) // 6}", year}
    return period in spans
