"""Identifiers: ULIDs as 26 characters, so that rows sort by the time they were made."""

from __future__ import annotations

import os
import re
import time
from threading import Lock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERN = re.compile(r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")


_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]  # ten bits at a time
_SHIFTS = range(120, -1, -10)


_BACK = 1_000 << 80  # a clock that was set back further than a second is believed
_turn = Lock()
_last = 0


def new_id() -> str:
    """The next in order, also within a millisecond: what is made first is listed first. Nobody can guess the next one."""
    global _last
    now = (time.time_ns() // 1_000_000) << 80
    drawn = int.from_bytes(os.urandom(18), "big")
    n = now | drawn >> 64
    with _turn:
        if _last - _BACK < n <= _last:
            n = _last + 1 + (drawn & 0xFFFF_FFFF_FFFF_FFFF)
        _last = n
    return "".join([_PAIRS[n >> shift & 1023] for shift in _SHIFTS])


def is_id(text: str) -> bool:
    return bool(_PATTERN.match(text))
