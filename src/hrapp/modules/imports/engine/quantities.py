"""Cells of figures: money in yuan, shares of one, spans of time and plain numbers; what can be two of them is none."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from hrapp.kernel.imports import Field
from hrapp.modules.imports.engine import formats, numbers, shares, unit_beside, units
from hrapp.modules.imports.engine.cells import Habits, Raw, Remark, Result, fail
from hrapp.modules.imports.engine.currencies import FOREIGN
from hrapp.modules.imports.engine.words import as_text, outside, plain

_MUCH = 1_000_000  # yuan: nobody is paid that in a month, as a rule
_YUAN = re.compile(r"(?:[元圆块](?:钱|整|正)?)?")
_NO_AMOUNT = re.compile(r"[/每]|\d\s*[kK](?![A-Za-z])|薪")  # a rate, a thousand of something, a number of salaries


def money(fld: Field, raw: Raw, habits: Habits) -> Result:
    found, text = numbers.read(raw.value), plain(as_text(raw.value))
    if habits.foreign or FOREIGN.search(text) or FOREIGN.search(raw.format):
        return fail(fld, "currency_foreign", replace(raw, value=f"{habits.foreign or raw.format}{text}"))
    if habits.per:
        return None, [Remark("error", "pay_not_monthly", {"text": text, "per": habits.per, "field": fld.key})]
    if isinstance(raw.value, str) and re.fullmatch(r"\W*\d{1,3}\.\d{3}\D*", text) and "万" not in text:
        return fail(fld, "number_ambiguous", raw)
    if (
        found is None
        or found.percent
        or raw.format == "%"
        or not _YUAN.fullmatch(found.unit)
        or _NO_AMOUNT.search(text)
    ):
        return fail(fld, "number_unreadable", raw)
    if found.scaled:
        return numbers.cents(found.value), []
    if habits.beside and found.value:
        return None, [unit_beside.told(raw, habits.beside, fld.key)]
    unit, notes = unit_of(raw, habits.unit, fld.key)
    value = None if unit is None else numbers.cents(found.value * unit)
    if value and unit != 1 and abs(value) > _MUCH:
        said = {"text": as_text(raw.value), "value": f"{value:,f}", "unit": str(unit), "field": fld.key}
        notes = [*notes, Remark("warn", "pay_large", said)]
    return value, notes


def unit_of(raw: Raw, stated: int, field: str) -> tuple[int | None, list[Remark]]:
    """The unit of money of a cell. Where its format shows it in 万 and the header says 万元, what stands in it is yuan;
    where the two say different things, nobody can tell."""
    shown = formats.scale(raw.format) if raw.format and isinstance(raw.value, int | float) else 1
    if shown == 1 or stated == 1:
        return stated, []
    said = {"text": as_text(raw.value), "unit": str(stated), "field": field}
    if shown == stated:
        return 1, [Remark("warn", "unit_in_format", said)]
    return None, [Remark("error", "unit_doubtful", said)]


def number(fld: Field, raw: Raw, habits: Habits) -> Result:
    if fld.unit:
        return span(fld, raw, habits)
    found = numbers.read(raw.value)
    if found is None:
        return (_mark(fld, raw) if fld.lenient else None) or fail(fld, "number_unreadable", raw)
    if found.percent or raw.format == "%":
        points = habits.scale.whole == 100
        return (numbers.tidy(found.value * 100), []) if points else fail(fld, "number_unreadable", raw)
    return found.value, []


_MISSED = re.compile(r"[缺弃]考|未参?加?考试?|没考|缺席|缺勤|请假|absent|no[- ]?show|did not sit", re.IGNORECASE)
_OF_A_WHOLE = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*/\s*(\d{1,4})")


def _mark(fld: Field, raw: Raw) -> Result | None:
    """What stands in the place of a score: 90/100, 缺考, 优. Digits that are no number are a slip, and asked about."""
    text = plain(as_text(raw.value))
    said = {"text": text, "field": fld.key}
    whole = _OF_A_WHOLE.fullmatch(text)
    if whole and Decimal(whole[1]) <= Decimal(whole[2]):
        value = numbers.tidy(Decimal(whole[1]))
        return value, [Remark("warn", "of_a_whole", {**said, "value": f"{value:f}", "whole": whole[2]})]
    if _MISSED.fullmatch(text):
        return None, [Remark("warn", "exam_missed", said)]
    return None if re.search(r"\d", text) else (None, [Remark("warn", "kept_in_words", said)])


def span(fld: Field, raw: Raw, habits: Habits) -> Result:
    """Hours, days or minutes, in the unit of the field. 90分钟 are 1.5 hours; a day is not known to have eight."""
    found = numbers.read(raw.value)
    text = outside(raw.value) if isinstance(raw.value, str) else ""
    parts = units.amounts(text)
    if not parts and (found is None or found.percent or raw.format == "%"):
        return fail(fld, "number_unreadable", raw)
    if not parts and found:
        parts = [(found.value, found.unit)]
    total = Decimal(0)
    for number, written in parts:
        unit = units.span(written) if written else habits.counts or fld.unit
        factor = units.times(unit, fld.unit) if unit else None
        if factor is None and number:
            said = {"text": as_text(raw.value), "unit": written or habits.counts, "field": fld.key}
            return None, [Remark("warn", "unit_other", said)]
        total += units.in_unit(number, factor) if factor else Decimal(0)
    return numbers.tidy(total), []


def ratio(raw: Raw, scale: shares.Scale) -> Decimal | None:
    """A share: 80%, 0.8, and a bare 80 where the column is written so."""
    found = numbers.read(raw.value)
    if found is None:
        return None
    if found.unit:  # 3倍 is none, and 300ppm is one
        whole = units.parts(found.unit)
        return numbers.tidy(found.value / whole) if whole else None
    return found.value if found.percent or raw.format == "%" else scale.of(found.value)


def percent(fld: Field, raw: Raw, habits: Habits) -> Result:
    value = ratio(raw, habits.scale)
    if value is None:
        return None, [Remark("warn", "number_unreadable", {"text": as_text(raw.value), "field": fld.key})]
    if mixed(raw, habits.scale):
        return None, [Remark("warn", "percent_mixed", {"text": as_text(raw.value), "field": fld.key})]
    return value, []


def mixed(raw: Raw, scale: shares.Scale) -> bool:
    """0.95 in a column of 88 and 100 may be 95 % or 0.95 %; where a sign stands nobody has to ask."""
    found = numbers.read(raw.value)
    return not (found is None or shares.signed(found, raw.format)) and scale.doubts(found.value)


def weight(fld: Field, raw: Raw, habits: Habits) -> Result:
    """Percent points: 60, 60% and, in a column of such, 0.6 are all 60."""
    found = numbers.read(raw.value)
    if found is None:
        return fail(fld, "number_unreadable", raw)
    if mixed(raw, habits.scale):
        return fail(fld, "percent_mixed", raw)
    share = found.percent or raw.format == "%" or habits.scale.whole == 1
    return numbers.tidy(found.value * 100 if share else found.value), []
