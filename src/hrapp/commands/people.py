"""`hrapp user add 工号 --role …`: an account with a one-time code for its owner."""

from __future__ import annotations

import argparse
from typing import Any

from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.accounts.api import account_for_cli, one_time_code
from hrapp.modules.rbac.api import give_role

ROLES = ("employee", "hr", "general_manager", "it", "auditor")


def add(commands: Any) -> None:
    verbs = commands.add_parser("user", help="make accounts").add_subparsers(required=True)
    make = verbs.add_parser("add", help="make an account for a person and print its one-time code")
    make.add_argument("emp_no", metavar="工号")
    make.add_argument(
        "--role", choices=ROLES, default="employee", help="managers follow from the departments by themselves"
    )
    make.set_defaults(run=add_user)


async def add_user(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    async with unit_of_work(actor):
        account, person = await account_for_cli(chosen.emp_no)
        if chosen.role != "employee":
            await give_role(account, chosen.role, person)
        code = await one_time_code(account)
    print(f"{chosen.emp_no}: open /welcome and enter this code within 14 days: {code}")
    return 0
