"""How tables lie in sheets: titles, headers, totals, blocks, forms, months, copies, templates. Only people become people."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.found import Reading, TableReading

from .cases import read_together

HEAD = ["工号", "姓名", "部门", "岗位", "入职日期"]
LI = ["1", "李强", "质检部", "检验员", "2020-03-02"]
WANG = ["2", "王芳", "冲压车间", "操作工", "2021-04-05"]
BOTH = [("1", "李强", "质检部"), ("2", "王芳", "冲压车间")]
WHO = ("emp_no", "name", "department")


@dataclass(frozen=True)
class Sheets:
    """Sheets by name, what they look like besides their cells, and what the records say of these keys."""

    sheets: dict[str, Sequence[Sequence[Any]]]
    expected: Sequence[tuple[Any, ...]]
    keys: tuple[str, ...] = WHO
    kind: str = "person"
    dressed: Callable[[dict[str, Worksheet]], Any] = field(default=lambda pages: None)
    told: tuple[str, ...] = ()  # codes of notes on the records
    left: dict[str, str] = field(default_factory=dict)  # sheet: why nothing was taken from it
    skipped: dict[int, str] = field(default_factory=dict)  # row: why it is no record
    name: str = "表.xlsx"

    def book(self) -> bytes:
        into = io.BytesIO()
        with xlsxwriter.Workbook(into) as book:
            day = book.add_format({"num_format": "yyyy/m/d"})
            pages = {name: book.add_worksheet(name) for name in self.sheets}
            for name, rows in self.sheets.items():
                for row, cells in enumerate(rows):
                    for column, value in enumerate(cells):
                        if isinstance(value, date):
                            pages[name].write_datetime(row, column, value, day)  # type: ignore[arg-type]
                        elif value is not None:
                            pages[name].write(row, column, value)
            self.dressed(pages)
        return into.getvalue()


def one(rows: Sequence[Sequence[Any]], expected: Sequence[tuple[Any, ...]] = tuple(BOTH), **more: Any) -> Sheets:
    return Sheets({"花名册": rows}, expected, **more)


KPI = ("name", "period", "actual")
MONTHS = ["工号", "姓名", "指标", "1月", "2月", "3月"]
FORM = [
    ["2026年2月绩效考核表"],
    ["姓名：李强", None, "部门：质检部", None, "岗位：检验员"],
    ["序号", "考核项目", "权重", "评分标准", "得分"],
    [1, "检验及时率", "60%", "低于98%扣5分", 55],
    [2, "差错", "40%", "每次扣2分", 38],
    ["合计", None, "100%", None, 93],
]
ROSTER_MANY = [HEAD, *[[str(n), f"李{'一二三四五六七八九十'[n]}", "质检部", "检验员", "2020-03-02"] for n in range(6)]]
SIX = [(str(n), f"李{'一二三四五六七八九十'[n]}", "质检部") for n in range(6)]

CASES = {
    "a title above the header": one([["某某公司员工花名册"], HEAD, LI, WANG], skipped={1: "title"}),
    "a merged title": one([["某某公司员工花名册"], HEAD, LI, WANG], dressed=lambda p: p["花名册"].merge_range("A1:E1", "某某公司员工花名册")),
    "instructions above the header": one([["填写说明：1.日期请写成2026-01-01；2.部门写全称"], ["带*为必填"], HEAD, LI, WANG]),
    "words and values above the header": one([["单位：某某公司", None, "制表日期：2026-06-30"], [], HEAD, LI, WANG]),
    "the month of a title and of a sheet that differ": Sheets(
        {"2026年2月": [["2026年1月绩效"], ["工号", "姓名", "月产量"], ["1", "李强", 4200]]}, [("李强", "2026-02", 4200)], KPI, "kpi", told=("period_conflict",)),
    "a column without a header": one([[*HEAD, None], [*LI, "甲"], [*WANG, "乙"]]),
    "no header at all": one([LI, WANG], [], left={"花名册": "no_table"}),
    "one header twice": one([[*HEAD, "手机号", "手机号"], [*LI, "13800138000", "13900139000"], [*WANG, "13800138001", "13900139001"]], [("1", "13800138000"), ("2", "13800138001")], keys=("emp_no", "phone")),
    "headers in two languages": one([["工号_emp_no", "姓名(Name)", "部门/Department", "岗位 Position", "入职日期(Hire Date)"], LI, WANG]),
    "a legend under the header": one([HEAD, ["√ 到岗 × 未到岗"], LI, WANG]),
    "months as headers": Sheets({"2026年月产量": [MONTHS, ["1", "李强", "月产量", 10, 20, 30]]}, [("李强", "2026-01", 10), ("李强", "2026-02", 20), ("李强", "2026-03", 30)], KPI, "kpi"),
    "months as headers without any year": Sheets({"月产量": [MONTHS, ["1", "李强", "月产量", 10, 20, 30]]}, [("李强", "2026-01", 10), ("李强", "2026-02", 20), ("李强", "2026-03", 30)], KPI, "kpi", told=("year_assumed",), name="产量.xlsx"),
    "months as rows": Sheets({"产值": [["月份", "产值", "人数"], ["1月", 100, 20], ["2月", 120, 21]]}, [], left={"产值": "not_people"}),
    "a department merged downwards": one(
        [HEAD, LI, ["2", "王芳", None, "检验员", "2021-04-05"]], [("1", "李强", "质检部"), ("2", "王芳", "质检部")], dressed=lambda p: p["花名册"].merge_range("C2:C3", "质检部")),
    "a merge ends where it ends": one(
        [HEAD, LI, ["2", "王芳", None, "检验员", "2021-04-05"], ["3", "马丽", None, "检验员", "2021-04-05"]], [("1", "李强", "质检部"), ("2", "王芳", "质检部"), ("3", "马丽", None)], dressed=lambda p: p["花名册"].merge_range("C2:C3", "质检部")),
    "empty means as above": one(
        [HEAD, LI, ["2", "王芳", None, "检验员", "2021-04-05"], ["3", "马丽", None, "检验员", "2021-04-05"], ["4", "马伟", "冲压车间", "操作工", "2021-04-05"], ["5", "马强", None, "操作工", "2021-04-05"]],
        [("1", "李强", "质检部"), ("2", "王芳", "质检部"), ("3", "马丽", "质检部"), ("4", "马伟", "冲压车间"), ("5", "马强", "冲压车间")], told=("taken_from_above",)),
    "a total": one([HEAD, LI, WANG, ["合计", "2人"]], skipped={4: "total"}),
    "a total with spaces": one([HEAD, LI, WANG, ["合        计", None, 2]], skipped={4: "total"}),
    "an English total": one([HEAD, LI, WANG, ["Grand Total", None, 2]], skipped={4: "total"}),
    "maximum and average": one([HEAD, LI, WANG, ["平均值", None, 2], ["最大值", None, 2]], skipped={4: "total", 5: "total"}),
    "subtotals between": one([HEAD, LI, ["小计", None, "质检部"], WANG, ["小计", None, "冲压车间"]], skipped={3: "subtotal", 5: "subtotal"}),
    "a department in a row of its own": one([["工号", "姓名", "岗位", "入职日期"], ["质检部"], ["1", "李强", "检验员", "2020-03-02"], ["冲压车间"], ["2", "王芳", "操作工", "2021-04-05"]], skipped={2: "group", 4: "group"}),
    "numbered empty rows": one([["序号", *HEAD], [1, *LI], [2, *WANG], [3], [4], [5]], skipped={4: "serial_only", 5: "serial_only"}),
    "who made it, under the table": one([HEAD, LI, WANG, ["制表人：王五", None, "审核：赵六"], ["备注：以上人员均已核对"]], skipped={4: "footer", 5: "footer"}),
    "a signature under the table": one([HEAD, LI, WANG, [], ["总经理签字："]], skipped={5: "footer"}),
    "numbers under the table": one([HEAD, LI, WANG, [], [None, None, 12, 13], [None, None, 14, 15]]),
    "the header again": one([HEAD, LI, HEAD, WANG], skipped={3: "repeated_header"}),
    "two tables side by side": one([[*HEAD, None, *HEAD], [*LI, None, *WANG]]),
    "two tables side by side without a gap": one([["序号", "姓名", "工号", "岗位", "入职日期"] * 2, [1, "李强", "1", "检验员", "2020-03-02", 2, "王芳", "2", "操作工", "2021-04-05"]], [("1", "李强"), ("2", "王芳")], keys=("emp_no", "name")),
    "two tables below each other": one([HEAD, LI, [], [], ["冲压车间名单"], ["工号", "姓名", "入职日期", "手机号"], ["2", "王芳", "2021-04-05", "13800138000"]], [("1", "李强"), ("2", "王芳")], keys=("emp_no", "name")),
    "one person on a form": Sheets({"李强": FORM}, [("李强", "2026-02")], ("name", "period"), "kpi_form"),
    "one sheet a month": Sheets(
        {f"{n}月": [["工号", "姓名", "月产量"], ["1", "李强", 10 * n]] for n in (1, 2, 3)}, [("李强", "2026-01", 10), ("李强", "2026-02", 20), ("李强", "2026-03", 30)], KPI, "kpi", told=("year_assumed",)),
    "a sheet that repeats part of another": Sheets({"花名册": ROSTER_MANY, "质检部": [HEAD, *ROSTER_MANY[1:4]]}, SIX, left={"质检部": "copy"}),
    "a list of codes": Sheets({"花名册": [HEAD, LI, WANG], "岗位代码": [["代码", "岗位名称"], ["A1", "检验员"], ["A2", "操作工"]]}, BOTH, left={"岗位代码": "unknown"}),
    "a table of contents and empty sheets": Sheets({"目录": [["目录"], ["1. 花名册"], ["2. 说明"]], "花名册": [HEAD, LI, WANG], "Sheet3": []}, BOTH, left={"目录": "no_table", "Sheet3": "empty"}),
    "hidden columns are read": one([[*HEAD, "手机号"], [*LI, "13800138000"], [*WANG, "13800138001"]], [("1", "13800138000"), ("2", "13800138001")], keys=("emp_no", "phone"), dressed=lambda p: p["花名册"].set_column("F:F", None, None, {"hidden": True})),
    "hidden rows are read": one([HEAD, LI, WANG], dressed=lambda p: p["花名册"].set_row(2, None, None, {"hidden": True})),
    "rows behind a filter are read": one([HEAD, LI, WANG], dressed=lambda p: (p["花名册"].autofilter("A1:E3"), p["花名册"].set_row(2, None, None, {"hidden": True}))),
    "a hidden sheet is named": Sheets({"花名册": [HEAD, LI, WANG], "旧": [HEAD, ["9", "马丽", "质检部", "检验员", "2020-01-01"]]}, BOTH, dressed=lambda p: p["旧"].hide(), left={"旧": "hidden"}),
    "a very hidden sheet is named": Sheets({"花名册": [HEAD, LI, WANG], "旧": [HEAD, ["9", "马丽", "质检部", "检验员", "2020-01-01"]]}, BOTH, dressed=lambda p: p["旧"].very_hidden(), left={"旧": "hidden"}),
    "placeholders of a template": one([HEAD, ["{{emp_no}}", "{{name}}", "{{dept}}", "{{position}}", "{{hire_date}}"]], []),
    "an example row": one([HEAD, ["示例：001", "张三", "销售部", "业务员", "2020-01-01"], LI, WANG]),
    "a marked example row": one([HEAD, ["（示例）", "张三", "销售部", "业务员", "2020-01-01"], LI, WANG]),
    "a template without rows": one([HEAD], [], left={"花名册": "template"}),
    "passwords are not taken": one([[*HEAD, "密码"], [*LI, "123456"], [*WANG, "123456"]]),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Reading, list[Record]]]:
    return read_together({f"{name}›{case.name}": case.book() for name, case in CASES.items()})


def of(name: str) -> tuple[Reading, list[Record]]:
    return found()[f"{name}›{CASES[name].name}"]


def problems(name: str) -> list[str]:
    """What differs from what the sheet says."""
    case, (reading, records) = CASES[name], of(name)
    wrong = []
    said = [tuple(r.values.get(key) for key in case.keys) for r in records if r.kind == case.kind]
    if said != list(case.expected):
        wrong.append(f"records {said}")
    if extra := [r.kind for r in records if r.kind not in (case.kind, "other")]:
        wrong.append(f"also {extra}")
    codes = {note.code for r in records for note in r.notes}
    if missing := set(case.told) - codes:
        wrong.append(f"not told {missing}, but {codes}")
    file = next(f for f in reading.files if f.name == f"{name}›{case.name}")
    reasons: dict[str, list[TableReading]] = {}
    for table in file.tables:
        reasons.setdefault(table.sheet, []).append(table)
    wrong += [
        f"{s}: {[t.reason for t in reasons[s]]}"
        for s, why in case.left.items()
        if why not in {t.reason for t in reasons[s]}
    ]
    skipped = {row.row: row.code for row in reading.skipped if row.file == file.name}
    wrong += [f"row {row}: {skipped.get(row)}" for row, code in case.skipped.items() if skipped.get(row) != code]
    return wrong


@pytest.mark.parametrize("name", CASES)
def test_a_sheet_gives_its_people_and_nobody_else(name: str) -> None:
    assert problems(name) == []


def test_a_password_is_kept_nowhere() -> None:
    _, records = of("passwords are not taken")
    assert "123456" not in str(records)
