"""The token that proves a form came from our own page: bound to the session, different in every answer.

The session's secret is masked with a fresh pad each time, so that compression cannot leak it (BREACH).
"""

from __future__ import annotations

import base64
import binascii
import os
from hmac import compare_digest

SIZE = 32
FIELD, HEADER = "csrf", "x-csrf-token"


def mask(secret: bytes) -> str:
    pad = os.urandom(SIZE)
    return base64.urlsafe_b64encode(pad + _xor(pad, secret)).decode()


def matches(token: str, secret: bytes) -> bool:
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError, UnicodeEncodeError):
        return False
    return len(raw) == 2 * SIZE and compare_digest(_xor(raw[:SIZE], raw[SIZE:]), secret)


def _xor(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a) ^ int.from_bytes(b)).to_bytes(SIZE)
