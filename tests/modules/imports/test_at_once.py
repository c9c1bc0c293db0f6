"""Rows that are put together column by column are those that a look at each of their cells gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.building import Sheet
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
    ["试用期至2024.6.30", "好"],
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
        assert read(content) == at_once


def test_a_yes_is_no_one_beside_a_one() -> None:
    """True and 1 are one key of a dictionary, and not one value."""
    rows = [["E1", "方新", 1], ["E2", "郝好", True], ["E3", "柳青", 1.0]]
    records, _, _ = read(workbook([["工号", "姓名", "基本工资"], *rows], "2026年3月定薪"))
    assert [values["base"] for _, _, values, *_ in records] == [1, None, 1]
