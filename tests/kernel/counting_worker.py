"""The real worker with one more job, for test_worker.py: it counts, slowly."""

import asyncio
from dataclasses import replace
from typing import Any

from hrapp import app, worker
from hrapp.kernel.database import DB
from hrapp.kernel.module import JobKind
from hrapp.kernel.registry import Registry
from hrapp.settings import Settings, load


async def count(key: str, **_: Any) -> None:
    await DB.fetch(
        "insert into kernel_setting (key, value, version) values ($1, '{}', 1)"
        " on conflict (key) do update set version = kernel_setting.version + 1",
        key,
    )
    await asyncio.sleep(0.05)


_build = app.build_registry


def build_registry(settings: Settings) -> Registry:
    house = _build(settings)
    notify = next(m for m in house.active if m.name == "notify")
    active = tuple(
        replace(m, jobs=(JobKind("count", count),)) if m is notify else replace(m, jobs=()) for m in house.active
    )
    return Registry(house.installed, active)


app.build_registry = build_registry
worker.work(load())
