"""Lists of those who came: what their title says, what their signs say, and what they never say of a person."""

from __future__ import annotations

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, reading, table

_SIGNED: Rows = [
    ["序号", "工号", "姓名", "部门", "签到", "备注"],
    [1, "A1", "张伟", "客户部", "√", None],
    [2, "A2", "李娜", "客户部", "缺席", "出差"],
    [3, "A3", "王强", "客户部", None, None],
]
_ABOVE = ["培训时间：2026年5月15日 14:00-16:00", None, "讲师：王教官", None, "地点：三楼会议室"]


def kinds(found: Reading) -> set[str]:
    return {record.kind for record in found.records}


def trainings(found: Reading) -> list[Record]:
    return [record for record in found.records if record.kind == "training"]


def told(title: str, **cells: str) -> Reading:
    answers = Answers(
        tables={"表.xlsx›Sheet1›2": TableAnswer(kind="training")},
        cells={f"表.xlsx›Sheet1›{where}": text for where, text in cells.items()},
    )
    return read_workbooks([("表.xlsx", book([[title], *_SIGNED]))], every_kind(), WORDS, answers)


@pytest.mark.parametrize(
    ("title", "course"),
    [
        ("消防安全培训签到表", "消防安全培训"),
        ("2026年第二季度消防安全培训签到表", "消防安全培训"),
        ("某某有限公司员工商务礼仪培训（第一期）签到表", "商务礼仪培训"),
        ("中层干部培训班名单", "中层干部培训班"),
        ("新员工入职培训记录表", "新员工入职培训"),
    ],
)
def test_a_title_names_the_training_of_those_who_signed(title: str, course: str) -> None:
    found = trainings(reading([[title], _ABOVE, *_SIGNED]))
    assert table(found, "name", "course", "date", "attended") == [
        ("张伟", course, "2026-05-15", "attended"),
        ("李娜", course, "2026-05-15", "absent"),
        ("王强", course, "2026-05-15", "None"),
    ]


def test_who_taught_and_where_is_kept_with_each_who_came() -> None:
    found = reading([["消防安全培训签到表"], _ABOVE, *_SIGNED]).records
    kept = [record.values["values"] for record in found if record.kind == "other"]
    assert [(each["讲师"], each["地点"], each.get("备注")) for each in kept] == [
        ("王教官", "三楼会议室", None),
        ("王教官", "三楼会议室", "出差"),
        ("王教官", "三楼会议室", None),
    ]


@pytest.mark.parametrize("title", ["年会签到表", "年度培训签到表", "消防演练名单", "端午节福利领取表"])
def test_a_list_of_names_that_is_about_something_else_is_no_roster(title: str) -> None:
    assert kinds(reading([[title], *_SIGNED])) == {"other"}


@pytest.mark.parametrize("title", ["员工花名册", "客户部人员名单", "某某有限公司员工信息表"])
def test_a_list_of_names_that_is_called_one_is_a_roster(title: str) -> None:
    assert "person" in kinds(reading([[title], *([*row[:4], row[5]] for row in _SIGNED)]))


def test_a_roster_of_those_who_are_trained_is_a_roster() -> None:
    rows: Rows = [["新员工入职培训名单"], ["姓名", "性别", "入职日期", "岗位"], ["张伟", "男", "2026-05-01", "工人"], ["李娜", "女", "2026-05-01", "工人"]]  # fmt: skip
    assert kinds(reading(rows)) == {"person"}


def test_a_sign_says_that_somebody_came_where_nothing_else_does() -> None:
    found = told("消防安全培训签到表")
    assert table(trainings(found), "name", "attended") == [("张伟", "attended"), ("李娜", "absent"), ("王强", "None")]
    assert not [row for row in found.skipped if row.code == "nothing_said"]


def test_a_training_that_nothing_names_waits_for_its_title() -> None:
    found = trainings(told("年度培训签到表"))
    where = [(note.code, note.level, note.cell and note.cell.address) for r in found for note in r.notes]
    assert where == [("list_unnamed", "error", "A1")] * 3
    mended = trainings(told("年度培训签到表", A1="消防安全培训签到表"))
    assert table(mended, "course") == [("消防安全培训",)] * 3 and not any(record.notes for record in mended)
