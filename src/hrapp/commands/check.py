"""`hrapp check`: does the house stand, and does its database fit?"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from collections.abc import Sequence
from typing import Any

from hrapp import __version__, settings
from hrapp.kernel import keyring, keys, pages, text
from hrapp.kernel.database import DB, IMPORT, PAY, WEB
from hrapp.kernel.migrate import missing_migrations
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work


def add(commands: Any) -> None:
    parser = commands.add_parser("check", help="verify modules, templates, migrations and data")
    parser.add_argument(
        "--probe", action="store_true", help="only whether a restored database opens: schema, keys, trail"
    )
    parser.add_argument("--json", action="store_true", help="with --probe: the answer for programs")
    parser.set_defaults(run=checked)


async def checked(chosen: argparse.Namespace, house: Registry, actor: Actor) -> int:
    return await (probe(chosen, actor) if chosen.probe else show(chosen, house, actor))


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


async def probe(chosen: argparse.Namespace, actor: Actor) -> int:
    """Does what is in this database open with the keys at hand? The schema was looked at before we got here.

    Answers the release, how many keys were tried (one of each class and version; each stands for what it seals), of
    which sealed columns a value was opened, and what is wrong; exit code 1 when something is.
    """
    async with unit_of_work(actor, read_only=True):
        tried, problems = await keys.tried(), [*keyring.problems(), *await keys.unreadable()]
        fields: list[str] = []
        if not problems:
            try:
                fields = await keys.opened()
            except keys.KeyMissing as missing:
                problems.append(str(missing))
        people = await DB.value("select count(*) from people_person")
    answer = {
        "release": __version__,
        "keys_tried": tried,
        "fields_opened": fields,
        "people": people,
        "problems": problems,
    }
    if chosen.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(f"- {problem}" for problem in problems) or f"{tried} keys open what they seal")
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
