"""Periods as people write them: 2026年第三季度, 2026Q3, 三季度, 上半年, 3月, 202603, Jan-26."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from hrapp.kernel.periods import HALF, MONTH, QUARTER, YEAR
from hrapp.modules.imports.engine.words import plain

_DIGITS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_ENGLISH = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
#: Marketing is no March, and Octopus no October.
_IN_ENGLISH = r"(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=ju[nl])[ey]|(?<=aug)ust|(?<=sep)t(?:ember)?|(?<=oct)ober|(?<=nov|dec)ember)?"  # fmt: skip
_YEAR = r"(?:(?P<year>20\d\d)\s*(?:年度?|财年|[-./_ ]|(?=[QqHhSs]))?\s*|(?P<short>[12]\d)年\s*)"
_NUMBER = r"十一|十二|[一二三四五六七八九十]|1[0-2]|0?[1-9]"
_PATTERNS = (
    (QUARTER, re.compile(rf"{_YEAR}?第?(?P<n>[一二三四1-4])\s*(?:季度|季)(?!节)")),
    (QUARTER, re.compile(rf"{_YEAR}?(?<![A-Za-z])[Qq]\s*(?P<n>[1-4])(?!\d)(?:\s*[-/' ]?\s*(?P<after>20\d\d))?")),
    (QUARTER, re.compile(rf"{_YEAR}?(?P<n>[1-4])[Qq](?![A-Za-z\d])(?:\s*(?P<after>20\d\d))?")),
    (HALF, re.compile(rf"{_YEAR}?(?P<n>[上下])半年")),
    (HALF, re.compile(rf"{_YEAR}?(?<![A-Za-z])[Hh]\s*(?P<n>[12])(?!\d)(?:\s*[-/ ]?\s*(?P<after>20\d\d))?")),
    (MONTH, re.compile(rf"{_YEAR}?(?<![\d一二三四五六七八九十.])(?P<n>{_NUMBER})\s*月份?(?!\s*\d{{1,2}}\s*[日号])")),
    (MONTH, re.compile(r"(?<!\d)(?P<year>20\d\d)[-./_](?P<n>0?[1-9]|1[0-2])(?![\d]|[-./]\d)")),
    (MONTH, re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<n>0[1-9]|1[0-2])(?!\d)")),
    (MONTH, re.compile(r"(?<!\d)(?P<year>20\d\d)年(?P<n>0[1-9]|1[0-2])期")),  # of a system of accounts
    (MONTH, re.compile(rf"(?<![A-Za-z])(?:{_IN_ENGLISH})\.?[-' ]?(?P<after>20\d\d|\d\d)?(?![\dA-Za-z])", re.I)),
    (YEAR, re.compile(r"(?<!\d)(?:FY\s*)?(?P<year>20[1-4]\d)(?:\s*(?:年度?|财年))?(?!\d|[-./]\d)")),
)  # fmt: skip
_MONTHS = re.compile(rf"{_YEAR}?(?<![\d一二三四五六七八九十.])(?P<n>{_NUMBER})月?份?\s*(?:[-~～—–至到]|--)\s*(?P<to>{_NUMBER})\s*月份?(?!\s*\d{{1,2}}\s*[日号])")  # fmt: skip
_SPANS = {(1, 12): (YEAR, 1), (1, 6): (HALF, 1), (7, 12): (HALF, 2)} | {
    (3 * n - 2, 3 * n): (QUARTER, n) for n in range(1, 5)
}
_WHOLE = re.compile(r"[年年度份月季考核评等级绩效指标完成情况表报\s_\-()（）]*")


UNCLEAR = -1  # a year that could be one or another


@dataclass(frozen=True, slots=True)
class Said:
    """A period, perhaps without its year. `rest` is what else the text said."""

    kind: str
    index: int
    year: int | None
    rest: str = ""

    def text(self, year: int | None = None) -> str | None:
        year = self.year or year
        if year is None or year == UNCLEAR:
            return None
        suffix = {MONTH: f"-{self.index:02d}", QUARTER: f"Q{self.index}", HALF: f"H{self.index}", YEAR: ""}
        return f"{year}{suffix[self.kind]}"


_SPELLED_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_OF_THE_REPUBLIC = re.compile(
    r"民[国國]\s*(\d{2,3})\s*年?|(?<!\d)(1[0-3]\d)年(?=度|\s*(?:\d{1,2}|[一二三四十])\s*[月季]|第|[上下]半年|\s*[QqHh][1-4])"
)
_FISCAL = re.compile(r"(?<![A-Za-z])FY ?'?([1-4]\d)(?![\d/]|-\d)", re.IGNORECASE)
_SPELLED = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


@lru_cache(maxsize=4096)
def in_figures(text: str) -> str:
    """With years as they are counted here, and in figures: 二〇二四年, 民國113年, FY24."""
    text = _SPELLED_YEAR.sub(lambda match: "".join(map(_SPELLED.__getitem__, match[0])), plain(text))
    text = _FISCAL.sub(r"20\1", text)
    return _OF_THE_REPUBLIC.sub(lambda match: f"{1911 + int(match[1] or match[2])}年", text)


#: Two periods and more: none of them is meant. 前三季度 is none that is kept.
_SEVERAL = re.compile(
    r"[一二三四1-4]\s*(?:[-~～—–、,，至到和及与])\s*第?[一二三四1-4]\s*季|前[一二三两]\s*季"
    r"|[Qq][1-4]\s*[-~～—–、,，至到和及与]\s*[Qq]?[1-4](?!\d)|[Hh][12]\s*[-~～—–、,，至到和及与]\s*[Hh]?[12](?!\d)"
    r"|(?<!\d)\d{1,2}月份?\s*[、,，和及与]\s*\d{1,2}月"
    r"|20\d\d[-./年]\d{1,2}月?\s*[-~～—–至到]+\s*20\d\d[-./年]\d{1,2}(?:月|(?![-./\d]))"
)


_HINT = re.compile(
    r"[年月季０-９]|[QqHhYy]\s*'?\d|\d\s*[QqHh]|20\d\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[Ａ-ｚ]",
    re.IGNORECASE,
)


_TWO_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*年?度?\s*(?:\d{1,2}月?)?\s*(?:[-~～—–/至到]|--)\s*(20\d\d)(?!\d)")


def two_years(text: str) -> tuple[int, int] | None:
    """2023-2024年, 2023年10月-2024年2月: a month without its year can be of either."""
    match = _TWO_YEARS.search(in_figures(text))
    return (int(match[1]), int(match[2])) if match and int(match[2]) == int(match[1]) + 1 else None


def find(text: str) -> Said | None:
    """The first and most exact period that the text names, one with its year before one without. A full date names its
    month only by dates.py."""
    if not _HINT.search(text):
        return None  # most cells of a sheet
    text = in_figures(text)
    if _SEVERAL.search(text):
        return None
    if several := _MONTHS.search(text):
        return _spanned(several, text)
    for kind, pattern in _PATTERNS:
        matches = [(match, match.groupdict()) for match in pattern.finditer(text)]
        if matches:
            match, groups = next((each for each in matches if _year(each[1])), matches[0])
            return Said(kind, _index(groups.get("n")), _year(groups), text[: match.start()] + text[match.end() :])
    return None


def _spanned(match: re.Match[str], text: str) -> Said | None:
    """1-3月 is a quarter, 1-6月 half a year; 4-5月 is no period that is kept, and none of its months is meant."""
    groups = match.groupdict()
    span = _SPANS.get((_index(groups["n"]), _index(groups["to"])))
    return Said(*span, _year(groups), text[: match.start()] + text[match.end() :]) if span else None


def of_no_kind(text: str) -> bool:
    """1-2月 is no period that is kept, and none of its months is meant."""
    text = in_figures(text)
    several = _MONTHS.search(text)
    return _SEVERAL.search(text) is not None or (several is not None and _spanned(several, text) is None)


def within(above: Said | None, below: Said | None) -> Said | None:
    """A quarter under a heading that names its year: 2025年 over 四季度."""
    if below is None or above is None:
        return below or above
    return replace(below, year=above.year) if below.year is None else below


def whole(text: str) -> Said | None:
    """The period, if the text says nothing else that matters."""
    found = find(text)
    return found if found and _WHOLE.fullmatch(found.rest) else None


def _index(written: str | None) -> int:
    if written is None:
        return 1
    if written in "上下":
        return 1 if written == "上" else 2
    if written.lower() in _ENGLISH:
        return _ENGLISH[written.lower()]
    return _DIGITS[written] if written in _DIGITS else int(written)


def _year(groups: dict[str, str | None]) -> int | None:
    if year := groups.get("year"):
        return int(year)
    short = groups.get("short") or groups.get("after")
    return None if not short else int(short) if len(short) == 4 else 2000 + int(short)


def read(value: object, year: int | None, today: date, span: str | None = None) -> tuple[str | None, bool]:
    """(the period that a cell says, whether its year was assumed). Bare numbers are months unless `span` says else."""
    if isinstance(value, date):
        return f"{value.year}-{value.month:02d}", False
    if isinstance(value, bool) or value is None:
        return None, False
    if isinstance(value, int | float):
        return _numeric(value, year, span), False
    found = find(str(value))
    if found is None:
        text = plain(str(value))
        full = re.fullmatch(r"(20\d\d)[-./年](\d{1,2})[-./月]\d{1,2}日?(?: .*)?", text)
        if full:
            return f"{full[1]}-{int(full[2]):02d}", False
        return (_numeric(float(text), year, span) if re.fullmatch(r"\d+(\.\d+)?", text) else None), False
    known = found.year or year
    return found.text(known or latest_year(found, today)), known is None


def _numeric(value: float, year: int | None, span: str | None = None) -> str | None:
    """2026 is a year, 202603 a month, 3 a month of the year at hand, or its third quarter."""
    number = int(value)
    if number != value:
        return None
    if 2000 <= number <= 2099:
        return str(number)
    if 200001 <= number <= 209912 and 1 <= number % 100 <= 12:
        return f"{number // 100}-{number % 100:02d}"
    if span in (QUARTER, HALF):
        return Said(span, number, year).text() if 1 <= number <= (4 if span == QUARTER else 2) else None
    return f"{year}-{number:02d}" if year and year != UNCLEAR and 1 <= number <= 12 else None


_DAY = r"(?:(20\d\d)\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?"
_DAYS = re.compile(rf"(?<![\d.]){_DAY}\s*(?:--?|[~～—–至到]+)\s*{_DAY}(?![\d])")


def of_days(text: str) -> tuple[Said, Said | None] | None:
    """(the period, the other one it may be) of 12月26日至1月25日: a month is called after the day it ends on, as a rule."""
    match = _DAYS.search(_in_numbers(in_figures(text)))
    if match is None:
        return None
    first_year, month, day, last_year, to, until = (int(part) if part else None for part in match.groups())
    if not (month and day and to and until) or max(month, to) > 12 or max(day, until) > 31:
        return None
    year = last_year or (first_year and first_year + (to < month))
    rest = match.string[: match.start()] + match.string[match.end() :]
    if (
        (to - month) % 12 == 1
        and day > until
        and (first_year is None or year is None or year - first_year == (to < month))
    ):
        return Said(MONTH, to, year, rest), Said(MONTH, month, first_year or (year and year - (to < month)), rest)
    span = (MONTH, month) if month == to else _SPANS.get((month, to)) if day == 1 and until >= 28 else None
    return (Said(*span, year, rest), None) if span and first_year in (None, year) else None


_ENGLISH_DAYS = re.compile(
    r"(\d{1,2})\s+(?P<a>[A-Za-z]{3})[a-z]*\.?,?\s*(20\d\d)?\s*(?:-|–|to|until)\s*(\d{1,2})\s+(?P<b>[A-Za-z]{3})[a-z]*\.?,?\s*(20\d\d)?"
)


def _in_numbers(text: str) -> str:
    """26 Feb - 25 Mar 2024 as 2月26日-2024年3月25日."""
    match = _ENGLISH_DAYS.search(text)
    if match is None or not {match["a"].lower(), match["b"].lower()} <= _ENGLISH.keys():
        return text
    first, last = _ENGLISH[match["a"].lower()], _ENGLISH[match["b"].lower()]
    years = [f"{year}年" if year else "" for year in (match[3], match[6])]
    return f"{years[0]}{first}月{match[1]}日-{years[1]}{last}月{match[4]}日"


def latest_year(found: Said, today: date) -> int:
    """The year of the latest such period that has begun."""
    first_month = {MONTH: found.index, QUARTER: found.index * 3 - 2, HALF: found.index * 6 - 5, YEAR: 1}[found.kind]
    return today.year if first_month <= today.month else today.year - 1
