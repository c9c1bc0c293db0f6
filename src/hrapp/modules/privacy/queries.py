"""Questions about exports, corrections, the notice and what is due: scope first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.access import Scope
from hrapp.kernel.classes import IDENTITY, SALARY
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.seeing import shown
from hrapp.modules.people.api import employed

EXPORT = keys.Place("privacy_export", "sealed", bytes)
PAGE = 100


class Wish(msgspec.Struct, frozen=True):
    """What somebody typed into the form of a correction."""

    wanted: str = ""
    reason: str = ""


CORRECTION = keys.Place("privacy_correction", "sealed", Wish)


class ExportRow(msgspec.Struct, frozen=True):
    id: str
    person: str
    account: str
    state: str
    asked_at: datetime
    expires_at: datetime | None


_EXPORT = "select e.id, e.person, e.account, e.state, e.asked_at, e.expires_at from privacy_export e"


async def latest_export(scope: Scope, person: str) -> ExportRow | None:
    rows = await DB.select(
        SQL(
            _EXPORT + " where e.person = {} and {} order by e.asked_at desc, e.id desc limit 1",
            person,
            scope.where("e.person"),
        )
    )
    return ExportRow(**rows[0]) if rows else None


async def export_by_id(id: str) -> ExportRow | None:
    """Without a scope: for the job."""
    row = await DB.row(_EXPORT + " where e.id = $1", id)
    return ExportRow(**row) if row else None


async def content_of(scope: Scope, account: str, id: str, now: datetime) -> bytes:
    """The copy, for the account that asked for it, while it is still kept."""
    rows = await DB.select(
        SQL(
            "select e.person, e.sealed, k.version, k.wrapped from privacy_export e"
            " left join kernel_key k on k.owner = e.person and k.data = 'salary'"
            " where e.id = {} and e.account = {} and e.state = 'ready' and e.expires_at > {} and {}",
            id,
            account,
            now,
            scope.where("e.person"),
        )
    )
    key = keys.unwrapped(rows[0]["person"], SALARY, rows[0]["version"], rows[0]["wrapped"]) if rows else None
    content: bytes | None = EXPORT.read(key, id, rows[0]["sealed"]) if rows else None
    if content is None:
        raise NotFound
    return content


class CorrectionRow(msgspec.Struct, frozen=True):
    """A wish, with what was typed. `person_version` is that of the record it would change."""

    id: str
    person: str
    name: str
    emp_no: str
    field: str
    wish: Wish
    state: str
    asked_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None
    answer: str
    version: int
    person_version: int
    now: str


_CORRECTIONS = """
select c.id, c.person, p.name, p.emp_no, c.field, c.sealed, c.state, c.asked_at, d.name as decided_by_name, c.decided_at,
    c.answer, c.version, p.version as person_version, k.version as key_version, k.wrapped,
    coalesce(case c.field when 'phone' then p.phone when 'email' then p.email when 'gender' then p.gender
        when 'birth_date' then p.birth_date::text end, '') as now
from privacy_correction c
join people_person p on p.id = c.person
left join people_person d on d.id = c.decided_by
left join kernel_key k on k.owner = c.person and k.data = 'identity'
where {} and {} order by c.state <> 'open', c.asked_at desc, c.id desc limit {}
"""


async def corrections(scope: Scope, *, person: str | None = None, id: str | None = None) -> list[CorrectionRow]:
    """Open ones first."""
    which = SQL("c.person = {}", person) if person else SQL("c.id = {}", id) if id else SQL("true")
    rows = await DB.select(SQL(_CORRECTIONS, scope.where("c.person"), which, PAGE))
    shown(scope, IDENTITY, {row["person"] for row in rows}, "correction")
    return [_correction(row) for row in rows]


def _correction(row: dict[str, Any]) -> CorrectionRow:
    key = keys.unwrapped(row["person"], IDENTITY, row["key_version"], row["wrapped"])
    wish = CORRECTION.read(key, row["id"], row["sealed"]) or Wish()
    clear = {name: row[name] for name in CorrectionRow.__struct_fields__ if name != "wish"}
    return CorrectionRow(wish=wish, **clear)


async def open_corrections(scope: Scope, own: str | None) -> int:
    rows = await DB.select(
        SQL(
            "select count(*)::int as n from privacy_correction c where c.state = 'open'"
            " and c.person is distinct from {} and {}",
            own,
            scope.where("c.person"),
        )
    )
    return int(rows[0]["n"])


async def read_notice(person: str, version: int) -> datetime | None:
    found: datetime | None = await DB.value(
        "select at from privacy_acknowledgement where person = $1 and version = $2", person, version
    )
    return found


async def notices_read(scope: Scope, person: str) -> list[tuple[int, datetime]]:
    """Every version of the notice that somebody read, and when, newest first."""
    rows = await DB.select(
        SQL(
            "select a.version, a.at from privacy_acknowledgement a where a.person = {} and {} order by a.version desc",
            person,
            scope.where("a.person"),
        )
    )
    return [(row["version"], row["at"]) for row in rows]


class ReaderRow(msgspec.Struct, frozen=True):
    id: str
    name: str
    emp_no: str
    at: datetime | None


async def readers(scope: Scope, version: int, day: date) -> list[ReaderRow]:
    """Everybody who is here, and when they read this version; who has not comes first."""
    rows = await DB.select(
        SQL(
            "select p.id, p.name, p.emp_no, a.at from people_person p"
            " left join privacy_acknowledgement a on a.person = p.id and a.version = {}"
            " where {} and {} order by a.at is not null, p.emp_no",
            version,
            employed(day),
            scope.where("p.id"),
        )
    )
    return [ReaderRow(**row) for row in rows]


class ErasureRow(msgspec.Struct, frozen=True):
    id: str
    person: str
    name: str
    emp_no: str
    data: str
    due_on: date
    state: str
    hr_by: str | None
    hr_name: str | None
    manager_by: str | None
    manager_name: str | None
    reason: str
    again_on: date | None
    done_at: datetime | None
    touched: int
    version: int


_ERASURES = """
select e.id, e.person, p.name, p.emp_no, e.data, e.due_on, e.state, e.hr_by, h.name as hr_name, e.manager_by,
    m.name as manager_name, e.reason, e.again_on, e.done_at, e.touched, e.version
from privacy_erasure e
join people_person p on p.id = e.person
left join people_person h on h.id = e.hr_by
left join people_person m on m.id = e.manager_by
where {} and {}
order by case e.state when 'proposed' then 0 when 'confirmed' then 1 else 2 end,
    case when e.state = 'proposed' then e.due_on end, e.done_at desc, p.emp_no, e.data limit 1000
"""


async def erasures(scope: Scope, id: str | None = None) -> list[ErasureRow]:
    which = SQL("e.id = {}", id) if id else SQL("true")
    return [ErasureRow(**row) for row in await DB.select(SQL(_ERASURES, scope.where("e.person"), which))]


async def to_confirm(scope: Scope, side: str) -> int:
    """How many wait for this side: hr_by or manager_by."""
    column = {"hr": "e.hr_by", "manager": "e.manager_by"}[side]
    rows = await DB.select(
        SQL(
            f"select count(*)::int as n from privacy_erasure e where e.state = 'proposed' and {column} is null and {{}}",
            scope.where("e.person"),
        )
    )
    return int(rows[0]["n"])
