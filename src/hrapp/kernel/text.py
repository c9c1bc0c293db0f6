"""Two languages through gettext catalogues, and values as people write them.

The message ids are English; `locale/zh/*.po` hold the Chinese. Which language a page speaks is set once
per request. A sentence that a catalogue lacks is shown in English and fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from hrapp.kernel import clock, marking
from hrapp.kernel.rounding import percent_text

mark = marking.mark
LANGUAGES = ("zh", "en")
DEFAULT = "zh"
language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_catalogue: dict[str, str] = {}
FOLDER = Path(__file__).parent.parent / "locale" / "zh"


def load(folders: Iterable[Path] = ()) -> None:
    """Read every catalogue once at start: ours, and those of modules from other packages."""
    _catalogue.clear()
    for folder in (FOLDER, *folders):
        for path in sorted(folder.glob("*.po")):
            _catalogue.update(read(path))


def read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    return {str(m.id): str(m.string) for m in catalogue if m.id and isinstance(m.id, str) and m.string and not m.fuzzy}


def gettext(message: str, **values: Any) -> str:
    """The sentence in the page's language, with %(name)s filled in."""
    text = _catalogue.get(message, message) if language.get() == "zh" else message
    return text % values if values else text.replace("%%", "%")


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """Chinese has one form: its catalogue translates the plural."""
    return gettext(one if n == 1 and language.get() != "zh" else many, n=n, **values)


def date_text(day: date | None) -> str:
    if day is None:
        return ""
    if language.get() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def date_iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def time_text(instant: datetime | None) -> str:
    return f"{clock.local(instant):%Y-%m-%d %H:%M}" if instant else ""


@lru_cache(maxsize=4096)
def money(amount: Decimal | int | None) -> str:
    return "" if amount is None else f"¥{amount:,.2f}"


@lru_cache(maxsize=4096)
def number(value: Decimal | int | None) -> str:
    """As few digits as the value has: 100,000 · 4.7 · 0.15."""
    if value is None:
        return ""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal | None) -> str:
    """One decimal, half up, and none where it would be .0: 79.7 %, 80 %."""
    return "" if ratio is None else f"{percent_text(ratio)}%"


def period_text(period: str) -> str:
    """2026-09 → 2026年9月, 2026Q3 → 2026年第三季度, 2026H1 → 2026年上半年; as it is in English."""
    if language.get() != "zh":
        return period
    year, rest = period[:4], period[4:]
    if rest.startswith("-"):
        return f"{year}年{int(rest[1:])}月"
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest.startswith("H"):
        return f"{year}年{'上下'[int(rest[1]) - 1]}半年"
    return f"{year}年"
