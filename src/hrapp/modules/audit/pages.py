"""The trail: who did what of whom, and who saw it. And for everybody: who looked at my own data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get

from hrapp.kernel import classes
from hrapp.kernel.asking import together
from hrapp.kernel.errors import NotFound
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.kernel.work import note
from hrapp.modules.audit import words
from hrapp.modules.audit.events import AuditRead
from hrapp.modules.audit.queries import (
    CHANGED,
    DIRECT,
    PAGE,
    REFUSED,
    SEEN,
    EntryFilter,
    EntryRow,
    LookRow,
    entries,
    looks_at,
    sealed,
)

VIEW, OWN, EXPORT = "audit.view", "audit.own", "audit.export"
FILTERS = ("person", "actor", "kind", "data", "event", "day")


class Line(msgspec.Struct, frozen=True):
    """An entry as it is read. `people` are [(name, address)], `more` how many there are beyond them."""

    at: str
    actor: str
    what: str
    people: list[tuple[str, str]]
    more: int
    details: str
    refused: bool


class LookLine(msgspec.Struct, frozen=True):
    """Somebody's look at the reader's data."""

    at: str
    who: str
    roles: str
    data: str
    fields: str
    how: str


@get("/audit", permission=VIEW)
async def show_audit(request: WebRequest) -> Response[Any]:
    wanted, errors = filter_of(request.query_params)
    found, chain = await together(entries(request.user.scope(VIEW), wanted), sealed())
    note(AuditRead(details={"filters": [key for key in FILTERS if getattr(wanted, key)]}))
    older = _older(wanted, found[PAGE - 1].id) if len(found) > PAGE else ""
    return page(
        request,
        "audit/audit.html",
        "entries",
        status=422 if errors else 200,
        lines=[entry_line(entry) for entry in found[:PAGE]],
        older=older,
        newest=wanted.before is None,
        entered=_entered(request),
        errors=errors,
        events=_event_choices(),
        kinds=[
            (SEEN, _("Seen")),
            (CHANGED, _("Changed")),
            (REFUSED, _("Refused")),
            (DIRECT, _("Decided by the general manager alone")),
        ],
        classes=[(name, _(classes.WORDS[name])) for name in classes.CLASSES if name in classes.PROTECTED],
        sealed=time_text(chain.at),
        sealed_no=chain.seq,
        waiting=chain.waiting,
        may_export=request.user.may(EXPORT),
    )


@get("/me/seen", permission=OWN)
async def show_seen(request: WebRequest) -> Response[Any]:
    """Who saw the reader's own protected data."""
    if request.user.person is None:
        raise NotFound
    before = _cursor(request.query_params)
    found = await looks_at(request.user.scope(OWN), request.user.person, before=before)
    return page(
        request,
        "audit/seen.html",
        "looks",
        lines=[_look(row) for row in found[:PAGE]],
        newest=before is None,
        older=f"/me/seen?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
    )


def _look(row: LookRow) -> LookLine:
    return LookLine(
        at=time_text(row.at),
        who=words.actor_words(row.actor, row.behalf),
        roles=words.roles_words(row.roles),
        data=words.data_words(row.data),
        fields=words.fields_words(row.fields),
        how=words.permission_words(row.permission, row.page),
    )


def filter_of(asked: Mapping[str, str]) -> tuple[EntryFilter, dict[str, str]]:
    """What was typed into the filter, and what of it is none."""
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
    kind = asked.get("kind", "")
    wanted = EntryFilter(
        person=asked.get("person", "").strip()[:100],
        actor=asked.get("actor", "").strip()[:100],
        event=asked.get("event", "")[:80],
        data=asked.get("data", "")[:20],
        kind=kind if kind in (SEEN, CHANGED, REFUSED, DIRECT) else "",
        day=day,
        before=_cursor(asked),
    )
    return wanted, errors


def _cursor(asked: Mapping[str, str]) -> int | None:
    before = asked.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 19 else None


def _entered(request: WebRequest) -> dict[str, str]:
    return {key: str(request.query_params.get(key, "")) for key in FILTERS}


def _older(wanted: EntryFilter, before: int) -> str:
    kept = {**{key: getattr(wanted, key) for key in FILTERS}, "before": before}
    return "/audit?" + urlencode({key: value for key, value in kept.items() if value})


def _event_choices() -> list[tuple[str, str]]:
    return sorted(((name, words.event_words(name)) for name in words.known_events()), key=lambda choice: choice[1])


def entry_line(entry: EntryRow) -> Line:
    details, what = dict(entry.details), words.event_words(entry.event)
    if entry.event == "DataSeen":
        what = words.seen_words(entry.data, details.pop("fields", ()), entry.subjects)
        details = {}
    said = [words.details_words(details)] if details else []
    if entry.permission and entry.event in ("DataSeen", "AccessRefused"):
        said.append(words.permission_words(entry.permission, entry.page))
    return Line(
        at=time_text(entry.at),
        actor=words.actor_words(entry.actor, entry.behalf),
        what=what,
        people=[
            (name if entry.subjects > 1 else f"{name}（{emp_no}）", f"/people/{id}")
            for id, name, emp_no in entry.people
        ],
        more=entry.subjects - len(entry.people),
        details=" · ".join(part for part in said if part),
        refused=entry.outcome == "refused",
    )
