"""HR looks after the accounts of employees, face to face; of those with a role two persons do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login

from ...browser import NOBODY, browser, statuses, words
from ...cast import PEOPLE, TODAY, Cast
from ...signing import Clock, rows, sign_in, with_factor, with_password

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
VERBS = ("slip", "stop", "resume", "end", "factor")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def test_a_slip_is_printed_and_its_owner_enters_with_it(cast: Cast) -> None:
    eve = await cast.person("eve")
    async with browser("ada") as ada:
        assert "生成验证码纸条" in (await ada.get(f"/people/{eve}/account")).text
        assert f'href="/people/{eve}/account"' in (await ada.get(f"/people/{eve}")).text
        slip = await ada.submit(f"/people/{eve}/account/slip")
        assert slip.status_code == 200 and 'src="data:image/svg' in slip.text and "E004" in words(slip)
        found = CODE.search(words(slip))
        assert found
        assert "有效期至" in words(await ada.get(f"/people/{eve}/account"))
    async with browser() as client:
        fields = {"login": "E004", "code": found.group(), "password": "four plain words of mine"}
        assert (await client.submit("/welcome", **fields)).headers["location"] == "/"
    assert await rows("select 1 from audit_entry where event = 'CodeMade'")


async def test_a_new_slip_ends_the_old_one_and_the_sessions(cast: Cast) -> None:
    person = await cast.person("eve")
    async with browser("ada") as ada, browser("eve") as eve:
        old = CODE.search(words(await ada.submit(f"/people/{person}/account/slip")))
        assert old and (await eve.get("/account")).status_code == 303
        await ada.submit(f"/people/{person}/account/slip")
    async with browser() as client:
        fields = {"login": "E004", "code": old.group(), "password": "four plain words of mine"}
        assert (await client.submit("/welcome", **fields)).status_code == 422


async def test_an_account_is_disabled_and_enabled(cast: Cast, clock: Clock) -> None:
    await with_password("eve")
    person = await cast.person("eve")
    async with browser("ada") as ada, browser() as eve:
        await sign_in(eve, "E004")
        assert (await ada.submit(f"/people/{person}/account/stop")).status_code == 303
        assert (await eve.get("/account")).status_code == 303 and (await sign_in(eve, "E004")).status_code == 422
        assert (await ada.submit(f"/people/{person}/account/slip")).status_code == 409
        await ada.submit(f"/people/{person}/account/resume")
        assert (await sign_in(eve, "E004")).status_code == 303
        await ada.submit(f"/people/{person}/account/end")
        assert (await eve.get("/account")).status_code == 303
    events = {row["event"] for row in await rows("select event from audit_entry")}
    assert {"AccountStopped", "AccountResumed", "SessionsEnded"} <= events


async def test_a_lost_telephone(cast: Cast, clock: Clock) -> None:
    await with_factor(await with_password("eve"))
    person = await cast.person("eve")
    async with browser("ada") as ada:
        assert "手机丢失" in (await ada.get(f"/people/{person}/account")).text
        await ada.submit(f"/people/{person}/account/factor")
    async with browser() as eve:
        assert (await sign_in(eve, "E004")).headers["location"] == "/"
    assert await rows("select 1 from accounts_notice where kind = 'factor_taken'"), "and its owner hears of it"


@pytest.mark.parametrize("name", ["gina", "root", "ada"])
async def test_an_account_with_a_role_is_not_hrs_to_change(cast_once: Cast, name: str) -> None:
    person = await cast_once.person(name)
    async with unit_of_work(read_only=True):
        account = await account_by_login(PEOPLE[name][0])
        assert account
    async with browser("ada") as ada:
        page = await ada.get(f"/people/{person}/account")
        assert page.status_code == 200 and "须由两人共同办理" in page.text and "/slip" not in page.text
        for verb in VERBS:
            refused = await ada.submit(f"/people/{person}/account/{verb}")
            assert refused.status_code == 409 and "须由两人共同办理" in refused.text, verb
    assert not await rows("select 1 from accounts_code where account = $1", account.id)


async def test_an_account_that_stands_in_for_somebody_is_not_hrs_to_enter(cast: Cast) -> None:
    """HR could set its password, and decide in the place of the general manager."""
    mona = await cast.person("mona")
    fields = {
        "emp_no": "E003",
        "since": f"{TODAY}",
        "until": f"{TODAY}",
        "reason": "出差",
        "decide": "y",
        "classes": "salary",
    }
    async with browser("ada") as ada, browser("gina") as gina:
        assert (await gina.submit("/account/delegations", **fields)).status_code == 303
        for verb in VERBS:
            assert (await ada.submit(f"/people/{mona}/account/{verb}")).status_code == 409, verb
        asked = await ada.submit("/settings/access/resets", reset_no="E003", reset_reason="忘记密码")
        assert asked.status_code == 303, "two persons may"
        loan = (await rows("select id from rbac_delegation"))[0]["id"]
        await gina.submit(f"/account/delegations/{loan}/end")
        assert (await ada.submit(f"/people/{mona}/account/slip")).status_code == 200


async def test_an_account_with_a_single_right_is_not_hrs_to_enter(cast: Cast) -> None:
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_grant (id, account, permission, reach, since, until, given_by, given_at)"
            " select $1, id, 'compensation.pay', 'company', $2, $3, 'x', now() from accounts_account where login = 'e003'",
            new_id(), TODAY, TODAY + timedelta(days=9),
        )  # fmt: skip
    async with browser("ada") as ada:
        assert (await ada.submit(f"/people/{await cast.person('mona')}/account/slip")).status_code == 409


async def test_only_hr_sees_and_changes_accounts(cast_once: Cast) -> None:
    eve = await cast_once.person("eve")
    for name in ("eve", "mona", "root", "gina"):
        assert await statuses(name, f"/people/{eve}/account") == [403], name
        async with browser(name) as who:
            for verb in VERBS:
                assert (await who.submit(f"/people/{eve}/account/{verb}")).status_code == 403, (name, verb)
    async with browser("ada") as ada:
        assert (await ada.get(f"/people/{NOBODY}/account")).status_code == 404
        assert (await ada.submit(f"/people/{NOBODY}/account/slip")).status_code == 404
    async with browser() as nobody:
        assert (await nobody.submit(f"/people/{eve}/account/slip")).status_code == 303
