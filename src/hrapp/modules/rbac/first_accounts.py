"""The accounts that a new installation begins with: one each for who looks after the machine, HR and the general
manager. They are made from the shell before anybody is in the company, and taken with a code."""

from __future__ import annotations

from hrapp.kernel.errors import Refused
from hrapp.modules.accounts.api import ensure_company_account
from hrapp.modules.rbac.actions import both_claimed, claimed, give_role

LOGINS = {"it": "it", "hr": "hr", "general_manager": "gm"}  # what is typed with the code, until the account is taken
FIRST = tuple(LOGINS)


async def first_account(role: str) -> tuple[str, str]:
    """(account id, what to type with the code). Refused for good once somebody took the role, and once there are an
    HR lead and a general manager to be asked: a first account is not a way to become the next one."""
    if role in await claimed() or await both_claimed():
        raise Refused(f"somebody has taken the first account of the role {role}; `hrapp user add` makes others")
    login = LOGINS[role]
    account = await ensure_company_account(login)
    await give_role(account, role)
    return account, login
