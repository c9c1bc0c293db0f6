"""What is missing is named, and nothing else is said."""

import asyncio
import contextlib
import time

import pytest

from hrapp.kernel import health
from hrapp.kernel.health import Health


async def test_what_is_missing_is_named_to_strangers_without_details(empty: str) -> None:
    away = Health("unix:///nowhere/redis.sock")
    assert await away.answer("/readyz") == (503, "redis")
    assert await away.answer("/healthz") == (200, "ok")
    assert await Health().answer("/readyz") == (200, "ok")


async def test_a_database_that_is_away_is_named() -> None:
    status, said = await Health().answer("/readyz")
    assert status == 503 and said.startswith("database schema")


async def test_who_takes_long_to_leave_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to a machine that lost its power is given back late, even when it is told to end."""
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    left = asyncio.Event()

    async def clinging() -> bool:
        try:
            await asyncio.sleep(60)
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(left.wait(), 30)
        return True

    begun = time.monotonic()
    assert not await health._in_time(clinging)
    assert time.monotonic() - begun < 10
    left.set()
    await asyncio.sleep(0)
