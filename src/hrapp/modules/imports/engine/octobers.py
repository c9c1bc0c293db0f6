"""2024.1 in a column of months: January, or October whose zero a number cell does not keep. The others say which."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from hrapp.kernel.imports import Type
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, plain

_MONTH = re.compile(r"(20\d\d)\.(0[1-9]|1[0-2]?|[2-9])")
JANUARY, OCTOBER = 1, 10
_Month = tuple[int, int]  # year and month
Januaries = dict[tuple[int, int], int | None]  # {row and column of a 2024.1: which month it is}


class Written(NamedTuple):
    """2024.8, as a number or as a text: its year, and the figures of its month."""

    year: int
    figures: str

    @property
    def open(self) -> bool:
        return self.figures == "1"

    @property
    def month(self) -> _Month:
        return self.year, int(self.figures)


def written(value: object) -> Written | None:
    match = _MONTH.fullmatch(plain(as_text(value))) if isinstance(value, float | str) else None
    return Written(int(match[1]), match[2]) if match else None


def in_table(table: Table, fit: Fit, rows: Sequence[int], period: str | None) -> Januaries:
    """Of every column of months. `period`: what the titles say."""
    person = next((at for key in ("emp_no", "name") if (at := fit.column(key)) is not None), None)
    people = [None] * len(rows) if person is None else table.column(person, rows)
    found: Januaries = {}
    for column in (column for column, fld in fit.fields.items() if fld.type == Type.PERIOD):
        told = months(table.column(column, rows), people, period)
        found |= {(rows[n], column): month for n, month in told.items()}
    return found


def months(cells: Sequence[object], people: Sequence[object], period: str | None) -> dict[int, int | None]:
    """{which of the cells: January or October}, None where nothing says which. `people`: of whom each of the rows is."""
    found = [written(value) for value in cells]
    unsure = [n for n, each in enumerate(found) if each and each.open]
    if not unsure:
        return {}
    padded = any(each and each.figures.startswith("0") for each in found)
    kept = any(each and each.figures == "10" for each in found)
    if padded != kept:
        return dict.fromkeys(unsure, OCTOBER if padded else JANUARY)
    parts = _parts(found, people)
    before, behind = _nearest(found, parts), _nearest(found[::-1], parts[::-1])[::-1]
    return {n: _meant(each.year, {before[n], behind[n]}, period) for n, each in enumerate(found) if each and each.open}


def _parts(found: Sequence[Written | None], people: Sequence[object]) -> list[int]:
    """Where a list has the months of one person below each other, those of the next begin anew."""
    names: list[object] = []
    for name in people:
        names.append(names[-1] if name is None and names else name)
    pairs = list(itertools.pairwise(zip(names, found, strict=True)))
    if not any(name == other and month != following for (name, month), (other, following) in pairs):
        return [0] * len(names)
    return [0, *itertools.accumulate(int(name != other) for (name, _), (other, _) in pairs)]


def _nearest(found: Sequence[Written | None], parts: Sequence[int]) -> list[_Month | None]:
    """Of each the last month before it that is another one, within its part; None where that one is open as well."""
    nearest: list[_Month | None] = []
    last: Written | None = None
    before: _Month | None = None
    for n, each in enumerate(found):
        if n and parts[n] != parts[n - 1]:
            last = before = None
        if each and each != last:
            before = None if last is None or last.open else last.month
            last = each
        nearest.append(before)
    return nearest


def _meant(year: int, around: set[_Month | None], period: str | None) -> int | None:
    """What is next to it in the calendar; else what the titles say."""
    october = bool(around & {(year, 9), (year, 11)})
    january = bool(around & {(year, 2), (year - 1, 12)})
    if october != january:
        return OCTOBER if october else JANUARY
    titled = {f"{year}-{month:02d}": month for month in (JANUARY, OCTOBER)}
    return None if october else titled.get(period or "")
