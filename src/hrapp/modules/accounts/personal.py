"""What this module keeps of one person, for that person: the account, and the browsers it is used in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.classes import PERSONAL
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData


async def account(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch(
        "select login, state, language, created_at, password_at from accounts_account where person = $1", person
    )
    return [dict(row) for row in rows]


async def browsers(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch(
        "select s.agent, s.address, s.created_at, s.seen_at from accounts_session s"
        " join accounts_account a on a.id = s.account where a.person = $1"
        " union all select d.agent, '', d.created_at, d.used_at from accounts_device d"
        " join accounts_account a on a.id = d.account where a.person = $1 order by 4 desc",
        person,
    )
    return [dict(row) for row in rows]


async def _forget(person: str) -> int:
    """Where somebody signed in from; that there was an account stays, for the trail."""
    gone = 0
    for table in ("accounts_session", "accounts_device", "accounts_notice"):
        rows = await DB.fetch(
            f"delete from {table} where account in (select id from accounts_account where person = $1) returning account",
            person,
        )
        gone += len(rows)
    return gone


ERASURES = (Erasure(PERSONAL, _forget),)
PERSONAL_DATA = (
    PersonalData(
        "account",
        mark("Account"),
        {
            "login": mark("Sign-in name"),
            "state": mark("State"),
            "language": mark("Language"),
            "created_at": mark("Made"),
            "password_at": mark("Password set"),
        },
        account,
        words={"active": mark("active"), "disabled": mark("disabled")},
        order=80,
    ),
    PersonalData(
        "browsers",
        mark("Browsers signed in or remembered"),
        {
            "agent": mark("Browser"),
            "address": mark("Address"),
            "created_at": mark("Since"),
            "seen_at": mark("Last used"),
        },
        browsers,
        order=81,
    ),
)
