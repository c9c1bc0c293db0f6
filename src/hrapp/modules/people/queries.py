"""Questions about people: scope first, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.modules.people.profile import canonical_no
from hrapp.modules.people.rules import ACTIVE, LeaveSpan, conditions_on


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

    def conditions(self, day: date) -> tuple[str, ...]:
        """What closes a gate on that day: "probation", "unpaid_leave"."""
        unpaid = (LeaveSpan(day, day, paid=False),) if self.on_unpaid_leave else ()
        return conditions_on(day, self.probation_end, unpaid)

    def status(self, day: date) -> str:
        """active · probation · unpaid_leave · left."""
        if self.leave_date is not None and self.leave_date < day:
            return "left"
        return next(iter(self.conditions(day)), ACTIVE)


# A person on a day {day}: the assignment in force, its department, level and manager. `level_since` is
# the last effective change of level up to that day, else the day of hire.
_PERSON = """
select p.id, p.emp_no, p.name, d.id as department_id, d.name as department, a.position,
    l.code as level, l.title as level_title, f.code as family,
    m.emp_no as manager_no, coalesce(m.name, a.manager_name) as manager_name,
    p.hire_date, p.leave_date, p.probation_end, v.kind as on_leave, v.unpaid as on_unpaid_leave,
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
cross join lateral (
    select (array_agg(v.kind order by v.since desc))[1] as kind, coalesce(bool_or(not v.paid), false) as unpaid
    from people_leave v
    where v.person = p.id and v.since <= {day} and (v.last_day is null or v.last_day >= {day})
) v
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


# -- who is responsible -------------------------------------------------------------------------------

# The general manager that the company file names; without one, the only head of a department who reports
# to nobody. Ids only: whoever needs more asks for the person.
_GENERAL_MANAGER = """
coalesce(
    (select p.id from kernel_setting s join people_person p on p.emp_no = s.value->>'general_manager'
     where s.key = 'company' and p.hire_date <= {day} and (p.leave_date is null or p.leave_date >= {day})),
    (select min(p.id) from people_person p
     join people_assignment a on a.person = p.id and a.since <= {day} and (a.until is null or a.until > {day})
     where a.manager_no is null and a.manager_name is null
       and p.hire_date <= {day} and (p.leave_date is null or p.leave_date >= {day})
       and exists (select 1 from people_department d where d.manager_no = p.emp_no)
     having count(*) = 1)
)
"""

# For each person the head of their department, walking up while there is none who is here; for the head
# themself, and where the walk ends, the general manager. Nobody is responsible for themself.
_RESPONSIBLE = (
    """
with recursive chain as (
    select p.id as person, p.emp_no, d.id, d.parent, d.manager_no, 0 as depth, d.manager_no = p.emp_no as heads
    from people_person p
    join people_assignment a on a.person = p.id and a.since <= {day} and (a.until is null or a.until > {day})
    join people_department d on d.id = a.department
    where p.id = any({ids}::varchar[])
    union all
    select c.person, c.emp_no, d.id, d.parent, d.manager_no, c.depth + 1, c.heads
    from chain c join people_department d on d.id = c.parent
    where c.heads is not true
),
head as (
    select distinct on (c.person) c.person, m.id as manager
    from chain c
    join people_person m on m.emp_no = c.manager_no and m.emp_no <> c.emp_no
        and m.hire_date <= {day} and (m.leave_date is null or m.leave_date >= {day})
    where c.heads is not true
    order by c.person, c.depth
),
top as (select """
    + _GENERAL_MANAGER
    + """ as id)
select wanted.id as person, coalesce(head.manager, nullif(top.id, wanted.id)) as manager
from unnest({ids}::varchar[]) wanted (id) cross join top left join head on head.person = wanted.id
"""
)


async def managers_responsible(people: Sequence[str], day: date) -> dict[str, str | None]:
    """{person id: person id of the manager responsible for them}, for any number of people, one statement."""
    sql = _RESPONSIBLE.replace("{day}", "$1").replace("{ids}", "$2")
    rows = await DB.fetch(sql.replace("$1", "$1::date"), day, list(people))
    return {row["person"]: row["manager"] for row in rows}


async def manager_of_department(person: str, day: date) -> PersonRow | None:
    """The manager responsible for a person: the head of their department, for the head the general manager."""
    manager = (await managers_responsible([person], day))[person]
    return await person_by_id(manager, day) if manager else None


async def general_manager(day: date) -> PersonRow | None:
    found = await DB.value("select " + _GENERAL_MANAGER.replace("{day}", "$1::date"), day)
    return await person_by_id(found, day) if found else None


async def hr_people(day: date) -> list[PersonRow]:
    """Whom the company file names as the owner of HR matters, when they are here."""
    named = SQL(
        "p.emp_no = (select s.value->>'hr_owner' from kernel_setting s where s.key = 'company') and {}", employed(day)
    )
    return [PersonRow(**row) for row in await DB.select(SQL("{} where {}", person_on(day), named))]


async def person_by_id(person: str, day: date) -> PersonRow | None:
    """Without a scope: for actions and jobs that act for the company itself."""
    rows = await DB.select(SQL("{} where p.id = {}", person_on(day), person))
    return PersonRow(**rows[0]) if rows else None


class Named(msgspec.Struct, frozen=True):
    id: str
    name: str


async def named(emp_no: str) -> Named | None:
    """Without a scope: for whoever holds the code of a first account and says who they are."""
    row = await DB.row("select id, name from people_person where upper(emp_no) = upper($1)", canonical_no(emp_no))
    return Named(**row) if row else None


async def id_of(emp_no: str) -> str | None:
    """Without a scope: for the shell."""
    found: str | None = await DB.value("select id from people_person where emp_no = $1", emp_no)
    return found


def _in(scope: Scope) -> SQL:
    return scope.where("p.id", "a.department", "a.manager_no")
