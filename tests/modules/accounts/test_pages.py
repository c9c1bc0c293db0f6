"""Signing in and out, the first password, one's own account: nothing tells a stranger who works here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts import actions
from hrapp.modules.accounts.api import account_by_login, one_time_code

from ...browser import TOKEN, Browser, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import one

PASSWORD = "four plain words of mine"
WRONG = "账号和密码不匹配。"


@pytest.fixture
async def eve(cast: Cast) -> str:
    """Eve has set her password. Answers her account."""
    async with unit_of_work():
        account = await account_by_login("e004")
        assert account
        await actions.set_password(account, PASSWORD)
    return account.id


async def sign_in(client: Browser, login: str = "E004", password: str = PASSWORD, **more: Any) -> httpx.Response:
    return await client.submit("/sign-in", login=login, password=password, **more)


# -- signing in ---------------------------------------------------------------------------------------


async def test_number_and_password_open_the_first_page(eve: str) -> None:
    async with browser() as client:
        assert (await client.get("/sign-in")).status_code == 200
        answer = await sign_in(client, " e004 ")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie
        assert "伊薇" in (await client.get("/")).text


async def test_whoever_is_not_known_is_answered_like_whoever_mistyped(eve: str) -> None:
    answers = []
    for login, password in (("e004", "wrong"), ("e001", PASSWORD), ("e999", PASSWORD), ("'; drop table x", PASSWORD)):
        async with browser() as client:
            answer = await sign_in(client, login, password)
        assert answer.status_code == 422 and WRONG in answer.text
        assert SESSION_COOKIE not in answer.headers["set-cookie"]
        answers.append(TOKEN.sub("", answer.text.replace(login, "").replace("&#39;; drop table x", "")))
    assert len(set(answers)) == 1, "a password that is wrong, not set yet, or of nobody: one answer"


async def test_a_stranger_is_checked_as_slowly_as_a_colleague(eve: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    matches = actions.passwords.matches

    async def watched(stored: str | None, password: str) -> bool:
        checked.append(stored is not None)
        return await matches(stored, password)

    monkeypatch.setattr(actions.passwords, "matches", watched)
    async with browser() as client:
        for login in ("e004", "e001", "e999"):
            await sign_in(client, login, "wrong")
    assert checked == [True, False, False]


async def test_the_number_stays_and_the_password_does_not(eve: str) -> None:
    async with browser() as client:
        answer = await sign_in(client, "E004", "not my password", next="/pay")
        empty = await client.submit("/sign-in", login="E004", next="/pay")
    for page in (answer, empty):
        assert page.status_code == 422 and 'value="E004"' in page.text and 'value="/pay"' in page.text
    assert "not my password" not in answer.text and "请填写此项。" in empty.text


async def test_guessing_is_slowed_down_for_the_account_but_not_for_its_colleagues(eve: str) -> None:
    async with unit_of_work():
        finn = await account_by_login("e005")
        assert finn
        await actions.set_password(finn, PASSWORD)
    async with browser() as client:
        guesses = [await sign_in(client, password=f"guess {n}") for n in range(6)]
        assert [WRONG in guess.text for guess in guesses] == [True] * 5 + [False], "the sixth has to wait"
        right = await sign_in(client)
        assert right.status_code == 429 and "尝试次数过多" in right.text, "even the right one waits"
        assert (await sign_in(client, "E005")).status_code == 303


async def test_who_waits_may_try_again_and_success_forgets_the_failures(eve: str) -> None:
    async with browser() as client:
        for n in range(6):
            await sign_in(client, password=f"guess {n}")
        async with unit_of_work():
            await DB.fetch("update accounts_attempt set blocked_until = $1", clock.now() - timedelta(seconds=1))
        assert (await sign_in(client)).status_code == 303
    assert not await one("select count(*) from accounts_attempt where key like 'account:%'")


async def test_many_numbers_from_one_place_are_slowed_down_too(cast: Cast) -> None:
    async with browser() as client:
        for n in range(26):
            await sign_in(client, f"x{n}", "guess")
        assert "尝试次数过多" in (await sign_in(client, "another", "guess")).text


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/pay?x=1", "/pay?x=1"),
        ("https://elsewhere.test", "/"),
        ("//elsewhere.test", "/"),
        ("/\\elsewhere.test", "/"),
        ("/a\\b", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
async def test_signing_in_leads_only_to_pages_of_ours(eve: str, wanted: str, leads: str) -> None:
    async with browser() as client:
        answer = await sign_in(client, next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, leads)


async def test_who_is_signed_in_already_goes_on(cast_once: Cast) -> None:
    async with browser("eve") as eve:
        answer = await eve.get("/sign-in?next=/goals")
    assert (answer.status_code, answer.headers["location"]) == (303, "/goals")


async def test_who_left_or_is_shut_out_does_not_come_in_not_even_with_an_open_session(eve: str) -> None:
    for what in (
        "update people_person set leave_date = '2026-10-14' where emp_no = 'E004'",
        "update accounts_account set state = 'disabled' where login = 'e004'",
    ):
        async with browser("eve") as before, browser() as client:
            assert (await before.get("/goals")).status_code == 200
            async with unit_of_work():
                await DB.fetch(what)
            assert WRONG in (await sign_in(client)).text
            assert (await before.get("/goals")).status_code == 303
            async with unit_of_work():
                await DB.fetch("update people_person set leave_date = null")
                await DB.fetch("update accounts_account set state = 'active'")


async def test_a_session_ends_by_itself(eve: str) -> None:
    async with browser("eve") as client:
        async with unit_of_work():
            await DB.fetch("update accounts_session set expires_at = now() - interval '1 second'")
        answer = await client.get("/goals")
    assert answer.headers["location"] == "/sign-in?next=/goals"


# -- signing out --------------------------------------------------------------------------------------


async def test_after_signing_out_the_old_cookie_opens_nothing(cast: Cast) -> None:
    async with browser("eve") as eve:
        cookies = dict(eve.cookies)
        answer = await eve.submit("/sign-out")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert (
            await eve.get("/", headers={"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
        ).status_code == 303


async def test_nobody_is_signed_out_by_a_form_that_is_not_ours(cast_once: Cast) -> None:
    async with browser("eve") as eve:
        assert (await eve.post("/sign-out")).status_code == 403
        assert (await eve.get("/")).status_code == 200
    async with browser("finn") as finn:
        foreign = await finn.post("/sign-out", headers={"Origin": "https://elsewhere.test"})
        assert foreign.status_code == 403 and (await finn.get("/")).status_code == 200


# -- the first password -------------------------------------------------------------------------------


@pytest.fixture
async def code(cast: Cast) -> str:
    async with unit_of_work():
        account = await account_by_login("e005")
        assert account
        return await one_time_code(account.id)


async def welcome(client: Browser, code: str, login: str = "E005", password: str = PASSWORD) -> httpx.Response:
    return await client.submit("/welcome", login=login, code=code, password=password)


async def test_a_one_time_code_sets_the_first_password_once(code: str) -> None:
    async with browser() as finn, browser() as again:
        assert (await finn.get("/welcome")).status_code == 200
        assert (await welcome(finn, f" {code.lower()} ")).status_code == 303
        assert "范恩" in (await finn.get("/")).text
        second = await welcome(again, code)
        assert second.status_code == 422 and "验证码不对、已用过或已过期" in second.text
        assert (await sign_in(again, "E005")).status_code == 303


async def test_codes_that_are_old_replaced_or_somebody_elses_are_answered_alike(code: str) -> None:
    async with unit_of_work():
        await DB.fetch("update accounts_code set expires_at = now() - interval '1 second'")
    answers = set()
    for login, typed in (("E005", code), ("E004", code), ("E999", code), ("E005", "AAAA-BBBB-CCCC")):
        async with browser() as client:
            answer = await welcome(client, typed, login)
        assert answer.status_code == 422 and SESSION_COOKIE not in answer.headers.get("set-cookie", "")
        answers.add(TOKEN.sub("", answer.text.replace(login, "").replace(typed, "")))
    assert len(answers) == 1


async def test_a_weak_password_is_refused_and_the_code_is_still_good(code: str) -> None:
    async with browser() as client:
        weak = await welcome(client, code, password="short")
        assert weak.status_code == 422 and "密码至少要有 12 个字符" in weak.text
        assert f'value="{code}"' in weak.text and 'value="E005"' in weak.text and "short" not in weak.text
        assert (await welcome(client, code)).status_code == 303


# -- one's own account --------------------------------------------------------------------------------


async def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(eve: str) -> None:
    async with browser("eve") as here, browser("eve") as elsewhere:
        answer = await here.submit("/account/password", old=PASSWORD, password="a new sentence of mine")
        assert answer.status_code == 303
        assert (await here.get("/account")).status_code == 200
        assert (await elsewhere.get("/account")).status_code == 303
    async with browser() as client:
        assert WRONG in (await sign_in(client)).text
        assert (await sign_in(client, password="a new sentence of mine")).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("something else", "a new sentence of mine", "当前密码不对。"),
        (PASSWORD, "short", "密码至少要有 12 个字符"),
        (PASSWORD, "aaaaaaaaaaaaaa", "密码里重复的字符太多。"),
        (PASSWORD, "my number is e004", "密码里请不要用自己的姓名、工号、手机号或公司名。"),
        ("", "a new sentence of mine", "请填写此项。"),
    ],
)
async def test_a_change_that_is_refused_says_why_and_changes_nothing(
    eve: str, old: str, new: str, sentence: str
) -> None:
    before = await one("select password_hash from accounts_account where id = $1", eve)
    async with browser("eve") as client:
        page = await client.submit("/account/password", old=old, password=new)
        part = await client.submit("/account/password", htmx=True, old=old, password=new)
        assert (await client.get("/account")).status_code == 200, "the session goes on"
    assert page.status_code == part.status_code == 422 and sentence in words(page)
    assert_block(part, page, "password_form")
    assert new not in page.text
    assert await one("select password_hash from accounts_account where id = $1", eve) == before


async def test_the_account_page_is_for_whoever_is_signed_in(cast_once: Cast) -> None:
    for name in ("eve", "root", "gina"):
        assert await statuses(name, "/account") == [200], name
    async with browser() as nobody:
        assert (await nobody.get("/account")).headers["location"] == "/sign-in?next=/account"
        assert (await nobody.submit("/account/password", old="x", password=PASSWORD)).status_code == 303


async def test_language_and_colours_are_kept(cast: Cast) -> None:
    async with browser("eve") as eve:
        answer = await eve.submit("/language?next=/account", language="en")
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        await eve.submit("/theme", theme="dark")
        page = await eve.get("/account")
        assert '<html lang="en" class="dark">' in page.text and "Change the password" in page.text
        await eve.submit("/theme?next=//elsewhere.test", theme="pink")
        await eve.submit("/language", language="tlh")
        assert '<html lang="zh-CN">' in (await eve.get("/account")).text


async def test_the_trail_tells_of_signing_in_and_never_of_passwords(eve: str) -> None:
    async with browser() as client:
        await sign_in(client)
    async with unit_of_work(read_only=True):
        rows = await DB.fetch("select event, details::text as details from audit_entry")
    assert {"SignedIn", "PasswordSet"} <= {row["event"] for row in rows}
    assert not [row for row in rows if re.search(r"plain words|argon2", row["details"])]
