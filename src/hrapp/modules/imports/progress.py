"""How far a large batch is: told by its job while it works, looked at by the page, and stopped from there."""

from __future__ import annotations

import asyncio
import io
import logging
import zipfile
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec

from hrapp.kernel import clock, watching
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.jobs import RENEW
from hrapp.kernel.watching import Stopped, Watch

log = logging.getLogger("hrapp.imports")

READING, REREADING, APPLYING = "reading", "rereading", "applying"
WORKING = (READING, REREADING, APPLYING)
ALIVE = timedelta(seconds=60)  # a worker that was silent for longer is gone
BEAT = 0.5
ATTEMPTS = 3  # a batch that brought down its worker so often is given back
MIB = 1024 * 1024
#: About two thousand rows of twenty columns; what is smaller is done while the browser waits.
LARGE, LARGE_UNPACKED = MIB // 2, 2 * MIB

STAGES = {"waiting": 0, "opening": 10, READING: 40, "writing": 40, "keeping": 10}  # and how long each takes, of 100
_RECENTLY = 10.0  # seconds by which the time left is judged


def is_large(files: Sequence[tuple[str, bytes]]) -> bool:
    return sum(map(_share, (content for _, content in files))) >= 1


def _share(content: bytes) -> float:
    """Of what is large. A workbook that is a zip says itself how big its sheets are; nothing is unpacked for it."""
    if content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                unpacked = sum(
                    each.file_size for each in archive.infolist() if each.filename.endswith((".xml", ".bin"))
                )
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return len(content) / LARGE
        return max(unpacked / LARGE_UNPACKED, len(content) / (4 * LARGE))
    return len(content) / LARGE


class ProgressRow(msgspec.Struct, frozen=True):
    batch: str
    stage: str
    done: int
    total: int
    seconds_left: int | None
    alive_at: datetime | None
    asked_at: datetime
    stopped: bool
    outcome: str

    @property
    def share(self) -> float:
        return _fraction(self.stage, self.done, self.total)

    def waits(self, now: datetime) -> bool:
        """Nobody is at it: not yet, or no longer."""
        return self.alive_at is None or now - self.alive_at > ALIVE


def _fraction(stage: str, done: int, total: int) -> float:
    names = list(STAGES)
    before = sum(STAGES[name] for name in names[: names.index(stage)]) if stage in STAGES else 0
    return (before + STAGES.get(stage, 0) * min(1.0, done / total if total else 0.0)) / 100


async def await_turn(batch: str) -> None:
    """A job was asked for: nothing is done yet. How many rows the preview wrote stays known."""
    await DB.fetch(
        "insert into imports_progress (id, batch, stage, asked_at) values ($1, $2, 'waiting', $3)"
        " on conflict (batch) do update set stage = 'waiting', done = 0, total = 0, seconds_left = null, attempts = 0,"
        " asked_at = excluded.asked_at, alive_at = null, stopped = false, outcome = ''",
        new_id(),
        batch,
        clock.now(),
    )


async def progress_of(batch: str) -> ProgressRow | None:
    row = await DB.row(
        "select batch, stage, done, total, seconds_left, alive_at, asked_at, stopped, outcome from imports_progress"
        " where batch = $1",
        batch,
    )
    return ProgressRow(**row) if row else None


async def was_large(batch: str) -> bool:
    """Whether a job read it; a job then writes it."""
    return bool(await DB.value("select 1 from imports_progress where batch = $1", batch))


async def ended(batch: str, outcome: str) -> None:
    await DB.fetch("update imports_progress set outcome = $2 where batch = $1", batch, outcome)


async def waits_again(batch: str) -> None:
    """It was to be written, would have been otherwise than it was shown, and was not."""
    await DB.fetch(
        "update imports_progress p set outcome = 'otherwise' from imports_batch b"
        " where p.batch = $1 and b.id = p.batch and b.state = 'read' and p.outcome = ''",
        batch,
    )


# -- while it works ----------------------------------------------------------------------------------------


async def run(batch: str, job: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do it and tell how far it is. Stopped when somebody asked for that: at the next step, or in the middle of a
    statement. `Exhausted` when it brought down its worker again and again."""
    line = await asyncpg.connect(**DB.config_of(IMPORT))
    watch = Watch()
    try:
        begun = await line.fetchrow(_BEGUN, batch, clock.now())
        if begun is None or begun["attempts"] > ATTEMPTS:
            raise Exhausted
        watch.expected["writing"] = begun["rows_written"]
        with watching.by(watch):
            task = asyncio.ensure_future(work())
        telling = asyncio.create_task(_tell(line, batch, job, watch, task))
        try:
            await task
        except asyncio.CancelledError:
            if watch.stopped:
                raise Stopped from None
            raise
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        if written := watch.counted.get("writing"):
            await line.execute("update imports_progress set rows_written = $2 where batch = $1", batch, written)
    finally:
        await line.close()


class Exhausted(Exception):
    """It was begun often enough."""


_BEGUN = "update imports_progress set attempts = attempts + 1, alive_at = $2 where batch = $1 returning attempts, rows_written"
_BEAT = """
update imports_progress set stage = $2, done = $3, total = $4, seconds_left = $5, alive_at = $6
where batch = $1 returning stopped
"""


async def _tell(line: asyncpg.Connection[Any], batch: str, job: str, watch: Watch, task: asyncio.Future[None]) -> None:
    """What the work writes is seen by nobody before it commits: this goes through a connection of its own."""
    recent: deque[tuple[float, float]] = deque()
    loop = asyncio.get_running_loop()
    while True:
        now, told = clock.now(), (watch.stage or "waiting", min(watch.done, watch.total), watch.total)
        left = _left(recent, loop.time(), _fraction(*told))
        try:
            stopped = await line.fetchval(_BEAT, batch, *told, left, now)
            await line.execute(RENEW, job, batch, now + ALIVE)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            log.warning("how far %s is could not be told", batch, exc_info=True)
            return
        if stopped:
            watch.stopped = True
            task.cancel()
        await asyncio.sleep(BEAT)


def _left(recent: deque[tuple[float, float]], now: float, share: float) -> int | None:
    """Seconds, judged by how fast it went lately; None until that can be judged."""
    recent.append((now, share))
    while now - recent[0][0] > _RECENTLY:
        recent.popleft()
    begun, at = recent[0]
    if now - begun < 2 or share <= at:
        return None
    return min(round((1 - share) * (now - begun) / (share - at)), 24 * 3600)


# -- from the page, and after a worker died ----------------------------------------------------------------


async def ask_to_stop(batch: str) -> None:
    await DB.fetch("update imports_progress set stopped = true where batch = $1", batch)


_ABANDONED = """
select b.id, b.state from imports_batch b left join imports_progress p on p.batch = b.id
where b.state in ('reading', 'rereading', 'applying') and coalesce(p.alive_at, p.asked_at, b.started_at) < $1
and not exists (select 1 from kernel_job j where j.dedupe = b.id and j.name like 'imports.%'
    and (j.state = 'queued' or (j.state = 'running' and j.lease_until > $2)))
order by b.id for update of b skip locked
"""


async def abandoned(now: datetime) -> list[tuple[str, str]]:
    """Batches in work that no worker is at and no job waits for, with their state. A batch somebody is at is locked."""
    return [(row["id"], row["state"]) for row in await DB.fetch(_ABANDONED, now - ALIVE, now)]


async def nobody_is_at(batch: str, state: str, now: datetime) -> bool:
    """Whether it can be given back at once: it waits for its turn, or its worker died. It is locked from here on."""
    return bool(
        await DB.value(
            "select 1 from imports_batch b join imports_progress p on p.batch = b.id"
            " where b.id = $1 and b.state = $2 and (p.alive_at is null or p.alive_at < $3)"
            " for no key update of b skip locked",
            batch,
            state,
            now - ALIVE,
        )
    )
