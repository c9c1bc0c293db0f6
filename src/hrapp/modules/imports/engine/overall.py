"""Days that hold for every row of a table: what somebody said of it, and what its titles say."""

from __future__ import annotations

from datetime import date

from hrapp.kernel.imports import ALWAYS, SINCE, SINCE_DAY, Field, Type
from hrapp.modules.imports.engine.answers import TableAnswer
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.values import Habits, Raw, read
from hrapp.modules.imports.engine.words import said


def days(fit: Fit, context: Context, answer: TableAnswer, today: date) -> dict[str, date | str]:
    """{key of a field without a column: its day}. 培训时间：2026年3月1日 above a list of those who came; a bare 日期 may be
    that of the paper. What was answered beats what titles say."""
    columns = {fld.key for fld in fit.fields.values()}
    free = [fld for fld in fit.kind.fields if fld.type == Type.DATE and fld.key not in columns]
    found: dict[str, date | str] = {}
    for fld in free:
        if answered := _day(fld, answer.context.get(fld.key), Habits(today)):
            found[fld.key] = answered
    if fit.kind.asks_since and (since := answer.context.get(SINCE)):
        found[SINCE] = ALWAYS if since == ALWAYS else _day(SINCE_DAY, since, Habits(today)) or ALWAYS
    for label, value in context.labelled:
        for fld in free if said(label) not in ("日期", "date", "时间") else ():
            day = _day(fld, value, Habits(today, year=context.year))
            if day is not None and likeness((label,), fld) >= 0.9:
                found.setdefault(fld.key, day)
    return found


def _day(fld: Field, text: str | None, habits: Habits) -> date | None:
    day = read(fld, Raw(text), habits)[0] if text else None
    return day if isinstance(day, date) else None
