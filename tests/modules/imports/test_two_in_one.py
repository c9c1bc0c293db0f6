"""Sheets that look like one table and are two, headings between rows, and whose a figure is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from hrapp.kernel.imports import Record, Vocabulary
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.repeats import reads_like
from tests.proof.importing import every_kind

WORDS = Vocabulary(
    terms={"metrics": {"销售额": ()}, "grades": {"优秀": (), "良好": (), "合格": ()}},
    units={"销售额": "元"},
    metric_periods={},
    today=date(2026, 7, 1),
)
Rows = Sequence[Sequence[Any]]


def book(rows: Rows, merges: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        page, day = file.add_worksheet(sheet), file.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(r, c, value, day)
                elif value is not None:
                    page.write(r, c, value)
        for area in merges:
            top, left = (int("".join(filter(str.isdigit, area.split(":")[0]))) - 1, ord(area[0]) - 65)
            page.merge_range(area, rows[top][left])
    return into.getvalue()


def reading(rows: Rows, merges: Sequence[str] = (), sheet: str = "Sheet1", file: str = "表.xlsx") -> Reading:
    return read_workbooks([(file, book(rows, merges, sheet))], every_kind(), WORDS)


def records(rows: Rows, merges: Sequence[str] = (), sheet: str = "Sheet1", file: str = "表.xlsx") -> list[Record]:
    return reading(rows, merges, sheet, file).records


def table(found: Sequence[Record], *keys: str) -> list[tuple[str, ...]]:
    return [tuple(str(record.values.get(key)) for key in keys) for record in found]


def notes(found: Sequence[Record]) -> set[str]:
    return {note.code for record in found for note in record.notes}


# --- a header that comes again


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        (["姓名", "部门", "岗位", "入职日期"], ["姓名", "部门", "岗位", "离职日期"], ("hire_date", "leave_date")),
        (["姓名", "部门", "补贴", "实发工资"], ["姓名", "部门", "奖金", "实发工资"], ("allowance", "bonus")),
    ],
)
def test_a_header_that_says_one_thing_else_begins_a_table_of_its_own(
    first: list[str], second: list[str], keys: tuple[str, str]
) -> None:
    cell: Any = date(2023, 5, 6) if "入职日期" in first else 300
    row = ["生产部", "工人", cell] if "岗位" in first else ["生产部", cell, 5000]
    found = records([first, ["张伟", *row], ["李娜", *row], second, ["王强", *row], ["赵敏", *row]])
    said = [(r.values["name"], r.values.get(keys[0]) is not None, r.values.get(keys[1]) is not None) for r in found]
    assert said == [("张伟", True, False), ("李娜", True, False), ("王强", False, True), ("赵敏", False, True)]


def test_the_same_header_with_a_space_or_a_slip_of_the_pen_is_its_repetition() -> None:
    head = ["工号", "姓名", "基本工资", "补贴", "实发工资"]
    rows = [["E1", "张伟", 5000, 300, 5300], ["E2", "李娜", 5000, 200, 5200]]
    for again in (["工号", "姓名", "基本工资", "补 贴", "实发工资"], ["工号", "姓名", "基本工资", "补帖", "实发工资"]):
        whole = reading([head, rows[0], again, rows[1]])
        assert len(whole.files[0].tables) == 1
        assert table(whole.records, "name", "allowance") == [("张伟", "300"), ("李娜", "200")]


def test_a_word_of_a_header_is_not_yet_its_repetition() -> None:
    head = dict(enumerate(["姓名", "部门", "岗位", "手机号"]))
    lexicon = Lexicon(every_kind(), WORDS)
    assert reads_like(head, head, lexicon)
    assert not reads_like(head, {0: "姓名", 1: "部门"}, lexicon)


# --- side by side


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["工号", "姓名", "实发工资"], ["姓名", "工号", "实发工资"]),
        (["工号", "姓名", "实发工资"], ["工号", "姓名", "应发工资", "实发工资"]),
        (["序号", "姓名", "实发工资"], ["序号", "姓名", "奖金", "实发工资"]),
        (["姓名", "实发工资"], ["姓名", "奖金"]),
    ],
)
def test_lists_side_by_side_are_read_apart_though_no_column_between_them_is_empty(
    left: list[str], right: list[str]
) -> None:
    cells = {"工号": "E{}", "姓名": "", "序号": 1, "实发工资": 5000, "应发工资": 6000, "奖金": 300}
    people = [("张伟", "王强"), ("李娜", "赵敏")]

    def row(heads: list[str], who: str, n: int) -> list[Any]:
        return [
            who if head == "姓名" else str(cells[head]).format(n) if head == "工号" else cells[head] for head in heads
        ]

    rows = [left + right] + [row(left, a, n) + row(right, b, n + 5) for n, (a, b) in enumerate(people)]
    found = [record for record in records(rows) if record.kind == "payroll"]
    assert [record.values["name"] for record in found] == ["张伟", "李娜", "王强", "赵敏"]
    assert [record.values.get("bonus") is not None for record in found] == ["奖金" in left] * 2 + ["奖金" in right] * 2


def test_a_group_over_a_list_is_the_department_of_its_people() -> None:
    head = ["姓名", "岗位", "手机号"]
    found = records(
        [["一车间", None, None, "二车间", None, None], head * 2,
         ["张伟", "工人", "13800000001", "王强", "班长", "13800000003"],
         ["李娜", "工人", "13800000002", "赵敏", "班长", "13800000004"]],
        ["A1:C1", "D1:F1"],
    )  # fmt: skip
    assert table(found, "name", "department") == [
        ("张伟", "一车间"),
        ("李娜", "一车间"),
        ("王强", "二车间"),
        ("赵敏", "二车间"),
    ]


def test_a_relative_beside_somebody_begins_no_list() -> None:
    heads = ["姓名", "部门", "入职日期", "姓名", "与本人关系", "电话"]
    row = ["生产部", date(2020, 1, 2)]
    whole = reading(
        [heads, ["张伟", *row, "张三", "父亲", "13800000001"], ["李娜", *row, "李四", "母亲", "13800000002"]]
    )
    assert len(whole.files[0].tables) == 1
    assert {record.values["name"] for record in whole.records} == {"张伟", "李娜"}


# --- months


def test_blocks_of_months_keep_their_months_whatever_stands_beside_their_titles() -> None:
    head, unit = ["姓名", "奖金", "实发工资"], [None, None, "单位：元"]
    rows = [["2024年1月工资表", *unit[1:]], head, ["张伟", 1, 2], ["2024年2月工资表", *unit[1:]], head, ["张伟", 3, 4]]
    assert table(records(rows), "name", "net", "period") == [("张伟", "2", "2024-01"), ("张伟", "4", "2024-02")]


@pytest.mark.parametrize("months", [("1月", "2月"), ("2024年1月工资表", "2024年2月工资表")])
def test_a_month_alone_in_a_row_is_the_month_of_the_rows_below_it(months: tuple[str, str]) -> None:
    rows = [["2024年工资"], ["姓名", "奖金", "实发工资"], [months[0]], ["张伟", 1, 2], [months[1]], ["张伟", 3, 4]]
    assert table(records(rows), "name", "period") == [("张伟", "2024-01"), ("张伟", "2024-02")]


def test_two_months_together_are_neither_of_them() -> None:
    found = records([["2024年"], ["姓名", "1-2月销售额", "3月销售额"], ["张伟", 5000, 2000], ["李娜", 5200, 3000]])
    assert {(r.values["period"], str(r.values["actual"])) for r in found if r.kind == "kpi"} == {
        ("2024-03", "2000"),
        ("2024-03", "3000"),
    }


@pytest.mark.parametrize(
    ("titles", "sheet", "file", "period"),
    [
        (["二〇二四年一月工资表"], "Sheet1", "表.xlsx", "2024-01"),
        (["民國113年1月薪資表"], "Sheet1", "表.xlsx", "2024-01"),
        (["113年1月薪資表"], "Sheet1", "表.xlsx", "2024-01"),
        (["12月工资表", "制表日期：2024-01-05"], "Sheet1", "表.xlsx", "2023-12"),
        (["2024年1月发放2023年12月工资表"], "Sheet1", "表.xlsx", "2023-12"),
        (["工资表（2024.1.1至2024.1.31）"], "Sheet1", "表.xlsx", "2024-01"),
        (["工资表"], "24.1", "表.xlsx", "2024-01"),
        (["工资表"], "3", "2024年工资.xlsx", "2024-03"),
        (["2024年5月工资表"], "3", "2024年工资.xlsx", "2024-05"),
    ],
)
def test_the_month_of_a_pay_list(titles: list[str], sheet: str, file: str, period: str) -> None:
    rows = [*([title] for title in titles), ["姓名", "实发工资"], ["张伟", 5000], ["李娜", 5200]]
    assert {record.values["period"] for record in records(rows, (), sheet, file)} == {period}


def test_a_month_from_the_26th_is_called_after_its_end_and_somebody_is_asked() -> None:
    found = records([["考勤：2023年12月26日至2024年1月25日"], ["姓名", "出勤天数"], ["张伟", 20], ["李娜", 21]])
    assert {record.values["period"] for record in found} == {"2024-01"}
    assert "period_conflict" in notes(found)


def test_a_month_without_its_zero_among_others_with_theirs_is_october() -> None:
    text = "姓名,月份,实发工资\n张伟,2024.08,1\n张伟,2024.09,2\n张伟,2024.1,3\n".encode()
    found = read_workbooks([("a.csv", text)], every_kind(), WORDS).records
    assert [record.values["period"] for record in found] == ["2024-08", "2024-09", "2024-10"]


def test_months_after_december_belong_to_the_next_year() -> None:
    heads = ["姓名", "11月", "12月", "1月"]
    rows = [heads, ["张伟", 1, 2, 3], ["李娜", 1, 2, 3]]
    told = records([["2023-2024年销售额"], *rows])
    assert [record.values["period"] for record in told[:3]] == ["2023-11", "2023-12", "2024-01"]
    unclear = records([["2024年销售额"], *rows])
    assert {record.values["period"] for record in unclear} == {None} and notes(unclear) >= {"period_missing"}


# --- headings between the rows


def test_a_heading_ends_the_department_before_it() -> None:
    head = ["姓名", "岗位", "手机号"]
    rows = [head, ["生产部"], ["张伟", "工人", "13800000001"], ["管理层"], ["李娜", "经理", "13800000002"],
            ["财务"], ["王强", "会计", "13800000003"]]  # fmt: skip
    assert table(records(rows), "name", "department") == [("张伟", "生产部"), ("李娜", "管理层"), ("王强", "财务")]


def test_a_heading_in_the_column_before_the_names_ends_it_too() -> None:
    head = ["序号", "姓名", "岗位", "手机号"]
    rows = [head, ["生产部"], [1, "张伟", "工人", "13800000001"], ["退休返聘"], [2, "李娜", "经理", "13800000002"]]
    assert table(records(rows), "name", "department") == [("张伟", "生产部"), ("李娜", "None")]


@pytest.mark.parametrize("heading", [["一", "生产部"], ["部门", "生产部"], ["部门：生产部"], ["（一）生产部"]])
def test_a_heading_may_have_a_number_or_a_label(heading: list[str]) -> None:
    head = ["序号", "姓名", "岗位", "手机号"]
    rows = [head, heading, [1, "张伟", "工人", "13800000001"], [2, "李娜", "经理", "13800000002"]]
    assert table(records(rows), "name", "department") == [("张伟", "生产部"), ("李娜", "生产部")]


@pytest.mark.parametrize("place", ["江苏", "上海", "广东省", "华东", "安徽", "武汉市", "一 江苏", "江苏（1人）"])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_place_alone_in_the_column_of_names_is_over_those_below_it(place: str, numbered: bool) -> None:
    head = ["姓名", "岗位", "手机号", "邮箱"]
    rows: list[list[Any]] = [
        head,
        ["海南"],
        ["张伟", "工人", "13800000001"],
        place.split(),
        ["李娜", "经理", "13800000003"],
    ]
    if numbered:
        rows = [["序号", *head], *([n if len(row) > 2 else None, *row] for n, row in enumerate(rows[1:]))]
        rows[3] = place.split() if " " in place else rows[3]
    elif " " in place:
        rows[3] = ["江苏"]
    assert table(records(rows), "name", "department") == [("张伟", "None"), ("李娜", "None")]


def test_a_place_ends_the_department_before_it_and_is_a_name_in_a_list_to_be_signed() -> None:
    rows = [
        ["姓名", "岗位", "手机号"],
        ["生产部"],
        ["张伟", "工人", "13800000001"],
        ["上海"],
        ["李娜", "经理", "13800000003"],
    ]
    assert table(records(rows), "name", "department") == [("张伟", "生产部"), ("李娜", "None")]
    rows = [["“安全生产”培训签到表"], ["姓名", "签到"], *([name] for name in ("张伟", "安徽", "李娜"))]
    assert "安徽" in {r.values["name"] for r in records(rows)}


def test_a_heading_over_all_columns_is_no_level_of_the_header_and_nobody() -> None:
    head = ["姓名", "岗位", "基本工资", "实发工资"]
    rows = [head, ["在职人员"], ["张伟", "工人", 1, 2], ["离职人员"], ["李娜", "工人", 3, 4]]
    whole = reading(rows, ["A2:D2", "A4:D4"])
    assert whole.files[0].tables[0].header_rows == (1,)
    assert table(whole.records, "name", "net") == [("张伟", "2"), ("李娜", "4")]


# --- whose a figure is


@pytest.mark.parametrize("merge", ["C2:C3", "B2:C2"])
def test_a_figure_merged_over_several_people_or_columns_is_asked_about(merge: str) -> None:
    rows = [["姓名", "奖金", "实发工资"], ["张伟", 300, 5300], ["李娜", 200, None], ["王强", 1, 2]]
    rows[1][2] = None if merge == "B2:C2" else 5300
    found = records(rows, [merge])
    assert table(found, "name", "net")[0] == ("张伟", "None") and "cell_shared" in notes(found[:1])
    assert table(found, "name", "net")[2] == ("王强", "2") and not notes(found[2:])


@pytest.mark.parametrize(
    ("head", "cells", "level"),
    [
        ("身份证号", ("110105194912310021", "11010519491231002X"), "error"),
        ("手机号", ("13800000001", "13800000002"), "error"),
        ("工号", ("E1", "E2"), "warn"),
    ],
)
def test_a_name_merged_over_two_people_is_asked_about(head: str, cells: tuple[str, str], level: str) -> None:
    rows = [["姓名", "部门", head, "实发工资"], ["张伟", "生产部", cells[0], 5300], [None, "生产部", cells[1], 5100],
            ["李娜", "销售部", "", 5200]]  # fmt: skip
    for table_of in (rows, [row[:3] for row in rows]):
        found = [r for r in records(table_of, ["A2:A3"]) if r.kind in ("payroll", "person")]
        assert [[n.level for n in r.notes if n.code == "name_shared"] for r in found] == [[level], [level], []]


def test_a_name_merged_over_what_one_person_has_several_of_is_told_of_nobody() -> None:
    rows = [
        ["姓名", "手机号", "学校"],
        ["张伟", "13800000001", "北京大学"],
        [None, None, "清华大学"],
        ["李娜", "", "复旦"],
    ]
    assert "name_shared" not in notes(records(rows, ["A2:A3"]))
    rows = [
        ["姓名", "关系", "家属姓名", "电话"],
        ["张伟", "父亲", "张三", "13800000001"],
        [None, "母亲", "李四", "13800000002"],
    ]
    assert "name_shared" not in notes(records(rows, ["A2:A3"]))


def test_a_figure_merged_over_the_rows_of_one_person_is_theirs() -> None:
    rows = [
        ["姓名", "手机号", "合同编号"],
        ["张伟", "13800000001", "a"],
        [None, None, "b"],
        ["李娜", "13800000002", "c"],
    ]
    assert "cell_shared" not in notes(records(rows, ["A2:A3", "B2:B3"]))


def test_a_figure_merged_over_months_is_no_figure_of_each() -> None:
    found = records([["2024年销售额"], ["姓名", "1月", "2月"], ["张伟", 100, None], ["李娜", 1, 2]], ["B3:C3"])
    assert [record.values["actual"] for record in found[:2]] == [None, None] and "cell_shared" in notes(found[:2])


@pytest.mark.parametrize("other", ["自评", "上级评", "互评"])
def test_of_several_grades_the_one_that_was_fixed_in_the_end_counts(other: str) -> None:
    heads = ["姓名", f"2024年一季度（{other}）", "2024年一季度（终评）"]
    found = records([["绩效等级"], heads, ["张伟", "优秀", "良好"], ["李娜", "良好", "合格"]])
    graded = [record for record in found if record.kind == "grade"]
    assert table(graded, "name", "grade") == [("张伟", "良好"), ("李娜", "合格")]


def test_two_grades_that_differ_and_weigh_the_same_are_asked_about() -> None:
    heads = ["姓名", "2024年一季度", "2024年一季度"]
    found = records([["绩效等级"], heads, ["张伟", "优秀", "良好"], ["李娜", "良好", "良好"]])
    assert table(found, "name", "grade") == [("张伟", "None"), ("李娜", "良好")] and "grades_differ" in notes(found[:1])


def test_the_figures_of_two_namesakes_are_two_records() -> None:
    rows = [
        ["姓名", "项目", "销售额"],
        ["张伟", "目标", 100],
        ["张伟", "实际", 90],
        ["张伟", "目标", 200],
        ["张伟", "实际", 190],
    ]
    found = [record for record in records([["2024年1月"], *rows]) if record.kind == "kpi"]
    assert table(found, "target", "actual") == [("100", "90"), ("200", "190")]


def test_the_next_block_is_not_about_the_person_of_the_first() -> None:
    head = ["课程", "日期", "成绩"]
    block = [["安全", date(2024, 1, 2), 90], ["消防", date(2024, 2, 2), 91]]
    found = records([["姓名：张伟"], head, *block, [None], ["李娜"], head, *block])
    assert table(found, "name") == [("张伟",), ("张伟",)]


def test_a_name_in_a_list_of_a_family_below_a_form_is_the_relatives() -> None:
    rows = [
        ["姓名", "张伟", "性别", "男"],
        ["部门", "生产部", "岗位", "工人"],
        ["姓名", "关系", "工作单位"],
        ["张三", "父亲", "某厂"],
    ]
    assert table(records(rows), "name", "member_name") == [("张伟", "张三")]


@pytest.mark.parametrize("name", ["张伟 李娜", "张伟\n李娜"])
def test_two_names_in_a_cell_are_nobody_and_told(name: str) -> None:
    found = records(
        [["姓名", "手机号"], [name, "13800000001"], ["欧阳 娜娜", "13800000002"], ["王芳(大)", "13800000003"]]
    )
    assert table(found, "name") == [("None",), ("欧阳娜娜",), ("王芳",)]
    assert [{note.code for note in record.notes} for record in found] == [{"name_unreadable"}, set(), {"name_note"}]


def test_who_made_the_list_is_no_department_of_its_people() -> None:
    rows = [["制单部门：财务部"], ["2024年1月工资表"], ["姓名", "实发工资"], ["张伟", 5000], ["李娜", 5200]]
    assert table(records(rows), "department") == [("None",), ("None",)]
