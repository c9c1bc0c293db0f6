"""Which passwords are refused. Length counts, not decoration; what everybody tries first is refused, offline. Pure.

The lists of common passwords come with zxcvbn and are read once, when the first password is set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from hrapp.kernel.marking import mark

MINIMUM, MAXIMUM = 12, 200
PRODUCT = "hrapp"
# What is typed first in Chinese offices; what is left of a password beside these must still be long enough.
_CHINESE = [
    "woaini",
    "woaiwojia",
    "woaiziji",
    "woaiwo",
    "woshishui",
    "woshini",
    "wodemima",
    "mima",
    "mimashi",
    "zhangsan",
    "lisi",
    "wangwu",
    "zhaoliu",
    "nihao",
    "laopo",
    "laogong",
    "baobei",
    "xiaobao",
    "gongsi",
    "caiwu",
    "renshi",
    "guanliyuan",
    "qazwsx",
    "qwerty",
    "qweasd",
    "asdfgh",
    "zxcvbn",
    "zaq12wsx",
    "1qaz2wsx",
    "admin",
    "administrator",
    "root",
    "password",
    "passwd",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "letmein",
    "welcome",
    "iloveyou",
    "test",
    "user",
    "guest",
    "5201314",
    "1314520",
    "201314",
    "520520",
    "147258369",
    "147258",
    "741852963",
    "123qwe",
    "qwe123",
    "abc123",
    "aa123456",
    "a123456",
    "123456a",
    "888888",
    "666666",
    "168168",
    "112233",
    "123123",
    "321321",
    "000000",
    "111111",
]
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_DAY = re.compile(r"(19|20)\d{2}[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0?[1-9]|[12]\d|3[01])日?|(19|20)\d{2}")
_PINYIN_AND_DAY = re.compile(r"^[a-z]{2,16}[-_.@]?(19|20)?\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[!@#.]*$")
_LEFT = 6  # characters that must be left of a password when everything common is taken out
_LEET = str.maketrans("013457$@!", "oieastsai")

SHORT = mark("Please choose a password of at least 12 characters. Three or four words are easy to remember.")
LONG = mark("Please choose a password of at most 200 characters.")
REPEATS = mark("This password repeats too few characters.")
COMMON = mark("This password is one of those that are tried first. Please choose another.")
OWN = mark("Please do not use your name, number or company in the password.")


def password_problem(password: str, context: Iterable[str] = ()) -> str | None:
    """Why a new password is refused (an English message id), or None. `context`: words an attacker would try."""
    if len(password) < MINIMUM:
        return SHORT
    if len(password) > MAXIMUM:
        return LONG
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(set(folded)) < 4 or re.fullmatch(r"(.{1,4}?)\1{2,}.{0,3}", folded):
        return REPEATS
    words = sorted({word.casefold() for word in (*context, PRODUCT) if _counts(word)}, key=len, reverse=True)
    if any(word in folded and word != PRODUCT for word in words):
        return OWN
    if _is_common(folded) or _PINYIN_AND_DAY.match(folded) or len(_without_common(folded, words)) < _LEFT:
        return COMMON
    return None


def _counts(word: str) -> bool:
    """Whether a word is long enough that it does not stand in a password by chance."""
    return len(word) >= 4 or (len(word) >= 2 and not word.isascii())


def _is_common(folded: str) -> bool:
    """Whether it is on the list, also with numbers and signs hung on, or written in numerals (pa55word)."""
    known = _known()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    half = folded[: len(folded) // 2]
    once = half if half * 2 == folded else folded
    return any(form in known for form in (once, core, once.translate(_LEET), core.translate(_LEET)) if form)


def _without_common(folded: str, words: Iterable[str]) -> str:
    left = folded
    for word in (*words, *sorted(_CHINESE, key=len, reverse=True)):
        left = left.replace(word, "")
    left = _DAY.sub("", left)
    for run in _RUNS:
        for size in range(len(run), 3, -1):
            for at in range(len(run) - size + 1):
                left = left.replace(run[at : at + size], "")
    return re.sub(r"(.)\1{2,}", "", re.sub(r"[\W_]", "", left))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(_CHINESE)
