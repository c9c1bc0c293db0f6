"""The roster and the person page: what they show, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.asking import together
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.people.queries import PersonRow, employed, person_on

PAGE = 50
STATUS = {
    "active": (mark("employed"), "ok"),
    "probation": (mark("in probation"), "info"),
    "unpaid_leave": (mark("on unpaid leave"), "warn"),
    "left": (mark("left"), "quiet"),
}
SORTS = {"emp_no": "p.emp_no", "name": "p.name", "hire_date": "p.hire_date", "department": "d.ordinal, d.name"}


class RosterFilter(msgspec.Struct, frozen=True):
    text: str = ""
    department: str = ""
    status: str = "here"
    sort: str = "emp_no"
    start: int = 0


def standing_of(person: PersonRow, day: date, personal: Scope) -> tuple[str, str]:
    """What the roster says of somebody, and its tone. Probation and leaves are told to those who see personal data;
    that somebody is not here any more, everybody is told."""
    status = person.status(day)
    if status != "left" and not personal.has(person.id, person.department_id, person.manager_no):
        status, kind = "active", None
    else:
        kind = person.on_leave
    words, tone = STATUS[status]
    return _(kind) if kind else _(words), tone


async def roster(scope: Scope, day: date, wanted: RosterFilter, personal: Scope) -> tuple[list[PersonRow], int]:
    """A page of people, one more than fits when there is a next page, and how many there are in all. Who is in
    probation is found among those of whom `personal` reaches the personal data."""
    conditions = _conditions(scope, day, wanted, personal)
    rows, count = await together(
        DB.select(
            SQL(
                "{} where {} order by " + SORTS.get(wanted.sort, "p.emp_no") + ", p.emp_no limit {} offset {}",
                person_on(day),
                conditions,
                PAGE + 1,
                wanted.start,
            )
        ),
        DB.select(
            SQL(
                "select count(*) as n from people_person p left join people_assignment a on a.person = p.id"
                " and a.since <= {} and (a.until is null or a.until > {}) left join people_department d on d.id = a.department"
                " where {}",
                day,
                day,
                conditions,
            )
        ),
    )
    return [PersonRow(**row) for row in rows], int(count[0]["n"])


async def whole_roster(scope: Scope, day: date, wanted: RosterFilter, most: int, personal: Scope) -> list[PersonRow]:
    """The same people in the same order, without pages."""
    rows = await DB.select(
        SQL(
            "{} where {} order by " + SORTS.get(wanted.sort, "p.emp_no") + ", p.emp_no limit {}",
            person_on(day),
            _conditions(scope, day, wanted, personal),
            most,
        )
    )
    return [PersonRow(**row) for row in rows]


def _conditions(scope: Scope, day: date, wanted: RosterFilter, personal: Scope) -> SQL:
    here = employed(day)
    if wanted.status == "left":
        here = SQL("p.leave_date < {}", day)
    elif wanted.status == "probation":
        reached = personal.where("p.id", "a.department", "a.manager_no")
        here = SQL("{} and p.probation_end >= {} and {}", here, day, reached)
    parts = [scope.where("p.id", "a.department", "a.manager_no"), here]
    if wanted.department:
        parts.append(SQL("d.name = {}", wanted.department))
    if wanted.text:
        pattern = "%" + wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        parts.append(SQL("(p.name ilike {} or p.emp_no ilike {} or a.position ilike {})", pattern, pattern, pattern))
    return SQL(" and ".join(["{}"] * len(parts)), *parts)


class DepartmentRow(msgspec.Struct, frozen=True):
    name: str
    code: str | None
    note: str | None
    parent: str | None
    head_id: str | None
    head: str | None
    people: int


async def departments(day: date) -> list[DepartmentRow]:
    rows = await DB.fetch(
        "select d.name, d.code, d.note, u.name as parent, h.id as head_id, h.name as head, count(p.id)::int as people"
        " from people_department d left join people_department u on u.id = d.parent"
        " left join people_person h on h.emp_no = d.manager_no"
        " left join people_assignment a on a.department = d.id and a.since <= $1 and (a.until is null or a.until > $1)"
        " left join people_person p on p.id = a.person and p.hire_date <= $1 and (p.leave_date is null or p.leave_date >= $1)"
        " group by d.id, d.name, d.code, d.note, d.ordinal, u.name, h.id, h.name order by d.ordinal, d.name",
        day,
    )
    return [DepartmentRow(**row) for row in rows]


class RosterLine(msgspec.Struct, frozen=True):
    """A row, ready to be printed: no calls in the loop of the template."""

    url: str
    name: str
    emp_no: str
    department: str
    position: str
    level: str
    manager: str
    hired: str
    status: str
    tone: str


def line(person: PersonRow, day: date, personal: Scope) -> RosterLine:
    words, tone = standing_of(person, day, personal)
    return RosterLine(
        f"/people/{person.id}",
        person.name,
        person.emp_no,
        person.department or "—",
        person.position or "—",
        person.level or "—",
        person.manager_name or "—",
        person.hire_date.isoformat(),
        words,
        tone,
    )


class PersonalRow(msgspec.Struct, frozen=True):
    """Of the class personal: for the person, HR and the general manager."""

    gender: str | None
    birth_date: date | None
    phone: str | None
    email: str | None
    contract_kind: str | None
    contract_end: date | None
    probation_end: date | None
    employment: str
    leave_reason: str | None
    note: str | None


async def personal(scope: Scope, person: str) -> PersonalRow | None:
    rows = await DB.select(
        SQL(
            "select p.gender, p.birth_date, p.phone, p.email, p.contract_kind, p.contract_end, p.probation_end,"
            " p.employment, p.leave_reason, p.note from people_person p where p.id = {} and {}",
            person,
            scope.where("p.id"),
        )
    )
    return PersonalRow(**rows[0]) if rows else None


class ChangeRow(msgspec.Struct, frozen=True):
    effective_on: date
    kind: str
    state: str
    from_position: str | None
    to_position: str | None
    from_level: str | None
    to_level: str | None
    from_department: str | None
    to_department: str | None
    origin: str | None


async def changes_of(scope: Scope, person: str) -> Sequence[ChangeRow]:
    rows = await DB.select(
        SQL(
            "select effective_on, kind, state, from_position, to_position, from_level, to_level, from_department,"
            " to_department, origin from people_job_change where person = {} and {} order by effective_on desc",
            person,
            scope.where("person"),
        )
    )
    return [ChangeRow(**row) for row in rows]


KINDS: dict[str, Any] = {
    "promotion": mark("Promotion"),
    "transfer": mark("Transfer"),
    "demotion": mark("Demotion"),
    "confirmation": mark("End of probation"),
    "hire": mark("Hire"),
    "leave": mark("Leaving"),
    "rehire": mark("Rehire"),
    "other": mark("Change"),
}
CHANGE_STATES = {"pending": mark("in approval"), "rejected": mark("not agreed"), "effective": ""}
