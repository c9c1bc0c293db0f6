"""How the columns of a table are written, found by looking at all of each before its cells are read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from hrapp.kernel.imports import Field, Type
from hrapp.kernel.periods import HALF, QUARTER
from hrapp.modules.imports.engine import dates, numbers, pay_spans, shares, unit_beside, units
from hrapp.modules.imports.engine.answers import Habit
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.currencies import foreign
from hrapp.modules.imports.engine.identity import lost_id
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.periods import UNCLEAR
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.values import Habits, as_shown
from hrapp.modules.imports.engine.words import said

_DAYS = 31  # of a month
_TELLING = 2  # one year in three figures is a slip of the pen


def habits_of(
    table: Table,
    fields: Mapping[int, Field],
    rows: Sequence[int],
    context: Context,
    lexicon: Lexicon,
    answers: Mapping[str, Habit],
) -> dict[int, Habits]:
    """{column: how it is written}. `answers` is {field key: how somebody said it is}."""
    days = {column: _undated(table, column, rows) for column, fld in fields.items() if fld.type == Type.DATE}
    orders = {order for cells in days.values() if (order := dates.vote(cells))}
    order = orders.pop() if len(orders) == 1 else None  # what the columns that leave no doubt say holds for the others
    republic = sum(dates.of_the_republic(cell) for cells in days.values() for cell in cells) >= _TELLING
    stated = unit_beside.stated(table, rows, context.unit_above)
    found = {}
    for column, fld in fields.items():
        base = Habits(
            lexicon.vocabulary.today,
            year=None if fld.type == Type.DATE and context.year == UNCLEAR else context.year,
            terms=lexicon.terms.get(fld.term or ""),
            since_1904=table.grid.since_1904,
        )
        if fld.type == Type.DATE:
            cells = days[column]
            own = replace(
                base,
                order=dates.vote(cells) or order,
                padded=any(map(dates.padded, cells)),
                republic=republic and dates.all_of_the_republic(cells),
            )
        else:
            own = _of_column(table, column, fld, rows, context, base, stated)
        found[column] = _as_told(own, answers[fld.key]) if fld.key in answers else own
    return found


def _undated(table: Table, column: int, rows: Sequence[int]) -> list[object]:
    """What a column of days holds beside days."""
    return [value for value in table.column(column, rows) if type(value) is not date]


def _of_column(
    table: Table,
    column: int,
    fld: Field,
    rows: Sequence[int],
    context: Context,
    base: Habits,
    stated: Sequence[unit_beside.Stated],
) -> Habits:
    header = next(c.path for c in table.columns if c.index == column)
    if fld.type == Type.PERIOD:
        word = said(header[-1])
        span = QUARTER if "季" in word or word == "quarter" else HALF if "半年" in word else None
        return replace(base, span=span)
    if fld.type == Type.MONEY:
        unit = units.money_in_header(header)
        beside = 0 if unit or context.unit else unit_beside.doubted(table.column(column, rows), stated)
        currency = foreign(header[::-1]) or ("" if unit else foreign(context.stated))
        per = pay_spans.of_header(header) if fld.monthly else ""
        return replace(base, unit=unit or context.unit or 1, beside=beside, foreign=currency, per=per)
    if fld.unit:
        minutes = fld.unit == units.TIMES and not table.grid.filled and _no_times(table.column(column, rows), header)
        return replace(base, counts=units.MINUTE if minutes else _counts(header, fld, context))
    if fld.type not in (Type.PERCENT, Type.ID_NO, Type.WEIGHT, Type.NUMBER):
        return base
    raws = [as_shown(fld, table.raw(row, column)) for row in rows]
    if fld.type == Type.ID_NO:
        return replace(base, others_lost=any(lost_id(raw.value) for raw in raws))
    bare = [size for raw in raws if (size := shares.bare(raw.value, raw.format)) is not None]
    if fld.type == Type.NUMBER:
        return replace(base, scale=shares.marks(bare))
    if fld.type == Type.WEIGHT:
        return replace(base, scale=shares.weights(bare))
    points = [size for raw in raws if (size := shares.points(raw.value, raw.format)) is not None]
    return replace(base, scale=shares.scale(bare, " ".join(header), written=points))


def _no_times(values: Sequence[object], header: Sequence[str]) -> bool:
    """45 and 15分 under 迟到: nobody is late more often than a month has days."""
    if units.span_in_header(header, units.TIMES):
        return False
    read = [found for value in values if (found := numbers.read(value))]
    return any((not found.unit and found.value > _DAYS) or units.span(found.unit) == units.MINUTE for found in read)


def _counts(header: Sequence[str], fld: Field, context: Context) -> str:
    """What the numbers of a column count: a name of the field says its own unit, whatever stands in it."""
    if said(header[-1]) in {said(name) for name in fld.names}:
        return fld.unit if units.span_in_header(header, fld.unit) else units.span_in_titles(context.stated) or ""
    return units.span_in_header(header, fld.unit) or units.span_in_titles(context.stated) or ""


def _as_told(habits: Habits, said: Habit) -> Habits:
    """How somebody said that a column is written."""
    return replace(
        habits,
        order=said.order or habits.order,
        scale=habits.scale if said.percent is None else shares.Scale(100 if said.percent == "points" else 1),
        unit=said.unit or habits.unit,
        beside=0 if said.unit else habits.beside,
        year=said.year or habits.year,
        year_said=said.year is not None,
    )
