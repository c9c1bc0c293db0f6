"""What the rows of a table have in common and no row says: the month of what there is one for every month (a year alone
says none of them, and neither do two months), and the day from which on what the table lists counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hrapp.kernel.imports import Cell, Field, ImportKind, Note, Record
from hrapp.kernel.periods import MONTH
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.context import Context

TABLE = "table"  # Field.every
#: What is paid once a year is of the year.
_YEARLY = re.compile(r"年度|年终|年底|全年|双薪|十三薪|13薪|\b(?:annual|yearly|year.?end|13th)\b", re.IGNORECASE)
_MONTHLY = re.compile(r"月度|每月|各月|月工资|月薪|monthly", re.IGNORECASE)


def of_a_month(kind: ImportKind, context: Context) -> Context:
    """2024年工资表 is the list of one of twelve months, and 2024年年终奖 that of the year."""
    if _every(kind) is None or not re.fullmatch(r"\d{4}", context.period or "") or _yearly(context.texts):
        return context
    return replace(context, period=None)


def unsaid(sheet: Sheet, records: Sequence[Record]) -> None:
    """Once for a table, where neither its titles nor a column nor a day of its rows says which month it is."""
    fld = _every(sheet.fit.kind)
    if fld is None or sheet.fit.column(fld.key) is not None:
        return
    nowhere = (r for r in records if r.values.get(fld.key) is None and not any(map(_is_day, r.values.values())))
    if record := next(nowhere, None):
        words = next(filter(None, sheet.context.texts), sheet.table.grid.name)
        where = Cell(record.file, record.sheet, "")
        record.notes.append(Note("warn", "month_missing", where, {"text": words, "field": fld.key}))


def no_day(sheet: Sheet, records: Sequence[Record]) -> None:
    """The same for the day on which a list of changes takes effect: nobody writes it into each of a hundred rows."""
    fld = next((fld for fld in sheet.fit.kind.fields if fld.every == TABLE), None)
    if fld is None or sheet.fit.column(fld.key) is not None:
        return
    if record := next((r for r in records if r.values.get(fld.key) is None), None):
        words = next(filter(None, sheet.context.texts), sheet.table.grid.name)
        where = Cell(record.file, record.sheet, "")
        record.notes.append(Note("warn", "day_missing", where, {"text": words, "field": fld.key}))


def _every(kind: ImportKind) -> Field | None:
    return next((fld for fld in kind.fields if fld.every == MONTH), None)


def _yearly(texts: Sequence[str]) -> bool:
    return any(map(_YEARLY.search, texts)) and not any(map(_MONTHLY.search, texts))


def _is_day(value: object) -> bool:
    return isinstance(value, date)
