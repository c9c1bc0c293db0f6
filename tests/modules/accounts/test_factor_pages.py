"""A second factor: set up with an authenticator, asked for at signing in, remembered where its owner wishes."""

from __future__ import annotations

import re

import pytest

from hrapp.modules.accounts import devices

from ...browser import browser, statuses, words
from ...cast import Cast
from ...signing import Clock, code_of, give_code, rows, seed_of, sign_in, with_factor, with_password

CODES = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def test_hr_sets_it_up_right_after_the_first_password(cast: Cast, clock: Clock) -> None:
    await with_password("ada")
    async with browser() as client:
        await sign_in(client, "E002")
        first = await client.get("/")
        assert (first.status_code, first.headers["location"]) == (303, "/account/factor")
        assert "您的角色能看到他人的信息" in (await client.get("/account/factor")).text
        await client.submit("/account/factor/begin")
        page = await client.get("/account/factor")
        account = (await rows("select id from accounts_account where login = 'e002'"))[0]["id"]
        seed = await seed_of(account)
        assert 'src="data:image/svg' in page.text and seed[:4] in page.text
        assert (await client.submit("/account/factor", code="123456")).status_code == 422
        made = await client.submit("/account/factor", code=code_of(seed))
        assert made.status_code == 200 and len(CODES.findall(words(made))) == 10
        assert (await client.get("/people")).status_code == 200, "and now everything is open"
    assert await rows("select 1 from audit_entry where event = 'FactorAdded'")


async def test_the_seed_stands_nowhere_in_the_database(cast: Cast, clock: Clock) -> None:
    account = await with_password("eve")
    seed = await with_factor(account)
    kept = [bytes(row["seed"]) for row in await rows("select seed from accounts_factor")]
    assert kept and not [s for s in kept if seed.encode() in s]


async def test_a_code_is_asked_for_after_the_password(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    async with browser() as client:
        used = code_of(seed)
        answer = await sign_in(client, "E004", next="/goals")
        assert answer.headers["location"] == "/sign-in/factor?next=/goals"
        again = await client.submit("/sign-in/factor", code=used, next="/goals")
        assert again.status_code == 422 and 'value="/goals"' in again.text, "a code works once"
        assert "动态码不对" in words(again)
        assert (await client.submit("/sign-in/factor")).status_code == 422
        clock.on(seconds=30)
        right = await give_code(client, seed, next="/goals")
        assert (right.status_code, right.headers["location"]) == (303, "/goals")
        assert (await client.get("/goals")).status_code == 200
        assert (await client.get("/sign-in/factor")).status_code == 303, "there is nothing left to give"


async def test_five_wrong_codes_and_a_quarter_of_an_hour(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    clock.on(seconds=30)
    async with browser() as client:
        await sign_in(client, "E004")
        for n in range(5):
            assert (await client.submit("/sign-in/factor", code=f"00000{n}")).status_code == 422
        assert "15 分钟" in (await client.submit("/sign-in/factor", code=code_of(seed))).text
        clock.on(minutes=15, seconds=1)
        await sign_in(client, "E004")
        assert (await give_code(client, seed)).status_code == 303


async def test_a_half_session_lasts_a_quarter_of_an_hour(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=16)
        late = await client.submit("/sign-in/factor", code=code_of(seed))
        assert late.headers["location"].startswith("/sign-in")


async def test_a_recovery_code_works_once_and_its_owner_hears_of_it(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    clock.on(seconds=30)
    async with browser() as client:
        await sign_in(client, "E004")
        await give_code(client, seed)
        code = CODES.findall(words(await client.submit("/account/factor/recovery")))[0]
        for times in (303, 422):
            await client.submit("/sign-out")
            await sign_in(client, "E004")
            assert (await client.submit("/sign-in/factor", code=code.lower())).status_code == times
    assert len(await rows("select 1 from audit_entry where event = 'RecoveryUsed'")) == 1
    async with browser("eve") as client:
        assert "使用了一个恢复码，还剩 9 个" in words(await client.get("/account"))
        assert "安全提醒" in words(await client.get("/"))
        await client.submit("/account/notices")
        assert "使用了一个恢复码" not in words(await client.get("/account"))


async def test_a_browser_is_remembered_for_thirty_days_and_no_longer(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    clock.on(seconds=30)
    async with browser() as client:
        await sign_in(client, "E004")
        await give_code(client, seed, remember="1")
        cookie = client.cookies.get(devices.COOKIE)
        assert cookie and not [r for r in await rows("select secret_hash from accounts_device") if cookie in str(r)]
        clock.on(days=29)
        assert (await sign_in(client, "E004")).headers["location"] == "/"
        assert (await client.submit("/account/factor/remove")).status_code == 403, "remembered, but not proven"
        clock.on(days=2)
        await client.submit("/sign-out")
        assert (await sign_in(client, "E004")).headers["location"] == "/sign-in/factor"


async def test_one_browser_is_known_to_two_accounts(cast: Cast, clock: Clock) -> None:
    eve, finn = await with_factor(await with_password("eve")), await with_factor(await with_password("finn"))
    clock.on(seconds=30)
    async with browser() as client:
        for login, seed in (("E004", eve), ("E005", finn)):
            await sign_in(client, login)
            await give_code(client, seed, remember="1")
            await client.submit("/sign-out")
        for login in ("E004", "E005"):
            assert (await sign_in(client, login)).headers["location"] == "/"
            await client.submit("/sign-out")


async def test_taking_it_away_ends_the_other_sessions(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("eve"))
    clock.on(seconds=30)
    async with browser() as here, browser("eve") as there:
        await sign_in(here, "E004")
        await give_code(here, seed)
        assert (await here.submit("/account/factor/remove")).headers["location"] == "/account"
        assert (await there.get("/account")).status_code == 303
        assert "设置验证器" in (await here.get("/account")).text
        await here.submit("/sign-out")
        assert (await sign_in(here, "E004")).headers["location"] == "/"


async def test_who_is_not_signed_in_is_asked_to(cast_once: Cast) -> None:
    async with browser() as nobody:
        assert (await nobody.get("/account/factor")).headers["location"].startswith("/sign-in")
        assert (await nobody.get("/sign-in/factor")).headers["location"].startswith("/sign-in")
        assert (await nobody.submit("/sign-in/factor", code="123456")).status_code == 303
        assert (await nobody.submit("/account/factor", code="123456")).status_code == 303
    assert await statuses("eve", "/account/factor") == [200]
