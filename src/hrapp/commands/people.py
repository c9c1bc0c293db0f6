"""`hrapp user add 工号 --role …`: an account with a one-time code for its owner."""

from __future__ import annotations

import argparse
import json
from typing import Any

from hrapp.commands.trust import actor_for, add_code, trusted
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.accounts.api import account_for_cli, one_time_code
from hrapp.modules.rbac.api import FIRST, first_account, give_role, held_roles, propose_role

ROLES = ("employee", "hr", "compensation", "general_manager", "it", "auditor")


def add(commands: Any) -> None:
    verbs = commands.add_parser("user", help="make accounts").add_subparsers(required=True)
    make = verbs.add_parser("add", help="make an account for a person and print its one-time code")
    make.add_argument("emp_no", metavar="工号")
    make.add_argument(
        "--role", choices=ROLES, default="employee", help="managers follow from the departments by themselves"
    )
    add_code(make)
    make.set_defaults(run=add_user)
    first = commands.add_parser("claim", help="a code for the first account of a role, before anybody was imported")
    first.add_argument("role", choices=FIRST)
    first.add_argument("--json", action="store_true", help="the answer for programs")
    first.set_defaults(run=claim)


async def claim(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    """For a new installation: whoever gets the code says on /welcome who they are. Refused once it was taken."""
    async with unit_of_work(actor):
        account, login = await first_account(chosen.role)
        code = await one_time_code(account)
    if chosen.json:
        print(json.dumps({"role": chosen.role, "login": login, "code": code}))
        return 0
    print(f"{chosen.role}: open /welcome, enter {login} and this code within 14 days: {code}")
    return 0


async def add_user(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    """Once HR and the general manager are there, the shell gives no roles, and no codes by itself: whoever has
    somebody's code reads that person's pay. Accounts with a role take two persons even then."""
    waits, vouched = False, chosen.code is not None
    if vouched:
        actor = await actor_for(chosen, actor)
    async with unit_of_work(actor):
        account, person = await account_for_cli(chosen.emp_no)
        trust, held = await trusted(), await held_roles(account)
        if chosen.role != "employee" and chosen.role not in held:
            if trust:
                await give_role(account, chosen.role, person)
            else:
                await propose_role(account, person, chosen.role, f"hrapp user add {chosen.emp_no} --role {chosen.role}")
                waits = True
        code = await one_time_code(account) if trust or (vouched and not held) else None
    if waits:
        print(f"{chosen.emp_no}: the role {chosen.role} waits for two people to agree on the page /settings/access")
    if code:
        print(f"{chosen.emp_no}: open /welcome and enter this code within 14 days: {code}")
    elif held:
        print(f"{chosen.emp_no}: a new code for an account with a role takes two people, on the page /settings/access")
    else:
        print(
            f"{chosen.emp_no}: HR prints the code on this person's page; here it takes --code, from /account/shell-code"
        )
    return 0
