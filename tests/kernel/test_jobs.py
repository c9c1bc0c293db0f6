"""The job table: nothing lost, nothing twice, whatever dies."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest

from hrapp.kernel import clock, jobs
from hrapp.kernel.database import DB
from hrapp.kernel.module import Every, JobKind
from hrapp.kernel.work import unit_of_work


async def mark(key: str = "done", **_: Any) -> None:
    """A job with an effect in the database: it counts how often it ran."""
    await DB.fetch(
        "insert into kernel_setting (key, value, version) values ($1, '{}', 1)"
        " on conflict (key) do update set version = kernel_setting.version + 1",
        key,
    )


async def fail(**_: Any) -> None:
    await mark("half")
    raise ValueError("broken on purpose")


KINDS = {kind.name: kind for kind in (JobKind("mark", mark), JobKind("fail", fail))}


async def ran() -> dict[str, int]:
    async with unit_of_work(read_only=True):
        return {
            row["key"]: row["version"]
            for row in await DB.fetch("select key, version from kernel_setting where key <> 'schema'")
        }


async def states() -> list[str]:
    async with unit_of_work(read_only=True):
        return [row["state"] for row in await DB.fetch("select state from kernel_job order by id")]


async def test_a_job_exists_exactly_when_its_decision_does(empty: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work():
            await jobs.enqueue("mark", {"key": "a"})
            raise ZeroDivisionError
    async with unit_of_work():
        await jobs.enqueue("mark", {"key": "b"})
    assert await jobs.drain(KINDS) == 1
    assert await ran() == {"b": 1}


async def test_the_same_dedupe_key_waits_once(empty: str) -> None:
    for _ in range(3):
        async with unit_of_work():
            await jobs.enqueue("mark", dedupe="x")
    await jobs.drain(KINDS)
    async with unit_of_work():
        await jobs.enqueue("mark", dedupe="x")
    await jobs.drain(KINDS)
    assert await ran() == {"done": 2}


async def test_a_failing_job_leaves_nothing_backs_off_and_ends_as_a_dead_letter(empty: str) -> None:
    async with unit_of_work():
        await jobs.enqueue("fail")
        await DB.fetch("update kernel_job set max_attempts = 2")
    await jobs.drain(KINDS)
    assert await states() == ["queued"] and await ran() == {}
    async with unit_of_work():
        assert await DB.value("select run_at > now() from kernel_job")
        await DB.fetch("update kernel_job set run_at = now() - interval '1 second'")
    await jobs.drain(KINDS)
    assert await states() == ["dead"]
    async with unit_of_work():
        assert "broken on purpose" in await DB.value("select last_error from kernel_job")


async def test_a_job_whose_worker_died_runs_again_when_the_lease_ends(empty: str) -> None:
    async with unit_of_work():
        await jobs.enqueue("mark")
    dead = await jobs.claim(clock.now())
    assert dead and await jobs.claim(clock.now()) is None
    assert await jobs.claim(clock.now() + jobs.LEASE + timedelta(seconds=1)) is not None
    # The one that was thought dead comes back: its effects are fenced off by the number of attempts.
    assert not await jobs.run(dead, KINDS)
    assert await ran() == {}


async def test_many_workers_do_every_job_once(empty: str) -> None:
    async with unit_of_work():
        for n in range(40):
            await jobs.enqueue("mark", {"key": f"k{n}"})
    await asyncio.gather(*(jobs.drain(KINDS) for _ in range(4)))
    assert await ran() == {f"k{n}": 1 for n in range(40)}


async def test_a_daily_job_is_put_on_the_table_once_a_day(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = {"mark": JobKind("mark", mark, every=Every(at=time(0, 0)))}
    for _ in range(3):
        await jobs.schedule(daily)
    assert await jobs.drain(daily) == 1
    monkeypatch.setenv("HRAPP_TODAY", "2026-10-16")
    await jobs.schedule(daily)
    assert await jobs.drain(daily) == 1, "another day of the company"


async def test_an_unknown_job_is_kept_and_says_why(empty: str) -> None:
    async with unit_of_work():
        await jobs.enqueue("of-a-module-that-is-off")
    await jobs.drain(KINDS)
    assert await states() == ["queued"]
