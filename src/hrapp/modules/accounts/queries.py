"""Questions about accounts and sessions."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec

from hrapp.kernel import clock, ports
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB


class AccountRow(msgspec.Struct, frozen=True):
    id: str
    person: str | None
    login: str
    name: str
    password_hash: str | None


class Sessions:
    """Provides the kernel's SignIn port."""

    async def viewer(self, token: str) -> tuple[Viewer, bytes] | None:
        """One statement: the session, the account, the person and what they may do. It also sets the
        context that row policies read."""
        policy = ports.access_policy()
        day = clock.today()
        row = await DB.row(
            _LOOKUP.format(access=policy.columns("a.id", "a.person", "$3")), token_hash(token), clock.now(), day
        )
        if row is None:
            return None
        DB.asking.remember(row["account"], row["snapshot"])
        return policy.viewer(row, day), row["csrf_secret"]


_LOOKUP = """
select pg_current_snapshot()::text as snapshot, a.id as account, a.login, a.language, a.person, p.emp_no, p.name, s.csrf_secret, {access},
    set_config('app.account', a.id, true), set_config('app.person', coalesce(a.person, ''), true)
from accounts_session s
join accounts_account a on a.id = s.account
left join people_person p on p.id = a.person
where s.token_hash = $1 and s.expires_at > $2 and a.state = 'active'
  and (p.leave_date is null or p.leave_date >= $3)
"""

_ACCOUNT = """
select a.id, a.person, a.login, coalesce(p.name, a.login) as name, a.password_hash
from accounts_account a left join people_person p on p.id = a.person
where a.state = 'active' and (p.leave_date is null or p.leave_date >= {day}) and {what}
"""


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def account_by_login(login: str) -> AccountRow | None:
    row = await DB.row(_ACCOUNT.format(day="$2", what="a.login = $1"), login.strip().lower(), clock.today())
    return AccountRow(**row) if row else None


async def account_by_id(account: str) -> AccountRow | None:
    row = await DB.row(_ACCOUNT.format(day="$2", what="a.id = $1"), account, clock.today())
    return AccountRow(**row) if row else None


async def wait_until(keys: list[str]) -> datetime | None:
    """Until when these sign-in attempts have to wait."""
    until: datetime | None = await DB.value(
        "select max(blocked_until) from accounts_attempt where key = any($1::varchar[]) and blocked_until > $2",
        keys,
        clock.now(),
    )
    return until


SESSION_LENGTH = timedelta(days=7)
