"""Questions about the trail: scope first, one statement each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL

PAGE = 50
SEEN, CHANGED, REFUSED, DIRECT = "seen", "changed", "refused", "direct"
_LOOKS = ["DataSeen", "AuditRead"]


async def ever(event: str, objects: Iterable[str]) -> set[str]:
    """Which of these things this ever happened to, by the trail, where nothing is taken away."""
    rows = await DB.fetch(
        "select distinct object from audit_entry where event = $1 and object = any($2::varchar[])", event, list(objects)
    )
    return {row["object"] for row in rows}


class EntryFilter(msgspec.Struct, frozen=True):
    """`before` is the cursor: only entries older than this one. `kind` is what was seen, changed,
    refused, or decided by one alone."""

    person: str = ""
    actor: str = ""
    event: str = ""
    data: str = ""
    kind: str = ""
    day: date | None = None
    before: int | None = None


class EntryRow(msgspec.Struct, frozen=True):
    """`people` are the first few of those it is about, as [id, name, 工号]; `subjects` how many there are."""

    id: int
    at: datetime
    actor: str
    behalf: str | None
    event: str
    object: str
    details: dict[str, Any]
    data: str
    outcome: str
    page: str
    permission: str
    people: list[list[str]]
    subjects: int


_ENTRIES = """
select e.id, e.at, e.actor, e.behalf, e.event, e.object, e.details, e.data, e.outcome, e.page, e.permission,
    coalesce(u.people, '[]') as people, u.subjects
from audit_entry e
cross join lateral (
    select count(*) as subjects, (
        select jsonb_agg(jsonb_build_array(p.id, p.name, p.emp_no) order by p.emp_no) from (
            select q.id, q.name, q.emp_no from audit_subject s join people_person q on q.id = s.person
            where s.entry = e.id order by q.emp_no limit 3
        ) p
    ) as people
    from audit_subject s where s.entry = e.id
) u
where {} and {} order by e.id desc limit {}
"""


async def entries(scope: Scope, wanted: EntryFilter, most: int = PAGE) -> list[EntryRow]:
    """Newest first, one more than a page holds, so that one sees whether there are older ones."""
    rows = await DB.select(SQL(_ENTRIES, scope.where("e.person"), _matching(wanted), most + 1))
    return [EntryRow(**row) for row in rows]


def _matching(wanted: EntryFilter) -> SQL:
    found = SQL("true")
    if wanted.person:
        like = f"%{_literal(wanted.person)}%"
        found = SQL(
            "{} and e.id in (select s.entry from audit_subject s join people_person q on q.id = s.person"
            " where q.name ilike {} or q.emp_no ilike {})",
            found,
            like,
            like,
        )
    if wanted.actor:
        like = f"%{_literal(wanted.actor)}%"
        found = SQL("{} and (e.actor ilike {} or e.behalf ilike {})", found, like, like)
    if wanted.event:
        found = SQL("{} and e.event = {}", found, wanted.event)
    if wanted.data:
        found = SQL("{} and e.data = {}", found, wanted.data)
    if wanted.kind:
        found = SQL("{} and {}", found, _of_kind(wanted.kind))
    if wanted.day:
        start = datetime.combine(wanted.day, time(), tzinfo=clock.local(clock.now()).tzinfo)
        found = SQL("{} and e.at >= {} and e.at < {}", found, start, start + timedelta(days=1))
    if wanted.before:
        found = SQL("{} and e.id < {}", found, wanted.before)
    return found


def _of_kind(kind: str) -> SQL:
    if kind == DIRECT:
        return SQL("e.details ->> 'direct' = 'true'")
    looks = SQL("e.event = any({}::varchar[])", _LOOKS)
    if kind == SEEN:
        return looks
    refused = SQL("e.outcome = 'refused'")
    return refused if kind == REFUSED else SQL("not ({}) and not ({})", looks, refused)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class SealedRow(msgspec.Struct, frozen=True):
    """How far the chain reaches, and whether something has waited for its seal for more than a minute."""

    seq: int | None
    at: datetime | None
    waiting: bool


async def sealed() -> SealedRow:
    now = clock.now()
    row = await DB.row(
        "select s.seq, s.at, exists (select 1 from audit_entry e where e.at > $1 and e.at < $2"
        "   and not exists (select 1 from audit_seal x where x.entry = e.id)) as waiting"
        " from (select 1) one left join (select seq, at from audit_seal order by seq desc limit 1) s on true",
        now - timedelta(days=1),
        now - timedelta(minutes=1),
    )
    return SealedRow(**row) if row else SealedRow(None, None, False)


class LookRow(msgspec.Struct, frozen=True):
    """Somebody saw protected data of a person: who, as what, which class and fields, and the right it went by."""

    id: int
    at: datetime
    actor: str
    behalf: str | None
    roles: str
    data: str
    fields: list[str]
    page: str
    permission: str


_LOOKS_AT = """
select e.id, e.at, e.actor, e.behalf, e.roles, e.data, coalesce(e.details->'fields', '[]') as fields, e.page, e.permission
from audit_subject s join audit_entry e on e.id = s.entry
where s.person = {} and e.event = 'DataSeen' and {} and {} and {} order by s.entry desc limit {}
"""


async def looks_at(
    scope: Scope, person: str, *, data: str = "", before: int | None = None, limit: int = PAGE + 1
) -> list[LookRow]:
    """Who saw what of this person, newest first."""
    of_class = SQL("e.data = {}", data) if data else SQL("true")
    older = SQL("s.entry < {}", before) if before else SQL("true")
    rows = await DB.select(SQL(_LOOKS_AT, person, scope.where("s.person"), of_class, older, limit))
    return [LookRow(**row) for row in rows]


async def last_accesses(scope: Scope, person: str, data: str, limit: int = 20) -> list[LookRow]:
    """For a page that says why somebody can see something: who did lately."""
    return await looks_at(scope, person, data=data, limit=limit)
