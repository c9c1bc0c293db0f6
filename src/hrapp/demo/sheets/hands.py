"""The many hands that typed the old spreadsheets: each writes dates, money and names in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

_WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
)
MADE = datetime(2020, 1, 1)  # noqa: DTZ001 (a workbook knows no time zone)


def wide(text: str) -> str:
    """Full-width, as some input methods leave it."""
    return text.translate(_WIDE)


def dated(day: date, hand: int) -> str | int | date:
    """One of six ways to write a day; a number and a real date are among them."""
    return (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        int(day.strftime("%Y%m%d")),
        day,
    )[hand % 6]


def dated_text(day: date, hand: int) -> str:
    return str(dated(day, hand % 4))


def money(amount: Decimal | int, hand: int) -> str | int | float:
    value = Decimal(amount)
    plain = int(value) if value == value.to_integral_value() else float(value)
    return (
        plain,
        f"￥{value:,.2f}",
        f"{value:,.0f}元" if isinstance(plain, int) else plain,
        wide(str(plain)),
        f"{_short(value / 10000)}万",
        f"{value:,.0f}" if isinstance(plain, int) else plain,
    )[hand % 6]


def percent(ratio: Decimal, hand: int) -> str | float:
    text = _short(ratio * 100)
    return (float(ratio), f"{text}%", f"{text}％")[hand % 3]


def spaced(name: str) -> str:
    """张 三: two characters stretched to the width of three."""
    return f"{name[0]} {name[1]}" if len(name) == 2 else name


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"


class Book:
    """A workbook with the few formats that offices use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = xlsxwriter.Workbook(str(path))
        self._book.set_properties({"created": MADE, "author": "行政"})
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        self.cell = self._book.add_format(base)
        self.head = self._book.add_format({**base, "bold": True, "align": "center", "bg_color": "#D9E2F3"})
        self.title = self._book.add_format({"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"})
        self.day = self._book.add_format({**base, "num_format": "yyyy/m/d"})
        self.rate = self._book.add_format({**base, "num_format": "0%"})
        self.sum = self._book.add_format({**base, "bold": True, "bg_color": "#F2F2F2"})

    def sheet(self, name: str, widths: Iterable[int] = ()) -> Sheet:
        made = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        return Sheet(self, made)

    def close(self) -> Path:
        self._book.close()
        return self.path


class Sheet:
    """Rows written from the top down."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book, self.sheet, self.row = book, sheet, 0

    def banner(self, text: str, width: int) -> None:
        self.sheet.merge_range(self.row, 0, self.row, width - 1, text, self.book.title)
        self.row += 1

    def line(self, values: Iterable[object], format: object = None) -> int:
        """Writes a row and answers its number."""
        for column, value in enumerate(values):
            self.put(self.row, column, value, format)
        self.row += 1
        return self.row - 1

    def put(self, row: int, column: int, value: object, format: object = None) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, format or self.book.cell)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.book.day)  # noqa: DTZ001
        elif isinstance(value, bool) or not isinstance(value, int | float):
            self.sheet.write_string(row, column, str(value), format or self.book.cell)
        else:
            self.sheet.write_number(row, column, value, format or self.book.cell)

    def merge(self, top: int, left: int, bottom: int, right: int, value: object, format: object = None) -> None:
        """A merged cell, or a plain one where there is nothing to merge."""
        if (top, left) == (bottom, right):
            self.put(top, left, value, format)
        else:
            self.sheet.merge_range(top, left, bottom, right, value, format or self.book.cell)

    def skip(self, rows: int = 1) -> None:
        self.row += rows
