"""The two days that a text says: 2023.5.1-2026.4.30, 6.1-6.3, 2026.6.1-3, 2020-07-01起无固定期限. Pure."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine import dates
from hrapp.modules.imports.engine.cells import Habits
from hrapp.modules.imports.engine.words import LONGEST_VALUE, plain

OPEN_ENDED = re.compile(r"^9999\b|无固定|长期|永久|无限期|不定期|open.?ended|permanent|indefinite", re.IGNORECASE)
_SHORT_END = re.compile(r"\s*[-~～至到]\s*(\d{1,2})\s*[日号]?$")


def end_of(text: str, habits: Habits) -> dates.Written | None:
    """The second of two days that follow each other."""
    text = dates.written_out(text)
    found = _found(text, habits)
    if len(found) == 1 and (short := _SHORT_END.match(text[found[0].end :])):
        return dates.Written(dates.day_of(found[0].day.year, found[0].day.month, int(short[1])))
    return found[-1] if _follow(text, found) else None


def written(text: str, habits: Habits) -> tuple[str, str | None] | None:
    """The first and the second day of a text as it writes them; None where it says neither two nor
    one from which on something holds."""
    if len(text) > LONGEST_VALUE:
        return None
    text = dates.written_out(text)
    try:
        found = _found(text, habits)
    except ValueError:
        return None
    if _follow(text, found):
        return text[found[0].start : found[0].end], text[found[1].start : found[1].end]
    goes_on = len(found) == 1 and (OPEN_ENDED.search(plain(text)) or _SHORT_END.match(text[found[0].end :]))
    if goes_on and found[0].day.year <= dates.LAST_YEAR:
        return text[found[0].start : found[0].end], None
    return None


_LENGTH = re.compile(
    r"(?:约|共|签)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3}|半)\s*(?:周?年|个?月|years?|yrs?|months?)?(?:半|整|期)?|.*固定.*|.*任务.*",
    re.IGNORECASE,
)


def says_how_long(text: str, habits: Habits) -> bool:
    """三年, 36个月, 无固定期限, or from when to when: what a term may say. One day alone is none."""
    return written(text, habits) is not None or bool(OPEN_ENDED.search(plain(text)) or _LENGTH.fullmatch(plain(text)))


def wrong(text: str, habits: Habits) -> str | None:
    """Why two days in a text cannot be those of one span; None where they can, or where there are not two."""
    try:
        found = _found(dates.written_out(text), habits) if len(text) <= LONGEST_VALUE else []
    except dates.Impossible:
        return "date_impossible"
    except ValueError:
        return None
    return "span_backwards" if len(found) == 2 and found[1].day < found[0].day else None


def _found(text: str, habits: Habits) -> list[dates.Written]:
    return dates.find_all(text, habits.order, habits.year, habits.today)


def _follow(text: str, found: list[dates.Written]) -> bool:
    return len(found) == 2 and found[0].day <= found[1].day
