"""Who looked is written down before they see it, without what they saw; and the one it is about reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec
import pytest

from hrapp.kernel import clock, migrate, refusing, text
from hrapp.kernel.access import Scope, Viewer
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.embedded import Server
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import emit, unit_of_work
from hrapp.modules.approvals.api import RequestWithdrawn
from hrapp.modules.audit.api import last_accesses, seal
from hrapp.modules.audit.words import details_words
from hrapp.modules.imports.actions import read_batch

from ...browser import assert_block, browser, statuses, words
from ...cast import PEOPLE, TODAY, Cast
from ...company import PAY, PDF, PHONE, one
from ..compensation.test_pages import POLICY
from ..imports.sheets import workbook


async def entries(event: str = "DataSeen") -> list[dict[str, Any]]:
    async with unit_of_work(read_only=True):
        rows = await DB.fetch(
            "select e.*, array(select u.person from audit_subject u where u.entry = e.id) as subjects"
            " from audit_entry e where event = $1 order by id",
            event,
        )
    return [dict(row) for row in rows]


# -- what is written ---------------------------------------------------------------------------------------


async def test_a_look_at_another_is_written_with_who_whose_what_and_where(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("ada") as ada:
        assert (await ada.get(f"/people/{eve}/performance")).status_code == 200
    [look] = await entries()
    assert look["actor"] == "安可（E002）" and "hr" in look["roles"].split(",") and look["data"] == "performance"
    assert look["person"] == eve and look["subjects"] == [eve]
    assert set(look["details"]["fields"]) == {"grade", "results", "trainings"}
    assert look["page"] == "/people/{person}/performance" and look["permission"] == "performance.view"
    assert len(look["request"]) == 26


async def test_what_one_reads_of_oneself_is_not_written(company: Cast) -> None:
    assert await statuses("eve", "/", "/goals", "/promotion", "/pay", "/documents", "/me/seen") == [200] * 6
    assert await entries() == []


async def test_a_page_of_many_people_is_one_entry_per_class(company: Cast) -> None:
    async with browser("mona") as mona:
        await mona.get("/team")
    [look] = await entries()
    assert set(look["subjects"]) == {await company.person("eve"), await company.person("finn")}
    assert look["person"] is None and look["data"] == "performance"


async def test_a_look_at_pay_is_of_the_class_of_pay(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("gina") as gina:
        page = await gina.get(f"/people/{eve}")
    assert page.status_code == 200
    looks = {look["data"]: look for look in await entries()}
    assert set(looks) == {"performance", "salary"} and "¥" in page.text
    assert looks["salary"]["person"] == eve and "base" in looks["salary"]["details"]["fields"]


async def test_figures_about_many_are_nobodys_look(company: Cast) -> None:
    assert await statuses("ada", "/overview", "/") == [200, 200]
    assert "performance" not in {look["data"] for look in await entries()}


async def test_a_page_that_finds_nothing_has_shown_nothing(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("finn") as finn:
        assert (await finn.get(f"/people/{eve}/performance")).status_code == 404
    assert await entries() == []


async def test_a_form_that_comes_back_shows_the_page_and_is_written(company: Cast) -> None:
    finn = await company.person("finn")
    item = await one(
        "select i.id from performance_kpi_item i where i.person = $1 and not exists (select 1"
        " from performance_metric_value v where v.person = i.person and v.metric = i.metric and v.period = i.period)",
        finn,
    )
    async with browser("mona") as mona:
        allowed = (await mona.get("/team")).status_code == 200
        answer = await mona.submit(f"/performance/items/{item}/actual", actual="viel")
    if answer.status_code == 422:
        assert allowed and any(look["permission"] == "performance.enter" for look in await entries())
    else:
        assert answer.status_code == 403


async def test_no_entry_holds_a_value_that_was_seen(company: Cast) -> None:
    ids = {name: await company.person(name) for name in PEOPLE}
    for who in ("gina", "ada", "mona"):
        async with browser(who) as viewer:
            for person in ids.values():
                for page in ("", "/performance", "/promotion", "/pay", "/record"):
                    await viewer.get(f"/people/{person}{page}")
            for page in (
                "/team",
                "/raises",
                "/overview",
                "/overview/grades",
                "/overview/attainment",
                "/promotion/people",
            ):
                await viewer.get(page)
    written = msgspec.json.encode([{**row, "at": None} for row in await entries()]).decode()
    assert len(written) > 5000, "an empty trail proves nothing"
    for value in (*PAY.values(), PHONE, "123456", "优秀", "良好"):
        assert value not in written, value


# -- no page and no change without its entry ---------------------------------------------------------------


@asynccontextmanager
async def a_trail_that_cannot_be_written(server: Server, database: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(**migrate.connection_config(server.url(database)))
    await connection.execute(
        "create function no_more() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;"
        " create trigger no_more before insert on audit_entry for each row execute function no_more()"
    )
    try:
        yield
    finally:
        await connection.execute("drop trigger no_more on audit_entry; drop function no_more()")
        await connection.close()


async def test_a_page_with_protected_data_is_refused_when_the_look_cannot_be_written(
    server: Server, company: Cast
) -> None:
    eve = await company.person("eve")
    async with browser("ada") as ada, browser("eve") as herself:
        before = await ada.get(f"/people/{eve}/performance")
        async with a_trail_that_cannot_be_written(server, company.database):
            refused = await ada.get(f"/people/{eve}/performance")
            own = await herself.get("/goals")
    assert "123,456" in before.text
    assert refused.status_code == 500 and "123,456" not in refused.text and "优秀" not in refused.text
    assert own.status_code == 200 and "123,456" in own.text


async def test_no_change_goes_through_without_its_entry(server: Server, company: Cast) -> None:
    """What forms of several modules write is undone with the entry that could not be written."""
    eve = await company.person("eve")
    plan = await one("select d.id from documents_document d where d.person = $1 and d.state = 'pending'", eve)
    course = await one("select id from learning_course where name = '谈单技巧'")
    forms = [
        ("ada", "/learning/record", {"person": eve, "course": course, "day": "2026-10-01", "status": "completed"}),
        ("mona", f"/documents/{plan}/review", {"version": "1", "verdict": "approve"}),
        (
            "eve",
            "/documents",
            {"doc_type": "带队方案", "title": "第二稿", "file": ("方案.pdf", PDF, "application/pdf")},
        ),
    ]
    count = (
        "select (select count(*) from learning_attempt) || ' ' || (select count(*) from documents_document) || ' '"
        " || (select count(*) from documents_document where state = 'approved') || ' '"
        " || (select count(*) from notify_message) || ' ' || (select count(*) from kernel_job)"
    )
    for name, url, fields in forms:
        async with browser(name) as who:
            before = await one(count)
            async with a_trail_that_cannot_be_written(server, company.database):
                assert (await who.submit(url, **fields)).status_code == 500, url
            assert await one(count) == before, url
            assert (await who.submit(url, **fields)).status_code == 303, url
            assert await one(count) != before, url


# -- what was refused --------------------------------------------------------------------------------------


async def test_knocking_many_times_leaves_one_line_with_a_number(
    company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing._doors.clear()
    others = [await company.person(name) for name in ("mona", "finn", "ada", "gina")]
    now = 1000.0
    monkeypatch.setattr("hrapp.kernel.refusing._now", lambda: now)
    async with browser("eve") as eve:
        for person in others:
            assert (await eve.get(f"/people/{person}/performance")).status_code == 404
        assert (await eve.get("/raises")).status_code == 403
        assert (await eve.get("/no-such-page")).status_code == 404
        now += 61
        await eve.get(f"/people/{others[0]}/performance")
    doors = [(row["page"], row["details"]["status"], row["details"]["times"]) for row in await entries("AccessRefused")]
    assert doors == [
        ("/people/{person}/performance", 404, 1),
        ("/raises", 403, 1),
        ("/people/{person}/performance", 404, 4),
    ]
    assert {row["outcome"] for row in await entries("AccessRefused")} == {"refused"}


async def test_what_is_typed_into_an_address_is_not_kept(company: Cast) -> None:
    refusing._doors.clear()
    async with browser("eve") as eve:
        await eve.get("/people/110101199003074514/performance?person=110101199003074514")
    [row] = await entries("AccessRefused")
    assert "110101199003074514" not in str(row)


# -- who looked at me --------------------------------------------------------------------------------------


async def test_everybody_reads_who_looked_at_their_own_data(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("ada") as ada, browser("mona") as mona:
        await ada.get(f"/people/{eve}/performance")
        await mona.get("/team")
    async with browser("eve") as herself, browser("olga") as olga:
        page, other = words(await herself.get("/me/seen")), words(await olga.get("/me/seen"))
    assert "安可（E002） 人事" in page and "莫兰（E003） 部门经理" in page
    assert "绩效 " in page and "等级" in page and "查看目标、结果和等级" in page
    assert page.index("莫兰") < page.index("安可"), "newest first"
    assert "目前没有人看过您的信息" in other and "安可" not in other


async def test_the_page_is_for_who_works_here(company_once: Cast) -> None:
    for name in PEOPLE:
        assert await statuses(name, "/me/seen") == [200], name
    async with browser() as nobody:
        assert (await nobody.get("/me/seen")).headers["location"] == "/sign-in?next=/me/seen"


async def test_older_looks_follow_on_the_next_page(company: Cast) -> None:
    eve = await company.person("eve")
    async with unit_of_work():
        await DB.fetch(
            "with made as (insert into audit_entry (at, account, actor, event, data, details)"
            " select now(), 'x', '第' || n || '人', 'DataSeen', 'performance', '{\"fields\": [\"grade\"]}'"
            " from generate_series(1, 60) n returning id)"
            " insert into audit_subject (entry, person) select id, $1 from made",
            eve,
        )
    async with browser("eve") as herself:
        first = await herself.get("/me/seen")
        link = first.text[first.text.index('href="/me/seen?before=') + 6 :].split('"')[0]
        second = await herself.get(link)
        assert_block(await herself.htmx(link), second, "looks")
        odd = [(await herself.get(f"/me/seen?before={x}")).status_code for x in ("x", "9" * 30, "-1", "%27")]
    assert "第60人" in first.text and "第5人" not in first.text
    assert "第5人" in second.text and "第60人" not in second.text
    assert odd == [200] * 4


async def test_last_accesses_are_of_one_class_and_in_scope(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("ada") as ada:
        await ada.get(f"/people/{eve}/performance")
    async with unit_of_work(read_only=True):
        everywhere, nowhere = Scope("company"), Scope("self", await company.person("finn"))
        assert [row.actor for row in await last_accesses(everywhere, eve, "performance")] == ["安可（E002）"]
        assert await last_accesses(everywhere, eve, "identity") == []
        assert await last_accesses(nowhere, eve, "performance") == []


# -- the trail's own page ----------------------------------------------------------------------------------


async def test_the_trail_says_in_words_what_was_seen_and_of_whom(company: Cast) -> None:
    async with browser("mona") as mona:
        await mona.get("/team")
    async with browser("olga") as olga:
        page = words(await olga.get("/audit?kind=seen&data=performance"))
        changed = words(await olga.get("/audit?kind=changed"))
        pay = words(await olga.get("/audit?kind=seen&data=salary"))
    assert "查看了 2 人的绩效：" in page and "伊薇 、 范恩" in page
    assert "查看了 2 人的绩效" not in changed and "没有符合的记录" in pay
    assert '<td class="wide" data-label="关于谁">' not in page


async def test_who_reads_the_trail_stands_in_it(company: Cast) -> None:
    async with browser("olga") as olga:
        await olga.get("/audit?person=E004&day=2026-10-01")
        page = words(await olga.get("/audit?event=AuditRead"))
    first, second = await entries("AuditRead")
    assert first["details"] == {"filters": ["person", "day"]} and second["details"] == {"filters": ["event"]}
    assert "查看了审计记录" in page and "E004" not in str(first["details"])


async def test_the_page_says_how_far_the_trail_is_sealed(company: Cast) -> None:
    assert await seal(everything=True) > 0
    async with browser("olga") as olga:
        assert "已封存至" in words(await olga.get("/audit"))
    async with unit_of_work():
        await DB.fetch(
            "insert into audit_entry (at, actor, event) values ($1, 'x', 'Y')", clock.now().replace(second=0)
        )
        await DB.fetch("insert into audit_entry (at, actor, event) values (now() - interval '3 minutes', 'x', 'Y')")
    async with browser("olga") as olga:
        assert "有记录尚未封存" in words(await olga.get("/audit"))


async def test_the_rows_of_an_import_are_a_look_at_what_stands_in_them(company: Cast) -> None:
    sheet = workbook([["工号", "姓名", "季度", "绩效等级"], ["E004", "伊薇", "2026Q2", "优秀"]], "绩效等级")
    viewer = Viewer(account=new_id(), person=await company.person("gina"), emp_no="E001", name="顾宁")
    async with unit_of_work(viewer.actor, role=IMPORT):
        batch = await read_batch([("绩效.xlsx", sheet)], viewer, TODAY)
    async with browser("ada") as ada:
        page = await ada.get(f"/imports/{batch}")
    assert page.status_code == 200
    kinds = await one("select string_agg(distinct kind, ' ') from imports_line where batch = $1", batch)
    [look] = [look for look in await entries() if "import" in look["details"]["fields"]]
    assert look["subjects"] == [await company.person("eve")] and look["data"] == "performance", kinds


def test_details_are_read_in_words_and_without_ids() -> None:
    text.load()
    details = {
        "verdict": "approve",
        "role": "hr",
        "direct": True,
        "what": "salary",
        "subject": new_id(),
        "filters": ["day"],
    }
    assert details_words(details) == "决定: 同意 · 角色: 人事 · 总经理直接决定: 是 · 数据类别: 薪资 · 筛选条件: 日期"


async def test_free_text_of_a_step_does_not_reach_the_trail(cast: Cast) -> None:
    async with unit_of_work():
        await emit(RequestWithdrawn(object=new_id(), details={"kind": "other", "comment": "家里有事"}))
    [row] = await entries("RequestWithdrawn")
    assert row["details"] == {"kind": "other"}


async def test_trying_a_policy_is_a_look_at_the_raises_it_shows(company: Cast) -> None:
    async with browser("gina") as gina:
        page = await gina.submit("/settings/raise-policy", do="effect", **POLICY)
    assert page.status_code == 200
    [look] = await entries()
    assert look["data"] == "salary" and look["details"]["fields"] == ["raise"]
    assert set(look["subjects"]) <= {await company.person(name) for name in PEOPLE} - {await company.person("gina")}
