"""Changes to people: one function is one decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.people.events import LevelChanged, PersonalCorrected
from hrapp.modules.people.profile import canonical_no
from hrapp.modules.people.rules import LeaveSpan

_IN_FORCE = """
select a.id, a.since, a.until, a.department, a.position, a.manager_no, a.manager_name, l.code as level, d.name as department_name
from people_assignment a left join people_level l on l.id = a.level left join people_department d on d.id = a.department
where a.person = $1 and a.since <= $2 and (a.until is null or a.until > $2)
for update of a
"""
_CHANGE = """
insert into people_job_change (id, person, effective_on, kind, state, from_department, to_department,
    from_position, to_position, from_level, to_level, reason, origin)
values ($1, $2, $3, $4, 'effective', $5, $5, $6, $7, $8, $9, $10, $11)
on conflict (person, effective_on, kind) do update set state = 'effective', to_position = excluded.to_position,
    to_level = excluded.to_level, from_position = excluded.from_position, from_level = excluded.from_level,
    reason = excluded.reason, origin = excluded.origin
where people_job_change.state <> 'effective'
returning id
"""


async def first_person(emp_no: str, name: str, hire_date: date) -> str:
    """Somebody who is there before a roster is; the roster says the rest later. Answers the person's id."""
    made = new_id()
    await DB.fetch(
        "insert into people_person (id, emp_no, name, hire_date) values ($1, $2, $3, $4)",
        made,
        canonical_no(emp_no)[:40],
        " ".join(name.split())[:100],
        hire_date,
    )
    return made


async def apply_level_change(
    person: str, effective_on: date, to_level: str, to_position: str | None, kind: str, origin: str, reason: str
) -> bool:
    """From that day on the person has this level and position: history, assignment and event together.

    `to_level` is a level's code; without `to_position` the level's title becomes the position. Answers
    False when this change was already applied.
    """
    level = await DB.row("select id, title from people_level where code = $1", to_level)
    if level is None:
        raise Refused(f"there is no level {to_level}")
    before = await DB.row(_IN_FORCE, person, effective_on)
    if before is None:
        raise Conflict(_("This person has no position on that day."))
    position = to_position or level["title"]
    change = await DB.value(
        _CHANGE,
        new_id(),
        person,
        effective_on,
        kind,
        before["department_name"],
        before["position"],
        position,
        before["level"],
        to_level,
        reason,
        origin,
    )
    if change is None:
        return False
    await _continue_as(before["id"], effective_on, position, level["id"])
    details = {"from": before["level"], "to": to_level, "on": effective_on.isoformat(), "kind": kind}
    await emit(LevelChanged(object=change, person=person, details=details))
    return True


async def _continue_as(assignment: str, since: date, position: str, level: str) -> None:
    """Split the assignment at that day; one that begins on it is changed in place."""
    same_day = await DB.fetch(
        "update people_assignment set position = $3, level = $4 where id = $1 and since = $2 returning id",
        assignment,
        since,
        position,
        level,
    )
    if same_day:
        return
    rest = await DB.row(
        "update people_assignment a set until = $2 from people_assignment old where a.id = $1 and old.id = a.id"
        " returning a.person, old.until, a.department, a.manager_no, a.manager_name",
        assignment,
        since,
    )
    assert rest is not None
    await DB.fetch(
        "insert into people_assignment (id, person, since, until, department, position, level, manager_no, manager_name)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new_id(),
        rest["person"],
        since,
        rest["until"],
        rest["department"],
        position,
        level,
        rest["manager_no"],
        rest["manager_name"],
    )


async def set_leaves(person: str, leaves: Sequence[tuple[str, LeaveSpan]]) -> bool:
    """Add spans away from work, each with its kind; one that is known gets its last day. Answers if anything changed."""
    changed = False
    for kind, span in leaves:
        changed |= bool(
            await DB.fetch(
                "insert into people_leave (id, person, kind, since, last_day, paid) values ($1, $2, $3, $4, $5, $6)"
                " on conflict (person, kind, since) do update set last_day = excluded.last_day, paid = excluded.paid"
                " where (people_leave.last_day, people_leave.paid) is distinct from (excluded.last_day, excluded.paid)"
                " returning id",
                new_id(),
                person,
                kind,
                span.since,
                span.last_day,
                span.paid,
            )
        )
    return changed


_CORRECTABLE = ("phone", "email", "gender", "birth_date")


async def correct_personal(person: str, field: str, value: str | date, version: int) -> None:
    """One plain field of somebody's record, unless it changed since `version` was looked at."""
    if field not in _CORRECTABLE:
        raise Refused(f"{field} is not corrected like this")
    written = await DB.fetch(
        f"update people_person set {field} = $3, version = version + 1 where id = $1 and version = $2 returning id",
        person,
        version,
        value,
    )
    if not written:
        raise Conflict(_("Somebody changed this record in the meantime. Look at it again."))
    await emit(PersonalCorrected(object=person, person=person, details={"field": field}))
