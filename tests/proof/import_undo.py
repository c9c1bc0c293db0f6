"""`./run proof import-undo FOLDER [COMPANY.toml]`: whom a file names is hired, then it is imported, imported again, and taken
back, by somebody with an account: what they take back is no edit of theirs, so it comes in again as it did.

The second time nothing is written: the rows are the same ones, down to the transaction that wrote them. Undone, all that the
company has is as it was before. Then the file stays in, so that the next one finds the people it is about."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hrapp.kernel import clock, company, embedded, keys, migrate, registry, text
from hrapp.kernel.database import DB, IMPORT, close_pool, open_pool
from hrapp.kernel.errors import HrappError
from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.pipeline import Taken, for_the_company, read
from hrapp.modules.imports.undo import undo_batch

HR = Actor(label="cli:hr")
NUMBERED = Answers(first_no="P0001")  # most rosters have no 工号
_OURS = ("imports_", "kernel_", "audit_", "migration", "accounts_session")  # they go on; all others are the company's
_WRITES = ("new", "changed")


def main(given: list[str]) -> int:
    if not given or not Path(given[0]).is_dir():
        print("say which folder: ./run proof import-undo FOLDER [COMPANY.toml]", file=sys.stderr)
        return 2
    files = sorted(path for path in Path(given[0]).iterdir() if path.is_file())
    told = Path(given[1]).read_bytes() if len(given) > 1 else None
    os.environ["HRAPP_TRUST_SHELL"] = "1"
    with (
        tempfile.TemporaryDirectory(prefix="hrapp-proof-", dir="/var/tmp") as folder,
        embedded.server(Path(folder), unsafe=True) as server,
    ):
        wrong = asyncio.run(_proved(server, Path(folder), files, told))
    print(f"{len(wrong)} files do not hold: {'; '.join(wrong)}" if wrong else "everything holds")
    return 1 if wrong else 0


async def _proved(server: embedded.Server, folder: Path, files: list[Path], told: bytes | None) -> list[str]:
    house = Registry.build(discover())
    house.start()
    text.load()
    keys.use(folder / "keys")
    await migrate.prepare_embedded(server.url(), "undone")
    await migrate.migrate(server.url("undone", migrate.OWNER))
    DB.config = migrate.connection_config(server.url("undone", migrate.WEB))
    await open_pool(max_size=4)
    if told is not None:
        async with unit_of_work(HR, role=IMPORT):
            await company.apply(registry.current(), company.parse(told.decode()))
    told_of = {path: await _one(path) for path in files}
    told_of |= {path: await _one(path) for path, held in told_of.items() if held is None}  # their people are here now
    wrong = [path.name for path, held in told_of.items() if held is False]
    await close_pool()
    return wrong


async def _one(path: Path) -> bool | None:
    """What holds of one file, in a line; None where nothing of it could be taken."""
    file = [(path.name, path.read_bytes())]
    await _hired(file)
    before = await content()
    try:
        first = await import_files(file, HR, NUMBERED)
    except HrappError as refused:
        print(f"  –   {path.name:<44} {refused}", flush=True)
        return None
    if not (written := _written(first)):
        print(f"  –   {path.name:<44} nothing that can be taken: {_counts(first)}", flush=True)
        return None if await content() == before else False
    rows = await content("t.xmin::text || ")
    again = await import_files(file, HR, NUMBERED)
    same = await content("t.xmin::text || ") == rows and not _written(again)
    async with unit_of_work(HR, role=IMPORT):
        await DB.fetch("select set_config('app.account', $1, true)", new_id())
        await undo_batch(again.batch, for_the_company(HR), clock.now())
        await undo_batch(first.batch, for_the_company(HR), clock.now())
    differ = _differing(before, await content())
    anew = await import_files(file, HR, NUMBERED)
    comes_in = _counts(anew) == _counts(first)
    words = f"{written} written; again: {'the same rows' if same else 'NOT THE SAME ' + _counts(again)}"
    words += f"; undone: {differ or 'as before'}; anew: {'as at first' if comes_in else 'NOT ' + _counts(anew)}"
    holds = same and not differ and comes_in
    print(f"  {'ok ' if holds else 'NOT'} {path.name:<44} {words}", flush=True)
    return holds


async def _hired(file: list[tuple[str, bytes]]) -> None:
    """Whoever the file names is in the company before, or most of its tables would be about nobody."""
    async with unit_of_work(HR, role=IMPORT):
        reading = await read(file, clock.today())
        known = {row["key"] for row in await DB.fetch("select unnest(array[emp_no, name]) as key from people_person")}
    named = {(r.values.get("emp_no") or "", r.values.get("name") or "") for r in reading.records if r.kind != "person"}
    new = sorted((no, name) for no, name in named if name and no not in known and (no or name not in known))
    if new:
        lines = ["工号,姓名,入职日期", *(f"{no},{name},2015-01-05" for no, name in new)]
        await import_files([("花名册.csv", "\n".join(lines).encode())], HR, NUMBERED)


def _written(taken: Taken) -> int:
    return sum(outcome.action in _WRITES for outcome in taken.outcomes)


def _counts(taken: Taken) -> str:
    counts = Counter(outcome.action.value for outcome in taken.outcomes)
    return ", ".join(f"{action} {n}" for action, n in counts.most_common()) or "no rows"


async def content(also: str = "") -> dict[str, list[Any]]:
    """Every row of every table of the company, but for how often it was written. What is sealed is sealed in here: the
    same bytes are the same value."""
    async with unit_of_work(HR, role=IMPORT):
        names = [r["tablename"] for r in await DB.fetch("select tablename from pg_tables where schemaname = 'public'")]
        return {
            name: [
                r["told"]
                for r in await DB.fetch(
                    f"select {also}(to_jsonb(t) - 'version')::text as told from {name} t order by 1"
                )
            ]
            for name in sorted(names)
            if not name.startswith(_OURS)
        }


def _differing(before: dict[str, list[Any]], now: dict[str, list[Any]]) -> str:
    return ", ".join(
        f"{name}: {len(before[name])} rows → {len(now[name])}" for name in now if now[name] != before[name]
    )
