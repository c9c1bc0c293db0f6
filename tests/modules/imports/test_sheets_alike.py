"""Twelve sheets of a year are decided once: what a column is, and what a word means."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl

from hrapp.kernel import clock
from hrapp.kernel.database import IMPORT
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline, remembering
from hrapp.modules.imports.engine.answers import Answers, TableAnswer

from ...browser import browser, words
from ...cast import Cast
from .sheets import workbook
from .test_steps import chosen, started, version

MONTHS = ("8月", "9月", "10月")


def year(**more: Any) -> bytes:
    """The same people and columns on a sheet a month; `more` are cells of one month's odd column."""
    book, into = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for month in MONTHS:
        sheet = book.create_sheet(month)
        sheet.append([f"2026年{month}考勤"])
        sheet.append(["工号", "姓名", "用工形式", "出勤天数", "异样列"])
        for no, name in (("E007", "余飞"), ("E004", "柳青")):
            sheet.append([no, name, "劳务外派", 21, more.get(month, "甲")])
    book.save(into)
    return into.getvalue()


ROSTERS = [["工号", "姓名", "性别", "部门", "入职日期"]]


def rosters(*odd: str) -> bytes:
    """A sheet a shop, with a sex that nobody can read in each."""
    book, into = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for n, shop in enumerate(("汉街店", "楚河店", "徐东店")):
        sheet = book.create_sheet(shop)
        sexes = ("男", "女", "女", odd[n])
        people = [
            [f"E05{n}{m}", "陶孟柳方"[m] + "甲乙丙"[n], sex, "销售部", date(2026, 3, 1)] for m, sex in enumerate(sexes)
        ]
        for row in (*ROSTERS, *people):
            sheet.append(row)
    book.save(into)
    return into.getvalue()


async def test_a_column_decided_in_one_sheet_is_decided_in_those_with_the_same_headers(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = f"{await started(ada, ('考勤.xlsx', year()))}/columns"
        page = await ada.get(url)
        keys = re.findall(r'<option value="(\w{8})"', page.text.split("</select>")[0])
        assert len(keys) == 3 and "这些表的列相同" in words(page)
        first = await ada.get(f"{url}?table={keys[0]}")
        assert chosen(first, "E") == "other"
        answer = await ada.submit(url, version=version(first), table=keys[0], c_E="remark")
        assert answer.status_code == 303
        assert [chosen(await ada.get(f"{url}?table={key}"), "E") for key in keys] == ["remark"] * 3
        second = await ada.get(f"{url}?table={keys[1]}")
        await ada.submit(url, version=version(second), table=keys[1], c_E="")
        left = [chosen(await ada.get(f"{url}?table={key}"), "E") for key in keys]
        assert left == ["remark", "", "remark"], "what was said of a sheet itself stays"


async def test_a_word_that_stands_in_three_sheets_is_asked_about_once_and_decided_in_all(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = f"{await started(ada, ('花名册.xlsx', rosters('壮丁', '壮丁', '壮丁')))}/values"
        page = await ada.get(url)
        assert 'name="v0"' in page.text and 'name="v1"' not in page.text and "另外还有 2 张表" in words(page)
        answer = await ada.submit(url, version=version(page), v0="means 男")
        assert answer.status_code == 303
        after = await ada.get(url)
        assert 'name="v0"' not in after.text and words(after).count("壮丁") == 1, "one decision"
        opened = re.search(r'name="again"[^>]*value="([^"]+)"', after.text)
        assert opened
        await ada.submit(url, version=version(after), again=opened[1])
        again = await ada.get(url)
        assert "另外还有 2 张表" in words(again), "opened in all of them"


async def test_other_words_are_other_questions(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = f"{await started(ada, ('花名册.xlsx', rosters('壮丁', '乾', '坤')))}/values"
        page = await ada.get(url)
        assert all(f'name="v{n}"' in page.text for n in range(3)) and "另外还有" not in words(page)


async def test_what_somebody_said_of_one_sheet_is_remembered_whatever_stands_in_the_others(cast: Cast) -> None:
    async with unit_of_work(Actor(label="cli:hr"), role=IMPORT):
        plain = await pipeline.read([("考勤.xlsx", year())], clock.today())
        first = plain.files[0].tables[0]
        answers = Answers(tables={first.id: TableAnswer(columns={"E": "remark"})})
        reading = await pipeline.read([("考勤.xlsx", year())], clock.today(), answers)
        await remembering.learn(reading, answers, clock.now())
        again = await pipeline.read([("考勤.xlsx", year())], clock.today())
    assert [table.columns[4].field for table in again.files[0].tables] == ["remark"] * 3


async def test_a_column_that_was_empty_in_the_first_file_is_read_in_the_next(cast: Cast) -> None:
    """And one that somebody left out stays out, also after a month in which nobody had to say it again."""
    head = ["工号", "姓名", "指标", "目标值", "实际值", "主管评分", "页码"]
    empty, scored = ([head, ["E007", "欧佳", "合同数", 5, 4, score, 1]] for score in (None, 95))
    answers = Answers(tables={"2026年1月KPI.xlsx›Sheet1›1": TableAnswer(columns={"G": ""})})

    async with unit_of_work(Actor(label="cli:hr"), role=IMPORT):
        first = await pipeline.read([("2026年1月KPI.xlsx", workbook(empty, "Sheet1"))], clock.today(), answers)
        await remembering.learn(first, answers, clock.now())
        for month in (2, 3):
            name = f"2026年{month}月KPI.xlsx"
            later = await pipeline.read([(name, workbook(scored, "Sheet1"))], clock.today())
            kept = [record.values["values"] for record in later.records if record.kind == "other"]
            assert [(each.get("主管评分"), each.get("页码")) for each in kept] == [("95", None)], month
            await remembering.learn(later, Answers(), clock.now())
