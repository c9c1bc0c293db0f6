"""What an empty cell takes from above, what titles say for the rows, and which rows are nobody."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from hrapp.modules.imports.engine import periods
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.module import MODULE as RECORDS
from tests.modules.imports.sheets import KINDS, VOCABULARY, records, values, workbook


def test_a_value_repeated_where_somebody_else_begins_still_fills_down() -> None:
    head = ["部门", "负责人", "目标", "关键成果", "起始值", "目标值", "当前值"]
    rows = [
        head,
        ["质检部", "李强", "降本", "停线次数", 9, 3, 4],
        ["质检部", "王芳", "降本", "备件", 0, 12, 6],
        [None, None, None, "工装", 0, 10, 5],
        ["Trading", "陈伟", "拓展", "客户", 0, 10, 5],
        [None, None, None, "渠道", 0, 2, 1],
    ]
    found = values(rows, "name", "department", "objective", sheet="2026Q2 OKR")
    assert found[2] == ("王芳", "质检部", "降本")
    assert found[4] == ("陈伟", "Trading", "拓展")


def test_a_number_beside_a_total_is_no_name() -> None:
    rows = [
        ["工号", "姓名", "岗位", "入职时间"],
        ["1", "李强", "操作工", date(2020, 3, 2)],
        ["总人数", "1"],
        ["合计", "1人"],
    ]
    assert values(rows, "emp_no") == [("1",)]


def test_the_day_in_a_title_holds_for_the_rows_below_it() -> None:
    rows = [
        ["“安全生产”培训签到表"],
        ["培训时间：2026年3月5日", None, "地点：二楼"],
        ["序号", "姓名", "工号", "状态"],
        [1, "李强", "0007", "通过"],
    ]
    assert values(rows, "course", "date", "status") == [("安全生产", date(2026, 3, 5), "completed")]


def test_a_manager_is_a_number_with_or_without_a_dash_or_a_name_beside_it() -> None:
    head = ["工号", "姓名", "岗位", "直接上级", "入职时间"]
    written = ["HP-003", "hp003", "马建国（HP-003）", "000018", "马建国"]
    rows = [[f"HP-1{n}", "李强", "操作工", manager, date(2020, 3, 2)] for n, manager in enumerate(written)]
    assert values([head, *rows], "manager") == [("HP-003",), ("HP003",), ("HP-003",), ("000018",), ("马建国",)]


def test_figures_without_a_word_of_their_own_are_what_the_title_calls_them() -> None:
    rows = [["工号", "姓名", "指标", "2026年1月", "2026年2月"], ["1", "李强", "月产量", 4200, 4300]]
    targets = values([["2026年目标表"], *rows], "target", "actual")
    assert targets == [(Decimal(4200), None), (Decimal(4300), None)]
    actuals = values([["2026年目标完成情况"], *rows], "target", "actual")
    assert actuals == [(None, Decimal(4200)), (None, Decimal(4300))]


def test_two_rows_of_one_person_are_one_item_though_only_one_names_the_department() -> None:
    rows = [
        ["工号", "姓名", "部门", "项目", "2026年1月"],
        ["1", "李强", "质检部", "目标", 100],
        [None, None, None, "实际", 90],
        ["2", "王芳", "质检部", "目标", 100],
        [None, None, None, "实际", 110],
    ]
    found = [(r.values["emp_no"], r.values["target"], r.values["actual"]) for r in records(rows, sheet="月产量")]
    assert found == [("1", 100, 90), ("2", 100, 110)]


def test_a_list_may_name_what_it_is_about_only_in_its_title() -> None:
    rows = [
        ["“质量标兵”获奖名单"],
        ["序号", "姓名", "工号", "评选周期", "颁发日期"],
        [1, "李强", "1", "2026年上半年", "2026年7月1日"],
    ]
    assert values(rows, "title", "period") == [("质量标兵", "2026H1")]


def test_a_column_of_few_days_is_written_like_the_others_of_its_table() -> None:
    head = ["Employee No", "Name", "Position", "Hire Date", "Probation End"]
    rows = [["1", "Li", "Clerk", "25/03/2020", None], ["2", "Wang", "Clerk", "04/05/2026", "07/12/2026"]]
    assert values([head, *rows], "hire_date", "probation_end")[1] == (date(2026, 5, 4), date(2026, 12, 7))


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        for name, level in (("花名册", "W2"), ("旧花名册", "W1")):
            page = book.add_worksheet(name)
            for row, cells in enumerate((["工号", "姓名", "职级", "入职时间"], ["1", "李强", level, "2020-03-02"])):
                page.write_row(row, 0, cells)
        page.hide()
    found = read_workbooks([("表.xlsx", into.getvalue())], KINDS, VOCABULARY)
    assert [record.values["level"] for record in found.records] == ["W2"]
    assert [(table.sheet, table.reason) for table in found.files[0].tables] == [
        ("花名册", "read"),
        ("旧花名册", "hidden"),
    ]


def test_a_target_may_say_its_direction() -> None:
    head = ["工号", "姓名", "指标", "月份", "目标值", "实际值"]
    written = [
        ("月产量", "≥4200", 4300),
        ("月产量", "4,200件以上", 4100),
        ("不良率", "≤1.5%", "1.2%"),
        ("不良率", "不超过1.5%", "2%"),
    ]
    rows = [[str(n), "李强", metric, "2026-03", target, actual] for n, (metric, target, actual) in enumerate(written)]
    assert values([head, *rows], "target") == [(4200,), (4200,), (Decimal("0.015"),), (Decimal("0.015"),)]


def test_a_remark_tells_how_many_months_a_probation_has() -> None:
    head = ["工号", "姓名", "岗位", "入职时间", "备注"]
    notes = ["试用期三个月", "试用期：6个月", "试用期3个月，已转正"]
    rows = [[str(n), "李强", "操作工", date(2026, 5, 8), note] for n, note in enumerate(notes)]
    assert values([head, *rows], "probation_months") == [(3,), (6,), (None,)]


def test_what_is_to_be_signed_and_what_is_summed_up_is_nobody() -> None:
    rows = [
        ["姓名", "职位", "工时", "工资"],
        ["李强", "店长", 160, 3520],
        ["王芳", "店员", 150, 3200],
        ["总", None, 310, 6720],
        ["合计工时", None, 310, None],
        [],
        ["登记人：", None, "审核：", None],
    ]
    assert values(rows, "name", sheet="2026年5月工资") == [("李强",), ("王芳",)]


def test_a_line_of_words_with_a_colon_is_to_be_signed_whatever_columns_it_lies_in() -> None:
    rows = [
        ["序号", "部门", "姓名", "员工编号", "岗位", "入职日期"],
        [1, "质检部", "李强", "A1", "操作工", date(2020, 3, 2)],
        [],
        ["人力资源部：", None, None, "分管副校长：", None, "校长："],
    ]
    assert values(rows, "emp_no", "name") == [("A1", "李强")]


def test_pay_slips_to_cut_apart_are_one_table() -> None:
    head = [
        ["青禾食品2026年5月工资条"],
        ["工号", "姓名", "收入", None, "实发工资"],
        [None, None, "基本工资", "加班费", None],
    ]
    slips = [
        [*head, [number, name, 5000, 300, 5300], []]
        for number, name in (("A1", "李强"), ("A2", "王芳"), ("A3", "陈伟"))
    ]
    tables, paid = _paid([row for slip in slips for row in slip])
    assert tables == ["payroll"] and paid == [("李强", "2026-05"), ("王芳", "2026-05"), ("陈伟", "2026-05")]


def test_tables_of_two_months_under_each_other_stay_two() -> None:
    rows: list[list[Any]] = []
    for month in (5, 6):
        rows += [[f"2026年{month}月工资表"], ["工号", "姓名", "基本工资", "实发工资"], ["A1", "李强", 5000, 5300], []]
    tables, paid = _paid(rows)
    assert tables == ["payroll", "payroll"] and paid == [("李强", "2026-05"), ("李强", "2026-06")]


def _paid(rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[tuple[str, str]]]:
    read = read_workbooks([("工资.xlsx", workbook(rows, "工资"))], [*KINDS, *RECORDS.imports], VOCABULARY)
    tables = [table.verdict for table in read.files[0].tables if table.data_rows]
    return tables, [(r.values["name"], r.values["period"]) for r in read.records if r.kind == "payroll"]


def test_a_sheet_of_goals_says_above_them_whose_they_are() -> None:
    rows = [
        ["姓名", "王芳", "部门", "质检部"],
        ["周期", "2026年7-9月", "上级", "李强"],
        [],
        ["Objective(目标)", "KR", "KR权重", "起始值", "目标值", "评分(0-1)"],
        ["O1 降低停线", "停线次数", 60, 9, 3, 0.8],
        [None, "完成30个点检", 40, "0", "30个", 1],
    ]
    assert values(rows, "name", "period", "objective", "title", "target", sheet="王芳") == [
        ("王芳", "2026Q3", "降低停线", "停线次数", Decimal(3)),
        ("王芳", "2026Q3", "降低停线", "完成30个点检", Decimal(30)),
    ]


def test_beside_a_percentage_what_is_counted_is_none() -> None:
    rows = [
        ["姓名", "周期", "目标", "关键结果", "起始值", "目标值"],
        ["王芳", "2026Q3", "降低停线", "点检", "40%", "30个"],
        ["王芳", "2026Q3", "降低停线", "良率", "40%", "80"],
    ]
    assert values(rows, "start", "target") == [(Decimal("0.4"), Decimal(30)), (Decimal("0.4"), Decimal("0.8"))]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026年7-9月", "2026Q3"),
        ("2026年10月至12月", "2026Q4"),
        ("26年1-6月", "2026H1"),
        ("2026年一至三月", "2026Q1"),
        ("2026年1-12月", "2026"),
        ("2026-9月", "2026-09"),
        ("2026年4-5月", None),  # no month of it is meant alone
    ],
)
def test_months_from_and_to_are_the_period_that_they_fill(text: str, period: str | None) -> None:
    found = periods.find(text)
    assert (found.text() if found else None) == period
