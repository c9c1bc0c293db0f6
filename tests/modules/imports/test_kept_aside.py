"""What a kind has no place for is kept as it is written, with the words that say which row it was; and the same people
with other figures are no copy."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, reading


def kept(rows: Rows, sheet: str = "Sheet1") -> list[dict[str, str]]:
    return [record.values["values"] for record in reading(rows, sheet=sheet).records if record.kind == "other"]


@pytest.mark.parametrize(
    ("head", "row", "aside"),
    [
        (["培训课程", "培训日期", "考核成绩", "备注"], ["消防安全", "2026-03-02", 55, "补考"],
         {"培训课程": "消防安全", "培训日期": "2026-03-02", "备注": "补考"}),
        (["考核周期", "绩效等级", "绩效得分", "备注"], ["2025Q4", "良好", 81.4, "PIP"], {"考核周期": "2025Q4", "绩效得分": "81.4", "备注": "PIP"}),
        (["荣誉称号", "授予日期", "备注"], ["季度之星", "2026-03-31", "证书已发"],
         {"荣誉称号": "季度之星", "授予日期": "2026-03-31", "备注": "证书已发"}),
        (["调薪日期", "调整前", "调整后", "备注"], ["2026-01-01", 5000, 5500, "按年功"],
         {"调薪日期": "2026-01-01", "调整前": "5000", "备注": "按年功"}),
        (["异动日期", "原部门", "新部门", "备注"], ["2026-01-01", "一车间", "二车间", "试用一年"], {"异动日期": "2026-01-01", "备注": "试用一年"}),
        (["登记编号", "方案类型", "方案名称", "提交日期", "审核人"], ["F-001", "改善提案", "换刀架", "2026-02-01", "吴八方"],
         {"方案名称": "换刀架", "提交日期": "2026-02-01", "登记编号": "F-001", "审核人": "吴八方"}),
    ],
)  # fmt: skip
def test_a_remark_a_score_or_a_number_without_a_place_is_kept_with_its_row(
    head: list[str], row: list[object], aside: dict[str, str]
) -> None:
    rows = [["工号", "姓名", *head], *([f"E{n}", name, *row] for n, name in enumerate(("张伟", "李娜", "王芳")))]
    assert kept(rows) == [aside] * 3


def test_a_remark_beside_a_sign_is_kept_with_it_and_not_noted_about_the_person() -> None:
    rows = [
        ["工号", "姓名", "部门", "签到", "备注"],
        ["E001", "张伟", "冲压车间", "请假", "病假"],
        ["E002", "李娜", "冲压车间", "√", "迟到10分钟"],
    ]
    assert kept(rows) == [{"签到": "请假", "备注": "病假"}, {"签到": "√", "备注": "迟到10分钟"}]
    assert not any(record.values.get("note") for record in reading(rows).records)
    assert kept(rows, sheet="消防演练签到")[0] == {"表名": "消防演练签到", "签到": "请假", "备注": "病假"}


def test_a_remark_in_a_roster_is_about_the_person() -> None:
    rows = [["工号", "姓名", "部门", "年龄", "备注"], ["E001", "张伟", "冲压车间", 30, "返聘"]]
    assert [record.values.get("note") for record in reading(rows).records] == ["返聘"]
    rows = [["工号", "姓名", "入职日期", "工装码", "备注"], ["E001", "张伟", "2020-01-02", "L", "返聘"]]
    assert [record.values.get("note") for record in reading(rows).records if record.kind == "person"] == ["返聘"]


def test_a_score_in_words_and_the_day_a_training_began_are_kept_with_its_row() -> None:
    rows = [
        ["工号", "姓名", "培训课程", "培训时间", "考核成绩"],
        ["E001", "张伟", "消防安全", "2026-03-02至2026-03-04", 85],
        ["E002", "李娜", "消防安全", "2026-03-04", "优"],
        ["E003", "王芳", "消防安全", "2026-03-04", 90],
    ]
    assert kept(rows) == [
        {"培训课程": "消防安全", "培训时间": "2026-03-02至2026-03-04"},
        {"培训课程": "消防安全", "培训时间": "2026-03-04", "考核成绩": "优"},
    ]


def test_the_weight_of_a_figure_is_kept_with_its_metric_and_month() -> None:
    rows = [
        ["工号", "姓名", "考核周期", "指标", "目标", "实际", "权重"],
        *([f"E{n}", "张伟", "2026-03", "销售额", 100, 90, 0.4] for n in range(3)),
    ]
    assert kept(rows)[0] == {"考核周期": "2026-03", "指标": "销售额", "权重": "0.4"}


def test_a_row_that_says_nothing_more_keeps_nothing_aside() -> None:
    rows = [
        ["姓名", "培训课程", "培训日期", "备注"],
        ["张伟", "消防安全", "2026-03-02", None],
        ["李娜", "消防安全", "2026-03-02", "/"],
    ]
    assert kept(rows) == []


def test_months_without_a_year_are_kept_with_the_year_of_their_sheet() -> None:
    rows = [["姓名", "1月", "2月", "平均"], ["张伟", 91, 92, 91.5], ["李娜", 81, 82, 81.5], ["王芳", 71, 72, 71.5]]
    assert [each["期间"] for each in kept(rows, "2025")] == ["2025"] * 3


@pytest.mark.parametrize(
    ("first", "second", "copy"),
    [
        ([91, 92], [71, 72], False),  # other figures
        ([91, 92], [91, 92], True),
        ([91, 92], [91, None], True),  # a column that is empty
    ],
)
def test_the_same_people_with_other_figures_are_no_copy(first: list[int], second: list[int | None], copy: bool) -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        for name, figures in (("甲", first), ("乙", second)):
            page = file.add_worksheet(name)
            page.write_row(0, 0, ["工号", "姓名", "停车位", "门禁次数"])
            for n, person in enumerate(("张伟", "李娜", "王芳"), 1):
                page.write_row(n, 0, [f"E{n}", person, *(each for each in figures if each is not None)])
    tables = read_workbooks([("表.xlsx", into.getvalue())], every_kind(), WORDS).files[0].tables
    assert [each.verdict for each in tables] == ["other", "copy" if copy else "other"]


def test_fewer_columns_of_the_same_people_are_a_copy() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        for name, width in (("甲", 4), ("乙", 3)):
            page = file.add_worksheet(name)
            page.write_row(0, 0, ["工号", "姓名", "停车位", "门禁次数"][:width])
            for n, person in enumerate(("张伟", "李娜", "王芳"), 1):
                page.write_row(n, 0, [f"E{n}", person, 40 + n, 7][:width])
    tables = read_workbooks([("表.xlsx", into.getvalue())], every_kind(), WORDS).files[0].tables
    assert [each.verdict for each in tables] == ["other", "copy"]


@pytest.mark.parametrize(("accounts", "verdict"), [(("银行账号", "开户行"), "payroll"), ((), "copy")])
def test_only_a_sheet_that_says_nothing_more_is_a_copy(accounts: tuple[str, ...], verdict: str) -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        pay, bank = file.add_worksheet("工资表"), file.add_worksheet("银行代发")
        pay.write_row(0, 0, ["姓名", "基本工资", "应发工资", "个税", "实发工资"])
        bank.write_row(0, 0, ["姓名", *accounts, "实发金额"])
        for n, person in enumerate(("张伟", "李娜", "王芳"), 1):
            pay.write_row(n, 0, [person, 6000 + n, 6000 + n, 20, 5980 + n])
            bank.write_row(n, 0, [person, *(f"622202123456781000{n}", "工行中山路支行")[: len(accounts)], 5980 + n])
    found = read_workbooks([("2026年3月工资.xlsx", into.getvalue())], every_kind(), WORDS)
    assert [each.verdict for each in found.files[0].tables] == ["payroll", verdict]
    banks = [record.values["bank_account"] for record in found.records if record.kind == "bank_account"]
    assert len(banks) == (3 if accounts else 0)


def test_what_somebody_wrote_beside_a_cell_is_kept_with_its_row() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        page = file.add_worksheet("培训")
        page.write_row(0, 0, ["工号", "姓名", "培训课程", "培训日期"])
        for n, person in enumerate(("张伟", "李娜", "王芳"), 1):
            page.write_row(n, 0, [f"E{n}", person, "消防安全", "2026-03-02"])
        page.write_comment("D3", "补考后通过")
        page.write_comment("A1", "按工牌填写")
    found = read_workbooks([("表.xlsx", into.getvalue())], every_kind(), WORDS).records
    told = [(r.values["name"], r.values["values"]["培训日期（批注）"]) for r in found if r.kind == "other"]
    assert told == [("李娜", "补考后通过")]


def test_a_sheet_with_one_far_longer_row_is_not_laid_out_by_columns() -> None:
    rows: list[list[object]] = [["张伟", n, None] for n in range(1000)]
    grid = Grid(name="表", rows=[*rows, [*range(512)]])
    wanted = [*range(1001)]
    assert grid.column(1, wanted) == [*range(1000), 1] and grid.column(500, wanted) == [None] * 1000 + [500]
    assert not grid.across


def test_the_same_figures_of_other_people_are_no_copy() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as file:
        for name, figures in (("甲", (91, 81, 71)), ("乙", (81, 91, 71))):
            page = file.add_worksheet(name)
            page.write_row(0, 0, ["工号", "姓名", "停车位"])
            for n, (person, figure) in enumerate(zip(("张伟", "李娜", "王芳"), figures, strict=True), 1):
                page.write_row(n, 0, [f"E{n}", person, figure])
    tables = read_workbooks([("表.xlsx", into.getvalue())], every_kind(), WORDS).files[0].tables
    assert [each.reason for each in tables] == ["read", "read"]


def test_a_row_that_says_something_without_a_field_only_is_not_one_that_says_nothing() -> None:
    whole = reading([["姓名", "年薪", "月薪"], ["林雪", 150000, 12000], ["马超", "6万", None], ["李娜", None, None]])
    assert [(row.row, row.code) for row in whole.skipped] == [(4, "nothing_said")]
    aside = [record.values for record in whole.records if record.kind == "other"]
    assert [(each["name"], each["values"]["年薪"]) for each in aside] == [("林雪", "150000"), ("马超", "6万")]
