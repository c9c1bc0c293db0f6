"""Questions about pay. Scope first; nothing here is for a manager or the IT person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.work import saw
from hrapp.modules.compensation.figures import KEY, PAY, RAISE, ROUND, RaiseFigures, figures, key_of, opened
from hrapp.modules.compensation.policy import Policy
from hrapp.modules.people.api import employed, person_on

R = TypeVar("R", bound="RaiseRow")


class PayLine(msgspec.Struct, frozen=True):
    """One pay record of one person."""

    id: str
    person: str
    effective_on: date
    base: Decimal
    components: dict[str, str]
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
    suggested: bool
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
            f"select r.id, r.person, r.effective_on, r.state, r.origin, r.sealed, {KEY} from compensation_pay_record r"
            f" join ({{}}) p on p.id = r.person {key_of('r.person')} where {{}} and {{}}"
            " order by r.person, r.effective_on, r.state",
            person_on(day),
            only,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    found = opened(PayLine, PAY, rows, "person")
    saw(SALARY, {line.person for line in found}, "base", "reason")
    return found


async def raise_facts(day: date, ids: Sequence[str] | None = None) -> list[RaiseFacts]:
    """One row per person employed on the day, in 工号 order; one statement whatever their number."""
    only = SQL("p.id = any({}::varchar[])", list(ids)) if ids is not None else SQL("true")
    rows = await DB.select(
        SQL(
            "select q.id as person, q.emp_no, q.name, q.department, q.position, q.hire_date, q.probation_end,"
            f" coalesce(q.on_unpaid_leave, false) as on_unpaid_leave, pay.id, pay.sealed, {KEY},"
            " array(select j.effective_on from people_job_change j where j.person = q.id"
            "   and j.kind = 'promotion' and j.state = 'effective' and j.effective_on <= {}) as promotions"
            " from ({} where {} and {}) q left join lateral (select r.id, r.sealed from compensation_pay_record r"
            "   where r.person = q.id and r.state = 'in_force' and r.effective_on <= {}"
            f"   order by r.effective_on desc limit 1) pay on true {key_of('q.id')} order by q.emp_no",
            day,
            person_on(day),
            employed(day),
            only,
            day,
        )
    )
    return [_raise_facts(row) for row in rows]


def _raise_facts(row: Mapping[str, Any]) -> RaiseFacts:
    known = figures(PAY, row["person"], row) if row["sealed"] else None
    clear = {name: row[name] for name in RaiseFacts.__struct_fields__ if name != "base"}
    return RaiseFacts(base=known.base if known else Decimal(0), **clear)


_ROUND = """
select r.id, r.title, r.policy, p.version as policy_version, r.as_of, r.effective_on, r.state, r.opened_at,
    r.released_on, r.version, r.sealed, {key}
from compensation_raise_round r join compensation_raise_policy p on p.id = r.policy {key_of}
""".format(key=KEY, key_of=key_of("r.id"))


async def rounds(scope: Scope) -> list[Round]:
    rows = await DB.select(SQL("{} where {} order by r.as_of desc, r.id desc", SQL(_ROUND), _company(scope)))
    return opened(Round, ROUND, rows, "id")


async def visible_round(scope: Scope, id: str) -> Round:
    rows = await DB.select(SQL("{} where r.id = {} and {}", SQL(_ROUND), id, _company(scope)))
    found = opened(Round, ROUND, rows, "id")
    if not found:
        raise NotFound
    return found[0]


def _company(scope: Scope) -> SQL:
    """Rounds are about everybody: only those who may see the whole company's pay find them."""
    return SQL("true") if scope.whole else SQL("false")


_RAISE = """
select x.id, x.raise_round, x.person, p.emp_no, p.name, p.department, p.position, x.suggested, x.decided_by,
    who.name as decided_by_name, x.decided_at, x.direct, x.version, x.proposed_by, proposer.name as proposed_by_name,
    record.gender, p.level, x.sealed, {key}
from compensation_raise x join ({{}}) p on p.id = x.person join people_person record on record.id = x.person
left join people_person who on who.id = x.decided_by left join people_person proposer on proposer.id = x.proposed_by
{key_of}
""".format(key=KEY, key_of=key_of("x.person"))


async def raises_of(scope: Scope, round_id: str, day: date) -> list[RaiseRow]:
    rows = await DB.select(
        SQL(
            _RAISE + " where x.raise_round = {} and {} order by p.emp_no",
            person_on(day),
            round_id,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    return _seen(opened(RaiseRow, RAISE, rows, "person"))


def _seen(found: list[R]) -> list[R]:
    saw(SALARY, {row.person for row in found}, "base", "raise")
    return found


async def visible_raise(scope: Scope, id: str, day: date) -> RaiseRow:
    rows = await DB.select(
        SQL(
            _RAISE + " where x.id = {} and {}",
            person_on(day),
            id,
            scope.where("p.id", "p.department_id", "p.manager_no"),
        )
    )
    found = _seen(opened(RaiseRow, RAISE, rows, "person"))
    if not found:
        raise NotFound
    return found[0]


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
    return _seen(opened(Released, RAISE, rows, "person"))


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
            "   and j.state = 'effective' and j.effective_on <= {}), '[]') as promotions"
            " from people_person p where p.id = {} and {}",
            day,
            person,
            scope.where("p.id"),
        )
    )
    if not rows:
        raise NotFound
    pay = [
        {"on": line.effective_on.isoformat(), "base": str(line.base), "reason": line.reason, "origin": line.origin}
        for line in await pay_lines(scope, day, person)
        if line.state == "in_force"
    ]
    return Background(rows[0]["promotions"], pay)


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


class OpenRound(msgspec.Struct, frozen=True):
    id: str
    title: str
    undecided: int


async def open_rounds(scope: Scope, own: str | None) -> list[OpenRound]:
    """Rounds that are open, and how much of them waits. `own` is not counted: others decide on it, on paper."""
    rows = await DB.select(
        SQL(
            "select r.id, r.title, count(x.id) filter (where x.decided_by is null and (x.suggested"
            "   or x.proposed_by is not null) and x.person is distinct from {}) as undecided"
            " from compensation_raise_round r left join compensation_raise x on x.raise_round = r.id"
            " where r.state = 'open' and {} group by r.id order by r.as_of desc, r.id desc",
            own,
            _company(scope),
        )
    )
    return [OpenRound(**row) for row in rows]


_OF_ROUNDS = """
select x.id, x.raise_round, x.person, x.suggested, x.decided_by, x.proposed_by, x.sealed, {key}
from compensation_raise x {key_of} where x.raise_round = any($1::varchar[])
""".format(key=KEY, key_of=key_of("x.person"))


async def round_lines(scope: Scope, own: str | None = None) -> list[RoundLine]:
    """Every round, newest first. `own` is not counted as undecided: others decide on it, on paper."""
    found = await rounds(scope)
    rows = await DB.fetch(_OF_ROUNDS, [each.id for each in found])
    inside: dict[str, list[tuple[Any, RaiseFigures | None]]] = {each.id: [] for each in found}
    for row in rows:
        inside[row["raise_round"]].append((row, figures(RAISE, row["person"], row)))
    return [_round_line(each, inside[each.id], own) for each in found]


def _round_line(each: Round, inside: Sequence[tuple[Any, RaiseFigures | None]], own: str | None) -> RoundLine:
    waits = [
        row
        for row, _ in inside
        if row["decided_by"] is None and (row["suggested"] or row["proposed_by"]) and row["person"] != own
    ]
    costs = [
        told.suggested_increment if told.decided_increment is None else told.decided_increment
        for _, told in inside
        if told
    ]
    return RoundLine(
        id=each.id,
        title=each.title,
        as_of=each.as_of,
        effective_on=each.effective_on,
        state=each.state,
        budget=each.budget,
        people=len(inside),
        undecided=len(waits),
        increments=sum(costs, Decimal(0)),
    )


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
