"""The trail: who may read it, how it is searched, and that nobody rewrites it."""

from __future__ import annotations

import asyncpg
import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work

from ...browser import assert_block, browser, statuses
from ...cast import Cast
from ...company import one


async def rows(query: str) -> str:
    async with browser("olga") as olga:
        page = await olga.get(f"/audit?{query}")
    assert page.status_code == 200
    text = page.text
    return text[text.index('id="entries"') :]


async def test_the_trail_is_for_the_auditor_hr_and_the_general_manager(company_once: Cast) -> None:
    for name in ("olga", "ada", "gina"):
        assert await statuses(name, "/audit") == [200], name
    for name in ("eve", "mona", "otto", "root"):
        assert await statuses(name, "/audit") == [403], name
    async with browser() as nobody:
        assert (await nobody.get("/audit")).headers["location"] == "/sign-in?next=/audit"


async def test_entries_are_found_by_person_actor_kind_and_day(company_once: Cast) -> None:
    assert "伊薇（E004）" in await rows("person=E004")
    assert "欧拓（E006）" not in await rows("person=伊薇")
    assert "伊薇（E004）" in await rows("event=CaseOpened") and "范恩" not in await rows("event=CaseOpened")
    assert "顾宁（E001）" in await rows("actor=顾宁") and "顾宁（E001）" not in await rows("actor=安可")
    today = await one("select (now() at time zone 'Asia/Shanghai')::date::text")
    assert "伊薇" in await rows(f"day={today}") and "伊薇" not in await rows("day=2020-01-01")


async def test_a_percent_sign_is_a_letter_and_finds_nothing(company_once: Cast) -> None:
    for query in ("person=%25", "actor=_", "event=%27", "person=\\"):
        assert "<tbody>" not in await rows(query), query


async def test_a_day_that_is_none_is_named_and_the_filter_is_kept(company_once: Cast) -> None:
    async with browser("olga") as olga:
        page = await olga.get("/audit?day=昨天&person=伊薇&actor=安可")
    assert page.status_code == 422 and "请填写日期，例如 2026-09-30。" in page.text
    assert all(f'value="{kept}"' in page.text for kept in ("昨天", "伊薇", "安可"))


@pytest.mark.parametrize(
    "query", ["day=9999-12-31", "day=0001-01-01", "before=x", "before=999999999999999999", "person=%00"]
)
async def test_an_odd_filter_is_no_failure_of_ours(company_once: Cast, query: str) -> None:
    async with browser("olga") as olga:
        assert (await olga.get(f"/audit?{query}")).status_code < 500


async def test_the_part_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("olga") as olga:
        url = "/audit?event=CaseOpened"
        assert_block(await olga.htmx(url), await olga.get(url), "entries")


async def test_older_entries_follow_on_the_next_page(cast: Cast) -> None:
    async with unit_of_work():
        await DB.insert_many(
            "insert into audit_entry (at, actor, event) values (now(), $1, 'SignedIn')",
            [(f"第{n}人",) for n in range(60)],
        )
    async with browser("ada") as ada:
        first = await ada.get("/audit?event=SignedIn")
        link = first.text[first.text.index('href="/audit?') + 6 :]
        while "before=" not in link.split('"')[0]:
            link = link[link.index('href="/audit?') + 6 :]
        second = await ada.get(link.split('"')[0].replace("&amp;", "&"))
    assert "第59人" in first.text and "第1人" not in first.text
    assert "第1人" in second.text and "第59人" not in second.text


async def test_the_application_itself_cannot_change_or_remove_a_line(company_once: Cast) -> None:
    for what in ("update audit_entry set actor = 'x'", "delete from audit_entry", "truncate audit_entry"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work():
                await DB.fetch(what)
