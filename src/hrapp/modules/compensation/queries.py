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
    proposed_pct: Decimal | None
    proposed_increment: Decimal | None
    proposed_reason: str
    proposed_by: str | None
    proposed_by_name: str | None
    gender: str | None
    level: str | None

    @property
    def decided(self) -> bool:
        return self.decided_increment is not None

    @property
    def new_base(self) -> Decimal:
        return self.base + self.increment

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
    who.name as decided_by_name, x.decided_at, x.direct, x.version, x.proposed_pct, x.proposed_increment,
    x.proposed_reason, x.proposed_by, proposer.name as proposed_by_name, record.gender, p.level
from compensation_raise x join ({}) p on p.id = x.person join people_person record on record.id = x.person
left join people_person who on who.id = x.decided_by left join people_person proposer on proposer.id = x.proposed_by
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


class Released(RaiseRow, frozen=True):
    """A raise that its employee may read, with the round it belongs to."""

    title: str
    as_of: date
    effective_on: date
    released_on: date | None


_RELEASED = _RAISE.replace(
    "\nfrom compensation_raise x", ", r.title, r.as_of, r.effective_on, r.released_on\nfrom compensation_raise x", 1
)


async def released_raises(scope: Scope, person: str, day: date) -> list[Released]:
    """What may be read of somebody's raises: only after release, newest first."""
    return await _released(scope, SQL("x.person = {} and x.decided_by is not null", person), day)


async def released_raise(scope: Scope, id: str, day: date) -> Released:
    found = await _released(scope, SQL("x.id = {} and x.decided_by is not null", id), day)
    if not found:
        raise NotFound
    return found[0]


async def _released(scope: Scope, which: SQL, day: date) -> list[Released]:
    rows = await DB.select(
        SQL(
            _RELEASED + " join compensation_raise_round r on r.id = x.raise_round"
            " where {} and r.state <> 'open' and {} order by r.as_of desc",
            person_on(day),
            which,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    return [Released(**row) for row in rows]


class Background(msgspec.Struct, frozen=True):
    """What the decider looks at besides the suggestion: effective promotions and pay so far, oldest first."""

    promotions: list[dict[str, Any]]
    pay: list[dict[str, Any]]


async def background(scope: Scope, person: str, day: date) -> Background:
    rows = await DB.select(
        SQL(
            "select coalesce((select jsonb_agg(jsonb_build_object('on', j.effective_on, 'from', j.from_position,"
            "   'to', j.to_position, 'from_level', j.from_level, 'to_level', j.to_level, 'origin', j.origin)"
            "   order by j.effective_on) from people_job_change j where j.person = p.id and j.kind = 'promotion'"
            "   and j.state = 'effective' and j.effective_on <= {}), '[]') as promotions,"
            " coalesce((select jsonb_agg(jsonb_build_object('on', r.effective_on, 'base', r.base::text,"
            "   'reason', r.reason, 'origin', r.origin) order by r.effective_on) from compensation_pay_record r"
            "   where r.person = p.id and r.state = 'in_force'), '[]') as pay"
            " from people_person p where p.id = {} and {}",
            day,
            person,
            scope.where("p.id"),
        )
    )
    if not rows:
        raise NotFound
    return Background(**rows[0])


class RoundLine(msgspec.Struct, frozen=True):
    """A round in the list of rounds, with how far it is and what it costs so far."""

    id: str
    title: str
    as_of: date
    effective_on: date
    state: str
    budget: Decimal | None
    people: int
    undecided: int
    increments: Decimal


async def round_lines(scope: Scope, own: str | None = None) -> list[RoundLine]:
    """Every round, newest first. `own` is not counted as undecided: others decide on it, on paper."""
    rows = await DB.select(
        SQL(
            "select r.id, r.title, r.as_of, r.effective_on, r.state, r.budget, count(x.id) as people,"
            " count(x.id) filter (where x.decided_by is null and (x.suggested_pct is not null or x.proposed_by is not null)"
            "   and x.person is distinct from {}) as undecided, coalesce(sum(coalesce(x.decided_increment, x.suggested_increment)), 0) as increments"
            " from compensation_raise_round r left join compensation_raise x on x.raise_round = r.id"
            " where {} group by r.id order by r.as_of desc, r.id desc",
            own,
            _company(scope),
        )
    )
    return [RoundLine(**row) for row in rows]


class PolicyVersion(msgspec.Struct, frozen=True):
    policy: Policy
    used: bool


async def policy_versions() -> list[PolicyVersion]:
    """Every version, newest first, and whether a round was made under it."""
    rows = await DB.fetch(
        "select p.rules, exists (select 1 from compensation_raise_round r where r.policy = p.id) as used"
        " from compensation_raise_policy p order by p.version desc"
    )
    return [PolicyVersion(policy_of(row["rules"]), row["used"]) for row in rows]
