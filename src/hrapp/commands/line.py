"""`hrapp`: the application from a shell, behind its first moment (cli.py).

Every command opens the database it was given (or the embedded one), works as the restricted role, and
answers with sentences. Exit codes: 0 done · 1 something is wrong · 2 bad use · 3 nothing was written yet.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import resource
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from hrapp import __version__
from hrapp.commands import audit, check, company, importing, keys, migrate, modules, people, server, snapshot
from hrapp.kernel import interrupting, text
from hrapp.kernel.company import use_own_time
from hrapp.kernel.database import IMPORT, close_pool, open_pool
from hrapp.kernel.errors import HrappError
from hrapp.kernel.jobs import beat
from hrapp.kernel.redacting import tell_errors_without_figures
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Actor, usually
from hrapp.settings import Settings, load

Command = Callable[[argparse.Namespace, Registry, Actor], Awaitable[int]]
NOUNS = (modules, company, importing, snapshot, people, audit, keys, check, migrate, server)


def main(arguments: Sequence[str] | None = None) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an image of the memory would hold keys and what they open
    parser = _Parser(prog="hrapp", description="KPI, promotion and pay of a small company.")
    parser.add_argument("--version", action="version", version=f"hrapp {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for noun in NOUNS:
        noun.add(commands)
    chosen = parser.parse_args(arguments)
    tell_errors_without_figures()
    try:
        interrupting.in_order()
        return run(chosen, load())
    except HrappError as error:
        print(f"hrapp: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return interrupting.CODE
    except BrokenPipeError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


class _Parser(argparse.ArgumentParser):
    """A word that is no command is refused in the language of whoever typed it; its parts are parsers like this one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            text.load()
            _speak()
            choices = ", ".join(map(str, action.choices))
            self.error(_("“%(text)s” is not known here. Known are: %(choices)s.", text=value, choices=choices))


def _speak() -> None:
    text.language.set("en" if not os.environ.get("LANG", "zh").startswith("zh") else "zh")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Commands that serve (`serve`, `worker`) or need no database run as they are; the others in a pool."""
    if hasattr(chosen, "without_database"):
        return int(chosen.without_database(chosen, settings))
    from hrapp.serve import database

    house = Registry.build(discover(), settings.modules_off)
    house.start()
    text.load(house.catalogues())
    _speak()
    with database(settings):
        return asyncio.run(_in_pool(chosen.run, chosen, house))


async def _in_pool(command: Command, chosen: argparse.Namespace, house: Registry) -> int:
    asyncio.get_running_loop().set_default_executor(interrupting.Unawaited())
    await open_pool(max_size=2)
    try:
        await use_own_time()
        usually(IMPORT)
        return await command(chosen, house, Actor(label=f"cli:{getpass.getuser()}"))
    finally:
        await beat(house.each(lambda m: m.beats))
        await close_pool()
