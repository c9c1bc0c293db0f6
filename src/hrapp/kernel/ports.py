"""Things someone must provide: the kernel says what it needs, one module gives it in its manifest.

The registry fills `providers` at start and refuses when an essential port is empty or given twice.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, cast

from hrapp.kernel.access import Viewer


class SignIn(Protocol):
    """Who is this browser? Given by accounts."""

    async def viewer(self, token: str) -> tuple[Viewer, bytes] | None:
        """The viewer and the CSRF secret of a session token; None when it is not (or no longer) valid."""

    async def standing(self, account: str) -> Viewer | None:
        """What an account may do at this moment, for what it asked for and a job does; None once it was stopped."""

    async def seen(self, viewer: Viewer) -> None:
        """After a page: the session was used."""

    async def prove(self, viewer: Viewer, password: str, code: str) -> str:
        """Who sits there has shown it again: the session's new token. Raises Invalid with a sentence."""

    async def asks(self, viewer: Viewer) -> str:
        """By what they show it: "password" or "code"."""


class AccessPolicy(Protocol):
    """What may they do? Given by rbac.

    `columns(account, person, day)` is SQL for extra columns of the session lookup, so that signing in and access
    are one statement; its placeholders are column expressions, `day` a placeholder such as "$2".
    """

    def columns(self, account: str, person: str, day: str) -> str: ...

    def viewer(self, row: Any, day: date) -> Viewer: ...

    async def complete(self, viewer: Viewer, row: Any, day: date) -> Viewer:
        """With what takes another question to know: rights that others lent."""

    async def two_are_there(self) -> bool:
        """Whether an HR lead and a general manager have taken their accounts: from then on two can be asked."""

    def entrusted(self, row: Any) -> bool:
        """Whether somebody gave this account more than follows from who its owner is."""


providers: dict[str, Any] = {}
ESSENTIAL = ("sign_in", "access_policy")


def sign_in() -> SignIn:
    return cast(SignIn, providers["sign_in"])


def access_policy() -> AccessPolicy:
    return cast(AccessPolicy, providers["access_policy"])


__all__ = ["ESSENTIAL", "AccessPolicy", "SignIn", "access_policy", "providers", "sign_in"]
