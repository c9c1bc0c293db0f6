"""Sessions are seen and ended by their owner; they end by themselves, sooner for whoever sees data of others."""

from __future__ import annotations

import httpx
import pytest

from hrapp.app import asgi
from hrapp.kernel.database import DB
from hrapp.kernel.shell import SECURE_SESSION_COOKIE, SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts import devices, jobs
from hrapp.modules.accounts.queries import token_hash
from hrapp.settings import Settings

from ...browser import NOBODY, Browser, browser, words
from ...cast import Cast
from ...signing import PASSWORD, Clock, give_code, rows, sign_in, with_factor, with_password

OURS = {"Sec-Fetch-Site": "same-origin"}
AGENT = {"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def eve(cast: Cast, clock: Clock) -> str:
    return await with_password("eve")


async def test_hr_who_does_nothing_for_half_an_hour_signs_in_again(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("ada"))
    clock.on(seconds=30)
    async with browser() as ada:
        await sign_in(ada, "E002")
        await give_code(ada, seed)
        for _page in range(3):
            clock.on(minutes=29)
            assert (await ada.get("/people")).status_code == 200, "who works goes on"
        clock.on(minutes=31)
        assert (await ada.get("/people")).headers["location"] == "/sign-in?next=/people"


async def test_hr_signs_in_at_least_every_twelve_hours(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(await with_password("ada"))
    clock.on(seconds=30)
    async with browser() as ada:
        await sign_in(ada, "E002")
        await give_code(ada, seed)
        for _half_hour in range(25):
            clock.on(minutes=28)
            assert (await ada.get("/account")).status_code == 200
        clock.on(minutes=28)
        assert (await ada.get("/account")).status_code == 303


async def test_an_employee_stays_signed_in_for_a_week_of_working_days(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        for _half_day in range(13):
            clock.on(hours=12)
            assert (await client.get("/account")).status_code == 200
        clock.on(hours=12, seconds=1)
        assert (await client.get("/account")).status_code == 303, "seven days are over"
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(hours=12, seconds=1)
        assert (await client.get("/account")).status_code == 303, "twelve hours of nothing"


async def test_the_last_use_is_written_once_a_minute_and_never_by_the_page_itself(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        begun = await _seen()
        clock.on(seconds=59)
        await client.get("/account")
        assert await _seen() == begun
        clock.on(seconds=1)
        await client.get("/account")
        assert await _seen() == clock.at


async def _seen() -> object:
    return (await rows("select max(seen_at) as at from accounts_session"))[0]["at"]


async def test_one_sees_where_one_is_signed_in_and_ends_it(eve: str, clock: Clock) -> None:
    async with browser() as here, browser() as there, browser() as third:
        there.headers.update(AGENT)
        for client in (here, there, third):
            await sign_in(client, "E004")
        page = words(await here.get("/account"))
        assert "Chrome · Windows" in page and "本机" in page
        session = (await rows("select handle from accounts_session where agent like 'Mozilla%'"))[0]["handle"]
        assert (await here.submit(f"/account/sessions/{session}/end")).status_code == 303
        assert (await there.get("/account")).status_code == 303 and (await third.get("/account")).status_code == 200
        assert (await here.submit(f"/account/sessions/{session}/end")).status_code == 404
        await here.submit("/account/sessions/end")
        assert (await third.get("/account")).status_code == 303 and (await here.get("/account")).status_code == 200


async def test_nobody_ends_the_sessions_or_browsers_of_somebody_else(eve: str, clock: Clock) -> None:
    async with browser() as client, browser("finn") as finn:
        await sign_in(client, "E004")
        session = (await rows("select handle from accounts_session where account = $1", eve))[0]["handle"]
        device = (await rows("select id from accounts_device where account = $1", eve))[0]["id"]
        for url in (f"sessions/{session}/end", f"devices/{device}/forget", f"devices/{NOBODY}/forget"):
            assert (await finn.submit(f"/account/{url}")).status_code == 404
        assert (await client.get("/account")).status_code == 200


async def test_a_browser_that_is_forgotten_is_signed_out_and_waits_like_any_other(eve: str, clock: Clock) -> None:
    async with browser() as here, browser("eve") as elsewhere:
        await sign_in(here, "E004")
        device = (await rows("select id from accounts_device where account = $1", eve))[0]["id"]
        assert (await elsewhere.submit(f"/account/devices/{device}/forget")).status_code == 303
        assert (await here.get("/account")).status_code == 303
    assert await rows("select 1 from audit_entry where event = 'DeviceForgotten'")


async def test_a_new_browser_is_told_to_the_owner_but_not_the_first(eve: str, clock: Clock) -> None:
    async with browser() as first, browser() as second:
        await sign_in(first, "E004")
        assert not await rows("select 1 from accounts_notice")
        second.headers.update(AGENT)
        await sign_in(second, "E004")
        assert "新设备上登录：Chrome · Windows" in words(await first.get("/account"))
        await second.submit("/sign-out")
        await sign_in(second, "E004")
    assert len(await rows("select 1 from accounts_notice")) == 1, "the same browser is not news twice"


async def test_somebody_guessing_is_told_and_written_down_once(eve: str, clock: Clock) -> None:
    async with browser() as client:
        for n in range(8):
            await sign_in(client, "E004", f"guess {n}")
            clock.on(minutes=1)
    told = await rows("select details from audit_entry where event = 'SignInFailed'")
    assert [row["details"]["times"] for row in told] == [5]
    assert len(await rows("select 1 from accounts_notice where kind = 'guessing'")) == 1
    assert not await rows("select 1 from audit_entry where details::text like '%guess %'")


async def test_over_a_safe_line_the_cookies_are_bound_to_this_house(eve: str, clock: Clock) -> None:
    app = asgi(Settings(secure_cookies=True), run_jobs=False)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with Browser(transport=transport, base_url="https://hrapp.test", headers=OURS) as client:
        answer = await client.submit("/sign-in", login="E004", password=PASSWORD)
        cookies = answer.headers.get_list("set-cookie")
        for name in (SECURE_SESSION_COOKIE, devices.SECURE_COOKIE):
            (cookie,) = [c for c in cookies if c.startswith(f"{name}=")]
            parts = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts and "domain" not in cookie.lower()
        token = client.cookies.get(SECURE_SESSION_COOKIE) or ""
        assert (await client.get("/account")).status_code == 200
        client.cookies.clear()
        client.cookies.set(SESSION_COOKIE, token)
        assert (await client.get("/account")).status_code == 303, "a cookie of the plain name is not looked at"


async def test_only_the_hash_of_a_token_is_kept(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        token = client.cookies.get(SESSION_COOKIE) or ""
    assert len(token) == 43, "256 bits"
    (row,) = await rows("select * from accounts_session where account = $1", eve)
    assert row["token_hash"] == token_hash(token) and token not in str(dict(row))


async def test_what_is_over_is_swept_out(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        await sign_in(client, "E004", "wrong")
    clock.on(days=15)
    async with unit_of_work():
        await jobs.sweep()
        left = [await DB.value(f"select count(*) from accounts_{t}") for t in ("session", "attempt", "code")]
    assert left == [0, 0, 0]
