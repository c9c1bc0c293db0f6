"""Who a cell names: names, 工号, phones, ID numbers. What was lost or is not clear is never guessed. Pure."""

from __future__ import annotations

import re
from datetime import date

from hrapp.modules.imports.engine.surnames import COMPOUND, SURNAMES
from hrapp.modules.imports.engine.words import as_text, inside, outside, plain

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_NOTES = r"离职|辞职|辞退|退休|产假|病假|事假|休假|停薪|留职|借调|外派|调出|调走|试用|实习|兼职|返聘|待岗|临时|外包"
_NOTE_BEHIND = re.compile(rf"({_HAN}{{2,4}}?)[ \-_]*((?:\d.*|已|于|待|拟|请)*(?:{_NOTES}).*)")
_ENGLISH_BEHIND = re.compile(rf"({_HAN}[{_HAN[1:-1]}·]+) ([A-Za-z][A-Za-z .'-]+)")
_DOTS = re.compile(rf"(?<={_HAN}) ?[•‧∙⋅．・･·.] ?(?={_HAN})")
_SEVERAL = re.compile(rf"{_HAN}{{2,}} ?[、,;/&] ?{_HAN}{{2,}}")
_FAMILY_FIRST = re.compile(rf"(?!(?:{COMPOUND}) )[{SURNAMES}]{_HAN}{{1,2}} [{SURNAMES}]{_HAN}{{1,2}}")
_WHICH = re.compile(r"[大小老新男女甲乙丙丁一二三四1-9A-Da-d]|[大小]的?|\d号")
_POWER = re.compile(r"\d(?:\.\d+)?E\+?\d{2,}", re.IGNORECASE)


class Unclear(ValueError):
    """No value; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Told = tuple[str, str | None]  # the value, and the code of a doubt about it


def lost_digits(value: object) -> bool:
    """A number of more than 15 digits was rounded when it was typed; no program can bring its end back."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return abs(value) >= 1e15
    return isinstance(value, str) and _POWER.fullmatch(plain(value).lstrip("'")) is not None


def rounded(value: object) -> bool:
    """The same of a cell of words, where 3E12 may be a room: only 6.22202E+18 is a number that was."""
    return lost_digits(value) and not (isinstance(value, str) and "+" not in value)


def power(value: object) -> str:
    return f"{value:.1E}" if isinstance(value, int | float) else as_text(value)


def name(value: object) -> Told:
    """张 三, 李　四, 王五（小王）: the name alone. Names in letters keep their spaces."""
    text = as_text(value)
    bare = re.sub(r"[*#]+$", "", outside(text) or text).strip()
    if re.fullmatch(r"[\d.]+", bare) or _SEVERAL.search(bare) or _two_people(bare):
        raise Unclear("name_unreadable")
    noted = any(re.search(_NOTES, part) or _WHICH.fullmatch(part) for part in inside(text))
    if behind := _NOTE_BEHIND.fullmatch(bare):
        bare, noted = behind[1], True
    if english := _ENGLISH_BEHIND.fullmatch(bare):
        bare = english[1]
    if re.search(_HAN, bare):
        bare = _DOTS.sub("·", bare).replace(" ", "")
    return bare, "name_note" if noted else None


def _two_people(text: str) -> bool:
    """张伟 李娜: two names with a space, or what was a new line, between them."""
    return _FAMILY_FIRST.fullmatch(text) is not None


def emp_no(value: object) -> str:
    """NFKC, upper case, no spaces."""
    if rounded(value):
        raise Unclear("digits_lost")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if float(value) != int(value):
            raise Unclear("emp_no_unreadable")
        return as_text(value)
    text = re.sub(r"\s+", "", as_text(value)).lstrip("'").upper()
    return re.sub(r"(?<=\d)\.0$", "", text)


def phone(value: object) -> Told:
    """The digits of the first number in the cell."""
    if lost_digits(value):
        raise Unclear("phone_unreadable")
    text = str(value) if isinstance(value, str) else as_text(value)
    text = re.sub(r"(?:\+|00)?86[\s-]+(?=1\d)", "", text)
    first = next(filter(None, re.split(r"[/、,;，；\n]| {2,}|\s(?=(?:\+?86)?1\d{10})", text.strip())), "")
    first = re.split(r"转|分机|(?i:ext)", plain(first).lstrip("'"))[0]
    first = re.sub(r"^(?:(?i:tel|phone|mobile)|手机|电话)[.: ]*", "", first)
    digits = re.sub(r"\D", "", first)
    digits = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if not digits or re.search(r"[A-Za-z\u3400-\u9fff]", first):
        raise Unclear("phone_unreadable")
    if len(digits) < 5 or len(set(digits)) == 1 or digits in "012345678901234567890":
        raise Unclear("filler")
    return digits, None if re.fullmatch(r"1\d{10}|0\d{9,11}|\d{7,8}", digits) else "phone_odd"


_OF_MACAU = re.compile(r"[1578]/?\d{6}(?:/\d|\(\d\))")


def id_number(value: object, others_lost: bool) -> Told:
    """18 characters, or those of another document; 15 digits of old become 18."""
    if lost_digits(value):
        raise Unclear("id_no_rounded")
    text = re.sub(r"[\s\-'’‘\",]", "", as_text(value)).upper()
    if re.fullmatch(r"\d{17}[\dX]", text):
        if text.endswith("000") and (others_lost or not checked(text)):
            raise Unclear("id_no_rounded")
        return text, None if checked(text) else "id_no_checksum"
    if re.fullmatch(r"\d{15}", text) and _is_day(f"19{text[6:12]}"):
        longer = f"{text[:6]}19{text[6:]}"
        return longer + check_digit(longer), "id_no_old"
    digits = text.translate(str.maketrans("OIL", "011"))
    if digits != text and re.fullmatch(r"\d{17}[\dX]", digits) and checked(digits):
        return digits, "id_no_letters"
    if _OF_MACAU.fullmatch(text):
        return text, "id_no_odd"
    if re.fullmatch(r"[A-Z]{1,3}\(?\d{6,10}\)?[A-Z\d]?|[A-Z0-9]{6,13}", text) and not text.isdigit():
        return text, "id_no_odd"
    raise Unclear("id_no_length")


def _is_day(written: str) -> bool:
    try:
        date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return False
    return True


def lost_id(value: object) -> bool:
    """An ID number that went through a number cell, also where it was kept as text afterwards."""
    text = as_text(value)
    return lost_digits(value) or (re.fullmatch(r"\d{15}000", text) is not None and not checked(text))


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(number: str) -> str:
    """The 18th character of an ID number, from its first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def checked(number: str) -> bool:
    return check_digit(number) == number[17]


def end_of(number: str) -> str:
    """Enough to tell which cell is meant; the number itself is not repeated in what is said about it."""
    return f"…{number[-4:]}"
