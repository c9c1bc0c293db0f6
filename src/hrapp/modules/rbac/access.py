"""From roles and relations to what a viewer may see: one answer per permission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.access import COMPANY, SELF, TEAM, Scope, Viewer
from hrapp.kernel.module import Permission
from hrapp.modules.rbac.rules import ROLES_OF_READERS, farthest

_COLUMNS = """
    array(select r.role from rbac_role_assignment r where r.account = {account}) as roles,
    array(
        with recursive led as (
            select d.id from people_department d
            where d.manager_no = (select emp_no from people_person where id = {person})
            union select child.id from people_department child join led on child.parent = led.id
        ) select id from led
    ) as departments,
    exists (
        select 1 from people_assignment t
        where t.manager_no = (select emp_no from people_person where id = {person})
          and t.since <= {day} and (t.until is null or t.until > {day})
    ) as leads,
    (select v.value from kernel_setting v where v.key = 'visibility') as visibility
"""


class Access:
    """Provides the kernel's AccessPolicy port."""

    def columns(self, account: str, person: str, day: str) -> str:
        return _COLUMNS.format(account=account, person=person, day=day)

    def viewer(self, row: Any, day: date) -> Viewer:
        roles = set(row["roles"])
        if row["person"]:
            roles.add("employee")
        if row["departments"] or row["leads"]:
            roles.add("manager")
        visibility = tuple(sorted((k, tuple(v)) for k, v in (row["visibility"] or {}).items()))
        reaches = _reaches(registry.current(), frozenset(roles), visibility)
        departments = tuple(row["departments"])
        scopes = {kind: Scope(kind, row["person"], row["emp_no"], departments, day) for kind in (SELF, TEAM, COMPANY)}
        return Viewer(
            account=row["account"],
            person=row["person"],
            emp_no=row["emp_no"],
            name=row["name"] or row["login"],
            roles=frozenset(roles),
            language=row["language"],
            scopes={permission: scopes[kind] for permission, kind in reaches.items()},
        )


@lru_cache(maxsize=256)
def _reaches(
    house: registry.Registry, roles: frozenset[str], visibility: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, str]:
    """{permission: how far}, for what reaches somewhere. Few combinations of roles exist, so it is kept."""
    company = dict(visibility)
    found = {}
    for permission in house.each(lambda m: m.permissions):
        reach = farthest(_granted(permission, roles, company))
        if reach:
            found[permission.name] = reach
    return found


def _granted(permission: Permission, roles: Iterable[str], visibility: Mapping[str, tuple[str, ...]]) -> list[str]:
    readers = visibility.get(permission.visibility) if permission.visibility else None
    if readers is None:
        return [permission.reach[role] for role in roles if role in permission.reach]
    given = [ROLES_OF_READERS[reader] for reader in readers if reader in ROLES_OF_READERS]
    # What the company wrote counts: it may narrow who reads, and widen it to readers nobody has by default.
    return [reach for role, reach in given if role in roles]
