"""What headers come down to, and what shows where no word of a header is known."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel.imports import Field
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.people.imports_fields import PERSON_FIELDS
from hrapp.modules.records.imports import KINDS as RECORD_KINDS
from hrapp.modules.records.imports_work import PAYROLL
from tests.modules.imports.sheets import KINDS, VOCABULARY, records, values, workbook
from tests.modules.imports.test_two_in_one import reading

PERSON = {fld.key: fld for fld in PERSON_FIELDS}
PAY = {fld.key: fld for fld in PAYROLL.fields}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("入司时间", "入职日期"), ("DateofHire", "Joining Date"), ("帐号", "账号"), ("居民身份证号码", "身份证号"),
        ("公司缴纳养老保险", "单位养老"), ("本月代扣代缴个人所得税", "个税"), ("EmployeeNumber", "Emp ID"),
        ("联系电话", "手机号码"), ("劳动合同终止日期", "合同终止时间"), ("薪酬合计", "工资总额"),
    ],
)  # fmt: skip
def test_ways_to_say_the_same_come_down_to_one(one: str, other: str) -> None:
    assert reduced(one) == reduced(other)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("离职日期", PERSON["hire_date"]), ("入职日期", PERSON["leave_date"]), ("实发工资", PAY["gross"]),
        ("应发工资", PAY["net"]), ("养老保险（单位）", PAY["pension_personal"]), ("Manager ID", PERSON["emp_no"]),
        ("PositionID", PERSON["position"]), ("累计个人所得税", PAY["tax"]), ("Date of Termination", PERSON["hire_date"]),
        ("岗位编号", PERSON["position"]), ("部门人数", PERSON["department"]), ("事假扣款", PAY["other_deduction"]),
    ],
)  # fmt: skip
def test_one_character_that_makes_another_word_is_never_crossed(header: str, field: Field) -> None:
    assert likeness((header,), field) == 0


def test_a_side_over_a_column_belongs_to_it() -> None:
    assert likeness(("单位", "养老"), PAY["pension_company"]) > likeness(("单位", "养老"), PAY["pension_personal"])
    assert likeness(("养老保险", "个人"), PAY["pension_personal"]) >= 0.95


def test_two_halves_of_a_name_are_a_name() -> None:
    rows = [["First Name", "Last Name", "Email", "Hire Date"], ["Ada", "Byron", "ada@example.com", "2020-03-02"]]
    assert values(rows, "name", "hire_date") == [("Ada Byron", date(2020, 3, 2))]
    rows = [["lastName", "firstName", "Email", "Hire Date"], ["王", "小明", "wang@example.com", "2020-03-02"]]
    assert values(rows, "name") == [("王小明",)]


def test_of_several_levels_the_last_that_is_filled_is_the_department() -> None:
    rows = [
        ["工号", "姓名", "一级部门", "二级部门", "入职日期"],
        ["1", "李强", "制造中心", "冲压车间", "2020-03-02"],
        ["2", "王芳", "质检部", None, "2020-03-02"],
    ]
    assert values(rows, "department") == [("冲压车间",), ("质检部",)]


def everything(rows: list[list[object]]) -> list[tuple[str, dict[str, object]]]:
    found = read_workbooks([("表.xlsx", workbook(rows))], [*KINDS, *RECORD_KINDS], VOCABULARY)
    return [(record.kind, record.values) for record in found.records]


def test_a_month_of_days_is_a_header_and_kept_under_the_names() -> None:
    days = [str(day) for day in range(1, 31)]
    rows: list[list[object]] = [["姓名", *days], ["李强", *["√"] * 30], ["王芳", *["休"] * 30]]
    found = everything(rows)
    assert [(kind, told["name"]) for kind, told in found] == [("other", "李强"), ("other", "王芳")]
    assert found[0][1]["values"] == dict.fromkeys(days, "√")


def test_a_header_is_found_by_its_shape_and_the_people_by_their_names() -> None:
    rows: list[list[object]] = [["某某车间"], [None, "白胚", "上釉", "窑炉"]]
    rows += [[name, n, n * 2, 7] for n, name in enumerate(("李强", "王芳", "张秀英", "刘建国", "陈伟"), 1)]
    found = everything(rows)
    assert [told["name"] for _, told in found] == ["李强", "王芳", "张秀英", "刘建国", "陈伟"]
    assert found[1][1]["values"] == {"表名": "某某车间", "白胚": "2", "上釉": "4", "窑炉": "7"}


def test_whose_phone_it_is_stays_told() -> None:
    rows: list[list[object]] = [
        ["工号", "姓名", "入职日期", "紧急联系人", "紧急联系人联系方式"],
        ["1", "李强", "2020-03-02", "李梅", "13800000001"],
    ]
    found = dict(everything(rows))
    assert found["person"].get("phone") is None
    assert found["emergency_contact"]["emergency_phone"] == "13800000001"


def test_a_signature_below_the_names_is_nobody() -> None:
    rows = [
        ["岗位", "工号", "姓名", "入职日期"],
        ["操作工", "1", "李强", "2020-03-02"],
        ["制表人：李娜", None, "审核：王强"],
    ]
    assert [record.values["name"] for record in records(rows)] == ["李强"]


@pytest.mark.parametrize(
    ("said", "month", "codes"),
    [
        ("2026年5月1日-5月31日", "2026-05", []), ("2026-05-01~2026-05-31", "2026-05", []), ("2026年5月1日至2026年5月31日", "2026-05", []),
        ("2026年6月26日-7月25日", "2026-07", ["over_two_months"]),
    ],
)  # fmt: skip
def test_days_from_and_until_are_the_month_in_which_they_end(said: str, month: str, codes: list[str]) -> None:
    rows: list[list[object]] = [
        ["姓名", "考勤周期", "应出勤天数", "实际出勤天数"],
        ["李强", said, 22, 20],
        ["王芳", said, 22, 21],
    ]
    found = reading(rows).records
    assert [record.values["period"] for record in found] == [month] * 2
    assert [note.code for note in found[0].notes] == codes
