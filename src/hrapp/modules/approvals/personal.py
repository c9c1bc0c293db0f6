"""Taking away what was said about a person at the steps of their requests, when its time is over."""

from __future__ import annotations

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.module import Erasure


async def _forget(person: str) -> int:
    """Who decided what stays; the words and figures go."""
    rows = await DB.fetch(
        "update approvals_decision set comment = '', facts = '{}' where request in"
        " (select id from approvals_request where person = $1) and (comment <> '' or facts <> '{}') returning id",
        person,
    )
    return len(rows)


ERASURES = (Erasure(PERFORMANCE, _forget),)
