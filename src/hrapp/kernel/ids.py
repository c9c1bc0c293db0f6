"""Identifiers: ULIDs as 26 characters, so that rows sort by the time they were made."""

from __future__ import annotations

import os
import re
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERN = re.compile(r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")


_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]  # ten bits at a time
_SHIFTS = range(120, -1, -10)


def new_id() -> str:
    n = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join([_PAIRS[n >> shift & 1023] for shift in _SHIFTS])


def is_id(text: str) -> bool:
    return bool(_PATTERN.match(text))
