"""The unit of work and the engine: nothing leaks, nothing is half written, nothing leaves before commit."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from hrapp.kernel import work as work_module
from hrapp.kernel.database import DB
from hrapp.kernel.work import Event, after_commit, current_work, emit, listen, savepoint, unit_of_work


async def put(key: str) -> None:
    await DB.fetch("insert into kernel_setting (key, value) values ($1, '{}')", key)


async def keys() -> list[str]:
    async with unit_of_work(read_only=True):
        return [
            row["key"] for row in await DB.fetch("select key from kernel_setting where key <> 'schema' order by key")
        ]


async def test_a_query_outside_a_unit_of_work_is_refused(empty: str) -> None:
    with pytest.raises(RuntimeError, match="outside a unit of work"):
        await DB.fetch("select 1")


async def test_an_error_leaves_nothing_behind(empty: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work():
            await put("a")
            raise ZeroDivisionError
    assert await keys() == []


async def test_a_discarded_unit_writes_nothing_and_raises_nothing(empty: str) -> None:
    async with unit_of_work() as work:
        await put("a")
        work.discard = True
    assert await keys() == []


async def test_a_unit_inside_a_unit_joins_it(empty: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work():
            async with unit_of_work():
                await put("inner")
            raise ZeroDivisionError
    assert await keys() == []


async def test_a_savepoint_undoes_only_its_own_part(empty: str) -> None:
    async with unit_of_work():
        await put("kept")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with savepoint():
                await put("lost")
                await put("kept")
    assert await keys() == ["kept"]


async def test_failed_commits_and_cancelled_requests_give_their_connections_back(empty: str) -> None:
    async with unit_of_work():
        await DB.fetch("create temporary table if not exists t (n int)")

    async def failing() -> None:
        async with unit_of_work():
            await DB.connection.execute(
                "do $$ begin perform set_config('x.y', 'z', true); end $$;"
                "create temporary table d (n int unique deferrable initially deferred) on commit drop;"
                "insert into d values (1), (1)"
            )

    for _ in range(12):
        with pytest.raises(asyncpg.UniqueViolationError):
            await failing()

    async def slow() -> None:
        async with unit_of_work():
            await DB.fetch("select pg_sleep(5)")

    for _ in range(8):
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(5):
        await asyncio.gather(*(keys() for _ in range(20)))


async def test_a_read_only_unit_cannot_write(empty: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with unit_of_work(read_only=True):
            await put("a")


async def test_the_context_ends_with_its_transaction(empty: str) -> None:
    from hrapp.kernel.ids import new_id
    from hrapp.kernel.work import Actor

    person = new_id()
    async with unit_of_work(Actor(account=new_id(), person=person)):
        assert await DB.value("select current_setting('app.person', true)") == person
    async with unit_of_work():
        assert not await DB.value("select nullif(current_setting('app.person', true), '')")


class Rang(Event):
    """The bell rang."""


async def test_a_failing_listener_rolls_the_action_back_and_nothing_leaves(empty: str) -> None:
    left: list[str] = []
    before = list(work_module._listeners)

    async def fail(_: Rang) -> None:
        raise ZeroDivisionError

    listen([(Rang, fail)])
    try:
        with pytest.raises(ZeroDivisionError):
            async with unit_of_work():
                await put("a")
                after_commit(lambda: left.append("mail"))
                await emit(Rang())
    finally:
        listen(before)
    assert await keys() == [] and left == []


async def test_the_application_connects_as_a_role_that_may_not_change_the_audit_trail(empty: str) -> None:
    async with unit_of_work():
        assert await DB.value("select current_user") == "hrapp_web"
        assert not await DB.value("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work():
            await DB.fetch("delete from audit_entry")
    assert current_work is not None
