"""Pay as it is, from old spreadsheets: it confirms what is known, or begins on the day it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hrapp.kernel.database import DB
from hrapp.kernel.imports import ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import Once, in_order, judged, note
from hrapp.modules.compensation.imports_books import (
    IN_FORCE,
    TAKEN,
    Books,
    Pay,
    added,
    against,
    books_of,
    judge,
    other_parts,
    possible,
    write,
)  # fmt: skip


async def take_current(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Current pay confirms the record that is known, or begins one on the day it names."""
    good, outcomes = await possible(records, "base")
    books, once = await books_of(good), Once()
    hired = await _hire_dates([record.values["person"] for record in good])
    written: list[tuple[Record, Pay]] = []
    for record in good:
        values = record.values
        person, base = values["person"], values["base"]
        said = {"base": base, "effective": values.get("effective"), **_components(values.get("components"))}
        outcome = once.adds(person, record, said, values["emp_no"])
        if outcome is None:
            pay = _current(record, hired[person], books, context.today)
            outcome = _confirmed(record, pay, books, context.today) or judge(record, pay, books, _since(record))
            if outcome.action in TAKEN:
                written += added(outcome, books.add(person, pay))
        outcomes.append(outcome)
    await write(written, "base")
    return in_order(records, outcomes)


def _current(record: Record, hired: date, books: Books, today: date) -> Pay:
    """The pay that a row tells. Where it is the one in force, its other parts belong to that record; where it says
    another amount of one of them from another day on, it is pay of that day."""
    values = record.values
    day, known = values.get("effective"), books.in_force(values["person"], today)
    said = Pay(day or hired, values["base"], components=_components(values.get("components")))
    if known is None or known.base != said.base or (day and books.on_day(values["person"], day, IN_FORCE)):
        return said
    return said if day and other_parts(known, said) else replace(said, effective_on=known.effective_on)


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
    return against(record, known, pay.base) if day is None and known.base != pay.base else None


async def _hire_dates(people: Sequence[str]) -> dict[str, date]:
    rows = await DB.fetch("select id, hire_date from people_person where id = any($1::varchar[])", list(people))
    return {row["id"]: row["hire_date"] for row in rows}


def _since(record: Record) -> list[Note]:
    return [] if record.values.get("effective") else [note(record, "info", "pay_since_hire", "base")]


def _components(given: Mapping[str, Decimal | None] | None) -> dict[str, str]:
    return {name: str(amount) for name, amount in (given or {}).items() if amount is not None}
