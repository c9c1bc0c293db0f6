"""Questions about people: scope first, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound


class PersonRow(msgspec.Struct, frozen=True):
    """A person as of a day: what lists and headers show. Nothing of a protected class."""

    id: str
    emp_no: str
    name: str
    department_id: str | None
    department: str | None
    position: str | None
    level: str | None
    level_title: str | None
    family: str | None
    manager_no: str | None
    manager_name: str | None
    hire_date: date
    leave_date: date | None
    probation_end: date | None
    on_leave: str | None
    on_unpaid_leave: bool
    level_since: date


# A person on a day {day}: the assignment in force, its department, level and manager. `level_since` is
# the last effective change of level up to that day, else the day of hire.
_PERSON = """
select p.id, p.emp_no, p.name, d.id as department_id, d.name as department, a.position,
    l.code as level, l.title as level_title, f.code as family,
    m.emp_no as manager_no, coalesce(m.name, a.manager_name) as manager_name,
    p.hire_date, p.leave_date, p.probation_end, v.kind as on_leave, v.paid is false as on_unpaid_leave,
    coalesce((
        select max(j.effective_on) from people_job_change j
        where j.person = p.id and j.state = 'effective' and j.effective_on <= {day}
          and j.to_level is not null and j.to_level is distinct from j.from_level
    ), p.hire_date) as level_since
from people_person p
left join people_assignment a on a.person = p.id and a.since <= {day} and (a.until is null or a.until > {day})
left join people_department d on d.id = a.department
left join people_level l on l.id = a.level
left join people_family f on f.id = l.family
left join people_person m on m.emp_no = a.manager_no
left join lateral (
    select v.kind, v.paid from people_leave v
    where v.person = p.id and v.since <= {day} and (v.last_day is null or v.last_day >= {day})
    order by v.since desc limit 1
) v on true
"""

_EMPLOYED = "p.hire_date <= {day} and (p.leave_date is null or p.leave_date >= {day})"


def person_on(day: date) -> SQL:
    """The select for one or many people on a day; add a `where`."""
    count = _PERSON.count("{day}")
    return SQL(_PERSON.replace("{day}", "{}"), *[day] * count)


def employed(day: date) -> SQL:
    return SQL(_EMPLOYED.replace("{day}", "{}"), day, day)


async def visible_person(scope: Scope, person: str, day: date) -> PersonRow:
    """The person, when in scope; otherwise NotFound, as if there were nobody."""
    rows = await DB.select(SQL("{} where p.id = {} and {}", person_on(day), person, _in(scope)))
    if not rows:
        raise NotFound
    return PersonRow(**rows[0])


async def people_in(scope: Scope, day: date, ids: Sequence[str] | None = None) -> list[PersonRow]:
    """Everybody employed on the day and in scope, in 工号 order; only `ids` when given."""
    only = SQL("p.id = any({}::varchar[])", list(ids)) if ids is not None else SQL("true")
    rows = await DB.select(
        SQL("{} where {} and {} and {} order by p.emp_no", person_on(day), employed(day), _in(scope), only)
    )
    return [PersonRow(**row) for row in rows]


async def employed_on(day: date) -> dict[str, str]:
    """{person id: 工号} of everybody employed on the day, in 工号 order."""
    rows = await DB.select(SQL("select p.id, p.emp_no from people_person p where {}", employed(day)))
    return {row["id"]: row["emp_no"] for row in sorted(rows, key=lambda row: row["emp_no"])}


def _in(scope: Scope) -> SQL:
    return scope.where("p.id", "a.department", "a.manager_no")
