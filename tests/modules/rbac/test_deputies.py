"""Whoever stands in for two: what is not for loans stays closed, and two loans are still one pair of eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from hrapp.kernel.access import EVERYBODY, Viewer
from hrapp.kernel.database import DB, PAY
from hrapp.kernel.errors import Invalid
from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.accounts.queries import standing_of
from hrapp.modules.compensation.queries import visible_raise
from hrapp.modules.rbac import lending

from ...browser import NOBODY, Browser, browser
from ...cast import PEOPLE, TODAY, Cast
from ...company import one, raise_id

CLASSES = ("performance", "salary", "personal", "identity")


async def account(name: str) -> str:
    async with unit_of_work(read_only=True):
        found = await account_by_login(PEOPLE[name][0])
    assert found
    return found.id


async def standing(name: str) -> Viewer:
    who = await account(name)
    async with unit_of_work(read_only=True):
        found = await standing_of(who, TODAY)
    assert found
    return found


async def lend(giver: str, taker: str, classes: tuple[str, ...] = CLASSES) -> None:
    """In force on the day of the tests and on the database's own."""
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, reason, made_at)"
            " values ($1, $2, $3, array['view', 'approve'], $4::varchar[], $5, greatest($5, current_date) + 9, 'x', now())",
            *(new_id(), await account(giver), await account(taker), list(classes), TODAY),
        )


# -- what is not for loans -----------------------------------------------------------------------------------------


def not_for_loans(house: Registry) -> list[tuple[str, str]]:
    """Every page and form whose permission is another action than looking and deciding, or about the system."""
    closed = {
        p.name
        for p in house.each(lambda m: m.permissions)
        if p.action not in ("view", "approve") or p.data not in CLASSES
    }
    return [
        (method, path)
        for page in house.each(lambda m: m.pages)
        if page.opt["permission"] in closed
        for path in sorted(page.paths)
        for method in sorted(page.http_methods & {"GET", "POST"})
    ]


async def ask(client: Browser, method: str, path: str, person: str) -> int:
    parts = [(person if p == "{person:str}" else NOBODY) if p.startswith("{") else p for p in path.split("/")]
    url = "/".join(parts)
    return (await (client.get(url) if method == "GET" else client.submit(url))).status_code


async def test_what_administers_answers_a_deputy_of_both_sides_as_it_did_before(company: Cast, house: Registry) -> None:
    olga, routes = await company.person("olga"), not_for_loans(house)
    assert len(routes) > 40 and ("GET", "/privacy/retention") in routes and ("GET", "/settings/access") in routes
    async with browser("finn") as finn:
        before = {route: await ask(finn, *route, olga) for route in routes}
        for lender in ("ada", "gina", "root"):
            await lend(lender, "finn")
        after = {route: await ask(finn, *route, olga) for route in routes}
        assert (await finn.get(f"/people/{olga}/performance")).status_code == 200, "the loans are in force"
    assert after == before
    assert before["GET", "/privacy/retention"] in (403, 404)


async def test_how_the_system_is_run_is_not_lent(cast: Cast) -> None:
    gina, eve = await standing("gina"), await account("eve")
    for classes in (("system",), ("performance", "system"), ("public",)):
        with pytest.raises(Invalid):
            async with unit_of_work(gina.actor):
                until = TODAY + timedelta(days=30)
                await lending.lend(gina, eve, ("view", "approve"), classes, TODAY, until, "休假")


@pytest.mark.parametrize("role", ["hrbp", None])
async def test_only_the_two_sides_keep_something_longer(company: Cast, role: str | None) -> None:
    """Neither a department's HR nor whoever was granted the page for a while."""
    person = await one("select id from people_person where emp_no = 'E099'")
    async with unit_of_work(role="import"):
        erasure = new_id()
        await DB.fetch(
            "insert into privacy_erasure (id, person, data, due_on, state, proposed_on)"
            " values ($1, $2, 'personal', $3, 'proposed', $3)",
            *(erasure, person, TODAY),
        )
        if role:
            for department in await DB.fetch("select id from people_department"):
                await DB.fetch(
                    "insert into rbac_role_assignment (id, account, role, department, given_by, given_at)"
                    " values ($1, $2, $3, $4, 'x', now())",
                    *(new_id(), await account("eve"), role, department["id"]),
                )
        else:
            await DB.fetch(
                "insert into rbac_grant (id, account, permission, reach, since, until, given_by, given_at)"
                " values ($1, $2, 'privacy.erase', 'company', $3, $4, 'x', now())",
                *(new_id(), await account("eve"), TODAY, TODAY + timedelta(days=9)),
            )
    async with browser("eve") as eve:
        page = await eve.get("/privacy/retention")
        kept = await eve.submit(f"/privacy/retention/{erasure}/keep", version="1", reason="争议")
    assert page.status_code == (403 if role else 200) and "/keep" not in page.text
    assert kept.status_code == 403 and await one("select state from privacy_erasure") == "proposed"
    async with browser("ada") as ada:
        assert (await ada.submit(f"/privacy/retention/{erasure}/keep", version="1", reason="争议")).status_code == 303


# -- two loans ------------------------------------------------------------------------------------------------------


def reaches(viewer: Viewer, right: str, person: str) -> bool:
    return viewer.scope(right).has(person, None, None)


async def test_the_deputy_of_two_reads_the_pay_of_neither(company: Cast) -> None:
    """Each of them reads the other's; whoever stands in for both would read both."""
    ada, gina, eve = [await company.person(name) for name in ("ada", "gina", "eve")]
    await lend("ada", "olga", ("salary",))
    assert [reaches(await standing("olga"), "compensation.pay", who) for who in (ada, gina, eve)] == [False, True, True]
    await lend("gina", "olga", ("salary",))
    assert [reaches(await standing("olga"), "compensation.pay", who) for who in (ada, gina, eve)] == [
        False,
        False,
        True,
    ]
    async with browser("olga") as olga:
        found = [(await olga.get(f"/people/{who}/pay")).status_code for who in (ada, gina, eve)]
    assert found == [404, 404, 200]


async def test_a_loan_for_something_else_closes_nothing(company: Cast) -> None:
    gina = await company.person("gina")
    await lend("ada", "olga", ("salary",))
    await lend("gina", "olga", ("personal",))
    olga = await standing("olga")
    assert reaches(olga, "compensation.pay", gina) and not reaches(olga, "people.personal", gina)


async def test_a_deputy_of_both_sides_has_no_vote(cast: Cast) -> None:
    """Agreeing is not for loans; and what is written into the votes past the pages counts for nothing."""
    for lender in ("ada", "gina"):
        await lend(lender, "olga")
    proposal, olga = new_id(), await account("olga")
    content = {"id": new_id(), "role": "auditor", "department": None, "since": None, "until": None}
    eve = await account("eve")
    async with unit_of_work(Actor(olga)):
        await DB.fetch(
            "insert into rbac_proposal (id, kind, account, content, reason, proposed_label, proposed_at)"
            " values ($1, 'role', $2, $3, 'x', 'x', now())",
            *(proposal, eve, content),
        )
    async with browser("olga") as page:
        assert (await page.submit(f"/settings/access/proposals/{proposal}/vote", verdict="agree")).status_code == 403
    for voter in ("ada", "olga"):
        who = await account(voter)
        async with unit_of_work(Actor(who)):
            await DB.fetch(
                "insert into rbac_vote (id, proposal, account, verdict, at) values ($1, $2, $3, 'agree', now())",
                *(new_id(), proposal, who),
            )
            assert await DB.value("select rbac_apply($1)", proposal) is False
    assert await one("select state from rbac_proposal") == "open"


# -- proposed by the lender ------------------------------------------------------------------------------------------


async def proposed(who: str, emp_no: str = "E005") -> str:
    url = f"/raises/{await one(OPEN)}/{await raise_id(emp_no, 'open')}"
    async with browser(who) as page:
        fields = {"typed_as": "pct", "figure": "8", "reason": "接了大客户", "version": "1"}
        assert (await page.submit(f"{url}/proposal", **fields)).status_code == 303
    return url


OPEN = "select id from compensation_raise_round where state = 'open'"


async def decide(who: str, url: str) -> Any:
    async with browser(who) as page:
        return await page.submit(f"{url}/decision", typed_as="pct", figure="8", reason="接了大客户", version="2")


async def test_a_deputy_does_not_decide_what_the_lender_proposed(company: Cast) -> None:
    """The general manager proposes a figure and has a deputy: nobody would be left who looks at it."""
    await lend("gina", "olga", ("salary",))
    url = await proposed("gina")
    refused, person = await decide("olga", url), await company.person("olga")
    assert refused.status_code == 422 and "由其他人决定" in refused.text
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(Actor(await account("olga"), person), role=PAY):
            await DB.fetch(
                "update compensation_raise set decided_by = $2, decided_at = now() where id = $1",
                *(url.rpartition("/")[2], person),
            )


async def test_a_deputy_decides_what_somebody_else_proposed(company: Cast) -> None:
    await lend("gina", "olga", ("salary",))
    await lend("ada", "olga", ("salary",))  # HR, who proposed it, decides on nothing that could be lent
    assert (await decide("olga", await proposed("ada"))).status_code == 303
    async with unit_of_work(read_only=True, role="import"):
        url = await raise_id("E005", "open")
        assert (await visible_raise(EVERYBODY, url, TODAY)).decided_increment is not None
