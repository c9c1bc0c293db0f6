"""`hrapp migrate`: bring a database to this release's schema, or say what that would take."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

import asyncpg

from hrapp import OLDEST_CODE, __version__
from hrapp.kernel import keys, migrate, schemas
from hrapp.kernel.errors import Refused
from hrapp.serve import key_folder
from hrapp.settings import Settings


def add(commands: Any) -> None:
    parser = commands.add_parser("migrate", help="bring the database to this version's schema")
    parser.add_argument("--plan", action="store_true", help="say what would run, and run nothing; 3: something would")
    parser.add_argument("--known", action="store_true", help="what this release knows, without a database")
    parser.add_argument("--json", action="store_true", help="answers for programs")
    parser.add_argument(
        "--patience", default="0", metavar="3s", help="how long to wait for a lock while an older release serves"
    )
    parser.set_defaults(without_database=run)


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """3 from --plan: there is something to run. 1: the database is newer than this release, or a step failed."""
    if chosen.known:
        return _say(chosen, {"head": schemas.head(), "known": len(schemas.known()), "release": __version__}, [])
    if not settings.database_url:
        raise Refused("no database is named: set HRAPP_DATABASE_URL, or [database] url in the settings")
    state = asyncio.run(_state(settings.database_url))
    waiting = schemas.pending(state)
    if not waiting and (sentence := schemas.misfit(state)):
        raise Refused(sentence)
    answer = {
        "release": __version__,
        "oldest_code": OLDEST_CODE,
        "closed": any(step.closed for step in waiting),
        "pending": [{"app": step.app, "id": step.id, "says": step.says, "closed": step.closed} for step in waiting],
        "head": schemas.head(),
    }
    if chosen.plan:
        _say(chosen, answer, [f"{step.app}: {step.says}" + (" (closed)" if step.closed else "") for step in waiting])
        return 3 if waiting else 0
    if (folder := key_folder(settings)).is_dir():  # some steps seal what is there; never by a key made just for that
        keys.use(folder)
    try:
        ran = asyncio.run(migrate.migrate(settings.database_url, patience=chosen.patience))
    except asyncpg.LockNotAvailableError:
        raise Refused("somebody works with a table that has to change; nothing was changed, try again") from None
    return _say(chosen, {**answer, "ran": ran}, [f"{ran} steps: the database is at the schema of {__version__}"])


async def _state(url: str) -> schemas.State:
    connection = await asyncpg.connect(**migrate.connection_config(url))
    try:
        return await schemas.state(connection)
    finally:
        await connection.close()


def _say(chosen: argparse.Namespace, answer: dict[str, Any], lines: list[str]) -> int:
    if chosen.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(lines or [f"{key}: {value}" for key, value in answer.items()]))
    return 0
