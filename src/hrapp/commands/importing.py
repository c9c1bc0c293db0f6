"""`hrapp import FILE…`: old workbooks in; nothing is written without --yes. `hrapp import list` and `import undo ID`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from hrapp.commands.trust import actor_for, add_code
from hrapp.kernel import interrupting
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Actor


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "import",
        help="read old workbooks; shows what would change, writes with --yes",
        epilog="`hrapp import list` names earlier imports, `hrapp import undo ID` takes one back within thirty days."
        " Exit codes: 0 written, or hrapp had it all already (with --dry-run: read); 1 nothing could be read, or no row"
        " could be written; 2 bad use, or an answer that fits nothing; 3 not all of it: rows were blocked, a file could not"
        " be read, or nobody said yes; 130 interrupted. The file of --answers is described in docs/import-answers.md; ids of"
        " tables and keys of rows and cells are those that --dry-run --json says.",
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="workbooks, or a folder of them; or: list; or: undo ID"
    )
    parser.add_argument("--answers", metavar="FILE", help="decisions about tables, columns, cells and rows, as JSON")
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help="whose first line is the password of protected workbooks; without it a terminal asks",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    parser.add_argument("--yes", action="store_true", help="write it")
    parser.add_argument("--json", action="store_true", help="answer with JSON")
    add_code(parser)
    parser.set_defaults(run=import_files)


async def import_files(chosen: argparse.Namespace, house: Registry, actor: Actor) -> int:
    from hrapp.modules.imports.api import end_children

    house.require("imports")
    try:
        return await _import(chosen, actor)
    except asyncio.CancelledError:  # Ctrl-C
        interrupting.say()
        end_children()
        raise


async def _import(chosen: argparse.Namespace, actor: Actor) -> int:
    from hrapp.modules.imports.api import import_from_shell, list_imports, undo_from_shell

    acting = await actor_for(chosen, actor)
    first, *rest = chosen.files
    if first == "list" and not rest and not Path(first).exists():
        return await list_imports(as_json=chosen.json, actor=acting)
    if first == "undo" and not Path(first).exists():
        if len(rest) != 1:
            raise Refused(_("undo takes the id of one import: `hrapp import list` names them."))
        return await undo_from_shell(rest[0], yes=chosen.yes, as_json=chosen.json, dry_run=chosen.dry_run, actor=acting)
    return await import_from_shell(
        chosen.files,
        yes=chosen.yes,
        as_json=chosen.json,
        actor=acting,
        answers=chosen.answers,
        dry_run=chosen.dry_run,
        password_file=chosen.password_file,
    )
