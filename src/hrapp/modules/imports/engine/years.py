"""Months across the turn of a year: 10月 11月 12月 1月 2月 under 2023-2024年."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.lexicon import Facets
from hrapp.modules.imports.engine.periods import UNCLEAR, in_figures

_SPAN = re.compile(r"(?<!\d)(20\d\d)\s*年?度?\s*(?:[-~～—–/至到]|--)\s*(20\d\d)(?!\d)")


def over_new_year(fit: Fit, context: Context) -> None:
    """Columns after the turn belong to the second year that the titles name. Where they name one only, nobody knows
    which of the two it is."""
    for columns in _series(fit):
        turn = _turn([facets for _, facets in columns])
        if turn is None or context.year is None:
            continue
        first, second = _named(context.texts) or (UNCLEAR, UNCLEAR)
        for n, (column, facets) in enumerate(columns):
            if facets.period is not None:
                fit.measures[column] = replace(
                    facets, period=replace(facets.period, year=second if n >= turn else first)
                )


def _series(fit: Fit) -> Iterable[list[tuple[int, Facets]]]:
    """Columns of the same figure for one period after the other, none of which says its year."""

    def what(item: tuple[int, Facets]) -> str:
        return repr(replace(item[1], period=None))

    dated = [(c, f) for c, f in sorted(fit.measures.items()) if f.period is not None]
    for _, group in itertools.groupby(sorted(dated, key=what), key=what):
        columns = list(group)
        if (
            all(f.period and f.period.year is None for _, f in columns)
            and len({f.period and f.period.kind for _, f in columns}) == 1
        ):
            yield columns


def _turn(series: Sequence[Facets]) -> int | None:
    """Where the second year begins: no period comes twice, and one is followed by an earlier one."""
    counts = [facets.period.index for facets in series if facets.period]
    drops = [n for n, (a, b) in enumerate(itertools.pairwise(counts), 1) if b < a]
    return drops[0] if len(drops) == 1 and len(set(counts)) == len(counts) else None


def _named(texts: Iterable[str]) -> tuple[int, int] | None:
    for text in texts:
        if (match := _SPAN.search(in_figures(text))) and int(match[2]) == int(match[1]) + 1:
            return int(match[1]), int(match[2])
    return None
