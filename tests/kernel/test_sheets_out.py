"""What a cell of a file holds: numbers and days as such, and nothing that loses its end."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl

from hrapp.kernel.sheets_out import Cell, Sheet, as_csv, as_xlsx


def sheet(*row: Cell) -> Sheet:
    return Sheet("a/b:c*?", ["x"] * len(row), [row], "安可（E002）", datetime(2026, 10, 15, 9, tzinfo=UTC), {})


def test_numbers_and_days_are_numbers_and_days_and_long_digits_stay_whole() -> None:
    made = sheet(-5, Decimal("1234.50"), date(2026, 10, 15), "00042", 110101199003074514, None, date(1850, 1, 1))
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(made))).worksheets[0]
    found = [cell.value for cell in page[2]]
    assert found[:2] == [-5, 1234.5] and found[2] == datetime(2026, 10, 15)
    assert found[3:] == ["00042", "110101199003074514", None, "1850-01-01"]


def test_a_number_of_ours_may_begin_with_a_minus_and_a_text_may_not() -> None:
    assert (
        as_csv(sheet(-5, Decimal("-1.5"), "-5", "－5")).decode("utf-8-sig").splitlines()[1]
        == '"-5","-1.5","\'-5","\'－5"'
    )
