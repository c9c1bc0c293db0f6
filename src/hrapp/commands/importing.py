"""`hrapp import FILE…`: old workbooks in; nothing is written without --yes."""

from __future__ import annotations

import argparse
from typing import Any

from hrapp.commands.trust import actor_for, add_code
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor


def add(commands: Any) -> None:
    parser = commands.add_parser("import", help="read old workbooks; shows what would change, writes with --yes")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="write it")
    parser.add_argument("--json", action="store_true", help="answer with JSON")
    add_code(parser)
    parser.set_defaults(run=import_files)


async def import_files(chosen: argparse.Namespace, house: Registry, actor: Actor) -> int:
    from hrapp.modules.imports.api import import_from_shell

    house.require("imports")
    return await import_from_shell(
        chosen.files, yes=chosen.yes, as_json=chosen.json, actor=await actor_for(chosen, actor)
    )
