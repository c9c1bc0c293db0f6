"""What columns beside the figures say of them, row by row: 币种 and 计薪单位."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import currencies, pay_spans
from hrapp.modules.imports.engine.cells import Habits
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.table import Table


class Terms(NamedTuple):
    """What is said of the figures of a row, where they are not yuan, and not those of a month."""

    foreign: str = ""
    per: str = ""

    def on(self, habits: Habits, fld: Field, table: Table, column: int) -> Habits:
        """The habits of a column in this row; 月薪 is that of a month whatever stands beside it."""
        header = next(c.path for c in table.columns if c.index == column)
        spans = fld.monthly and not pay_spans.of_a_month(header)
        per = self.per if spans else ""
        return replace(habits, foreign=habits.foreign or self.foreign, per=habits.per or per)


def of_rows(table: Table, fit: Fit, rows: Sequence[int]) -> dict[int, Terms]:
    """Only rows of which something is said. A column of currencies that says nothing but yuan is no leftover."""
    if not any(fld.type == Type.MONEY for fld in fit.fields.values()):
        return {}
    money = [column.index for column in table.columns if currencies.names_currencies(column.path[-1])]
    spans = [
        column.index
        for column in table.columns
        if column.index not in money and pay_spans.names_spans(column.path[-1], table.column(column.index, rows))
    ]
    found = {row: _of_row(table, row, money, spans) for row in rows} if money or spans else {}
    if money and not any(terms.foreign for terms in found.values()):
        fit.kept = tuple(column for column in fit.kept if column not in money)
    return {row: terms for row, terms in found.items() if terms != Terms()}


def _of_row(table: Table, row: int, money: Sequence[int], spans: Sequence[int]) -> Terms:
    said = (currencies.of_cell(table.raw(row, column, across=True).value) for column in money)
    per = (pay_spans.of_cell(table.raw(row, column, across=True).value) for column in spans)
    return Terms(next(filter(None, said), ""), next(filter(None, per), ""))
