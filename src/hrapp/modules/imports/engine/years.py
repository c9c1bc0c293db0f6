"""Months across the turn of a year: 10月 11月 12月 1月 2月 under 2023-2024年."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hrapp.kernel.periods import MONTH
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.lexicon import Facets
from hrapp.modules.imports.engine.lines import Lines
from hrapp.modules.imports.engine.periods import UNCLEAR, Said, two_years


def over_new_year(fit: Fit, context: Context, lines: Lines) -> None:
    """Columns, and headings between rows, after the turn belong to the second year that the titles name. Where they name
    one only, nobody knows which of the two it is."""
    for columns in _series(fit):
        for (column, facets), year in zip(columns, _years([f.period for _, f in columns], context), strict=True):
            if facets.period is not None and year is not None:
                fit.measures[column] = replace(facets, period=replace(facets.period, year=year))
    headings = list(dict.fromkeys(lines.periods.values()))
    if len({said.kind for said in headings}) == 1:
        years = dict(zip(headings, _years(headings, context), strict=True))
        lines.periods = {row: replace(said, year=years[said] or said.year) for row, said in lines.periods.items()}


def _series(fit: Fit) -> Iterable[list[tuple[int, Facets]]]:
    """Columns of the same figure for one period after the other."""

    def what(item: tuple[int, Facets]) -> str:
        return repr(replace(item[1], period=None))

    dated = [(c, f) for c, f in sorted(fit.measures.items()) if f.period is not None]
    for _, group in itertools.groupby(sorted(dated, key=what), key=what):
        columns = list(group)
        if len({f.period.kind for _, f in columns if f.period}) == 1:
            yield columns


def _years(series: Sequence[Said | None], context: Context) -> list[int | None]:
    """The year of each; None where nothing is to be said about it."""
    told = [said for said in series if said is not None]
    if len(told) < len(series) or all(said.year for said in told):
        return [None] * len(series)
    if any(said.year for said in told):
        return _carried(told)
    turn = _turn(told)
    if turn is None:
        return [UNCLEAR if _ahead(told, context) else None] * len(told)
    if context.year is None:
        return [None] * len(told)
    first, second = next(filter(None, map(two_years, context.texts)), (UNCLEAR, UNCLEAR))
    return [second if n >= turn else first for n in range(len(told))]


def _carried(series: Sequence[Said]) -> list[int | None]:
    """2023年11月 12月 1月: each takes its year from the one before it, and what stands before the first year from behind."""
    years: list[int | None] = [said.year for said in series]
    for n in range(1, len(series)):
        before = years[n - 1]
        if years[n] is None and before is not None:
            years[n] = before + (series[n].index <= series[n - 1].index)
    for n in range(len(series) - 2, -1, -1):
        behind = years[n + 1]
        if years[n] is None and behind is not None:
            years[n] = behind - (series[n].index >= series[n + 1].index)
    return years


def _turn(series: Sequence[Said]) -> int | None:
    """Where the second year begins: no period comes twice, and one is followed by an earlier one."""
    counts = [said.index for said in series]
    drops = [n for n, (a, b) in enumerate(itertools.pairwise(counts), 1) if b < a]
    return drops[0] if len(drops) == 1 and len(set(counts)) == len(counts) else None


def _ahead(series: Sequence[Said], context: Context) -> bool:
    """12月销售额 in the list of January."""
    month = re.fullmatch(r"20\d\d-(\d\d)", context.period or "")
    return bool(month and len(series) == 1 and series[0].kind == MONTH and series[0].index > int(month[1]))
