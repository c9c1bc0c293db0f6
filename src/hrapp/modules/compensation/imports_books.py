"""What is known of everybody's pay while a batch is read: what a row says is judged by it, added to it, and written.

A pay record is never overwritten: what contradicts one is blocked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from hrapp.kernel import alone, keys, ports
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, Note, Outcome, Record
from hrapp.kernel.taking import blocked, judged, note, origin, split
from hrapp.modules.compensation.figures import KEY, PayFigures, figures, key_of
from hrapp.modules.compensation.figures import PAY as PAYS

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


@dataclass(slots=True)
class Books:
    """What is known of everybody's pay: from the database, and from the rows of this batch before."""

    pay: dict[str, list[Pay]]

    def on_day(self, person: str, day: date, state: str) -> Pay | None:
        return next((p for p in self.pay[person] if p.effective_on == day and p.state == state), None)

    def in_force(self, person: str, day: date) -> Pay | None:
        known = [p for p in self.pay[person] if p.state == IN_FORCE and p.effective_on <= day]
        return max(known, key=lambda p: p.effective_on, default=None)

    def add(self, person: str, pay: Pay) -> list[Pay]:
        """What is to be written: a record that is known is added to, and a new one goes on with the components of the
        pay before it that nobody says otherwise. So do later records that came in first."""
        known = self.on_day(person, pay.effective_on, pay.state)
        if known is None:
            before = self.in_force(person, pay.effective_on)
            now = replace(pay, components={**(before.components if before else {}), **pay.components})
        else:
            now = replace(known, reason=known.reason or pay.reason, components={**known.components, **pay.components})
        self._put(person, now)
        return [now, *self._carried_on(person, now)] if now.state == IN_FORCE else [now]

    def _put(self, person: str, pay: Pay) -> None:
        self.pay[person] = [p for p in self.pay[person] if (p.effective_on, p.state) != (pay.effective_on, pay.state)]
        self.pay[person].append(pay)

    def _carried_on(self, person: str, pay: Pay) -> list[Pay]:
        later = [p for p in self.pay[person] if p.state == IN_FORCE and p.effective_on > pay.effective_on]
        beside, changed = dict(pay.components), []
        for known in sorted(later, key=lambda p: p.effective_on):
            beside |= known.components
            if beside != known.components and not known.decided:
                changed.append(replace(known, components=dict(beside)))
                self._put(person, changed[-1])
        return changed


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
    if known.base != pay.base:
        return against(record, known, pay.base)
    if other := other_parts(known, pay):
        return _parts_against(record, known, pay, other)
    before = {"reason": known.reason, "components": known.components}
    after = {"reason": known.reason or pay.reason, "components": {**known.components, **pay.components}}
    return judged(record, emp_no, before, after, notes)


def other_parts(known: Pay, said: Pay) -> list[str]:
    """The components that are known with another amount; one that a row does not name is not denied."""
    both = [name for name in said.components if name in known.components]
    return [name for name in both if Decimal(said.components[name]) != Decimal(known.components[name])]


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
