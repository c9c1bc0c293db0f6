"""Binary workbooks: what an .xlsb says beside its values, and in which code page an .xls from before Excel 97 is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.opening import open_files

from .binary import biff2, biff5, contained, xlsb

HEAD = ["工号", "姓名", "入职日期", "月薪", "完成率", "在职", "上级"]
ROWS: list[list[Any]] = [
    HEAD,
    ["E021", "方新", date(2026, 3, 1), 8000.5, (0.95, 2), True, "#REF!"],
    ["E022", "郝好", date(2026, 3, 2), 7000.0, (1.2, 2), False],
]


def grids(content: bytes) -> list[Grid]:
    (opened,) = open_files([content])
    assert opened.problem is None, opened.problem
    return opened.grids


def test_an_xlsb_says_its_days_its_percentages_and_which_cells_are_errors() -> None:
    (grid,) = grids(xlsb(ROWS))
    assert grid.rows[1:] == [["E021", "方新", date(2026, 3, 1), 8000.5, 0.95, True], ["E022", "郝好", date(2026, 3, 2), 7000.0, 1.2, False]]  # fmt: skip
    assert grid.formats == {"E2": "%", "E3": "%"} and grid.broken == {"G2": "#REF!"}
    assert not grid.hidden and grid.hidden_rows == [] and grid.hidden_columns == []


def test_an_xlsb_says_what_is_hidden_and_merged() -> None:
    (grid,) = grids(xlsb(ROWS, hidden_rows=(1,), hidden_columns=(3, 4), merges=((0, 0, 0, 1),), hidden=True))
    assert (grid.hidden, grid.hidden_rows, grid.hidden_columns) == (True, [1], [3, 4])
    assert grid.merges == [(0, 0, 0, 1)]


@pytest.mark.parametrize(
    ("encoding", "codepage"), [("gbk", 936), ("big5", 950), ("gbk", 1252), ("gbk", None), ("big5", 1252)]
)
@pytest.mark.parametrize("packed", [contained, bytes], ids=["in a container", "without one"])
def test_a_workbook_of_excel_95_is_read_in_the_code_page_that_it_has(
    encoding: str, codepage: int | None, packed: Any
) -> None:
    """Many programs say the Western one, or none, and write Chinese all the same."""
    rows = [["工號" if encoding == "big5" else "工号", "姓名", "到職日" if encoding == "big5" else "入职日期"], ["E021", "陳芳" if encoding == "big5" else "陈芳", date(2026, 3, 1)]]  # fmt: skip
    (grid,) = grids(packed(biff5(rows, encoding, codepage)))
    assert grid.rows == rows and grid.name == "Sheet1"


def test_names_with_accents_stay_western() -> None:
    rows = [["Name", "Città"], ["José Müller", "Zürich"], ["Łukasz", "Kraków"][1:]]
    (grid,) = grids(biff5(rows, "cp1252", 1252))
    assert grid.rows == [["Name", "Città"], ["José Müller", "Zürich"], ["Kraków"]]


def test_days_times_and_both_of_an_old_workbook() -> None:
    rows = [["入职日期", "打卡", "上班"], [date(2026, 3, 1), (46082.75, 1), (0.375, 1)], [(-5.0, 1), 7.0, None]]
    (grid,) = grids(biff5(rows))
    assert grid.rows[1] == [date(2026, 3, 1), "2026-03-01 18:00", "09:00"]
    assert grid.rows[2] == [-5.0, 7.0], "no day at all stays a number"


def test_an_old_workbook_that_is_cut_off_costs_a_sentence() -> None:
    whole, small = contained(biff5(ROWS[:1] * 50)), biff2([["工号", "姓名"]] * 50)
    found = open_files([whole[:700], small[:40], small])
    assert found[0].problem in ("file_damaged", "file_unknown") and found[2].problem is None
    assert found[1].problem in (None, "file_damaged")
