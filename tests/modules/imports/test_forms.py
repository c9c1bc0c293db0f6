"""Score forms: one sheet per person or position, items with weights, standards, points and scores."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from hrapp.kernel import clock
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.imports import Action, Record
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.reading import read_workbooks

from ...browser import NOBODY, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import KINDS, VOCABULARY

HEAD = ["考核项目", "权重", "考核内容", "考核标准", "分值", "上级评分", "备注"]
LINES: list[list[Any]] = [
    ["业绩", 0.4, "回款率", "≥95%", 40, 36, None],
    [None, None, None, "90%~95%", 30, None, None],
    ["态度", 0.6, "协作", "被投诉一次扣5分", 60, 55, "表现好"],
    ["合计", None, "满分：100", None, 100, 91, None],
    ["部门经理签字：", None, None, None, None, None, None],
]
HR = Actor(label="cli:hr")


def book(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as made:
        for name, rows in sheets:
            page = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value is not None:
                        page.write(row, column, value)
    return into.getvalue()


def form(title: str = "销售部 2026年5月 KPI考核表", *labels: Sequence[Any], lines: Any = LINES) -> list[list[Any]]:
    return [[title], *[list(label) for label in labels], HEAD, *lines]


def read(*sheets: tuple[str, Sequence[Sequence[Any]]], file: str = "考核.xlsx") -> list[Record]:
    return read_workbooks([(file, book(*sheets))], KINDS, VOCABULARY).records


def test_items_have_their_steps_and_the_total_is_no_item() -> None:
    (record,) = read(("方新", form()))
    first, second = record.values["items"]
    assert (first.section, first.name, first.weight, first.points, first.score) == ("业绩", "回款率", 40, 40, 36)
    assert first.steps == [{"standard": "90%~95%", "points": "30"}]
    assert (second.section, second.standard, second.note) == ("态度", "被投诉一次扣5分", "表现好")
    assert record.values["total"] == 91 and record.kind == "kpi_form"


@pytest.mark.parametrize(
    ("sheet", "title", "labels", "name", "position"),
    [
        ("方新", "2026年5月绩效考核表", (), "方新", None),
        ("Sheet1", "2026年5月绩效考核表", [["姓名：方新", None, "岗位：业务员"]], "方新", "业务员"),
        ("Sheet1", "2026年5月绩效考核表", [["姓名", "方新", "职务", "业务员"]], "方新", "业务员"),
        ("业务员", "销售部 业务员 方新 5月绩效考核表", (), "方新", "业务员"),
        ("业务员", "销售部 业务员方新 5月绩效考核表", (), "方新", "业务员"),
        ("业务员", "销售部 业务员 月绩效考核表", (), None, "业务员"),
        ("销售代表", "销售代表 月绩效考核表", (), None, "销售代表"),
        ("Sheet1", "月绩效考核表", [["岗位：销售代表"]], None, "销售代表"),
        ("销售部", "销售部团队目标考核表", (), None, None),
        ("Sheet1", "姓名： 岗位： 月KPI考核表", (), None, None),
    ],
)
def test_who_it_is_about(sheet: str, title: str, labels: Any, name: str | None, position: str | None) -> None:
    (record,) = read((sheet, form(title, *labels)))
    assert (record.values.get("name"), record.values.get("position")) == (name, position)


@pytest.mark.parametrize(
    ("title", "file", "period"),
    [
        ("2026年5月绩效考核表", "考核.xlsx", "2026-05"),
        ("绩效考核表", "考核2026年第二季度.xlsx", "2026Q2"),
        ("5月绩效考核表", "2025年考核.xlsx", "2025-05"),
        ("月绩效考核表", "考核.xlsx", None),
    ],
)
def test_the_period_comes_from_title_or_file(title: str, file: str, period: str | None) -> None:
    (record,) = read(("方新", form(title)), file=file)
    assert record.values["period"] == period


def test_what_people_wrote_stays_as_they_wrote_it() -> None:
    (record,) = read(("方新", form(lines=[["业绩：月度", 0.4, "回款率，按月", "≥95%；否则0分", 40, 36, None]])))
    (item,) = record.values["items"]
    assert (item.section, item.name, item.standard) == ("业绩：月度", "回款率，按月", "≥95%；否则0分")


def test_weights_are_percent_points_however_they_are_written() -> None:
    for written in ([0.4, 0.6], [40, 60], ["40%", "60%"]):
        lines = [["业绩", written[0], "回款率", "细则", 5, 4, None], ["态度", written[1], "协作", "细则", 5, 4, None]]
        (record,) = read(("方新", form(lines=lines)))
        assert [item.weight for item in record.values["items"]] == [Decimal(40), Decimal(60)], written


def test_a_list_of_people_is_no_form() -> None:
    rows = [["姓名", "考核内容", "权重", "评分"], ["李强", "回款率", 0.4, 90]]
    assert "kpi_form" not in {record.kind for record in read(("Sheet1", rows))}


# --- kept and shown ---------------------------------------------------------------------------------------------------


async def take(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> list[Any]:
    return list((await import_files([("考核.xlsx", book(*sheets))], HR)).outcomes)


async def test_a_form_is_kept_once_and_a_change_is_seen_line_by_line(cast: Cast) -> None:
    sheet = ("Sheet1", form("2026年5月绩效考核表", ["工号：E007"]))
    assert [o.action for o in await take(sheet)] == [Action.NEW]
    assert [o.action for o in await take(sheet)] == [Action.SAME]
    other = [[*LINES[0][:5], 30, None], *LINES[1:]]
    (changed,) = await take(("Sheet1", form("2026年5月绩效考核表", ["工号：E007"], lines=other)))
    assert changed.action == Action.CHANGED and list(changed.changes) == ["1 回款率"]
    assert await one("select count(*) from performance_form") == 1


async def test_a_form_of_nobody_is_kept_for_its_position_without_figures(cast: Cast) -> None:
    (outcome,) = await take(("业务员", form("销售部 业务员 月KPI考核表")))
    assert outcome.action == Action.NEW and outcome.subject == "业务员"
    assert await one("select count(*) from performance_form_item where score is not null") == 0
    assert await one("select count(*) from performance_form where person is null and total is null") == 1


async def test_without_a_period_or_a_name_it_waits_for_somebody_to_say(cast: Cast) -> None:
    blocked = await take(("Sheet1", form("绩效考核表", ["工号：E007"])), ("Sheet2", form("姓名： 岗位： 月KPI考核表")))
    assert [o.action for o in blocked] == [Action.BLOCKED] * 2
    assert [o.notes[-1].code for o in blocked] == ["period_missing", "person_missing"]


async def test_pages_show_the_forms_to_whom_they_concern(cast: Cast) -> None:
    await take(("Sheet1", form("2026年5月绩效考核表", ["工号：E007"])), ("业务员", form("业务员 月KPI考核表")))
    person = await one("select id from people_person where emp_no = 'E007'")
    mine = await one("select id from performance_form where person is not null")
    empty = await one("select id from performance_form where person is null")
    url, listed = f"/people/{person}/forms/{mine}", "/forms"
    assert await statuses("ada", url, listed, f"/forms/{empty}") == [200, 200, 200]
    assert await statuses("ada", f"/people/{person}/forms/{NOBODY}", f"/forms/{NOBODY}", f"/forms/{mine}") == [404] * 3
    outsider = await statuses("finn", url, listed, f"/forms/{empty}")
    assert outsider[1:] == [403, 403] and (await emp_no("finn") == "E007" or outsider[0] == 404)
    async with browser("ada") as ada:
        page, file = await ada.get(url), await ada.get(f"/people/{person}/performance")
    assert "回款率" in page.text and "36" in words(page) and url in file.text


async def emp_no(name: str) -> str:
    from ...cast import PEOPLE

    return PEOPLE[name][0]


async def test_a_person_has_their_forms_in_the_copy_of_their_data(cast: Cast) -> None:
    from hrapp.modules.performance.personal import forms

    await take(("Sheet1", form("2026年5月绩效考核表", ["工号：E007"])))
    person = str(await one("select id from people_person where emp_no = 'E007'"))
    async with unit_of_work(HR, role=IMPORT):
        rows = await forms(person, clock.today())
        assert [row["name"] for row in rows] == ["回款率", "协作"]
        assert await DB.value("select count(*) from performance_form_item") == 2
