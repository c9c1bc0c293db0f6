"""Writing an import, and its worker killed in the middle of it, again and again: a real process on a real PostgreSQL.

After every kill the tables of the company are as they were before, or everything is there; and the batch goes on."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hrapp.kernel import clock, migrate, ports
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.embedded import Server
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import progress
from hrapp.modules.imports.actions import accept_batch, apply_batch, stop_work
from hrapp.modules.imports.pipeline import for_the_company
from hrapp.modules.imports.undo import undo_batch

from ..modules.imports.sheets import workbook

HR = Actor(label="cli:hr")
_OURS = ("imports_", "kernel_", "audit_", "accounts_", "migration")  # they go on; all others are the company's
_PRINT = (
    "select count(*) as rows, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as print from {} t"
)


@dataclass(slots=True)
class Told:
    """How often it was killed, at which stages, what was there afterwards, and whatever was wrong."""

    stages: Counter[str] = field(default_factory=Counter)
    untouched: int = 0
    complete: int = 0
    wrong: list[str] = field(default_factory=list)


async def content() -> dict[str, tuple[int, str]]:
    """Rows and a hash of each table of the company."""
    async with unit_of_work(HR, role=IMPORT):
        names = [r["tablename"] for r in await DB.fetch("select tablename from pg_tables where schemaname = 'public'")]
        return {
            name: tuple((await DB.row(_PRINT.format(name))).values())  # type: ignore[union-attr,misc]
            for name in sorted(names)
            if not name.startswith(_OURS)
        }


def roster(people: int) -> bytes:
    heads = ["工号", "姓名", "身份证号", "部门", "岗位", "入职日期", "月薪", "学历", "毕业院校"]
    rows = [
        [f"K{n:05}", f"员工{n}", None, f"部门{n % 7}", "业务员", "2026-03-01", 8000 + n, "本科", f"大学{n % 9}"]
        for n in range(1, people + 1)
    ]
    return workbook([heads, *rows], "花名册")


@asynccontextmanager
async def worker(server: Server, database: str, keys: Path, log: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """`hrapp worker` without a Redis; killed at the end, by its pid."""
    config = log.with_suffix(".toml")
    config.write_text(f'[database]\nurl = "{server.url(database, migrate.WEB)}"\nmigrate = false\n')
    env = {
        **os.environ,
        "HRAPP_CONFIG": str(config),
        "HRAPP_KEYS_DIR": str(keys),
        "HRAPP_REDIS_URL": "redis://127.0.0.1:1/0",
    }
    with log.open("ab") as into:
        process = subprocess.Popen([sys.executable, "-m", "hrapp.cli", "worker"], env=env, stdout=into, stderr=into)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


async def state(batch: str) -> Any:
    async with unit_of_work(HR, role=IMPORT):
        return await DB.row(
            "select b.state, b.version, p.stage, p.attempts from imports_batch b"
            " join imports_progress p on p.batch = b.id where b.id = $1",
            batch,
        )


async def until(batch: str, holds: Any, seconds: float = 120) -> Any:
    end = time.monotonic() + seconds
    while not holds(found := await state(batch)):
        if time.monotonic() > end:
            raise TimeoutError(f"{batch} stays {dict(found)}")
        await asyncio.sleep(0.02)
    return found


async def a_minute_later(batch: str) -> None:
    """Nobody gave a sign of life since."""
    async with unit_of_work(HR, role=IMPORT):
        long_ago = clock.now() - progress.ALIVE - timedelta(seconds=1)
        await DB.fetch("update imports_progress set alive_at = $2, asked_at = $2 where batch = $1", batch, long_ago)
        await DB.fetch(
            "update kernel_job set lease_until = $2 where dedupe = $1 and state = 'running'", batch, long_ago
        )


async def gone(database: str) -> None:
    """The dead worker's transactions have ended; what it had sent before it died may still be on its way, so once is
    not enough."""
    quiet = 0
    for _ in range(3000):
        async with unit_of_work(HR, role=IMPORT):
            left = await DB.value(
                "select count(*) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()"
                " and xact_start is not null and backend_type = 'client backend'",
                database,
            )
        quiet = 0 if left else quiet + 1
        if quiet == 10:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("a transaction of a dead worker does not end")


@dataclass(slots=True)
class Killing:
    """One company, one workbook, one account that imports it."""

    server: Server
    database: str
    keys: Path
    folder: Path
    account: str
    people: int
    told: Told = field(default_factory=Told)

    async def viewer(self) -> Viewer:
        async with unit_of_work(HR, role=IMPORT):
            viewer = await ports.sign_in().standing(self.account)
        assert viewer is not None
        return viewer

    def worker(self) -> Any:
        return worker(self.server, self.database, self.keys, self.folder / "worker.log")

    async def read(self) -> str:
        viewer = await self.viewer()
        async with unit_of_work(viewer.actor, role=IMPORT):
            batch = await accept_batch([("花名册.xlsx", roster(self.people))], viewer)
        async with self.worker():
            await until(batch, lambda row: row["state"] == "read")
        return batch

    async def ask(self, batch: str) -> None:
        """Writing is asked for as the page does, unless a worker was killed at it and another one goes on."""
        found, viewer = await state(batch), await self.viewer()
        if found["state"] == "applying" and found["attempts"] >= progress.ATTEMPTS:
            await a_minute_later(batch)
            async with unit_of_work(viewer.actor, role=IMPORT):
                await stop_work(batch)
            found = await state(batch)
        if found["state"] == "read":
            async with unit_of_work(viewer.actor, role=IMPORT):
                assert await apply_batch(batch, found["version"], viewer, clock.today())
        else:
            await a_minute_later(batch)

    async def measured(self, batch: str) -> float:
        """How long writing takes when nobody kills it; taken back afterwards."""
        await self.ask(batch)
        async with self.worker():
            await until(batch, lambda row: row["attempts"] or row["state"] == "applied")
            begun = time.monotonic()
            await until(batch, lambda row: row["state"] == "applied")
            took = time.monotonic() - begun
        await self.undo(batch)
        return took

    async def undo(self, batch: str) -> None:
        async with unit_of_work(HR, role=IMPORT):
            assert await undo_batch(batch, for_the_company(HR), clock.now())

    async def kill(self, batch: str, after: float, before: dict[str, Any]) -> bool:
        """One kill, so long after writing began. True when everything was written before it came."""
        await self.ask(batch)
        attempts = (await state(batch))["attempts"]
        async with self.worker() as process:
            await until(batch, lambda row: row["attempts"] > attempts or row["state"] in ("applied", "read"))
            await asyncio.sleep(after)
            process.kill()
        await gone(self.database)
        found, now = await state(batch), await content()
        self.told.stages[found["stage"] if found["state"] == "applying" else found["state"]] += 1
        if found["state"] == "applied":
            people = now["people_person"][0] - before["people_person"][0]
            self.told.complete += 1
            if people != self.people:
                self.told.wrong.append(f"written, and {people} of {self.people} people are there")
        elif now == before:
            self.told.untouched += 1
        else:
            differ = [f"{name}: {before[name]} → {now[name]}" for name in now if now[name] != before[name]]
            self.told.wrong.append(f"{found['state']} at {found['stage']}: {'; '.join(differ)}")
        return bool(found["state"] == "applied")

    async def run(self, points: int, seed: int = 0) -> Told:
        """So many kills at random moments; at the end it is left alone, and everything has to be there."""
        chance = random.Random(seed)
        batch = await self.read()
        took = await self.measured(batch)
        before = await content()
        batch = await self.read()
        for _ in range(points):
            if await self.kill(batch, chance.uniform(0, took), before):
                await self.undo(batch)
                if await content() != before:
                    self.told.wrong.append("undone, and not everything is as it was")
                batch = await self.read()
        await self.ask(batch)
        async with self.worker():
            await until(batch, lambda row: row["state"] == "applied")
        people = (await content())["people_person"][0] - before["people_person"][0]
        if people != self.people:
            self.told.wrong.append(f"went on in the end, and {people} of {self.people} people are there")
        return self.told
