"""日期 says when something was, and only beside words of leaving that somebody left; of which year is asked once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrapp.modules.imports.engine.answers import Answers, Habit, TableAnswer
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, reading, records, table


@pytest.mark.parametrize(
    ("file", "heads", "kind"),
    [
        ("迟到明细", ("迟到分钟", 10, "备注", "堵车"), "attendance"),
        ("早退明细", ("早退分钟", 10, "备注", "家事"), "attendance"),
        ("生日", (), "other"),
        ("出差明细", ("目的地", "苏州"), "other"),
        ("体检登记", ("体检结果", "合格"), "other"),
        ("外出登记", ("外出事由", "送货"), "other"),
        ("工装领用", ("尺码", "L"), "other"),
        ("补卡", ("补卡时间", "09:00", "备注", "忘打卡"), "other"),
        ("值班表", ("班次", "夜班"), "other"),
    ],
)
def test_the_day_of_something_is_no_day_on_which_somebody_left(file: str, heads: tuple[Any, ...], kind: str) -> None:
    rows = [["姓名", "日期", *heads[::2]], *([n, date(2026, 3, day), *heads[1::2]] for n, day in (("张三", 14), ("李四", 20)))]  # fmt: skip
    found = records(rows, file=f"{file}.xlsx")
    assert {record.kind for record in found} == {kind} and len(found) == 2
    assert not any(record.values.get("leave_date") or record.values.get("note") for record in found)


@pytest.mark.parametrize(
    ("file", "head"),
    [
        ("离职人员", "备注"),
        ("7月离厂名单", "备注"),
        ("退场登记", "备注"),
        ("Leaver list", "备注"),
        ("名单", "离职原因"),
    ],
)
def test_a_bare_day_is_the_last_one_where_something_speaks_of_leaving(file: str, head: str) -> None:
    rows = [["姓名", "日期", head], ["张三", date(2026, 3, 14), "回老家"], ["李四", date(2026, 3, 20), "家事"]]
    assert table(records(rows, file=f"{file}.xlsx"), "leave_date") == [("2026-03-14",), ("2026-03-20",)]


def test_a_bare_day_is_that_of_the_leave_or_the_reward_the_list_is_about() -> None:
    leave = [
        ["姓名", "日期", "假别", "天数"],
        ["张三", date(2026, 3, 14), "事假", 1],
        ["张三", date(2026, 3, 20), "事假", 1],
    ]
    assert table(records(leave, file="请假登记.xlsx"), "leave_start") == [("2026-03-14",), ("2026-03-20",)]
    reward = [["姓名", "奖励名称", "奖励日期", "奖励金额"], ["张三", "全勤奖", date(2026, 3, 14), 200]]
    (found,) = records(reward, file="奖励.xlsx")
    assert (found.kind, found.values["date"]) == ("discipline", date(2026, 3, 14))


def test_days_without_a_year_wait_for_one_answer() -> None:
    rows: Rows = [["姓名", "奖项", "颁奖日期"], ["张三", "月度之星", "9月28日"], ["李四", "月度之星", "10/5"]]
    (asked,) = [each for each in reading(rows, (), "获奖").questions if each.code == "year_missing"]
    assert (asked.field, dict(asked.values)) == ("date", {"9月28日": 1, "10/5": 1})
    answers = Answers(tables={asked.table: TableAnswer(habits={"date": Habit(year=2026)})})
    found = read_workbooks([("表.xlsx", book(rows, (), "获奖"))], every_kind(), WORDS, answers).records
    days = [(str(each.values["date"]), [note.level for note in each.notes if note.code == "year_assumed"]) for each in found if each.kind == "award"]  # fmt: skip
    assert days == [("2026-09-28", ["info"]), ("2026-10-05", ["info"])]
