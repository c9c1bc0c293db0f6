"""`hrapp company apply FILE` and `hrapp company export`: a company's rules as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from hrapp.commands.trust import actor_for, add_code
from hrapp.kernel import company
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work


def add(commands: Any) -> None:
    verbs = commands.add_parser("company", help="apply or export the company's rules").add_subparsers(required=True)
    apply = verbs.add_parser("apply", help="read a company file; applying it twice changes nothing")
    apply.add_argument("file")
    add_code(apply)
    apply.set_defaults(run=apply_file)
    verbs.add_parser("export", help="write the company file to standard output").set_defaults(run=export)


async def apply_file(chosen: argparse.Namespace, house: Registry, actor: Actor) -> int:
    try:
        text = sys.stdin.read() if chosen.file == "-" else Path(chosen.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{chosen.file} cannot be read: {error}") from error
    async with unit_of_work(await actor_for(chosen, actor)):
        changed = await company.apply(house, company.parse(text))
    print(f"changed: {', '.join(changed)}" if changed else "nothing changed")
    return 0


async def export(_: argparse.Namespace, house: Registry, actor: Actor) -> int:
    async with unit_of_work(actor, read_only=True):
        sys.stdout.write(await company.export(house))
    return 0
