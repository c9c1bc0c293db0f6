"""One cell of one field: its value, or a note why it has none. Columns vote before their cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import dates, numbers, periods
from hrapp.modules.imports.engine.words import Terms, as_text, as_written, is_nothing, outside, plain, said, squeezed


@dataclass(frozen=True, slots=True)
class Remark:
    """A note to be: it gets its cell where it is made into a kernel Note."""

    level: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell with what the grid knows about it."""

    value: Any
    format: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a column is written, found by looking at all of it, and what the table says about itself."""

    today: date
    order: str | None = None  # of 03/04/2025
    percent_points: bool = False  # bare 80 is 80 %
    unit: int = 1  # money: 万元 is 10 000
    year: int | None = None
    terms: Terms | None = None
    span: str | None = None  # what a bare number of a column of periods counts: quarters, half-years


Result = tuple[Any, list[Remark]]
_REF_CODES = re.compile(r"^#|^Err:")
_UNREADABLE = "�"


def read(fld: Field, raw: Raw, habits: Habits) -> Result:
    """The value of a cell for a field, None where it is empty or a mark, and what to tell about it."""
    level = "warn" if fld.type == Type.PERCENT else "error"
    if raw.broken:
        code = "formula_empty" if raw.broken == "formula" else "cell_error"
        return None, [Remark(level, code, {"text": raw.broken, "field": fld.key})]
    if isinstance(raw.value, str) and _UNREADABLE in raw.value:
        return None, [Remark(level, "text_lost", {"text": raw.value, "field": fld.key})]
    if isinstance(raw.value, str) and re.fullmatch(r"#(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL)[!?]?", raw.value.strip()):
        return None, [Remark(level, "cell_error", {"text": raw.value, "field": fld.key})]
    if is_nothing(raw.value) and fld.type not in (Type.CHOICE, Type.TERM):
        return None, []
    if raw.value is None:
        return None, []
    return _READERS[fld.type](fld, raw, habits)


def _fail(fld: Field, code: str, raw: Raw) -> Result:
    return None, [Remark("error", code, {"text": as_text(raw.value), "field": fld.key})]


def _text(fld: Field, raw: Raw, habits: Habits) -> Result:
    if isinstance(raw.value, date):
        return raw.value.isoformat(), []
    return as_written(raw.value) if isinstance(raw.value, str) else as_text(raw.value), []


def _name(fld: Field, raw: Raw, habits: Habits) -> Result:
    """张 三, 李　四, 王五（离职）: the name alone. Names in letters keep their spaces."""
    text = as_text(raw.value)
    bare = outside(text) or text
    bare = re.sub(r"[*＊#]+$", "", bare).strip()
    if re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff]", bare):
        bare = bare.replace(" ", "")
    return bare, []


def _emp_no(fld: Field, raw: Raw, habits: Habits) -> Result:
    """NFKC, upper case, no spaces; zeros that only the number format shows are kept."""
    if isinstance(raw.value, int | float) and not isinstance(raw.value, bool):
        text = as_text(raw.value)
        if re.fullmatch(r"0{2,}", raw.format):
            text = text.zfill(len(raw.format))
        return text, []
    text = re.sub(r"\s+", "", as_text(raw.value)).lstrip("'").upper()
    text = re.sub(r"(?<=\d)\.0$", "", text)
    return (None if is_nothing(text) else text), []


def _date(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value)
    try:
        found = dates.read(raw.value, habits.order, habits.year, habits.today)
        if found is None and fld.span_end:
            found = _span_end(text, habits)
    except dates.Impossible:
        return _fail(fld, "date_impossible", raw)
    except dates.Ambiguous:
        return _fail(fld, "date_ambiguous", raw)
    if found is None:
        return _fail(fld, "date_unreadable", raw)
    notes = []
    if found.assumed:
        notes.append(
            Remark(
                "warn" if found.assumed == "year_assumed" else "info",
                found.assumed,
                {"text": text, "date": found.day.isoformat()},
            )
        )
    if found.exact == "month":
        day = dates.month_end(found.day) if fld.span_end or fld.key.endswith("_end") else found.day
        return day, [*notes, Remark("warn", "day_assumed", {"text": text, "date": day.isoformat()})]
    return found.day, notes


def _span_end(text: str, habits: Habits) -> dates.Written | None:
    """The second of two dates: 2023.5.1-2026.4.30, 6.1-6.3, 2026.6.1-3."""
    text = dates.written_out(text)
    found = dates.find_all(text, habits.order, habits.year, habits.today)
    if len(found) == 1:
        short = re.match(r"\s*[-~～至到]\s*(\d{1,2})\s*[日号]?$", text[found[0].end :])
        if short:
            return dates.Written(dates.day_of(found[0].day.year, found[0].day.month, int(short[1])))
    return found[-1] if len(found) == 2 else None


def _period(fld: Field, raw: Raw, habits: Habits) -> Result:
    text, assumed = periods.read(raw.value, habits.year, habits.today, habits.span)
    if text is None:
        return _fail(fld, "period_unreadable", raw)
    return text, [Remark("warn", "year_assumed", {"text": as_text(raw.value), "period": text})] if assumed else []


def _money(fld: Field, raw: Raw, habits: Habits) -> Result:
    found = numbers.read(raw.value)
    if found is None or found.percent or re.match(r"[/每]?(?:天|日|小时|时|h)", found.unit):
        return _fail(fld, "number_unreadable", raw)
    return numbers.cents(found.value * (1 if found.scaled else habits.unit)), []


def _number(fld: Field, raw: Raw, habits: Habits) -> Result:
    found = numbers.read(raw.value)
    return (found.value, []) if found else _fail(fld, "number_unreadable", raw)


def ratio(raw: Raw, habits: Habits) -> Decimal | None:
    """A share: 80%, 0.8, and a bare 80 where the column is written so."""
    found = numbers.read(raw.value)
    if found is None:
        return None
    if found.percent or raw.format == "%":
        return found.value
    return numbers.tidy(found.value / 100) if habits.percent_points and found.value != 0 else found.value


def _percent(fld: Field, raw: Raw, habits: Habits) -> Result:
    value = ratio(raw, habits)
    if value is None:
        return None, [Remark("warn", "number_unreadable", {"text": as_text(raw.value), "field": fld.key})]
    return value, []


def _weight(fld: Field, raw: Raw, habits: Habits) -> Result:
    """Percent points: 60, 60% and, in a column of such, 0.6 are all 60."""
    found = numbers.read(raw.value)
    if found is None:
        return _fail(fld, "number_unreadable", raw)
    share = found.percent or raw.format == "%" or not habits.percent_points
    return numbers.tidy(found.value * 100 if share else found.value), []


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
        return _fail(fld, "number_unreadable", raw)
    return None, []


def _phone(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value).lstrip("'")
    first = re.split(r"[/、,;，；]| {2,}", text)[0]
    digits = re.sub(r"\D", "", first)
    digits = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if not digits:
        return _fail(fld, "phone_unreadable", raw)
    odd = not re.fullmatch(r"1\d{10}|0\d{9,11}|\d{7,8}", digits)
    return digits, [Remark("warn", "phone_odd", {"text": text})] if odd else []


def _id_no(fld: Field, raw: Raw, habits: Habits) -> Result:
    if isinstance(raw.value, int | float):
        return _fail(fld, "id_no_rounded", raw)
    text = re.sub(r"[\s\-'’‘\",]", "", as_text(raw.value)).upper()
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", text):
        return _fail(fld, "id_no_rounded", raw)
    if re.fullmatch(r"\d{17}[\dX]", text):
        rounded = text.endswith("000") and not _checked(text)
        if rounded:
            return _fail(fld, "id_no_rounded", raw)
        return text, [] if _checked(text) else [Remark("warn", "id_no_checksum", {"text": end_of(text)})]
    if re.fullmatch(r"[A-Z0-9]{6,20}", text) and not re.fullmatch(r"\d{16,20}", text):
        return text, [Remark("warn", "id_no_odd", {"text": end_of(text)})]
    return _fail(fld, "id_no_length", replace(raw, value=end_of(text)))


def end_of(number: str) -> str:
    """Enough to tell which cell is meant; the number itself is not repeated in what is said about it."""
    return f"…{number[-4:]}"


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _checked(text: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17]


def _email(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = re.sub(r"\s+", "", as_text(raw.value)).lower().removeprefix("mailto:")
    return text, [] if re.fullmatch(r"[^@]+@[^@]+\.[^@.]+", text) else [Remark("warn", "email_odd", {"text": text})]


_GENDERS = {"男": "男", "男性": "男", "m": "男", "male": "男", "先生": "男", "女": "女", "女性": "女", "f": "女", "female": "女", "女士": "女"}  # fmt: skip


def _gender(fld: Field, raw: Raw, habits: Habits) -> Result:
    found = _GENDERS.get(said(as_text(raw.value)))
    return found, [] if found else [Remark("warn", "gender_unreadable", {"text": as_text(raw.value)})]


def choice_of(fld: Field, text: str) -> str | None:
    """The canonical value: by its exact spelling, by what stands outside brackets, by the start of the text."""
    spelled = {said(word): canonical for canonical, words in fld.choices.items() for word in (canonical, *words)}
    spelled |= {plain(word): canonical for canonical, words in fld.choices.items() for word in words if not said(word)}
    for variant in (plain(text), said(text), said(outside(text))):
        if variant in spelled:
            return spelled[variant]
    whole = said(outside(text)) or said(text)
    starts = [word for word in spelled if len(word) >= 2 and whole.startswith(word)]
    ends = [word for word in spelled if len(word) >= 3 and whole.endswith(word)]
    best = max(starts or ends, key=len, default=None)
    return spelled[best] if best else None


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
    Type.MONEY: _money,
    Type.NUMBER: _number,
    Type.PERCENT: _percent,
    Type.PHONE: _phone,
    Type.ID_NO: _id_no,
    Type.EMAIL: _email,
    Type.GENDER: _gender,
    Type.CHOICE: _choice,
    Type.TERM: _term,
    Type.MANAGER: _manager,
    Type.TITLE: _title,
    Type.WEIGHT: _weight,
    Type.FIGURE: _figure,
    Type.REMARK: _text,
}


def percent_points(raws: Sequence[Raw], header: str, limit: Decimal = Decimal("1.5")) -> bool:
    """Whether bare numbers of a column of shares are percent points: 80 rather than 0.8."""
    bare = [
        found.value
        for raw in raws
        if raw.format != "%" and (found := numbers.read(raw.value)) is not None and not found.percent
    ]
    if not bare:
        return False
    largest = max(abs(value) for value in bare)
    return largest > limit or (("%" in plain(header)) and largest > 1)
