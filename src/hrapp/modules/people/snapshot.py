"""This module's part of the company snapshot: who is who, headcount, turnover, contracts that end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB
from hrapp.kernel.module import SnapshotPart
from hrapp.modules.people.identity import kept_of
from hrapp.modules.people.json_shape import PromotionRow, contracts_json, promotion_json, turnover_json
from hrapp.modules.people.profile import Window, reminders, report_windows
from hrapp.modules.people.queries import PersonRow, people_in
from hrapp.modules.people.rules import (
    Stay,
    Turnover,
    as_known_on,
    headcount_at_close,
    headcounts,
    tenure_months,
    turnover,
)


class Record(msgspec.Struct, frozen=True):
    """What identity shows beyond PersonRow; protected, so only the snapshot and the exports of HR read it."""

    id: str
    gender: str | None
    birth_date: date | None
    phone: str | None
    email: str | None
    contract_kind: str | None
    contract_end: date | None
    leaves: list[dict[str, Any]]


_RECORDS = """
select p.id, p.gender, p.birth_date, p.phone, p.email, p.contract_kind, p.contract_end,
    coalesce((
        select jsonb_agg(jsonb_build_object('kind', v.kind, 'from', v.since, 'to', v.last_day) order by v.since, v.kind)
        from people_leave v where v.person = p.id
    ), '[]') as leaves
from people_person p where p.id = any($1::varchar[])
"""


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    records = {row["id"]: Record(**row) for row in await DB.fetch(_RECORDS, list(people))}
    kept = await kept_of(people)
    return {
        row.emp_no: {"identity": identity(row, records[row.id], kept[row.id].number, day)}
        for row in await people_in(EVERYBODY, day)
    }


def identity(row: PersonRow, record: Record, id_no: str | None, day: date) -> dict[str, Any]:
    return {
        "emp_no": row.emp_no,
        "name": row.name,
        "gender": record.gender,
        "birth_date": _iso(record.birth_date),
        "department": row.department,
        "position": row.position,
        "family": row.family,
        "level": row.level,
        "manager": row.manager_no,
        "hire_date": row.hire_date.isoformat(),
        "id_no": id_no,
        "phone": record.phone,
        "email": record.email,
        "contract_end": _iso(record.contract_end),
        "contract_kind": record.contract_kind,
        "status": row.status(day),
        "probation_end": _iso(row.probation_end),
        "level_since": row.level_since.isoformat(),
        "manager_name": row.manager_name,
        "tenure_months": tenure_months(row.hire_date, day),
        "leaves": record.leaves,
    }


async def company(day: date) -> dict[str, Any]:
    rows = await people_in(EVERYBODY, day)
    order = await DB.fetch("select name from people_department order by ordinal, name")
    ends = await DB.fetch("select id, contract_end from people_person where contract_end is not null")
    numbers = {row.id: row.emp_no for row in rows}
    contracts = [(numbers[end["id"]], end["contract_end"]) for end in ends if end["id"] in numbers]
    reports = await report_windows()
    known = await stays(day)
    return {
        "headcount": len(rows),
        "headcount_by_department": headcounts([row["name"] for row in order], [row.department for row in rows]),
        "turnover": [turnover_json(window.name, over(window, known)) for window in reports.turnover],
        "promotion": await promotions(reports.promotion, known, day),
        "contracts_expiring": contracts_json(contracts, day, (await reminders()).contract_expiry_days),
    }


_PROMOTIONS = """
select p.emp_no, j.effective_on, f.code as family
from people_job_change j join people_person p on p.id = j.person
left join people_level l on l.code = coalesce(j.to_level, j.from_level) left join people_family f on f.id = l.family
where j.kind = 'promotion' and j.state = 'effective' and j.effective_on between $1 and least($2::date, $3::date)
order by j.effective_on, p.emp_no
"""


async def promotions(window: Window | None, known: list[Stay], day: date) -> dict[str, Any] | None:
    """Promotions that took effect in the window; None when the company names no window."""
    if window is None:
        return None
    rows = await DB.fetch(_PROMOTIONS, window.start, window.end, day)
    found = [PromotionRow(row["emp_no"], row["effective_on"], row["family"]) for row in rows]
    return promotion_json(window.start, window.end, found, headcount_at_close(window.end, known))


async def stays(day: date) -> list[Stay]:
    """Everybody's time in the company as it is known on the day."""
    rows = await DB.fetch(
        "select id, hire_date, leave_date, voluntary, probation_end from people_person where hire_date <= $1", day
    )
    found = [Stay(r["id"], r["hire_date"], r["leave_date"], r["voluntary"], r["probation_end"]) for r in rows]
    return as_known_on(day, found)


def over(window: Window, known: list[Stay]) -> Turnover:
    return turnover(known, window.start, window.end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


PART = SnapshotPart(
    employee_keys=("identity",),
    employees=employees,
    total_keys=("headcount", "headcount_by_department", "turnover", "promotion", "contracts_expiring"),
    company=company,
)
