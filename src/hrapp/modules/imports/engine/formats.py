"""What a number format says beside the number: percent, signs and zeros of a 工号, a scale, a day without its year. Pure.

A grid keeps the code of such a format beside the cell; of the others, which only round or part thousands, nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from hrapp.modules.imports.engine.words import as_text

_FOREIGN = re.compile(r"(?<!\[)\$|(?<=\[)\$(?=[^\]¥￥-])|[€£₩]|\b(?:USD|HKD|EUR|GBP)\b")
_ASIDE = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|General|G/通用格式', re.IGNORECASE)
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<nothing>[_*].|\[(?:\$[^\]]*-[^\]]*|Red|Blue|Green|Black|White|Yellow|Cyan|Magenta|Color ?\d+|[红蓝绿黑白黄青]色?|洋红)\])'
    r"|(?P<whole>General|G/通用格式|@)|(?P<digit>[0#?])|(?P<number>[.,])|(?P<bare>[-+ ():]|[^\x00-\x7f])",
    re.IGNORECASE,
)
#: Behind a number they make another one of it, or say what it counts.
_TELLING = re.compile(
    r"[万千百亿%％‰]|(?<![A-Za-z])[kw](?![A-Za-z])|分|小时|[时天日月年次]|min|hour|day", re.IGNORECASE
)
_SCALED = re.compile(r'[0#?](?:(?:[\\!]\.|"\.")(?P<point>0+))?(?P<thousands>,*)(?![0#?,.])')
_BUILT_IN = {
    "9": "0%",
    "10": "0.00%",
    "16": "d-mmm",
    "58": 'm"月"d"日"',
}  # those of Chinese programs that tell something
_SIZES = {"千": 1000, "k": 1000, "万": 10000, "w": 10000, "百万": 1000000, "亿": 100000000}


def built_in(number: str) -> str:
    return _BUILT_IN.get(number, "")


@lru_cache(maxsize=4096)
def meaning(code: str) -> str | None:
    """What is kept of a format: "%", the sign of a foreign currency, its code where that tells anything, or nothing."""
    if foreign := _FOREIGN.search(re.sub(r"\[\$-[^\]]*\]", "", code)):
        return foreign[0]
    bare = _ASIDE.sub("", code).split(";")[0]
    if "%" in bare:
        return "%"
    if re.search(r"[ymdhs]", bare, re.IGNORECASE):
        return code if yearless(code) else None
    tells = scale(code) > 1 or _spells(code) or any(map(_TELLING.search, _around(code)))
    return code if tells else None


@lru_cache(maxsize=4096)
def yearless(code: str) -> bool:
    """m"月"d"日" shows a day and hides the year of it."""
    bare = _ASIDE.sub("", code).split(";")[0].lower()
    return "m" in bare and "d" in bare and not re.search(r"[yeg]", bare)


@lru_cache(maxsize=4096)
def scale(code: str) -> int:
    """How many times smaller a number is shown: 10 000 by 0!.0, and 1000 by #,##0.0,."""
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", code.split(";", maxsplit=1)[0])
    if "%" in section or re.search(r"[ymdhs]", _ASIDE.sub("", section), re.IGNORECASE):
        return 1
    size = 1
    for match in _SCALED.finditer(section):
        size *= 10 ** len(match["point"] or "") * 1000 ** len(match["thousands"])
    return size


@lru_cache(maxsize=4096)
def _tokens(code: str, text: bool = False) -> tuple[tuple[str, str], ...]:
    """(what it is, what it says) of the section for numbers, or for texts; empty where the code says what is not known."""
    sections = re.findall(r'(?:"[^"]*"|[\\!].|[^;"])+', code)
    section = next((each for each in sections if "@" in each), "") if text else sections[0] if sections else ""
    found, at = list[tuple[str, str]](), 0
    while at < len(section):
        match = _PART.match(section, at)
        if match is None:
            return ()
        at = match.end()
        if match["nothing"] is None:
            kind = match.lastgroup or ""
            found.append(("literal", match[kind]) if kind in ("quoted", "escaped", "bare") else (kind, match[kind]))
    return tuple(found)


def _literals(tokens: tuple[tuple[str, str], ...]) -> str:
    return "".join(text for kind, text in tokens if kind == "literal").strip()


def _spells(code: str) -> bool:
    """Whether it writes a whole number otherwise than a person would: with more zeros, with letters or marks."""
    tokens = _tokens(code)
    kinds = {kind for kind, _ in tokens}
    zeros = sum(token == ("digit", "0") for token in tokens)
    spelled = bool(kinds & {"digit", "whole"}) and "number" not in kinds and (zeros > 1 or bool(_literals(tokens)))
    return spelled or bool(_literals(_tokens(code, text=True)))


def shown(code: str, value: object) -> str | None:
    """A 工号 or a text as the cell shows it; None where it shows no more than stands in it."""
    if isinstance(value, str):
        tokens = _tokens(code, text=True)
        whole = "".join(value if kind == "whole" else text for kind, text in tokens)
        return whole.strip() if _literals(tokens) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15 or value != int(value):
        return None
    if not _spells(code):
        return None
    tokens = _tokens(code)
    places = sum(kind == "digit" for kind, _ in tokens)
    left = as_text(value)
    found = list[str]()
    for kind, text in reversed(tokens):
        if kind != "digit":
            found.append(as_text(value) if kind == "whole" else text)
            continue
        places -= 1
        taken = left if not places else left[-1:]
        left = left[: len(left) - len(taken)]
        found.append(taken or ("0" if text == "0" else ""))
    return "".join(reversed(found)).strip()


def _around(code: str) -> tuple[str, str]:
    """The words before and behind the number."""
    tokens = _tokens(code)
    places = [n for n, (kind, _) in enumerate(tokens) if kind in ("digit", "whole")]
    if not places:
        return "", ""
    return _literals(tokens[: places[0]]), _literals(tokens[places[-1] + 1 :])


def counted(code: str, value: object) -> str | None:
    """A quantity as the cell shows it, where the words around it tell what it counts: 90分钟 or 12万 where 12 stands."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    behind = _around(code)[1].removesuffix("/月")  # pay is by the month anyway
    if not _TELLING.search(behind):
        return None
    size = scale(code)
    if size > 1 and _SIZES.get(behind.lower().rstrip("元圆")) == size:
        return f"{Decimal(repr(value)):f}元"  # shown in 万, and so it stands there in yuan
    number = Decimal(f"{value:.12g}") / size
    return f"{number.normalize():f}{behind}"
