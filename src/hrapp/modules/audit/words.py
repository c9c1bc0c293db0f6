"""Events in words: each class says what happened; one whose module is off is shown by the name it was kept under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hrapp.kernel import classes, registry
from hrapp.kernel.company import CompanyApplied
from hrapp.kernel.ids import is_id
from hrapp.kernel.keys import ClassKeyChanged, KeyDestroyed
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, ngettext
from hrapp.kernel.work import AccessRefused, DataSeen, Event

DETAILS = {
    "blocked": mark("blocked"),
    "changed": mark("changed"),
    "columns": mark("columns"),
    "course": mark("course"),
    "criteria": mark("criteria"),
    "data": mark("which data"),
    "direct": mark("decided by the general manager alone"),
    "documents": mark("uploaded documents"),
    "effective_from": mark("in force from"),
    "field": mark("field"),
    "files": mark("files"),
    "filter": mark("number of the filter"),
    "filters": mark("filters"),
    "flow": mark("flow"),
    "follows_suggestion": mark("as suggested"),
    "metric": mark("metric"),
    "new": mark("new"),
    "origin": mark("origin"),
    "path": mark("path"),
    "people": mark("people"),
    "period": mark("period"),
    "policy": mark("policy version"),
    "reason": mark("reason"),
    "result": mark("result"),
    "round": mark("round"),
    "rows": mark("rows"),
    "same": mark("unchanged"),
    "skipped": mark("skipped"),
    "state": mark("state"),
    "status": mark("answer"),
    "step": mark("step"),
    "subject": mark("about"),
    "times": mark("how many times"),
    "title": mark("title"),
    "type": mark("type"),
    "until": mark("until"),
    "verdict": mark("decision"),
    "version": mark("version"),
    "what": mark("which data"),
    "from": mark("from"),
    "kind": mark("kind"),
    "list": mark("which list"),
    "on": mark("on"),
    "role": mark("role"),
    "sections": mark("sections"),
    "to": mark("to"),
}

ROLES = {
    "employee": mark("employee"),
    "manager": mark("department manager"),
    "hr": mark("HR"),
    "general_manager": mark("General manager"),
    "it": mark("IT administrator"),
    "auditor": mark("auditor"),
}

# What queries call the fields they hand out (`saw`), in the words of a reader.
FIELDS = {
    "awards": mark("awards"),
    "base": mark("base pay"),
    "case": mark("promotion case"),
    "correction": mark("correction asked for"),
    "document": mark("uploaded documents"),
    "file": mark("the file itself"),
    "goals": mark("goals"),
    "grade": mark("grades"),
    "history": mark("pay history"),
    "id_no": mark("ID number"),
    "import": mark("imported values"),
    "progress": mark("promotion progress"),
    "raise": mark("raises"),
    "reason": mark("reasons"),
    "results": mark("results"),
    "snapshot": mark("everything, printed in the shell"),
    "trainings": mark("trainings"),
}

# Values of details that are codes, by the key they stand under.
_STATES = {
    "approve": mark("agreed"),
    "approved": mark("agreed"),
    "return": mark("sent back"),
    "returned": mark("sent back"),
    "defer": mark("put off"),
    "deferred": mark("put off"),
    "reject": mark("not agreed"),
    "rejected": mark("not agreed"),
    "withdrawn": mark("taken back"),
    "accepted": mark("put right"),
    "refused": mark("not accepted"),
    "upload": mark("handed in"),
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "data": classes.WORDS,
    "filters": {
        "person": mark("About whom"),
        "actor": mark("Who did it"),
        "kind": mark("Kind"),
        "data": mark("Which data"),
        "event": mark("What"),
        "day": mark("Day"),
    },
    "field": {
        "phone": mark("Telephone"),
        "email": mark("Mail"),
        "birth_date": mark("Born"),
        "gender": mark("Gender"),
        "id_no": mark("ID number"),
        "contract": mark("Contract"),
        "history": mark("Job history"),
        "leaves": mark("Leaves"),
        "other": mark("something else"),
    },
    "kind": {"promotion.case": mark("promotion case")},
    "list": {"people": mark("People"), "performance": mark("Results"), "audit": mark("Audit trail")},
    "origin": {
        "eligibility": mark("criteria met"),
        "nomination": mark("nominated"),
        "application": mark("applied for"),
    },
    "result": _STATES,
    "role": ROLES,
    "state": _STATES,
    "verdict": _STATES,
    "what": classes.WORDS,
}


def event_words(name: str) -> str:
    event = known_events().get(name)
    return _(event.said) if event is not None and event.said else name


def known_events() -> dict[str, type[Event]]:
    """Of the active modules, and the kernel's own, by name."""
    known: list[type[Event]] = [CompanyApplied, DataSeen, AccessRefused, ClassKeyChanged, KeyDestroyed]
    known += registry.current().each(lambda module: module.events)
    return {event.__name__: event for event in known}


def actor_words(actor: str, behalf: str | None = None) -> str:
    """Whoever acted; what nobody did in person was done by the system, for a reason that has a name."""
    if actor == "system":
        return _("System")
    if actor.startswith("job:"):
        return _("System (%(job)s)", job=actor.removeprefix("job:"))
    return _("%(who)s for %(whom)s", who=actor, whom=behalf) if behalf else actor


def roles_words(roles: str) -> str:
    """The roles somebody looked as. That they work here as well says nothing."""
    return "、".join(_(ROLES.get(role, role)) for role in roles.split(",") if role and role != "employee")


def data_words(data: str) -> str:
    return _(classes.WORDS[data]) if data in classes.WORDS else data


def fields_words(fields: Iterable[str]) -> str:
    return "、".join(_(FIELDS[name]) if name in FIELDS else name for name in fields)


def seen_words(data: str, fields: Iterable[str], people: int) -> str:
    """ "saw pay of 12 people: base pay, raises"."""
    what, which = data_words(data), fields_words(fields)
    return ngettext(
        "saw %(what)s of one person: %(which)s",
        "saw %(what)s of %(n)s people: %(which)s",
        people,
        what=what,
        which=which,
    )


def permission_words(name: str, page: str = "") -> str:
    """The right a page goes by, in its sentence; where it goes by none, the page's name."""
    sentences = {p.name: p.sentence for p in registry.current().each(lambda module: module.permissions)}
    titles = {item.url: item.title for item in registry.current().each(lambda module: module.nav)}
    return _(sentences.get(name) or titles.get(page) or page or name)


def details_words(details: Mapping[str, Any]) -> str:
    """The details on one line: plain values only, long ones cut, ids left out."""
    return " · ".join(
        f"{_(DETAILS[key]) if key in DETAILS else key}: {_plain(value, _CODES.get(key, {}))}"
        for key, value in details.items()
        if value != [] and not (isinstance(value, str) and is_id(value))
    )


def _plain(value: Any, codes: Mapping[str, str] | None = None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(_plain(item, codes) for item in value)[:200]
    if isinstance(value, dict):
        return "、".join(f"{key} {_plain(item)}" for key, item in value.items())[:200]
    if isinstance(value, str) and codes and value in codes:
        return _(codes[value])
    return "—" if value is None else str(value)[:200]
