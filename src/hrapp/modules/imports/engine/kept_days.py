"""Columns of days that have no field: what they say is kept as it is written, and told where it is no day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hrapp.modules.imports.engine import dates
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import is_nothing, said

_OF_DAYS = re.compile(r"(?:日期|时间|日|date|day)$", re.IGNORECASE)
_MEANT = re.compile(r"[\d月日号]")  # 长期 and 待定 are meant as they are


def of_days(table: Table, headings: Mapping[int, str], first: int, last: int) -> set[int]:
    """The columns that are called so and say days as a rule."""
    found = set()
    for column in (column for column, heading in headings.items() if _OF_DAYS.search(said(heading))):
        cells = [value for value in table.column(column, range(first, last + 1)) if not is_nothing(value)]
        if 2 * sum(map(dates.looks_like, cells)) > len(cells):
            found.add(column)
    return found


def is_none(value: Any) -> bool:
    """十月十二日 among days in figures."""
    return isinstance(value, str) and _MEANT.search(value) is not None and not dates.looks_like(value)
