"""`hrapp worker`: an arq worker that only wakes and schedules; the job table holds the truth.

There is one arq function, `drain`, with one fixed job id: however often it is asked for, it waits in
Redis once. It works off the same table as the runner in the web process. When Redis loses everything,
or is away, the worker looks by itself every few seconds and nothing is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.worker import Worker, func

from hrapp.kernel import company, jobs, systemd
from hrapp.kernel.database import close_pool, open_pool
from hrapp.kernel.module import Beat, JobKind
from hrapp.kernel.redacting import tell_errors_without_figures
from hrapp.settings import Settings

log = logging.getLogger("hrapp.worker")
QUEUE, WAKE_UP = "hrapp:wake", "drain"
RETRY = 3.0

# Never pickle: who can write to Redis must not be able to run code.
_pack = msgspec.msgpack.encode
_unpack = msgspec.msgpack.decode


def redis_settings(url: str) -> RedisSettings:
    made = RedisSettings.from_dsn(url)
    made.conn_retries = 0
    return made


async def connect(url: str) -> ArqRedis:
    return await create_pool(
        redis_settings(url), job_serializer=_pack, job_deserializer=_unpack, default_queue_name=QUEUE
    )


async def wake_up(redis: ArqRedis) -> None:
    """Ask the worker to look. Asking twice is asking once."""
    await redis.enqueue_job(WAKE_UP, _job_id=WAKE_UP, _queue_name=QUEUE)


class Bell:
    """Rings the worker after the web process has committed. Without Redis it is silent, and nothing is lost:
    the worker looks by itself every few seconds."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._redis: ArqRedis | None = None
        self._ringing: asyncio.Task[None] | None = None

    def ring(self) -> None:
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def _ring(self) -> None:
        try:
            self._redis = self._redis or await connect(self._url)
            await wake_up(self._redis)
        except Exception as error:
            self._redis = None
            log.info("Redis is away (%s); the worker finds the job by itself", error)


def work(settings: Settings) -> None:
    from hrapp.app import build_registry
    from hrapp.kernel import text
    from hrapp.serve import database

    tell_errors_without_figures()
    house = build_registry(settings)
    house.start()
    text.load(house.catalogues())
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    with database(settings):
        asyncio.run(_forever(settings.redis_url or "redis://127.0.0.1:6379/0", kinds, house.each(lambda m: m.beats)))


async def _forever(url: str, kinds: Mapping[str, JobKind], beats: Sequence[Beat]) -> None:
    await open_pool(max_size=4)
    await company.use_own_time()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    runner = jobs.Runner(kinds, beats)
    tasks = [asyncio.create_task(each) for each in (runner.forever(), _listen(url, runner), _alive())]
    systemd.tell("READY=1")
    await stop.wait()
    systemd.tell("STOPPING=1")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await close_pool()


async def _alive() -> None:
    """A sign of life while the loop turns: a worker that hangs is replaced."""
    while every := systemd.sign_of_life_every():
        systemd.tell("WATCHDOG=1")
        await asyncio.sleep(every)


async def _listen(url: str, runner: jobs.Runner) -> None:
    """Be woken through Redis for as long as there is one; arq's own worker dies with its connection, so
    it is started again."""

    async def drain(ctx: dict[str, Any]) -> None:
        runner.wake()

    while True:
        worker: Worker | None = None
        try:
            worker = Worker(
                [func(drain, name=WAKE_UP, keep_result=0)],
                redis_settings=redis_settings(url),
                queue_name=QUEUE,
                job_serializer=_pack,
                job_deserializer=_unpack,
                handle_signals=False,
                poll_delay=0.1,
                health_check_interval=30,
            )
            await worker.async_run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.warning("Redis is away (%s); the job table is worked off without it", error)
        finally:
            if worker:
                with contextlib.suppress(Exception):
                    await worker.close()
        await asyncio.sleep(RETRY)
