"""`hrapp keys`: what wraps what, changing class keys while the pages go on, and making somebody's data unreadable."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from hrapp.commands.trust import actor_for, add_code
from hrapp.kernel import keyring, keys
from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, emit, unit_of_work
from hrapp.modules.audit import api as audit
from hrapp.modules.people.api import forget_number, id_of
from hrapp.serve import HEADS_KEY, key_folder
from hrapp.settings import Settings

_ONE_AT_A_TIME = 0x6B65_7973  # any number, the same in every process
_SOME = 500


def add(commands: Any) -> None:
    verbs = commands.add_parser("keys", help="look after the keys that pay, ID numbers and files are kept under")
    verbs = verbs.add_subparsers(required=True)
    verbs.add_parser("status", help="which versions there are and what they wrap").set_defaults(run=status)
    made = verbs.add_parser("make", help="make the keys that are missing in the key folder; needs no database")
    made.set_defaults(without_database=make)
    rotate = verbs.add_parser("rotate", help="make a new version of a class key and wrap everything by it")
    rotate.set_defaults(run=rotated)
    prune = verbs.add_parser("prune", help="drop versions that wrap nothing any more")
    prune.set_defaults(run=pruned)
    destroy = verbs.add_parser("destroy", help="make what is kept of a person under a class unreadable for good")
    destroy.set_defaults(run=destroyed)
    for verb in (rotate, prune, destroy):
        verb.add_argument("data", metavar="CLASS", choices=keyring.CHANGEABLE, help=", ".join(keyring.CHANGEABLE))
        add_code(verb)
    destroy.add_argument("emp_no", metavar="工号")
    destroy.add_argument("--yes", action="store_true", help="do not ask for the 工号 again")


def make(_: argparse.Namespace, settings: Settings) -> int:
    folder = key_folder(settings)
    keys.use(folder)
    audit.use_heads(settings.audit_heads, folder / HEADS_KEY)
    audit.make_heads_key()
    print(f"every key is in {folder}: copy the folder to where the recovery kit is kept")
    return 0


async def status(_: argparse.Namespace, __: Registry, actor: Actor) -> int:
    async with unit_of_work(actor, read_only=True):
        rows, broken = await keys.standing(), await keys.unreadable()
    for name in keyring.NAMES:
        versions = sorted(keys.class_key(name).versions)
        print(f"{name:9} versions {', '.join(map(str, versions))}  ({keyring.path_of(name)})")
        for row in rows:
            if row["data"] == name:
                gone = f", {row['destroyed']} destroyed" if row["destroyed"] else ""
                print(f"          version {row['version']} wraps {row['wrapped']} keys{gone}")
    problems = [*keyring.problems(), *broken]
    for problem in problems:
        print(f"- {problem}")
    return 1 if problems else 0


async def rotated(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    actor = await actor_for(chosen, actor)
    async with unit_of_work(actor):
        await DB.fetch("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        version = keys.new_version(chosen.data)
        await emit(keys.ClassKeyChanged(details={"data": chosen.data, "version": version}))
    wrapped = 0
    while True:
        async with unit_of_work(actor):  # in steps: nobody waits for all of them
            done = await keys.rewrap(chosen.data, _SOME)
        if not done:
            break
        wrapped += done
    print(f"{chosen.data}: version {version} was made and wraps {wrapped} keys")
    print("Copy the key folder to where the recovery kit is kept; then `hrapp keys prune` drops what wraps nothing.")
    return 0


async def pruned(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    actor = await actor_for(chosen, actor)
    async with unit_of_work(actor):
        await DB.fetch("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        dropped = await keys.drop_old_versions(chosen.data)
        if dropped:
            await emit(keys.ClassKeyChanged(details={"data": chosen.data, "dropped": dropped}))
    print(f"{chosen.data}: versions dropped: {', '.join(map(str, dropped)) or 'none'}")
    return 0


async def destroyed(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    actor = await actor_for(chosen, actor)
    async with unit_of_work(actor, read_only=True):
        person = await id_of(chosen.emp_no)
    if person is None:
        raise Refused(f"nobody has the 工号 {chosen.emp_no}")
    if not chosen.yes:
        _agreed(chosen.data, chosen.emp_no)
    async with unit_of_work(actor):
        done = await keys.destroy(chosen.data, person)
        if chosen.data == IDENTITY:
            await forget_number(person)
        if done:
            await emit(keys.KeyDestroyed(object=person, person=person, details={"data": chosen.data}))
    print(
        f"{chosen.data} of {chosen.emp_no} can never be read again"
        if done
        else f"{chosen.emp_no} has no {chosen.data} key, or it was destroyed before"
    )
    return 0


def _agreed(data: str, emp_no: str) -> None:
    if not sys.stdin.isatty():
        raise Refused("this cannot be undone: add --yes when you are sure")
    typed = input(f"What is kept of {emp_no} under {data} can never be read again. Type the 工号 to go on: ")
    if typed.strip() != emp_no:
        raise Refused("that is not the 工号; nothing was destroyed")
