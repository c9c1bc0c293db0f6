"""One cell of one field: its value, or a note why it has none. Columns vote before their cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import dates, identity, numbers, periods
from hrapp.modules.imports.engine.words import Terms, as_text, as_written, is_nothing, outside, plain, said, squeezed


@dataclass(frozen=True, slots=True)
class Remark:
    """A note to be: it gets its cell where it is made into a kernel Note."""

    level: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


SHARED = "shared"  # in the place of what broke a cell


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
    padded: bool = False  # months in numbers have two figures: 1982.06, so that 1982.1 is October
    percent_points: bool = False  # bare 80 is 80 %
    percent_stated: bool = False  # the header or somebody said so: 0.8 beside 80 is 0.8 %
    unit: int = 1  # money: 万元 is 10 000
    year: int | None = None
    terms: Terms | None = None
    others_lost: bool = False  # another ID number of the column lost its last digits in a number cell
    since_1904: bool = False  # what a bare number of a day counts from
    span: str | None = None  # what a bare number of a column of periods counts: quarters, half-years


Result = tuple[Any, list[Remark]]
_WORDS = frozenset({Type.TEXT, Type.TERM, Type.TITLE, Type.REMARK, Type.CHOICE})
_UNREADABLE = "�"


def read(fld: Field, raw: Raw, habits: Habits) -> Result:
    """The value of a cell for a field, None where it is empty or a mark, and what to tell about it."""
    level = "warn" if fld.type == Type.PERCENT else "error"
    if raw.broken:
        return None, [broken(raw, level, fld.key)]
    if isinstance(raw.value, str) and (_UNREADABLE in raw.value or _lost(fld, raw.value)):
        return None, [Remark(level, "text_lost", {"text": raw.value, "field": fld.key})]
    if isinstance(raw.value, str) and re.fullmatch(r"#(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL)[!?]?", raw.value.strip()):
        return None, [Remark(level, "cell_error", {"text": raw.value, "field": fld.key})]
    if is_nothing(raw.value) and fld.type not in (Type.CHOICE, Type.TERM):
        return None, []
    if raw.value is None:
        return None, []
    if fld.type in _WORDS and isinstance(raw.value, int | float) and identity.lost_digits(raw.value):
        return None, [Remark("warn", "digits_lost", {"text": f"{raw.value:.1E}", "field": fld.key})]
    return _READERS[fld.type](fld, raw, habits)


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


def _fail(fld: Field, code: str, raw: Raw) -> Result:
    return None, [Remark("error", code, {"text": as_text(raw.value), "field": fld.key})]


def _text(fld: Field, raw: Raw, habits: Habits) -> Result:
    if isinstance(raw.value, date):
        return raw.value.isoformat(), []
    return as_written(raw.value) if isinstance(raw.value, str) else as_text(raw.value), []


def _name(fld: Field, raw: Raw, habits: Habits) -> Result:
    return _told(fld, raw, lambda: identity.name(raw.value))


def _emp_no(fld: Field, raw: Raw, habits: Habits) -> Result:
    value, notes = _told(fld, raw, lambda: (identity.emp_no(raw.value, raw.format), None))
    return (None if is_nothing(value) else value), notes


def _date(fld: Field, raw: Raw, habits: Habits) -> Result:
    text = as_text(raw.value)
    try:
        found = dates.read(
            _since_1900(raw.value, habits), habits.order, habits.year, habits.today, padded=habits.padded
        )
        if found is None and fld.span_end:
            found = _span_end(text, habits)
        if found and found.assumed == "century_assumed":
            found = replace(found, day=dates.in_century(found.day, habits.today, birth="birth" in fld.key))
        if found and not dates.FIRST_YEAR <= found.day.year <= dates.LAST_YEAR:
            raise dates.Impossible
    except dates.Impossible:
        return _fail(fld, "date_impossible", raw)
    except dates.ZeroLost:
        return _fail(fld, "month_ambiguous", raw)
    except dates.Ambiguous:
        return _fail(fld, "date_ambiguous", raw)
    if found is None:
        return _fail(fld, "date_unreadable", raw)
    notes = []
    if found.assumed:
        level = "info" if found.assumed == "serial_number" else "warn"
        notes.append(Remark(level, found.assumed, {"text": text, "date": found.day.isoformat()}))
    if found.exact == "month":
        day = dates.month_end(found.day) if fld.span_end or fld.key.endswith("_end") else found.day
        return day, [*notes, Remark("warn", "day_assumed", {"text": text, "date": day.isoformat()})]
    return found.day, notes


def _since_1900(value: Any, habits: Habits) -> Any:
    bare = habits.since_1904 and isinstance(value, int | float) and not isinstance(value, bool) and value < 100000
    return value + 1462 if bare else value


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
    text, assumed = periods.read(raw.value, habits.year, habits.today, habits.span, padded=habits.padded)
    if text is None:
        return _fail(fld, "period_unreadable", raw)
    return text, [Remark("warn", "year_assumed", {"text": as_text(raw.value), "period": text})] if assumed else []


_YUAN = re.compile(r"(?:[元圆块](?:钱|整|正)?)?")
_NO_AMOUNT = re.compile(r"[/每]|\d\s*[kK](?![A-Za-z])|薪")  # a rate, a thousand of something, a number of salaries
_FOREIGN = re.compile(
    r"[$€£₩]|\b(?:USD|HKD|EUR|GBP|JPY|TWD|SGD)\b|美[元金]|港[元币幣]|欧元|英镑|日[元圆]|台币|新币", re.IGNORECASE
)


def _money(fld: Field, raw: Raw, habits: Habits) -> Result:
    found, text = numbers.read(raw.value), plain(as_text(raw.value))
    if _FOREIGN.search(text) or _FOREIGN.search(raw.format):
        return _fail(fld, "currency_foreign", replace(raw, value=f"{raw.format}{text}"))
    if isinstance(raw.value, str) and re.fullmatch(r"\W*\d{1,3}\.\d{3}\D*", text) and "万" not in text:
        return _fail(fld, "number_ambiguous", raw)
    if (
        found is None
        or found.percent
        or raw.format == "%"
        or not _YUAN.fullmatch(found.unit)
        or _NO_AMOUNT.search(text)
    ):
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
    if _mixed(raw, habits):
        return None, [Remark("warn", "percent_mixed", {"text": as_text(raw.value), "field": fld.key})]
    return value, []


def _mixed(raw: Raw, habits: Habits) -> bool:
    """0.95 in a column of 88 and 100 may be 95 % or 0.95 %; where a sign stands nobody has to ask."""
    found = numbers.read(raw.value)
    if found is None or found.percent or raw.format == "%" or not habits.percent_points or habits.percent_stated:
        return False
    return 0 < abs(found.value) <= 1


def _weight(fld: Field, raw: Raw, habits: Habits) -> Result:
    """Percent points: 60, 60% and, in a column of such, 0.6 are all 60."""
    found = numbers.read(raw.value)
    if found is None:
        return _fail(fld, "number_unreadable", raw)
    if _mixed(raw, habits):
        return _fail(fld, "percent_mixed", raw)
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


_GENDERS = {"男": "男", "男性": "男", "m": "男", "male": "男", "先生": "男", "女": "女", "女性": "女", "f": "女", "female": "女", "女士": "女"}  # fmt: skip


def _gender(fld: Field, raw: Raw, habits: Habits) -> Result:
    found = _GENDERS.get(said(as_text(raw.value)))
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
