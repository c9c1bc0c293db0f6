"""What no other module keeps is kept once, sealed, and seen by HR and by the person themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.imports import Action
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import import_files

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")
PAY_RUN = workbook(
    [
        ["2026年3月工资表"],
        ["工号", "姓名", "基本工资", "加班费", "应发工资", "个税", "实发工资", "车位"],
        ["E007", "欧佳", 8000, 500, 8500, 120.5, 7300, "B12"],
    ],
    "3月",
)
ROSTER = workbook(
    [
        ["工号", "姓名", "性别", "入职日期", "毕业院校", "学历", "民族", "停车证"],
        ["E007", "欧佳", "男", date(2020, 3, 1), "合成大学", "本科", "汉族", "P-77"],
    ],
    "花名册",
)


async def take(name: str, content: bytes) -> dict[str, list[Action]]:
    taken: pipeline.Taken = await import_files([(name, content)], HR)
    found: dict[str, list[Action]] = {}
    for outcome in taken.outcomes:
        found.setdefault(outcome.record.kind, []).append(outcome.action)
    return found


async def kept() -> list[Any]:
    async with unit_of_work(HR, role=IMPORT):
        return list(await DB.fetch("select kind, sealed from records_record order by kind"))


async def test_a_pay_run_is_kept_once_and_sealed(company: Cast) -> None:
    assert await take("工资.xlsx", PAY_RUN) == {"payroll": [Action.NEW]}
    assert await take("工资 (2).xlsx", PAY_RUN) == {"payroll": [Action.SAME]}
    rows = await kept()
    assert [row["kind"] for row in rows] == ["payroll"]
    assert all(word not in bytes(row["sealed"]) for row in rows for word in (b"7300", b"B12"))


async def test_what_a_roster_says_beside_goes_to_further_records(company: Cast) -> None:
    found = await take("花名册.xlsx", ROSTER)
    assert {kind for kind in found if kind != "person"} == {"education", "details", "other"}
    person = await one("select id from people_person where emp_no = 'E007'")
    seen = {}
    for name in ("ada", "olga", "eve", "mona"):
        async with browser(name) as who:
            seen[name] = [word in (await who.get(f"/people/{person}")).text for word in ("合成大学", "汉族", "P-77")]
    assert seen == {"ada": [True] * 3, "olga": [True] * 3, "eve": [False] * 3, "mona": [False] * 3}


async def test_the_month_that_only_the_title_says_has_a_name_on_the_page_of_the_person(company: Cast) -> None:
    await take("工资.xlsx", PAY_RUN)
    person = await one("select id from people_person where emp_no = 'E007'")
    async with browser("ada") as ada:
        page = words(await ada.get(f"/people/{person}"))
    assert "月份 2026-03" in page and "period" not in page


async def test_a_certificate_without_an_end_is_shown_as_the_sheet_says_it(cast: Cast) -> None:
    rows = [["工号", "姓名", "证书名称", "证书编号", "有效期至"], ["E007", "欧佳", "电工证", "T-1", "长期"], ["E004", "柳青", "电工证", "T-2", date(2027, 6, 30)]]  # fmt: skip
    await take("证书.xlsx", workbook(rows, "证书"))
    person = await one("select id from people_person where emp_no = 'E007'")
    async with browser("ada") as ada:
        assert "有效期至 长期" in words(await ada.get(f"/people/{person}"))
