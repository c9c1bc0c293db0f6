"""What a header means by the group above it, by the column before it, and by what stands under it."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.spelling import reduced
from tests.proof.importing import every_kind

from .test_exports import columns, fields, under
from .test_two_in_one import WORDS, Rows, book, reading, table


def grouped(group: str, heads: list[str], *cells: Any) -> dict[str, str | None]:
    """{header below: field} of a roster with this group over some of its columns."""
    people = [[f"E{n}", f"张小{name}", "2020-03-01", *cells] for n, name in enumerate("敏强芳伟")]
    rows: Rows = [
        ["工号", "姓名", "入职日期", group, *[None] * (len(heads) - 1)],
        [None, None, None, *heads],
        *people,
    ]
    area = f"D1:{chr(ord('D') + len(heads) - 1)}1"
    (found,) = [each for each in reading(rows, [area], "花名册").files[0].tables if each.kind]
    return {column.header.rpartition(" / ")[2]: column.field for column in found.columns}


def test_no_name_of_a_field_comes_down_to_a_single_character() -> None:
    """员工组 is no 组, or whatever is called 组 would be it."""
    short = {
        (kind.name, name, reduced(name))
        for kind in every_kind()
        for fld in kind.fields
        for name in fld.names
        if len(reduced(name)) == 1 and len(name) > 1 and not name.isascii() and reduced(name) in "组课科部店"
    }
    assert not short


@pytest.mark.parametrize("cells", [("前厅", "后厨"), ("加工课", "組立課"), ("甲组", "乙组")])
@pytest.mark.parametrize("head", ["组", "單位"])
def test_a_word_for_a_part_of_the_company_is_asked_about_where_its_cells_name_such(
    head: str, cells: tuple[str, str]
) -> None:
    rows = under(["姓名", head, "岗位", "到岗日期"], cells[0], "服务员", "2020-03-01")
    rows[2][1] = cells[1]
    column = columns(rows)[head]
    assert (column.field, column.state) == ("department", "check")


def test_a_group_beside_a_department_is_the_team() -> None:
    rows = under(["姓名", "部门", "组", "入职日期"], "质检部", "甲组", "2020-03-01")
    assert fields(rows)["组"] == "team" and fields(rows)["部门"] == "department"


@pytest.mark.parametrize(
    ("group", "heads"),
    [
        ("合同信息", ["起始", "终止", "类型"]),
        ("劳动合同", ["开始时间", "结束时间", "类别"]),
        ("合同 Contract", ["开始 From", "结束 To", "区分 Type"]),
        ("Contract", ["From", "To", "Type"]),
        ("勞動合同情況", ["起始日期", "終止日期", "類型"]),
    ],
)
def test_what_stands_under_a_contract_is_that_of_the_contract(group: str, heads: list[str]) -> None:
    found = grouped(group, heads, "2024-01-01", "2026-12-31", "固定期限")
    assert [found[head] for head in heads] == ["contract_start", "contract_end", "contract_kind"]


def test_in_a_list_of_contracts_the_term_is_theirs() -> None:
    rows: Rows = [["姓名", "合同编号", "合同类型", "合同期限", None], [None, None, None, "起", "止"],
                  *([f"张小{name}", f"HT00{n}", "固定期限", "2024-01-01", "2026-12-31"] for n, name in enumerate("敏强芳伟"))]  # fmt: skip
    found = reading(rows, ["D1:E1"], "劳动合同台账").files[0].tables[0]
    assert [column.field for column in found.columns][-2:] == ["contract_start", "contract_end"]


def test_what_a_contract_says_besides_keeps_its_own_name() -> None:
    found = grouped("合同信息", ["合同编号", "试用期到期日", "用工形式"], "HT001", "2024-03-31", "全日制")
    assert [*found.values()][-3:] == ["contract_no", "probation_end", "employment"]


@pytest.mark.parametrize("place", ["所", "店", "厂", "园", "院", "行", "馆", "站", "司"])
def test_who_left_any_place_left(place: str) -> None:
    rows = under(["姓名", f"入{place}时间", f"离{place}时间", f"离{place}原因"], "2019年9月", "2024年1月", "个人发展")
    assert [*fields(rows).values()] == ["name", "hire_date", "leave_date", "reason"]


def test_a_code_of_sap_for_a_gender_says_which() -> None:
    labels = under(["人员编号", "姓名", "性别", "入职日期"], "x", 2, "2020-03-01")
    rows = [["PERNR", "ENAME", "GESCH", "BEGDA"], labels[0]]
    rows += [[f"1000{n}", f"张小{name}", 1 + n % 2, "2020-03-01"] for n, name in enumerate("敏强芳伟")]
    assert table(reading(rows).records, "gender")[:2] == [("男",), ("女",)]
    plain = under(["姓名", "性别", "入职日期"], 2, "2020-03-01")
    assert ("女",) not in table(reading(plain).records, "gender"), "elsewhere nobody knows what a 2 says"


@pytest.mark.parametrize(
    ("head", "number"),
    [("NRIC/FIN", "S9479227C"), ("NRIC/FIN", "G1234567X"), ("證件號碼", "5115136(3)"), ("证件号码", "1/511513/6")],
)
def test_numbers_of_other_places_are_id_numbers(head: str, number: str) -> None:
    rows = under(["姓名", head, "入职日期"], number, "2020-03-01")
    for n, row in enumerate(rows[2:]):
        row[1] = number[:4] + str(n) + number[5:]
    assert fields(rows)[head] == "id_no"
    assert table(reading(rows).records, "id_no")[0] == (number,)


def test_until_when_right_behind_an_id_number_is_of_the_document() -> None:
    rows = under(
        ["姓名", "證件類別", "證件號碼", "有效期至", "入職日期"], "藍卡", "5115136(3)", "2030-10-07", "2020-03-01"
    )
    assert [*fields(rows).values()][1:4] == ["id_type", "id_no", "id_expire_date"]
    rows = under(
        ["姓名", "身份证号", "证书名称", "证书编号", "有效期至"], "11010519491231002X", "电工证", "T1", "2030-10-07"
    )
    assert fields(rows)["有效期至"] == "certificate_expire_date"


def test_how_somebody_is_related_may_stand_behind_the_phone() -> None:
    heads = ["姓名", "入职日期", "手机", "紧急联系人 Emergency Contact", "电话 Tel", "関係\nRelation"]
    rows = under(heads, "2020-03-01", "13800000001", "廉芳", "13900000002", "夫")
    assert [*fields(rows).values()][-3:] == ["emergency_contact", "emergency_phone", "emergency_relation"]


@pytest.mark.parametrize(
    ("head", "field", "cell"),
    [
        ("Work Ext.", "extension", "322"),
        ("社保基金編號", "social_no", "2108888"),
        ("谁介绍来的", "referrer", "老乡"),
        ("谁带来的", "referrer", "张师傅"),
    ],
)
def test_further_words_of_a_roster(head: str, field: str, cell: str) -> None:
    assert fields(under(["姓名", "入职日期", head], "2020-03-01", cell))[head] == field


def test_a_pay_run_may_say_the_number_of_a_pass() -> None:
    rows = under(["Staff ID", "Name", "NRIC/FIN", "Basic Salary", "Net Pay"])
    rows = [rows[0], *([f"SG00{n}", "Mei Koh", f"S947922{n}C", 3200, 2859] for n in range(4))]
    assert fields(rows)["NRIC/FIN"] == "id_no"


@pytest.mark.parametrize("head", ["年底红包", "年终红包", "过年红包"])
def test_money_in_an_envelope_at_the_end_of_a_year_is_a_bonus(head: str) -> None:
    assert fields(under(["姓名", "基本工资", head, "实发工资"], 3000, 800, 3800))[head] == "bonus"


def test_the_days_of_a_contract_that_is_renewed_are_its_own() -> None:
    found = fields([["姓名", "合同种类", "续签起", "续签止"], ["张三", "固定期限", "2023-03-01", "2026-02-28"]])
    assert (found["续签起"], found["续签止"]) == ("contract_start", "contract_end")


def test_a_roster_that_says_what_everybody_is_paid_makes_people() -> None:
    heads = ["工号", "姓名", "部门", "岗位", "入职日期", "基本工资", "岗位工资"]
    people = [
        [f"C{n:02}", name, "销售部", "业务员", "2020-03-01", 5000 + n, 1000]
        for n, name in enumerate(("张三", "李四", "王五"))
    ]
    for sheet, kind in (("花名册", "person"), ("工资标准", "pay")):
        read = read_workbooks([("表.xlsx", book([heads, *people], sheet=sheet))], every_kind(), WORDS)
        assert read.files[0].tables[0].kind == kind
        assert {
            record.values.get("base_pay") or record.values.get("base") for record in read.records if record.row == 2
        } >= {5000}


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (["姓名", "班组", "岗位", "入职日期"], {"班组": "department"}),
        (["姓名", "班组", "部门", "入职日期"], {"班组": "team", "部门": "department"}),
    ],
)
def test_the_only_unit_that_a_roster_says_of_its_people_is_their_department(
    heads: list[str], fields: dict[str, str]
) -> None:
    cells = {"班组": "甲班", "部门": "生产部", "岗位": "操作工", "入职日期": "2020-03-01"}
    rows: Rows = [heads, *([name, *(cells[head] for head in heads[1:])] for name in ("张三", "李四", "王五"))]
    found = {column.header: column.field for column in reading(rows, (), "花名册").files[0].tables[0].columns}
    assert {head: found[head] for head in fields} == fields


def test_a_group_of_a_sheet_that_is_a_departments_own_is_a_team() -> None:
    rows: Rows = [["部门：生产部"], ["姓名", "班组", "岗位", "入职日期"], *([n, "甲班", "操作工", "2020-03-01"] for n in ("张三", "李四", "王五"))]  # fmt: skip
    found = {column.header: column.field for column in reading(rows, ["A1:D1"], "花名册").files[0].tables[0].columns}
    assert found["班组"] == "team"


def test_who_pays_stands_in_the_middle_of_three_lines() -> None:
    rows: Rows = [
        ["姓名", "基本工资", "社会保险及公积金", None, None, None, "实发工资"],
        [None, None, "个人", None, "单位", None, None],
        [None, None, "养老", "医疗", "养老", "医疗", None],
        *([name, 5000, 400, 100, 800, 400, 4500] for name in ("张三", "李四", "王五")),
    ]
    areas = ["A1:A3", "B1:B3", "G1:G3", "C1:F1", "C2:D2", "E2:F2"]
    found = [column.field for column in reading(rows, areas, "2026年3月工资").files[0].tables[0].columns]
    assert found[2:6] == ["pension_personal", "medical_personal", "pension_company", "medical_company"]


def test_since_when_a_contract_runs_is_kept_although_a_person_has_only_until_when() -> None:
    rows: Rows = [
        ["工号", "姓名", "岗位", "入职日期", "合同开始日期", "合同到期日"],
        ["E001", "张三", "操作工", "2020-03-01", "2023-03-01", "2026-02-28"],
        ["E002", "李四", "操作工", "2020-03-01", None, "2026-02-28"],
    ]
    found = [record for record in reading(rows, (), "花名册").records if record.kind == "contract"]
    assert table(found, "name", "contract_start", "contract_end") == [("张三", "2023-03-01", "2026-02-28")]


def test_a_last_name_before_a_first_name_is_a_name() -> None:
    rows: Rows = [["Employee #", "Last Name, First Name", "Hire Date"], ["001", "Lee, Ann", "2020-03-01"], ["002", "Cole, Ben", "2021-03-01"]]  # fmt: skip
    assert table(reading(rows, (), "Directory").records, "name") == [("Lee, Ann",), ("Cole, Ben",)]
