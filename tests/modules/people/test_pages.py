"""The roster, a person and the departments: who sees whom, and what of them."""

from __future__ import annotations

import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import unit_of_work

from ...browser import NOBODY, assert_block, browser, statuses, words
from ...cast import PEOPLE, Cast
from ...company import LEAVER, PHONE


async def test_everybody_finds_their_colleagues_in_the_roster(company_once: Cast) -> None:
    for name in ("eve", "mona", "ada", "gina"):
        async with browser(name) as who:
            page = await who.get("/people")
        assert page.status_code == 200
        assert all(row[1] in page.text for row in PEOPLE.values()) and LEAVER not in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=伊", {"eve"}),
        ("text=e00", set(PEOPLE)),
        ("text=业务员", {"eve", "finn"}),
        ("text=%25", set()),
        ("text=_", set()),
        ("department=运营部", {"otto", "olga"}),
        ("department=没有这个部门", set()),
        ("status=nonsense&sort=nonsense&start=nonsense", set(PEOPLE)),
        ("start=99", set()),
    ],
)
async def test_the_roster_is_searched_and_filtered(company_once: Cast, query: str, found: set[str]) -> None:
    async with browser("finn") as finn:
        page = await finn.htmx(f"/people?{query}")
    assert page.status_code == 200
    assert {name for name, row in PEOPLE.items() if f'<td data-label="工号">{row[0]}</td>' in page.text} == found


async def test_who_left_is_found_by_asking_for_those_who_left(company_once: Cast) -> None:
    async with browser("eve") as eve:
        page = await eve.get("/people?status=left")
    assert LEAVER in page.text and "离职" in page.text


async def test_leaves_and_probation_are_told_to_those_who_see_personal_data(company: Cast) -> None:
    finn, otto = await company.person("finn"), await company.person("otto")
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into people_leave (id, person, kind, since) values ($1, $2, '产假', '2026-10-01')", new_id(), finn
        )
        await DB.fetch("update people_person set probation_end = '2026-12-31' where id = $1", otto)
    told = {}
    for name in ("eve", "mona", "finn", "ada", "gina"):
        async with browser(name) as who:
            asked = ("/people", f"/people/{finn}", "/people?status=probation", f"/people/{otto}")
            roster, leave, probation, other = [words(await who.get(url)) for url in asked]
        told[name] = ("产假" in roster, "产假" in leave, "欧拓" in probation, "试用" in other)
    nothing, everything = (False,) * 4, (True,) * 4
    assert told["eve"] == told["mona"] == nothing
    assert told["finn"] == (True, True, False, False), "of oneself, not of others"
    assert told["ada"] == told["gina"] == everything


async def test_the_roster_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("eve") as eve:
        url = "/people?department=销售部&sort=name"
        assert_block(await eve.htmx(url), await eve.get(url), "people")


async def test_telephone_and_contract_are_for_the_person_hr_and_the_general_manager(company_once: Cast) -> None:
    eve = await company_once.person("eve")
    seen = {}
    for name in PEOPLE:
        async with browser(name) as who:
            page = await who.get(f"/people/{eve}")
        assert page.status_code == 200 and "业务员" in page.text
        seen[name] = (PHONE in page.text, "2026年10月31日" in page.text)
    assert {name for name, both in seen.items() if any(both)} == {"eve", "ada", "gina"}
    assert seen["ada"] == (True, True)


async def test_the_history_of_a_person_says_where_each_change_comes_from(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(f"/people/{await company_once.person('otto')}")
    assert "2026-03-01" in page.text and "运营主管 → 部门经理" in page.text and "异动表›B7" in page.text


async def test_nobody_is_found_under_an_id_that_is_nobodys(company_once: Cast) -> None:
    assert await statuses("ada", f"/people/{NOBODY}", "/people/E004", "/people/" + "x" * 500) == [404, 404, 404]


async def test_without_signing_in_there_is_no_roster(company_once: Cast) -> None:
    async with browser() as nobody:
        answers = [await nobody.get(url) for url in ("/people", "/people/departments")]
        fragment = await nobody.htmx("/people")
    assert [answer.headers["location"] for answer in answers] == [
        "/sign-in?next=/people",
        "/sign-in?next=/people/departments",
    ]
    assert fragment.status_code == 401 and fragment.headers["hx-redirect"] == "/sign-in?next=/people"


async def test_departments_show_their_heads_and_how_many_work_there(company_once: Cast) -> None:
    async with browser("eve") as eve:
        page = await eve.get("/people/departments")
    assert page.status_code == 200 and "莫兰" in page.text and "空缺" in page.text
    assert "销售部 — 莫兰 3" in words(page)


async def test_when_and_why_somebody_left_is_told_to_those_who_see_personal_data(company: Cast) -> None:
    finn = await company.person("finn")
    async with unit_of_work(role="import"):
        await DB.fetch(
            "update people_person set leave_date = '2026-09-30', leave_reason = '回老家' where id = $1 returning id",
            finn,
        )
    told = {}
    for name in ("eve", "ada"):
        async with browser(name) as who:
            page = words(await who.get(f"/people/{finn}"))
        told[name] = ("最后工作日 2026年9月30日" in page, "离职原因 回老家" in page)
    assert told == {"eve": (False, False), "ada": (True, True)}
