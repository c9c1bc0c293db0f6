"""Sheets as systems export them and as clerks shorten them: technical names over labels, halves of a count, whose phone."""

from __future__ import annotations

from typing import Any

import pytest

from .test_clerks import columns
from .test_two_in_one import Rows, reading, records, table

NAMES = ("张伟", "李娜", "王芳", "赵强")


def fields(rows: Rows, *merges: str) -> dict[str, str | None]:
    """{header: field} of the first table."""
    return {header: column.field for header, column in columns(rows, *merges).items()}


def under(headers: list[str], *cells: Any) -> list[list[Any]]:
    """A row per person: a name, and the same cells beside it."""
    return [headers, *([name, *cells] for name in NAMES)]


def test_a_row_of_technical_names_over_the_labels_is_a_level_of_the_header() -> None:
    codes = ["PERNR", "ENAME", "ORGEH", "ORGTX", "PLSTX", "PGTXT", "ENTRY"]
    labels = ["人员编号", "雇员或申请人的格式化名称", "组织单位", "组织单位文本", "职位文本", "员工组", "进入公司日期"]
    rows = [
        codes,
        labels,
        *([f"1000{n}", name, 50001008, "装配车间", "线长", "正式员工", "2015.05.04"] for n, name in enumerate(NAMES)),
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1, 2)
    said = [record for record in whole.records if record.kind == "person"]
    assert table(said, "name", "department", "position", "employment")[0] == ("张伟", "装配车间", "线长", "正式员工")
    assert fields(rows)["ORGEH / 组织单位"] is None, "the number of a department is not what it is called"


def test_abbreviations_of_a_system_over_labels_in_english_are_a_level_of_the_header() -> None:
    codes = ["PERNR", "ENAME", "ORGEH", "PLANS", "PERSG", "BEGDA"]
    labels = ["Personnel Number", "Name", "Organizational Unit", "Position", "Employee Group", "Entry Date"]
    people = ("Ann Lee", "Tom Ford", "Ruth Barrett")
    rows = [
        codes,
        labels,
        *([f"1000{n}", who, "Assembly", "Operator", "Intern", "08/27/2014"] for n, who in enumerate(people)),
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1, 2)
    assert table(whole.records[:3], "name", "department", "employment")[0] == ("Ann Lee", "Assembly", "Intern")


def test_somebody_below_a_header_in_capitals_is_no_label() -> None:
    rows = [
        ["NAME", "TEAM", "ROLE", "TITLE"],
        *([who, "Sales", "Manager", "Owner"] for who in ("Ann Lee", "Tom Ford", "Ruth Barrett")),
    ]
    assert reading(rows).files[0].tables[0].header_rows == (1,)


def test_technical_names_below_the_labels_are_nobody() -> None:
    rows = [
        ["工号", "姓名", "部门", "入职日期"],
        ["emp_no", "emp_name", "dept_name", "hire_date"],
        ["A01", "张伟", "质检部", "2020-01-02"],
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1, 2)
    assert table(whole.records, "name", "department") == [("张伟", "质检部")]


def test_people_with_latin_names_right_below_a_header_are_people() -> None:
    rows = [["姓名", "部门", "岗位", "状态"], ["Tom", "Sales", "Manager", "Active"], ["Ann", "HR", "CEO", "Active"]]
    assert table([r for r in records(rows) if r.kind == "person"], "name") == [("Tom",), ("Ann",)]


def test_a_year_alone_below_a_header_heads_the_rows_and_is_no_level_of_it() -> None:
    rows = [
        ["序号", "姓名", "异动类型", "异动前", None, "异动后", None, "生效日期"],
        [None, None, None, "部门", "岗位", "部门", "岗位", None],
        ["2020年", *[None] * 7],
        *([n, name, "调岗", "质检部", "质检员", "仓库", "仓管员", f"2020-0{n}-02"] for n, name in enumerate(NAMES, 1)),
    ]
    whole = reading(rows, ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2"))
    assert whole.files[0].tables[0].header_rows == (1, 2) and len(whole.files[0].tables[0].data_rows) == 4


@pytest.mark.parametrize("head", ["缺勤(天)", "缺勤（小时）", "缺勤天数"])
def test_a_count_of_days_is_no_sum_of_money(head: str) -> None:
    found = fields(under(["姓名", "岗位", "工资", head, "奖金", "实发"], "迎宾", 3500, 2, 100, 3360))
    assert found[head.replace("（", "(").replace("）", ")")] in ("absent_days", None)


def test_either_half_of_a_count_is_not_the_count() -> None:
    both = fields(under(["姓名", "出勤天数", "上班缺卡次数", "下班缺卡次数"], 21, 1, 2))
    assert both["上班缺卡次数"] is None and both["下班缺卡次数"] is None
    assert fields(under(["姓名", "出勤天数", "缺卡次数"], 21, 3))["缺卡次数"] == "missing_punch"


def test_whom_to_call_is_no_family() -> None:
    head = ["姓名", "本人手机", "紧急联系人", "与本人关系", "联系人电话"]
    rows = [head, *([name, "13800000001", "余涛", "父亲", "13900000002"] for name in NAMES)]
    whole = reading(rows)
    assert whole.files[0].tables[0].kind != "family"
    said = [record for record in whole.records if record.kind == "emergency_contact"]
    assert table(said, "name", "emergency_contact", "emergency_relation", "emergency_phone")[0] == (
        "张伟", "余涛", "父亲", "13900000002",
    )  # fmt: skip
    assert fields(rows)["本人手机"] == "phone"


def test_a_family_with_somebody_to_call_stays_one() -> None:
    rows = [
        ["员工姓名", "家庭成员姓名", "关系", "联系电话", "紧急联系人"],
        *([name, "余涛", "父亲", "13900000002", "是"] for name in NAMES),
    ]
    assert reading(rows).files[0].tables[0].kind == "family"


def test_a_remark_beside_an_account_is_nothing_about_studies() -> None:
    rows = [
        ["姓名", "银行卡号", "开户行", "备注"],
        *([name, "6212770930935050017", "中国银行", "新卡"] for name in NAMES),
    ]
    assert not [record for record in records(rows) if record.kind == "education"]


def test_both_sides_of_a_pay_scale_that_was_changed_are_parts_of_a_change() -> None:
    head = [["姓名", "套改前", None, "套改后", None], [None, "岗位工资", "绩效工资", "岗位工资", "绩效工资"]]
    found = fields([*head, *([name, 5900, 1800, 6100, 2100] for name in NAMES)], "A1:A2", "B1:C1", "D1:E1")
    assert list(found.values())[1:] == ["post_before", "perf_before", "post_after", "perf_after"]


def test_a_header_that_says_one_thing_in_two_languages_is_taken_without_asking() -> None:
    found = columns(
        under(
            ["Name 姓名", "Basic Salary 基本工资", "13th Month 十三薪", "IIT 个税", "Net Pay 实发"],
            9000,
            9000,
            185,
            8000,
        )
    )
    assert {c.header: (c.field, c.state) for c in found.values()} == {
        "Name 姓名": ("name", "sure"),
        "Basic Salary 基本工资": ("base_pay", "sure"),
        "13th Month 十三薪": ("bonus", "sure"),
        "IIT 个税": ("tax", "sure"),
        "Net Pay 实发": ("net", "sure"),
    }


def test_what_is_taken_for_absence_is_taken_whatever_stands_above_it() -> None:
    head = [["姓名", "应发工资", None, None, None], [None, "基本工资", "缺勤扣款", "餐补", "合计"]]
    found = fields([*head, *([name, 3200, 100, 300, 3400] for name in NAMES)], "A1:A2", "B1:E1")
    assert found["应发工资 / 缺勤扣款"] == "absence_deduction"


def test_a_word_under_what_is_paid_on_top_is_what_is_paid_for_it() -> None:
    head = [["姓名", "基本工资", "补贴部分", None, "实发工资"], [None, None, "餐补", "交通", None]]
    found = fields([*head, *([name, 3200, 300, 200, 3700] for name in NAMES)], "A1:A2", "B1:B2", "C1:D1", "E1:E2")
    assert found["补贴部分 / 交通"] == "transport_allowance"


@pytest.mark.parametrize(
    "head, cell, taken",
    [("单位", "通风科", "department"), ("站点", "配送一站", "department"), ("单位", "万元", None), ("项目", "6", None)],
)
def test_an_open_word_is_a_department_where_its_cells_are_called_so_and_is_asked_about(
    head: str, cell: str, taken: str | None
) -> None:
    column = columns(under(["姓名", head, "荣誉称号", "表彰日期"], cell, "劳动模范", "2022年1月"))[head]
    assert column.field == taken and column.state != "sure"


def test_a_workshop_called_like_a_footnote_is_a_department() -> None:
    rows = [
        ["部门编码", "部门名称", "上级部门"],
        ["05", "制造中心", None],
        ["0501", "注塑车间", "制造中心"],
        ["0502", "组装车间", "制造中心"],
    ]
    assert [record.values["department"] for record in records(rows)] == ["制造中心", "注塑车间", "组装车间"]


def test_a_subtotal_with_the_name_of_a_department_is_nobody() -> None:
    rows: Rows = [
        ["Employee ID", "Full Name", "Department", "Current Salary", "New Salary", "Effective Date"],
        ["H1", "Tom Ford", "Design", 5000, 5200, "2024-04-01"],
        ["H2", "Ann Lee", "Design", 6000, 6200, "2024-04-01"],
        [None, "Subtotal Design", None, 11000, 11400, None],
        [None, "Grand Total", None, 11000, 11400, None],
    ]
    assert table([r for r in records(rows) if r.kind == "pay_change"], "name") == [("Tom Ford",), ("Ann Lee",)]


def test_how_somebody_is_employed_may_stand_beside_whether_he_is() -> None:
    found = fields(under(["Name", "Hire Date", "Employment Status", "Status"], "2022-07-18", "Full-Time", "Active"))
    assert (found["Employment Status"], found["Status"]) == ("employment", "status")
    assert (
        fields(under(["Name", "Hire Date", "Employment Status"], "2022-07-18", "Active"))["Employment Status"]
        == "status"
    )


def test_the_last_day_that_a_system_knows_is_no_end() -> None:
    (first, *_) = records(under(["姓名", "入职日期", "合同到期日"], "2015-05-04", "9999.12.31"))
    assert (first.values["contract_end"], first.values["contract_kind"]) == (None, "open_ended")


@pytest.mark.parametrize("cell, period", [("2023年06期", "2023-06"), ("2023年06月", "2023-06")])
def test_the_sixth_period_of_accounts_is_a_month(cell: str, period: str) -> None:
    (first, *_) = records(under(["姓名", "核算期间", "基本工资", "应发合计", "实发工资"], cell, 3000, 3200, 3100))
    assert first.kind == "payroll" and first.values["period"] == period


def test_a_year_of_two_figures_behind_fy_is_that_year() -> None:
    rows = under(
        ["employee_name", "kpi_name", "review_period", "target_value", "actual_value", "achievement_pct"],
        "销售额",
        "FY24 H1",
        96,
        82,
        "85.7%",
    )
    (first, *_) = records(rows)
    assert (first.values["period"], str(first.values["typed_completion"])) == ("2024H1", "0.857")


def test_a_plan_is_known_by_when_it_begins_and_ends() -> None:
    head = ["项目名称", "任务描述", "阶段", "责任人", "协助人", "计划开始", "计划结束", "实际开始", "状态"]
    rows = [
        head,
        *(
            ["机房搬迁", "压力测试", "实施", name, "赖鹏博", "2024-01-24", "2024-02-28", "2024-01-25", "进行中"]
            for name in NAMES
        ),
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].kind == "plan"
    assert table(whole.records, "name", "topic", "assistant")[0] == ("张伟", "机房搬迁", "赖鹏博")


def test_a_form_of_the_tax_bureau_says_since_when_and_how_somebody_is_employed() -> None:
    head = ["*姓名", "*证件号码", "*任职受雇从业类型", "任职受雇从业日期"]
    found = fields(under(head, "4.30102E+17", "雇员", "2022/5/25"))
    assert list(found.values()) == ["name", "id_no", "employment", "hire_date"], (
        "the numbers are lost, and it is said so"
    )


def test_moves_as_workday_exports_them_say_what_was_prior() -> None:
    head = ["Employee ID", "Worker", "Effective Date", "Business Process Reason", "Prior Job Title", "New Job Title"]
    sides = ["Prior Department", "New Department", "Status"]
    said = ["2023-05-01", "Lateral Move", "Engineer", "Senior Engineer", "Trading", "Sales", "In Progress"]
    rows = [
        [*head, *sides],
        *([f"W00{n}", who, *said] for n, who in enumerate(("Ann Lee", "Tom Ford", "Ruth Barrett"))),
    ]
    moves = [record for record in records(rows) if record.kind == "job_change"]
    found = table(moves, "name", "kind", "from_position", "to_position", "from_department", "state")
    assert found[0] == ("Ann Lee", "transfer", "Engineer", "Senior Engineer", "Trading", "pending")


def test_ratings_below_what_was_asked_of_workday_are_found() -> None:
    head = ["Employee ID", "Worker", "Supervisory Organization", "Review Period", "Manager Rating", "Calibrated Score"]
    rows = [
        ["Organization:", "Global Tech"],
        ["Review Period:", "01/01/2023 - 12/31/2023"],
        [None],
        head,
        *(
            [f"W00{n}", who, "Trading", "FY2023", "A", 3.1]
            for n, who in enumerate(("Ann Lee", "Tom Ford", "Ruth Barrett"))
        ),
    ]
    graded = [record for record in records(rows) if record.kind == "grade"]
    assert table(graded, "name", "department", "period", "score")[0] == ("Ann Lee", "Trading", "2023", "3.1")


def test_worker_in_a_cell_is_what_somebody_does() -> None:
    rows = [["Name", "Position", "Hire Date"], *([who, "Worker", "2019-05-06"] for who in ("Ann Lee", "Tom Ford"))]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1,) and table(whole.records, "position") == [("Worker",)] * 2


def test_of_grades_before_and_after_calibration_the_latter_count() -> None:
    head = ["姓名", "部门", "绩效周期", "自评等级", "校准前等级", "校准后等级", "备注"]
    found = columns(under(head, "质检部", "2023下半年", "A", "B", "C", None))
    assert [found[header].field for header in head[2:]] == ["period", None, None, "grade", "note"]


def test_what_sap_calls_its_columns_is_known_without_labels() -> None:
    rows = under(
        ["ENAME", "PERNR", "GBDAT", "ORGEH_TXT", "PLANS_TXT", "HIRE_DATE", "KOSTL"],
        "10000001", "19741014", "FIN", "Accountant", "20231122", "CC4200",
    )  # fmt: skip
    assert fields(rows) == {
        "ENAME": "name",
        "PERNR": "emp_no",
        "GBDAT": "birth_date",
        "ORGEH_TXT": "department",
        "PLANS_TXT": "position",
        "HIRE_DATE": "hire_date",
        "KOSTL": "cost_center",
    }


@pytest.mark.parametrize("side", ["单位承担部分", "单位部分", "公司缴纳部分"])
def test_the_rate_of_an_insurance_in_its_header_hides_nothing_of_it(side: str) -> None:
    rows = under(
        ["姓名", "实发工资", f"{side}养老16%", f"{side}医疗(含生育)8.7%", "个人承担部分医疗2%+7"],
        8000,
        1088,
        591.6,
        142.8,
    )
    assert [*fields(rows).values()] == ["name", "net", "pension_company", "medical_company", "medical_personal"]


def test_under_a_side_the_group_between_changes_nothing() -> None:
    rows = [
        ["姓名", "实发工资", "单位承担部分", None, None, "个人承担部分", None],
        [None, None, "社会保险", None, "公积金8%", "社会保险", None],
        [None, None, "养老16%", "失业0.7%", None, "养老8%", "失业0.3%"],
        *([name, 8000, 1088, 47.6, 544, 544, 20.4] for name in NAMES),
    ]
    found = fields(rows, "C1:E1", "F1:G1", "C2:D2", "F2:G2", "A1:A3", "B1:B3", "E2:E3")
    company = ["pension_company", "unemployment_company", "fund_company"]
    assert [*found.values()] == ["name", "net", *company, "pension_personal", "unemployment_personal"]


def test_a_merit_round_in_english_is_a_list_of_raises() -> None:
    rows = under(
        ["Worker", "Employee ID", "Effective Date", "Current Base Salary", "Merit %", "Increase Amount", "New Base Salary", "Reason"],
        "W0001", "2026-04-01", 94800, 0.02, 1896, 96696, "Annual merit",
    )  # fmt: skip
    assert [*fields(rows).values()] == ["name", "emp_no", "effective", "before", "pct", "amount", "after", "reason"]


def test_what_was_issued_beside_a_certificate_is_of_the_certificate() -> None:
    rows = under(
        ["姓名", "证书类别", "注册号", "签发单位", "签发日期", "注册有效期至"],
        "一级注册建筑师", "G421433799", "住建部", "2018-03-30", "2028-03-31",
    )  # fmt: skip
    found = fields(rows)
    assert found["签发日期"] == "certificate_date" and found["注册有效期至"] == "certificate_expire_date"
    assert found["签发单位"] == "certificate_authority"


def test_headers_that_say_the_same_below_are_kept_with_what_stands_above() -> None:
    rows = [
        ["姓名", "岗位工资", None, "绩效工资", None, "生效日期"],
        [None, "调整前", "调整后", "调整前", "调整后", None],
        *([name, 4000, 4300, 2000, 2150, "2026-07-01"] for name in NAMES),
    ]
    said = reading(rows, ["A1:A2", "B1:C1", "D1:E1", "F1:F2"]).records
    labels = next(r for r in said if r.kind == "pay_change").values["labels"]
    assert labels["post_before"] == "岗位工资 / 调整前" and labels["perf_after"] == "绩效工资 / 调整后"


def test_a_certificate_that_does_not_expire_is_kept_so_and_nobody_is_asked() -> None:
    rows = under(["姓名", "证书名称", "证书编号", "有效期至"], "电工证", "T0001", "2027-06-30")
    rows[2][3] = "长期"
    found = reading(rows)
    assert [str(value) for (value,) in table(found.records, "certificate_expire_date")][:2] == ["2027-06-30", "长期"]
    assert not any(note.values.get("text") == "长期" for record in found.records for note in record.notes)


@pytest.mark.parametrize("written", ["2015.09", "2015年9月", "2015-9"])
def test_of_studies_a_month_is_enough_and_no_day_is_made_up(written: str) -> None:
    rows = under(["姓名", "毕业院校", "专业", "入学年月", "毕业年月"], "湖北医药学院", "护理学", written, "2019-06-30")
    found = reading(rows)
    said = [record for record in found.records if record.values.get("school")]
    assert [record.values["study_start"] for record in said] == ["2015-09"] * len(NAMES)
    assert str(said[0].values["graduation_date"]) == "2019-06-30"
    assert not {"day_assumed"} & {note.code for record in found.records for note in record.notes}


@pytest.mark.parametrize(
    "heads",
    [
        ["姓名\n氏名", "工号\n社員番号", "部门\n所属", "入职日期\n入社日", "电话\n電話番号"],
        ["姓名 Họ và tên", "工号 Mã số NV", "部门 Bộ phận", "入职日期 Ngày vào làm", "电话 Điện thoại"],
        ["姓名\n이름", "工号\n사번", "部门\n부서", "入职日期\n입사일", "电话\n전화번호"],
        ["氏名\n姓名", "社員番号\n工号", "所属\n部门", "入社日\n入职日期", "電話番号\n电话"],
    ],
    ids=["Japanese", "Vietnamese", "Korean", "Japanese first"],
)
def test_a_header_with_its_translation_below_is_the_header(heads: list[str]) -> None:
    rows = under(heads, "T0015", "製造一課", "2010-11-13", "18771100268")
    assert [*fields(rows).values()] == ["name", "emp_no", "department", "hire_date", "phone"]


def test_a_word_that_did_not_fit_its_column_is_one_word() -> None:
    rows = under(["姓名", "实发工资", "绩效\n工资", "入职\n日期"], 8000, 2000, "2020-01-01")
    assert [*fields(rows).values()] == ["name", "net", "perf_pay", "hire_date"]
