"""The second wall: whoever gets hold of the database, a dump, a log or Redis holds no pay and no ID number.

A company at work, with imports that wait and that were written, numbers that were revealed and jobs that failed;
then every place that somebody could get hold of is searched for figures and numbers that stand nowhere else.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from hrapp import worker
from hrapp.kernel import embedded, jobs, migrate
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.module import JobKind
from hrapp.kernel.work import unit_of_work

from ..browser import browser
from ..cast import Cast
from ..company import ID_NUMBERS, PAY, PDF, one
from ..conftest import clone
from ..kernel.test_worker import Redis
from ..modules.imports.sheets import workbook
from ..modules.imports.test_pages import upload
from ..proving import prove
from .canaries import CANARIES, UPLOADED_NUMBERS, UPLOADED_PAY, leaks

SEALED = {"compensation_pay_record", "compensation_raise", "compensation_raise_round"}
SEALED |= {"imports_batch", "imports_file", "imports_line"}


@dataclass
class Place:
    """The company's database, and what else its work left behind."""

    database: str
    logged: list[str]
    temporary: Path


@pytest.fixture(scope="module")
async def place(
    server: embedded.Server, company_template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Place]:
    folder, logged = tmp_path_factory.mktemp("temporary"), []  # type: Path, list[str]
    with _listening(logged), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        async with clone(server, company_template) as name:
            await _at_work(Cast(name))
            yield Place(name, logged, folder)


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(self.format(record))


class _listening:
    """Every logger, at every level."""

    def __init__(self, heard: list[str]) -> None:
        self._ear, self._root = _Ear(heard), logging.getLogger()

    def __enter__(self) -> None:
        self._level = self._root.level
        self._root.setLevel(logging.DEBUG)
        self._root.addHandler(self._ear)

    def __exit__(self, *_: object) -> None:
        self._root.setLevel(self._level)
        self._root.removeHandler(self._ear)


async def _at_work(cast: Cast) -> None:
    eve, gina = await cast.person("eve"), await cast.person("gina")
    pay = [
        workbook([["工号", "姓名", "月基本工资", "生效日期"], ["E004", "伊薇", amount, "2026-09-01"]], "现行工资")
        for amount in UPLOADED_PAY
    ]
    roster = [
        workbook(
            [["工号", "姓名", "部门", "入职日期", "身份证号码"], [no, "新人", "销售部", "2026-09-01", number]], "花名册"
        )
        for no, number in zip(("E041", "E042"), UPLOADED_NUMBERS, strict=True)
    ]
    async with browser("ada") as ada:
        waiting = await upload(ada, ("工资.xlsx", pay[0]), ("花名册.xlsx", roster[0]))
        written = (await upload(ada, ("工资二.xlsx", pay[1]), ("花名册二.xlsx", roster[1]))).headers["location"]
        assert (await ada.submit(f"{written}/application", version="1")).status_code == 303
        for url in (waiting.headers["location"], written, "/compensation", f"/people/{eve}", f"/people/{gina}"):
            shown = await ada.get(url)
            assert shown.status_code in (200, 404), url
        assert ID_NUMBERS["eve"] in (await ada.submit(f"/people/{eve}/identity", reason="核对")).text
    async with unit_of_work(role=IMPORT):
        await jobs.enqueue("fail")

    async def fail() -> None:
        async with unit_of_work():
            await DB.fetch("select $1::int", f"{PAY['eve']} {ID_NUMBERS['eve']}")

    await jobs.drain({"fail": JobKind("fail", fail)})
    assert await one("select last_error <> '' from kernel_job where name = 'fail'")


# -- the net -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("canary", CANARIES)
def test_the_net_catches_every_form_of_a_canary(canary: str) -> None:
    for form in CANARIES[canary]:
        assert canary in leaks(b"before " + form + b" after"), form
        assert canary in leaks(b"\\x" + (b"before " + form).hex().encode()), form


def test_the_net_does_not_catch_what_is_none() -> None:
    assert not leaks(b"01ARZ73918NEKTSV4RRFFQ69G5 16:42:11.739182 \\x00ff", "a" * 64)


COLUMNS = {
    "text": ("people_person", "note", "text"),
    "json": ("kernel_setting", "value", "jsonb"),
    "bytes": ("imports_file", "content", "bytea"),
    "a job": ("kernel_job", "last_error", "text"),
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("value", [PAY["eve"], ID_NUMBERS["finn"]], ids=["pay", "a number"])
async def test_a_column_that_is_put_back_in_clear_is_caught(
    server: embedded.Server, place: Place, kind: str, value: str
) -> None:
    """What the tests below would say, if one of these columns held it."""
    table, column, type_ = COLUMNS[kind]
    connection = await asyncpg.connect(**migrate.connection_config(server.url(place.database)))
    transaction = connection.transaction()
    await transaction.start()
    try:
        made = {"text": value, "jsonb": f'{{"base": "{value}"}}', "bytea": value.encode()}[type_]
        touched = await connection.execute(
            f"update {table} set {column} = $1 where ctid = (select min(ctid) from {table})", made
        )
        assert touched == "UPDATE 1"
        assert leaks(*await _rows(connection, table)) & {f"pay {value}", f"number {value}"}
    finally:
        await transaction.rollback()
        await connection.close()


# -- the places --------------------------------------------------------------------------------------------


async def _tables(connection: Any) -> list[str]:
    rows = await connection.fetch("select tablename from pg_tables where schemaname = 'public' order by tablename")
    return [row["tablename"] for row in rows]


async def _rows(connection: Any, table: str) -> list[bytes]:
    """Every row as a dump would write it."""
    rows = await connection.fetch(f'select t::text as line from "{table}" t')
    return [row["line"].encode() for row in rows]


async def test_a_dump_holds_none(server: embedded.Server, place: Place) -> None:
    dump = embedded._binaries(embedded._unprivileged_user()) / "pg_dump"
    told = subprocess.run(
        [dump, "--inserts", server.url(place.database)], capture_output=True, check=True, timeout=60
    ).stdout
    assert told.count(b"INSERT INTO public.compensation_pay_record") >= len(PAY), "it is the dump of this company"
    assert b"INSERT INTO public.people_identity" in told and b"INSERT INTO public.imports_file" in told
    assert leaks(told) == set()


async def test_no_row_of_any_table_holds_one(server: embedded.Server, place: Place) -> None:
    connection = await asyncpg.connect(**migrate.connection_config(server.url(place.database)))
    try:
        found = {table: leaks(*await _rows(connection, table)) for table in await _tables(connection)}
    finally:
        await connection.close()
    assert {table: names for table, names in found.items() if names} == {}


@asynccontextmanager
async def _as_web(server: embedded.Server, place: Place, who: str | None) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(**migrate.connection_config(server.url(place.database, migrate.WEB)))
    try:
        if who:
            person = await Cast(place.database).person(who)
            account = await one("select id from accounts_account where person = $1", person)
            await prove(connection, account, person, whole=True)
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize("who", [None, "eve", "ada", "gina"])
async def test_psql_as_the_web_role_shows_none(server: embedded.Server, place: Place, who: str | None) -> None:
    """Whoever it claims to be: HR finds the rows of ID numbers, sealed; pay and imports it does not reach."""
    refused, found = set(), {}
    async with _as_web(server, place, who) as web:
        for table in await _tables(web):
            try:
                found[table] = leaks(*await _rows(web, table))
            except asyncpg.InsufficientPrivilegeError:
                refused.add(table)
        salary = await web.fetchval("select count(*) from kernel_key where data = 'salary'")
    assert refused >= SEALED and {table: names for table, names in found.items() if names} == {}
    assert salary == 0, "nor the keys of pay"


def test_no_log_holds_one(place: Place) -> None:
    assert any("job fail failed" in line for line in place.logged), "it was listened to what failed"
    assert leaks(*place.logged) == set()


def test_the_log_of_the_database_holds_none(server: embedded.Server, place: Place) -> None:
    assert leaks((server.data.parent / "postgresql.log").read_bytes()) == set()


def test_nothing_is_left_in_the_temporary_folder(place: Place) -> None:
    """Nor was it there for a moment: uploads and what the reader gets stay in memory."""
    assert list(place.temporary.iterdir()) == []


def test_files_for_the_reader_have_no_place_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hrapp.modules.imports.engine import opening

    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    with opening._in_memory() as file:
        assert "memfd" in os.readlink(f"/proc/self/fd/{file.fileno()}")


async def test_a_large_upload_stays_in_memory(place: Place) -> None:
    from litestar.datastructures import UploadFile

    sent = UploadFile("application/octet-stream", "a.xlsx", b"x" * 3_000_000)
    assert not sent.rolled_to_disk
    await sent.close()


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    found = Redis()
    await found.start()
    yield found
    found.kill()


async def test_redis_holds_a_wake_up_and_nothing_else(redis: Redis, place: Place) -> None:
    bell = worker.Bell(redis.url)
    for _ in range(3):
        bell.ring()
    pool = await worker.connect(redis.url)
    try:
        for _ in range(100):
            if names := [key async for key in pool.scan_iter()]:
                break
            await asyncio.sleep(0.02)
        held = [await pool.dump(name) for name in names]
        assert {name.decode() for name in names} <= {worker.QUEUE, f"arq:job:{worker.WAKE_UP}"} and names
        assert leaks(*names, *held) == set()
    finally:
        await pool.aclose()


async def test_the_application_itself_still_reads_them(place: Place) -> None:
    """The other side: sealed is not lost."""
    eve = await Cast(place.database).person("eve")
    document = await one("select id from documents_document where person = $1 and content is not null", eve)
    async with browser("eve") as who:
        assert (await who.get(f"/documents/{document}/file")).content == PDF
        assert ID_NUMBERS["eve"] in (await who.submit(f"/people/{eve}/identity")).text
