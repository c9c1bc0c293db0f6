"""Whether the shell may act by itself. On a machine of its own people's data is read with a code of HR or the general
manager; before both have claimed their accounts there is nobody to ask."""

from __future__ import annotations

import argparse
import getpass
import os

from hrapp.kernel.errors import Refused
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.rbac.api import both_claimed, use_code, went_without_asking
from hrapp.settings import load


def add_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", help="a one-time code that HR or the general manager made on /account/shell-code")


def trusted_by_setting() -> bool:
    """Said by the environment, or a database of one's own, as in the demo."""
    return os.environ.get("HRAPP_TRUST_SHELL") == "1" or load().database_url is None


async def trusted() -> bool:
    return trusted_by_setting() or not await both_claimed()


async def actor_for(chosen: argparse.Namespace, actor: Actor) -> Actor:
    """Whom a command that reads or writes people's data acts for; Refused when nobody let it. Where the environment
    says to trust the shell although there is somebody to ask, they hear of it."""
    async with unit_of_work(actor):
        if not await both_claimed():
            return actor
        if trusted_by_setting() and not chosen.code:
            await went_without_asking(chosen.command)
            return actor
        if not chosen.code:
            raise Refused("this needs --code: HR or the general manager makes one on the page /account/shell-code")
        return await use_code(chosen.code, getpass.getuser())
