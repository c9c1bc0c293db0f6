"""Browsers that an account knows: a secret in a cookie that changes with every use.

A browser in which its owner signed in completely is known: a right password from there is never made to wait, and
for thirty days, where its owner wished so, no second factor is asked for.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

import msgspec

from hrapp.kernel import clock, keys
from hrapp.kernel.database import DB
from hrapp.kernel.ids import is_id, new_id
from hrapp.kernel.work import emit
from hrapp.modules.accounts.events import DeviceCopied, DeviceForgotten, NewDevice
from hrapp.modules.accounts.notices import notice
from hrapp.modules.accounts.queries import AccountRow
from hrapp.modules.accounts.rules import GRACE, KNOWN, REMEMBERED, browser_name

COOKIE, SECURE_COOKIE = "hrapp_device", "__Host-hrapp-device"
_MOST = 4  # accounts that one browser remembers
_SPENT = 32 * 50  # bytes of hashes that are kept of a browser's used-up secrets


class Known(msgspec.Struct, frozen=True):
    """A browser whose cookie fits an account."""

    id: str
    factor_until: datetime | None

    def remembers(self, now: datetime) -> bool:
        return self.factor_until is not None and self.factor_until > now


def read(cookie: str) -> dict[str, str]:
    """{device id: secret} of a cookie; what is not ours is left out."""
    pairs = [part.partition(".") for part in cookie.split("~")[:_MOST]]
    return {name: secret for name, _, secret in pairs if is_id(name) and 20 <= len(secret) <= 60}


def written(held: dict[str, str]) -> str:
    return "~".join(f"{name}.{secret}" for name, secret in list(held.items())[:_MOST])


async def known(account: str, held: dict[str, str]) -> Known | None:
    """The browser that this account knows, by its cookie. A secret that was used up ends what it stands for."""
    rows = await DB.fetch(
        "select id, secret_hash, spent, used_at, factor_until from accounts_device"
        " where account = $1 and id = any($2::varchar[])",
        account,
        list(held),
    )
    for row in rows:
        shown = _hash(account, held[row["id"]])
        if shown == row["secret_hash"]:
            return Known(row["id"], row["factor_until"]) if row["used_at"] > clock.now() - KNOWN else None
        spent = [row["spent"][at : at + 32] for at in range(0, len(row["spent"]), 32)]
        if spent and shown == spent[-1] and clock.now() - row["used_at"] < GRACE:
            return Known(row["id"], row["factor_until"])
        if shown in spent:
            await _copied(account, row["id"])
    return None


def _hash(account: str, secret: str) -> bytes:
    return keys.witness("accounts_device", account, sha256(secret.encode()).digest())


async def _copied(account: str, device: str) -> None:
    """Two browsers hold what only one can have: neither is believed any more."""
    await DB.fetch("delete from accounts_device where id = $1", device)  # its sessions go with it
    await emit(DeviceCopied(object=account))
    await notice(account, "copied")


async def used(
    account: AccountRow, device: Known | None, held: dict[str, str], agent: str, remember: bool
) -> dict[str, str]:
    """After signing in completely: what the cookie holds from now on, the account's own browser first."""
    now, secret = clock.now(), secrets.token_urlsafe(32)
    hashed = _hash(account.id, secret)
    until = now + REMEMBERED if remember else device.factor_until if device else None
    others = {name: value for name, value in held.items() if device is None or name != device.id}
    if device is not None:
        await DB.fetch(
            f"update accounts_device set spent = {_TAIL}, secret_hash = $2, used_at = $3,"
            " factor_until = $4, agent = $6 where id = $1",
            device.id,
            hashed,
            now,
            until,
            _SPENT,
            agent[:200],
        )
        return {device.id: secret, **others}
    first = not await DB.value("select exists (select 1 from accounts_device where account = $1)", account.id)
    made = new_id()
    await DB.fetch(
        "insert into accounts_device (id, account, secret_hash, spent, agent, created_at, used_at, factor_until)"
        " values ($1, $2, $3, '', $4, $5, $5, $6)",
        made,
        account.id,
        hashed,
        agent[:200],
        now,
        until,
    )
    if not first:
        await emit(NewDevice(object=account.id, person=account.person))
        await notice(account.id, "new_device", browser=browser_name(agent))
    await DB.fetch("delete from accounts_device where account = $1 and used_at < $2", account.id, now - KNOWN)
    return {made: secret, **others}


_TAIL = "substring(spent || secret_hash from greatest(1, length(spent) + 33 - $5::int))"


async def forget(account: str, device: str | None = None) -> int:
    """Forget one browser of an account, or all; their sessions end."""
    rows = await DB.fetch(
        "delete from accounts_device where account = $1 and ($2::varchar is null or id = $2) returning id",
        account,
        device,
    )
    if rows:
        await emit(DeviceForgotten(object=account, details={"times": len(rows)}))
    return len(rows)
