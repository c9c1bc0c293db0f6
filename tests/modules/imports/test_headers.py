"""Headers say the same thing in many words, and words that look alike are kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.module import MODULE as RECORDS
from tests.modules.imports.sheets import KINDS, VOCABULARY, reading, records, values, workbook


def test_one_roster_may_hold_leavers_and_why_they_left() -> None:
    rows = [
        ["人员编号", "姓名", "岗位", "入职时间", "离职时间", "离职类别", "离职原因", "合同终止日期"],
        ["0007", "李强", "操作工", "2020.3.2", "2026.02.13", "辞退", "违反厂规", "2027.1.1"],
        ["0008", "王芳", "操作工", "2021.3.2", "", "", "", "2027.1.1"],
    ]
    assert values(rows, "emp_no", "leave_date", "voluntary", "reason") == [
        ("0007", date(2026, 2, 13), "no", "违反厂规"),
        ("0008", None, None, None),
    ]


def test_a_word_that_is_no_grade_of_the_company_is_no_grade() -> None:
    rows = [
        ["工号", "姓名", "2025年下半年", "2026年上半年"],
        ["1", "李强", "卓越", "停薪留职"],
        ["2", "王芳", "超棒", "达标"],
    ]
    found = values(rows, "emp_no", "period", "grade", "mark", sheet="考评等级")
    assert found == [
        ("1", "2025H2", "卓越", None),
        ("1", "2026H1", None, "停薪留职"),
        ("2", "2025H2", None, "超棒"),
        ("2", "2026H1", "达标", None),
    ]


def test_beside_a_baseline_the_state_now_is_the_current_value() -> None:
    head = ["人员编号", "责任人", "目标", "目标占比", "关键成果", "基线值", "现状值", "目标值", "占比"]
    rows = [head, ["1", "李强", "降本", 1, "停线次数", 9, 4, 3, 0.6], ["1", "李强", "降本", 1, "备件", 0, 6, 12, 0.4]]
    assert values(rows, "start", "current", "target", "weight", sheet="2026年2季度OKR") == [
        (9, 4, 3, 60),
        (0, 6, 12, 40),
    ]


def test_whoever_does_what_a_table_lists_is_the_person_of_its_rows() -> None:
    rows = [
        ["提案日期", "提案人编号", "提案人", "材料类型", "材料名称", "评审结果", "评审人"],
        ["2026-02-01", "0007", "李强", "技术革新提案", "防错装置", "审核通过", "王芳"],
    ]
    (record,) = records(rows)
    assert (record.kind, record.values["emp_no"], record.values["name"]) == ("document", "0007", "李强")


def test_a_header_in_two_languages_is_read_by_either() -> None:
    head = ["工号 Employee ID", "姓名\nName", "职务 Title", "入职时间\nJoin Date", "岗位职级Grade"]
    (record,) = records([head, ["0007", "李强", "操作工", "2020-03-02", "W1"]])
    assert record.kind == "person"
    assert record.values["hire_date"] == date(2020, 3, 2)
    assert (record.values["position"], record.values["level"]) == ("操作工", "W1")


def test_not_available_is_no_grade_a() -> None:
    letters = replace(VOCABULARY, terms={**VOCABULARY.terms, "grades": {"A": (), "B": ()}})
    rows = [["Employee No", "Name", "2025Q4", "2026Q1"], ["1", "李强", "N/A", "A"], ["2", "王芳", "B", "n/a"]]
    found = [r.values["grade"] for r in reading(rows, "Ratings", vocabulary=letters).records]
    assert found == [None, "A", "B", None]


def test_a_unit_in_brackets_is_not_the_role_of_a_figure() -> None:
    rows = [
        ["工号", "姓名", "不良率（%）", None, "月产量（件）", None],
        [None, None, "目标", "实际", "目标", "实际"],
        ["1", "李强", 1.5, 1.2, 4200, 4300],
    ]
    found = [(r.values["metric"], r.values["target"], r.values["actual"]) for r in records(rows, sheet="2026年3月")]
    assert found == [("defect", Decimal("0.015"), Decimal("0.012")), ("output", 4200, 4300)]


def test_a_year_and_a_quarter_in_columns_of_their_own_are_one_period() -> None:
    head = ["年度", "季度", "工号", "姓名", "考核等级"]
    rows = [head, ["2025", 4, "1", "李强", "卓越"], ["2026", "一季度", "1", "李强", "达标"]]
    assert values(rows, "period", "grade", sheet="考核结果") == [("2025Q4", "卓越"), ("2026Q1", "达标")]
    head = ["年份", "月份", "工号", "姓名", "指标名称", "目标值", "实际值"]
    rows = [head, [2026, 3, "1", "李强", "月产量", 100, 90], ["2025年", "12月", "1", "李强", "月产量", 100, 95]]
    assert values(rows, "period", "actual") == [("2026-03", 90), ("2025-12", 95)]


def test_both_sides_of_a_raise_are_known_in_many_words() -> None:
    head = ["姓名", "员工编号", "调薪生效日期", "调薪前月薪（万元）", "调薪后月薪（万元）", "调薪原因"]
    rows = [head, ["李强", "1", date(2026, 4, 1), 0.8, 0.85, "年度"]]
    assert values(rows, "before", "after", sheet="明细") == [(Decimal(8000), Decimal(8500))]


def test_words_among_the_days_of_a_column_do_not_hide_it() -> None:
    head = ["工号", "姓名", "现岗位", "入职时间", "试用期"]
    rows = [[str(n), "李强", "操作工", date(2020, 3, 2), "已转正"] for n in range(8)]
    new = ["9", "王芳", "操作工", date(2026, 5, 2), "至2026年11月1日"]
    assert values([head, *rows, new], "probation_end")[-1] == (date(2026, 11, 1),)


def test_the_companys_own_words_tell_a_level_from_a_grade() -> None:
    head = ["工号", "姓名", "季度", "等级"]
    grades = records([head, ["1", "李强", "2026年一季度", "卓越"], ["2", "王芳", "2026年一季度", "达标"]])
    assert [(r.kind, r.values["grade"]) for r in grades] == [("grade", "卓越"), ("grade", "达标")]
    head = ["工号", "姓名", "入职时间", "等级"]
    people = records([head, ["1", "李强", "2020-03-02", "W1"], ["2", "王芳", "2020-03-02", "W2"]])
    assert [(r.kind, r.values["level"]) for r in people] == [("person", "W1"), ("person", "W2")]


def test_of_two_columns_the_department_is_the_one_the_company_knows() -> None:
    head = ["工号", "姓名", "岗位", "部门", "车间", "入职时间"]
    assert values([head, ["1", "李强", "操作工", "生产中心", "冲压车间", "2020-03-02"]], "department") == [
        ("冲压车间",)
    ]


def test_a_day_is_headed_by_day_date_or_time() -> None:
    head = ["提交时间", "提交人", "工号", "报告类型", "报告名称", "评审结论", "批复时间"]
    rows = [head, ["2026-02-01", "李强", "1", "技术革新提案", "防错装置", "通过", "2026-02-09"]]
    assert values(rows, "submitted", "reviewed", "state") == [(date(2026, 2, 1), date(2026, 2, 9), "approved")]


def test_an_award_may_be_dated_by_a_bare_time_and_proposed_in_a_note() -> None:
    rows = [
        ["时间", "获奖人员", "荣誉", "所属周期", "备注"],
        [date(2026, 7, 9), "李强", "先进工作者", "2026年上半年", "公示中"],
    ]
    assert values(rows, "date", "name", "state", sheet="荣誉") == [(date(2026, 7, 9), "李强", "proposed")]


def test_whatever_its_people_are_called_a_table_is_about_those_who_are_named() -> None:
    rows = [
        ["教职工姓名", "性别", "出生年月", "入园日期", "任职岗位"],
        ["李强", "男", "1990-05-01", "2019-09-01", "教师"],
    ]
    (record,) = records(rows)
    assert (record.kind, record.values["name"], record.values["hire_date"]) == ("person", "李强", date(2019, 9, 1))


def test_who_only_stands_beside_somebody_is_not_the_person_of_a_row() -> None:
    for header in ("候选人姓名", "客户姓名", "讲师姓名", "推荐人姓名"):
        assert not records([[header, "性别", "学历"], ["李强", "男", "本科"], ["王芳", "女", "大专"]]), header


def test_months_typed_as_numbers_are_padded_or_not_as_their_column_says() -> None:
    born = [1982.06, 1997.1, 1990.11]
    rows = [
        ["工号", "姓名", "出生年月", "岗位"],
        *(
            [f"A{n}", name, day, "店员"]
            for n, (name, day) in enumerate(zip(("李强", "王芳", "陈伟"), born, strict=True))
        ),
    ]
    assert values(rows, "birth_date") == [(date(1982, 6, 1),), (date(1997, 10, 1),), (date(1990, 11, 1),)]
    rows[1][2] = 1982.5
    assert values(rows, "birth_date")[:2] == [(date(1982, 5, 1),), (None,)]  # .1 may be January, too


def test_a_name_beside_its_chinese_form_is_not_the_name() -> None:
    rows = [
        ["Employee (Pinyin)", "Employee (Chinese)", "Hire Dt", "Department"],
        ["Li Qiang", "李强", date(2020, 3, 2), "Trading"],
    ]
    assert values(rows, "name", "hire_date") == [("李强", date(2020, 3, 2))]


def test_a_leaver_had_a_department_and_a_post() -> None:
    rows = [["姓名", "离职前部门", "原岗位", "离职日期"], ["李强", "质检部", "操作工", date(2026, 3, 2)]]
    assert values(rows, "department", "position", sheet="离职台账") == [("质检部", "操作工")]


@pytest.mark.parametrize("header", ["部门名", "所在组织", "门店", "所属科室"])
def test_a_department_is_known_by_what_it_is_called(header: str) -> None:
    rows = [["姓名", header, "岗位名", "入职日期"], ["李强", "质检部", "操作工", date(2020, 3, 2)]]
    assert values(rows, "department", "position") == [("质检部", "操作工")]


def test_the_highest_education_is_the_education() -> None:
    rows = [
        ["姓名", "入职日期", "第一学历", None, "最高学历", None],
        [None, None, "学历", "毕业学校", "学历", "毕业学校"],
        ["李强", date(2020, 3, 2), "大专", "县技工学校", "本科", "江南大学"],
    ]
    assert _beside(rows, "education", "education", "school") == [("本科", "江南大学")]


def test_a_word_that_says_nothing_alone_ends_no_studies() -> None:
    rows = [
        ["姓名", "周期", "目标", "关键结果", "目标值", "截止日期"],
        ["李强", "2026Q3", "降本", "点检", 30, date(2026, 9, 30)],
    ]
    assert _beside(rows, "education", "graduation_date") == []


def _beside(rows: Sequence[Sequence[Any]], kind: str, *keys: str) -> list[tuple[Any, ...]]:
    read = read_workbooks([("x.xlsx", workbook(rows, "员工"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    return [tuple(r.values.get(key) for key in keys) for r in read.records if r.kind == kind]


BEFORE_AND_AFTER = [
    ["2026年7月调薪审批表"],
    ["姓名", "调整前工资结构", None, "调整后工资结构", None, "生效日期"],
    [None, "基本工资", "合计", "基本工资", "合计", None],
    ["李强", 5000, 6000, 5500, 6600, date(2026, 7, 1)],
]


def test_what_was_before_a_change_is_never_what_is() -> None:
    read = read_workbooks([("x.xlsx", workbook(BEFORE_AND_AFTER, "调薪"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    assert [table.verdict for table in read.files[0].tables] == ["pay_change"]
    taken = {column.letter: (column.kind, column.field) for column in read.files[0].tables[0].columns}
    assert (None, "base") not in taken.values() and ("details", "base_salary") not in taken.values()
    record = next(r for r in read.records if r.kind == "pay_change")
    assert (record.values["before"], record.values["after"]) == (Decimal(6000), Decimal(6600))


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        (["原岗位", "现岗位"], ("from_position", "to_position")),
        (["现任岗位", "拟晋升岗位"], ("from_position", "to_position")),
        (["变动前/职务", "变动后/职务"], ("from_position", "to_position")),
        (["调出岗位", "调入岗位"], ("from_position", "to_position")),
        (["现职级", "拟晋升职级"], ("from_level", "to_level")),
    ],
)
def test_both_sides_of_a_move_are_known_by_the_other(headers: Sequence[str], taken: Sequence[str]) -> None:
    rows = [["姓名", "异动类型", "生效日期", *headers], ["李强", "晋升", date(2026, 7, 1), "W1", "W2"]]
    if "/" in headers[0]:
        rows = [
            ["姓名", "异动类型", "生效日期", headers[0].split("/")[0], headers[1].split("/")[0]],
            [None, None, None, *(header.split("/")[1] for header in headers)],
            rows[1],
        ]
    read = reading(rows, "晋升名单").files[0].tables[0]
    assert [column.field for column in read.columns][-2:] == list(taken)


def test_what_somebody_was_given_for_their_figures_is_no_figure() -> None:
    rows = [
        ["2026年度考核结果"],
        ["姓名", "部门", "季度得分", None, "年度等次"],
        [None, None, "一季度", "二季度", None],
        ["李强", "质检部", 92, 88, "达标"],
    ]
    read = reading(rows, "汇总")
    assert [table.verdict for table in read.files[0].tables] == ["grade"]
    assert [r.values["grade"] for r in read.records] == ["达标"]


def test_what_is_reckoned_from_is_not_what_is_paid() -> None:
    rows = [
        ["2026年5月工资表"],
        ["姓名", "应发工资", "缴费基数", None, "个人缴纳", None, "实发工资"],
        [None, None, "养老", "医疗", "养老", "医疗", None],
        ["李强", 6000, 4000, 4000, 320, 80, 5600],
    ]
    read = read_workbooks([("x.xlsx", workbook(rows, "工资"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    record = next(r for r in read.records if r.kind == "payroll")
    assert record.values["pension_personal"] == 320 and record.values["medical_personal"] == 80


def test_a_long_list_of_figures_with_people_in_it_is_no_form() -> None:
    rows = [
        ["2026年9月KPI"],
        ["小组", "运营人员", "KPI指标", "权重", "目标值", "实际值", "得分"],
        ["一组", "李强", "营业额", 60, 100, 90, 54],
        ["一组", "王芳", "营业额", 60, 100, 110, 60],
    ]
    read = reading(rows, "9月KPI")
    assert {table.verdict for table in read.files[0].tables} == {"kpi"}
    assert [r.values["name"] for r in read.records if r.kind == "kpi"] == ["李强", "王芳"]


def test_headers_in_traditional_characters_are_the_same_words() -> None:
    rows = [["員工編號", "姓名", "部門", "職位", "入職日期"], ["A1", "李强", "質檢部", "操作工", date(2020, 3, 2)]]
    assert values(rows, "emp_no", "department", "position", "hire_date") == [
        ("A1", "质检部", "操作工", date(2020, 3, 2))
    ]


def test_a_post_over_figures_is_what_is_paid_for_it() -> None:
    rows = [["2026年5月工资条"], ["姓名", "基本", "岗位", "应发工资", "实发工资"], ["李强", 3000, 800, 3800, 3500]]
    read = read_workbooks([("x.xlsx", workbook(rows, "工资"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    record = next(r for r in read.records if r.kind == "payroll")
    assert record.values["post_pay"] == 800 and record.values["base_pay"] == 3000


def test_a_list_of_moves_is_no_roster_whatever_it_lacks() -> None:
    rows = [
        ["2026年调店记录"],
        ["序号", "姓名", "原门店", "原职务", "调入门店", "新职务", "到岗日期"],
        [1, "李强", "质检部", "操作工", "冲压车间", "班长", date(2026, 3, 1)],
    ]
    read = reading(rows, "调店记录")
    assert [table.verdict for table in read.files[0].tables] == ["job_change"]
    assert not [r for r in read.records if r.kind == "person"], "nobody's day of hire is changed by it"


def test_the_day_from_which_a_list_counts_may_stand_above_it() -> None:
    rows = [
        ["2026年调薪明细（自2026年4月1日起执行）"],
        ["姓名", "调前", None, "调后", None],
        [None, "岗位工资", "合计", "岗位工资", "合计"],
        ["李强", 5000, 6000, 5500, 6600],
    ]
    read = reading(rows, "调薪")
    record = next(r for r in read.records if r.kind == "pay_change")
    assert (record.values["before"], record.values["after"]) == (Decimal(6000), Decimal(6600))
    assert record.values["effective"] == date(2026, 4, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["编号", "名称", "规格型号", "类别", "入库", "出库", "负责人"], ["WL1", "螺栓", "M12", "备件", 3, 1, "李强"]],
        [["日期", "姓名", "单位", "电话", "事由", "接待部门", "进厂", "出厂"], ["3月1日", "李强", "某公司", "13800138000", "送货", "质检部", "9:00", "10:00"]],
    ],
)  # fmt: skip
def test_stock_and_visitors_are_nobody_of_ours(rows: Sequence[Sequence[Any]]) -> None:
    read = read_workbooks([("x.xlsx", workbook(rows, "登记"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    assert not read.records and [table.verdict for table in read.files[0].tables][:1] == ["not_people"]


def test_from_and_to_under_a_contract_are_no_studies() -> None:
    rows = [
        ["姓名", "入职日期", "合同期限", None, "毕业院校"],
        [None, None, "起", "止", None],
        ["李强", date(2024, 3, 1), date(2024, 3, 1), date(2027, 2, 28), "江南大学"],
    ]
    assert _beside(rows, "person", "contract_start", "contract_end") == [(date(2024, 3, 1), date(2027, 2, 28))]
    assert _beside(rows, "education", "study_start", "graduation_date") == [(None, None)]


def test_what_the_kind_of_a_table_has_is_not_kept_beside_it_once_more() -> None:
    """Or the second day would be remembered as the same field, and taken for it the next time."""
    rows = [
        ["工号", "姓名", "部门", "入职日期", "进厂日期", "角色"],
        ["1", "李强", "质检部", date(2020, 3, 2), date(2020, 4, 1), "操作工"],
    ]
    read = read_workbooks([("x.xlsx", workbook(rows, "花名册"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    taken = {c.letter: (c.kind, c.field) for c in read.files[0].tables[0].columns}
    assert taken["D"] == (None, "hire_date") and taken["E"] == (None, None) and taken["F"] == (None, "position")
    assert [r.values.get("values") for r in read.records if r.kind == "other"] == [{"进厂日期": "2020-04-01"}]


def test_piecework_is_paid_by_number_and_price() -> None:
    rows = [
        ["2026年5月计件工资表"],
        ["工号", "姓名", "工序", "规格", "数量", "单价", "计件工资", "实发工资"],
        ["A1", "李强", "冲压", "大号", 300, 2, 600, 600],
    ]
    read = read_workbooks([("x.xlsx", workbook(rows, "计件"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    assert [table.verdict for table in read.files[0].tables] == ["payroll"]
    assert next(r for r in read.records if r.kind == "payroll").values["net"] == 600
