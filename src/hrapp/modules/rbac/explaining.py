"""Why somebody may see somebody, and who may: told by the same functions that decide. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.access import Scope
from hrapp.kernel.module import Permission
from hrapp.kernel.reach import NOWHERE
from hrapp.modules.rbac.access import Loan, Standing, scope_for
from hrapp.modules.rbac.guards import GUARDS, Named
from hrapp.modules.rbac.rules import reach_of


class Subject(msgspec.Struct, frozen=True):
    """The person it is about, where they stand today."""

    id: str
    emp_no: str
    name: str
    department_id: str | None
    department: str | None
    manager_no: str | None

    def inside(self, scope: Scope) -> bool:
        return scope.has(self.id, self.department_id, self.manager_no)


@dataclass(frozen=True, slots=True)
class Path:
    """One way to the data: a role with how far it reaches, a grant for a while, or rights on loan."""

    kind: str  # role · grant · loan
    name: str  # of the role, of the grant's permission, or of the lender's account
    reach: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One permission: the ways that lead to the subject, and the guards that close them."""

    permission: Permission
    paths: Sequence[Path]
    closed_by: Sequence[Named]

    @property
    def allowed(self) -> bool:
        return bool(self.paths) and not self.closed_by


Lent = Sequence[tuple[Loan, Standing]]


def explained(found: Standing, lent: Lent, subject: Subject, data: str, day: date) -> list[Explained]:
    """Every permission of a class of data that has a way to the subject, closed or not."""
    answer = []
    for permission in registry.current().each(lambda m: m.permissions):
        if permission.data != data:
            continue
        own = list(own_paths(found, permission, subject, day))
        loans = list(_loan_paths(lent, permission, subject, day))
        if own or loans:
            answer.append(
                Explained(permission, (*own, *loans), _closing(found, lent, permission, subject, day, bool(own)))
            )
    return answer


def own_paths(found: Standing, permission: Permission, subject: Subject, day: date) -> Iterable[Path]:
    """Ways by one's own roles and grants, before any guard."""
    visibility, bundles = dict(found.visibility), {(role, name): reach for role, name, reach in found.bundles}
    for role in sorted(found.roles):
        reach = reach_of(permission, role, visibility, bundles)
        if reach != NOWHERE and subject.inside(scope_for(found, frozenset({reach}), (), day)):
            yield Path("role", role, reach)
    for name, reach, department in found.grants:
        named = (department,) if department else ()
        if name == permission.name and subject.inside(scope_for(found, frozenset({reach}), named, day)):
            yield Path("grant", name, reach)


def _loan_paths(lent: Lent, permission: Permission, subject: Subject, day: date) -> Iterable[Path]:
    for loan, giver in lent:
        if loan.covers(permission):
            for path in own_paths(giver, permission, subject, day):
                if not _guards_against(giver, permission, subject, day):
                    yield Path("loan", loan.giver, path.reach)
                    break


def _closing(
    found: Standing, lent: Lent, permission: Permission, subject: Subject, day: date, own: bool
) -> list[Named]:
    """The guards that keep the viewer out although some way leads there."""
    closing = _guards_against(found, permission, subject, day) if own else []
    if closing or own:
        return closing
    people = {found.person, *(giver.person for loan, giver in lent if loan.covers(permission))}
    return [named for named in GUARDS if named.id == "G6" and subject.id in people] + [
        named for named in GUARDS if named.id == "G2" and "it" in found.roles
    ]


def _guards_against(found: Standing, permission: Permission, subject: Subject, day: date) -> list[Named]:
    kinds = frozenset(path.reach for path in own_paths(found, permission, subject, day))
    named = tuple(d for name, _, d in found.grants if name == permission.name and d)
    scope = scope_for(found, kinds, named, day)
    return [guard for guard in GUARDS if not subject.inside(guard.narrow(permission, found.holder, scope))]
