"""For which month a pay list is, where its title says two of them, a year, or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, reading

PAID: Rows = [["姓名", "基本工资", "实发工资"], ["张三", 5000, 4500], ["李四", 5100, 4600]]


def asked(found: Reading) -> list[str]:
    return [question.code for question in found.questions]


def periods(found: Reading) -> list[Any]:
    return [record.values.get("period") for record in found.records]


@pytest.mark.parametrize(
    "title", ["2024年5-6月工资表", "5月、6月工资", "2024年工资表", "2024年月度绩效工资", "2023-2024年度工资", "工资表"]
)
def test_a_pay_list_whose_title_says_no_single_month_is_asked_about_once(title: str) -> None:
    found = reading([[title], *PAID])
    assert periods(found) == [None, None] and asked(found) == ["month_missing"]


def test_the_month_that_somebody_says_holds_for_the_pay_list() -> None:
    content, kinds = book([["2024年工资表"], *PAID]), every_kind()
    ident = read_workbooks([("表.xlsx", content)], kinds, WORDS).questions[0].table
    answers = Answers(tables={ident: TableAnswer(context={"period": "2024-05"})})
    found = read_workbooks([("表.xlsx", content)], kinds, WORDS, answers)
    assert periods(found) == ["2024-05", "2024-05"] and not asked(found)


@pytest.mark.parametrize("title", ["2024年年终奖", "2024年度奖金发放表", "2024年十三薪"])
def test_what_is_paid_once_a_year_is_of_the_year(title: str) -> None:
    found = reading([[title], ["姓名", "奖金", "实发金额"], ["张三", 5000, 4500], ["李四", 5100, 4600]])
    assert periods(found) == ["2024", "2024"] and not asked(found)


def test_a_day_of_pay_or_a_heading_between_the_rows_says_which_month_it_is() -> None:
    dated = [[*row, cell] for row, cell in zip(PAID, ("发放日期", "2024-05-10", "2024-06-10"), strict=True)]
    headed = [PAID[0], ["5月"], PAID[1], ["6月"], PAID[1]]
    assert not asked(reading([["2024年工资表"], *dated]))
    assert periods(reading([["2024年工资表"], *headed])) == ["2024-05", "2024-06"]


def test_attendance_and_scores_of_a_year_are_those_of_the_year() -> None:
    for title, head in (("2024年考勤表", "出勤天数"), ("2024年绩效考核表", "考核得分")):
        assert periods(reading([[title], ["姓名", head], ["张三", 90], ["李四", 80]])) == ["2024", "2024"]


# --- 2024.1: January, or October without its zero


def written(months: Any, names: Any = None, title: str = "工资明细", text: bool = False) -> Reading:
    rows = [[name, month, 4500] for name, month in zip(names or ["张三"] * len(months), months, strict=True)]
    head = ["姓名", "月份", "实发工资"]
    if text:
        lines = "\n".join(",".join(map(str, row)) for row in [head, *rows])
        return read_workbooks([("a.csv", lines.encode())], every_kind(), WORDS)
    return reading([[title], head, *rows])


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([2024.8, 2024.9, 2024.1, 2024.11], ["2024-08", "2024-09", "2024-10", "2024-11"]),
        ([2024.1, 2024.2, 2024.3], ["2024-01", "2024-02", "2024-03"]),
        ([2024.12, 2025.1, 2025.1, 2025.2], ["2024-12", "2025-01", "2025-01", "2025-02"]),
        ([2024.11, 2024.1, 2024.9], ["2024-11", "2024-10", "2024-09"]),
        ([2024.1, 2024.2, 2024.9, 2024.1, 2024.11], ["2024-01", "2024-02", "2024-09", "2024-10", "2024-11"]),
        ([2024.08, 2024.1], ["2024-08", "2024-10"]),
    ],
)
def test_the_months_around_it_say_whether_a_zero_was_lost(months: Any, expected: list[str], text: bool) -> None:
    found = written(
        [f"{month:.2f}" if months[0] == 2024.08 else month for month in months] if text else months, text=text
    )
    assert periods(found) == expected


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("months", [[2024.1], [2024.8, 2024.1], [2024.1, 2024.4, 2024.7], [2024.9, 2024.1, 2024.2]])
def test_where_they_do_not_it_is_asked_about(months: Any, text: bool) -> None:
    found = written(months, text=text)
    told = [(record.values["period"], [note.code for note in record.notes]) for record in found.records]
    open_ = [n for n, month in enumerate(months) if month == 2024.1]
    assert [n for n, each in enumerate(told) if each == (None, ["month_ambiguous"])] == open_
    assert asked(found) == ["month_ambiguous"]


def test_the_months_of_somebody_else_say_nothing_about_it() -> None:
    names = ["张三", "张三", "李四", "李四"]
    assert periods(written([2024.8, 2024.9, 2024.1, 2024.4], names)) == ["2024-08", "2024-09", None, "2024-04"]
    by_month = ["张三", "李四", "张三", "李四"]
    assert periods(written([2024.9, 2024.9, 2024.1, 2024.1], by_month)) == ["2024-09", "2024-09", "2024-10", "2024-10"]


def test_what_was_written_with_its_zero_elsewhere_lost_none_and_a_title_says_it_too() -> None:
    assert periods(written(["2024.10", "2024.4", "2024.1"])) == ["2024-10", "2024-04", "2024-01"]
    assert periods(written([2024.1], title="2024年10月工资表")) == ["2024-10"]
    assert periods(written([2024.1], title="2024年1月工资表")) == ["2024-01"]


def test_what_somebody_says_about_the_open_ones_changes_none_that_is_known() -> None:
    rows: Rows = [["姓名", "月份", "实发工资"], *(["张三", m, 1] for m in (2024.1, 2024.2)), ["李四", 2024.1, 1]]
    content, kinds = book(rows), every_kind()
    ident = read_workbooks([("表.xlsx", content)], kinds, WORDS).questions[0].table
    answers = Answers(tables={ident: TableAnswer(values={"period": {"2024.1": "2024-10"}})})
    assert periods(read_workbooks([("表.xlsx", content)], kinds, WORDS, answers)) == ["2024-01", "2024-02", "2024-10"]


RAISED: Rows = [["姓名", "调整前", "调整后"], ["张三", 5000, 5500], ["李四", 6000, 6600]]
MOVED: Rows = [
    ["姓名", "异动类型", "原部门", "新部门"],
    ["张三", "调动", "质检部", "生产部"],
    ["李四", "调动", "质检部", "仓储部"],
]


def effective(found: Reading) -> list[Any]:
    return [str(record.values.get("effective")) for record in found.records if record.kind != "other"]


@pytest.mark.parametrize("rows", [RAISED, MOVED], ids=["raises", "moves"])
def test_a_list_of_changes_that_says_no_day_is_asked_about_once_for_all_rows(rows: Rows) -> None:
    rows, kinds = [["关于调整的附件"], *rows], every_kind()
    whole = reading(rows)
    (question,) = [each for each in whole.questions if each.code == "day_missing"]
    assert effective(whole) == ["None", "None"] and question.field == "effective"
    answers = Answers(tables={question.table: TableAnswer(context={"effective": "2026-07-01"})})
    found = read_workbooks([("表.xlsx", book(rows))], kinds, WORDS, answers)
    assert effective(found) == ["2026-07-01", "2026-07-01"] and "day_missing" not in asked(found)


@pytest.mark.parametrize(
    "rows",
    [
        [["执行日期：2026-07-01"], *RAISED],
        [[*RAISED[0], "执行日期"], [*RAISED[1], "2026-07-01"], [*RAISED[2], "2026-07-01"]],
    ],
    ids=["a title", "a column"],
)
def test_a_day_that_the_sheet_says_is_not_asked_for(rows: Rows) -> None:
    found = reading(rows)
    assert effective(found) == ["2026-07-01", "2026-07-01"] and "day_missing" not in asked(found)


# --- a column that says another month than the titles


def paid(found: Reading) -> list[Any]:
    return [record.values.get("period") for record in found.records if record.kind == "payroll"]


def in_file(head: str, months: Any, name: str, title: str = "工资明细") -> Reading:
    rows = [[who, month, 5000, 4500] for who, month in zip(("张三", "李四", "王强", "赵敏"), months, strict=False)]
    return reading([[title], ["姓名", head, "基本工资", "实发工资"], *rows], file=name)


@pytest.mark.parametrize("head", ["期间", "FPERIOD/期间", "会计期间", "数据期间", "归属月"])
def test_the_period_of_a_row_beats_the_name_of_the_file(head: str) -> None:
    found = in_file(head, ["2026.06", "2026.06", "2026.07", "2026.07"], "薪资核算结果202609.xlsx")
    assert periods(found) == ["2026-06", "2026-06", "2026-07", "2026-07"]


@pytest.mark.parametrize("month", ["202606", "2026年6月", date(2026, 6, 1)])
def test_a_header_that_only_may_mean_the_period_decides_and_is_looked_at(month: Any) -> None:
    found = in_file("报表月份", [month] * 4, "薪资核算结果202609.xlsx")
    column = found.files[0].tables[0].columns[1]
    assert periods(found) == ["2026-06"] * 4 and (column.field, column.state) == ("period", "check")
    assert asked(found) == ["column_check"]


def test_months_of_something_else_do_not_decide_and_are_asked_about() -> None:
    found = in_file("医保结算标志月", ["2026-06"] * 4, "工资.xlsx", "2026年9月工资明细")
    assert paid(found) == ["2026-09"] * 4 and asked(found) == ["period_beside"]
    told = [note.values for record in found.records for note in record.notes if note.code == "period_beside"]
    assert told == [{"text": "医保结算标志月", "used": "2026-09", "other": "2026-06", "field": "period"}]


def test_months_that_say_the_same_as_the_titles_or_stand_in_some_rows_are_no_matter() -> None:
    for months in (["2026-09"] * 4, ["2026-06", None, None, None]):
        assert not asked(in_file("医保结算标志月", months, "工资.xlsx", "2026年9月工资明细"))


def test_whoever_said_which_month_it_is_is_asked_no_more() -> None:
    rows: Rows = [
        ["2026年9月工资"],
        ["姓名", "医保结算标志月", "实发工资"],
        *([n, "2026-06", 1] for n in ("张三", "李四")),
    ]
    content, kinds = book(rows), every_kind()
    ident = read_workbooks([("表.xlsx", content)], kinds, WORDS).questions[0].table
    answers = Answers(tables={ident: TableAnswer(context={"period": "2026-06"})})
    found = read_workbooks([("表.xlsx", content)], kinds, WORDS, answers)
    assert paid(found) == ["2026-06", "2026-06"] and not asked(found)


@pytest.mark.parametrize("aside", ["单位：元/月", "机密 单位:元/月", "制表人：李娜"])
def test_what_is_asked_about_is_called_by_its_title(aside: str) -> None:
    found = reading([["关于薪级调整的附件"], [aside], *RAISED])
    (question,) = [each for each in found.questions if each.code == "day_missing"]
    assert list(question.values) == ["关于薪级调整的附件"]


def test_a_month_of_pay_or_attendance_whose_year_nobody_says_is_asked_about_once() -> None:
    present: Rows = [["姓名", "应出勤天数", "实际出勤天数"], ["张三", 22, 21], ["李四", 22, 20]]
    headed = [PAID[0], ["5月"], PAID[1], ["6月"], PAID[1]]
    for found in (reading([["3月份工资表"], *PAID]), reading(PAID, sheet="3月"), reading(present, sheet="3月"), reading([["工资表"], *headed])):  # fmt: skip
        assert asked(found) == ["year_assumed"]
    assert not asked(reading([["2025年3月份工资表"], *PAID]))


def test_the_month_that_somebody_says_leaves_no_year_to_assume() -> None:
    content, kinds = book([["3月份工资表"], *PAID]), every_kind()
    ident = read_workbooks([("表.xlsx", content)], kinds, WORDS).questions[0].table
    answers = Answers(tables={ident: TableAnswer(context={"period": "2025-03"})})
    found = read_workbooks([("表.xlsx", content)], kinds, WORDS, answers)
    assert periods(found) == ["2025-03", "2025-03"] and not asked(found)


# --- years in a column of their own


def of_years(heads: list[str], rows: Rows, name: str = "工资.xlsx") -> Reading:
    return reading(
        [["姓名", *heads], *([who, *row] for who, row in zip(("张三", "张三", "李四"), rows, strict=True))], file=name
    )


@pytest.mark.parametrize("head", ["年终奖", "13薪", "年度奖金"])
def test_a_year_beside_what_is_paid_once_a_year_is_its_period(head: str) -> None:
    found = of_years(
        ["年份", head, "个税", "实发"], [[2023, 5000, 150, 4850], [2024, 6000, 180, 5820], [2024, 7, 0, 7]]
    )
    assert paid(found) == ["2023", "2024", "2024"] and asked(found) == []


def test_a_year_beside_the_pay_of_months_says_none_of_them_and_is_asked_about() -> None:
    found = of_years(
        ["年份", "基本工资", "年终奖", "实发"], [[2023, 5000, 1, 4850], [2024, 6000, 1, 5820], [2024, 7, 0, 7]]
    )
    assert paid(found) == [None] * 3 and asked(found) == ["month_missing"]


def test_years_and_months_side_by_side_are_one_period() -> None:
    found = of_years(
        ["年", "月", "基本工资", "实发工资"], [[2025, 12, 5000, 4500], [2026, 1, 5000, 4500], [2026, 1, 6000, 5500]]
    )
    assert paid(found) == ["2025-12", "2026-01", "2026-01"]
    assert {record.kind for record in found.records} == {"payroll"}


@pytest.mark.parametrize(
    ("sheet", "title", "month"),
    [("12月", "工资表", "2026-12"), ("1月", "工资表", "2027-01"), ("12月", "2027年工资表", "2027-12"), ("Sheet1", "12月工资表", "2026-12")],
)  # fmt: skip
def test_a_month_after_the_one_of_its_file_lies_in_the_year_before(sheet: str, title: str, month: str) -> None:
    rows: Rows = [[title], ["姓名", "基本工资", "实发工资"], ["张三", 5000, 4500], ["李四", 6000, 5500]]
    assert paid(reading(rows, sheet=sheet, file="2027年1月工资.xlsx")) == [month] * 2
