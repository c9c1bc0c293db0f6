"""Questions about access: who holds what, what waits for two, who may see whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.modules.people.api import person_on
from hrapp.modules.rbac.access import Access, Standing, standing
from hrapp.modules.rbac.explaining import Subject


class Holding(msgspec.Struct, frozen=True):
    """A role or a grant that somebody holds."""

    id: str
    kind: str
    account: str
    person: str | None
    name: str
    emp_no: str | None
    what: str
    reach: str | None
    department: str | None
    since: date | None
    until: date | None
    given_by: str
    given_at: datetime
    origin: str | None


_HOLDINGS = """
select x.id, x.kind, x.account, a.person, coalesce(p.name, a.login) as name, p.emp_no, x.what, x.reach,
    d.name as department, x.since, x.until, x.given_by, x.given_at, x.origin
from (
    select id, 'role' as kind, account, role as what, null::varchar as reach, department, since, until, given_by, given_at,
        origin from rbac_role_assignment where ended_at is null and (until is null or until > $1)
    union all
    select id, 'grant', account, permission, reach, department, since, until, given_by, given_at, origin from rbac_grant
    where ended_at is null and until > $1
) x
join accounts_account a on a.id = x.account left join people_person p on p.id = a.person
left join people_department d on d.id = x.department order by x.kind desc, x.what, name, x.id
"""


async def holdings() -> list[Holding]:
    """Every role and grant that is in force or will be."""
    return [Holding(**row) for row in await DB.fetch(_HOLDINGS, clock.today())]


class VoteRow(msgspec.Struct, frozen=True):
    name: str
    verdict: str
    comment: str
    at: str


class ProposalRow(msgspec.Struct, frozen=True):
    """A proposal with what was said to it. `account` is the one it is about, if it is about one."""

    id: str
    kind: str
    account: str | None
    person: str | None
    name: str | None
    emp_no: str | None
    department: str | None
    content: dict[str, Any]
    reason: str
    proposed_by: str | None
    proposed_label: str
    proposed_at: datetime
    state: str
    ended_at: datetime | None
    votes: list[dict[str, Any]]


_PROPOSALS = """
select r.id, r.kind, r.account, a.person, coalesce(p.name, a.login) as name, p.emp_no, d.name as department, r.content,
    r.reason, r.proposed_by, r.proposed_label, r.proposed_at, r.state, r.ended_at,
    coalesce((select jsonb_agg(jsonb_build_object('account', v.account, 'name', coalesce(q.name, b.login),
        'verdict', v.verdict, 'comment', v.comment) order by v.at)
        from rbac_vote v join accounts_account b on b.id = v.account left join people_person q on q.id = b.person
        where v.proposal = r.id), '[]') as votes
from rbac_proposal r left join accounts_account a on a.id = r.account left join people_person p on p.id = a.person
left join people_department d on d.id = r.content ->> 'department'
where (r.state = 'open') = $1 order by r.proposed_at desc, r.id limit $2
"""


async def proposals(*, open_ones: bool, most: int = 100) -> list[ProposalRow]:
    return [ProposalRow(**row) for row in await DB.fetch(_PROPOSALS, open_ones, most)]


class Choice(msgspec.Struct, frozen=True):
    id: str
    name: str


async def departments() -> list[Choice]:
    return [Choice(**row) for row in await DB.fetch("select id, name from people_department order by ordinal, name")]


class AccountChoice(msgspec.Struct, frozen=True):
    account: str
    person: str
    emp_no: str
    name: str


async def account_of(emp_no: str) -> AccountChoice | None:
    """The active account of a 工号."""
    row = await DB.row(
        "select a.id as account, p.id as person, p.emp_no, p.name from people_person p join accounts_account a on a.person = p.id"
        " where upper(p.emp_no) = upper($1) and a.state = 'active' and (p.leave_date is null or p.leave_date >= $2)",
        emp_no.strip(),
        clock.today(),
    )
    return AccountChoice(**row) if row else None


async def changed_bundles() -> dict[tuple[str, str], str]:
    rows = await DB.fetch("select role, permission, reach from rbac_bundle")
    return {(row["role"], row["permission"]): row["reach"] for row in rows}


class LoanRow(msgspec.Struct, frozen=True):
    id: str
    giver: str
    giver_name: str
    taker_name: str
    actions: list[str]
    classes: list[str]
    since: date
    until: date
    reason: str


async def loans_of(account: str) -> list[LoanRow]:
    """What one lent and what one has on loan, as long as it is not over."""
    rows = await DB.fetch(
        "select x.id, x.giver, coalesce(gp.name, g.login) as giver_name, coalesce(tp.name, t.login) as taker_name, x.actions,"
        " x.classes, x.since, x.until, x.reason from rbac_delegation x"
        " join accounts_account g on g.id = x.giver left join people_person gp on gp.id = g.person"
        " join accounts_account t on t.id = x.taker left join people_person tp on tp.id = t.person"
        " where (x.giver = $1 or x.taker = $1) and x.ended_at is null and x.until > $2 order by x.since, x.id",
        account,
        clock.today(),
    )
    return [LoanRow(**row) for row in rows]


async def holders_of(roles: Sequence[str], day: date) -> list[str]:
    """The people behind these roles: whoever has to hear of something."""
    rows = await DB.fetch(
        "select distinct a.person from rbac_role_assignment r join accounts_account a on a.id = r.account"
        " where r.role = any($1::varchar[]) and a.person is not null and a.state = 'active' and r.ended_at is null"
        " and (r.since is null or r.since <= $2) and (r.until is null or r.until > $2) order by 1",
        list(roles),
        day,
    )
    return [row["person"] for row in rows]


class ActingRow(msgspec.Struct, frozen=True):
    id: str
    department: str
    name: str
    emp_no: str
    since: date
    until: date


async def acting(day: date) -> list[ActingRow]:
    """Who leads a department for a while, now or soon."""
    rows = await DB.fetch(
        "select x.id, d.name as department, p.name, p.emp_no, x.since, x.until from rbac_acting x"
        " join people_department d on d.id = x.department join people_person p on p.id = x.person"
        " where x.until > $1 order by x.since, x.id",
        day,
    )
    return [ActingRow(**row) for row in rows]


# -- why, and who ---------------------------------------------------------------------------------------------------


async def subject_of(scope: Scope, emp_no: str, day: date) -> Subject:
    """A person in scope by 工号."""
    return await _subject(SQL("upper(p.emp_no) = upper({}) and {}", emp_no.strip(), scope.where("p.id")), day)


async def own_subject(person: str, day: date) -> Subject:
    return await _subject(SQL("p.id = {}", person), day)


async def _subject(which: SQL, day: date) -> Subject:
    rows = await DB.select(
        SQL(
            "select p.id, p.emp_no, p.name, p.department_id, p.department, p.manager_no from ({}) p where {}",
            person_on(day),
            which,
        )
    )
    if not rows:
        raise NotFound
    return Subject(**rows[0])


class Account(msgspec.Struct, frozen=True):
    """An account with everything that decides what it may do."""

    id: str
    name: str
    emp_no: str | None
    standing: Standing


_ALL = """
select a.id as account, coalesce(p.name, a.login) as name, a.person, p.emp_no, {access}
from accounts_account a left join people_person p on p.id = a.person
where a.state = 'active' and (p.leave_date is null or p.leave_date >= $1::date) order by p.emp_no nulls last, a.login
"""


async def everybody(day: date) -> list[Account]:
    """All active accounts; one statement."""
    rows: Sequence[Any] = await DB.fetch(_ALL.format(access=Access().columns("a.id", "a.person", "$1::date")), day)
    return [Account(row["account"], row["name"], row["emp_no"], standing(row)) for row in rows]
