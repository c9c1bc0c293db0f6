"""Rows that are put together column by column are those that a look at each of their cells gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine import lines
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.reading import read_workbooks

from .sheets import KINDS, VOCABULARY, workbook

HEADER = ["工号", "姓名", "性别", "部门", "入职日期", "手机号码", "基本工资", "备注"]
ODD: list[Any] = [None, "", "无", "—", 0, 1, True, False, 1.0, "1", "待定", "#N/A", date(2024, 2, 29)]
CELLS: list[list[Any]] = [
    ["E1", "E2", "e2", "E 3", 7, 7.0],
    ["方新", "郝好", "方 新", "柳青（离职）", "合计"],
    ["男", "女", "M", "先生"],
    ["销售部", "研发部", "销售 部"],
    [date(2024, 1, 5), "2024.3.1", "2024年5月", 45047, "2024-02-30"],
    ["13800000001", 13800000002.0, "138 0000 0003", "8765"],
    [5000, "5,000", "五千", "5k", 12.345],
    ["试用期至2024.6.30", "好", "试用期三个月", "产假2024.3.27-2024.8.31", "年假 5 天"],
]
ROW = st.tuples(*(st.sampled_from([*own, *ODD]) for own in CELLS)).map(list)


def told(record: Record) -> tuple[Any, ...]:
    cells = {key: str(cell) for key, cell in record.cells.items()}
    return record.kind, record.row, record.values, cells, record.notes, record.ops


def read(content: bytes) -> tuple[Any, ...]:
    reading = read_workbooks([("名册.xlsx", content)], KINDS, VOCABULARY)
    return [told(record) for record in reading.records], reading.skipped, reading.questions


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12))
def test_a_table_is_read_the_same_at_once_and_cell_by_cell(rows: list[list[Any]]) -> None:
    content = workbook([HEADER, *rows], "花名册")
    at_once = read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sheet, "_plain", {})
        patch.setattr(lines, "_ordinary", lambda *_: set[int]())
        assert read(content) == at_once


RAGGED = st.lists(st.lists(st.sampled_from([None, "a", 1, 2.5]), max_size=4), min_size=201, max_size=260)


@settings(max_examples=20, deadline=None)
@given(rows=RAGGED, column=st.integers(0, 5), every=st.integers(1, 3))
def test_a_long_column_holds_what_its_cells_hold_and_what_was_written_anew(
    rows: list[list[Any]], column: int, every: int
) -> None:
    grid = Grid(name="名册", rows=rows)
    for wanted in (list(range(len(rows))), list(range(0, len(rows), every)), list(range(len(rows) + 2))):
        assert grid.column(column, wanted) == [grid.at(row, column) for row in wanted]
    grid.correct(address(200, column), "新")
    assert grid.column(column, list(range(len(rows))))[200] == "新"


def test_a_yes_is_no_one_beside_a_one() -> None:
    """True and 1 are one key of a dictionary, and not one value."""
    rows = [["E1", "方新", 1], ["E2", "郝好", True], ["E3", "柳青", 1.0]]
    records, _, _ = read(workbook([["工号", "姓名", "基本工资"], *rows], "2026年3月定薪"))
    assert [values["base"] for _, _, values, *_ in records] == [1, None, 1]
