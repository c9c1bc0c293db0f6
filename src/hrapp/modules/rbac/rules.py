"""How far a role reaches. Pure."""

from __future__ import annotations

from collections.abc import Iterable

ROLES = ("employee", "manager", "hr", "general_manager", "it", "auditor")
_ORDER = ("self", "team", "company")

# The words of the company file's [visibility] lists: the role they mean and how far it then reaches.
ROLES_OF_READERS = {
    "self": ("employee", "self"),
    "self_after_release": ("employee", "self"),
    "department_manager": ("manager", "team"),
    "hr": ("hr", "company"),
    "general_manager": ("general_manager", "company"),
}


def farthest(reaches: Iterable[str]) -> str | None:
    """The widest of several reaches; None when there is none. Grants only ever add up."""
    found = [_ORDER.index(reach) for reach in reaches]
    return _ORDER[max(found)] if found else None
