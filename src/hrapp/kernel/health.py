"""Is it up, and can it work? For whoever watches the machine.

Answered before anything else is opened, so that a database that is away is named and not merely missed.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from hrapp.kernel import keyring, schemas
from hrapp.kernel.database import DB

ALIVE, READY = "/healthz", "/readyz"
PATIENCE = 2.0  # seconds that a part has to answer
GIGABYTE = 1024**3
STATE = Path("/var/lib/hrapp")


@dataclass(frozen=True, slots=True)
class Health:
    """Of this process (`/healthz`), and of all that pages need (`/readyz`)."""

    redis_url: str | None = None

    async def answer(self, path: str) -> tuple[int, str]:
        """200 "ok", or 503 with the names of what is missing: no details for strangers."""
        if path == ALIVE:
            return 200, "ok"
        parts: dict[str, Callable[[], Awaitable[bool]]] = {
            "database": _database,
            "schema": _schema,
            "keys": _keys,
            "disk": _disk,
            "redis": self._redis,
        }
        well = await asyncio.gather(*(_in_time(look) for look in parts.values()))
        missing = [name for name, fine in zip(parts, well, strict=True) if not fine]
        return (503, " ".join(missing)) if missing else (200, "ok")

    async def _redis(self) -> bool:
        if self.redis_url is None:
            return True
        redis = Redis.from_url(self.redis_url)
        try:
            return bool(await redis.ping())
        finally:
            await redis.aclose()


async def _in_time(look: Callable[[], Awaitable[bool]]) -> bool:
    """Whoever is late is told to end and not waited for: giving a connection back to a machine that lost its power
    takes longer than anybody who asks has time."""
    task = asyncio.ensure_future(look())
    await asyncio.wait({task}, timeout=PATIENCE)
    if task.done():
        return not task.cancelled() and task.exception() is None and task.result()
    task.cancel()
    _late.add(task)
    task.add_done_callback(_over)
    return False


_late: set[asyncio.Future[bool]] = set()


def _over(task: asyncio.Future[bool]) -> None:
    _late.discard(task)
    if not task.cancelled():
        task.exception()  # seen; it was said to be missing already


async def _database() -> bool:
    async with DB.look():
        return bool(await DB.value("select 1"))


async def _schema() -> bool:
    async with DB.look() as look:
        return schemas.misfit(await schemas.state(look.connection)) is None


async def _keys() -> bool:
    return all(keyring.class_key(name).current for name in keyring.NAMES)


async def _disk() -> bool:
    """A tenth of the disk is free, or five gigabytes of a large one, where the data is."""
    found = shutil.disk_usage(STATE if STATE.is_dir() else Path.cwd())
    return found.free >= min(found.total * 0.1, 5 * GIGABYTE)
