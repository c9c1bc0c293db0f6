"""Questions about pay. Scope first; nothing here is for a manager or the IT person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.modules.compensation.policy import Policy
from hrapp.modules.people.api import employed, person_on


class PayLine(msgspec.Struct, frozen=True):
    """One pay record of one person."""

    person: str
    effective_on: date
    base: Decimal
    reason: str
    state: str
    origin: str | None


class RaiseFacts(msgspec.Struct, frozen=True):
    """What the policy looks at, besides grades: one row per person employed on the day."""

    person: str
    emp_no: str
    name: str
    department: str | None
    position: str | None
    hire_date: date
    probation_end: date | None
    on_unpaid_leave: bool
    base: Decimal
    promotions: list[date]


class Round(msgspec.Struct, frozen=True):
    id: str
    title: str
    policy: str
    policy_version: int
    as_of: date
    effective_on: date
    state: str
    base_total: Decimal
    budget: Decimal | None
    opened_at: datetime
    released_on: date | None
    version: int


class RaiseRow(msgspec.Struct, frozen=True):
    """A person of a round. `inputs` is the suggestion as plain JSON, kept as it was when it was made."""

    id: str
    raise_round: str
    person: str
    emp_no: str
    name: str
    department: str | None
    position: str | None
    base: Decimal
    inputs: dict[str, Any]
    reason_none: str | None
    suggested_pct: Decimal | None
    suggested_increment: Decimal
    decided_pct: Decimal | None
    decided_increment: Decimal | None
    reason: str
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    direct: str
    version: int

    @property
    def increment(self) -> Decimal:
        """What this row costs: the decision, or the suggestion while there is none."""
        return self.suggested_increment if self.decided_increment is None else self.decided_increment

    @property
    def differs(self) -> bool:
        return self.decided_increment is not None and self.decided_increment != self.suggested_increment


async def policies() -> list[Policy]:
    """Every version, oldest first."""
    rows = await DB.fetch("select rules from compensation_raise_policy order by version")
    return [policy_of(row["rules"]) for row in rows]


def policy_of(rules: dict[str, Any]) -> Policy:
    """A stored policy; figures are kept as text so that they stay exact."""
    return msgspec.convert(rules, Policy, strict=False)


async def pay_lines(scope: Scope, day: date, person: str | None = None) -> list[PayLine]:
    """Pay records of those in scope, by person and day."""
    only = SQL("r.person = {}", person) if person else SQL("true")
    rows = await DB.select(
        SQL(
            "select r.person, r.effective_on, r.base, r.reason, r.state, r.origin from compensation_pay_record r"
            " join ({}) p on p.id = r.person where {} and {} order by r.person, r.effective_on, r.state",
            person_on(day),
            only,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    return [PayLine(**row) for row in rows]


async def raise_facts(day: date, ids: Sequence[str] | None = None) -> list[RaiseFacts]:
    """One row per person employed on the day, in 工号 order; one statement whatever their number."""
    only = SQL("p.id = any({}::varchar[])", list(ids)) if ids is not None else SQL("true")
    rows = await DB.select(
        SQL(
            "select q.id as person, q.emp_no, q.name, q.department, q.position, q.hire_date, q.probation_end,"
            " coalesce(q.on_unpaid_leave, false) as on_unpaid_leave, coalesce(pay.base, 0) as base,"
            " array(select j.effective_on from people_job_change j where j.person = q.id"
            "   and j.kind = 'promotion' and j.state = 'effective' and j.effective_on <= {}) as promotions"
            " from ({} where {} and {}) q left join lateral (select r.base from compensation_pay_record r"
            "   where r.person = q.id and r.state = 'in_force' and r.effective_on <= {}"
            "   order by r.effective_on desc limit 1) pay on true order by q.emp_no",
            day,
            person_on(day),
            employed(day),
            only,
            day,
        )
    )
    return [RaiseFacts(**row) for row in rows]


_ROUND = """
select r.id, r.title, r.policy, p.version as policy_version, r.as_of, r.effective_on, r.state, r.base_total,
    r.budget, r.opened_at, r.released_on, r.version
from compensation_raise_round r join compensation_raise_policy p on p.id = r.policy
"""


async def rounds(scope: Scope) -> list[Round]:
    rows = await DB.select(SQL("{} where {} order by r.as_of desc, r.id desc", SQL(_ROUND), _company(scope)))
    return [Round(**row) for row in rows]


async def visible_round(scope: Scope, id: str) -> Round:
    rows = await DB.select(SQL("{} where r.id = {} and {}", SQL(_ROUND), id, _company(scope)))
    if not rows:
        raise NotFound
    return Round(**rows[0])


def _company(scope: Scope) -> SQL:
    """Rounds are about everybody: only those who may see the whole company's pay find them."""
    return SQL("true") if scope.kind == "company" else SQL("false")


_RAISE = """
select x.id, x.raise_round, x.person, p.emp_no, p.name, p.department, p.position, x.base, x.inputs, x.reason_none,
    x.suggested_pct, x.suggested_increment, x.decided_pct, x.decided_increment, x.reason, x.decided_by,
    who.name as decided_by_name, x.decided_at, x.direct, x.version
from compensation_raise x join ({}) p on p.id = x.person left join people_person who on who.id = x.decided_by
"""


async def raises_of(scope: Scope, round_id: str, day: date) -> list[RaiseRow]:
    rows = await DB.select(
        SQL(
            _RAISE + " where x.raise_round = {} and {} order by p.emp_no",
            person_on(day),
            round_id,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    return [RaiseRow(**row) for row in rows]


async def visible_raise(scope: Scope, id: str, day: date) -> RaiseRow:
    rows = await DB.select(
        SQL(
            _RAISE + " where x.id = {} and {}",
            person_on(day),
            id,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    if not rows:
        raise NotFound
    return RaiseRow(**rows[0])


async def released_raises(scope: Scope, person: str, day: date) -> list[RaiseRow]:
    """What an employee may read of raises: only after release, newest first."""
    rows = await DB.select(
        SQL(
            _RAISE + " join compensation_raise_round r on r.id = x.raise_round"
            " where x.person = {} and r.state <> 'open' and {} order by r.as_of desc",
            person_on(day),
            person,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    return [RaiseRow(**row) for row in rows]
