"""Signing in the long way: passwords, authenticators, a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts import actions, factors
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.accounts.queries import factor_of, token_hash

from .browser import Browser
from .cast import PEOPLE

PASSWORD = "four plain words of mine"


class Clock:
    """The time of a test: it stands still until the test says otherwise."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
        patch.setattr(clock, "now", lambda: self.at)

    def on(self, **span: float) -> None:
        self.at += timedelta(**span)


async def with_password(name: str, password: str = PASSWORD) -> str:
    """Somebody of the cast has set a password. Answers the account."""
    async with unit_of_work():
        account = await account_by_login(PEOPLE[name][0])
        assert account
        await actions.set_password(account, password)
    return account.id


async def with_factor(account: str) -> str:
    """An authenticator is set up. Answers its seed; the code of this half minute is used up."""
    async with unit_of_work():
        seed = factors.seed_of(await factors.begin(account))
        await factors.confirm(account, None, code_of(seed))
    return seed


def code_of(seed: str) -> str:
    return pyotp.TOTP(seed).at(clock.now())


async def sign_in(client: Browser, login: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    """The form of the sign-in page. Afterwards the client knows the secret of its session's forms."""
    answer = await client.submit("/sign-in", login=login, password=password, **more)
    await knows(client)
    return answer


async def give_code(client: Browser, seed: str, **more: Any) -> httpx.Response:
    answer = await client.submit("/sign-in/factor", code=code_of(seed), **more)
    await knows(client)
    return answer


async def knows(client: Browser) -> None:
    async with unit_of_work(read_only=True):
        client.secret = (
            await DB.value(
                "select csrf_secret from accounts_session where token_hash = $1",
                token_hash(client.cookies.get(SESSION_COOKIE) or ""),
            )
            or b""
        )


async def seed_of(account: str) -> str:
    async with unit_of_work(read_only=True):
        factor = await factor_of(account)
        assert factor
        return factors.seed_of(factor)


async def rows(query: str, *arguments: Any) -> list[Any]:
    async with unit_of_work(read_only=True):
        return await DB.fetch(query, *arguments)
