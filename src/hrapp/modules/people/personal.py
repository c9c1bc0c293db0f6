"""What this module keeps of one person, for that person; and taking it away when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import CASE, IDENTITY, PERFORMANCE, PERSONAL
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.people.identity import kept_of
from hrapp.modules.people.queries import person_by_id
from hrapp.modules.people.roster import CHANGE_STATES, KINDS, changes_of, personal


async def profile(person: str, day: date) -> Sequence[dict[str, Any]]:
    row, own = await person_by_id(person, day), await personal(Scope(SELF, person=person), person)
    if row is None or own is None:
        return []
    number = (await kept_of([person]))[person].number
    work = {
        "emp_no": row.emp_no,
        "name": row.name,
        "department": row.department,
        "position": row.position,
        "level": row.level,
        "hire_date": row.hire_date,
        "leave_date": row.leave_date,
        "id_no": number,
    }
    return [{**work, **{name: getattr(own, name) for name in own.__struct_fields__}}]


async def history(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await changes_of(Scope(SELF, person=person), person)
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def leaves(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch(
        "select kind, since, last_day, paid from people_leave where person = $1 order by since, kind", person
    )
    return [dict(row) for row in rows]


# -- when its time is over: who worked here from when to when stays, so that figures of earlier years stay true ---


async def _forget_personal(person: str) -> int:
    rows = await DB.fetch(
        "update people_person set gender = null, birth_date = null, phone = null, email = null, contract_kind = null,"
        " contract_end = null, probation_end = null, version = version + 1 where id = $1 and (gender is not null"
        " or birth_date is not null or phone is not null or email is not null or contract_kind is not null"
        " or contract_end is not null or probation_end is not null) returning id",
        person,
    )
    return len(rows)


async def _forget_identity(person: str) -> int:
    return len(await DB.fetch("delete from people_identity where person = $1 returning id", person))


async def _forget_case(person: str) -> int:
    gone = await DB.fetch("delete from people_leave where person = $1 returning id", person)
    rows = await DB.fetch(
        "update people_person set leave_reason = null, note = null, version = version + 1"
        " where id = $1 and (leave_reason is not null or note is not null) returning id",
        person,
    )
    return len(gone) + len(rows)


async def _forget_reasons(person: str) -> int:
    rows = await DB.fetch(
        "update people_job_change set reason = null where person = $1 and reason is not null returning id", person
    )
    return len(rows)


PERSONAL_DATA = (
    PersonalData(
        "profile",
        mark("Personal record"),
        {
            "emp_no": mark("Employee number"),
            "name": mark("Name"),
            "department": mark("Department"),
            "position": mark("Position"),
            "level": mark("Level"),
            "hire_date": mark("Hired"),
            "leave_date": mark("Last working day"),
            "gender": mark("Gender"),
            "birth_date": mark("Born"),
            "id_no": mark("ID number"),
            "phone": mark("Telephone"),
            "email": mark("Mail"),
            "employment": mark("Kind of employment"),
            "contract_kind": mark("Contract"),
            "contract_end": mark("Contract until"),
            "probation_end": mark("Probation until"),
            "leave_reason": mark("Reason of leaving"),
            "note": mark("Note"),
        },
        profile,
        words={"fixed": mark("fixed term"), "open_ended": mark("open-ended"), "project": mark("for a project")},
        masked=("id_no",),
        order=10,
    ),
    PersonalData(
        "job_history",
        mark("Job history"),
        {
            "effective_on": mark("Day"),
            "kind": mark("Change"),
            "state": mark("State"),
            "from_department": mark("From department"),
            "to_department": mark("To department"),
            "from_position": mark("From position"),
            "to_position": mark("To position"),
            "from_level": mark("From level"),
            "to_level": mark("To level"),
        },
        history,
        words={**KINDS, **{key: words or mark("in force") for key, words in CHANGE_STATES.items()}},
        order=11,
    ),
    PersonalData(
        "leaves",
        mark("Leaves"),
        {"kind": mark("Kind"), "since": mark("Since"), "last_day": mark("Last day"), "paid": mark("Paid")},
        leaves,
        order=12,
    ),
)
ERASURES = (
    Erasure(PERSONAL, _forget_personal),
    Erasure(IDENTITY, _forget_identity),
    Erasure(PERFORMANCE, _forget_reasons),
    Erasure(CASE, _forget_case),
)
