"""Changes of pay from old spreadsheets. What a row says of before, the amount and the percentage comes to one pay from a
day on; where it does not, exactly, the row waits: companies round, so a percentage alone says no amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.taking import Once, blocked, in_order, note
from hrapp.modules.compensation import imports_parts
from hrapp.modules.compensation.imports_books import (
    BASE,
    IN_FORCE,
    TAKEN,
    Books,
    Pay,
    added,
    books_of,
    judge,
    possible,
    write,
    yuan,
)  # fmt: skip
from hrapp.modules.compensation.imports_fields import PARTS, PARTS_AFTER

_ROUNDED_AWAY = Decimal("0.006")  # workbooks show a tenth of a percent, or whole ones
_NO_PERCENTAGE = 1  # nobody's pay is doubled: +500 among percentages is an amount


async def take_changes(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Every change of pay on its day; a proposed one is kept and is not in force."""
    good, outcomes = await possible(records, "effective")
    books, once = await books_of(good), Once()
    written: list[tuple[Record, Pay]] = []
    for record in sorted(good, key=lambda record: record.values["effective"]):
        person, emp_no = record.values["person"], record.values["emp_no"]
        notes = _no_percentage(record)
        pay = _said(record, books, notes)
        if isinstance(pay, Outcome):
            outcomes.append(pay)
            continue
        said = {"after": pay.base, "reason": pay.reason, **pay.components}
        key = (person, pay.effective_on, pay.state)
        notes += [*_doubts(record, books), *imports_parts.doubts(record, pay, books)]
        outcome = once.again(key, record, said, emp_no) or judge(record, pay, books, notes)
        outcomes.append(outcome)
        if outcome.action in TAKEN:
            written += added(outcome, books.add(person, pay))
    await write(written, "after", "amount", *PARTS, PARTS_AFTER)
    return in_order(records, outcomes)


def _said(record: Record, books: Books, notes: list[Note]) -> Pay | Outcome:
    """The pay that a row comes to, or why it comes to none."""
    values = record.values
    known = books.in_force(values["person"], values["effective"])
    parts, was = imports_parts.after(record, known), imports_parts.before(record, known)
    if values.get("after") is None:
        reckoned = _beside(record, known, parts, was) if parts else _reckoned(record, books, notes)
        if reckoned is not None:
            return reckoned
    if values["after"] < 0:
        typed = f"{values['after']:f}"
        return blocked(record, "pay_negative", subject=values["emp_no"], field="after", text=typed)
    if values.get("before") is not None:
        was[BASE] = values["before"]
    state, reason = values.get("state") or IN_FORCE, (values.get("reason") or "")[:100]
    return Pay(values["effective"], values["after"], state, reason, parts, was=was)


def _beside(record: Record, known: Pay | None, parts: Mapping[str, str], was: Mapping[str, Decimal]) -> Outcome | None:
    """A list of allowances leaves the base as it is, where it says no other change than theirs."""
    amount, pct = record.values.get("amount"), record.values.get("pct")
    sides = [(Decimal(now), was[name]) for name, now in parts.items() if name in was]
    more, before = sum(now - old for now, old in sides), sum(old for _, old in sides)
    theirs = amount is None or amount == more
    theirs = theirs and (pct is None or bool(before and abs(more / before - Decimal(pct)) <= _ROUNDED_AWAY))
    if known is None or not theirs:
        told = "、".join(f"{name} {yuan(Decimal(now))}" for name, now in parts.items())
        return blocked(record, "pay_base_unknown", subject=record.values["emp_no"], field=PARTS_AFTER, text=told)
    record.values["after"] = known.base
    return None


def _reckoned(record: Record, books: Books, notes: list[Note]) -> Outcome | None:
    """Without 调整后 the amount says it, of what was paid before: by the row, else by what hrapp knows."""
    values, emp_no = record.values, record.values["emp_no"]
    before, amount, pct = values.get("before"), values.get("amount"), values.get("pct")
    if amount is None and pct is not None:
        return blocked(record, "pay_percent_only", subject=emp_no, field="pct", text=percent_text(pct))
    if amount is None and notes:  # the percentage that was none was all there is
        return Outcome(record, Action.BLOCKED, emp_no, notes=[replace(each, level="error") for each in notes])
    if amount is None:
        return blocked(record, "value_missing", subject=emp_no, field="emp_no", field_name="after")
    if before is None and (of := imports_parts.before(record, None)):
        told = "、".join(f"{name} {yuan(was)}" for name, was in of.items())
        return blocked(record, "pay_more_of_what", subject=emp_no, field="amount", text=yuan(amount), known=told)
    known = books.before(values["person"], values["effective"])
    if before is None and known is None:
        day = values["effective"].isoformat()
        return blocked(record, "pay_before_unknown", subject=emp_no, field="amount", text=yuan(amount), day=day)
    values["after"] = (known.base if before is None and known else before) + amount
    if before is None and known:
        said = {"known": yuan(known.base), "text": yuan(amount), "after": yuan(values["after"])}
        notes.append(note(record, "info", "pay_after_reckoned", "amount", **said))
    return None


def _no_percentage(record: Record) -> list[Note]:
    """+500 under 调薪幅度 is no percentage; what it is, only the company knows."""
    pct = record.values.get("pct")
    if pct is None or abs(pct) <= _NO_PERCENTAGE:
        return []
    record.values["pct"] = None
    return [note(record, "warn", "pay_percent_odd", "pct", text=percent_text(pct))]


def _doubts(record: Record, books: Books) -> list[Note]:
    """Where the typed 调整前 and 幅度 do not fit the figures; only the figures count."""
    values, notes = record.values, []
    before, after, pct = values.get("before"), values["after"], values.get("pct")
    earlier = [p for p in books.pay[values["person"]] if p.state == IN_FORCE and p.effective_on < values["effective"]]
    last = max(earlier, key=lambda p: p.effective_on, default=None)
    if before is not None and last is not None and last.base != before:
        notes.append(note(record, "warn", "pay_before_differs", "before", typed=yuan(before), known=yuan(last.base)))
    known = before if before is not None else last and last.base
    if known and after < known:
        notes.append(note(record, "warn", "pay_lowered", "after", typed=yuan(after), known=yuan(known)))
    if before and pct is not None and abs((after - before) / before - Decimal(pct)) > _ROUNDED_AWAY:
        ours = percent_text((after - before) / before)
        notes.append(note(record, "warn", "pay_percent_differs", "pct", typed=percent_text(pct), ours=ours))
    return notes
