"""Passwords and throttling, decided without a clock or a database. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hrapp.kernel.marking import mark

MINIMUM = 10
FREE_FAILURES = 5
LONGEST_WAIT = timedelta(seconds=60)


def password_problem(password: str, context: Iterable[str] = ()) -> str | None:
    """Why a new password is refused (an English message id), or None. Length counts, not decoration."""
    if len(password) < MINIMUM:
        return mark("Please choose a password of at least 10 characters.")
    if len(password) > 200:
        return mark("Please choose a password of at most 200 characters.")
    if len(set(password)) < 4:
        return mark("This password repeats too few characters.")
    folded = password.casefold()
    if any(word and len(word) >= 4 and word.casefold() in folded for word in context):
        return mark("Please do not use your name or number in the password.")
    return None


def wait_after(failures: int) -> timedelta:
    """How long the next attempt must wait: nothing at first, then 1, 2, 4 … 60 seconds. Never for ever."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)
