"""Which schema a database has, which this release knows, and whether the two go together.

Migrations only add, so the code of one release back runs on the schema of the next. A database says itself which
release brought it to its schema, and the oldest release whose code may still run on it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import asyncpg
import msgspec

from hrapp import OLDEST_CODE, __version__
from hrapp.kernel.database import DB
from hrapp.kernel.registry import discover

KEY = "schema"  # in the settings of the company: what the last migration said
Step = tuple[str, str]  # (application, id of the migration)


@dataclass(frozen=True, slots=True)
class Known:
    """A migration of this release. `closed`: it does more than add, so nobody may be served while it runs."""

    app: str
    id: str
    says: str
    closed: bool


@dataclass(frozen=True, slots=True)
class State:
    """Of a database: what has run, by which release, and the oldest one whose code it still serves."""

    ran: frozenset[Step]
    release: str | None = None
    oldest_code: str | None = None


def known() -> list[Known]:
    """Every migration of this release, in the order of time."""
    found = [_known(module) for module in modules()]
    return sorted(found, key=lambda migration: (migration.id, migration.app))


def modules() -> list[ModuleType]:
    """Their modules: the kernel's and those of every installed module that has tables."""
    packages = ["hrapp.kernel.migrations"]
    for module in discover():
        if module.tables:
            packages.append(module.tables.table_classes[0].__module__.rpartition(".")[0] + ".migrations")
    return [importlib.import_module(f"{package}.{name}") for package in packages for name in _names(package)]


def head() -> str:
    return known()[-1].id


def pending(state: State) -> list[Known]:
    return [migration for migration in known() if (migration.app, migration.id) not in state.ran]


def misfit(state: State) -> str | None:
    """Why this release's code must not run on that database, in a sentence; None when it may."""
    ours = {(migration.app, migration.id) for migration in known()}
    if not state.ran:
        return "the database is empty: run `hrapp migrate`"
    if missing := ours - state.ran:
        return f"the database lacks {len(missing)} steps of release {__version__}: run `hrapp migrate`"
    if state.ran - ours and (state.oldest_code is None or version_key(__version__) < version_key(state.oldest_code)):
        return (
            f"the database is from release {state.release or 'unknown'}, newer than this one ({__version__}):"
            " install that release again, or restore a backup made before it"
        )
    return None


async def state(connection: asyncpg.Connection[Any]) -> State:
    if await connection.fetchval("select to_regclass('public.migration')") is None:
        return State(frozenset())
    ran = await connection.fetch("select app_name, name from migration")
    said = await connection.fetchval("select value from kernel_setting where key = $1", KEY)
    told: Mapping[str, str] = msgspec.json.decode(said) if isinstance(said, (str, bytes)) else (said or {})
    return State(frozenset((row["app_name"], row["name"]) for row in ran), told.get("release"), told.get("oldest_code"))


async def written() -> None:
    """Say which release brought the database to its schema, in the transaction that did."""
    told = msgspec.json.encode({"release": __version__, "oldest_code": OLDEST_CODE}).decode()
    await DB.fetch(
        "insert into kernel_setting (key, value, version) values ($1, $2::jsonb, 1) on conflict (key) do update"
        " set value = excluded.value, version = kernel_setting.version + 1 where kernel_setting.value <> excluded.value",
        KEY,
        told,
    )


def version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _names(package: str) -> list[str]:
    found = importlib.import_module(package)
    return [name for _, name, _ in pkgutil.iter_modules(found.__path__) if name.startswith("hrapp_")]


def _known(module: ModuleType) -> Known:
    app = "_".join(module.__name__.rpartition(".")[2].split("_")[:2])
    return Known(app, module.ID, module.DESCRIPTION, bool(getattr(module, "CLOSED", False)))
