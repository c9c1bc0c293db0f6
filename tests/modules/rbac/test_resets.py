"""Somebody with a role lost their password: two agree, and neither of them can use what opens the account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts import factors
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.rbac.api import give_role

from ...browser import browser, statuses, words
from ...cast import PEOPLE, Cast
from ...company import one

NEW = "seven green lanterns by the river"
_CODE = re.compile(r'<code class="code">([A-Z0-9-]+)</code>')


async def account(name: str) -> str:
    async with unit_of_work(read_only=True):
        found = await account_by_login(PEOPLE[name][0])
    assert found
    return found.id


@pytest.fixture
async def reset(cast: Cast) -> str:
    """Gina's password is to be reset: Ada is HR, Otto the auditor. She has a factor and is signed in."""
    gina = await account("gina")
    async with unit_of_work(role="import"):
        await give_role(await account("otto"), "auditor")
    async with unit_of_work():
        made = await factors.begin(gina)
        await DB.fetch("update accounts_factor set confirmed_at = $2 where id = $1", made.id, clock.now())
    return gina


async def propose(**more: str) -> str:
    async with browser("ada") as ada:
        sent = await ada.submit("/settings/access/resets", reset_no="E001", reset_reason="忘记密码", **more)
        assert sent.status_code == 303
    return str(await one("select id from rbac_proposal"))


async def vote(name: str, proposal: str) -> Any:
    async with browser(name) as who:
        return await who.submit(f"/settings/access/proposals/{proposal}/vote", verdict="agree")


async def half(name: str, proposal: str) -> str:
    async with browser(name) as who:
        found = _CODE.findall((await who.get(f"/settings/access/resets/{proposal}")).text)
    assert len(found) == 1
    return str(found[0])


async def redeem(code: str) -> int:
    async with browser() as anybody:
        answer = await anybody.submit("/welcome", login="E001", code=code, password=NEW, again=NEW)
    return answer.status_code


async def test_neither_of_the_two_can_use_it_and_both_halves_open_it(reset: str) -> None:
    proposal = await propose()
    await vote("ada", proposal)
    assert await statuses("ada", f"/settings/access/resets/{proposal}") == [404], "nothing before both agreed"
    answer = await vote("otto", proposal)
    assert answer.headers["location"] == f"/settings/access/resets/{proposal}" and not _CODE.findall(answer.text)
    first, second = await half("ada", proposal), await half("otto", proposal)
    assert first != second
    for part in (first, second, f"{first}{first}", f"{second}{second}"):
        assert await redeem(part) == 422, "one of them alone"
    assert await redeem(f"{first} {second}") in (200, 303)
    assert await statuses("ada", f"/settings/access/resets/{proposal}") == [404], "used up"


async def test_nobody_else_sees_a_half(reset: str) -> None:
    proposal = await propose()
    await vote("ada", proposal)
    await vote("otto", proposal)
    async with unit_of_work(role="import"):
        await give_role(await account("olga"), "hr")
    found = {name: (await statuses(name, f"/settings/access/resets/{proposal}"))[0] for name in ("olga", "eve", "root")}
    assert found == {"olga": 404, "eve": 403, "root": 403}


async def test_the_owner_reads_who_did_it_and_is_signed_out_and_the_factor_stays(reset: str) -> None:
    async with browser("gina") as gina:
        proposal = await propose()
        await vote("ada", proposal)
        await vote("otto", proposal)
        assert (await gina.get("/")).status_code in (303, 401)
    assert await one("select count(*) from accounts_factor where account = $1 and confirmed_at is not null", reset) == 1
    async with browser("gina") as again:
        said = words(await again.get("/account"))
    assert "安可、欧拓同意为您的账号重发一次性验证码" in said
    told = await one(
        "select array_agg(p.name order by p.name) from notify_message m join people_person p on p.id = m.person"
        " where m.link like '/settings/access/resets/%'"
    )
    assert sorted(told) == sorted(["安可", "欧拓"])


async def test_the_factor_goes_only_when_the_two_agreed_to_that(reset: str) -> None:
    proposal = await propose(reset_factor="1")
    async with browser("otto") as otto:
        assert "取消动态码" in words(await otto.get("/settings/access"))
    await vote("ada", proposal)
    assert await one("select count(*) from accounts_factor where account = $1", reset) == 1
    await vote("otto", proposal)
    assert await one("select count(*) from accounts_factor where account = $1", reset) == 0


async def test_after_a_day_the_halves_open_nothing(reset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = await propose()
    await vote("ada", proposal)
    await vote("otto", proposal)
    code = f"{await half('ada', proposal)} {await half('otto', proposal)}"
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await redeem(code) == 422
