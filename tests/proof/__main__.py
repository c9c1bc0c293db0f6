"""`./run proof import FOLDER`: figures of reading old spreadsheets (importing.py).

`./run proof import-weight`: how much memory a large import takes (import_weight.py).

`./run proof access`: a million decisions of the database beside the model's, pages asked for, every broken rule, wall
and door with what noticed it, and every page walked by every role. Ends with 1 when anything differs."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from hrapp.kernel import embedded, keys, migrate, text
from hrapp.kernel.database import DB, IMPORT, close_pool, open_pool
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.work import unit_of_work

from ..access import asking, comparing, database_claims, database_mutants, door_claims, door_mutants, worlds
from ..access.mutants import MUTANTS
from ..access.test_mutants import caught_by
from ..cast import TODAY, build_cast
from ..company import fill_company
from . import import_kill, import_undo, import_weight, importing

DECISIONS, PAGES, WORLDS_OF_PAGES = 1_000_000, 300, 4
WALKS = ("test_canaries.py", "test_interference.py", "test_matrix.py")
ROOT = Path(__file__).parents[2]
_failed: list[str] = []


def holds(what: str, figure: str, good: bool) -> None:
    print(f"  {'ok ' if good else 'NOT'} {what:<62} {figure:>14}", flush=True)
    if not good:
        _failed.append(what)


async def decided() -> None:
    """Many worlds, everybody, every permission, everyone; in every form in which the code asks."""
    rights, compared, seen_worlds, found, begun = worlds.rights(), 0, 0, [], time.monotonic()
    while compared < DECISIONS:
        made = worlds.world(10_000 + seen_worlds, people=30)
        async with unit_of_work(role=IMPORT) as work:
            work.discard = True
            await worlds.write(made)
            seen = (comparing.by_person, comparing.by_place(made), comparing.in_python(made))
            count, differ = await comparing.disagreements(made, rights, seen)
        compared, seen_worlds = compared + count, seen_worlds + 1
        found += [f"world {seen_worlds}: {each.told(made)}" for each in differ]
    for each in found[:20]:
        print(f"      {each}")
    holds(f"decisions in {seen_worlds} worlds, {len(rights)} permissions, 3 forms", f"{compared:,}", True)
    holds("of them otherwise than the model", f"{len(found):,}", not found)
    holds("seconds", f"{time.monotonic() - begun:.0f}", True)


async def asked(house: Registry, server: embedded.Server) -> None:
    """The pages themselves, in worlds that stay as long as they are asked for."""
    os.environ["HRAPP_TODAY"] = worlds.DAY.isoformat()
    rights, found, begun = worlds.rights(), [], time.monotonic()
    for seed in range(WORLDS_OF_PAGES):
        await database(server, f"pages{seed}", template="proof")
        await open_pool(max_size=4)
        made = worlds.world(seed)
        async with unit_of_work(role=IMPORT):
            await worlds.write(made)
        found += await asking.answers(house, made, rights, most=PAGES, seed=seed)
        await close_pool()
    differ = [each for each in found if not each.agrees]
    for each in differ[:20]:
        print(f"      {each}")
    given = ", ".join(
        f"{sum(a.status == code for a in found):,} × {code}" for code in sorted({a.status for a in found})
    )
    holds(f"pages asked for in {WORLDS_OF_PAGES} worlds: {given}", f"{len(found):,}", True)
    holds("of them otherwise than the model", f"{len(differ):,}", not differ)
    holds("seconds", f"{time.monotonic() - begun:.0f}", True)


async def broken() -> None:
    """Each rule with one thing taken out or turned round."""
    caught = 0
    for mutant in MUTANTS:
        said = await caught_by(mutant)
        caught += bool(said)
        print(f"  {mutant.title[:110]} | {said or 'NOT CAUGHT'}", flush=True)
    holds("broken rules that were noticed", f"{caught} of {len(MUTANTS)}", caught == len(MUTANTS))


async def walls(house: Registry, server: embedded.Server) -> None:
    """The door and the database with one thing broken, in a company at work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HRAPP_TODAY", TODAY.isoformat())
        await database(server, "walls", template="proof")
        await open_pool(max_size=4)
        await build_cast()
        await fill_company(house)
        await in_the_database(server)
        await at_the_door()
        await close_pool()


async def in_the_database(server: embedded.Server) -> None:
    connection = await asyncpg.connect(**migrate.connection_config(server.url("walls")))
    async with connection.transaction():
        known = await database_claims.names(connection)
        whole = await database_claims.first_wrong(connection, known)
        told = [
            (each.title, await database_mutants.noticed(connection, each, known))
            for each in await database_mutants.every(connection)
        ]
    await connection.close()
    _table("walls of the database", len(database_claims.CLAIMS), whole, told)


async def at_the_door() -> None:
    await door_claims.prepare()
    whole, told = await door_claims.first_wrong(), []
    logging.disable()  # what breaks behind a broken door is expected to
    for each in door_mutants.MUTANTS:
        with each.alive():
            told.append((each.title, await door_claims.first_wrong(each.about)))
    logging.disable(logging.NOTSET)
    _table("doors", len(door_claims.CLAIMS), whole, told)


def _table(what: str, claims: int, whole: str, told: Sequence[tuple[str, str]]) -> None:
    for title, said in told:
        print(f"  {title[:110]} | {said or 'NOT CAUGHT'}", flush=True)
    caught = sum(bool(said) for _, said in told)
    holds(f"claims that hold while nothing is broken ({what}){whole and ': not ' + whole}", f"{claims:,}", not whole)
    holds(f"broken {what} that were noticed", f"{caught} of {len(told)}", caught == len(told))


async def database(server: embedded.Server, name: str, template: str = "") -> None:
    if template:
        await migrate.prepare_embedded(server.url(), name, template=template)
    else:
        await migrate.prepare_embedded(server.url(), name)
        await migrate.migrate(server.url(name, migrate.OWNER))
    DB.config = migrate.connection_config(server.url(name, migrate.WEB))


async def access(server: embedded.Server) -> None:
    house = Registry.build(discover())
    house.start()
    text.load()
    await database(server, "proof")
    await open_pool(max_size=4)
    print("the database and the model", flush=True)
    await decided()
    print("broken rules | noticed by", flush=True)
    await broken()
    await close_pool()
    print("broken walls and doors | noticed by", flush=True)
    await walls(house, server)
    print("pages and the model", flush=True)
    await asked(house, server)


def walked() -> None:
    """Every role over every page, in every form; a company with another pay; the matrix."""
    print("every page, part and file, walked by every role", flush=True)
    for name in WALKS:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", f"tests/access/{name}", "-q", "-p", "no:cacheprovider"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        lines = ran.stdout.strip().splitlines()
        if ran.returncode:
            print("\n".join(lines[-40:]))
        holds(f"tests/access/{name}", "no" if ran.returncode else "held", not ran.returncode)


def main(chosen: list[str]) -> int:
    others = {"import-kill": import_kill.main, "import-undo": import_undo.main}
    if chosen and chosen[0] in others:
        return others[chosen[0]](chosen[1:])
    if chosen[:1] == ["import-weight"]:
        import_weight.main(chosen[1:], holds)
        return told()
    if chosen[:1] == ["import"]:
        return importing.main(chosen[1:], holds) or told()
    if chosen != ["access"]:
        print(f"choose: access, import, import-weight, {', '.join(others)}", file=sys.stderr)
        return 2
    os.environ["HRAPP_TODAY"] = worlds.DAY.isoformat()
    os.environ["HRAPP_TRUST_SHELL"] = "1"
    with (
        tempfile.TemporaryDirectory(prefix="hrapp-proof-", dir="/var/tmp") as folder,
        embedded.server(Path(folder), unsafe=True) as server,
    ):
        os.environ["HRAPP_KEYS_DIR"] = f"{folder}/keys"
        keys.use(Path(folder) / "keys")
        asyncio.run(access(server))
    for name in ("HRAPP_TODAY", "HRAPP_KEYS_DIR"):
        os.environ.pop(name)
    walked()
    return told()


def told() -> int:
    print(f"{len(_failed)} do not hold: {'; '.join(_failed)}" if _failed else "everything holds")
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
