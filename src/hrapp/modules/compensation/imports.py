"""Pay and its changes from old spreadsheets. A pay record is never overwritten: what contradicts one is blocked."""

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
from hrapp.kernel.imports import Action, ImportContext, ImportKind, Note, Outcome, Record
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.taking import Once, blocked, in_order, judged, note, origin, split
from hrapp.kernel.text import mark
from hrapp.modules.compensation import imports_fields
from hrapp.modules.compensation.figures import KEY, PayFigures, figures, key_of
from hrapp.modules.compensation.figures import PAY as PAYS

IN_FORCE, PROPOSED = "in_force", "proposed"
_ROUNDED_AWAY = Decimal("0.006")  # workbooks show a tenth of a percent, or whole ones
_TAKEN = (Action.NEW, Action.CHANGED)


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


async def _books(records: Sequence[Record]) -> Books:
    found: dict[str, list[Pay]] = defaultdict(list)
    for row in await DB.fetch(_STORED, sorted({record.values["person"] for record in records})):
        told = figures(PAYS, row["person"], row)
        if told is not None:
            said = (told.base, row["state"], told.reason, told.components)
            found[row["person"]].append(Pay(row["effective_on"], *said, row["id"], row["decided"]))
    return Books(found)


async def _possible(records: Sequence[Record], *needed: str) -> tuple[list[Record], list[Outcome]]:
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


# -- changes ------------------------------------------------------------------------------------------


async def take_changes(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Every change of pay on its day; a proposed one is kept and is not in force."""
    for record in records:
        _complete(record)
    good, outcomes = await _possible(records, "effective", "after")
    outcomes += [_below_nothing(record) for record in good if record.values["after"] < 0]
    good = [record for record in good if record.values["after"] >= 0]
    books, once = await _books(good), Once()
    written: list[tuple[Record, Pay]] = []
    for record in sorted(good, key=lambda record: record.values["effective"]):
        values = record.values
        pay = Pay(
            values["effective"], values["after"], values.get("state") or IN_FORCE, (values.get("reason") or "")[:100]
        )
        key = (values["person"], pay.effective_on, pay.state)
        said = {"after": pay.base, "reason": pay.reason}
        outcome = once.again(key, record, said, values["emp_no"]) or _judge(record, pay, books, _doubts(record, books))
        outcomes.append(outcome)
        if outcome.action in _TAKEN:
            written += _added(outcome, books.add(values["person"], pay))
    await _write(written, "after")
    return in_order(records, outcomes)


def _complete(record: Record) -> None:
    """Without 调整后 the change itself says it."""
    values = record.values
    if values.get("after") is None and values.get("before") is not None and values.get("amount") is not None:
        values["after"] = values["before"] + values["amount"]


def _below_nothing(record: Record) -> Outcome:
    typed = f"{record.values['after']:f}"
    return blocked(record, "pay_negative", subject=record.values["emp_no"], field="after", text=typed)


def _judge(record: Record, pay: Pay, books: Books, notes: Sequence[Note] = ()) -> Outcome:
    """New, known already, or against what is known."""
    person, emp_no = record.values["person"], record.values["emp_no"]
    known = books.on_day(person, pay.effective_on, pay.state)
    if known is None:
        return judged(record, emp_no, None, {}, notes)
    if known.base != pay.base:
        return _against(record, known, pay.base)
    if other := _other_parts(known, pay):
        return _parts_against(record, known, pay, other)
    before = {"reason": known.reason, "components": known.components}
    after = {"reason": known.reason or pay.reason, "components": {**known.components, **pay.components}}
    return judged(record, emp_no, before, after, notes)


def _other_parts(known: Pay, said: Pay) -> list[str]:
    """The components that are known with another amount; one that a row does not name is not denied."""
    both = [name for name in said.components if name in known.components]
    return [name for name in both if Decimal(said.components[name]) != Decimal(known.components[name])]


def _parts_against(record: Record, known: Pay, said: Pay, names: Sequence[str]) -> Outcome:
    def told(pay: Pay) -> str:
        return ", ".join(f"{name} {_yuan(Decimal(pay.components[name]))}" for name in names)

    return blocked(
        record,
        "pay_contradicts",
        subject=record.values["emp_no"],
        field="components",
        day=known.effective_on.isoformat(),
        known=told(known),
        typed=told(said),
    )


def _added(outcome: Outcome, pays: Sequence[Pay]) -> list[tuple[Record, Pay]]:
    """What a row writes. Later pay that goes on with its components is told."""
    if days := ", ".join(pay.effective_on.isoformat() for pay in pays[1:]):
        outcome.notes.append(note(outcome.record, "info", "pay_parts_go_on", "components", days=days))
    return [(outcome.record, pay) for pay in pays]


def _against(record: Record, known: Pay, base: Decimal) -> Outcome:
    field = "after" if "after" in record.values else "base"
    return blocked(
        record,
        "pay_contradicts",
        subject=record.values["emp_no"],
        field=field,
        day=known.effective_on.isoformat(),
        known=_yuan(known.base),
        typed=_yuan(base),
    )


def _doubts(record: Record, books: Books) -> list[Note]:
    """Where the typed 调整前 and 幅度 do not fit the figures; only the figures count."""
    values, notes = record.values, []
    before, after, pct = values.get("before"), values["after"], values.get("pct")
    earlier = [p for p in books.pay[values["person"]] if p.state == IN_FORCE and p.effective_on < values["effective"]]
    last = max(earlier, key=lambda p: p.effective_on, default=None)
    if before is not None and last is not None and last.base != before:
        notes.append(note(record, "warn", "pay_before_differs", "before", typed=_yuan(before), known=_yuan(last.base)))
    known = before if before is not None else last and last.base
    if known and after < known:
        notes.append(note(record, "warn", "pay_lowered", "after", typed=_yuan(after), known=_yuan(known)))
    if before and pct is not None and abs((after - before) / before - Decimal(pct)) > _ROUNDED_AWAY:
        ours = percent_text((after - before) / before)
        notes.append(note(record, "warn", "pay_percent_differs", "pct", typed=percent_text(pct), ours=ours))
    return notes


# -- pay as it is -------------------------------------------------------------------------------------


async def take_current(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Current pay confirms the record that is known, or begins one on the day it names."""
    good, outcomes = await _possible(records, "base")
    books, once = await _books(good), Once()
    hired = await _hire_dates([record.values["person"] for record in good])
    written: list[tuple[Record, Pay]] = []
    for record in good:
        values = record.values
        person, base = values["person"], values["base"]
        said = {"base": base, "effective": values.get("effective"), **_components(values.get("components"))}
        outcome = once.adds(person, record, said, values["emp_no"])
        if outcome is None:
            pay = _current(record, hired[person], books, context.today)
            outcome = _confirmed(record, pay, books, context.today) or _judge(record, pay, books, _since(record))
            if outcome.action in _TAKEN:
                written += _added(outcome, books.add(person, pay))
        outcomes.append(outcome)
    await _write(written, "base")
    return in_order(records, outcomes)


def _current(record: Record, hired: date, books: Books, today: date) -> Pay:
    """The pay that a row tells. Where it is the one in force, its other parts belong to that record; where it says
    another amount of one of them from another day on, it is pay of that day."""
    values = record.values
    day, known = values.get("effective"), books.in_force(values["person"], today)
    said = Pay(day or hired, values["base"], components=_components(values.get("components")))
    if known is None or known.base != said.base or (day and books.on_day(values["person"], day, IN_FORCE)):
        return said
    return said if day and _other_parts(known, said) else replace(said, effective_on=known.effective_on)


def _confirmed(record: Record, pay: Pay, books: Books, today: date) -> Outcome | None:
    """None where the row tells of a day that no record knows."""
    values = record.values
    day, known = values.get("effective"), books.in_force(values["person"], today)
    if known is None or (day and books.on_day(values["person"], day, IN_FORCE)):
        return None
    if known.base == pay.base and not pay.components:
        differs = day is not None and day != known.effective_on
        since = {"known": known.effective_on.isoformat(), "typed": day.isoformat() if day else ""}
        notes = [note(record, "warn", "pay_since_differs", "effective", **since)] if differs else []
        return judged(record, values["emp_no"], {}, {}, notes)
    return _against(record, known, pay.base) if day is None and known.base != pay.base else None


async def _hire_dates(people: Sequence[str]) -> dict[str, date]:
    rows = await DB.fetch("select id, hire_date from people_person where id = any($1::varchar[])", list(people))
    return {row["id"]: row["hire_date"] for row in rows}


def _since(record: Record) -> list[Note]:
    return [] if record.values.get("effective") else [note(record, "info", "pay_since_hire", "base")]


def _components(given: Mapping[str, Decimal | None] | None) -> dict[str, str]:
    return {name: str(amount) for name, amount in (given or {}).items() if amount is not None}


# -- writing ------------------------------------------------------------------------------------------


async def _write(written: Sequence[tuple[Record, Pay]], field: str) -> None:
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
                origin(record, field),
            )
            for record, pay in written
        ],
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"


KINDS = (
    ImportKind(
        imports_fields.PAY_CHANGE,
        mark("Changes of pay"),
        imports_fields.PAY_CHANGE_ORDER,
        imports_fields.PAY_CHANGE_FIELDS,
        take_changes,
        sheet_names=imports_fields.PAY_CHANGE_SHEET_NAMES,
        told_by=("effective",),
        permission="compensation.pay",
        data=SALARY,
        about=mark("Raises and other changes of pay, one row per change with the day from which it counts."),
    ),
    ImportKind(
        imports_fields.PAY,
        mark("Current pay"),
        imports_fields.PAY_ORDER,
        imports_fields.PAY_FIELDS,
        take_current,
        sheet_names=imports_fields.PAY_SHEET_NAMES,
        unlike=imports_fields.PAY_UNLIKE,
        permission="compensation.pay",
        data=SALARY,
        about=mark("What everybody is paid now, one row each."),
    ),
)
