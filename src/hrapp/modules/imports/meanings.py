"""What a spelling, or the way a column is written, may be said to mean: the choices, and reading what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from rapidfuzz import fuzz

from hrapp.kernel.imports import ALWAYS, SINCE, SINCE_DAY, Field, Type
from hrapp.kernel.periods import parse
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import language
from hrapp.modules.imports.asked import Spelled, Table
from hrapp.modules.imports.engine.spans import is_term
from hrapp.modules.imports.engine.two_days import says_how_long
from hrapp.modules.imports.engine.values import Habits, Raw, read
from hrapp.modules.imports.engine.words import said
from hrapp.modules.imports.opened import field_named, kind_named

AS_WRITTEN, EMPTY, MEANS = "as written", "empty", "means "  # before a meaning stands MEANS, so that none is mistaken
_MOST = 60  # words of the company that one select offers
_GENDERS = ("男", "女")
_FIGURES = frozenset((Type.MONEY, Type.NUMBER, Type.PERCENT, Type.WEIGHT, Type.FIGURE))

Group = tuple[str, list[tuple[str, str]]]


class Asking(msgspec.Struct, frozen=True):
    """How a decision is asked for: `groups` of a select, or a field to type in with `offered` as a hint."""

    groups: list[Group] = []
    typed: bool = False
    offered: str = ""


def asking(spelled: Spelled, fld: Field | None, terms: Mapping[str, Any]) -> Asking:
    if spelled.habit:
        return _habit(spelled)
    undecided = [("", _("— please decide —")), (EMPTY, _("leave these cells empty"))]
    if fld is None:
        return Asking([("", undecided)])
    if fld.type == Type.CHOICE:
        return Asking([("", undecided), (_("it means"), [(MEANS + key, _in_words(fld, key)) for key in fld.choices])])
    if fld.type == Type.GENDER:
        return Asking([("", undecided), (_("it means"), _words("", list(_GENDERS)))])
    if fld.type == Type.TERM:
        own = _own_words(spelled.text, terms.get(fld.term or "", {}))
        first = [*undecided[:1], (AS_WRITTEN, _("take it as written")), *undecided[1:]]
        return Asking([("", first), *([(_("it is the same as"), own)] if own else [])])
    return Asking([], typed=True, offered=_offered(fld))


def _in_words(fld: Field, choice: str) -> str:
    """Its first spelling in the language of the page."""
    zh = language.get() == "zh"
    return next((word for word in fld.choices[choice] if word.isascii() != zh), choice)


def _words(text: str, words: list[str]) -> list[tuple[str, str]]:
    """The company's words, those first that look like the text."""
    near = sorted(words, key=lambda word: -fuzz.ratio(said(word), said(text))) if text else words
    return [(MEANS + word, word) for word in near[:_MOST]]


def _own_words(text: str, spellings: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """As people call them: a metric has a code as well."""
    called = {
        word: next((each for each in (word, *written) if not each.isascii()), word)
        for word, written in spellings.items()
    }
    near = sorted(called, key=lambda word: -fuzz.ratio(said(called[word]), said(text))) if text else list(called)
    return [(MEANS + word, called[word]) for word in near[:_MOST]]


def _offered(fld: Field) -> str:
    if fld.type == Type.DATE:
        return "2026-09-30"
    if is_term(fld):
        return "2024-09-23 – 2027-09-22"
    return "2026-09" if fld.type == Type.PERIOD else "9500" if fld.type in _FIGURES else ""


def _habit(spelled: Spelled) -> Asking:
    undecided = ("", _("— please decide —"))
    if spelled.habit == "order":
        orders = [("dmy", _("day, month, year")), ("mdy", _("month, day, year")), ("ymd", _("year, month, day"))]
        return Asking([("", [undecided, *orders])])
    if spelled.habit == "percent":
        return Asking([("", [undecided, ("points", _("80 is 80 %%")), ("ratio", _("0.8 is 80 %%"))])])
    if spelled.habit == "partial":
        return Asking([("", [undecided, ("first_day", _("the first day of the month, as shown"))])])
    if spelled.habit == "period":
        periods = [option for option in spelled.options if _period(option)]
        return Asking([], typed=True, offered=periods[0] if periods else "2026-09")
    if spelled.habit in ("day", SINCE):
        return Asking([], typed=True, offered="2026-07-01")
    years = [match[0] for option in spelled.options if (match := re.match(r"(?:19|20)\d\d", option))]
    return Asking([], typed=True, offered=years[0] if years else "2026")


def _period(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def wrong(spelled: Spelled, fld: Field | None, text: str, today: date) -> str:
    """The sentence for something typed that cannot be meant; empty where it can."""
    if spelled.habit == "year":
        return "" if re.fullmatch(r"(19|20)\d\d年?", text) else _("Please enter a year such as 2026.")
    if spelled.habit == "period":
        return "" if _period(text) else _("Please enter a period such as 2026-09, 2026Q3 or 2026.")
    if spelled.habit == SINCE and text == ALWAYS:
        return ""
    fld = SINCE_DAY if spelled.habit == SINCE else fld
    if fld is None:
        return ""
    value, remarks = read(fld, Raw(text), Habits(today))
    senseless = is_term(fld) and not says_how_long(text, Habits(today))
    if senseless or any(remark.level == "error" for remark in remarks):
        example = _offered(fld)
        return _("“%(text)s” cannot be read either. Write it like %(example)s.", text=text, example=example)
    if spelled.habit == SINCE and isinstance(value, date) and value > today:
        return _("“%(text)s” has not come yet: the list says where people stand by now.", text=text)
    return ""


def allowed(spelled: Spelled, fld: Field | None, terms: Mapping[str, Any], chosen: str) -> bool:
    return any(value == chosen for _title, options in asking(spelled, fld, terms).groups for value, _words in options)


def meaning(chosen: str, text: str) -> Any:
    """What the answers keep: None for cells that stay empty."""
    if chosen == EMPTY:
        return None
    return text if chosen == AS_WRITTEN else chosen.removeprefix(MEANS)


def field_of(spelled: Spelled, tables: Sequence[Table]) -> tuple[Table | None, Field | None]:
    table = next((each for each in tables if each.id == spelled.table), None)
    fld = field_named(table, spelled.field) if table else None
    if (
        table and fld and fld.type != Type.TERM and spelled.code == "term_unknown"
    ):  # asked for the kind it tells as well
        kind, key = kind_named(table.kind), fld.key
        also = kind_named(kind.also) if kind else None
        fld = next((each for each in (also.fields if also else ()) if each.key == key), fld)
    return table, fld
