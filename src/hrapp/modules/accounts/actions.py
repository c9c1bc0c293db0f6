"""Signing in, passwords, accounts and what HR does for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.jobs import enqueue
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import emit
from hrapp.modules.accounts import devices, factors, passwords, throttle
from hrapp.modules.accounts.claims import NOBODY_ASKED, Who, own_up
from hrapp.modules.accounts.events import (
    AccountMade,
    AccountResumed,
    AccountStopped,
    CodeMade,
    PasswordSet,
    SignInFailed,
)
from hrapp.modules.accounts.notices import notice
from hrapp.modules.accounts.password_rule import password_problem
from hrapp.modules.accounts.queries import (
    AccountRow,
    account_by_id,
    account_by_login,
    code_hash,
    company_names,
    factor_of,
    is_entrusted,
    password_mark,
)
from hrapp.modules.accounts.rules import (
    MAIL_LIFE,
    OF_ACCOUNT,
    OF_ADDRESS,
    OF_CODE,
    OF_FACTOR,
    OF_MAIL,
    SLIP_LIFE,
    as_login,
    as_phone,
    is_told,
    place,
)
from hrapp.modules.accounts.sessions import end_sessions, open_session, weaken

WRONG = mark("This number and password do not fit together.")
TOO_FAST = mark("Too many attempts. Please wait a minute, then try again.")
TOO_MANY_CODES = mark("Too many codes that did not fit. Please wait an hour, or ask HR.")
WRONG_CODE = mark("This code does not fit, was used, or has expired. Ask HR for a new one.")
TWO_PERSONS = mark(
    "This account has a role, or rights that others gave it for a while. Two persons change it together, in the roles."
)


class TooMany(Invalid):
    """Invalid for now, whatever was entered: there were too many attempts."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from: an address, what the browser calls itself, the secrets its cookie holds."""

    address: str
    agent: str
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was opened; `held` is what the browser's cookie holds from now on, None as before."""

    token: str
    held: dict[str, str] | None = None
    half: bool = False


# -- signing in ---------------------------------------------------------------------------------------------


async def sign_in(login: str, password: str, browser: Browser) -> Opened:
    """A session, or Invalid with the same answer whatever was wrong. A browser that this account knows has its own
    count of failures, so that nobody elsewhere can make its owner wait."""
    account = await account_by_login(login)
    device = await devices.known(account.id, dict(browser.held)) if account else None
    where = None if device else f"address:{place(browser.address)}"
    what = f"device:{device.id}" if device else f"account:{account.id}" if account else f"login:{as_login(login)}"
    if where and await throttle.waits(where):
        raise TooMany({"password": _(TOO_FAST)})
    failures = await throttle.claim(what, OF_ACCOUNT)
    if failures is None:
        await _failed(where)
        raise TooMany({"password": _(TOO_FAST)})
    if not await passwords.matches(account.password if account else None, password) or account is None:
        await _failed(where)
        if is_told(failures):
            await _tell(account, failures)
        raise Invalid({"password": _(WRONG)})
    await throttle.succeeded(what)
    factor = await factor_of(account.id)
    if factor is None or factor.confirmed_at is None:
        return await _enter(account, device, browser, "single")
    if device is not None and device.remembers(clock.now()):
        return await _enter(account, device, browser, "device")
    return Opened(await open_session(account, browser.agent, strength="password", address=browser.address), half=True)


async def _failed(where: str | None) -> None:
    """Counts for the address as well; what the account's row counted stays."""
    throttle.failed()
    if where:
        await throttle.claim(where, OF_ADDRESS)


async def _tell(account: AccountRow | None, failures: int) -> None:
    await emit(
        SignInFailed(
            object=account.id if account else "",
            person=account.person if account else None,
            details={"times": failures},
        )
    )
    if account is not None:
        await notice(account.id, "guessing")


async def _enter(
    account: AccountRow,
    device: devices.Known | None,
    browser: Browser,
    strength: str,
    remember: bool = False,
    proven: bool = True,
) -> Opened:
    held = await devices.used(account, device, dict(browser.held), browser.agent, remember)
    token = await open_session(
        account, browser.agent, strength=strength, address=browser.address, device=next(iter(held)), proven=proven
    )
    return Opened(token, held)


async def give_factor(account_id: str, half: str, code: str, browser: Browser, remember: bool) -> Opened:
    """The second step: a new session takes the place of the half one."""
    account = await account_by_id(account_id)
    assert account is not None
    device = await devices.known(account.id, dict(browser.held))
    await factors.check(account.id, code, f"factor:{device.id if device else account.id}")
    await DB.fetch("delete from accounts_session where handle = $1", half)
    return await _enter(account, device, browser, "factor", remember)


async def reopen(account: AccountRow, browser: Browser, strength: str) -> Opened:
    """The same browser goes on under another name, after everything of the account ended. It gave a password; where
    there is a factor, that is no proof."""
    device = await devices.known(account.id, dict(browser.held))
    return await _enter(account, device, browser, strength, proven=strength == "single")


async def stronger(account_id: str, session: str, browser: Browser) -> Opened:
    """A factor was set up here: this browser has shown it, the others have not and end."""
    account = await account_by_id(account_id)
    assert account is not None
    await DB.fetch("delete from accounts_session where handle = $1", session)
    await end_sessions(account_id)
    return await _enter(account, await devices.known(account_id, dict(browser.held)), browser, "factor")


async def drop_factor(account: str, person: str | None, session: str, *, by: str = "") -> None:
    """Take the factor away; every other session ends. `by` is who did it, when it was not the owner."""
    if await factors.remove(account, person, by=by):
        await weaken(session)
        await end_sessions(account, keep=session)


async def enter_first(account: AccountRow, browser: Browser) -> Opened:
    """After the first password: there is no factor yet."""
    return await _enter(account, None, browser, "single")


# -- passwords ------------------------------------------------------------------------------------------------


async def is_password(account: AccountRow, password: str, key: str) -> bool:
    """Asked of somebody who is signed in; counted under `key`."""
    if await throttle.claim(key, OF_FACTOR) is None:
        raise TooMany({"password": _(TOO_FAST)})
    if not await passwords.matches(account.password, password):
        throttle.failed()
        return False
    await throttle.succeeded(key)
    return True


async def change_password(account: AccountRow, old: str, new: str, session: str) -> None:
    if not await is_password(account, old, f"proof:{session}"):
        raise Invalid({"old": _("This is not your current password.")})
    await set_password(account, new)


async def set_password(account: AccountRow, password: str) -> None:
    """Store a new password; every session, code and remembered browser of before ends."""
    words = [account.login, account.name, account.phone or "", as_phone(account.phone or ""), *await company_names()]
    words += (account.email or "").split("@")[:1]
    if problem := password_problem(password, words):
        raise Invalid({"password": _(problem)})
    hashed = await passwords.hashed(password)
    await DB.fetch(
        "update accounts_account set password_hash = $2, password_mark = $4, password_version = password_version + 1,"
        " password_at = $3 where id = $1",
        account.id,
        hashed,
        clock.now(),
        password_mark(account.id, hashed),
    )
    await DB.fetch("update accounts_device set factor_until = null where account = $1", account.id)
    await DB.fetch("delete from accounts_session where account = $1", account.id)
    await emit(PasswordSet(object=account.id, person=account.person))


async def redeem_code(
    login: str, code: str, password: str, address: str, who: Who = NOBODY_ASKED
) -> tuple[AccountRow, bool]:
    """Set a password with the code of a slip: (whose, whether it is the first). Used up in the same transaction, in
    which a first account becomes the account of whoever takes it."""
    account = await account_by_login(login)
    found = await _used_code("account = $1 and kind = 'slip'", account.id if account else "", code, address)
    if account is None or not found:
        raise await _no_code(password)
    first = account.password_hash is None
    account = await own_up(account, who)
    await set_password(account, password)
    if not first:
        await notice(account.id, "password")
    return account, first


async def redeem_mail(token: str, password: str, address: str) -> None:
    """Set a password with the code of a mail. Whose it is, the code alone says."""
    owner = token.partition(".")[0][:26]
    found = await _used_code("account = $1 and kind = 'mail'", owner, token, address)
    account = await account_by_id(owner) if found else None
    if account is None:
        raise await _no_code(password)
    await set_password(account, password)
    await notice(account.id, "password")


async def _used_code(which: str, account: str, code: str, address: str) -> bool:
    """Uses up the code where it fits: not used, not too old, made for the present password."""
    where = f"code:{place(address)}"
    if await throttle.claim(where, OF_CODE) is None:
        raise TooMany({"code": _(TOO_MANY_CODES)})
    rows = await DB.fetch(
        f"update accounts_code c set used_at = $3 where {which} and code_hash = $2 and used_at is null"
        " and expires_at > $3 and exists (select 1 from accounts_account a where a.id = c.account"
        " and a.state = 'active' and a.password_version = c.password_version) returning id",
        account,
        code_hash(account, code),
        clock.now(),
    )
    if rows:
        await throttle.succeeded(where, forget=False)
    return bool(rows)


async def _no_code(password: str) -> Invalid:
    """As slow as setting a password, whatever was wrong."""
    await passwords.matches(None, password)
    throttle.failed()
    return Invalid({"code": _(WRONG_CODE)})


async def one_time_code(account: str, kind: str = "slip", *, code: str = "", life: timedelta = SLIP_LIFE) -> str:
    """A new code for setting a password; older unused ones end. Only its hash is kept."""
    code = code or (factors.new_code() if kind == "slip" else f"{account}.{passwords.token()}")
    now = clock.now()
    await DB.fetch("update accounts_code set used_at = $2 where account = $1 and used_at is null", account, now)
    await DB.fetch(
        "insert into accounts_code (id, account, code_hash, kind, password_version, expires_at)"
        " select $1, id, $3, $4, password_version, $5 from accounts_account where id = $2",
        new_id(),
        account,
        code_hash(account, code),
        kind,
        now + (life if kind == "slip" else MAIL_LIFE),
    )
    await emit(CodeMade(object=account))
    return code


async def forgot(login: str, address: str) -> None:
    """Ask for a mail: the job looks up whose number this is, so that nothing here tells."""
    if await throttle.claim(f"forgot:{place(address)}", OF_CODE) is None:
        raise TooMany({"login": _(TOO_FAST)})
    await enqueue("accounts.reset_mail", {"login": as_login(login)})


async def mail_code(login: str) -> tuple[AccountRow, str] | None:
    """For the job: whose mail it is, and a code; None where nobody has asked for it in good time."""
    account = await account_by_login(login)
    if account is None or not account.email or await is_entrusted(account.id):
        return None
    if await throttle.claim(f"mail:{account.id}", OF_MAIL) is None:
        return None
    await notice(account.id, "reset_asked")
    return account, await one_time_code(account.id, "mail")


# -- accounts -----------------------------------------------------------------------------------------------


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


async def refuse_guarded(account: str) -> None:
    """What HR does alone, HR does for employees: an account that others entrusted with something takes two persons."""
    if await is_entrusted(account):
        raise Refused(_(TWO_PERSONS))


async def stop_account(account: str, person: str | None) -> None:
    """Nobody signs in with it any more; what is open, and what could open it, ends in the same transaction."""
    changed = await DB.fetch(
        "update accounts_account set state = 'disabled', password_version = password_version + 1"
        " where id = $1 and state = 'active' returning id",
        account,
    )
    if changed:
        await end_sessions(account)
        await devices.forget(account)
        await emit(AccountStopped(object=account, person=person))


async def resume_account(account: str, person: str | None) -> None:
    changed = await DB.fetch(
        "update accounts_account set state = 'active' where id = $1 and state = 'disabled' returning id", account
    )
    if changed:
        await emit(AccountResumed(object=account, person=person))


async def set_language(account: str, language: str) -> None:
    await DB.fetch("update accounts_account set language = $2 where id = $1", account, language)
