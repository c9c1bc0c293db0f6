"""Which of two namesakes a row means."""

from __future__ import annotations

import pytest

from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, book, reading, records, table


@pytest.mark.parametrize("whom", ["刘洋(品牌部)", "刘洋（品牌部）"])
def test_a_name_with_its_department_in_brackets_is_no_sum_of_the_department(whom: str) -> None:
    rows = [["工号", "姓名", "岗位", "基本工资"], ["A1", "张伟", "工人", 5000], [None, whom, "工人", 5100]]
    assert ("刘洋",) in table(records(rows), "name") and not [r for r in reading(rows).skipped if r.row == 3]


def test_the_department_behind_a_name_tells_whose_the_row_is_where_nothing_else_does() -> None:
    rows = [["工号", "姓名", "部门", "基本工资"], ["A1", "张伟(质检部)", None, 5000], [None, "刘洋(品牌部)", None, 5100],
            [None, "李娜（品牌部）", "财务部", 5100], [None, "王强（实习）", None, 5100]]  # fmt: skip
    found = [(r.values["name"], r.values["department"]) for r in records(rows) if r.kind != "other"]
    assert found == [("张伟", None), ("刘洋", "品牌部"), ("李娜", "财务部"), ("王强", None)]


@pytest.mark.parametrize("written", ["刘洋(品牌部)", "品牌部", "人数", "备注"])
def test_a_row_in_which_somebody_wrote_anew_who_is_meant_stays_one(written: str) -> None:
    rows = [["工号", "姓名", "岗位", "基本工资"], ["A1", "张伟", "工人", 5000], [None, "刘洋", "工人", 5100]]
    answers = Answers(cells={"表.xlsx›Sheet1›B3": written})
    found = read_workbooks([("表.xlsx", book(rows))], every_kind(), WORDS, answers)
    assert 3 not in {row.row for row in found.skipped}
    assert 3 in {record.row for record in found.records}
