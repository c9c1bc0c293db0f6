"""What was made of a cell that does not say it in these very words: before → after, and by which rule. Pure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from hrapp.kernel.imports import Cell, Field, Operation, Type
from hrapp.modules.imports.engine import dates, numbers
from hrapp.modules.imports.engine.identity import end_of
from hrapp.modules.imports.engine.values import Habits, Raw
from hrapp.modules.imports.engine.words import as_text, is_nothing, plain, squeezed

_CLOCK = re.compile(r"\d{1,2}[:时点][\d:.]*")
LONGEST = 120  # characters of a value that an operation repeats
_RULES = {
    Type.PERIOD: "period",
    Type.NUMBER: "number",
    Type.FIGURE: "number",
    Type.PERCENT: "percent",
    Type.WEIGHT: "percent",
    Type.TITLE: "ordinal",
    Type.NAME: "name",
    Type.PHONE: "phone",
    Type.ID_NO: "id_no",
    Type.EMAIL: "email",
    Type.GENDER: "word",
    Type.CHOICE: "word",
    Type.TERM: "term",
    Type.MANAGER: "manager",
}


def made_of(fld: Field, raw: Raw, value: Any, habits: Habits, cell: Cell | None) -> Operation | None:
    """None where the value is what stands in the cell, or where nothing does."""
    written = raw.value
    if written is None or raw.broken or (value is None and not is_nothing(written)):
        return None
    if value is None:
        return told(fld.key, "nothing", written, None, cell)
    if _same(written, value) or _spelled(fld, written, value, habits):
        return None
    if fld.type == Type.ID_NO:  # not repeated: their ends tell which is meant
        written, value = end_of(shown(written)), end_of(shown(value))
    return told(fld.key, _rule(fld, raw, value, habits), written, value, cell)


def of_format(fld: Field, raw: Raw, value: Any, op: Operation | None) -> Operation | None:
    """What the number format of the cell adds, and what else was made of that."""
    if value is None:
        return op
    if _same(raw.value, value):
        return None
    written, after = raw.value, value
    if fld.type == Type.ID_NO:
        written, after = end_of(shown(written)), end_of(shown(value))
    zeros = fld.type == Type.EMP_NO and isinstance(raw.value, int | float)
    rule = "zeros" if zeros and shown(value).endswith(as_text(raw.value)) else "shown"
    return told(fld.key, op.rule if op and fld.type not in (Type.EMP_NO, Type.TEXT) else rule, written, after, None)


def of_figure(field: str, raw: Raw, value: Decimal | None, cell: Cell) -> Operation | None:
    """Targets, actuals, weights: what a percent sign, a unit or a mark made of the number."""
    if value is None or raw.value is None or _same(raw.value, value):
        return None
    found = numbers.read(raw.value)
    size = found.value if found else value
    shares = raw.format == "%" or re.search(r"[%‰]", plain(as_text(raw.value)))
    rule = "percent" if shares or abs(size) == abs(value * 100) else "number" if size == value else "unit"
    return told(field, rule, raw.value, value, cell)


def told(field: str, rule: str, before: Any, after: Any, cell: Cell | None) -> Operation:
    return Operation(field, rule, shown(before)[:LONGEST], shown(after)[:LONGEST], cell)


def shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else as_text(value)


def _same(written: Any, value: Any) -> bool:
    """The same number or day, and of a text every character."""
    if isinstance(value, Decimal):
        try:
            known = numbers.exact(written) if isinstance(written, float) else Decimal(written)
            if isinstance(written, str) and not written.isascii():
                return False
        except (InvalidOperation, TypeError, ValueError):
            return False
        return known == value
    return shown(written) == shown(value)


def _spelled(fld: Field, written: Any, value: Any, habits: Habits) -> bool:
    """One of the usual words for this choice; a metric under one of its names."""
    if fld.term == "metrics":
        return habits.terms is not None and habits.terms.exact(as_text(written)) == value
    if fld.type != Type.CHOICE:
        return False
    return plain(as_text(written)) in {plain(word) for word in (str(value), *fld.choices.get(value, ()))}


def _rule(fld: Field, raw: Raw, value: Any, habits: Habits) -> str:
    if fld.type == Type.DATE:
        return _date_rule(fld, raw, habits)
    if fld.type == Type.MONEY:
        return _money_rule(raw, value, habits)
    if fld.type == Type.EMP_NO:
        return "zeros" if isinstance(raw.value, int | float) else "emp_no"
    if isinstance(value, bool):
        return "yes_no"
    if fld.unit:
        found = numbers.read(raw.value)
        return "number" if found and found.value == value else "unit"
    rule = _RULES.get(fld.type, "spaces")
    return "spaces" if rule == "term" and squeezed(as_text(raw.value)) == value else rule


def _date_rule(fld: Field, raw: Raw, habits: Habits) -> str:
    try:
        found = dates.read(raw.value, habits.order, habits.year, habits.today)
    except ValueError:
        found = None
    if found is None:
        return "span"
    if found.exact == "month":
        return "last_day" if fld.span_end or fld.key.endswith("_end") else "first_day"
    if found.assumed:
        return {"serial_number": "serial", "year_assumed": "year", "century_assumed": "century"}[found.assumed]
    moment = isinstance(raw.value, str) and re.search(r"[1-9]", "".join(_CLOCK.findall(plain(raw.value))))
    return "moment" if moment else "date"


def _money_rule(raw: Raw, value: Decimal, habits: Habits) -> str:
    found = numbers.read(raw.value)
    if found is None:
        return "number"
    if not found.scaled and habits.unit != 1:
        return "unit"
    return "number" if found.value == value else "rounded"
