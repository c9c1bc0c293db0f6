"""登记表: a sheet that says of one person who they are, as labels with their values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.asked import written
from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, reading, records

FORM: list[list[Any]] = [
    ["员工入职登记表", None, None, None, None, None],
    ["姓名", "李志辉", "性别", "男", "出生日期", "1994年7月15日"],
    ["部门", "客服部", "岗位", "主管", "联系电话", "13905718705"],
    ["身份证号", "320583199407157493", None, None, "学历", "大专"],
    ["入职日期", "2017-12-06", "家庭住址", "湖南省邵阳市大祥区敏州路52号", None, None],
    ["紧急联系人", "买合木提·艾力", "关系", "姐妹", "电话", "18778293658"],
    ["本人签字：", None, None, "日期：", None, None],
]
_BELOW: list[list[Any]] = [
    ["教育经历"],
    ["开始时间", "结束时间", "毕业院校", "专业"],
    ["2012-09", "2015-07", "邵阳职业学院", "机电"],
    ["家庭成员"],
    ["姓名", "关系", "工作单位", "联系电话"],
    ["李建国", "父亲", "务农", "13800138001"],
    ["王秀英", "母亲", "务农", "13800138002"],
]


def of(found: Sequence[Record], kind: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in r.values.items() if v is not None and k != "labels"} for r in found if r.kind == kind]


def test_a_form_of_labels_and_values_is_one_person_with_what_it_says() -> None:
    found = records(FORM, sheet="李志辉")
    (person,) = of(found, "person")
    assert {key: str(value) for key, value in person.items()} == {
        "name": "李志辉",
        "gender": "男",
        "birth_date": "1994-07-15",
        "department": "客服部",
        "position": "主管",
        "phone": "13905718705",
        "id_no": "320583199407157493",
        "hire_date": "2017-12-06",
    }
    assert of(found, "education")[0]["education"] == "大专"
    (contact,) = of(found, "emergency_contact")
    assert (contact["emergency_contact"], contact["emergency_phone"]) == ("买合木提·艾力", "18778293658")


def test_what_is_told_names_the_cells_of_the_form() -> None:
    rows = [*FORM[:4], ["入职日期", "2017-13-06", *FORM[4][2:]], *FORM[5:]]
    person = next(record for record in records(rows) if record.kind == "person")
    assert (person.cells["phone"].address, person.cells["id_no"].address) == ("F3", "B4")
    assert [note.cell.address for note in person.notes if note.level == "error" and note.cell] == ["B5"]


def test_what_is_answered_about_a_form_holds_for_the_form() -> None:
    whole = reading(FORM)
    (form,) = whole.files[0].tables
    told = TableAnswer(kind="person", columns={"F": "", "D": "department"})
    found = read_workbooks([("表.xlsx", book(FORM))], every_kind(), WORDS, Answers(tables={form.id: told}))
    (person,) = of(found.records, "person")
    assert found.files[0].tables[0].id == form.id and person["department"] == "客服部" and "phone" not in person
    left = Answers(tables={form.id: TableAnswer(skip=True)})
    found = read_workbooks([("表.xlsx", book(FORM))], every_kind(), WORDS, left)
    assert [(t.id, t.verdict) for t in found.files[0].tables] == [(form.id, "answered")] and not found.records


def test_a_cell_of_a_form_goes_by_its_own_label() -> None:
    rows = [*FORM[:4], ["入职日期", "2017年12月", *FORM[4][2:]], *FORM[5:]]
    found = reading(rows)
    person = next(record for record in found.records if record.kind == "person")
    headers = {cell: header for _, header, cell, _ in written(found, person)}
    assert (headers["B2"], headers["D2"], headers["B4"], headers["B5"]) == ("姓名", "性别", "身份证号", "入职日期")
    (asked,) = [each for each in found.questions if each.code == "day_assumed"]
    column = found.files[0].tables[0].column_at("B5")
    assert (
        column is not None
        and (asked.letter, asked.field) == (column.letter, "hire_date")
        and column.header == "入职日期"
    )


def test_schools_and_family_below_a_form_are_those_of_its_person() -> None:
    found = records([*FORM[:-1], *_BELOW, FORM[-1]])
    assert [person["name"] for person in of(found, "person")] == ["李志辉"]
    assert [(r["name"], r["school"]) for r in of(found, "education") if "school" in r] == [("李志辉", "邵阳职业学院")]
    assert [(r["name"], r["member_name"], r["relation"]) for r in of(found, "family")] == [
        ("李志辉", "李建国", "父亲"),
        ("李志辉", "王秀英", "母亲"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [[cell if n % 2 == 0 else None for n, cell in enumerate(row)] for row in FORM],  # nobody filled it in
        [["应聘登记表"], *FORM[1:]],  # who applied may never have come
        [
            ["姓名", "李志辉", "部门", "客服部"],
            ["岗位", "主管", "入职日期", "2017-12-06"],
        ],  # says nothing of who they are
    ],
)
def test_a_blank_form_an_applicant_and_a_sheet_about_work_are_nobody(rows: Rows) -> None:
    assert not [record for record in reading(rows).records if record.kind == "person"]


def test_a_roster_is_no_form_and_courses_below_somebodys_name_stay_theirs() -> None:
    roster = [
        ["姓名", "性别", "手机号", "部门"],
        ["张伟", "男", "13905718705", "客服部"],
        ["李娜", "女", "13905718706", "客服部"],
    ]
    assert [person["name"] for person in of(records(roster), "person")] == ["张伟", "李娜"]
    courses = [
        ["姓名：张伟", None, "部门：客服部"],
        ["培训课程", "培训日期", "考核成绩"],
        ["消防", "2026-03-02", 90],
        ["急救", "2026-03-03", 85],
    ]
    assert [each["name"] for each in of(records(courses), "training")] == ["张伟", "张伟"]
