"""Progress and cases: who reads them, who decides, and what a refused decision leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from ...browser import NOBODY, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import one


async def case() -> str:
    return str(await one("select id from promotion_case"))


async def decide(who: str, verdict: str = "approve", **fields: Any) -> Any:
    async with browser(who) as client:
        return await client.submit(f"/promotion/cases/{await case()}/decision", verdict=verdict, **fields)


async def test_everybody_reads_how_far_they_are_and_what_is_missing(company_once: Cast) -> None:
    seen = {}
    for name in ("eve", "finn", "olga"):
        async with browser(name) as who:
            page = await who.get("/promotion")
            assert_block(await who.htmx("/promotion"), page, "progress")
        assert page.status_code == 200
        seen[name] = words(page)
    assert "完成带队管理培训" in seen["eve"] and "已达到评审条件" in seen["eve"] and "2026-06-10" in seen["eve"]
    assert "完成带队管理培训" in seen["finn"] and "已达到评审条件" not in seen["finn"]
    assert "完成带队管理培训" not in seen["olga"], "no path starts from where Olga is"


async def test_progress_is_for_the_person_their_manager_hr_and_the_general_manager(company_once: Cast) -> None:
    url = f"/people/{await company_once.person('eve')}/promotion"
    for name in ("eve", "mona", "ada", "gina"):
        assert await statuses(name, url) == [200], name
    for name in ("finn", "otto", "olga", "root"):
        assert await statuses(name, url, f"/people/{NOBODY}/promotion") == [404, 404], name


async def test_the_list_of_progress_holds_whom_one_may_see_the_nearest_first(company_once: Cast) -> None:
    seen = {}
    for name in ("mona", "otto", "ada", "finn"):
        async with browser(name) as who:
            page = await who.get("/promotion/people")
            assert_block(await who.htmx("/promotion/people"), page, "people")
        found = [person for person in ("伊薇", "范恩") if f"{person}（" in page.text]
        seen[name] = sorted(found, key=page.text.index)
    assert seen == {"mona": ["伊薇", "范恩"], "otto": [], "ada": ["伊薇", "范恩"], "finn": ["范恩"]}


async def test_a_case_is_seen_by_those_around_it_and_missing_for_everybody_else(company_once: Cast) -> None:
    url = f"/promotion/cases/{await case()}"
    for name in ("eve", "mona", "ada", "gina"):
        async with browser(name) as who:
            page = await who.get(url)
            assert_block(await who.htmx(url), page, "case_decision")
        assert page.status_code == 200 and "完成带队管理培训" in page.text, name
        assert ('name="verdict"' in page.text) == (name == "mona"), "only whose turn it is decides"
    for name in ("finn", "otto", "olga", "root"):
        assert await statuses(name, url, f"/promotion/cases/{NOBODY}") == [404, 404], name


async def test_the_list_of_cases_says_who_is_next(company_once: Cast) -> None:
    seen = {}
    for name in ("mona", "ada", "eve", "finn", "otto"):
        async with browser(name) as who:
            page = await who.get("/promotion/cases")
            assert_block(await who.htmx("/promotion/cases"), page, "cases")
        row = words(page)
        seen[name] = "您" if "<b>您</b>" in page.text else "莫兰" if "2026-10-15" in row and "莫兰" in row else ""
    assert seen == {"mona": "您", "ada": "莫兰", "eve": "莫兰", "finn": "", "otto": ""}


@pytest.mark.parametrize(("state", "shown"), [("", True), ("open", True), ("effective", False), ("nonsense", False)])
async def test_cases_are_filtered_by_their_state(company_once: Cast, state: str, shown: bool) -> None:
    async with browser("ada") as ada:
        page = await ada.get(f"/promotion/cases?state={state}")
    assert page.status_code == 200 and ("伊薇" in page.text) == shown


@pytest.mark.parametrize(
    ("who", "status"), [("eve", 403), ("ada", 403), ("gina", 403), ("finn", 404), ("otto", 404), ("root", 404)]
)
async def test_whose_turn_it_is_not_decides_nothing(company_once: Cast, who: str, status: int) -> None:
    assert (await decide(who, comment="x")).status_code == status
    assert not await one("select count(*) from approvals_decision")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verdict": "reject", "comment": ""}, "请说明原因：员工会看到。"),
        ({"verdict": "defer", "comment": " "}, "请说明原因：员工会看到。"),
        ({"verdict": "celebrate", "comment": "太好了"}, "请选择其中一项。"),
        ({"verdict": "approve", "comment": "太好了", "effective_on": "2026-09-30"}, "请选择本月或以后的日期"),
        ({"verdict": "approve", "comment": "太好了", "effective_on": "明天"}, "请填写日期，例如 2026-09-30。"),
        ({"verdict": "", "comment": "太好了"}, "请填写此项。"),
    ],
    ids=["no reason", "only a space", "no such word", "a day gone by", "no day", "nothing said"],
)
async def test_bad_input_says_what_to_change_and_keeps_the_rest(
    company_once: Cast, sent: dict[str, str], sentence: str
) -> None:
    page = await decide("mona", **{"next_review_on": "2027-01-15", **sent})
    assert page.status_code == 422 and sentence in words(page)
    assert 'value="2027-01-15"' in page.text and f">{sent['comment'].strip()}</textarea>" in page.text
    assert not await one("select count(*) from approvals_decision")
    assert await one("select next_review_on is null and effective_on is null from promotion_case")


async def test_an_agreement_goes_on_to_the_next_and_stands_on_the_page_with_its_words(company: Cast) -> None:
    answer = await decide("mona", comment="带过两个新人")
    assert answer.status_code == 303
    async with browser("ada") as ada, browser("eve") as eve:
        page, mine, home = await ada.get(answer.headers["location"]), await eve.get("/promotion"), await ada.get("/")
    assert "带过两个新人" in page.text and 'name="verdict"' in page.text
    assert "带过两个新人" in mine.text and "安可" in mine.text
    assert answer.headers["location"] in home.text, "it waits on the first page of whoever is next"


@pytest.mark.parametrize(
    ("verdict", "state", "told"),
    [("reject", "rejected", "未通过"), ("defer", "deferred", "暂缓"), ("return", "returned", "退回")],
)
async def test_who_does_not_agree_says_why_and_the_person_reads_it(
    company: Cast, verdict: str, state: str, told: str
) -> None:
    assert (await decide("mona", verdict, comment="再带一个项目", next_review_on="2027-01-15")).status_code == 303
    async with browser("eve") as eve:
        page, inbox = await eve.get("/promotion"), await eve.get("/inbox")
    assert "再带一个项目" in page.text and told in words(page) and told in words(inbox)
    assert await one("select state from promotion_case") == state
    if verdict != "return":
        assert "2027年1月15日" in page.text


async def test_a_form_without_our_token_decides_nothing(company_once: Cast) -> None:
    async with browser("mona") as mona:
        answer = await mona.post(f"/promotion/cases/{await case()}/decision", data={"verdict": "approve"})
    assert answer.status_code == 403
    assert not await one("select count(*) from approvals_decision")
