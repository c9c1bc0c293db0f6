"""Numbers as people write them, as decimals: 9.96万, ￥98,000.00, １０７０００, 84％, 320ms, 壹万贰仟元整."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hrapp.modules.imports.engine.words import LONGEST_VALUE, plain

_SCALES = {
    "千": 1000,
    "k": 1000,
    "万": 10000,
    "w": 10000,
    "十万": 100000,
    "百万": 1000000,
    "千万": 10000000,
    "m": 1000000,
    "亿": 100000000,
}
_CURRENCY = re.compile(r"人民币|rmb|cny|[¥$]", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*"
    r"(?P<percent>[%‰])?\s*(?P<scale>十万|百万|千万|[万千亿]|[kKwWmM](?![A-Za-z]))?\s*(?P<unit>[^\d\s.,+%-][^\d+%]{0,7})?"
)
_FIGURES = {char: n for n, char in enumerate("零一二三四五六七八九")} | {
    char: n for n, char in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_FIGURES |= {"〇": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_LARGEST = Decimal(10) ** 20  # what is longer is the number of an order or of an account, and no figure
_DIGITS = 28  # of a decimal
_CENT = Decimal("0.01")
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands. `scaled`: it says its own size (万, 元), so a table's unit does not apply."""

    value: Decimal
    percent: bool = False
    scaled: bool = False
    unit: str = ""


def exact(number: float) -> Decimal:
    """The decimal a person meant: twelve significant digits, without the noise of binary fractions."""
    text = f"{number:.12g}" if abs(number) < 1e9 else f"{number:.15g}"
    return tidy(Decimal(text))


def tidy(number: Decimal) -> Decimal:
    """Without an exponent and without zeros that say nothing."""
    number = number.normalize()
    whole = number == number.to_integral_value() and number.adjusted() < _DIGITS
    return number.quantize(Decimal(1)) if whole else number


def read(value: object) -> Written | None:
    """The number of a cell; None where it is none, or more than anything is paid, measured or counted in."""
    found = _read(value)
    return found if found is not None and -_LARGEST < found.value < _LARGEST else None


def _read(value: object) -> Written | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Written(Decimal(value))
    if isinstance(value, float):
        return Written(exact(value)) if math.isfinite(value) else None
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        return None
    text = plain(value).lstrip("'").replace("，", ",")
    money = bool(_CURRENCY.search(text))
    text = _CURRENCY.sub("", text).strip()
    negative = re.fullmatch(r"\((.+)\)|([\d.,]+)-", text)
    text = (
        (negative[1] or negative[2])
        if negative
        else re.sub(r"(?<=\d)\s*\([^)]*\)$|/(?:人|月|年|天|次|件)$", "", text).strip()
    )
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _chinese(text)
    sign = -1 if bool(negative) != (match["sign"] == "-") else 1
    scale = (match["scale"] or "").lower()
    number = Decimal(match["digits"].replace(",", "")) * _SCALES.get(scale, 1) * sign
    unit = (match["unit"] or "").strip()
    if re.fullmatch(r"[OoIl]+", unit):  # letters that were meant as digits
        return None
    percent = match["percent"] is not None
    whole = 1000 if match["percent"] == "‰" else 100
    said_size = bool(scale) or unit[:1] in ("元", "块", "圆") or (money and not unit and "," in match["digits"])
    return Written(tidy(number / whole if percent else number), percent, said_size, unit)


def _chinese(text: str) -> Written | None:
    """壹万贰仟元整, 一万二, 三千五百: only whole numbers, and only where nothing else stands."""
    body = re.sub(r"[元圆](?:整|正)?$|整$", "", text.strip())
    allowed = set(_FIGURES) | set(_PLACES) | {"万", "萬", "亿"}
    if len(body) < 2 or not set(body) <= allowed or not set(body) & (set(_PLACES) | {"万", "萬", "亿"}):
        return None
    total, section, digit, last = 0, 0, 0, 1
    for char in body.replace("萬", "万"):
        if char in _FIGURES:
            digit = _FIGURES[char]
            last = 1 if digit == 0 else last
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit, last = 0, _PLACES[char]
        else:
            size = 10**4 if char == "万" else 10**8
            total = (total + section + digit) * size if char == "亿" else total + (section + digit) * size
            section, digit, last = 0, 0, size
    trailing = digit * (last // 10 if last > 10 and digit else 1)
    return Written(Decimal(total + section + trailing), scaled=True)


def cents(number: Decimal) -> Decimal:
    return tidy(number.quantize(_CENT, ROUND_HALF_UP) if number.adjusted() < _DIGITS - 2 else number)


def looks_like(value: object) -> bool:
    return read(value) is not None
