"""Workbooks named .xls: what calamine does not say of them, and those from before Excel 97 as a whole.

calamine takes the texts of Excel 5 and 95 for UTF-16, and knows no stream without a container, which is what many programs
of that time wrote. Their texts are in the code page of the file; where that is the Western one, or none, and they read as
Chinese in a Chinese one, they are Chinese.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import xlrd

from hrapp.modules.imports.engine import formats
from hrapp.modules.imports.engine.grid import Grid, address, tidy
from hrapp.modules.imports.engine.texts import decode, strict

_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BETWEEN = "\x1f"  # no second byte of a Chinese character
_EXCEL_97 = 80  # as xlrd counts
_WESTERN = (None, 367, 1252, 32768, 32769)
_CHINESE = re.compile(r"[\x00-\x7f\u2010-\u303f\u4e00-\u9fff\uff00-\uffef]*")


def read_old(content: bytes) -> list[Grid] | None:
    """The sheets of a workbook that calamine does not read well; None of every other."""
    contained = content.startswith(_CONTAINER)
    if contained and "Workbook".encode("utf-16-le") in content:
        return None
    book, told = _opened(content)
    if contained and book.biff_version >= _EXCEL_97:
        return None
    hidden = [sheet.visibility != 0 for sheet in book.sheets()]
    return [
        Grid(name=told(sheet.name), rows=tidy(_rows(book, sheet, told)), hidden=out)
        for sheet, out in zip(book.sheets(), hidden, strict=True)
    ]


def annotate(content: bytes, grids: list[Grid]) -> None:
    book, told = _opened(content)
    for sheet in book.sheets():
        if grid := next((each for each in grids if each.name == told(sheet.name)), None):
            grid.since_1904 = book.datemode == 1
            _annotate(book, sheet, grid, told)


def _opened(content: bytes) -> tuple[xlrd.Book, Callable[[str], str]]:
    """The workbook, and what its texts say."""
    options = {"file_contents": content, "formatting_info": True, "logfile": io.StringIO()}
    try:
        book = xlrd.open_workbook(**options)
        if book.biff_version >= _EXCEL_97 or book.codepage not in _WESTERN:
            return book, str
    except UnicodeDecodeError:
        pass
    book = xlrd.open_workbook(**options, encoding_override="latin-1")
    texts = _texts(book)
    return book, _chinese(texts) if all(map(_reads_as_chinese, texts)) else _western


def _texts(book: xlrd.Book) -> list[str]:
    cells = (cell for sheet in book.sheets() for row in range(sheet.nrows) for cell in sheet.row(row))
    found = {cell.value for cell in cells if cell.ctype == xlrd.XL_CELL_TEXT} | set(book.sheet_names())
    return sorted(text for text in found if not text.isascii())


def _reads_as_chinese(text: str) -> bool:
    readings = (strict(text.encode("latin-1"), name) for name in ("gb18030", "big5"))
    return any(reading is not None and _CHINESE.fullmatch(reading) for reading in readings)


def _chinese(texts: Sequence[str]) -> Callable[[str], str]:
    """All of them in one encoding: a word alone may read well in another."""
    read = decode(_BETWEEN.join(texts).encode("latin-1")).split(_BETWEEN)
    meant = dict(zip(texts, read, strict=False))
    return lambda text: meant.get(text, text)


def _western(text: str) -> str:
    return text.encode("latin-1").decode("cp1252", "replace")


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet, told: Callable[[str], str]) -> Iterator[list[Any]]:
    for row in range(sheet.nrows):
        yield [_value(book, cell, told) for cell in sheet.row(row)]


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell, told: Callable[[str], str]) -> Any:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return told(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value if cell.ctype == xlrd.XL_CELL_NUMBER else None


def _day(serial: float, mode: int) -> date | datetime | time | float:
    if serial < 0:
        return serial
    try:
        found: datetime = xlrd.xldate_as_datetime(serial, mode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return serial
    if serial < 1:
        return found.time()
    return found if found.time() != time() else found.date()


def _annotate(book: xlrd.Book, sheet: xlrd.sheet.Sheet, grid: Grid, told: Callable[[str], str]) -> None:
    shapes: dict[str, str] = {}
    broken: dict[str, str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                broken[address(row, column)] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_TEXT):
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                shape = book.format_map.get(style.format_key)
                code = (shape and shape.format_str) or formats.built_in(str(style.format_key))
                if meaning := formats.meaning(code):
                    shapes[address(row, column)] = meaning
    grid.formats, grid.broken = shapes, broken
    grid.hidden_rows = [row for row, about in sheet.rowinfo_map.items() if about.hidden]
    grid.hidden_columns = sorted(column for column, about in sheet.colinfo_map.items() if about.hidden)
    grid.comments = {address(row, column): told(note.text) for (row, column), note in sheet.cell_note_map.items()}
    if not grid.merges:
        grid.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
