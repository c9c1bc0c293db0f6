"""One cell of one field: its value, or a note why it has none. Columns vote before their cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import dates, formats, identity, numbers, octobers, periods, quantities, two_days
from hrapp.modules.imports.engine.cells import SHARED, Habits, Raw, Remark, Result, fail
from hrapp.modules.imports.engine.genders import gender_of
from hrapp.modules.imports.engine.words import (
    LONGEST_VALUE,
    Terms,
    as_text,
    as_written,
    is_nothing,
    outside,
    plain,
    said,
    squeezed,
)

__all__ = ["Habits", "Raw", "Remark", "as_shown", "broken", "choice_of", "read", "spelled_in", "term_of"]
_SPELLED = frozenset({Type.TEXT, Type.EMP_NO, Type.PHONE, Type.ID_NO, Type.TERM, Type.MANAGER, Type.TITLE, Type.REMARK, Type.PERIOD})  # fmt: skip
_COUNTED = frozenset({Type.MONEY, Type.NUMBER, Type.PERCENT, Type.WEIGHT, Type.FIGURE})
_WORDS = frozenset({Type.TEXT, Type.TERM, Type.TITLE, Type.REMARK, Type.CHOICE})
_TOLD = 40  # characters of a cell that is too long
_UNREADABLE = "�"


_NOT_KNOWN = re.compile(r"[xX×]{1,3}|[?？]{1,3}")  # an amount that somebody did not know is not nothing


def read(fld: Field, raw: Raw, habits: Habits) -> Result:
    """The value of a cell for a field, None where it is empty or a mark, and what to tell about it."""
    level = "warn" if fld.type == Type.PERCENT else "error"
    if raw.broken:
        return None, [broken(raw, level, fld.key)]
    if isinstance(raw.value, str) and (_UNREADABLE in raw.value or _lost(fld, raw.value)):
        return None, [Remark(level, "text_lost", {"text": raw.value, "field": fld.key})]
    if isinstance(raw.value, str) and re.fullmatch(r"#(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL)[!?]?", raw.value.strip()):
        return None, [Remark(level, "cell_error", {"text": raw.value, "field": fld.key})]
    if fld.type == Type.MONEY and isinstance(raw.value, str) and _NOT_KNOWN.fullmatch(raw.value.strip()):
        return None, [Remark("error", "number_unreadable", {"text": raw.value.strip(), "field": fld.key})]
    if isinstance(raw.value, str) and len(raw.value) > LONGEST_VALUE and fld.type not in _WORDS:
        return None, [Remark(level, "cell_too_long", {"text": f"{raw.value[:_TOLD]}…", "field": fld.key})]
    if is_nothing(raw.value) and fld.type not in (Type.CHOICE, Type.TERM):
        return None, []
    if raw.value is None:
        return None, []
    if fld.type in _WORDS and identity.rounded(raw.value):
        return None, [Remark("warn", "digits_lost", {"text": identity.power(raw.value), "field": fld.key})]
    return _READERS[fld.type](fld, raw, habits)


def as_shown(fld: Field, raw: Raw) -> Raw:
    """The cell as its number format writes it, where that is part of what it says: HR007, 9成, 90分钟."""
    if not raw.format or raw.value is None:
        return raw
    writes = formats.shown if fld.type in _SPELLED else formats.counted if fld.type in _COUNTED else None
    text = writes(raw.format, raw.value) if writes else None
    return raw if text is None else replace(raw, value=text)


def broken(raw: Raw, level: str, field: str) -> Remark:
    """A cell without a value of its own: an error, a formula that nobody computed, or a figure for several."""
    if raw.broken == SHARED:
        return Remark(level, "cell_shared", {"text": as_text(raw.value), "field": field})
    if raw.broken == "formula":
        return Remark(level, "formula_empty", {"text": "=…", "field": field})
    return Remark(level, "cell_error", {"text": raw.broken, "field": field})


def _lost(fld: Field, text: str) -> bool:
    """Question marks where characters were, in a name or a word of the company."""
    marks = {Type.NAME: 1, Type.MANAGER: 1, Type.TERM: 2}.get(fld.type)
    return marks is not None and not is_nothing(text) and re.search(rf"[?？]{{{marks}}}", text) is not None


def _text(fld: Field, raw: Raw, habits: Habits) -> Result:
    if isinstance(raw.value, date):
        return raw.value.isoformat(), []
    return as_written(raw.value) if isinstance(raw.value, str) else as_text(raw.value), []


def _name(fld: Field, raw: Raw, habits: Habits) -> Result:
    return _told(fld, raw, lambda: identity.name(raw.value))


def _emp_no(fld: Field, raw: Raw, habits: Habits) -> Result:
    value, notes = _told(fld, raw, lambda: (identity.emp_no(raw.value), None))
    return (None if is_nothing(value) else value), notes


def _date(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value)
    if habits.republic:
        raw = replace(raw, value=dates.from_the_republic(raw.value, habits.today, birth="birth" in fld.key))
    try:
        found = dates.read(
            _since_1900(raw.value, habits), habits.order, habits.year, habits.today, padded=habits.padded
        )
        if found is None and fld.key == "effective":
            found = dates.month_of(raw.value, habits.year)
        if found is None and fld.span_end:
            found = two_days.end_of(text, habits)
        if found and found.assumed == "century_assumed":
            found = replace(found, day=dates.in_century(found.day, habits.today, birth="birth" in fld.key))
        if found and not dates.FIRST_YEAR <= found.day.year <= dates.LAST_YEAR:
            raise dates.Impossible
    except dates.Impossible:
        return fail(fld, "date_impossible", raw)
    except dates.ZeroLost:
        return fail(fld, "month_ambiguous", raw)
    except dates.Ambiguous:
        return fail(fld, "date_ambiguous", raw)
    if found is None:
        return fail(fld, "year_missing" if _lacks_a_year(fld, raw, habits) else "date_unreadable", raw)
    if type(raw.value) is date and formats.yearless(raw.format):
        return _without_year(fld, found.day, habits)
    notes = []
    if found.assumed:
        sure = found.assumed == "serial_number" or (found.assumed == "year_assumed" and habits.year_said)
        level = "info" if sure else "warn"
        notes.append(Remark(level, found.assumed, {"text": text, "date": found.day.isoformat()}))
    if found.exact == "month":
        day = dates.month_end(found.day) if fld.span_end or fld.key.endswith("_end") else found.day
        return day, [*notes, Remark("warn", "day_assumed", {"text": text, "date": day.isoformat()})]
    return dates.with_time(found.day, text) if fld.timed else found.day, notes


def _lacks_a_year(fld: Field, raw: Raw, habits: Habits) -> bool:
    """9月28日: one answer says the year of all such days of a column, other than of birth."""
    if habits.year is not None or "birth" in fld.key:
        return False
    try:
        found = dates.read(raw.value, habits.order, habits.today.year, habits.today)
    except ValueError:
        return False
    return found is not None and found.assumed == "year_assumed"


def _without_year(fld: Field, day: date, habits: Habits) -> Result:
    """The cell shows 5月3日: whoever typed that got the year of typing, and nobody is born in that."""
    said = {"text": f"{day.month}月{day.day}日", "date": day.isoformat(), "field": fld.key}
    grown = habits.today.year - 75 <= day.year <= habits.today.year - 16
    if "birth" in fld.key and not grown:
        return None, [Remark("warn", "year_not_shown", said)]
    return day, [Remark("warn", "year_hidden", said)]


def _since_1900(value: Any, habits: Habits) -> Any:
    bare = habits.since_1904 and isinstance(value, int | float) and not isinstance(value, bool) and value < 100000
    return value + 1462 if bare else value


def _period(fld: Field, raw: Raw, habits: Habits) -> Result:
    if (month := octobers.written(raw.value)) is not None:
        number = habits.january if month.open else int(month.figures)
        return (f"{month.year}-{number:02d}", []) if number else fail(fld, "month_ambiguous", raw)
    if isinstance(raw.value, str) and (days := _month_of_days(raw.value, habits)):
        return days
    text, assumed = periods.read(raw.value, habits.year, habits.today, habits.span)
    if text is None:
        return fail(fld, "period_unreadable", raw)
    return text, [Remark("warn", "year_assumed", {"text": as_text(raw.value), "period": text})] if assumed else []


def _month_of_days(text: str, habits: Habits) -> Result | None:
    """2026年6月26日-7月25日 is the month in which it ends; that it lies in two is told."""
    days = periods.of_days(text)
    year = (days[0].year or habits.year) if days else None
    if days is None or year is None:
        return None
    used, other = days[0].text(year), days[1] and days[1].text(days[1].year or year)
    if not other:
        return used, []
    return used, [Remark("warn", "over_two_months", {"text": as_text(text), "used": used or "", "other": other})]


_YES = frozenset({"是", "完成", "已完成", "已上线", "上线", "达成", "已达成", "已实现", "√", "✓", "✔", "yes", "done", "true", "completed", "y", "已交付", "已发布", "已通过", "通过"})  # fmt: skip
_NO = frozenset({"否", "未完成", "未上线", "未达成", "未实现", "未开始", "进行中", "×", "✗", "✘", "no", "not done", "false", "n", "未交付", "未发布", "未通过", "没完成"})  # fmt: skip


def _figure(fld: Field, raw: Raw, habits: Habits) -> Result:
    """A number without its unit, or whether it is done. Words that are neither are a mark."""
    if isinstance(raw.value, bool):
        return raw.value, []
    found = numbers.read(raw.value)
    if found is not None:
        return found.value, []
    word = squeezed(as_text(raw.value)).lower()
    if word in _YES or word in _NO:
        return word in _YES, []
    if re.search(r"\d", word):
        return fail(fld, "number_unreadable", raw)
    return None, []


def _phone(fld: Field, raw: Raw, habits: Habits) -> Result:
    return _told(fld, raw, lambda: identity.phone(raw.value))


def _id_no(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = identity.end_of(as_text(raw.value))
    return _told(fld, replace(raw, value=text), lambda: identity.id_number(raw.value, habits.others_lost))


def _told(fld: Field, raw: Raw, read: Callable[[], identity.Told]) -> Result:
    try:
        value, doubt = read()
    except identity.Unclear as unclear:
        level = "warn" if unclear.code == "filler" else "error"
        return None, [Remark(level, unclear.code, {"text": as_text(raw.value), "field": fld.key})]
    return value, [Remark("warn", doubt, {"text": as_text(raw.value), "field": fld.key})] if doubt else []


def _email(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = re.sub(r"\s+", "", as_text(raw.value)).lower().removeprefix("mailto:")
    if re.fullmatch(r"[^@;,/、]+@[^@;,/、]+\.[^@.;,/、]+", text):
        return text, []
    return None, [Remark("warn", "email_odd", {"text": text, "field": fld.key})]


def _gender(fld: Field, raw: Raw, habits: Habits) -> Result:
    found = gender_of(as_text(raw.value))
    return found, [] if found else [Remark("warn", "gender_unreadable", {"text": as_text(raw.value), "field": fld.key})]


_TURNED = re.compile(r"[未不没无非拟待缓免半\d]|部分|尚|暂|中$|率")  # beside a known word it says another thing


def choice_of(fld: Field, text: str) -> str | None:
    """The canonical value: by its exact spelling, by what stands outside brackets, by the start of the text."""
    spelled = {said(word): canonical for canonical, words in fld.choices.items() for word in (canonical, *words)}
    spelled |= {plain(word): canonical for canonical, words in fld.choices.items() for word in words if not said(word)}
    for variant in (plain(text), said(text), said(outside(text))):
        if variant in spelled:
            return spelled[variant]
    whole = said(outside(text)) or said(text)
    starts = [w for w in spelled if len(w) >= 2 and whole.startswith(w) and not _TURNED.search(whole[len(w) :])]
    ends = [w for w in spelled if len(w) >= 3 and whole.endswith(w) and not _TURNED.search(whole[: -len(w)])]
    best = max(starts or ends, key=len, default=None)
    return spelled[best] if best else None


def spelled_in(fld: Field, text: str) -> str | None:
    """The longest spelling in the text, the first of equals. Of one letter none."""
    whole = said(text)
    found = [
        (-len(said(word)), whole.index(said(word)), canonical)
        for canonical, words in fld.choices.items()
        for word in words
        if len(said(word)) >= 2 and said(word) in whole
    ]
    return min(found)[2] if found else None


def _choice(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value)
    found = choice_of(fld, text)
    if found is not None or is_nothing(text):
        return found, []
    return None, [Remark("warn" if fld.lenient else "error", "choice_unknown", {"text": text, "field": fld.key})]


_TITLE_MARKS = re.compile(r"^[《“\"「『【]+|[》”\"」』】]+$")
_TITLE_TAIL = re.compile(r"(?:培训班|培训课程|专题培训|培训|课程)$")


def _term(fld: Field, raw: Raw, habits: Habits) -> Result:
    """The company's own word; else as written, told."""
    text = squeezed(as_text(raw.value))
    if is_nothing(text):
        return None, []
    found = term_of(habits.terms, text)
    if found:
        return found, []
    written = as_written(raw.value) if isinstance(raw.value, str) else text
    stripped = re.sub(r"^《(.*)》$|^“(.*)”$", lambda m: m[1] or m[2], written)
    return stripped, [Remark("warn", "term_unknown", {"text": stripped, "field": fld.key})] if habits.terms else []


def term_of(terms: Terms | None, text: str) -> str | None:
    """By exact spelling, then without title marks, brackets, and words such as 培训 around it."""
    if terms is None:
        return None
    quoted = re.search(r"[《“\"「『]([^》”\"」』]+)[》”\"」』]", text)
    bare = _TITLE_MARKS.sub("", outside(text))
    variants = [
        text,
        bare,
        quoted[1] if quoted else "",
        _TITLE_TAIL.sub("", bare),
        re.sub(r"^(?:关于|公司|年度)|第?[一二三四五六七八九十\d]+期$", "", bare),
    ]
    for variant in variants:
        if variant and (found := terms.exact(variant)):
            return found
    path = re.split(r"[-/>\\|]", plain(text))
    return next((found for part in reversed(path) if len(path) > 1 < len(part) and (found := terms.exact(part))), None)


def _manager(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value)
    if re.fullmatch(r"[A-Za-z]{0,5}[-_]?\d+", text.replace(" ", "")):
        return _emp_no(fld, raw, habits)
    no = re.search(r"(?<![A-Za-z\d])(?:[A-Za-z]{1,5}[-_]?\d{2,}|\d{3,})(?!\d)", text)
    if no:  # 马建国（QM003）
        return no[0].upper(), []
    return _name(fld, raw, habits)


_ORDINAL = re.compile(r"^\s*(?:(?:KR|O|目标|关键结果)\s*[\d一二三四五六七八九十]+(?:[-.]\d+)*\s*[:：.、)）\- ]*|[(（]?[\d一二三四五六七八九十]+[)）、]\s*|\d+[.．]\s*(?!\d)|[①-⑳]\s*|KR\s*[:：])", re.IGNORECASE)  # fmt: skip


def _title(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_written(raw.value) if isinstance(raw.value, str) else as_text(raw.value)
    bare = _ORDINAL.sub("", text).strip()
    return bare or text, []


_READERS: dict[Type, Callable[[Field, Raw, Habits], Result]] = {
    Type.TEXT: _text,
    Type.NAME: _name,
    Type.EMP_NO: _emp_no,
    Type.DATE: _date,
    Type.PERIOD: _period,
    Type.MONEY: quantities.money,
    Type.NUMBER: quantities.number,
    Type.PERCENT: quantities.percent,
    Type.PHONE: _phone,
    Type.ID_NO: _id_no,
    Type.EMAIL: _email,
    Type.GENDER: _gender,
    Type.CHOICE: _choice,
    Type.TERM: _term,
    Type.MANAGER: _manager,
    Type.TITLE: _title,
    Type.WEIGHT: quantities.weight,
    Type.FIGURE: _figure,
    Type.REMARK: _text,
}
