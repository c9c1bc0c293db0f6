"""A unit counts for what it stands at, and what has none beside it is asked about, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal as D
from typing import Any, NamedTuple

import pytest

from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.imports import KINDS as FURTHER

from .sheets import KINDS, VOCABULARY, workbook

ALL = (*KINDS, *FURTHER)


class Case(NamedTuple):
    """The rows of a sheet, {row: {key: value}} of what is read, and the notes about these keys."""

    rows: Sequence[Sequence[Any]]
    expected: dict[int, dict[str, Any]]
    told: frozenset[str] | set[str] = frozenset()
    sheet: str = "2026年3月"


BESIDE = "error unit_beside"
CASES = {
    "target in 万元, actual in nothing": Case(
        [["姓名", "营业额目标(万元)", "营业额实际"], ["张三", 10, 9.5], ["李四", 12, 13]],
        {2: {"target": 100000, "actual": None}, 3: {"target": 120000, "actual": None}},
        {BESIDE},
    ),
    "actual plainly in yuan": Case(
        [["姓名", "营业额目标(万元)", "营业额实际"], ["张三", 10, 95000], ["李四", 12, 130000]],
        {2: {"target": 100000, "actual": 95000}},
    ),
    "a unit of money over counts, shares and what nobody knows": Case(
        [
            ["单位：万元（金额类指标）"],
            ["姓名", "指标", "目标", "实际"],
            ["张三", "销售额", 10, 9.5],
            ["张三", "新增客户数", 8, 9],
            ["张三", "客户留存率", 0.8, 0.81],
            ["张三", "投诉次数", 3, 2],
            ["张三", "营业额", 10, 9.5],
        ],
        {
            3: {"target": 100000, "actual": 95000},
            4: {"target": 8, "actual": 9},
            5: {"target": D("0.8"), "actual": D("0.81")},
            6: {"target": 3, "actual": 2},
            7: {"target": 100000, "actual": 95000},
        },
    ),
    "a unit of money over what may be money": Case(
        [["单位：万元"], ["姓名", "指标", "目标", "实际"], ["张三", "付费用户", 250, 300], ["张三", "回款额", 10, 9]],
        {3: {"target": 250, "actual": 300}, 4: {"target": 100000, "actual": 90000}},
        {"warn unit_not_applied"},
    ),
    "actual says 万 in the cell": Case(
        [["姓名", "营业额目标(万元)", "营业额实际"], ["张三", 10, "9.5万"], ["李四", 12, "13万"]],
        {2: {"target": 100000, "actual": 95000}},
    ),
    "another month in nothing": Case(
        [["姓名", "1月营业额（万）", "2月营业额"], ["张三", 10, 9.5], ["李四", 12, 13]],
        {2: {"actual": 100000}, 3: {"actual": 120000}},
        {BESIDE},
    ),
    "after a raise in nothing": Case(
        [["姓名", "调薪前(K)", "调薪后", "生效日期"], ["张三", 5, 5.5, "2026-01-01"], ["李四", 6, 6.5, "2026-01-01"]],
        {2: {"before": 5000, "after": None}},
        {BESIDE},
        "调薪记录",
    ),
    "net pay in nothing": Case(
        [["工号", "姓名", "基本工资(千元)", "奖金", "实发工资"], ["HP1", "张三", 5, 0.5, 5.4], ["HP2", "李四", 6, 0.5, 6.4]],
        {2: {"net": None}},
        {BESIDE},
    ),
    "net pay in yuan": Case(
        [["工号", "姓名", "基本工资(千元)", "奖金", "实发工资"], ["HP1", "张三", 5, 500, 5400], ["HP2", "李四", 6, 600, 6400]],
        {2: {"net": 5400}},
    ),
    "a title for all": Case(
        [["单位：万元"], ["姓名", "营业额目标(万元)", "营业额实际"], ["张三", 10, 9.5], ["李四", 12, 13]],
        {3: {"target": 100000, "actual": 95000}},
    ),
    "a unit in the cell of the metric": Case(
        [["姓名", "指标", "目标", "实际"], ["张三", "营业额（万元）", 10, 9], ["李四", "不良率(%)", 2, 1.5], ["王五", "不良率(‰)", 2, 0.5]],
        {2: {"target": 100000, "actual": 90000}, 3: {"target": D("0.02"), "actual": D("0.015")}, 4: {"target": D("0.002"), "actual": D("0.0005")}},
    ),
    "a metric in 万 in one row alone": Case(
        [["姓名", "指标", "目标", "实际"], ["张三", "营业额（万元）", 10, 9], ["李四", "营业额", 11, 8]],
        {2: {"target": 100000, "actual": 90000}, 3: {"target": None, "actual": None}},
        {BESIDE},
    ),
    "a column of units used in part": Case(
        [["姓名", "指标", "单位", "目标", "实际"], ["张三", "营业额", "万元", 10, 9], ["李四", "不良率", "%", 2, 1.5], ["王五", "月产量", "千件", 2, 1.5], ["赵六", "不良率", "‰", 2, 1.5], ["钱七", "月产量", "件", 2000, 1500]],
        {
            2: {"target": 100000, "actual": 90000},
            3: {"target": D("0.02"), "actual": D("0.015")},
            4: {"target": 2000, "actual": 1500},
            5: {"target": D("0.002"), "actual": D("0.0015")},
            6: {"target": 2000, "actual": 1500},
        },
    ),
    "pieces under 万元": Case(
        [["单位：万元"], ["姓名", "指标", "单位", "目标", "实际"], ["张三", "营业额", None, 10, 9], ["李四", "客户数", "个", 20, 15]],
        {3: {"target": 100000}, 4: {"target": 20, "actual": 15}},
    ),
    "thousands of pieces in a header": Case(
        [["姓名", "月产量目标(千件)", "月产量实际(千件)"], ["张三", 2, 1.5], ["李四", 3, 2.5]],
        {2: {"target": 2000, "actual": 1500}},
    ),
    "a sign over one of two shares": Case(
        [["姓名", "不良率目标(%)", "不良率实际"], ["张三", 0.5, 0.4], ["李四", 0.6, 0.3]],
        {2: {"target": D("0.005"), "actual": None}},
        {"error percent_mixed"},
    ),
    "a header again in another unit": Case(
        [["姓名", "部门", "岗位", "营业额(元)"], ["张三", "质检部", "检验员", 50000], ["李四", "质检部", "检验员", 60000], ["姓名", "部门", "岗位", "营业额(万元)"], ["王五", "质检部", "检验员", 5], ["赵六", "质检部", "检验员", 6]],
        {2: {"actual": 50000}, 5: {"actual": 50000}, 6: {"actual": 60000}},
    ),
    "a header again without the unit": Case(
        [["姓名", "部门", "岗位", "营业额(万元)"], ["张三", "质检部", "检验员", 5], ["李四", "质检部", "检验员", 6], ["姓名", "部门", "岗位", "营业额"], ["王五", "质检部", "检验员", 5], ["赵六", "质检部", "检验员", 6]],
        {2: {"actual": 50000}, 5: {"actual": 50000}},
    ),
    "a row of units with a word in front": Case(
        [["姓名", "部门", "营业额"], ["单位", None, "万元"], ["张三", "质检部", 5], ["李四", "质检部", 6]],
        {2: {"actual": "none"}, 3: {"actual": 50000}, 4: {"actual": 60000}},
    ),
    "a row of units with a word in brackets in front": Case(
        [["姓名", "部门", "营业额"], ["（单位）", None, "（万元）"], ["张三", "质检部", 5], ["李四", "质检部", 6]],
        {2: {"actual": "none"}, 3: {"actual": 50000}, 4: {"actual": 60000}},
    ),
    "a unit at the top ends where another table has a title": Case(
        [["单位：万元"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5], [], ["工资明细"], ["姓名", "部门", "实发工资"], ["张三", "质检部", 5000]],
        {3: {"actual": 50000}, 7: {"net": 5000}},
    ),
    "a figure that may be in the unit at the top": Case(
        [["单位：万元"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5], [], ["工资明细"], ["姓名", "部门", "实发工资"], ["张三", "质检部", 0.5]],
        {3: {"actual": 50000}, 7: {"net": None}},
        {BESIDE},
    ),
    "a figure of a metric that may be in the unit at the top": Case(
        [["单位：千元"], ["姓名", "部门", "实发工资"], ["张三", "质检部", 5], [], ["业绩明细"], ["姓名", "部门", "营业额目标", "营业额实际"], ["张三", "质检部", 5, 6]],
        {3: {"net": 5000}, 7: {"target": None, "actual": None}},
        {BESIDE},
    ),
    "a unit at the top holds for the same header again": Case(
        [["单位：万元"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5], [], ["二组明细"], ["姓名", "部门", "营业额"], ["李四", "质检部", 6]],
        {3: {"actual": 50000}, 7: {"actual": 60000}},
    ),
    "millions of pay out of a unit": Case(
        [["单位：万元"], ["姓名", "部门", "实发工资"], ["张三", "质检部", 5000], ["李四", "质检部", 6000]],
        {3: {"net": 50000000}},
        {"warn pay_large"},
    ),
    "ppm in a header": Case([["姓名", "不良率(PPM)"], ["张三", 300], ["李四", 200]], {2: {"actual": D("0.0003")}}),
    "bp in a header": Case([["姓名", "不良率(bp)"], ["张三", 30], ["李四", 20]], {2: {"actual": D("0.003")}}),
    "万分比 in a header": Case([["姓名", "不良率（万分比）"], ["张三", 30], ["李四", 20]], {2: {"actual": D("0.003")}}),
    "百万分之 in a header": Case([["姓名", "不良率(百万分之)"], ["张三", 30], ["李四", 20]], {2: {"actual": D("0.00003")}}),
    "ppm in a cell": Case([["姓名", "不良率目标", "不良率实际"], ["张三", "300ppm", "2‱"], ["李四", "200ppm", "3‱"]], {2: {"target": D("0.0003"), "actual": D("0.0002")}}),
    "bare shares among written ones of their size": Case(
        [["姓名", "不良率"], ["张三", "0.5%"], ["李四", 0.8], ["王五", 0.3]],
        {2: {"actual": D("0.005")}, 3: {"actual": None}, 4: {"actual": None}},
        {"error percent_mixed"},
    ),
    "bare shares of one among written ones": Case(
        [["姓名", "不良率"], ["张三", "50%"], ["李四", 0.8], ["王五", 0.3]], {2: {"actual": D("0.5")}, 3: {"actual": D("0.8")}}
    ),
    "bare shares alone": Case([["姓名", "不良率"], ["张三", 0.5], ["李四", 0.8]], {2: {"actual": D("0.5")}}),
    "a raise without its sign among written ones": Case(
        [["姓名", "调薪前", "调薪后", "调薪幅度", "生效日期"], ["张三", 8000, 8040, "0.5%", "2026-01-01"], ["李四", 8000, 8064, 0.8, "2026-01-01"]],
        {2: {"pct": D("0.005")}, 3: {"pct": None}},
        {"warn percent_mixed"},
        "调薪记录",
    ),
    "more than a month has days is no count of being late": Case(
        [["姓名", "月份", "实际出勤天数", "迟到"], ["张三", "2026-03", 20, 45], ["李四", "2026-03", 20, 30], ["王五", "2026-03", 20, 0]],
        {2: {"late_count": None}, 3: {"late_count": None}, 4: {"late_count": 0}},
        {"warn unit_other"},
    ),
    "minutes of being late in one cell": Case(
        [["姓名", "月份", "实际出勤天数", "迟到"], ["张三", "2026-03", 20, "15分"], ["李四", "2026-03", 20, 30]],
        {2: {"late_count": None}, 3: {"late_count": None}},
        {"warn unit_other"},
    ),
    "times of being late": Case(
        [["姓名", "月份", "实际出勤天数", "迟到"], ["张三", "2026-03", 20, 3], ["李四", "2026-03", 20, "2次"]],
        {2: {"late_count": 3}, 3: {"late_count": 2}},
    ),
    "times of being late by the header": Case(
        [["姓名", "月份", "实际出勤天数", "迟到次数"], ["张三", "2026-03", 20, 45], ["李四", "2026-03", 20, 3]],
        {2: {"late_count": 45}, 3: {"late_count": 3}},
    ),
    "a currency in a column beside": Case(
        [
            ["工号", "姓名", "生效日期", "调薪前", "调薪后", "币种"],
            ["HP1", "张三", "2026-01-01", 3000, 3300, "USD"],
            ["HP2", "李四", "2026-01-01", 5000, 5500, "人民币"],
            ["HP3", "王五", "2026-01-01", 3000, 3300, "港币"],
            ["HP4", "赵六", "2026-01-01", 5000, 5600, None],
        ],
        {2: {"after": None}, 3: {"after": 5500}, 4: {"after": None}, 5: {"after": 5600}},
        {"error currency_foreign"},
        "调薪记录",
    ),
    "a currency in a title": Case(
        [["Currency: USD"], ["Employee ID", "Name", "Base Salary", "Effective Date"], ["HP1", "张三", 3000, "2026-01-01"]],
        {3: {"base": None}},
        {"error currency_foreign"},
        "Salary",
    ),
    "a currency of all figures": Case(
        [["(All figures in INR)"], ["Employee ID", "Name", "Base Salary", "Effective Date"], ["HP1", "张三", 30000, "2026-01-01"]],
        {3: {"base": None}},
        {"error currency_foreign"},
        "Salary",
    ),
    "a currency as in Taiwan": Case(
        [["單位：新台幣元"], ["員工編號", "姓名", "基本工資", "生效日期"], ["HP1", "张三", 30000, "2026-01-01"]],
        {3: {"base": None}},
        {"error currency_foreign"},
        "薪資",
    ),
    "pay of a year": Case(
        [["Employee ID", "Name", "Effective Date", "Current Annual Salary", "New Annual Salary"], ["HP1", "张三", "2026-01-01", 240000, 252000]],
        {2: {"before": None, "after": None}},
        {"error pay_not_monthly"},
        "Raises",
    ),
    "pay of a day and of an hour": Case(
        [
            ["工号", "姓名", "工资标准", "计薪单位", "生效日期"],
            ["HP1", "张三", 260, "元/天", "2026-01-01"],
            ["HP2", "李四", 22, "时薪", "2026-01-01"],
            ["HP3", "王五", 6000, "元/月", "2026-01-01"],
        ],
        {2: {"base": None}, 3: {"base": None}, 4: {"base": 6000}},
        {"error pay_not_monthly"},
        "工资标准",
    ),
    "pay of a month beside 日薪制": Case(
        [["工号", "姓名", "月基本工资", "计薪方式", "生效日期"], ["HP1", "张三", 6000, "日薪制", "2026-01-01"], ["HP2", "李四", 7000, "月薪制", "2026-01-01"]],
        {2: {"base": 6000}, 3: {"base": 7000}},
        set(),
        "工资标准",
    ),
    "a shop called 百元店": Case([["单位：百元店"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5]], {3: {"actual": 5}}),
    "a company called 千元人家": Case(
        [["编制单位: 千元人家餐饮"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5]], {3: {"actual": 5}}
    ),
    "a unit before more words": Case(
        [["单位：万元人民币，2026年3月"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5]], {3: {"actual": 50000}}
    ),
    "a unit before who made the list": Case(
        [["单位：万元制表人：李娜"], ["姓名", "部门", "营业额"], ["张三", "质检部", 5]], {3: {"actual": 50000}}
    ),
    "a contract's end beside years of Taiwan": Case(
        [["姓名", "部门", "岗位", "入职日期", "出生日期", "合同到期日"], ["张三", "质检部", "员", "111/02/25", "66/02/13", "24/12/31"], ["李四", "质检部", "员", "110/03/25", "72/01/05", "25/12/31"]],
        {2: {"hire_date": date(2022, 2, 25), "birth_date": date(1977, 2, 13), "contract_end": date(2024, 12, 31)}},
        {"warn century_assumed"},
    ),
    "a contract that ends before it begins": Case(
        [["姓名", "部门", "岗位", "入职日期", "合同到期日"], ["张三", "质检部", "员", "2022-02-25", "2021-12-31"], ["李四", "质检部", "员", "2022-02-25", "2027-12-31"]],
        {2: {"contract_end": date(2021, 12, 31)}},
        {"warn ends_before_hired"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_unit_counts_for_what_it_stands_at(name: str) -> None:
    case = CASES[name]
    records = read_workbooks([("表.xlsx", workbook(case.rows, case.sheet))], ALL, VOCABULARY).records
    read = {
        row: {key: next((r.values[key] for r in records if r.row == row and key in r.values), "none") for key in keys}
        for row, keys in case.expected.items()
    }
    about = {key for keys in case.expected.values() for key in keys}
    told = {
        f"{note.level} {note.code}"
        for record in records
        for note in record.notes
        if note.values.get("field", "contract_end") in about and note.level != "info" and record.row in case.expected
    }
    assert (read, told & {*case.told, *CODES}) == (case.expected, set(case.told))


CODES = {
    f"{level} {code}"
    for level in ("warn", "error")
    for code in (
        "unit_beside",
        "unit_not_applied",
        "percent_mixed",
        "unit_other",
        "pay_large",
        "century_assumed",
        "ends_before_hired",
    )
}


def test_a_column_that_says_yuan_is_no_leftover() -> None:
    rows = [["工号", "姓名", "月基本工资", "币种", "生效日期"], ["HP1", "张三", 6000, "人民币", "2026-01-01"], ["HP2", "李四", 7000, "CNY", "2026-01-01"]]  # fmt: skip
    records = read_workbooks([("表.xlsx", workbook(rows, "工资标准"))], ALL, VOCABULARY).records
    assert [(record.kind, record.values["base"]) for record in records] == [("pay", 6000), ("pay", 7000)]
