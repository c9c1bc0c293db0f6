"""A workbook with what is wrong marked: the cells as they were, what to change beside them, and nothing that acts."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from hrapp.modules.imports.engine import ours
from hrapp.modules.imports.engine.child import Opened, Question, answer
from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.marked import written_anew
from hrapp.modules.imports.engine.marked_child import Asked, marked_workbook, write
from hrapp.modules.imports.engine.marks import Flaw, Marks, Said, SheetMarks
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.ours import Mark, mark_in, rows_before, without_ours

from .sheets import workbook

MARK = Mark("0" * 25 + "B", "0" * 25 + "F")
ROWS: list[list[Any]] = [
    ["花名册", None, None, None, None],
    ["工号", "姓名", "身份证号", "入职日期", "比例"],
    ["007", "王敏", "110105199005171014", date(2023, 6, 1), 0.5],
    ["E2", "=1+1", "+8613800138000", "2023年13月", -3],
    ["E3", "＝HYPERLINK(1)", "@x", "\tx", 110105199005171014],
]
SHEET = SheetMarks(
    headers=(2,),
    rows={3: Said("", "新增", ""), 4: Said("error", "待处理", "没有 13 月"), 5: Said("warn", "请检查", "=cmd|x")},
    cells={"D4": Said("error", "", "没有 13 月"), "C5": Said("warn", "", "看一下")},
    texts=("A", "C"),
)


def marks(sheet: SheetMarks = SHEET, name: str = "名册") -> Marks:
    flaws = (Flaw(name, "D4", "E2", "error", "没有 13 月"), Flaw(name, "C5", "E3", "warn", "=cmd|x"))
    return Marks(
        str(MARK), ("结果", "怎么改"), "有问题的地方", ("表.xlsx",), ("位置", "谁", "问题"), flaws, {name: sheet}
    )


def made(sheet: SheetMarks = SHEET, rows: list[list[Any]] = ROWS) -> bytes:
    return write(Asked(workbook_of(rows), marks(sheet)))


def workbook_of(rows: list[list[Any]]) -> bytes:
    """Texts stay texts, also those that a spreadsheet program would take for formulas."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "名册"
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = page.cell(r, c)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def open_file(content: bytes) -> Opened:
    return answer(Question(content=content))


def test_the_cells_are_those_of_the_file_and_what_hrapp_added_is_not_read() -> None:
    before, after = open_file(workbook_of(ROWS)).grids, open_file(made()).grids
    assert mark_in(made()) == MARK
    assert [grid.rows for grid in without_ours(after)] == [grid.rows for grid in before]


@pytest.mark.parametrize("before", range(ours._PIECE - 60, ours._PIECE + 2, 7))
def test_a_mark_is_found_wherever_the_pieces_of_a_large_file_end(before: int) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", " " * before + str(MARK) + " " * ours._PIECE)
    assert mark_in(into.getvalue()) == MARK


def test_problems_are_coloured_and_commented_and_told_beside_the_row() -> None:
    summary, page = openpyxl.load_workbook(io.BytesIO(made())).worksheets
    assert page["D4"].fill.start_color.rgb == "FFF8C9C4" and page["C5"].fill.start_color.rgb == "FFFBE9A9"
    assert page["D4"].comment.text == "没有 13 月" and page["A3"].fill.fill_type is None
    assert [page.cell(2, n).value for n in (6, 7)] == ["结果", "怎么改"]
    assert [page.cell(4, n).value for n in (6, 7)] == ["待处理", "没有 13 月"]
    assert page.column_dimensions["H"].hidden and page["H2"].value == str(MARK)
    links = [cell.hyperlink.location for row in summary.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'名册'!D4", "'名册'!C5"]


def test_numbers_of_people_stay_texts() -> None:
    page = openpyxl.load_workbook(io.BytesIO(made())).worksheets[1]
    assert page["A3"].value == "007" and page["C3"].value == "110105199005171014"
    assert page["A3"].number_format == page["C3"].number_format == page["C4"].number_format == "@"


def test_nothing_from_data_is_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets and b"<f " not in sheets
    page = openpyxl.load_workbook(io.BytesIO(made())).worksheets[1]
    assert page["B4"].value == "=1+1" and page["B4"].data_type == "s"


def test_rows_are_known_again_after_sorting_and_deleting() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    book.worksheets[1].delete_rows(3)
    body = io.BytesIO()
    book.save(body)
    after = open_file(body.getvalue()).grids
    assert rows_before(after[1]) == {4: 3, 5: 4} and mark_in(body.getvalue()) == MARK


def test_a_sheet_that_may_not_be_seen_holds_a_sentence_only() -> None:
    content = made(SheetMarks(refused="不能看"))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert "王敏".encode() not in everything and "不能看".encode() in everything
    assert without_ours(open_file(content).grids) == []


def test_a_column_that_nobody_read_is_left_empty_where_it_might_hold_pay() -> None:
    page = openpyxl.load_workbook(io.BytesIO(made(SheetMarks(headers=(2,), blank=("E",))))).worksheets[1]
    assert page["E2"].value == "比例" and page["E3"].value is None and page["D3"].value is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04" + b"x" * 99, b"\xd0\xcf\x11\xe0", workbook(ROWS)],
    ids=["nothing", "half", "ole", "a file"],
)
def test_a_file_without_our_mark_has_none(content: bytes) -> None:
    assert mark_in(content) is None


def test_it_is_written_in_a_process_of_its_own() -> None:
    content = marked_workbook(workbook_of(ROWS), marks(), {"名册": {"D4": "2023-12-01"}})
    assert content is not None
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]["D4"].value == "2023-12-01"
    assert marked_workbook(b"\x89PNG\r\n", marks(), {}) is None


NAMES = {
    "a space and an apostrophe": [" 'abc"],
    "an apostrophe where a name is cut": ["a" * 30 + "'b"],
    "nothing but apostrophes": ["'''"],
    "three hundred with the same beginning": ["x" * 31 + str(n) for n in range(300)],
}


@pytest.mark.parametrize("names", NAMES)
def test_whatever_its_sheets_are_called_a_workbook_comes_back(names: str) -> None:
    grids = [Grid(name=name, rows=[["工号"], ["H1"]]) for name in NAMES[names]]
    marks = Marks("hrapp:x", ("结果", "怎么改"), "错误", ("a",), ("a", "b", "c"), (), {})
    (opened,) = open_files([written_anew(grids, marks)])
    assert opened.problem is None and len(opened.grids) == len(grids) + 1


def test_a_correction_where_no_sheet_reaches_makes_no_file_that_is_refused() -> None:
    grid = Grid(name="甲", rows=[["工号"], ["H1"]])
    for where in ("XFD1048576", "A1048576", "XFD1"):
        grid.correct(where, "x")
    grid.correct("B3", "y")
    assert grid.rows == [["工号"], ["H1"], [None, "y"]] and grid.corrected == ["B3"]
