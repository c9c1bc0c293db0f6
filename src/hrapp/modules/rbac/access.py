"""From roles and relations to what a viewer may see: one answer per permission, the same for pages, rows and "why"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.access import Scope, Viewer
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.module import Permission
from hrapp.kernel.reach import DEPARTMENT, DIRECT, NOWHERE, SUBTREE
from hrapp.modules.accounts.api import own_standing_of
from hrapp.modules.rbac.guards import Holder, guarded
from hrapp.modules.rbac.rules import EMPLOYEE, IT, MANAGER, farthest, reaches

_IN_FORCE = "(x.since is null or x.since <= {day}) and (x.until is null or x.until > {day})"
_COLUMNS = """
    array(select x.role from rbac_role_assignment x
        where x.account = {account} and {in_force} and x.ended_at is null) as roles,
    array(
        with recursive led as (
            select d.id from people_department d
            where d.manager_no = (select emp_no from people_person where id = {person})
               or d.id in (select x.department from rbac_acting x where x.person = {person} and {in_force})
            union select child.id from people_department child join led on child.parent = led.id
        ) select id from led
    ) as departments,
    array(
        with recursive own as (
            select d.id from people_department d
            where d.manager_no = (select emp_no from people_person where id = {person})
               or d.id in (select x.department from rbac_acting x where x.person = {person} and {in_force})
            union select child.id from people_department child join own on child.parent = own.id
            where child.manager_no is null
        ) select id from own
    ) as own_departments,
    array(
        with recursive below as (
            select q.id, q.emp_no from people_person q where q.id = {person}
            union select q.id, q.emp_no from below join people_assignment x on x.manager_no = below.emp_no and {in_force}
                join people_person q on q.id = x.person
        ) select emp_no from below
    ) as managers,
    array(
        with recursive kept as (
            select x.department as id from rbac_role_assignment x
            where x.account = {account} and x.role = 'hrbp' and {in_force} and x.ended_at is null
            union select child.id from people_department child join kept on child.parent = kept.id
        ) select id from kept
    ) as kept_departments,
    (select v.value from kernel_setting v where v.key = 'visibility') as visibility,
    (select jsonb_agg(jsonb_build_array(b.role, b.permission, b.reach)) from rbac_bundle b) as bundles,
    (select jsonb_agg(jsonb_build_array(x.permission, x.reach, x.department))
        from rbac_grant x where x.account = {account} and {in_force} and x.ended_at is null) as grants,
    (select jsonb_agg(jsonb_build_object('giver', x.giver, 'actions', x.actions, 'classes', x.classes))
        from rbac_delegation x where x.taker = {account} and {in_force} and x.ended_at is null) as loans
"""

Visibility = tuple[tuple[str, tuple[str, ...]], ...]
Changes = tuple[tuple[str, str, str], ...]


class Loan(msgspec.Struct, frozen=True):
    """Rights on loan from somebody: whose, for which actions, for which classes of data."""

    giver: str
    actions: list[str]
    classes: list[str]

    def covers(self, permission: Permission) -> bool:
        return permission.action in self.actions and permission.data in self.classes


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides what an account may do, as the database tells it on a day."""

    person: str | None
    emp_no: str | None
    roles: frozenset[str]
    departments: tuple[str, ...] = ()
    own_departments: tuple[str, ...] = ()  # of these, the ones with no head of their own in between
    managers: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # departments that a department's HR looks after, children included
    visibility: Visibility = ()
    bundles: Changes = ()
    grants: tuple[tuple[str, str, str | None], ...] = ()
    loans: tuple[Loan, ...] = field(default=())

    @property
    def holder(self) -> Holder:
        return Holder(self.person, self.roles)


def standing(row: Any) -> Standing:
    """Of a row with the columns above."""
    person, emp_no, departments, managers = row["person"], row["emp_no"], row["departments"], row["managers"]
    roles = set(row["roles"])
    if person:
        roles.add(EMPLOYEE)
    if departments or len(managers) > 1:
        roles.add(MANAGER)
    return Standing(
        person=person,
        emp_no=emp_no,
        roles=frozenset(roles),
        departments=tuple(departments),
        own_departments=tuple(row["own_departments"]),
        managers=tuple(managers),
        kept=tuple(row["kept_departments"]),
        visibility=tuple(sorted((k, tuple(v)) for k, v in (row["visibility"] or {}).items() if isinstance(v, list))),
        bundles=tuple(tuple(each) for each in row["bundles"] or ()),
        grants=tuple(tuple(each) for each in row["grants"] or ()),
        loans=tuple(msgspec.convert(each, Loan) for each in row["loans"] or ()),
    )


def scopes_of(found: Standing, day: date) -> dict[str, Scope]:
    """{permission: scope} of an account without what was lent to it, guards applied."""
    return dict(_scopes_of(registry.current(), replace(found, loans=()), day))


@lru_cache(maxsize=1024)
def _scopes_of(house: registry.Registry, found: Standing, day: date) -> dict[str, Scope]:
    """The same standing on the same day is the same rights: most requests ask what an earlier one asked."""
    scopes: dict[tuple[str, ...], Scope] = {}
    answer = {}
    for permission, kinds in _reaches(house, found.roles, found.visibility, found.bundles):
        mine = [(reach, department) for name, reach, department in found.grants if name == permission.name]
        wanted = kinds | {reach for reach, department in mine if department is None}
        named = tuple(department for _, department in mine if department is not None)
        if not wanted and not named:
            continue
        key = (*sorted(wanted), *named)
        if key not in scopes:
            scopes[key] = scope_for(found, wanted, named, day)
        scope = guarded(permission, found.holder, scopes[key])
        if scope.kind != NOWHERE:
            answer[permission.name] = scope
    return answer


def scope_for(found: Standing, kinds: frozenset[str], named: Sequence[str], day: date) -> Scope:
    """One scope for several reaches: what each adds is added up. `named` are departments of single grants."""
    departments: tuple[str, ...] = tuple(named)
    managers: tuple[str, ...] = ()
    if SUBTREE in kinds:
        departments += found.departments
        managers = found.managers
    if DEPARTMENT in kinds:
        departments += found.kept
    if DIRECT in kinds and found.emp_no:
        departments += found.own_departments
        managers = tuple(dict.fromkeys((*managers, found.emp_no)))
    return Scope(
        kind=farthest(kinds | {DEPARTMENT} if named else kinds) or NOWHERE,
        person=found.person,
        emp_no=found.emp_no,
        departments=departments,
        day=day,
        managers=managers,
    )


@lru_cache(maxsize=256)
def _reaches(
    house: registry.Registry, roles: frozenset[str], visibility: Visibility, bundles: Changes
) -> list[tuple[Permission, frozenset[str]]]:
    """Few combinations of roles exist, so what they reach is kept."""
    company = dict(visibility)
    changed = {(role, permission): reach for role, permission, reach in bundles}
    return [(p, reaches(p, roles, company, changed)) for p in house.each(lambda m: m.permissions)]


Lent = tuple[Loan, str | None, Mapping[str, Scope]]  # the loan, the lender's person, what the lender may do


def with_loans(scopes: Mapping[str, Scope], found: Standing, lent: Iterable[Lent], day: date) -> dict[str, Scope]:
    """Rights on loan beside one's own: the lenders' of this moment, within what was listed, guards applied. All
    lenders of a right stand in it together, since no loan reaches any of them."""
    rights, answer = list(lent), dict(scopes)
    for permission in registry.current().each(lambda m: m.permissions):
        parts = tuple(
            replace(theirs.get(permission.name, Scope()), person=person, more=())
            for loan, person, theirs in rights
            if loan.covers(permission)
        )
        if not any(part.others for part in parts):
            continue
        own = answer.get(permission.name, Scope(person=found.person, emp_no=found.emp_no, day=day))
        joined = guarded(permission, found.holder, replace(own, more=parts))
        if joined.kind != NOWHERE or joined.more:
            answer[permission.name] = joined
    return answer


@lru_cache(maxsize=16)
def _filled(columns: str, account: str, person: str, day: str, in_force: str) -> str:
    return columns.format(account=account, person=person, day=day, in_force=in_force.format(day=day))


class Access:
    """Provides the kernel's AccessPolicy port."""

    def columns(self, account: str, person: str, day: str) -> str:
        return _filled(_COLUMNS, account, person, day, _IN_FORCE)

    def viewer(self, row: Any, day: date) -> Viewer:
        found = standing(row)
        return Viewer(
            account=row["account"],
            person=row["person"],
            emp_no=row["emp_no"],
            name=row["name"] or row["login"],
            roles=found.roles,
            language=row["language"],
            scopes=scopes_of(found, day),
        )

    def entrusted(self, row: Any) -> bool:
        return bool(row["roles"] or row["grants"] or row["loans"])

    async def complete(self, viewer: Viewer, row: Any, day: date) -> Viewer:
        """With what others lent to this viewer; nothing is asked when nobody did. What was lent is not lent on."""
        if not row["loans"]:
            return viewer
        found = standing(row)
        lent = [(loan, theirs) for loan in found.loans if (theirs := await own_standing_of(loan.giver, day))]
        scopes = with_loans(viewer.scopes, found, [(loan, theirs.person, theirs.scopes) for loan, theirs in lent], day)
        names = tuple(dict.fromkeys(theirs.name for _, theirs in lent))
        return replace(viewer, scopes=scopes, stands_in_for=names, decides_for=_decides_for(found, lent))


def _decides_for(found: Standing, lent: Iterable[tuple[Loan, Viewer]]) -> frozenset[str]:
    """Whose turn in a flow of results is one's own, too; the IT person's never (G2)."""
    if IT in found.roles:
        return frozenset()
    return frozenset(
        theirs.person
        for loan, theirs in lent
        if theirs.person and "approve" in loan.actions and PERFORMANCE in loan.classes
    )


__all__ = ["Access", "Lent", "Loan", "Standing", "scope_for", "scopes_of", "standing", "with_loans"]
