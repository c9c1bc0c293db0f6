"""Events in words: each class says what happened; one whose module is off is shown by the name it was kept under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.company import CompanyApplied
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import Event

DETAILS = {
    "blocked": mark("blocked"),
    "changed": mark("changed"),
    "criteria": mark("criteria"),
    "documents": mark("documents"),
    "effective_from": mark("in force from"),
    "files": mark("files"),
    "flow": mark("flow"),
    "metric": mark("metric"),
    "new": mark("new"),
    "origin": mark("origin"),
    "path": mark("path"),
    "people": mark("people"),
    "period": mark("period"),
    "policy": mark("policy version"),
    "same": mark("unchanged"),
    "skipped": mark("skipped"),
    "state": mark("state"),
    "step": mark("step"),
    "subject": mark("about"),
    "title": mark("title"),
    "verdict": mark("decision"),
    "version": mark("version"),
    "from": mark("from"),
    "kind": mark("kind"),
    "on": mark("on"),
    "role": mark("role"),
    "sections": mark("sections"),
    "to": mark("to"),
}


def event_words(name: str) -> str:
    event = known_events().get(name)
    return _(event.said) if event is not None and event.said else name


def known_events() -> dict[str, type[Event]]:
    """Of the active modules, and the kernel's own, by name."""
    known: list[type[Event]] = [CompanyApplied]
    known += registry.current().each(lambda module: module.events)
    return {event.__name__: event for event in known}


def actor_words(actor: str) -> str:
    """Whoever acted; what nobody did in person was done by the system, for a reason that has a name."""
    if actor == "system":
        return _("System")
    if actor.startswith("job:"):
        return _("System (%(job)s)", job=actor.removeprefix("job:"))
    return actor


def details_words(details: Mapping[str, Any]) -> str:
    """The details on one line: plain values only, long ones cut."""
    return " · ".join(
        f"{_(DETAILS[key]) if key in DETAILS else key}: {_plain(value)}" for key, value in details.items()
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_plain, value))[:200]
    if isinstance(value, dict):
        return "、".join(f"{key} {_plain(item)}" for key, item in value.items())[:200]
    return "—" if value is None else str(value)[:200]
