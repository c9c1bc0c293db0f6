"""The trail as a file: what the page shows, with the same filter, and an entry that it was taken along."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from ...signing import rows

EXPORT = "/audit/export"


async def test_the_file_holds_what_the_page_shows_with_the_same_filter(company: Cast) -> None:
    async with unit_of_work():
        many = [(f"第{n}人",) for n in range(60)]
        await DB.insert_many("insert into audit_entry (at, actor, event) values (now(), $1, 'SignedIn')", many)
    async with browser("ada") as ada:
        page = await ada.get("/audit?person=E004&event=CaseOpened")
        answer = await ada.submit(EXPORT, person="E004", event="CaseOpened", file="csv")
        everything = await ada.submit(EXPORT)
    assert 'name="person" value="E004"' in page.text and 'action="/audit/export"' in page.text
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert told and all("伊薇" in row["关于谁"] for row in told) and all(row["谁做的"] in page.text for row in told)
    book = openpyxl.load_workbook(io.BytesIO(everything.content))
    assert book.worksheets[0].max_row > 50, "more than a page holds"
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert about["导出人"] == "安可（E002）"
    assert everything.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_it_is_in_the_trail_that_it_was_taken_along(company: Cast) -> None:
    async with browser("ada") as ada:
        await ada.submit(EXPORT, person="伊薇")
        page = await ada.get("/audit?event=ListExported")
    found = await one("select details from audit_entry where event = 'ListExported'")
    assert found["list"] == "audit" and found["kind"] == "xlsx" and "伊薇" not in str(found)
    assert len(await rows("select 1 from audit_entry where event = 'AuditRead'")) == 2, "the file and the page"
    assert "审计记录" in words(page)


async def test_what_somebody_wrote_into_the_trail_is_no_formula(cast: Cast) -> None:
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) values (now(), '=HYPERLINK(\"x\")', 'SignedIn')")
    async with browser("ada") as ada:
        text = (await ada.submit(EXPORT, event="SignedIn", file="csv")).content.decode("utf-8-sig")
        book = openpyxl.load_workbook(io.BytesIO((await ada.submit(EXPORT, event="SignedIn")).content))
    assert "\"'=HYPERLINK" in text
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["eve", "mona", "otto", "root"])
async def test_whoever_does_not_read_it_does_not_take_it_along(company_once: Cast, name: str) -> None:
    async with browser(name) as who:
        assert (await who.submit(EXPORT)).status_code == 403


async def test_a_day_that_is_none_is_refused(company_once: Cast) -> None:
    async with browser("olga") as olga:
        answer = await olga.submit(EXPORT, day="昨天")
    assert answer.status_code == 422 and "请填写日期" in answer.text


async def test_it_asks_who_sits_there_and_is_no_link(company_once: Cast, house: object) -> None:
    assert house.fresh("audit.export") and house.fresh("performance.export")  # type: ignore[attr-defined]
    async with browser("olga") as olga:
        assert (await olga.get(EXPORT)).status_code in (404, 405)
