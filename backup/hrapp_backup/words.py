"""A key as words to print and to type: sixteen bits are one word of five letters, consonants and vowels in turn.

There is no list of words: the rule is in two lines below, so a kit can be read back in fifty years with a pencil. The
last word is a checksum over the others; it is wrong when a word was misread, and it tells no more than that.
"""

from __future__ import annotations

import hashlib
import re

from hrapp_backup.keys import SIZE, Key
from hrapp_backup.trouble import Trouble

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"
COUNT = SIZE // 2 + 1


def spelled(secret: bytes) -> list[str]:
    """The words of a key, the checksum last."""
    return [_word(number) for number in _numbers(secret + _check(secret))]


def read(text: str) -> Key:
    """A key from what somebody typed: any case, with the numbers of the kit or without, on one line or many."""
    words = re.findall(r"[a-z]+", text.lower())
    for place, word in enumerate(words, 1):
        if not is_word(word):
            raise Trouble("word-unknown", place=place, word=word)
    if len(words) != COUNT:
        raise Trouble("words-count", count=len(words), needed=COUNT)
    together = b"".join(_number(word).to_bytes(2, "big") for word in words)
    secret, check = together[:SIZE], together[SIZE:]
    if check != _check(secret):
        raise Trouble("words-wrong")
    return Key(secret)


def is_word(word: str) -> bool:
    return bool(re.fullmatch(f"[{CONSONANTS}][{VOWELS}][{CONSONANTS}][{VOWELS}][{CONSONANTS}]", word))


def asked_for(seed: bytes) -> list[int]:
    """Four places of the kit whose words are to be typed back: different ones for every kit and every time."""
    places = sorted(range(1, COUNT + 1), key=lambda place: hashlib.sha256(seed + bytes([place])).digest())
    return sorted(places[:4])


def _numbers(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def _word(number: int) -> str:
    return (
        CONSONANTS[number >> 12]
        + VOWELS[number >> 10 & 3]
        + CONSONANTS[number >> 6 & 15]
        + VOWELS[number >> 4 & 3]
        + CONSONANTS[number & 15]
    )


def _number(word: str) -> int:
    number = 0
    for place, letter in enumerate(word):
        number = number << 2 | VOWELS.index(letter) if place % 2 else number << 4 | CONSONANTS.index(letter)
    return number


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"hrapp kit\0" + secret).digest()[:2]
