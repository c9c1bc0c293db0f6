"""Years in a column of their own: 年度 beside 季度 or 月份 says the year of its periods, and alone which year was paid for."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from hrapp.kernel.imports import Field, Type
from hrapp.kernel.periods import MONTH
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.shapes import Sample
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.words import as_text, said

_YEAR_WORDS = frozenset(("年度", "年份", "年", "考核年度", "所属年度", "考核年份", "year", "fiscalyear", "fy"))
_MONTH_WORDS = frozenset(("月", "月份", "month"))
_SURE = 0.97
#: What is paid once a year is of the year.
_YEARLY = re.compile(r"年度|年终|年底|全年|双薪|十三薪|13薪|\b(?:annual|yearly|year.?end|13th)\b", re.IGNORECASE)
_MONTHLY = re.compile(r"月度|每月|各月|月工资|月薪|monthly", re.IGNORECASE)


def part_year(
    fit: Fit, table: Table, samples: Mapping[int, Sample], texts: Sequence[str], given: Container[int] = ()
) -> None:
    """年度 beside 季度 or 月份: two columns say one period. `given`: columns of which somebody said what they are."""
    wanted = next((fld for fld in fit.kind.fields if fld.type == Type.PERIOD), None)
    years = [c for c in table.columns if said(c.path[-1]) in _YEAR_WORDS and samples[c.index].share(_a_year) == 1]
    if wanted is None or not years or years[0].index in fit.measures:
        return
    year, held = years[0].index, fit.column(wanted.key)
    if held == year:
        free = [c for c in table.columns if c.index not in fit.fields and likeness(c.path, wanted) >= 0.9]
        if not free:
            return
        del fit.fields[year]
        held = free[0].index
        fit.fields[held], fit.sure[held] = wanted, fit.sure.pop(year)
    if held is None:
        held = _month_beside(fit, table, samples, given)
        if held is not None:
            _take(fit, held, wanted)
        elif wanted.every == MONTH and year not in fit.fields and year not in given and yearly(fit, table, texts):
            _take(fit, year, wanted)
            return
    if held is not None:
        fit.year = year


def _take(fit: Fit, column: int, fld: Field) -> None:
    fit.fields[column], fit.sure[column], fit.why[column] = fld, _SURE, ("name", "values")


def _month_beside(fit: Fit, table: Table, samples: Mapping[int, Sample], given: Container[int]) -> int | None:
    """月 over 7, 8, 9: a word that says nothing without the year beside it."""

    def free(column: Column) -> bool:
        return column.index not in fit.fields and column.index not in fit.measures and column.index not in given

    months = [c.index for c in table.columns if free(c) and said(c.path[-1]) in _MONTH_WORDS]
    return next((column for column in months if samples[column].share(_a_month) == 1), None)


def yearly(fit: Fit, table: Table, texts: Sequence[str]) -> bool:
    """Whether what is paid is paid once a year: the titles say so, or every column of what is earned."""
    if _says(texts):
        return True
    earned = {key for balance in fit.kind.balances if not balance.minus for key in balance.plus}
    heads = [column.header for column in table.columns if (fld := fit.fields.get(column.index)) and fld.key in earned]
    return bool(heads) and all(_says([head]) for head in heads)


def _says(texts: Sequence[str]) -> bool:
    return any(map(_YEARLY.search, texts)) and not any(map(_MONTHLY.search, texts))


def _a_year(value: object) -> bool:
    return bool(re.fullmatch(r"20\d\d年?度?", as_text(value)))


def _a_month(value: object) -> bool:
    return bool(re.fullmatch(r"(?:0?[1-9]|1[0-2])月?份?", as_text(value)))
