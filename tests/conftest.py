"""A real PostgreSQL for every test, the restricted role, a fixed day, the cast everybody knows.

Databases are cloned from templates: `empty` is migrated, `cast` has the small company of cast.py, `company`
has it at work (company.py). A test that only reads may share a clone with its file (`cast_once`,
`company_once`); one that writes gets its own (`cast`, `company`).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from hrapp.kernel import embedded, keys, migrate, text
from hrapp.kernel.asking import kept
from hrapp.kernel.database import DB, close_pool, open_pool
from hrapp.kernel.registry import Registry, discover

from .cast import TODAY, Cast, build_cast
from .company import fill_company

_numbers = itertools.count(1)
settings.register_profile("steady", deadline=None, derandomize=True)  # a busy machine is not a failure
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _fixed_day() -> Iterator[None]:
    """For the whole run: what fixtures of a file or of the session write is of that day, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HRAPP_TODAY", TODAY.isoformat())
        patch.setenv("HRAPP_TRUST_SHELL", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    keys.use(folder)
    return folder


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def house() -> Registry:
    """All installed modules, started: events and ports of this process go through them."""
    found = Registry.build(discover())
    found.start()
    text.load()
    return found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    """One PostgreSQL for all workers of a run: whoever comes last stops it."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root) / "postgresql"
    with embedded.server(_enterable(folder), unsafe=True) as running:
        yield running


def _enterable(folder: Path) -> Path:
    return folder


@pytest.fixture(scope="session")
async def templates(server: embedded.Server, house: Registry) -> dict[str, str]:
    """{"empty": …, "cast": …}: template databases of this worker."""
    names = {kind: f"{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}" for kind in ("empty", "cast")}
    await migrate.prepare_embedded(server.url(), names["empty"])
    await migrate.migrate(server.url(names["empty"], migrate.OWNER))
    await migrate.prepare_embedded(server.url(), names["cast"], template=names["empty"])
    async with connected(server, names["cast"]):
        await build_cast()
    return names


@pytest.fixture(scope="session")
async def company_template(server: embedded.Server, house: Registry, templates: dict[str, str]) -> str:
    """The cast at work. Made only in a run that asks for it."""
    name = templates["cast"].replace("cast", "company")
    await migrate.prepare_embedded(server.url(), name, template=templates["cast"])
    async with connected(server, name):
        await fill_company(house)
    return name


@asynccontextmanager
async def connected(server: embedded.Server, database: str) -> AsyncIterator[None]:
    """The pool of the restricted role on this database; afterwards the one that was there before."""
    before = DB.config, DB.pool, DB.reading_pool, DB.role_pools
    DB.config = migrate.connection_config(server.url(database, migrate.WEB))
    DB.pool, DB.reading_pool, DB.role_pools = None, None, {}
    await open_pool(max_size=6)
    try:
        yield
    finally:
        await close_pool()
        DB.config, DB.pool, DB.reading_pool, DB.role_pools = before
        kept.at("")


@asynccontextmanager
async def clone(server: embedded.Server, template: str) -> AsyncIterator[str]:
    name = f"t{next(_numbers)}_{template}"
    admin = await asyncpg.connect(**{**migrate.connection_config(server.url()), "database": "postgres"})
    try:
        await admin.execute(f'create database "{name}" owner {migrate.OWNER} template "{template}"')
        async with connected(server, name):
            yield name
        await admin.execute(f'drop database "{name}" with (force)')
    finally:
        await admin.close()


@pytest.fixture
async def empty(server: embedded.Server, templates: dict[str, str]) -> AsyncIterator[str]:
    """A migrated database without a row."""
    async with clone(server, templates["empty"]) as name:
        yield name


@pytest.fixture(scope="module")
async def empty_once(server: embedded.Server, templates: dict[str, str]) -> AsyncIterator[str]:
    """A migrated database without a row, shared by tests that take back what they write."""
    async with clone(server, templates["empty"]) as name:
        yield name


@pytest.fixture
async def cast(server: embedded.Server, templates: dict[str, str]) -> AsyncIterator[Cast]:
    """The small company, for a test that writes."""
    async with clone(server, templates["cast"]) as name:
        yield Cast(name)


@pytest.fixture(scope="module")
async def cast_once(server: embedded.Server, templates: dict[str, str]) -> AsyncIterator[Cast]:
    """The small company, shared by the tests of a file: they only read, or what they send is refused."""
    async with clone(server, templates["cast"]) as name:
        yield Cast(name)


@pytest.fixture
async def company(server: embedded.Server, company_template: str) -> AsyncIterator[Cast]:
    """The cast at work, for a test that writes."""
    async with clone(server, company_template) as name:
        yield Cast(name)


@pytest.fixture(scope="module")
async def company_once(server: embedded.Server, company_template: str) -> AsyncIterator[Cast]:
    """The cast at work, shared by the tests of a file: they only read, or what they send is refused."""
    async with clone(server, company_template) as name:
        yield Cast(name)
