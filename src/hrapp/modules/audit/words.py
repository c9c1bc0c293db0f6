"""Events in words. An event of a module that is not named here is shown by the name of its class.

Each sentence goes on from the name of who did it: "Ada · signed in".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark

EVENTS = {
    "AccountMade": mark("made an account"),
    "CompanyApplied": mark("changed the company's rules"),
    "LevelChanged": mark("put a change of level into effect"),
    "PasswordSet": mark("set a password"),
    "RoleGiven": mark("gave a role"),
    "SignedIn": mark("signed in"),
    "SignedOut": mark("signed out"),
}
DETAILS = {
    "from": mark("from"),
    "kind": mark("kind"),
    "on": mark("on"),
    "role": mark("role"),
    "sections": mark("sections"),
    "to": mark("to"),
}


def event_words(name: str) -> str:
    return _(EVENTS[name]) if name in EVENTS else name


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
