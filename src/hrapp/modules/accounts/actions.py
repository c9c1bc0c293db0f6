"""Signing in and out, one-time codes, passwords."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from litestar import Response

from hrapp.kernel import clock, csrf
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import emit
from hrapp.modules.accounts import passwords
from hrapp.modules.accounts.events import AccountMade, PasswordSet, SignedIn, SignedOut
from hrapp.modules.accounts.queries import SESSION_LENGTH, AccountRow, account_by_login, token_hash, wait_until
from hrapp.modules.accounts.rules import password_problem, wait_after

WRONG = mark("This number and password do not fit together.")
TOO_FAST = mark("Too many attempts. Please wait a minute, then try again.")
WRONG_CODE = mark("This code does not fit, was used, or has expired. Ask HR for a new one.")
_CODE_LIFE = timedelta(days=14)
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


async def sign_in(login: str, password: str, address: str, agent: str) -> str:
    """A new session's token, or Invalid with the same answer whatever was wrong."""
    keys = [f"login:{login.strip().lower()[:100]}", f"address:{address}"]
    if await wait_until(keys):
        raise Invalid({"password": _(TOO_FAST)})
    account = await account_by_login(login)
    if not await passwords.matches(account.password_hash if account else None, password) or account is None:
        raise Invalid({"password": _(WRONG)})
    await DB.fetch("delete from accounts_attempt where key = $1", keys[0])
    return await open_session(account, agent)


async def note_failure(login: str, address: str) -> None:
    """Count a failed attempt. Runs in a unit of its own: the failed one is rolled back."""
    for key in (f"login:{login.strip().lower()[:100]}", f"address:{address}"):
        failures = await DB.value(
            "insert into accounts_attempt (key, failures, last_at) values ($1, 1, $2)"
            " on conflict (key) do update set failures = case when accounts_attempt.last_at < $2 - interval '30 minutes'"
            " then 1 else accounts_attempt.failures + 1 end, last_at = $2 returning failures",
            key,
            clock.now(),
        )
        # Many people may share an office's address: it may fail more often before it has to wait.
        wait = wait_after(failures if key.startswith("login:") else failures - 20)
        await DB.fetch("update accounts_attempt set blocked_until = $2 where key = $1", key, clock.now() + wait)


async def open_session(account: AccountRow, agent: str) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    await DB.fetch(
        "insert into accounts_session (token_hash, account, csrf_secret, created_at, seen_at, expires_at, agent)"
        " values ($1, $2, $3, $4, $4, $5, $6)",
        token_hash(token),
        account.id,
        os.urandom(csrf.SIZE),
        now,
        now + SESSION_LENGTH,
        agent[:200],
    )
    await DB.fetch("delete from accounts_session where expires_at < $1", now)
    await emit(SignedIn(object=account.id, person=account.person))
    return token


async def sign_out(token: str, account: str) -> None:
    await DB.fetch("delete from accounts_session where token_hash = $1", token_hash(token))
    await emit(SignedOut(object=account))


async def ensure_account(person: str, emp_no: str) -> tuple[str, bool]:
    """The account of a person, made when there is none: (id, whether it is new)."""
    made = await DB.value(
        "insert into accounts_account (id, person, login, created_at) values ($1, $2, $3, $4)"
        " on conflict (person) do nothing returning id",
        new_id(),
        person,
        emp_no.lower(),
        clock.now(),
    )
    if made:
        await emit(AccountMade(object=made, person=person))
        return str(made), True
    return str(await DB.value("select id from accounts_account where person = $1", person)), False


async def one_time_code(account: str) -> str:
    """A new code for setting a password; older unused ones end. Only its hash is kept."""
    code = "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(4)) for _ in range(3))
    await DB.fetch("update accounts_code set used_at = $2 where account = $1 and used_at is null", account, clock.now())
    await DB.fetch(
        "insert into accounts_code (id, account, code_hash, expires_at) values ($1, $2, $3, $4)",
        new_id(),
        account,
        token_hash(code),
        clock.now() + _CODE_LIFE,
    )
    return code


async def redeem_code(login: str, code: str, password: str) -> AccountRow:
    """Set the first password with a one-time code; the code is used up in the same transaction."""
    account = await account_by_login(login)
    used = account and await DB.fetch(
        "update accounts_code set used_at = $3 where account = $1 and code_hash = $2 and used_at is null"
        " and expires_at > $3 returning id",
        account.id,
        token_hash(code.strip().upper()),
        clock.now(),
    )
    if not account or not used:
        raise Invalid({"code": _(WRONG_CODE)})
    await set_password(account, password)
    return account


async def change_password(account: AccountRow, old: str, new: str) -> None:
    if not await passwords.matches(account.password_hash, old):
        raise Invalid({"old": _("This is not your current password.")})
    await set_password(account, new)


async def set_password(account: AccountRow, password: str, words: Sequence[str] = ()) -> None:
    """Store a new password and end every session of the account."""
    if problem := password_problem(password, (account.login, account.name, *words)):
        raise Invalid({"password": _(problem)})
    await DB.fetch(
        "update accounts_account set password_hash = $2 where id = $1", account.id, await passwords.hashed(password)
    )
    await DB.fetch("delete from accounts_session where account = $1", account.id)
    await emit(PasswordSet(object=account.id, person=account.person))


async def ensure_company_account(login: str) -> str:
    """An account that belongs to no person, such as the demo's HR of an empty company."""
    await DB.fetch(
        "insert into accounts_account (id, login, created_at) values ($1, $2, $3) on conflict (login) do nothing",
        new_id(),
        login,
        clock.now(),
    )
    return str(await DB.value("select id from accounts_account where login = $1", login))


async def account_for_cli(emp_no: str) -> tuple[str, str]:
    """(account id, person id) of a 工号, for `hrapp user add`."""
    row = await DB.row("select id, emp_no from people_person where upper(emp_no) = upper($1)", emp_no)
    if row is None:
        raise Refused(f"there is nobody with the number {emp_no}; import the roster first")
    account, _new = await ensure_account(row["id"], row["emp_no"])
    return account, row["id"]


def with_session(request: WebRequest, response: Response[Any], token: str) -> Response[Any]:
    """The answer with the session's cookie: this browser is signed in from now on."""
    secure = request.app.state.settings.secure_cookies
    response.set_cookie(SESSION_COOKIE, token, path="/", httponly=True, samesite="lax", secure=secure)
    return response


async def set_language(account: str, language: str) -> None:
    await DB.fetch("update accounts_account set language = $2 where id = $1", account, language)
