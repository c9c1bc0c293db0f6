"""What is hidden leaves no trace: with another pay, grade, result or number of somebody, whoever may not see it is
answered the same bytes on every page; so the same count, order, length and state of a form, too."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from difflib import unified_diff

import pytest

from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people import identity

from ..browser import TOKEN, browser
from ..cast import Cast
from ..company import give_pay
from ..house.test_pay_stays_secret import every_url

# Finn works beside Eve; Otto leads other people; Root looks after the machine.
WHO = ("finn", "otto", "root")
MOMENT = re.compile(r"\d\d:\d\d(:\d\d)?|\d+ (minutes?|seconds?)|nonce-[\w+/=-]+|nonce=\"[^\"]*\"")
QUERIES = ("/people?sort=pay", "/people?sort=grade&pay=73918", "/people?text=918264", "/people?text=440106199003071979")
SAID = (
    "content-type",
    "content-length",
    "etag",
    "location",
    "link",
    "hx-trigger",
    "hx-push-url",
    "content-disposition",
)


async def another_pay(eve: str) -> None:
    await give_pay(eve, date(2026, 5, 2), Decimal("9183.07"))


async def another_grade(eve: str) -> None:
    await DB.fetch("update performance_grade set grade = '合格' where person = $1", eve)


async def another_result(eve: str) -> None:
    await DB.fetch("update performance_metric_value set value = 1 where person = $1", eve)
    await DB.fetch("update performance_kpi_item set target = 987654321 where person = $1", eve)


async def another_number(eve: str) -> None:
    await identity.keep({eve: "44010619900307185X"})
    await DB.fetch("update people_person set phone = '13911112222', contract_end = '2031-01-31' where id = $1", eve)


async def another_title(eve: str) -> None:
    await DB.fetch("update documents_document set title = '另一份很长很长很长的方案' where person = $1", eve)


CHANGES: tuple[Callable[[str], Awaitable[None]], ...] = (
    another_pay, another_grade, another_result, another_number, another_title,
)  # fmt: skip


async def answers(name: str, urls: list[str]) -> dict[str, tuple[object, ...]]:
    """Every answer without what differs by itself: tokens, nonces and times of the day."""
    found: dict[str, tuple[object, ...]] = {}
    async with browser(name) as who:
        for url in urls:
            answer = await who.get(
                url, headers={"Accept-Encoding": "identity"}
            )  # packed, a random token has no one length
            body = MOMENT.sub("", TOKEN.sub("", answer.text)).replace(answer.headers.get("x-request-id") or "-", "-")
            said = {key: value for key, value in answer.headers.items() if key in SAID}
            found[url] = (answer.status_code, body, tuple(sorted(said.items())))
    return found


def told(before: tuple[object, ...], after: tuple[object, ...]) -> list[str]:
    """Where two answers differ."""
    lines = unified_diff(str(before).split("\\n"), str(after).split("\\n"), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-"][:8]


async def test_what_is_hidden_changes_no_answer(company: Cast, house: Registry) -> None:
    urls = [url for url in await every_url(house) if not url.startswith("/account")] + list(QUERIES)
    eve = await company.person("eve")
    before = {name: await answers(name, urls) for name in WHO}
    async with unit_of_work(role=IMPORT):
        for change in CHANGES:
            await change(eve)
    after = {name: await answers(name, urls) for name in WHO}
    differ = {(name, url) for name in WHO for url in urls if before[name][url] != after[name][url]}
    assert {d: told(before[d[0]][d[1]], after[d[0]][d[1]]) for d in sorted(differ)[:5]} == {}
    assert all(sum(a[0] == 200 for a in before[name].values()) > 20 for name in WHO)


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
async def test_whoever_may_see_it_sees_the_change(
    company: Cast, house: Registry, change: Callable[[str], Awaitable[None]]
) -> None:
    """Otherwise the test above would prove nothing."""
    eve = await company.person("eve")
    urls = [f"/people/{eve}", f"/people/{eve}/performance", f"/people/{eve}/pay", "/documents", "/pay", "/privacy"]
    before = await answers("eve", urls)
    async with unit_of_work(role=IMPORT):
        await change(eve)
    assert await answers("eve", urls) != before
