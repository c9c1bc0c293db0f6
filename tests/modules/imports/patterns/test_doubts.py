"""What only a whole row or a whole column shows is told: nothing of it is taken in silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel.imports import Note, Record

from ..sheets import records

HEAD = ["工号", "姓名", "部门", "岗位", "入职日期"]
NAMES = "李王张刘陈杨黄赵吴周徐孙马朱胡"


def roster(header: str, cells: Sequence[Any], days: Sequence[Any] = ()) -> list[Record]:
    rows = [
        [f"HP{n:03}", f"{NAMES[n]}强", "质检部", "检验员", days[n] if days else f"20{10 + n}-03-02", cell]
        for n, cell in enumerate(cells)
    ]
    return [r for r in records([[*HEAD, header], *rows], sheet="花名册") if r.kind == "person"]


def told(found: Sequence[Record], code: str) -> list[Note]:
    return [note for record in found for note in record.notes if note.code == code]


@pytest.mark.parametrize(
    ("born", "hired", "code", "kept"),
    [
        ("1990-01-01", "2020-03-02", None, True),
        ("2021-01-01", "2020-03-02", "born_late", False),
        ("2027-01-01", None, "born_late", False),
        ("2008-01-01", "2020-03-02", "age_odd", True),
        ("1940-01-01", "2020-03-02", "age_odd", True),
        ("2004-03-02", "2020-03-02", None, True),
        ("2004-03-03", "2020-03-02", "age_odd", True),
        ("1945-03-02", "2020-03-02", None, True),
        ("1945-03-01", "2020-03-02", "age_odd", True),
        ("1990-01-01", "2029-03-02", "hired_ahead", True),
    ],
    ids=[
        "as it should be",
        "born after the hire",
        "born ahead",
        "a child at work",
        "hired at 80",
        "sixteen on the day",
        "sixteen tomorrow",
        "75 on the day",
        "75 and a day",
        "hired in years",
    ],
)
def test_days_that_cannot_both_be_true_are_told(born: str, hired: str | None, code: str | None, kept: bool) -> None:
    (first, *_) = roster("出生日期", [born, "1991-01-01"], [hired, "2020-01-01"])
    assert {n.code for n in first.notes} == ({code} if code else set())
    assert (first.values["birth_date"] is not None) is kept


def test_days_that_count_up_by_dragging_are_told_once() -> None:
    days = [date(2020, 3, 1) + timedelta(days=n) for n in range(12)]
    found = roster("备注", [None] * 12, days)
    (note,) = told(found, "dragged_down")
    assert note.cell and note.cell.address == "E2" and note.values["n"] == "12"
    assert not told(roster("备注", [None] * 12, [d + timedelta(days=n) for n, d in enumerate(days)]), "dragged_down")


@pytest.mark.parametrize(
    ("header", "key", "filler"), [("手机号", "phone", "13800138000"), ("邮箱", "email", "hr@b.cn")]
)
def test_what_everybody_has_is_nobodys(header: str, key: str, filler: str) -> None:
    found = roster(header, [filler] * 4)
    assert [r.values[key] for r in found] == [None] * 4 and len(told(found, "same_for_all")) == 4
    two = roster(header, [filler, filler, "13900139000" if key == "phone" else "c@b.cn"])
    assert all(r.values[key] for r in two)


def test_a_column_of_nothing_but_zeros_is_asked_about() -> None:
    head = ["工号", "姓名", "课程", "日期", "考核成绩"]
    rows = [[str(n), f"{NAMES[n]}强", "安全生产", "2026-03-05", 0] for n in range(4)]
    assert len(told(records([head, *rows], sheet="培训记录"), "all_zero")) == 1
    rows[0][4] = 80
    found = records([head, *rows], sheet="培训记录")
    assert not told(found, "all_zero") and [r.values["score"] for r in found] == [80, 0, 0, 0]


def test_an_empty_cell_that_means_as_above_is_asked_about_once() -> None:
    rows = [[f"HP{n}", f"{NAMES[n]}强", "质检部" if n == 0 else "冲压车间" if n == 3 else None, "检验员", "2020-03-02"] for n in range(6)]  # fmt: skip
    found = records([HEAD, *rows], sheet="花名册")
    (note,) = told(found, "taken_from_above")
    assert (note.values["text"], note.values["n"]) == ("质检部", "4") and note.cell and note.cell.address == "C3"


def test_months_without_a_year_are_told_once() -> None:
    rows = [["工号", "姓名", "指标", "1月", "2月"], ["1", "李强", "月产量", 10, 20], ["2", "王芳", "月产量", 30, 40]]
    found = records(rows, sheet="月产量")
    (note,) = told(found, "year_assumed")
    assert (note.values["text"], note.values["period"]) == ("1月", "2026-01")
    assert not told(records([["2025年月产量"], *rows], sheet="月产量"), "year_assumed")


def test_the_same_number_for_two_names_and_the_same_name_for_two_numbers_stay_apart() -> None:
    rows = [["1", "李强", "质检部", "检验员", "2020-03-02"], ["1", "王芳", "质检部", "检验员", "2020-03-02"], ["2", "李强", "冲压车间", "操作工", "2020-03-02"]]  # fmt: skip
    found = records([HEAD, *rows], sheet="花名册")
    assert [(r.values["emp_no"], r.values["name"]) for r in found] == [("1", "李强"), ("1", "王芳"), ("2", "李强")]


def test_deductions_keep_their_sign() -> None:
    head = ["工号", "姓名", "基本工资", "岗位津贴", "补贴"]
    rows = [["1", "李强", 8000, -500, "(300)"], ["2", "王芳", 8000, 500, 300]]
    found = [r for r in records([head, *rows], sheet="现行工资") if r.kind == "pay"]
    assert found[0].values["components"] == {"岗位津贴": Decimal(-500), "补贴": Decimal(-300)}
