"""What the owner of an account is told the next time they come: somebody tried, something changed."""

from __future__ import annotations

from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import mark

WORDS = {
    "new_device": mark("Your account was opened from a browser it did not know: %(browser)s."),
    "copied": mark("A browser's remembered secret was used twice. That browser was signed out everywhere."),
    "guessing": mark("Somebody tried to sign in with your account and a wrong password, several times."),
    "password": mark("A new password was set with a one-time code."),
    "factor_added": mark("A second factor was set up."),
    "factor_removed": mark("Your second factor was removed."),
    "recovery": mark("A recovery code was used. %(left)s are left."),
    "factor_taken": mark("Your second factor was removed by %(by)s."),
    "slip": mark("%(by)s made a one-time code for your account."),
    "reset": mark("%(by)s agreed to a new one-time code for your account."),
    "reset_asked": mark("A mail for a new password was asked for."),
}


async def notice(account: str, kind: str, **details: Any) -> None:
    assert kind in WORDS
    await DB.fetch(
        "insert into accounts_notice (id, account, kind, details, at) values ($1, $2, $3, $4, $5)",
        new_id(),
        account,
        kind,
        details,
        clock.now(),
    )


async def read_notices(account: str) -> None:
    await DB.fetch(
        "update accounts_notice set read_at = $2 where account = $1 and read_at is null", account, clock.now()
    )
