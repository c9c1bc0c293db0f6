"""The trail: who did what of whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get

from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.audit.queries import PAGE, EntryFilter, EntryRow, entries
from hrapp.modules.audit.words import actor_words, details_words, event_words, known_events


class Line(msgspec.Struct, frozen=True):
    """An entry as it is read."""

    at: str
    actor: str
    what: str
    person: str | None
    person_url: str
    details: str


@get("/audit", permission="audit.view")
async def show_audit(request: WebRequest) -> Response[Any]:
    wanted, errors = _filter(request)
    found = await entries(request.user.scope("audit.view"), wanted)
    older = _older(wanted, found[PAGE - 1].id) if len(found) > PAGE else ""
    return page(
        request,
        "audit/audit.html",
        "entries",
        status=422 if errors else 200,
        lines=[_line(entry) for entry in found[:PAGE]],
        older=older,
        newest=wanted.before is None,
        entered=_entered(request),
        errors=errors,
        events=_event_choices(),
    )


def _filter(request: WebRequest) -> tuple[EntryFilter, dict[str, str]]:
    asked = request.query_params
    errors = {}
    day: date | None = None
    if written := asked.get("day", "").strip():
        try:
            day = date.fromisoformat(written)
            if not 1900 <= day.year <= 2999:  # further away a day has no beginning and no end in the database
                raise ValueError(written)
        except ValueError:
            day = None
            errors["day"] = _("Please enter a date such as 2026-09-30.")
    before = asked.get("before", "")
    wanted = EntryFilter(
        person=asked.get("person", "").strip()[:100],
        actor=asked.get("actor", "").strip()[:100],
        event=asked.get("event", "")[:80],
        day=day,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    return wanted, errors


def _entered(request: WebRequest) -> dict[str, str]:
    return {key: str(request.query_params.get(key, "")) for key in ("person", "actor", "event", "day")}


def _older(wanted: EntryFilter, before: int) -> str:
    kept = {"person": wanted.person, "actor": wanted.actor, "event": wanted.event, "day": wanted.day, "before": before}
    return "/audit?" + urlencode({key: value for key, value in kept.items() if value})


def _event_choices() -> list[tuple[str, str]]:
    return sorted(((name, event_words(name)) for name in known_events()), key=lambda choice: choice[1])


def _line(entry: EntryRow) -> Line:
    person = f"{entry.person_name}（{entry.emp_no}）" if entry.person_name else None
    return Line(
        at=time_text(entry.at),
        actor=actor_words(entry.actor),
        what=event_words(entry.event),
        person=person,
        person_url=f"/people/{entry.person}" if person else "",
        details=details_words(entry.details),
    )
