"""The accounts that a new installation begins with: one each for who looks after the machine, HR and the general
manager. They are made from the shell before anybody is in the company, and taken with a code."""

from __future__ import annotations

from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.modules.accounts.api import ensure_company_account
from hrapp.modules.rbac.actions import give_role

LOGINS = {"it": "it", "hr": "hr", "general_manager": "gm"}  # what is typed with the code, until the account is taken
FIRST = tuple(LOGINS)


async def first_account(role: str) -> tuple[str, str]:
    """(account id, what to type with the code). Refused when somebody holds the role already and has a password."""
    held = await DB.value(
        "select count(*) from rbac_role_assignment r join accounts_account a on a.id = r.account"
        " where r.role = $1 and r.ended_at is null and a.password_hash is not null",
        role,
    )
    if held:
        raise Refused(f"somebody has taken the first account of the role {role}; `hrapp user add` makes others")
    login = LOGINS[role]
    account = await ensure_company_account(login)
    await give_role(account, role)
    return account, login
