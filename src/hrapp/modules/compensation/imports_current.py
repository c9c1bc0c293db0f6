"""Pay as it is, from old spreadsheets: it confirms what is known, or begins on the day it names.

A table without a day that says otherwise than hrapp is asked for one (see docs/decisions/0030). What a table with a day
leaves empty is not paid from that day on; what it has no column for goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hrapp.kernel.database import DB
from hrapp.kernel.imports import ALWAYS, DAY_ASKED, SINCE, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import Once, blocked, in_order, judged, note
from hrapp.modules.compensation import imports_parts
from hrapp.modules.compensation.imports_books import (
    IN_FORCE,
    TAKEN,
    Books,
    Pay,
    added,
    against,
    amounts,
    books_of,
    judge,
    other_parts,
    possible,
    write,
    yuan,
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
        waits = _undated(record, hired[person], books, context.today)
        said = {"base": base, "effective": values.get("effective"), **_components(values.get("components"))}
        outcome = once.adds(person, record, said, values["emp_no"]) or waits
        if outcome is None:
            pay = _current(record, hired[person], books, context.today)
            notes = [
                *_since(record),
                *imports_parts.ended(record, pay, books),
                *imports_parts.stays(record, pay, books),
            ]
            outcome = _confirmed(record, pay, books, context.today) or judge(record, pay, books, notes)
            if outcome.action in TAKEN:
                written += added(outcome, books.add(person, pay))
        outcomes.append(outcome)
    await write(written, "base")
    return in_order(records, outcomes)


def _undated(record: Record, hired: date, books: Books, today: date) -> Outcome | None:
    """The answer to a row without a day that says otherwise than hrapp: it waits until somebody says from which day on,
    and with that day it is read as if it had stood there. Where hrapp is said to have been wrong, it contradicts."""
    values = record.values
    since, known = values.get(SINCE), books.in_force(values["person"], today)
    if values.get("effective") is not None:
        return None
    if known is None:
        values["effective"] = max(since, hired) if isinstance(since, date) else None
        return None
    said = _said(record, hired)
    was, now = _otherwise(known, said)
    if isinstance(since, date) and since >= hired:
        held = books.in_force(values["person"], since) or known
        if _differs(held, said) or imports_parts.of_those(said.ended, held):
            values["effective"] = since
            return None
        return judged(record, values["emp_no"], {}, {}) if now else None  # raised since then: it says what was
    if not now or since == ALWAYS:
        return None
    if since is None:
        return blocked(record, DAY_ASKED, subject=values["emp_no"], field="base", known=was, text=now)
    day = hired.isoformat()
    return blocked(record, "since_not_hired", subject=values["emp_no"], field="base", text=now, date=day)


def _said(record: Record, day: date) -> Pay:
    given = record.values.get("components") or {}
    ended = frozenset(name for name, amount in given.items() if amount is None)
    return Pay(day, record.values["base"], components=_components(given), ended=ended)


def _differs(known: Pay, said: Pay) -> bool:
    return known.base != said.base or bool(other_parts(known, said))


def _otherwise(known: Pay, said: Pay) -> tuple[str, str]:
    """What hrapp says and what the row says, of what they say differently."""
    names = other_parts(known, said)
    sides = [[yuan(known.base), yuan(said.base)]] if known.base != said.base else []
    sides += [[f"{name} {yuan(amounts(pay)[name])}" for pay in (known, said)] for name in names]
    return "、".join(was for was, _ in sides), "、".join(now for _, now in sides)


def _current(record: Record, hired: date, books: Books, today: date) -> Pay:
    """The pay that a row tells. Where it is the one in force, its other parts belong to that record; where it says
    another amount of one of them from another day on, or none any more, it is pay of that day."""
    values = record.values
    day, known = values.get("effective"), books.in_force(values["person"], today)
    said = _said(record, day or hired)
    said = said if day else replace(said, ended=frozenset())
    if known is None or known.base != said.base or (day and books.on_day(values["person"], day, IN_FORCE)):
        return said
    other = other_parts(known, said) or imports_parts.of_those(said.ended, known)
    return said if day and other else replace(said, effective_on=known.effective_on, ended=frozenset())


def _confirmed(record: Record, pay: Pay, books: Books, today: date) -> Outcome | None:
    """None where the row tells of a day that no record knows."""
    values = record.values
    day, known = values.get("effective"), books.in_force(values["person"], today)
    if known is None or (day and books.on_day(values["person"], day, IN_FORCE)):
        return None
    if known.base == pay.base and not pay.components and not pay.ended:
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
