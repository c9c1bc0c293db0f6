"""Giving roles."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import current_work, emit
from hrapp.modules.rbac.events import RoleGiven

GIVEN = ("hr", "general_manager", "it", "auditor")


async def give_role(account: str, role: str, person: str | None = None) -> None:
    """Give a role to an account; giving it twice changes nothing. IT and data roles exclude each other."""
    if role not in GIVEN:
        raise Refused(f"unknown role {role!r}: choose one of {', '.join(GIVEN)}")
    held = {r["role"] for r in await DB.fetch("select role from rbac_role_assignment where account = $1", account)}
    if role in held:
        return
    if (role == "it" and held) or (role != "it" and "it" in held):
        raise Refused("the IT role and roles that see personal data exclude each other")
    await DB.fetch(
        "insert into rbac_role_assignment (id, account, role, given_by, given_at) values ($1, $2, $3, $4, $5)",
        new_id(),
        account,
        role,
        current_work().actor.label,
        clock.now(),
    )
    await emit(RoleGiven(object=account, person=person, details={"role": role}))
