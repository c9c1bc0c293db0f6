"""A workbook with what is wrong marked, written anew from the cells that were read. No cell of it is a formula."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from hrapp.modules.imports.engine.grid import Grid, address, place
from hrapp.modules.imports.engine.marks import Marks, SheetMarks
from hrapp.modules.imports.engine.ours import OUR_SHEET

FILLS = {"error": "#F8C9C4", "warn": "#FBE9A9"}
WIDE = 46  # of the column that says what to change
_LONGEST = 32_767  # characters of a cell
_NUMBERED = re.compile(r"0\d+|\d{11,}[Xx]?")  # digits that are no figure: 007, a phone, a card
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written_anew(grids: list[Grid], marks: Marks) -> bytes:
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        formats = _Formats(book)
        summary = book.add_worksheet(free_name(marks.title, {grid.name for grid in grids}))
        names: dict[str, str] = {}
        for grid in grids:
            names[grid.name] = _name(grid.name, book)
            page = book.add_worksheet(names[grid.name])
            found = marks.sheets.get(grid.name, SheetMarks())
            if found.refused:
                page.write_string(0, 0, found.refused)
                page.write_string(0, 1, OUR_SHEET)
                page.set_column(1, 1, None, None, {"hidden": True})
            else:
                _Sheet(page, grid, found, marks, formats).write()
            if grid.hidden:
                page.hide()
        _summary(summary, marks, formats, names)
        summary.activate()
    return body.getvalue()


def free_name(title: str, taken: set[str]) -> str:
    known = {each.casefold() for each in taken}
    ends = ("" if n == 1 else f" ({n})" for n in range(1, len(taken) + 3))
    names = (title[: 31 - len(end)].rstrip(" '") + end for end in ends)
    return next(name for name in names if name.casefold() not in known)


def _name(name: str, book: Any) -> str:
    """As it was; where that cannot be in a workbook, as near as can be."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", _UNSEEN.sub("", name)).strip("' ")[:31].strip("' ") or "Sheet"
    return free_name(plain, {page.get_name() for page in book.worksheets()})


class _Formats:
    """One format of the workbook for each pair of number format and fill."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}
        self.bold = book.add_format({"bold": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})

    def of(self, number: str, level: str) -> Any:
        if not number and not level:
            return None
        if (number, level) not in self._made:
            wanted = {"num_format": number} if number else {}
            wanted |= {"bg_color": FILLS[level]} if level else {}
            self._made[number, level] = self._book.add_format(wanted)
        return self._made[number, level]


class _Sheet:
    def __init__(self, page: Any, grid: Grid, found: SheetMarks, marks: Marks, formats: _Formats) -> None:
        self.page, self.grid, self.found, self.marks, self.formats = page, grid, found, marks, formats
        self.texts = {place(f"{at}1")[1] for at in found.texts}
        self.blank = {place(f"{at}1")[1] for at in found.blank}

    def write(self) -> None:
        width = self.grid.width
        for column in range(width):
            self.page.set_column(
                column, column, self._wide(column), self.formats.text if column in self.texts else None
            )
        for top, left, bottom, right in self.grid.merges:
            if (top, left) != (bottom, right):
                with contextlib.suppress(XlsxWriterException):  # such as overlap in a damaged file
                    self.page.merge_range(top, left, bottom, right, "")
        first = min(self.found.headers, default=0)
        for row, cells in enumerate(self.grid.rows):
            for column, value in enumerate(cells):
                if column not in self.blank or row < first:
                    self._cell(row, column, value)
        for where in self.found.cells:
            row, column = place(where)
            if self.grid.at(row, column) is None:
                self._cell(row, column, None)
        self._beside(width)

    def _wide(self, column: int) -> int:
        longest = (len(str(cells[column])) for cells in self.grid.rows[:200] if column < len(cells) and cells[column])
        return min(40, max(8, *longest, 8) + 3)

    def _cell(self, row: int, column: int, value: Any) -> None:
        where = address(row, column)
        said = self.found.cells.get(where)
        level = said.level if said else ""
        number = self.grid.formats.get(where, "")
        number = "0.##%" if number == "%" else number
        broken = self.grid.broken.get(where)
        if broken and broken != "formula":
            value = broken
        digits = isinstance(value, str) and _NUMBERED.fullmatch(value.strip())
        if (column in self.texts or digits) and not number:
            number = "@"  # whoever corrects it types a text again
        if value is None:
            self.page.write_blank(row, column, None, self.formats.of(number, level))
        elif isinstance(value, bool):
            self.page.write_boolean(row, column, value, self.formats.of(number, level))
        elif isinstance(value, int | float):
            self.page.write_number(row, column, value, self.formats.of(number, level))
        elif isinstance(value, date) and value.year >= 1900:
            self.page.write_datetime(row, column, value, self.formats.of("yyyy-mm-dd", level))
        else:
            self.page.write_string(row, column, plain(str(value)), self.formats.of(number, level))
        if said:
            self.page.write_comment(row, column, said.words, {"author": "hrapp", "x_scale": 2})

    def _beside(self, width: int) -> None:
        """The two columns after the table, and the hidden one that tells which file this is."""
        if not self.found.rows:
            return
        headers = self.found.headers or (1,)
        for row in headers:
            for n, label in enumerate(self.marks.labels):
                self.page.write_string(row - 1, width + n, label, self.formats.bold)
        self.page.write_string(min(headers) - 1, width + 2, self.marks.mark)
        for row, said in self.found.rows.items():
            self.page.write_string(row - 1, width, said.result, self.formats.of("", said.level))
            self.page.write_string(row - 1, width + 1, said.words)
        for row, cells in enumerate(self.grid.rows[min(headers) :], min(headers) + 1):
            if any(value is not None for value in cells) and row not in headers:
                self.page.write_number(row - 1, width + 2, row)
        self.page.set_column(width, width, 10)
        self.page.set_column(width + 1, width + 1, WIDE)
        self.page.set_column(width + 2, width + 2, None, None, {"hidden": True})
        self.page.freeze_panes(max(headers) if len(headers) == 1 else min(headers), 0)
        if len(headers) == 1:
            self.page.autofilter(headers[0] - 1, 0, max(self.found.rows), width + 1)


def _summary(page: Any, marks: Marks, formats: _Formats, names: Mapping[str, str]) -> None:
    page.write_string(0, 0, marks.title, formats.bold)
    page.write_string(0, 3, OUR_SHEET)
    page.set_column(3, 3, None, None, {"hidden": True})
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 26)
    page.set_column(2, 2, 90, formats.wrap)
    for n, sentence in enumerate(marks.lead, 1):
        page.write_string(n, 0, sentence)
    start = len(marks.lead) + 2
    for n, head in enumerate(marks.heads):
        page.write_string(start, n, head, formats.bold)
    for n, flaw in enumerate(marks.flaws, start + 1):
        where = f"{flaw.sheet} {flaw.address}".strip()
        page.write_url(
            n, 0, f"internal:{link(names.get(flaw.sheet, ''), flaw.address)}", formats.of("", flaw.level), plain(where)
        )
        page.write_string(n, 1, plain(flaw.who))
        page.write_string(n, 2, plain(flaw.words), formats.wrap)
    page.freeze_panes(start + 1, 0)


def link(sheet: str, where: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{where or 'A1'}"


def plain(text: str) -> str:
    return _UNSEEN.sub("", text)[:_LONGEST]
