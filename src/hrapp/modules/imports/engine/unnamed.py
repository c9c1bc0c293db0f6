"""What shows without a word that is known: headers over columns of figures, runs of days, columns of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.surnames import COMPOUND, SURNAMES
from hrapp.modules.imports.engine.words import as_text, plain

_DAY = re.compile(
    r"(?:\d{1,4}[./年-])?\d{1,2}[./月-]\d{1,2}(?:日|号)?(?: .*)?|\d{1,2}[日号]|(?:周|星期|礼拜)?[一二三四五六日天]"
)
#: 康复科, 万达店, 毕业生 and 云南 begin as names do.
_NAMED = re.compile(
    rf"(?!毕业|云[南浮计平端]|.+(?:.[部室组店处区]|[^登]科|.中心)$)(?:[{SURNAMES}][\u4e00-\u9fff]{{1,3}}|(?:{COMPOUND})[\u4e00-\u9fff]{{1,2}})"
)
_HEADER_ROWS, _LOOKED_AT = 3, 30


def name_shaped(value: object) -> bool:
    return bool(_NAMED.fullmatch(re.sub(r"\s", "", as_text(value))))


_OF = re.compile(r"(.+?)[(（\[【](.+)[)）\]】]")


def names_one_of(text: str) -> bool:
    """刘洋(品牌部): which of two of that name is meant, and no department."""
    said_of = _OF.fullmatch(text.strip())
    return said_of is not None and name_shaped(said_of[1])


def unit_behind(text: str) -> str:
    """品牌部 of 刘洋(品牌部)."""
    said_of = _OF.fullmatch(text.strip()) if text.endswith((")", "）", "]", "】")) else None
    return said_of[2].strip() if said_of and name_shaped(said_of[1]) else ""


def dayish(value: Any) -> bool:
    """A day of a calendar, as it may stand over a column: a date, 6.1, 6月1日, 15日, 周三."""
    return isinstance(value, date) or bool(_DAY.fullmatch(as_text(value)))


def yearlike(value: Any) -> bool:
    """A number that may count months or years over columns."""
    return (
        not isinstance(value, bool | str | date)
        and float(value).is_integer()
        and (1 <= value <= 12 or 2000 <= value <= 2099)
    )


def named_below(grid: Grid, row: int, column: int) -> bool:
    """Whether the next cells of the column are people's names."""
    below = [value for each in range(row + 1, row + 9) if (value := grid.at(each, column)) is not None]
    return len(below) >= 3 and sum(map(name_shaped, below)) >= 0.7 * len(below)


def runs(cells: Sequence[tuple[int, Any]]) -> set[int]:
    """The columns of three and more neighbours that are days, or count 1, 2, 3."""
    found: set[int] = set()
    run: list[int] = []
    before: tuple[int, Any] | None = None
    for column, value in cells:
        counts = before is not None and _number(value) is not None and _number(before[1]) == (_number(value) or 0) - 1
        goes_on = before is not None and column == before[0] + 1 and (counts or (dayish(value) and dayish(before[1])))
        run = [*run, column] if goes_on else [column]
        if len(run) >= 3:
            found |= set(run)
        before = (column, value)
    return found


def _number(value: Any) -> int | None:
    text = as_text(value)
    return int(text) if re.fullmatch(r"\d{1,2}", text) else None


def header_rows(grid: Grid, left: int, right: int) -> list[int]:
    """The first row of short words that are all different, over rows of which many cells are no words."""
    for row in range(min(len(grid.rows), _LOOKED_AT)):
        bottom = _bottom(grid, row, left, right)
        if _wordy(_cells(grid, row, left, right)) and _figured(grid, row, bottom, left, right):
            return list(range(row, bottom + 1))
    return []


def named_column(grid: Grid, first: int, last: int, columns: Sequence[int]) -> int | None:
    """The column whose cells are people's names."""
    for column in columns:
        texts = [grid.at(row, column) for row in range(first, min(last, first + 50) + 1)]
        filled = [text for text in texts if text is not None]
        if (
            len(filled) >= 3
            and sum(map(name_shaped, filled)) >= 0.7 * len(filled)
            and len(set(filled)) > len(filled) / 2
        ):
            return column
    return None


def _cells(grid: Grid, row: int, left: int, right: int) -> list[tuple[int, Any]]:
    return [(c, v) for c, v in enumerate(grid.rows[row][: right + 1]) if v is not None and c >= left]


def _bottom(grid: Grid, row: int, left: int, right: int) -> int:
    """Where cells end that begin in this row and reach down: the last level of the header."""
    reach = [b for t, l, b, r in grid.merges if t == row and left <= l <= right and t < b < row + _HEADER_ROWS]
    return max(reach, default=row)


def _wordy(cells: Sequence[tuple[int, Any]]) -> bool:
    days = runs(cells)
    texts = [as_text(value) for column, value in cells if column not in days]
    words = [t for t in texts if len(t) <= 30 and not re.search(r"[:：]|^[\d.,%/-]+$", t) and _mostly_letters(t)]
    return len(texts) >= 3 and len(words) == len(texts) and len(set(words)) >= 0.9 * len(words)


def _mostly_letters(text: str) -> bool:
    digits = sum(char.isdigit() for char in plain(text))
    return digits * 2 < len(text)


def _figured(grid: Grid, row: int, bottom: int, left: int, right: int) -> bool:
    """Under many of the words stand numbers and days, row after row."""
    below = [
        cells
        for r in range(bottom + 1, min(bottom + 1 + _LOOKED_AT, len(grid.rows)))
        if (cells := _cells(grid, r, left, right))
    ]
    full = [cells for cells in below if len(cells) >= 0.5 * len(_cells(grid, row, left, right))]
    if len(full) < 2 or len(full) < 0.5 * len(below):
        return False
    figures = sum(
        not isinstance(v, str) or bool(re.fullmatch(r"[\d.,%￥¥/-]+", v.strip())) for cells in full for _, v in cells
    )
    return figures >= 0.4 * sum(map(len, full))
