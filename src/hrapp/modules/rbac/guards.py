"""What no grant can undo: the guards. Each is one function that narrows a scope; the list is also what is shown.

They are code and not data: nobody switches one off on a page. Two more stand where they are needed: an account that
is not active has no session at all (accounts), and what is not released is not found (each module's queries). A fresh
proof before the gravest things is asked for at the door (kernel/guard.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE, PROTECTED, SALARY
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Permission
from hrapp.kernel.reach import NOWHERE, SELF
from hrapp.modules.rbac.rules import IT


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever a scope is for: their person, and all their roles."""

    person: str | None
    roles: frozenset[str]


def it_sees_nobody(permission: Permission, holder: Holder, scope: Scope) -> Scope:
    """G2. The IT person sees and changes nobody's pay, results, ID number or case, whatever else was granted."""
    if IT in holder.roles and permission.data in PROTECTED:
        return _own(scope)
    return scope


def nobody_decides_on_themselves(permission: Permission, holder: Holder, scope: Scope) -> Scope:
    """G7. Nobody changes, proposes or approves their own pay, results or level."""
    acts = permission.action in ("edit", "approve") or (permission.action == "propose" and permission.data == SALARY)
    if acts and permission.data in (SALARY, PERFORMANCE) and holder.person is not None:
        return _without(scope, (holder.person,))
    return scope


def lent_rights_end_at_both(permission: Permission, holder: Holder, scope: Scope) -> Scope:
    """G6. Rights that were lent never reach the one who has them on loan, nor anybody who lent them: a deputy of two
    does not reach the one through the rights of the other."""
    if not scope.more:
        return scope
    own = (holder.person,) if holder.person else ()
    lenders = tuple(part.person for part in scope.more if part.person)
    lent = tuple(_without(part, own + lenders) for part in scope.more)
    return replace(scope, more=tuple(part for part in lent if part.kind not in (NOWHERE, SELF)))


def _own(scope: Scope) -> Scope:
    return replace(scope, kind=SELF if scope.person else NOWHERE, departments=(), managers=(), more=())


def _without(scope: Scope, people: tuple[str, ...]) -> Scope:
    return replace(scope, without=tuple(dict.fromkeys((*scope.without, *people))))


Guard = Callable[[Permission, Holder, Scope], Scope]


@dataclass(frozen=True, slots=True)
class Named:
    id: str
    sentence: str
    narrow: Guard


GUARDS = (
    Named("G2", mark("IT looks after the system and sees nobody's pay, results or ID number"), it_sees_nobody),
    Named(
        "G6", mark("Rights on loan do not reach whoever has them, nor anybody who lent them"), lent_rights_end_at_both
    ),
    Named("G7", mark("Nobody decides on their own pay, results or level"), nobody_decides_on_themselves),
)

# What also holds for everybody and is kept elsewhere: by accounts, by each module's queries, and at the door.
KEPT_ELSEWHERE = (
    ("G1", mark("Whoever has left or whose account is blocked sees nothing")),
    ("G4", mark("What is not released yet is not there for the person it is about")),
    ("G5", mark("The gravest things ask for the password or the second factor once more")),
)
SENTENCES = tuple(sorted((*KEPT_ELSEWHERE, *((named.id, named.sentence) for named in GUARDS))))


def guarded(permission: Permission, holder: Holder, scope: Scope) -> Scope:
    for guard in GUARDS:
        scope = guard.narrow(permission, holder, scope)
    return scope
