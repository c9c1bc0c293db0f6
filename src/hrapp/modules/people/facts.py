"""What people tells others about a person on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.criteria import CriterionSource
from hrapp.kernel.database import DB
from hrapp.kernel.module import Fact, FactSource
from hrapp.kernel.periods import Calendar
from hrapp.kernel.text import mark
from hrapp.modules.people.criteria import KINDS, TenureRow
from hrapp.modules.people.queries import people_in
from hrapp.modules.people.rules import tenure_months


async def fetch(people: Sequence[str], day: date) -> Mapping[str, Mapping[str, Any]]:
    rows = await people_in(EVERYBODY, day, people)
    return {
        row.id: {
            "people.level": row.level,
            "people.department": row.department,
            "people.tenure_months": tenure_months(row.hire_date, day),
            "people.status": row.status(day),
        }
        for row in rows
    }


SOURCE = FactSource(
    (
        Fact("people.level", mark("Level")),
        Fact("people.department", mark("Department")),
        Fact("people.tenure_months", mark("Time in the company"), mark("months")),
        Fact("people.status", mark("Status")),
    ),
    fetch,
)

_TENURE = """
select p.id, p.hire_date, max(j.effective_on) as level_since
from people_person p
left join people_job_change j on j.person = p.id and j.state = 'effective' and j.effective_on <= $2
    and j.to_level is not null and j.to_level is distinct from j.from_level
where p.id = any($1::varchar[])
group by p.id, p.hire_date
"""


async def load_tenure(people: Sequence[str], _: Sequence[tuple[str, Any]], calendar: Calendar) -> dict[str, TenureRow]:
    rows = await DB.fetch(_TENURE, list(people), calendar.today)
    return {row["id"]: TenureRow(row["hire_date"], row["level_since"]) for row in rows}


CRITERIA = CriterionSource(KINDS, load_tenure)
