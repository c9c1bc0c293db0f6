"""Rows become a file for a spreadsheet program: what is text stays text, whatever it begins with.

A name such as `=HYPERLINK(…)` must not begin to act when somebody opens the file. In a workbook every text is written
as text; in CSV, which knows no types, what could be read as a formula gets an apostrophe. A workbook says on a second
sheet who made it, when, and out of what.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import Event

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"  # the charset is added on the way out
Cell = str | int | Decimal | date | bool | None
_EXACT = 10**15  # a workbook's numbers have fifteen digits: longer ones are texts, or they lose their end
_LONGEST = 32_767  # characters that a cell can hold
_ACTS = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class ListExported(Event):
    """Somebody took a list with them; `details` say which, how many rows, which columns and by what filter."""

    said = mark("exported a list")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes out, and what is said about it: `made_by` is a name, `asked` the filter that was used."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    made_by: str
    made_at: datetime
    asked: Mapping[str, Any]

    @property
    def filter_hash(self) -> str:
        said = "\n".join(f"{name}={value}" for name, value in sorted(self.asked.items()))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def as_xlsx(sheet: Sheet) -> bytes:
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        page = book.add_worksheet(_sheet_name(sheet.title))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, title in enumerate(sheet.columns):
            page.write_string(0, column, _text(title), bold)
            page.set_column(column, column, min(40, max(10, 2 * len(title) + 2)))
        page.freeze_panes(1, 0)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                _write(page, number, column, value, day)
        about = book.add_worksheet(_sheet_name(_("About this file")))
        for number, (what, said) in enumerate(_about(sheet)):
            about.write_string(number, 0, what, bold)
            about.write_string(number, 1, _text(said))
        about.set_column(0, 1, 28)
    return body.getvalue()


def _write(page: Any, row: int, column: int, value: Cell, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal) and abs(Decimal(value)) < _EXACT:
        page.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1900:
        page.write_datetime(row, column, value, day)
    else:
        page.write_string(row, column, _text(str(value)))


def as_csv(sheet: Sheet) -> bytes:
    """With a mark at the start, by which Excel knows that it is UTF-8. Everything stands in quotes."""
    body = io.StringIO(newline="")
    writer = csv.writer(body, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_tame(title) for title in sheet.columns])
    writer.writerows([[_said(value) for value in row] for row in sheet.rows])
    return body.getvalue().encode("utf-8-sig")


def _said(value: Cell) -> str:
    if isinstance(value, str):
        return _tame(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _tame(text: str) -> str:
    plain = _text(text)
    return f"'{plain}" if _ACTS.search(plain) else plain


def _text(value: str) -> str:
    return _UNSEEN.sub("", value)[:_LONGEST]


def _about(sheet: Sheet) -> list[tuple[str, str]]:
    asked = "；".join(f"{name}: {value}" for name, value in sorted(sheet.asked.items()) if value)
    return [
        (_("Made by"), sheet.made_by),
        (_("Made at"), sheet.made_at.isoformat(" ", "minutes")),
        (_("Rows"), str(len(sheet.rows))),
        (_("Filter used"), asked or "—"),
        (_("Number of the filter"), sheet.filter_hash),
        (_("For whom"), _("Holds data of people. Do not pass it on; delete it when you no longer need it.")),
    ]


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", _text(title))[:31].strip() or "1"
