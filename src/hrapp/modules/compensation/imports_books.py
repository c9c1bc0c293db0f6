"""What is known of everybody's pay while a batch is read: what a row says is judged by it, added to it, and written.

A pay record is never overwritten: what contradicts one is blocked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from hrapp.kernel import alone, keys, ports
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, Note, Outcome, Record
from hrapp.kernel.taking import blocked, judged, note, origin, split
from hrapp.modules.compensation.figures import KEY, PayFigures, figures, key_of
from hrapp.modules.compensation.figures import PAY as PAYS

BASE = ""  # beside the names of parts
_DAY = timedelta(days=1)
IN_FORCE, PROPOSED = "in_force", "proposed"
TAKEN = (Action.NEW, Action.CHANGED)


@dataclass(frozen=True, slots=True)
class Pay:
    """A pay record, stored or about to be."""

    effective_on: date
    base: Decimal
    state: str = IN_FORCE
    reason: str = ""
    components: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=new_id, compare=False)
    decided: bool = False  # in a round of hrapp: no file writes it
    ended: frozenset[str] = field(default=frozenset(), compare=False)  # parts that a table says are paid no more
    #: What a list of changes says that it was before: {name of a part, BASE for the base: amount}.
    was: Mapping[str, Decimal] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Books:
    """What is known of everybody's pay: from the database, and from the rows of this batch before."""

    pay: dict[str, list[Pay]]

    def on_day(self, person: str, day: date, state: str) -> Pay | None:
        return next((p for p in self.pay[person] if p.effective_on == day and p.state == state), None)

    def in_force(self, person: str, day: date) -> Pay | None:
        known = [p for p in self.pay[person] if p.state == IN_FORCE and p.effective_on <= day]
        return max(known, key=lambda p: p.effective_on, default=None)

    def before(self, person: str, day: date) -> Pay | None:
        return self.in_force(person, day - _DAY)

    def gone_on(self, person: str, pay: Pay) -> set[str]:
        """What a record of that day only goes on with, by another list, and this one says to be raised from there: the
        base in a list of allowances, and the allowances in one of raises. Neither contradicts the other."""
        known, before = self.on_day(person, pay.effective_on, pay.state), self.before(person, pay.effective_on)
        if known is None or before is None or known.decided:
            return set()
        old, now = ({BASE: each.base, **amounts(each)} for each in (before, known))
        return {name for name, was in pay.was.items() if name in now and was == now[name] == old.get(name)}

    def add(self, person: str, pay: Pay) -> list[Pay]:
        """What is to be written: a record that is known is added to, and a new one goes on with the components of the
        pay before it that nobody says otherwise. So do later records that came in first."""
        known, before = self.on_day(person, pay.effective_on, pay.state), self.before(person, pay.effective_on)
        last = known or before
        beside = last.components if last else {}
        now = replace(pay, components={**_without(beside, pay.ended), **pay.components})
        if known is not None:
            base = pay.base if BASE in self.gone_on(person, pay) else known.base
            beside_it = {**last.components, **pay.components} if last else pay.components
            now = replace(known, base=base, reason=known.reason or pay.reason, components=beside_it)
        later = self._carried_on(person, now, beside) if now.state == IN_FORCE else []
        self._put(person, now)
        return [now, *later]

    def _put(self, person: str, pay: Pay) -> None:
        self.pay[person] = [p for p in self.pay[person] if (p.effective_on, p.state) != (pay.effective_on, pay.state)]
        self.pay[person].append(pay)

    def later(self, person: str, day: date) -> list[Pay]:
        found = [p for p in self.pay[person] if p.state == IN_FORCE and p.effective_on > day]
        return sorted(found, key=lambda p: p.effective_on)

    def _carried_on(self, person: str, pay: Pay, before: Mapping[str, str]) -> list[Pay]:
        """What ended at one of them does not go on."""
        beside, changed = dict(pay.components), []
        for known in self.later(person, pay.effective_on):
            ended = before.keys() - known.components.keys()
            beside = _without(beside, ended) | dict(known.components)
            before = known.components
            if beside != known.components and not known.decided:
                changed.append(replace(known, components=dict(beside)))
                self._put(person, changed[-1])
        return changed


def _without(components: Mapping[str, str], names: Set[str]) -> dict[str, str]:
    return {name: amount for name, amount in components.items() if name not in names}


def amounts(pay: Pay) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in pay.components.items()}


_STORED = f"""
select r.id, r.person, r.effective_on, r.state, r.decision is not null as decided, r.sealed, {KEY} from compensation_pay_record r {key_of("r.person")}
where r.person = any($1::varchar[]) order by r.person, r.effective_on
"""


async def books_of(records: Sequence[Record]) -> Books:
    found: dict[str, list[Pay]] = defaultdict(list)
    for row in await DB.fetch(_STORED, sorted({record.values["person"] for record in records})):
        told = figures(PAYS, row["person"], row)
        if told is not None:
            said = (told.base, row["state"], told.reason, told.components)
            found[row["person"]].append(Pay(row["effective_on"], *said, row["id"], row["decided"]))
    return Books(found)


async def possible(records: Sequence[Record], *needed: str) -> tuple[list[Record], list[Outcome]]:
    """Records that can be kept, and the answers to the others: of whom the pay was erased, nothing is kept again; and
    of nobody before there are two who look after each other."""
    if not alone.is_own() and not await ports.access_policy().two_are_there():
        return [], [blocked(record, "pay_waits", subject=record.values.get("emp_no")) for record in records]
    known, outcomes = split(records, *needed)
    erased = await keys.gone(SALARY, [record.values["person"] for record in known])
    good = [record for record in known if record.values["person"] not in erased]
    outcomes += [
        blocked(record, "pay_erased", subject=record.values["emp_no"], field="emp_no")
        for record in known
        if record.values["person"] in erased
    ]
    return good, outcomes


def judge(record: Record, pay: Pay, books: Books, notes: Sequence[Note] = ()) -> Outcome:
    """New, known already, or against what is known."""
    person, emp_no = record.values["person"], record.values["emp_no"]
    known = books.on_day(person, pay.effective_on, pay.state)
    if known is None:
        return judged(record, emp_no, None, {}, notes)
    raised = books.gone_on(person, pay)
    if known.base != pay.base and BASE not in raised:
        return against(record, known, pay.base)
    if other := [name for name in other_parts(known, pay) if name not in raised]:
        return _parts_against(record, known, pay, other)
    before = {"after": known.base, "reason": known.reason, "components": known.components}
    after = {"reason": known.reason or pay.reason, "components": {**known.components, **pay.components}}
    return judged(record, emp_no, before, after | {"after": pay.base}, notes)


def other_parts(known: Pay, said: Pay) -> list[str]:
    """The components that are known with another amount; one that a row does not name is not denied."""
    there, named = amounts(known), amounts(said)
    return [name for name, amount in named.items() if there.get(name, amount) != amount]


def _parts_against(record: Record, known: Pay, said: Pay, names: Sequence[str]) -> Outcome:
    def told(pay: Pay) -> str:
        return ", ".join(f"{name} {yuan(Decimal(pay.components[name]))}" for name in names)

    return blocked(
        record,
        "pay_contradicts",
        subject=record.values["emp_no"],
        field="components",
        day=known.effective_on.isoformat(),
        known=told(known),
        typed=told(said),
    )


def added(outcome: Outcome, pays: Sequence[Pay]) -> list[tuple[Record, Pay]]:
    """What a row writes. Later pay that goes on with its components is told."""
    if days := ", ".join(pay.effective_on.isoformat() for pay in pays[1:]):
        outcome.notes.append(note(outcome.record, "info", "pay_parts_go_on", "components", days=days))
    return [(outcome.record, pay) for pay in pays]


def against(record: Record, known: Pay, base: Decimal) -> Outcome:
    field = "after" if "after" in record.values else "base"
    return blocked(
        record,
        "pay_contradicts",
        subject=record.values["emp_no"],
        field=field,
        day=known.effective_on.isoformat(),
        known=yuan(known.base),
        typed=yuan(base),
    )


# -- writing ------------------------------------------------------------------------------------------


async def write(written: Sequence[tuple[Record, Pay]], *fields: str) -> None:
    """A decision on the day of a proposal takes its place."""
    decided = [(r.values["person"], pay.effective_on) for r, pay in written if pay.state == IN_FORCE]
    await DB.insert_many(
        "delete from compensation_pay_record where person = $1 and effective_on = $2 and state = 'proposed'", decided
    )
    of_people = await keys.for_writing(SALARY, [record.values["person"] for record, _ in written])
    await DB.insert_many(
        "insert into compensation_pay_record (id, person, effective_on, sealed, state, origin)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (id) do update set sealed = excluded.sealed"
        " where compensation_pay_record.decision is null",
        [
            (
                pay.id,
                person := record.values["person"],
                pay.effective_on,
                of_people[person].seal(PAYS, pay.id, PayFigures(pay.base, dict(pay.components), pay.reason)),
                pay.state,
                origin(record, *fields),
            )
            for record, pay in written
        ],
    )


def yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"
