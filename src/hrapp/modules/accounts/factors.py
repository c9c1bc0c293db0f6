"""The second factor: an authenticator's code, or a recovery code; and showing again who sits there."""

from __future__ import annotations

import secrets

import pyotp

from hrapp.kernel import clock, keys
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import emit
from hrapp.modules.accounts import throttle
from hrapp.modules.accounts.events import FactorAdded, FactorRemoved, RecoveryMade, RecoveryUsed
from hrapp.modules.accounts.notices import notice
from hrapp.modules.accounts.queries import FactorRow, code_hash, factor_of
from hrapp.modules.accounts.rules import CODE_LETTERS, OF_FACTOR, RECOVERY_CODES, fitting_step

ISSUER = "hrapp"
WRONG_CODE = mark("This code does not fit. Please take the one that your authenticator shows now.")
TOO_MANY_CODES = mark("Too many wrong codes. Please wait a quarter of an hour, or use another browser you know.")
_PLACE = "accounts_factor.seed"


def seed_of(factor: FactorRow) -> str:
    return keys.open_secret(_PLACE, _row(factor.account, factor.id), factor.seed).decode()


def _row(account: str, factor: str) -> str:
    """Whose the seed is, too: moved to another account it does not open."""
    return f"{account}|{factor}"


async def begin(account: str) -> FactorRow:
    """The factor that is being set up; a new seed when there is none. One that is in use stays as it is."""
    found = await factor_of(account)
    if found is None:
        made, seed = new_id(), pyotp.random_base32(32)
        await DB.fetch(
            "insert into accounts_factor (id, account, kind, seed, created_at) values ($1, $2, 'totp', $3, $4)"
            " on conflict (account, kind) do nothing",
            made,
            account,
            keys.seal_secret(_PLACE, _row(account, made), seed.encode()),
            clock.now(),
        )
        found = await factor_of(account)
    assert found is not None
    return found


def address_of(seed: str, login: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name=ISSUER)


async def confirm(account: str, person: str | None, code: str) -> list[str]:
    """The first code fits: the factor counts from now on. Answers the recovery codes, shown once."""
    factor = await begin(account)
    if factor.confirmed_at is not None or not await _fits(factor, code, f"enrol:{account}"):
        raise Invalid({"code": _(WRONG_CODE)})
    await DB.fetch(
        "update accounts_factor set confirmed_at = $2 where id = $1 and confirmed_at is null", factor.id, clock.now()
    )
    await emit(FactorAdded(object=account, person=person))
    await notice(account, "factor_added")
    return await new_recovery_codes(account, person)


async def new_recovery_codes(account: str, person: str | None) -> list[str]:
    codes = [new_code() for _n in range(RECOVERY_CODES)]
    await DB.fetch("delete from accounts_recovery where account = $1", account)
    await DB.insert_many(
        "insert into accounts_recovery (id, account, code_hash) values ($1, $2, $3)",
        [(new_id(), account, code_hash(account, code)) for code in codes],
    )
    await emit(RecoveryMade(object=account, person=person))
    return codes


def new_code() -> str:
    """Letters that nobody mistakes for each other, in three groups."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _n in range(4)) for _m in range(3))


async def remove(account: str, person: str | None, *, by: str = "") -> bool:
    rows = await DB.fetch("delete from accounts_factor where account = $1 returning confirmed_at", account)
    await DB.fetch("delete from accounts_recovery where account = $1", account)
    await DB.fetch("update accounts_device set factor_until = null where account = $1", account)
    if not rows or rows[0]["confirmed_at"] is None:
        return False
    await emit(FactorRemoved(object=account, person=person))
    await (notice(account, "factor_taken", by=by) if by else notice(account, "factor_removed"))
    return True


async def check(account: str, code: str, key: str) -> None:
    """A code of the authenticator, or a recovery code; Invalid with a sentence when it is neither. `key` is what
    wrong ones count for."""
    factor = await factor_of(account)
    if factor is None or factor.confirmed_at is None or not await _fits(factor, code, key, recovery=account):
        raise Invalid({"code": _(WRONG_CODE)})


async def _fits(factor: FactorRow, code: str, key: str, recovery: str | None = None) -> bool:
    """Counts the attempt first. A code is used up in the statement that takes it."""
    if await throttle.claim(key, OF_FACTOR) is None:
        raise Invalid({"code": _(TOO_MANY_CODES)})
    plain = "".join(code.split())
    step = fitting_step(seed_of(factor), plain, clock.now(), factor.last_step) if len(plain) == 6 else None
    taken = step is not None and bool(
        await DB.fetch(
            "update accounts_factor set last_step = $2 where id = $1 and last_step < $2 returning id", factor.id, step
        )
    )
    if not taken and recovery is not None:
        taken = await _recovered(recovery, plain)
    if not taken:
        throttle.failed()
        return False
    await throttle.succeeded(key)
    return True


async def _recovered(account: str, code: str) -> bool:
    rows = await DB.fetch(
        "update accounts_recovery set used_at = $3 where account = $1 and code_hash = $2 and used_at is null returning id",
        account,
        code_hash(account, code),
        clock.now(),
    )
    if not rows:
        return False
    left = await DB.value("select count(*)::int from accounts_recovery where account = $1 and used_at is null", account)
    await emit(RecoveryUsed(object=account))
    await notice(account, "recovery", left=left)
    return True
