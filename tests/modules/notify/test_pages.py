"""The inbox: one's own messages, read when they are opened."""

from __future__ import annotations

import pytest

from hrapp.kernel.work import unit_of_work
from hrapp.modules.notify.api import tell

from ...browser import NOBODY, assert_block, browser
from ...cast import Cast
from ...company import one

ELIGIBLE = "员工伊薇（E004）已达到晋升评审条件，请您审核"


async def message(emp_no: str = "E003") -> str:
    found = await one(
        "select m.id from notify_message m join people_person p on p.id = m.person where p.emp_no = $1"
        " and m.kind = 'promotion_eligible'",
        emp_no,
    )
    return str(found)


async def test_a_message_is_read_by_whom_it_is_for_and_by_nobody_else(company_once: Cast) -> None:
    seen = set()
    for name in ("mona", "ada", "gina", "eve", "otto", "root"):
        async with browser(name) as who:
            page = await who.get("/inbox")
        assert page.status_code == 200
        if ELIGIBLE in page.text:
            seen.add(name)
    assert seen == {"mona"}


async def test_opening_a_message_marks_it_and_leads_where_it_points(company: Cast) -> None:
    async with browser("mona") as mona:
        for _ in range(2):
            answer = await mona.submit(f"/inbox/{await message()}/read")
            assert answer.status_code == 303 and answer.headers["location"].startswith("/promotion/cases/")
            assert (await mona.get(answer.headers["location"])).status_code == 200
        assert f"/inbox/{await message()}/read" not in (await mona.get("/inbox")).text


async def test_anothers_message_is_as_missing_as_one_that_does_not_exist(company_once: Cast) -> None:
    others = await message()
    for name in ("eve", "ada", "gina", "root"):
        async with browser(name) as who:
            answers = [await who.submit(f"/inbox/{id}/read") for id in (others, NOBODY)]
        assert [answer.status_code for answer in answers] == [404, 404], name
    assert await one("select read_at is null from notify_message where id = $1", others)


async def test_marking_all_as_read_touches_only_ones_own(company: Cast) -> None:
    async with browser("eve") as eve:
        assert (await eve.submit("/inbox/read")).status_code == 303
    assert (
        await one(
            "select count(*) from notify_message where person = $1 and read_at is null", await company.person("eve")
        )
        == 0
    )
    assert await one("select read_at is null from notify_message where id = $1", await message())


async def test_the_part_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("mona") as mona:
        assert_block(await mona.htmx("/inbox"), await mona.get("/inbox"), "messages")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99", "1e9", "٣", "999999999999"])
async def test_a_page_number_that_makes_no_sense_is_no_error(company_once: Cast, asked: str) -> None:
    async with browser("mona") as mona:
        assert (await mona.get(f"/inbox?page={asked}")).status_code == 200


async def test_the_same_thing_is_said_once_and_many_fill_more_than_a_page(cast: Cast) -> None:
    eve = await cast.person("eve")
    async with unit_of_work():
        assert [await tell(eve, "test", "一次", dedupe="x") for _ in range(2)] == [True, False]
        for n in range(60):
            await tell(eve, "test", f"第{n}条")
    async with browser("eve") as client:
        first, second = [await client.get(f"/inbox?page={n}") for n in (1, 2)]
    assert "第59条" in first.text and "第0条" not in first.text and "第0条" in second.text and "一次" in second.text


async def test_what_a_message_says_is_text_and_never_a_page(cast: Cast) -> None:
    async with unit_of_work():
        await tell(await cast.person("eve"), "test", "<script>alert(1)</script>", link='/x" onclick="y')
    async with browser("eve") as eve:
        page, home = await eve.get("/inbox"), await eve.get("/")
    assert "<script>alert" not in page.text + home.text and 'onclick="y' not in page.text


async def test_who_is_not_signed_in_has_no_inbox(company_once: Cast) -> None:
    async with browser() as nobody:
        assert (await nobody.get("/inbox")).headers["location"] == "/sign-in?next=/inbox"
        assert (await nobody.submit("/inbox/read")).status_code == 303
    async with browser("mona") as mona:
        assert (await mona.post("/inbox/read")).status_code == 403, "a form that is not ours"
    assert await one("select read_at is null from notify_message where id = $1", await message())
