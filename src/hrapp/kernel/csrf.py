"""The token that proves a form came from our own page: bound to the session, different in every answer.

The session's secret is masked with a fresh pad each time, so that compression cannot leak it (BREACH).
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping, MutableMapping
from hmac import compare_digest
from typing import Any

from hrapp.kernel.doorstep import BODY

SIZE = 32
FIELD, HEADER = "csrf", "x-csrf-token"
# Whoever is not signed in has no session to bind a form to: their browser holds a secret of its own for that.
COOKIE, SECURE_COOKIE = "hrapp_form", "__Host-hrapp-form"
STRANGER, GIVEN = "hrapp_stranger", "hrapp_stranger_given"  # in the scope: that secret, and its cookie when it is new
_EARLY = 4096  # bytes of an upload in which the token stands


def mask(secret: bytes) -> str:
    pad = os.urandom(SIZE)
    return base64.urlsafe_b64encode(pad + _xor(pad, secret)).decode()


def matches(token: str, secret: bytes) -> bool:
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError, UnicodeEncodeError):
        return False
    return len(raw) == 2 * SIZE and compare_digest(_xor(raw[:SIZE], raw[SIZE:]), secret)


def held(cookie: str | None) -> bytes | None:
    """The secret of a browser that is not signed in."""
    try:
        raw = base64.urlsafe_b64decode((cookie or "").encode())
    except (binascii.Error, ValueError, UnicodeEncodeError):
        return None
    return raw if len(raw) == SIZE else None


def for_stranger(scope: MutableMapping[str, Any]) -> bytes:
    secret: bytes | None = scope.get(STRANGER)
    if secret is None:
        secret = scope[STRANGER] = os.urandom(SIZE)
        scope[GIVEN] = base64.urlsafe_b64encode(secret).decode()
    return secret


async def of_upload(scope: Mapping[str, Any]) -> str:
    """The token of a form with files, from its first bytes: a stranger's file is not read to find that it is one."""
    begins = await scope[BODY].first(_EARLY)
    found = re.search(rb'name="' + FIELD.encode() + rb'"\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z0-9_=-]+)\r\n', begins)
    return found.group(1).decode() if found else ""


def _xor(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a) ^ int.from_bytes(b)).to_bytes(SIZE)
