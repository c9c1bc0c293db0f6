"""The arq worker on a real Redis, killed in the middle: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hrapp import worker
from hrapp.kernel import embedded, jobs, migrate
from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work

pytestmark = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


class Redis:
    """A Redis of our own on a free loopback port, without persistence: what it loses is really lost."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(100):
            try:
                (await worker.connect(self.url)).close
                return
            except Exception:
                await asyncio.sleep(0.05)
        raise AssertionError("redis-server did not start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    found = Redis()
    await found.start()
    yield found
    found.kill()


def start_worker(database: str, server: embedded.Server, redis: Redis) -> subprocess.Popen[bytes]:
    """A worker process of the real application, with one more job kind: counting."""
    env = os.environ | {
        "HRAPP_DATABASE_URL": server.url(database, migrate.OWNER),
        "HRAPP_WEB_DATABASE_URL": server.url(database, migrate.WEB),
        "HRAPP_REDIS_URL": redis.url,
    }
    return subprocess.Popen([sys.executable, str(Path(__file__).parent / "counting_worker.py")], env=env)


async def counted() -> dict[str, int]:
    async with unit_of_work(read_only=True):
        rows = await DB.fetch("select key, version from kernel_setting where key like 'n%'")
    return {row["key"]: row["version"] for row in rows}


async def until(n: int, seconds: float = 30) -> dict[str, int]:
    for _ in range(int(seconds * 10)):
        if len(found := await counted()) >= n:
            return found
        await asyncio.sleep(0.1)
    return await counted()


async def enqueue(numbers: range) -> None:
    async with unit_of_work():
        for n in numbers:
            await jobs.enqueue("count", {"key": f"n{n}"})


async def test_redis_and_the_worker_are_killed_in_the_middle_and_every_job_runs_once(
    empty: str, server: embedded.Server, redis: Redis
) -> None:
    process = start_worker(empty, server, redis)
    try:
        await enqueue(range(20))
        await worker.wake_up(await worker.connect(redis.url))
        await until(3)
        redis.kill()  # with everything it held
        await enqueue(range(20, 40))
        await until(10)
        process.kill()  # in the middle of a job
        process.wait()
        async with unit_of_work():  # the lease of the job that died would end by itself in five minutes
            await DB.fetch("update kernel_job set lease_until = now() where state = 'running'")
        await redis.start()
        process = start_worker(empty, server, redis)
        assert await until(40) == {f"n{n}": 1 for n in range(40)}
    finally:
        process.kill()
        process.wait()


async def test_what_lies_in_redis_is_msgpack_and_one_wake_up_however_often_it_is_asked(redis: Redis) -> None:
    pool = await worker.connect(redis.url)
    for _ in range(5):
        await worker.wake_up(pool)
    assert await pool.zcard(worker.QUEUE) == 1
    raw = await pool.get(f"arq:job:{worker.WAKE_UP}")
    assert raw and not raw.startswith(b"\x80")  # the first byte of a pickle
    await pool.aclose()
