"""Writing the trail: every event, in the transaction of what happened."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.work import Event, current_work


async def write_entry(event: Event) -> None:
    actor = current_work().actor
    await DB.fetch(
        "insert into audit_entry (at, account, actor, event, person, object, details) values ($1, $2, $3, $4, $5, $6, $7)",
        clock.now(),
        actor.account,
        actor.label,
        type(event).__name__,
        event.person,
        event.object,
        dict(event.details),
    )
