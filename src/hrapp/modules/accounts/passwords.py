"""Hashing, off the event loop and two at a time: argon2 is meant to be slow."""

from __future__ import annotations

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two = asyncio.Semaphore(2)
# Verified when there is no such account, so that the answer takes as long as for one that exists.
_nobody = _hasher.hash("nobody has this password")


async def hashed(password: str) -> str:
    async with _two:
        return await asyncio.to_thread(_hasher.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    def verify() -> bool:
        try:
            return _hasher.verify(stored or _nobody, password) and stored is not None
        except (VerifyMismatchError, InvalidHashError):
            return False

    async with _two:
        return await asyncio.to_thread(verify)


def token() -> str:
    return secrets.token_urlsafe(32)
