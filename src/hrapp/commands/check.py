"""`hrapp check`: does the house stand, and does its database fit?"""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Sequence
from typing import Any

from hrapp import settings
from hrapp.kernel import keyring, keys, pages, text
from hrapp.kernel.database import DB, IMPORT, PAY, WEB
from hrapp.kernel.migrate import missing_migrations
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work


def add(commands: Any) -> None:
    commands.add_parser("check", help="verify modules, templates, migrations and data").set_defaults(run=show)
    commands.add_parser("migrate", help="bring the database to this version's schema").set_defaults(run=migrated)


async def show(_: argparse.Namespace, house: Registry, actor: Actor) -> int:
    problems = [*house.problems(), *missing_templates(house), *await _migrations()]
    problems += keyring.problems()
    async with unit_of_work(actor, read_only=True):
        problems += await keys.unreadable()
        for check in house.each(lambda m: m.checks):
            problems += [f"{check.name}: {sentence}" for sentence in await check.run()]
        dead = await DB.value("select count(*) from kernel_job where state = 'dead'")
    if dead:
        problems.append(f"{dead} jobs failed for good; see kernel_job.last_error")
    for problem in problems:
        print(f"- {problem}")
    for sentence in [*named(settings.load()), *await _advice()]:
        print(f"  {sentence}")
    print(f"{len(problems)} problems" if problems else "everything fits")
    return 1 if problems else 0


def named(given: settings.Settings) -> list[str]:
    return [] if given.base_url else ["web.base_url is not set: hrapp answers to whatever name it is called by"]


async def _advice() -> list[str]:
    """What works and could be better."""
    logins = set()
    for role in (WEB, PAY, IMPORT):
        async with unit_of_work(read_only=True, role=role):
            logins.add(await DB.value("select session_user"))
    if len(logins) > 1:
        return []
    return [
        f"pages, pay and imports share the database login {logins.pop()}: with logins of their own"
        " (HRAPP_PAY_DATABASE_URL, HRAPP_IMPORT_DATABASE_URL) the password of one opens less"
    ]


async def migrated(_: argparse.Namespace, __: Registry, ___: Actor) -> int:
    print("the database is at this version's schema")
    return 0


async def _migrations() -> list[str]:
    with contextlib.redirect_stdout(io.StringIO()):
        return await missing_migrations()


def missing_templates(house: Registry) -> Sequence[str]:
    """Every template compiles, and every one that a page names is there."""
    text.load()
    found = []
    try:
        environment = pages.environment({m.name: m.templates for m in house.active})
    except Exception as error:
        return [f"the templates do not load: {error}"]
    for name in environment.list_templates(extensions=["html", "txt"]):
        try:
            environment.get_template(name)
        except Exception as error:
            found.append(f"the template {name} does not compile: {error}")
    have = set(environment.list_templates())
    found += [
        f"{where} names the template {name}, which is missing"
        for where, name in pages.named_templates(house)
        if name not in have
    ]
    return found
