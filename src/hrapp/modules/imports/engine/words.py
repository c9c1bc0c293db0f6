"""Comparing what people wrote: width, spaces, marks and brackets make no difference to what a word says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_SPACES = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_BRACKETED = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]")
_NOT_SAID = re.compile(r"[\s\-_/\\·.,，。、:：;；*＊()（）\[\]【】〔〕《》〈〉<>“”\"'‘’「」『』|~!！?？#]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─ー"), "-")

#: What stands in a cell to say that nothing does.
NOTHING = frozenset({
    "-", "--", "---", "/", "//", "\\", "无", "n/a", "na", "none", "null", "nil", "暂无", "没有", "空", "未填", "不详", "无。",
    "*", "**", "x", "xx", "xxx", "?", ".",
})  # fmt: skip


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """NFKC, one space for any run of white space, none around, one kind of dash."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).translate(_DASHES).strip()


@lru_cache(maxsize=65536)
def said(text: str) -> str:
    """Only what is said: lower case, no spaces, no marks."""
    return _NOT_SAID.sub("", plain(text).lower()).replace("%", "%")


@lru_cache(maxsize=65536)
def outside(text: str) -> str:
    """Without what stands in brackets."""
    return _BRACKETED.sub("", plain(text)).strip()


@lru_cache(maxsize=65536)
def inside(text: str) -> tuple[str, ...]:
    """What stands in brackets."""
    return tuple(part[1:-1].strip() for part in _BRACKETED.findall(plain(text)))


def squeezed(text: str) -> str:
    """Without spaces between Chinese characters: "产  假" is 产假, "Zhang San" stays."""
    return _BETWEEN.sub("", plain(text))


def as_written(text: str) -> str:
    """What people wrote, marks and widths kept: only white space is put in order."""
    return _BETWEEN.sub("", _SPACES.sub(" ", text).strip())


def as_text(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return plain(str(value))


def is_nothing(value: Any) -> bool:
    """Empty, or a mark that says so."""
    return value is None or (isinstance(value, str) and plain(value).lower() in NOTHING | {""})


class Terms:
    """The company's words of one list: which canonical value a text means, and which one a longer text names."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, str] = {}
        for canonical, written in spellings.items():
            for word in (canonical, *written):
                self._exact.setdefault(said(word), canonical)
        for canonical in spellings:  # a canonical name beats another one's nickname
            self._exact[said(canonical)] = canonical
        self._exact.pop("", None)
        self._longest = sorted(self._exact, key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact)

    def exact(self, text: str) -> str | None:
        return self._exact.get(said(text)) or self._exact.get(said(outside(text)))

    def named_in(self, text: str) -> str | None:
        """The longest of the words that the text contains."""
        found = self.split(text)
        return found[0] if found else None

    def split(self, text: str) -> tuple[str, str] | None:
        """(canonical, what else the text says) of the longest word in the text. One letter is no evidence."""
        whole = said(text)
        for word in self._longest:
            if len(word) > 1 and word in whole:
                before, _, after = whole.partition(word)
                return self._exact[word], before + after
        return None
