"""Headers that say how a cell is written or what its codes mean, and headers whose neighbours say whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hrapp.modules.imports.engine.hints import legend, without_hint
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.module import MODULE as RECORDS
from tests.modules.imports.sheets import KINDS, VOCABULARY, workbook

EVERY = [*KINDS, *RECORDS.imports]


def table(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> tuple[str | None, dict[str, str | None]]:
    """What a table is, and {header: field}."""
    read = read_workbooks([("表.xlsx", workbook(rows, sheet))], EVERY, VOCABULARY)
    (found,) = read.files[0].tables
    return found.kind, {column.header: column.field for column in found.columns}


def said(rows: Sequence[Sequence[Any]], kind: str) -> list[dict[str, Any]]:
    read = read_workbooks([("表.xlsx", workbook(rows, "Sheet1"))], EVERY, VOCABULARY)
    return [record.values for record in read.records if record.kind == kind]


@pytest.mark.parametrize(
    ("header", "name", "codes"),
    [
        ("性别1男 2女 3未知", "性别", {"1": "男", "2": "女", "3": "未知"}),
        ("员工性别，取值为 F:女 M:男", "员工性别", {"F": "女", "M": "男"}),
        ("状态：1在职、0离职", "状态", {"1": "在职", "0": "离职"}),
        ("学历 01 小学 02初中 03高中", "学历", {"01": "小学", "02": "初中", "03": "高中"}),
        ("入厂时间 yyyy-MM-dd", "入厂时间", {}),
        ("出生日期，格式为 YYYYMMDD", "出生日期", {}),
        ("姓名（必填）", "姓名", {}),
        ("养老8%", "养老8%", {}),
        ("2023年1月工资2月工资", "2023年1月工资2月工资", {}),
        ("第1季度 第2季度", "第1季度 第2季度", {}),
        ("考勤(1-31日)", "考勤(1-31日)", {}),
        ("合同期限(年)", "合同期限(年)", {}),
        ("紧急联系人1姓名", "紧急联系人1姓名", {}),
        ("性别1男 2女 1其他", "性别1男 2女 1其他", {}),
    ],
)
def test_a_header_is_told_from_the_hint_and_the_codes_beside_it(header: str, name: str, codes: dict[str, str]) -> None:
    assert (without_hint(header), legend(header)) == (name, codes)


def test_a_code_is_read_as_what_the_header_says_it_means_and_that_is_told() -> None:
    rows = [
        ["工号", "姓名", "性别1男 2女", "入职日期 yyyy-MM-dd", "在职状态 0在职 1离职", "学历 01 小学 02初中"],
        ["0007", "李强", 1, "2020-03-02", "0", 2],
        ["0008", "王芳", "2", "2021-03-02", "1", "01"],
    ]
    read = read_workbooks([("表.xlsx", workbook(rows, "花名册"))], EVERY, VOCABULARY)
    first, second = [record for record in read.records if record.kind == "person"]
    assert (first.values["gender"], first.values["status"]) == ("男", "active")
    assert (second.values["gender"], second.values["status"]) == ("女", "left")
    assert first.values["hire_date"] == date(2020, 3, 2)
    assert [record.values["education"] for record in read.records if record.kind == "education"] == ["初中", "小学"]
    told = [(op.field, op.before, op.after) for op in first.ops if op.rule == "legend"]
    assert told == [("gender", "1", "男"), ("status", "0", "在职")]


# -- whose it is ---------------------------------------------------------------------------------------------

STUDIED = ["工号", "姓名", "岗位", "入职日期"]
LI = ["0007", "李强", "操作工", "2020-03-02"]


def test_of_several_studies_the_highest_is_taken_and_the_first_only_where_it_is_alone() -> None:
    _, both = table(
        [[*STUDIED, "第一学历", "第一学历学校", "最高学历", "最高学历学校"], [*LI, "大专", "甲校", "本科", "乙校"]]
    )
    assert (both["最高学历"], both["最高学历学校"]) == ("education", "school")
    assert both["第一学历"] is None and both["第一学历学校"] is None
    _, alone = table([[*STUDIED, "第一学历", "第一学历学校"], [*LI, "大专", "甲校"]])
    assert (alone["第一学历"], alone["第一学历学校"]) == ("education", "school")


def test_the_department_of_the_first_level_lies_above_the_own() -> None:
    _, fields = table([[*STUDIED, "一级部门", "部门"], [*LI, "制造中心", "一车间"]])
    assert (fields["部门"], fields["一级部门"]) == ("department", "dept_l1")


def test_what_a_relative_or_another_employer_is_or_pays_is_not_said_of_the_person() -> None:
    kind, family = table(
        [["员工姓名", "关系", "姓名", "职务", "政治面貌"], ["李强", "父亲", "李大明", "厂长", "党员"]], "家庭成员"
    )
    assert (kind, family["员工姓名"], family["姓名"]) == ("family", "name", "member_name")
    assert family["职务"] is None and family["政治面貌"] is None
    head = ["工号", "姓名", "公司名称", "部门名称", "开始日期", "结束日期", "月薪"]
    kind, before = table([head, ["0007", "李强", "某某厂", "质检部", "2015-01", "2019-12", 6000]], "工作经历")
    assert (kind, before["公司名称"]) == ("work_history", "employer")
    assert before["部门名称"] is None and before["月薪"] is None
    head = ["工号", "姓名", "部门", "公司名称", "开始日期"]
    _, own = table([head, ["0007", "李强", "质检部", "某某厂", "2015-01"]], "工作经历")
    assert own["部门"] == "department", "before the employer it is the department here"


def test_relatives_at_the_end_of_a_long_roster_make_no_table_of_families_of_it() -> None:
    head = ["姓名", "性别", "出生年月", "民族", "籍贯", "文化程度", "政治面貌", "职务", "单位", "联系电话", "家庭成员姓名1",
            "家庭成员关系1", "家庭成员姓名2", "家庭成员关系2"]  # fmt: skip
    row = [
        "李强",
        "男",
        "1990.01",
        "汉",
        "杭州",
        "本科",
        "群众",
        "操作工",
        "一车间",
        "13800138000",
        "李大明",
        "父亲",
        "王芳",
        "母亲",
    ]
    kind, fields = table([head, row, ["王伟", *row[1:]]])
    assert kind != "family" and fields["联系电话"] == "phone"


def test_a_state_of_something_else_is_no_state_of_employment() -> None:
    rows = [
        [*STUDIED, "状态", "员工状态"],
        [*LI, "待核验", "在职"],
        ["0008", "王芳", "操作工", "2021-03-02", "已归档", "在职"],
    ]
    _, fields = table(rows)
    assert (fields["状态"], fields["员工状态"]) == (None, "status")


def test_what_an_employer_pays_is_not_what_is_taken_from_the_pay() -> None:
    head = ["Employee Name", "Department", "Gross Pay", "PF (Employee)", "PF (Employer)", "TDS", "Net Pay"]
    rows = [
        head,
        ["Anita Iyer", "Finance", 67210, 1800, 1500, 3260, 62150],
        ["TOTAL", None, 873730, 23400, 19500, 42380, 807950],
    ]
    kind, fields = table(rows, "Payroll")
    assert kind == "payroll"
    assert (fields["PF (Employee)"], fields["PF (Employer)"]) == ("fund_personal", "fund_company")
    assert [values["name"] for values in said(rows, "payroll")] == ["Anita Iyer"], "a total is nobody"


def test_a_subtotal_is_nobody_wherever_its_word_stands() -> None:
    head = ["月份", "工号", "姓名", "部门", "应发合计", "实发工资"]
    rows = [
        head,
        ["2023年7月", "0007", "李强", "一车间", 6000, 5500],
        [None, None, None, "小计", 6000, 5500],
        ["2023年7月", "0008", "王芳", "二车间", 7000, 6400],
        [None, None, None, "总计", 13000, 11900],
    ]
    read = read_workbooks([("工资.xlsx", workbook(rows, "工资"))], EVERY, VOCABULARY)
    assert len(read.files[0].tables[0].data_rows) == 2
    assert {row.code for row in read.skipped} == {"subtotal", "total"}


def test_minutes_are_not_times_and_a_login_is_no_account() -> None:
    head = ["姓名", "部门", "月份", "账号", "应出勤天数", "实际出勤天数", "迟到"]
    rows = [
        head,
        ["李强", "一车间", "2024-03", "liqiang", 22, 21, "12分钟"],
        ["王芳", "一车间", "2024-03", "wangfang", 22, 22, "3分钟"],
    ]
    kind, fields = table(rows, "考勤")
    assert (kind, fields["迟到"], fields["账号"]) == ("attendance", "late_minutes", None)


@pytest.mark.parametrize(
    "head",
    [
        ["应聘时间", "应聘职位", "姓名", "性别", "电话", "学历", "是否面试", "是否录用"],
        ["来访时间", "来访人姓名", "来访人电话", "被访人姓名", "备注"],
        ["学号", "姓名", "性别", "民族", "入学时间", "联系方式"],
        ["类别", "金额", "开票日期", "发票号码", "报销人员"],
    ],
)
def test_whoever_applies_visits_studies_or_is_paid_back_is_none_of_our_people(head: list[str]) -> None:
    rows = [head, *[["李强" if "姓名" in h or "人员" in h else f"{h}{n}" for h in head] for n in range(3)]]
    assert table(rows)[0] is None


def test_scores_without_grades_are_kept_as_scores() -> None:
    head = ["工号", "姓名", "考核周期", "自评得分", "最终得分"]
    kind, fields = table([head, ["0007", "李强", "2024Q2", 80, 86], ["0008", "王芳", "2024Q2", 84, 90]], "绩效考核")
    assert (kind, fields["考核周期"], fields["最终得分"]) == ("assessment", "period", "score")
    assert fields["自评得分"] is None


def test_pay_in_a_roster_is_kept_as_agreed_and_nowhere_else() -> None:
    _, roster = table([[*STUDIED, "绩效工资", "餐补"], [*LI, 2000, 300]])
    assert (roster["绩效工资"], roster["餐补"]) == ("perf_pay", "meal_allowance")
    kind, fine = table(
        [["姓名", "奖惩类型", "奖惩时间", "奖惩事由", "奖金"], ["李强", "奖励", "2024-03-01", "优秀", 500]], "奖惩"
    )
    assert (kind, fine["奖金"]) == ("discipline", "amount")
    kind, course = table([["姓名", "课程", "培训日期", "奖金"], ["李强", "安全生产", "2024-03-01", 500]], "培训")
    assert (kind, course["奖金"]) == ("training", None)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("行動電話", "phone"), ("到職日期", "hire_date"), ("身分證字號", "id_no"), ("通訊地址", "home_address"), ("籍貫", "native_place"),
        ("職稱", "job_title"), ("緊急連絡人", "emergency_contact"), ("匯款帳號", "bank_account"),
    ],
)  # fmt: skip
def test_headers_in_traditional_characters_say_the_same(header: str, field: str) -> None:
    cells = {
        "phone": "13800138000",
        "hire_date": "2020-03-02",
        "id_no": "110105194912310021",
        "bank_account": "6222021001116245702",
    }
    _, fields = table(
        [["員工編號", "姓名", header, "部門"], ["0007", "李強", cells.get(field, "某某"), "財務部"]], "員工資料"
    )
    assert fields[header] == field


def test_names_under_no_word_at_all_are_names_and_an_average_below_them_is_nobody() -> None:
    head = [None, "头条篇数", "次条篇数", "达标篇数", "绩效", "备注"]
    people = [[name, 1, 2, 3, 400, None] for name in ("方兰", "孙雪春", "褚真香", "李强")]
    rows = [head, *people, ["头条平均阅读", 5]]
    kind, fields = table(rows, "绩效")
    assert (kind, fields[""]) == ("payroll", "name")
    assert [values["name"] for values in said(rows, "payroll")] == ["方兰", "孙雪春", "褚真香", "李强"]


def test_what_was_over_some_columns_makes_a_change_of_what_is_over_others() -> None:
    rows = [
        ["姓名", "部门", "原来", None, "现在", None, "生效日期"],
        [None, None, "岗位工资", "合计", "岗位工资", "合计", None],
        ["李强", "一车间", 3000, 5000, 3500, 5600, "2024-03-01"],
        ["王芳", "二车间", 3200, 5200, 3600, 5800, "2024-03-01"],
    ]
    _, fields = table(rows, "涨工资名单")
    assert (fields["原来 / 岗位工资"], fields["现在 / 岗位工资"]) == ("post_before", "post_after")
    alone = [
        ["姓名", "部门", "现在", None],
        [None, None, "岗位", "入职日期"],
        ["李强", "一车间", "操作工", "2020-03-02"],
    ]
    assert table(alone)[1]["现在 / 岗位"] == "position"


def test_one_of_several_in_brackets_is_not_all_of_them() -> None:
    rows = [
        ["姓名", "部门", "月份", "应出勤天数", "加班(平)", "加班(末)", "加班(节)"],
        ["李强", "一车间", "2024-03", 22, 3, 8, 0],
    ]
    _, fields = table(rows, "考勤")
    read = read_workbooks(
        [("表.xlsx", workbook([["姓名", "月份", "应出勤天数", "加班(夜)"], ["李强", "2024-03", 22, 3]], "考勤"))],
        EVERY,
        VOCABULARY,
    )
    assert read.files[0].tables[0].columns[-1].state != "sure", "nobody said which"
    assert [fields[f"加班({which})"] for which in "平末节"] == [
        "overtime_workday",
        "overtime_weekend",
        "overtime_holiday",
    ]


def test_a_beginning_and_an_end_alone_are_not_those_of_a_contract() -> None:
    head = ["姓名", "部门", "开始日期", "结束日期", "考核等级"]
    rows = [
        head,
        ["李强", "一车间", "2024-01-01", "2024-12-31", "优"],
        ["王芳", "一车间", "2024-01-01", "2024-12-31", "良"],
    ]
    assert table(rows)[0] != "contract"
    assert table(rows, "劳动合同")[0] == "contract"
