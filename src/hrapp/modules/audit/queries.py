"""Questions about the trail: scope first, one statement each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL

PAGE = 50


class EntryFilter(msgspec.Struct, frozen=True):
    """`before` is the cursor: only entries older than this one."""

    person: str = ""
    actor: str = ""
    event: str = ""
    day: date | None = None
    before: int | None = None


class EntryRow(msgspec.Struct, frozen=True):
    id: int
    at: datetime
    actor: str
    event: str
    object: str
    details: dict[str, Any]
    person: str | None
    person_name: str | None
    emp_no: str | None


_ENTRIES = """
select e.id, e.at, e.actor, e.event, e.object, e.details, e.person, p.name as person_name, p.emp_no
from audit_entry e left join people_person p on p.id = e.person
where {} and {} order by e.id desc limit {}
"""


async def entries(scope: Scope, wanted: EntryFilter) -> list[EntryRow]:
    """Newest first, one more than a page holds, so that one sees whether there are older ones."""
    rows = await DB.select(SQL(_ENTRIES, scope.where("e.person"), _matching(wanted), PAGE + 1))
    return [EntryRow(**row) for row in rows]


def _matching(wanted: EntryFilter) -> SQL:
    found = SQL("true")
    if wanted.person:
        like = f"%{_literal(wanted.person)}%"
        found = SQL("{} and (p.name ilike {} or p.emp_no ilike {})", found, like, like)
    if wanted.actor:
        found = SQL("{} and e.actor ilike {}", found, f"%{_literal(wanted.actor)}%")
    if wanted.event:
        found = SQL("{} and e.event = {}", found, wanted.event)
    if wanted.day:
        start = datetime.combine(wanted.day, time(), tzinfo=clock.local(clock.now()).tzinfo)
        found = SQL("{} and e.at >= {} and e.at < {}", found, start, start + timedelta(days=1))
    if wanted.before:
        found = SQL("{} and e.id < {}", found, wanted.before)
    return found


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
