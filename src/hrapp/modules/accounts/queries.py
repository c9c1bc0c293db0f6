"""Questions about accounts, their sessions and what they know."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from hrapp.kernel import classes, clock, keys, ports, registry
from hrapp.kernel.access import Scope, Viewer
from hrapp.kernel.access import Session as Standing
from hrapp.kernel.asking import kept
from hrapp.kernel.database import DB, SQL
from hrapp.modules.accounts.rules import FOLLOWING_ROLES, GRACE, GUARDED_ROLES, as_login, as_phone, limits


class AccountRow(msgspec.Struct, frozen=True):
    id: str
    person: str | None
    login: str
    name: str
    password_hash: str | None
    password_version: int = 0
    state: str = "active"
    phone: str | None = None
    email: str | None = None
    password_mark: bytes | None = None

    @property
    def password(self) -> str | None:
        """The hash that its owner's password is compared with; None where there is none, or hrapp did not write it."""
        if self.password_hash is None or not keys.same(password_mark(self.id, self.password_hash), self.password_mark):
            return None
        return self.password_hash


def password_mark(account: str, hashed: str) -> bytes:
    return keys.witness("accounts_account.password", account, hashed)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def code_hash(account: str, code: str) -> bytes:
    """Of a code that people type: case and dashes do not matter, and the account is its salt. Under a key that is not
    in the database, so that nobody writes a code there."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return keys.witness("accounts_code", hashlib.sha256(f"{account}|{plain}".encode()).digest())


def session_mark(token: bytes, session: str, account: str, person: str | None, strength: str) -> bytes:
    """What a session's row bears for a token that hrapp itself gave to this account."""
    return keys.witness("accounts_session", token, session, account, person, strength)


# -- who is this browser? -------------------------------------------------------------------------------------

_LOOKUP = """
select pg_current_snapshot()::text as snapshot, a.id as account, a.login, a.language, a.person, p.emp_no, p.name,
    s.csrf_secret, s.handle as session, s.strength, s.token_hash, s.mark, s.previous_mark, s.created_at, s.seen_at, s.proven_at,
    exists (select 1 from accounts_factor f where f.account = a.id and f.confirmed_at is not null) as has_factor,
    access.*
from accounts_session s
join accounts_account a on a.id = s.account
left join people_person p on p.id = a.person
left join lateral (select {access} where (select pg_current_snapshot()::text) <> $5 offset 0) access on true
where (s.token_hash = $1 or (s.previous_hash = $1 and s.rotated_at > $4)) and s.expires_at > $2 and a.state = 'active'
  and (p.leave_date is null or p.leave_date >= $3)
"""


@lru_cache(maxsize=4)
def lookup(access: str) -> str:
    """With the columns of the access policy. Placeholders: the token's hash, now, the day, when older names ended,
    the snapshot whose rights are known."""
    return _LOOKUP.format(access=access)


class Rights(NamedTuple):
    """What an account may do, and whether that asks for a second factor."""

    viewer: Viewer
    guarded: bool


async def viewer_of(token: str) -> tuple[Viewer, bytes] | None:
    """The session, the account, the person and what they may do.
    A session that lay idle too long, or that lasted too long for what its owner may do, is none.

    Always one statement. It tells what the account may do unless that is known already for the very snapshot it
    runs at (asking.py says when a database is the same): then it looks for the session alone.
    """
    day, now, shown = clock.today(), clock.now(), token_hash(token)
    key = f"rights\0{shown.hex()}\0{day}"
    known, as_of = kept.known(key)
    access = ports.access_policy().columns("a.id", "a.person", "$3::date")
    row = await DB.asking.at_once(lookup(access), (shown, now, day, now - GRACE, as_of))
    if row is None or not _ours(row, shown):
        return None
    DB.asking.remember(row["account"], row["snapshot"])
    viewer, guarded = known if row["roles"] is None else await _told(row, day, key)
    allowed = limits(guarded, row["strength"])
    if now - row["seen_at"] > allowed.idle or now - row["created_at"] > allowed.whole:
        return None
    standing = Standing(
        id=row["session"],
        strength=row["strength"],
        proven_at=row["proven_at"],
        factor_due=guarded and not row["has_factor"] and row["strength"] != "door",
        seen_at=row["seen_at"],
    )
    return _standing(viewer, standing), row["csrf_secret"]


def _ours(row: Any, shown: bytes) -> bool:
    """Whoever can write into the database still opens no session."""
    made = session_mark(shown, row["session"], row["account"], row["person"], row["strength"])
    return keys.same(made, row["mark"] if row["token_hash"] == shown else row["previous_mark"])


async def _told(row: Any, day: date, key: str) -> Rights:
    """What the account may do, of a row that tells; kept for whoever asks again while the database is the same."""
    policy = ports.access_policy()
    viewer = await policy.complete(policy.viewer(row, day), row, day)
    told = Rights(viewer, is_guarded(viewer))
    kept.put(row["snapshot"], key, [told])
    return told


def _standing(viewer: Viewer, session: Standing) -> Viewer:
    """With what is known of the session; whoever is only half signed in may do nothing at all."""
    found: Viewer = replace(viewer, session=session)
    return replace(found, roles=frozenset(), scopes={}) if session.stage else found


def is_guarded(viewer: Viewer) -> bool:
    """Whether what somebody may do asks for a second factor: protected data of others, or the system."""
    if viewer.roles & GUARDED_ROLES:
        return True
    protected = _protecting(registry.current())
    return any(name in protected and scope.others for name, scope in viewer.scopes.items())


@lru_cache(maxsize=8)
def _protecting(house: registry.Registry) -> frozenset[str]:
    return frozenset(p.name for p in house.each(lambda m: m.permissions) if p.data in classes.PROTECTED)


# -- accounts ----------------------------------------------------------------------------------------------------

_ACCOUNT = """
select a.id, a.person, a.login, coalesce(p.name, a.login) as name, a.password_hash, a.password_version, a.state,
    p.phone, p.email, a.password_mark
from accounts_account a left join people_person p on p.id = a.person
where a.state = 'active' and (p.leave_date is null or p.leave_date >= {day}) and {what}
"""

# By 工号 first; by telephone or mail only when it is one person's alone. Every branch is always looked at, so that
# an answer takes as long for whoever is not known.
_BY_CONTACT = """a.id = (
    select id from (
        select 1 as rank, id from accounts_account where login = $1
        union all
        select 2, b.id from (
            select min(q.id) as person from people_person q
            where (q.leave_date is null or q.leave_date >= $3) and (
                lower(btrim(q.email)) = $1
                or ($2 <> '' and regexp_replace(regexp_replace(q.phone, '[^0-9]', '', 'g'), '^(0086|86)(?=1[0-9]{10}$)', '') = $2)
            ) having count(*) = 1
        ) alone join accounts_account b on b.person = alone.person
    ) found order by rank limit 1)"""


async def account_by_login(typed: str) -> AccountRow | None:
    """Who signs in with this 工号, telephone number or mail address."""
    row = await DB.row(_ACCOUNT.format(day="$3", what=_BY_CONTACT), as_login(typed), as_phone(typed), clock.today())
    return AccountRow(**row) if row else None


async def account_by_id(account: str) -> AccountRow | None:
    row = await DB.row(_ACCOUNT.format(day="$2", what="a.id = $1"), account, clock.today())
    return AccountRow(**row) if row else None


async def company_names() -> list[str]:
    """What the company calls itself: not for passwords."""
    found = await DB.value("select value from kernel_setting where key = 'company'")
    return [str(v) for k, v in (found or {}).items() if k in ("name", "short_name", "english_name") and v]


class Held(msgspec.Struct, frozen=True):
    """An account of a person, as HR looks after it."""

    person: str
    emp_no: str
    person_name: str
    account: str | None
    state: str | None
    has_password: bool
    factor_at: datetime | None
    last_seen: datetime | None
    code_until: datetime | None


async def account_of_person(scope: Scope, person: str) -> Held | None:
    rows = await DB.select(
        SQL(
            "select p.id as person, p.emp_no, p.name as person_name, a.id as account, a.state,"
            " a.password_hash is not null as has_password,"
            " (select f.confirmed_at from accounts_factor f where f.account = a.id and f.confirmed_at is not null) as factor_at,"
            " (select max(s.seen_at) from accounts_session s where s.account = a.id) as last_seen,"
            " (select max(c.expires_at) from accounts_code c where c.account = a.id and c.used_at is null"
            "  and c.expires_at > {} and c.kind = 'slip' and c.password_version = a.password_version) as code_until"
            " from people_person p left join accounts_account a on a.person = p.id where p.id = {} and {}",
            clock.now(),
            person,
            scope.where("p.id"),
        )
    )
    return Held(**rows[0]) if rows else None


async def code_open_until(account: str) -> datetime | None:
    """Until when a code that was handed over in person still opens this account."""
    found: datetime | None = await DB.value(
        "select max(c.expires_at) from accounts_code c join accounts_account a on a.id = c.account where a.id = $1"
        " and c.kind = 'slip' and c.used_at is null and c.expires_at > $2 and c.password_version = a.password_version",
        account,
        clock.now(),
    )
    return found


_STANDING = """
select a.id as account, a.login, a.language, a.person, p.emp_no, p.name, {access}
from accounts_account a left join people_person p on p.id = a.person where a.id = $1 and {which}
"""
_ACTIVE = "a.state = 'active' and (p.leave_date is null or p.leave_date >= $2::date)"


async def standing_of(account: str, day: date) -> Viewer | None:
    """What an account may do, with what others lent to it; a stopped one, too, since HR asks before it resumes one."""
    policy = ports.access_policy()
    row = await _standing_row(account, day, "true")
    return await policy.complete(policy.viewer(row, day), row, day) if row else None


async def own_standing_of(account: str, day: date) -> Viewer | None:
    """What an active account may do by itself, without what others lent to it."""
    row = await _standing_row(account, day, _ACTIVE)
    return ports.access_policy().viewer(row, day) if row else None


async def active_standing_of(account: str, day: date) -> Viewer | None:
    """What an active account may do, with what others lent to it."""
    policy = ports.access_policy()
    row = await _standing_row(account, day, _ACTIVE)
    return await policy.complete(policy.viewer(row, day), row, day) if row else None


async def _standing_row(account: str, day: date, which: str) -> Any:
    access = ports.access_policy().columns("a.id", "a.person", "$2::date")
    return await DB.row(_STANDING.format(access=access, which=which), account, day)


async def given_roles(account: str) -> frozenset[str]:
    """The roles that somebody gave this account; those that follow from the person are left out."""
    viewer = await standing_of(account, clock.today())
    return viewer.roles - FOLLOWING_ROLES if viewer else frozenset()


async def is_entrusted(account: str) -> bool:
    """Whether this account has a role that was given, single rights or rights on loan: whoever could enter it could
    do what others have to agree to."""
    row = await _standing_row(account, clock.today(), "true")
    return row is not None and ports.access_policy().entrusted(row)


# -- what an account's owner sees of it ----------------------------------------------------------------------------


class SessionRow(msgspec.Struct, frozen=True):
    id: str
    agent: str
    address: str
    strength: str
    created_at: datetime
    seen_at: datetime


async def sessions_of(account: str) -> list[SessionRow]:
    rows = await DB.fetch(
        "select handle as id, agent, address, strength, created_at, seen_at from accounts_session"
        " where account = $1 and expires_at > $2 and strength <> 'password' order by seen_at desc, handle",
        account,
        clock.now(),
    )
    return [SessionRow(**row) for row in rows]


class DeviceRow(msgspec.Struct, frozen=True):
    id: str
    agent: str
    created_at: datetime
    used_at: datetime
    factor_until: datetime | None


async def devices_of(account: str) -> list[DeviceRow]:
    rows = await DB.fetch(
        "select id, agent, created_at, used_at, factor_until from accounts_device where account = $1"
        " order by used_at desc, id",
        account,
    )
    return [DeviceRow(**row) for row in rows]


class FactorRow(msgspec.Struct, frozen=True):
    id: str
    account: str
    kind: str
    seed: bytes
    last_step: int
    confirmed_at: datetime | None
    recovery: int


async def factor_of(account: str) -> FactorRow | None:
    """The second factor, set up or being set up, with how many recovery codes are left."""
    row = await DB.row(
        "select f.id, f.account, f.kind, f.seed, f.last_step, f.confirmed_at,"
        " (select count(*) from accounts_recovery r where r.account = f.account and r.used_at is null)::int as recovery"
        " from accounts_factor f where f.account = $1 and f.kind = 'totp'",
        account,
    )
    return FactorRow(**row) if row else None


class NoticeRow(msgspec.Struct, frozen=True):
    kind: str
    details: dict[str, Any]
    at: datetime


async def notices_of(account: str) -> list[NoticeRow]:
    rows = await DB.fetch(
        "select kind, details, at from accounts_notice where account = $1 and read_at is null order by at desc limit 20",
        account,
    )
    return [NoticeRow(row["kind"], row["details"] or {}, row["at"]) for row in rows]
