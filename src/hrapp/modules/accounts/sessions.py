"""Sessions: opened, renamed at every step up, ended. Only hashes of tokens are kept."""

from __future__ import annotations

import os
import secrets
from datetime import datetime

from hrapp.kernel import clock, csrf
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import after_rollback, emit
from hrapp.modules.accounts.events import SessionsEnded, SignedIn, SignedOut
from hrapp.modules.accounts.queries import AccountRow, session_mark, token_hash
from hrapp.modules.accounts.rules import LONGEST, SEEN_EVERY

_PROVEN = ("single", "factor")  # strengths that are themselves a proof of this moment


async def open_session(
    account: AccountRow,
    agent: str,
    *,
    strength: str = "single",
    address: str = "",
    device: str | None = None,
    proven: bool = True,
) -> str:
    """A new session's token. What was in the browser before means nothing to it."""
    token, handle, now = secrets.token_urlsafe(32), new_id(), clock.now()
    await DB.fetch(
        "insert into accounts_session (token_hash, handle, account, device, csrf_secret, strength, created_at, seen_at,"
        " proven_at, expires_at, agent, address, mark) values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12)",
        token_hash(token),
        handle,
        account.id,
        device,
        os.urandom(csrf.SIZE),
        strength,
        now,
        now if proven and strength in _PROVEN else None,
        now + LONGEST,
        agent[:200],
        address[:60],
        session_mark(token_hash(token), handle, account.id, account.person, strength),
    )
    await DB.fetch("delete from accounts_session where expires_at < $1", now)
    if strength != "password":
        await emit(SignedIn(object=account.id, person=account.person))
    return token


async def renamed(session: str) -> str:
    """Another token for the same session, which has just been proven. It holds even where the page that asked for
    it refuses what was sent."""
    token, now = secrets.token_urlsafe(32), clock.now()

    async def rename() -> None:
        if row := await DB.row(_WHOSE, session):
            mark = session_mark(token_hash(token), session, row["account"], row["person"], row["strength"])
            await DB.fetch(_RENAME, session, token_hash(token), now, mark)

    await rename()
    after_rollback(rename)
    return token


_WHOSE = """
select s.token_hash, s.account, s.strength, a.person from accounts_session s join accounts_account a on a.id = s.account
where s.handle = $1
"""

_RENAME = """
update accounts_session set previous_hash = token_hash, previous_mark = mark, token_hash = $2, mark = $4,
    rotated_at = $3, proven_at = $3
where handle = $1 and token_hash <> $2
"""


async def weaken(session: str) -> None:
    """There is no factor any more that this session could have shown."""
    row = await DB.row(_WHOSE, session)
    if row is None:
        return
    await DB.fetch(
        "update accounts_session set strength = 'single', mark = $3, previous_hash = null, previous_mark = null"
        " where handle = $1 and token_hash = $2",
        session,
        row["token_hash"],
        session_mark(row["token_hash"], session, row["account"], row["person"], "single"),
    )


async def seen(session: str, now: datetime) -> None:
    await DB.fetch(
        "update accounts_session set seen_at = $2 where handle = $1 and seen_at <= $3", session, now, now - SEEN_EVERY
    )


async def sign_out(session: str, account: str) -> None:
    await DB.fetch("delete from accounts_session where handle = $1", session)
    await emit(SignedOut(object=account))


async def end_sessions(account: str, *, keep: str = "") -> int:
    """End every session of an account but one; what a role, a password or a factor allowed ends at once."""
    rows = await DB.fetch(
        "delete from accounts_session where account = $1 and handle <> $2 returning handle", account, keep
    )
    if rows:
        await emit(SessionsEnded(object=account, details={"times": len(rows)}))
    return len(rows)


async def end_session(account: str, session: str) -> bool:
    """End one of an account's sessions, and forget the browser's factor with it."""
    rows = await DB.fetch(
        "delete from accounts_session where account = $1 and handle = $2 returning device", account, session
    )
    if not rows:
        return False
    if rows[0]["device"]:
        await DB.fetch("update accounts_device set factor_until = null where id = $1", rows[0]["device"])
    await emit(SessionsEnded(object=account, details={"times": 1}))
    return True
