"""Work to be done after commit: rows of a table, worked off by whoever comes first.

A job is inserted in the transaction of the decision that asks for it, so it exists exactly when the
decision does. It is claimed with a lease, and its effects and its end are one transaction fenced by the
number of attempts: what it does to the database happens once. Redis, where there is one, only wakes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.module import Beat, JobKind
from hrapp.kernel.redacting import without_figures
from hrapp.kernel.work import Actor, after_commit, unit_of_work

log = logging.getLogger("hrapp.jobs")
LEASE = timedelta(minutes=5)
_POLL = 5.0

_wakers: list[Callable[[], None]] = []


async def enqueue(
    name: str, arguments: Mapping[str, str] | None = None, *, dedupe: str | None = None, run_at: datetime | None = None
) -> None:
    """Ask for a job in the current unit of work: a name and ids, nothing else.

    With `dedupe` a job that is already waiting under the same key is not added again.
    """
    await DB.fetch(
        "insert into kernel_job (id, name, arguments, run_at, dedupe) values ($1, $2, $3, $4, $5)"
        " on conflict (name, dedupe) where state in ('queued', 'running') do nothing",
        new_id(),
        name,
        dict(arguments or {}),
        run_at or clock.now(),
        dedupe,
    )
    after_commit(wake)


def wake() -> None:
    for waker in list(_wakers):
        waker()


@contextlib.contextmanager
def woken_by(waker: Callable[[], None]) -> Any:
    _wakers.append(waker)
    try:
        yield
    finally:
        _wakers.remove(waker)


class Claimed(msgspec.Struct, frozen=True):
    id: str
    name: str
    arguments: dict[str, Any]
    attempts: int
    max_attempts: int


_CLAIM = """
update kernel_job set state = 'running', attempts = attempts + 1, lease_until = $2
where id = (
    select id from kernel_job
    where run_at <= $1 and (state = 'queued' or (state = 'running' and lease_until < $1))
    order by run_at, id for update skip locked limit 1
)
returning id, name, arguments, attempts, max_attempts
"""


async def claim(now: datetime) -> Claimed | None:
    """The next due job, leased to us; one whose worker died is due again when its lease ends."""
    async with unit_of_work():
        row = await DB.row(_CLAIM, now, now + LEASE)
    return Claimed(**row) if row else None


async def run(job: Claimed, kinds: Mapping[str, JobKind]) -> bool:
    """Do it; answers whether it succeeded. A failure is written down and tried again later."""
    try:
        kind = kinds.get(job.name)
        if kind is None:
            raise LookupError(f"no active module knows the job {job.name}")
        async with unit_of_work(Actor(label=f"job:{job.name}"), role=kind.role):
            await kind.run(**job.arguments)
            ours = await DB.fetch(
                "update kernel_job set state = 'done', finished_at = $3, lease_until = null"
                " where id = $1 and attempts = $2 and state = 'running' returning id",
                job.id,
                job.attempts,
                clock.now(),
            )
            if not ours:
                raise LookupError("another worker took this job over")
    except Exception as error:
        log.warning("job %s failed (attempt %s)", job.name, job.attempts, exc_info=True)
        await _failed(job, error)
        return False
    return True


async def _failed(job: Claimed, error: Exception) -> None:
    """Back off with jitter; after the last attempt it is a dead letter that `hrapp check` reports."""
    delay = min(2**job.attempts, 600) * random.uniform(0.5, 1.5)  # noqa: S311
    async with unit_of_work():
        await DB.fetch(
            "update kernel_job set state = $3, run_at = $4, last_error = $5, lease_until = null"
            " where id = $1 and attempts = $2 and state = 'running'",
            job.id,
            job.attempts,
            "dead" if job.attempts >= job.max_attempts else "queued",
            clock.now() + timedelta(seconds=delay),
            without_figures(f"{type(error).__name__}: {error}")[:2000],
        )


#: A job that takes longer than a moment says this on a connection of its own, so that its lease is short and goes on:
#: when its worker dies, another one begins it anew. $1 the job's name, $2 its `dedupe`, $3 until when.
RENEW = "update kernel_job set lease_until = $3 where name = $1 and dedupe = $2 and state = 'running'"


async def drain(kinds: Mapping[str, JobKind]) -> int:
    """Work off everything that is due. Answers how many jobs were done."""
    done = 0
    while job := await claim(clock.now()):
        done += await run(job, kinds)
    return done


async def schedule(kinds: Mapping[str, JobKind]) -> None:
    """Put the jobs that run by themselves on the table, once per day or interval, whoever asks."""
    now = clock.now()
    local = clock.local(now)
    async with unit_of_work():
        for kind in kinds.values():
            if kind.every is None:
                continue
            if kind.every.at is not None:
                if local.time() < kind.every.at:
                    continue
                due = local.replace(hour=kind.every.at.hour, minute=kind.every.at.minute, second=0, microsecond=0)
                once = f"{clock.today()}T{kind.every.at}"  # of the company's day, also where that is fixed
            else:
                seconds = (kind.every.interval or timedelta(hours=1)).total_seconds()
                due = datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)
                once = due.isoformat()
            if not await DB.value("select 1 from kernel_job where name = $1 and dedupe = $2", kind.name, once):
                await enqueue(kind.name, dedupe=once, run_at=due)


async def beat(beats: Sequence[Beat]) -> None:
    for each in beats:
        try:
            await each.run()
        except Exception:
            log.exception("%s failed; it is tried again in a few seconds", each.name)


class Runner:
    """The runner inside the web process: woken after commits, and looks by itself every few seconds."""

    def __init__(self, kinds: Mapping[str, JobKind], beats: Sequence[Beat] = ()) -> None:
        self.kinds, self.beats = kinds, beats
        self._awake = asyncio.Event()

    def wake(self) -> None:
        self._awake.set()

    async def forever(self) -> None:
        with woken_by(self.wake):
            while True:
                self._awake.clear()
                try:
                    await schedule(self.kinds)
                    await drain(self.kinds)
                except Exception:
                    log.exception("the job runner could not reach the database; it tries again")
                await beat(self.beats)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), _POLL)
