"""Dates as people write them. An impossible date is an error and never another date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hrapp.modules.imports.engine.words import LONGEST_VALUE, plain

YMD, DMY, MDY = "ymd", "dmy", "mdy"
FIRST_YEAR, LAST_YEAR = 1920, 2100  # before and after them nobody is born, hired or under contract
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1950 to 2099
_CHINESE = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TIME = r"(?:[ T]+(?:上午|下午)?\s*\d{1,2}[:：时点]\d{0,2}(?::\d{2})?(?:\.\d+)?Z?.*)?"
_WEEKDAY = r"(?:\s*[(]?(?:周|星期|礼拜)[一二三四五六日天][)]?)?"
_FULL = re.compile(
    r"(?<!\d)(?P<y>\d{4}|\d{2})\s*(?P<s>[-./]|年)\s*(?P<m>\d{1,2})\s*(?:(?P=s)|月)\s*(?P<d>\d{1,2})\s*[日号]?(?!\d)"
)
_LAST_YEAR = re.compile(r"(?<!\d)(?P<a>\d{1,2})\s*[-./]\s*(?P<b>\d{1,2})\s*[-./]\s*(?P<y>\d{4})(?!\d)")
_MONTH_ONLY = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s*(?:年|[-./])\s*(?P<m>\d{1,2})\s*月?(?:份|底|初|中旬)?(?!\d)(?!\s*[-./]?\d{1,2}(?!\d))"
)
_DAY_ONLY = re.compile(r"(?<![\d.])(?P<m>\d{1,2})\s*(?:月|[./-])\s*(?P<d>\d{1,2})\s*[日号]?(?![\d.])")
_COMPACT = re.compile(r"(?<!\d)(?P<y>19\d\d|20\d\d)(?P<m>0[1-9]|1[0-2]|\d\d)(?P<d>\d\d)(?!\d)")
_MONTH_NUMBER = re.compile(r"(?P<y>(?:19[2-9]|20\d)\d)\.(?P<m>0[1-9]|1[0-2]?|[2-9])")
_REPUBLIC = re.compile(r"民[国國]\s*(\d{2,3})\s*年")
_UNSURE = re.compile(r"约|左右|前后|待|不详|不明|可能|大概|[?？]|或")
_ENGLISH = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/ ]+(?P<m>[A-Za-z]{3,9})\.?,?[-/ ]+(?P<y>\d{4}|\d{2})"
    r"|(?P<m2>[A-Za-z]{3,9})\.?[-/ ]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(?P<y2>\d{4})"
)


class Impossible(ValueError):
    """It looks like a date and is none: 2026-02-30."""


class Ambiguous(ValueError):
    """It may be one day or another: 03/04/2025."""


class ZeroLost(Ambiguous):
    """1982.1, typed as a number: January, or October without its zero."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date, how exact it was written ("day" or "month"), and what had to be assumed about it."""

    day: date
    exact: str = "day"
    assumed: str | None = None  # "year_assumed", "century_assumed", "serial_number"
    start: int = 0
    end: int = 0


def vote(values: list[object]) -> str | None:
    """Which order a column of 03/04/2025 uses; None where nothing decides it."""
    pairs = [(int(m["a"]), int(m["b"])) for v in values if isinstance(v, str) and (m := _LAST_YEAR.search(plain(v)))]
    day_first, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if day_first == month_first:
        return None
    return DMY if day_first else MDY


def padded(value: object) -> bool:
    """1982.06: whoever writes months so writes October as 1982.10, which a number cell keeps as 1982.1."""
    return isinstance(value, float) and bool(_MONTH_NUMBER.fullmatch(repr(value))) and repr(value)[-2:-1] == "0"


def read(
    value: object,
    order: str | None = None,
    year: int | None = None,
    today: date | None = None,
    *,
    padded: bool = False,
) -> Written | None:
    """The one date a cell holds; None where it holds none or says more than a date. Raises for impossible ones."""
    if isinstance(value, date):
        return Written(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _month_number(value, padded) or _number(value)
    if len(str(value)) > LONGEST_VALUE:
        return None
    text = written_out(str(value))
    if re.fullmatch(r"\d{1,9}(?:\.0{1,9})?", text):
        return _number(float(text))
    found = find_all(text, order, year, today)
    if len(found) != 1:
        return None
    rest = re.sub(
        r"(?:上午|下午|全天|:\d\d|\d{1,2}[:：]\d{2}|T\d{2}:?\d{2}.*|Z)",
        "",
        text[: found[0].start] + " " + text[found[0].end :],
    )
    return None if re.search(r"\d", rest) or len(rest.strip()) > 12 or _UNSURE.search(rest) else found[0]


_PART = re.compile(
    r"(?P<half>[上下]午|\b[ap]\.?m\b)?\s*(?:(?P<h>\d{1,2})[:：时点](?P<m>\d{2})?)?(?P<after>\s*[ap]\.?m\b)?",
    re.IGNORECASE,
)


def with_time(day: date, text: str) -> date | str:
    """The day, with the time or the half of it that the cell says as well: 2026-03-05 09:00, 2026-03-05 上午."""
    found = next((m for m in _PART.finditer(text) if m["h"] or m["half"]), None)
    if found is None:
        return day
    half = (found["half"] or found["after"] or "").strip().lower()
    if not found["h"]:
        return f"{day} {'上午' if half in ('上午', 'am', 'a.m') else '下午'}"
    hour = int(found["h"]) + (12 if half[:1] in ("下", "p") and int(found["h"]) < 12 else 0)
    return f"{day} {hour:02}:{found['m'] or '00'}"


_OF_TAIWAN = re.compile(r"(?P<y>\d{2,3})(?P<rest>[./-]\d{1,2}[./-]\d{1,2}|年\d{1,2}月\d{1,2}日?)")


def of_the_republic(value: object) -> bool:
    """111/02/25: nobody else counts years in three figures."""
    match = _OF_TAIWAN.fullmatch(plain(value)) if isinstance(value, str) else None
    return match is not None and re.fullmatch(r"1[0-3]\d", match["y"]) is not None


def all_of_the_republic(values: list[object]) -> bool:
    """Whether every day of a column is written with a year of two or three figures."""
    days = [value for value in values if isinstance(value, str) and re.search(r"\d", value)]
    return all(_OF_TAIWAN.fullmatch(plain(value)) for value in days)


def from_the_republic(value: Any, today: date, *, birth: bool) -> Any:
    """Of a table that counts so: 66/02/13 is in 1977, and a contract until 24/12/31 does not end in 1935."""
    match = _OF_TAIWAN.fullmatch(plain(value)) if isinstance(value, str) else None
    if match is None:
        return value
    year = 1911 + int(match["y"])
    first, last = _working_years(today, birth)
    return f"{year}{match['rest']}" if len(match["y"]) == 3 or first <= year <= last else value


def written_out(text: str) -> str:
    """二〇二四年三月一日 and 民国113年 in figures."""
    text = plain(text).lstrip("'")
    text = _REPUBLIC.sub(lambda m: f"{int(m[1]) + 1911}年", text)
    if re.search(r"[〇零○一二三四五六七八九]{4}年", text):
        text = re.sub(r"[〇零○一二三四五六七八九十]+(?=[年月日号])", _figures, text)
    return text


def _figures(match: re.Match[str]) -> str:
    text = match[0]
    if "十" in text:
        tens, _, ones = text.partition("十")
        return str(int(_CHINESE.get(tens, "1")) * 10 + int(_CHINESE.get(ones, "0")))
    return "".join(_CHINESE[char] for char in text)


def _month_number(value: float, padded: bool) -> Written | None:
    """1982.06, typed as a number. 1982.1 is January or October, unless the column says how its months are written."""
    match = _MONTH_NUMBER.fullmatch(repr(value)) if isinstance(value, float) else None
    if match is None:
        return None
    if match["m"] == "1" and not padded:
        raise ZeroLost
    return Written(day_of(int(match["y"]), 10 if match["m"] == "1" else int(match["m"]), 1), exact="month")


def _number(value: float) -> Written | None:
    number = int(value)
    if number != value and not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return None
    if 19000101 <= number <= 20991231:
        return Written(day_of(number // 10000, number // 100 % 100, number % 100))
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return Written(date(1899, 12, 30) + timedelta(days=number), assumed="serial_number")
    return None


_BARE_MONTH = re.compile(r"(?P<m>\d{1,2})月份?起?")


def month_of(text: object, year: int | None) -> Written | None:
    """6月 where the table says the year. Only for days from which something counts: elsewhere 6月 may be how long."""
    match = _BARE_MONTH.fullmatch(str(text).strip())
    if match is None or year is None:
        return None
    return Written(day_of(year, int(match["m"]), 1), assumed="year_assumed", exact="month")


def is_month(value: object) -> bool:
    return isinstance(value, str) and _BARE_MONTH.fullmatch(value.strip()) is not None


def find_all(text: str, order: str | None = None, year: int | None = None, today: date | None = None) -> list[Written]:
    """Every date in a text, from left to right; a day without a year takes that of the date before, or `year`."""
    taken: list[Written] = []

    def free(match: re.Match[str]) -> bool:
        return all(match.end() <= found.start or match.start() >= found.end for found in taken)

    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
        (_FULL, lambda m: day_of(_century(m["y"], today), int(m["m"]), int(m["d"]))),
        (_LAST_YEAR, lambda m: _ordered(int(m["a"]), int(m["b"]), int(m["y"]), order)),
        (_ENGLISH, lambda m: _english(m, today)),
        (_COMPACT, lambda m: day_of(int(m["y"]), int(m["m"]), int(m["d"]))),
    )
    for pattern, build in readers:
        taken += [
            Written(build(m), assumed=_shortened(m), start=m.start(), end=m.end())
            for m in pattern.finditer(text)
            if free(m) and (pattern is not _ENGLISH or _month(m))
        ]
    taken += [_month_only(m) for m in _MONTH_ONLY.finditer(text) if free(m)]
    for match in _DAY_ONLY.finditer(text):
        if free(match):
            before = [found.day.year for found in taken if found.end <= match.start()]
            known = before[-1] if before else year
            if known and 1 <= int(match["m"]) <= 12:
                day = day_of(known, int(match["m"]), int(match["d"]))
                taken.append(
                    Written(day, assumed=None if before else "year_assumed", start=match.start(), end=match.end())
                )
    return sorted(taken, key=lambda found: found.start)


def _month_only(match: re.Match[str]) -> Written:
    return Written(day_of(int(match["y"]), int(match["m"]), 1), exact="month", start=match.start(), end=match.end())


def _ordered(a: int, b: int, year: int, order: str | None) -> date:
    if a > 12 or (order == DMY and b <= 12):
        return day_of(year, b, a)
    if b > 12 or order == MDY or a == b:
        return day_of(year, a, b)
    raise Ambiguous


def _shortened(match: re.Match[str]) -> str | None:
    """Whether the year is written with two digits."""
    groups = match.groupdict()
    return "century_assumed" if len(groups.get("y") or groups.get("y2") or "") == 2 else None


def in_century(day: date, today: date, *, birth: bool) -> date:
    """The day of a year of two digits: whoever works is 16 to 75 years old, and nobody was hired before 1960."""
    first, last = _working_years(today, birth)
    years = [year for year in (1900 + day.year % 100, 2000 + day.year % 100) if first <= year <= last]
    if len(years) != 1:
        raise Ambiguous
    return day_of(years[0], day.month, day.day)


def _working_years(today: date, birth: bool) -> tuple[int, int]:
    return (today.year - 75, today.year - 16) if birth else (1960, today.year + 15)


def _month(match: re.Match[str]) -> int:
    name = (match["m"] or match["m2"] or "").lower()[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _english(match: re.Match[str], today: date | None) -> date:
    return day_of(_century(match["y"] or match["y2"], today), _month(match), int(match["d"] or match["d2"]))


def _century(written: str, today: date | None) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return 2000 + year if year <= ((today.year if today else 2030) % 100) + 15 else 1900 + year


def day_of(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Impossible(f"{year}-{month}-{day}")
    return date(year, month, day)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def looks_like(value: object) -> bool:
    """Whether a cell may be meant as a date, right or wrong."""
    if isinstance(value, date):
        return True
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, float) and _MONTH_NUMBER.fullmatch(repr(value)):
        return True
    if isinstance(value, int | float):
        return _FIRST_SERIAL <= value <= _LAST_SERIAL or (19000101 <= value <= 20991231 and float(value).is_integer())
    if len(str(value)) > LONGEST_VALUE:
        return False
    text = written_out(str(value))
    return of_the_republic(value) or bool(
        _FULL.search(text) or _LAST_YEAR.search(text) or _COMPACT.fullmatch(text) or _MONTH_ONLY.fullmatch(text)
        or re.fullmatch(r"\d{1,2}月\d{1,2}[日号]?", text) or ((m := _ENGLISH.search(text)) and _month(m))
    )  # fmt: skip
