"""What was not taken as it stands in the sheet is told: cell, before, after, and why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hrapp.kernel.imports import Operation, Record
from hrapp.kernel.work import Actor
from hrapp.modules.imports.api import import_from_shell
from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.rule_words import RULES
from hrapp.modules.imports.views import line_view

from ...browser import browser, words
from ...cast import Cast
from .sheets import reading, records, workbook
from .test_pages import upload

HEAD = ["工号", "姓名", "部门", "岗位", "入职日期", "身份证号", "手机号", "邮箱", "状态", "备注"]
CLEAN = [
    "HP-001",
    "李强",
    "质检部",
    "检验员",
    "2024-03-01",
    "11010519491231002X",
    "13800138000",
    "a@b.cn",
    "在职",
    None,
]
#        column, as written, field, rule, after
WRITTEN: list[tuple[str, Any, str, str, str]] = [
    ("工号", " hp-001", "emp_no", "emp_no", "HP-001"),
    ("姓名", "李 强（销售）", "name", "name", "李强"),
    ("部门", "质检部 ", "department", "spaces", "质检部"),
    ("岗位", "检验员\n（夜班）", "position", "spaces", "检验员（夜班）"),
    ("入职日期", "2024.3.1", "hire_date", "date", "2024-03-01"),
    ("入职日期", 45352, "hire_date", "serial", "2024-03-01"),
    ("入职日期", "2024年3月", "hire_date", "first_day", "2024-03-01"),
    ("身份证号", "110105 19491231 002x", "id_no", "id_no", "…002X"),
    ("手机号", "138-0013-8000", "phone", "phone", "13800138000"),
    ("邮箱", "A@B.cn", "email", "email", "a@b.cn"),
    ("邮箱", "无", "email", "nothing", ""),
    ("状态", "在职（劳务）", "status", "word", "active"),
    ("备注", "试用期至2026-12-31", "probation_end", "remark", "2026-12-31"),
]  # fmt: skip


def changed(column: str, value: Any) -> list[Operation]:
    row = [value if head == column else clean for head, clean in zip(HEAD, CLEAN, strict=True)]
    (record,) = (r for r in records([HEAD, row], sheet="花名册") if r.kind == "person")
    return record.ops


@pytest.mark.parametrize(
    ("column", "value", "field", "rule", "after"), WRITTEN, ids=[f"{w[3]} in {w[2]}" for w in WRITTEN]
)
def test_a_value_that_was_changed_says_where_how_and_why(
    column: str, value: Any, field: str, rule: str, after: str
) -> None:
    (op,) = changed(column, value)
    assert (op.field, op.rule, op.after) == (field, rule, after)
    assert op.cell is not None and op.cell.address == f"{'ABCDEFGHIJ'[HEAD.index(column)]}2"
    assert rule in RULES and op.before in (str(value), "…002x")


def test_of_what_is_taken_as_it_stands_nothing_is_said() -> None:
    assert changed("备注", None) == []
    assert changed("入职日期", date(2024, 3, 1)) == changed("手机号", 13800138000) == changed("工号", "HP-001") == []


def ops(found: list[Record]) -> list[tuple[str, str, str, str]]:
    return [(op.field, op.rule, op.before, op.after) for record in found for op in record.ops]


def test_units_and_cents_of_money_and_shares_are_told() -> None:
    head = ["工号", "姓名", "生效日期", "调薪前（元）", "调薪后（元）", "幅度"]
    rows = [head, ["1", "李强", "2026-01-01", "￥9,000.00", "1万", "11.1%"], ["2", "王芳", "2026-01-01", 9000.126, 9900, 0.1]]  # fmt: skip
    assert ops(records(rows, sheet="调薪记录")) == [
        ("before", "number", "￥9,000.00", "9000"),
        ("after", "number", "1万", "10000"),
        ("pct", "percent", "11.1%", "0.111"),
        ("before", "rounded", "9000.126", "9000.13"),
    ]
    assert ("after", "unit", "0.9", "9000") in ops(
        records(
            [["金额单位：万元"], [h[:3] for h in head], ["1", "李强", "2026-01-01", 0.8, 0.9, None]], sheet="调薪记录"
        )
    )


def test_figures_and_grades_are_told_too() -> None:
    head = ["工号", "姓名", "指标", "月份", "目标值", "实际值"]
    rows = [["1", "李强", "不良率", "2026-03", "≤1.5%", 0.012], ["2", "王芳", "不良率", "2026-03", 0.02, 0.012]]
    assert ops(records([head, *rows])) == [("target", "percent", "≤1.5%", "0.015")]
    assert ("grade", "term", "评级：达标", "达标") not in ops(
        records([["工号", "姓名", "2026年一季度"], ["1", "李强", "达标"]])
    )
    assert ("grade", "term", "A（卓越）", "卓越") in ops(
        records([["工号", "姓名", "考核周期", "考核等级"], ["1", "李强", "2026Q1", "A（卓越）"]])
    )


def test_what_comes_from_above_from_titles_and_from_answers_is_told() -> None:
    rows = [
        ["“安全生产”培训签到表"],
        ["培训时间：2026年3月5日"],
        ["序号", "姓名", "工号", "部门", "状态"],
        [1, "李强", "0007", "质检部", "通过"],
        [2, "王芳", "0008", None, "通过"],
        [3, "马伟", "0009", None, "通过"],
        [4, "马丽", "0010", "冲压车间", "通过"],
    ]
    told = ops(records(rows))
    assert ("department", "above", "", "质检部") in told
    assert ("course", "title", "", "安全生产") in told and ("date", "title", "", "2026-03-05") in told
    said = Answers(tables={"表.xlsx›花名册›1": TableAnswer(values={"department": {"质检": "质检部"}})})
    found = reading([HEAD, ["1", "李强", "质检", *CLEAN[3:]]], "花名册", answers=said)
    assert ("department", "answered", "质检", "质检部") in ops(found.records)


async def test_the_page_and_the_shell_tell_what_was_changed(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ["E021", "方 新", "销售部", "业务员", "2026.3.1", "110105 19491231 002x", "13800138000", None, "在职（劳务）", None]  # fmt: skip
    book = workbook([HEAD, row], "花名册")
    (tmp_path / "花名册.xlsx").write_bytes(book)
    async with browser("ada") as ada:
        page = await ada.get((await upload(ada, ("花名册.xlsx", book))).headers["location"])
    text = words(page)
    assert "4 个值的写法不同" in text and "<details><summary>4 个值" in page.text
    assert "E2 入职日期: 2026.3.1 → 2026-03-01 日期统一保存为" in text
    assert "I2 状态: 在职（劳务） → 在职 " in text
    assert "F2 身份证号: …002x → …002X" in text and "19491231" not in page.text, "an ID number is not repeated"
    await import_from_shell(
        [str(tmp_path / "花名册.xlsx")], yes=True, dry_run=True, as_json=True, actor=Actor(label="cli:root")
    )
    out = capsys.readouterr().out
    (told,) = (row for row in json.loads(out)["rows"] if row["kind"] == "person")
    assert {
        "field": "hire_date",
        "cell": "E2",
        "rule": "date",
        "before": "2026.3.1",
        "after": "2026-03-01",
    }.items() <= next(op for op in told["ops"] if op["rule"] == "date").items()
    assert all(op["why"] for op in told["ops"]) and "110105 19491231" not in out


def test_what_was_made_of_figures_is_hidden_with_them() -> None:
    op = {"field": "after", "cell": "E2", "rule": "number", "before": "4万", "after": "40000"}
    line = LineRow("1", 1, "表.xlsx", "", 2, "pay_change", "new", "", "E007", {}, [], [op])
    assert line_view(line, frozenset({"pay_change"})).rewritten == []
    assert [each.before for each in line_view(line, frozenset()).rewritten] == ["4万"]
