"""Writing the trail: every event, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import clock, trace
from hrapp.kernel.database import DB
from hrapp.kernel.ids import is_id
from hrapp.kernel.work import DataSeen, Event, current_work

_NOWHERE = trace.Trace("")
_FREE_TEXT = frozenset({"comment"})  # listeners may need it; who reads the trail must not

_WRITE = """
with written as (
    insert into audit_entry (at, account, actor, behalf, event, person, object, details, data, outcome,
        request, session, page, permission, roles)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id
)
insert into audit_subject (entry, person) select written.id, each.person from written, unnest($16::varchar[]) each(person)
"""


async def write_entry(event: Event) -> None:
    actor, here = current_work().actor, trace.current() or _NOWHERE
    details = {key: value for key, value in event.details.items() if key not in _FREE_TEXT}
    # What was seen is of one class per event; it is kept where the trail is searched by it.
    data = str(details.pop("data")) if isinstance(event, DataSeen) else event.data
    await DB.fetch(
        _WRITE,
        clock.now(),
        actor.account,
        actor.label,
        actor.behalf,
        type(event).__name__,
        event.person,
        event.object,
        details,
        data,
        event.outcome,
        here.request,
        here.session,
        here.page[:150],
        here.permission[:80],
        ",".join(here.roles)[:150],
        subjects(event.person, details),
    )


def subjects(person: str | None, details: Mapping[str, Any]) -> list[str]:
    """Everybody an entry is about: its person, and those its details list."""
    listed = details.get("people")
    people = {each for each in listed if is_id(str(each))} if isinstance(listed, list | tuple) else set()
    return sorted(people | ({person} if person else set()))
