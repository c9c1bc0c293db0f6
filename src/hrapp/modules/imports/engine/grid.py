"""A sheet as it stands in the file: values by row and column, and what the values alone do not show."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

Rect = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, inclusive


class Grid(msgspec.Struct, kw_only=True):
    """Cells are None, str, bool, int, float or date. Row and column numbers count from 0.

    `formats` holds number formats that change what a number means: "%" or the zeros of "000000";
    `broken` the cells without a value: "#REF!" and its kin, or "formula" for one that was never computed.
    """

    name: str
    rows: list[list[Any]]
    merges: list[Rect] = []
    formats: dict[str, str] = {}
    broken: dict[str, str] = {}
    hidden: bool = False
    filled: str = ""  # the kind whose empty table of ours this was before somebody filled it in

    def at(self, row: int, column: int) -> Any:
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None

    def correct(self, where: str, text: str) -> None:
        """The cell holds what somebody wrote anew as if it always had."""
        row, column = place(where)
        self.rows += [[] for _ in range(row + 1 - len(self.rows))]
        self.rows[row] += [None] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = text if text.strip() else None
        self.formats.pop(where, None)
        self.broken.pop(where, None)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


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
        return value.date()
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return value.strftime("%H:%M") if isinstance(value, time) else str(value) if isinstance(value, timedelta) else None


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_XML_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def visible(text: str) -> str:
    """Without the characters nobody sees, and with carriage returns that a program wrote as _x000D_."""
    return _XML_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text).translate(_INVISIBLE)


def tidy(rows: list[list[Any]], widest: int = 512) -> list[list[Any]]:
    """Cells of the few types, rows without their empty ends, the sheet without its empty end."""
    cleaned = []
    for row in rows:
        cells = [cell(visible(value) if isinstance(value, str) else value) for value in row[:widest]]
        while cells and cells[-1] is None:
            cells.pop()
        cleaned.append(cells)
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return cleaned
