"""A sheet as it stands in the file: values by row and column, and what the values alone do not show."""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import msgspec

from hrapp.modules.imports.engine.sniffing import Unreadable

WIDEST = 512
MOST_ROWS = 300_000
MOST_CELLS = 6_000_000  # of one sheet; a hundred thousand rows of twenty columns are two million
MOST_MERGED = 1_000_000  # of these cells lie in merges
MOST_BEYOND = 1000  # rows below the last one in which somebody may still write
MOST_GAP = 1_100_000  # empty rows one after the other: as many as a sheet can have
_ROOM = 4  # times the cells there are
_MANY = 200  # rows that are worth laying the sheet out by its columns
Rect = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, inclusive


class Grid(msgspec.Struct, kw_only=True):
    """Cells are None, str, bool, int, float or date. Row and column numbers count from 0.

    `formats` holds what number formats change about a cell, see formats.meaning: "%", the sign of another currency than
    yuan, or the code of one that writes zeros and letters, scales a number, or hides the year of a day;
    `broken` the cells without a value: "#REF!" and its kin, or "formula" for one that was never computed.
    """

    name: str
    rows: list[list[Any]] = []
    merges: list[Rect] = []
    formats: dict[str, str] = {}
    broken: dict[str, str] = {}
    hidden: bool = False
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    pictures: int = 0  # photos, stamps and signatures that lie on the sheet
    comments: dict[str, str] = {}
    corrected: list[str] = []  # cells that somebody wrote anew: of a merged range they are no part any more
    filled: str = ""  # the kind whose empty table of ours this was before somebody filled it in
    across: list[tuple[Any, ...]] = []  # the cells column by column, made when many of them are asked for
    since_1904: bool = False  # days are counted from 1904, so a bare number is four years later than elsewhere

    def at(self, row: int, column: int) -> Any:
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None

    def column(self, column: int, rows: Sequence[int]) -> list[Any]:
        """What stands in a column, in the order of the rows."""
        if len(rows) < _MANY or rows[-1] >= len(self.rows) or (not self.across and self._is_ragged()):
            wanted = (self.rows[row] if row < len(self.rows) else () for row in rows)
            return [cells[column] if column < len(cells) else None for cells in wanted]
        if not self.across:
            self.across = list(itertools.zip_longest(*self.rows))
        cells = self.across[column] if column < len(self.across) else (None,) * len(self.rows)
        return list(operator.itemgetter(*rows)(cells))

    def _is_ragged(self) -> bool:
        """A row far longer than the others: laid out by columns the sheet would be mostly nothing, and as large."""
        return self.width * len(self.rows) > _ROOM * sum(map(len, self.rows))

    def correct(self, where: str, text: str) -> None:
        """The cell holds what somebody wrote anew as if it always had."""
        row, column = place(where)
        if row >= len(self.rows) + MOST_BEYOND or column >= WIDEST:
            return  # no cell that anybody was asked about
        self.rows += [[] for _ in range(row + 1 - len(self.rows))]
        self.rows[row] += [None] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = text if text.strip() else None
        self.across = []
        self.corrected = [*self.corrected, where]
        self.formats.pop(where, None)
        self.broken.pop(where, None)

    def settle_merges(self) -> None:
        """Each merge once, and no further than the sheet: files lie about where one ends. Those of a sheet lie beside each
        other, so together they cover no more than it; who lays them over one another without end is refused."""
        width = self.width
        inside = (
            (top, left, min(bottom, len(self.rows) - 1), min(right, width - 1))
            for top, left, bottom, right in self.merges
        )
        self.merges = [rect for rect in dict.fromkeys(inside) if _several(rect)]
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self.merges) > MOST_MERGED:
            raise Unreadable("file_too_big")

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def _several(rect: Rect) -> bool:
    top, left, bottom, right = rect
    return 0 <= top <= bottom and 0 <= left <= right and (top, left) != (bottom, right)


@cache
def letter(column: int) -> str:
    """0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    return f"{letter(column)}{row + 1}"


def place(written: str) -> tuple[int, int]:
    """E12 is (11, 4)."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", written)
    if match is None:
        raise ValueError(written)
    column = 0
    for char in match[1]:
        column = column * 26 + ord(char) - 64
    return int(match[2]) - 1, column - 1


def cell(value: Any) -> Any:
    """One of the few types a grid holds, whatever the reader gave."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else _NO_NUMBER
    if value is None or isinstance(value, bool | int | date):
        return value
    return value.strftime("%H:%M") if isinstance(value, time) else str(value) if isinstance(value, timedelta) else None


def _moment(value: datetime) -> date | str:
    """A day, or a day with its time as a text: 打卡时间 is worth nothing without it."""
    value = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # what binary fractions left over
    if value.time() == time():
        return value.date()
    return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


_INVISIBLE = dict.fromkeys(map(ord, "\0\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HALF = re.compile(r"[\ud800-\udfff]")
_XML_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def visible(text: str) -> str:
    """Without the characters nobody sees, and with carriage returns that a program wrote as _x000D_."""
    text = _XML_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    if _HALF.search(text):  # of a character that was written as two; what has no other half is none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.translate(_INVISIBLE)


def tidy(rows: Iterable[Sequence[Any]], widest: int = WIDEST, left: int = 0) -> list[list[Any]]:
    """Cells of the few types, rows without their empty ends, the sheet without its empty end.

    `left` empty columns stand before what the reader gave. Whoever counts further than anybody's staff is refused
    on the way, before it fills the memory.
    """
    known = _Known()
    before = [None] * left
    cleaned: list[list[Any]] = []
    cells_left, last = MOST_CELLS, 0
    for row in rows:
        given = row[: widest - left]
        if _AS_IT_IS.isdisjoint(map(type, given)):
            cells = list(map(known.__getitem__, given))
        else:
            cells = [value if type(value) in _AS_IT_IS and -_HUGE < value < _HUGE else known[value] for value in given]
        while cells and cells[-1] is None:
            cells.pop()
        cells_left -= len(cells)
        if cells:
            last = len(cleaned) + 1
            if last > MOST_ROWS or cells_left < 0:
                raise Unreadable("file_too_big")
        cleaned.append(before + cells if left and cells else cells)
        if len(cleaned) - last > MOST_GAP:
            raise Unreadable("file_too_big")
    del cleaned[last:]
    return cleaned


_AS_IT_IS = frozenset({float, int, bool})  # True and 1 are one key of a dictionary, and not one value
_HUGE = 1e300  # beyond it are only numbers that are none
_NO_NUMBER = "#NUM!"  # as a spreadsheet shows infinity and what is no number
_MOST_KNOWN, _LONGEST_KNOWN = 500_000, 40


class _Known(dict[Any, Any]):
    """{what a reader gave: the cell}. Texts repeat: departments, positions, yes and no."""

    def __missing__(self, value: Any) -> Any:
        if not isinstance(value, str):
            found = self[value] = cell(value)
            return found
        ordinary = value.isalnum() or (value.isprintable() and "_x" not in value and not value.isspace())
        found = (value or None) if ordinary else cell(visible(value))
        if len(value) < _LONGEST_KNOWN and len(self) < _MOST_KNOWN:
            self[value] = found
        return found
