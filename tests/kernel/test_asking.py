"""Questions of a unit that only reads are asked once, and those asked side by side go out together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from hrapp.kernel.asking import each, together
from hrapp.kernel.database import DB, statements
from hrapp.kernel.work import unit_of_work

MIXED = (
    "select $1::int as n, 'words'::varchar as words, 2.50::numeric as price, date '2026-09-30' as day, null::text as nothing,"
    " jsonb_build_object('a', jsonb_build_array(1)) as json, array['x', 'y']::varchar[] as list, array[1.5]::numeric[] as prices"
)
ROW = {"words": "words", "price": Decimal("2.50"), "day": date(2026, 9, 30), "nothing": None, "json": {"a": [1]},
       "list": ["x", "y"], "prices": [Decimal("1.5")]}  # fmt: skip


@pytest.fixture
def seen() -> Iterator[list[str]]:
    found: list[str] = []
    token = statements.set(found)
    yield found
    statements.reset(token)


async def test_the_same_question_is_answered_from_before(empty: str, seen: list[str]) -> None:
    async with unit_of_work(read_only=True):
        first = await DB.fetch("select random() as n")
        assert [row["n"] for row in await DB.fetch("select random() as n")] == [row["n"] for row in first]
    async with unit_of_work(read_only=True):
        assert (await DB.value("select random() as n")) != first[0]["n"], "another unit asks anew"
    assert len(seen) == 2


async def test_side_by_side_they_are_one_statement_with_the_same_answers(empty: str, seen: list[str]) -> None:
    async with unit_of_work(read_only=True):
        alone = [await DB.row(MIXED, n) for n in (1, 2)]
    seen.clear()
    async with unit_of_work(read_only=True):
        first, second, none = await together(
            DB.row(MIXED, 1), DB.row(MIXED, 2), DB.fetch("select n from generate_series($1::int, 0) n", 1)
        )
    assert len(seen) == 2, "the third was never asked before: its columns are learnt alone"
    assert dict(first) == {"n": 1, **ROW} == dict(alone[0]) and dict(second) == {"n": 2, **ROW}
    assert none == []


async def test_the_rows_keep_their_order(empty: str) -> None:
    question = "select n from generate_series(1, 500) n order by n desc"
    async with unit_of_work(read_only=True):
        await DB.fetch(question)
    async with unit_of_work(read_only=True):
        found, _ = await together(DB.fetch(question), DB.fetch(MIXED, 1))
    assert [row["n"] for row in found] == list(range(500, 0, -1))


async def test_a_question_that_fails_fails_the_unit_and_leaves_the_connection_usable(empty: str) -> None:
    for _ in range(2):
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with unit_of_work(read_only=True):
                await each(
                    [DB.fetch("select 1 / $1::int as n", 0), DB.fetch(MIXED, 1), DB.fetch("select pg_sleep(0.01)")]
                )
    async with unit_of_work(read_only=True):
        assert await DB.value(MIXED, 7) == 7


async def test_a_unit_that_writes_asks_in_order_and_never_from_before(empty: str, seen: list[str]) -> None:
    insert = "insert into kernel_setting (key, value, version) values ($1, jsonb_build_object(), 1)"
    count = "select count(*) from kernel_setting where key like 'n%'"
    async with unit_of_work():
        answers = await each([DB.fetch(insert, "n1"), DB.value(count), DB.fetch(insert, "n2"), DB.value(count)])
        assert [answers[1], answers[3]] == [1, 2]
    assert len(seen) == 4


SNAPSHOT = "select pg_current_snapshot()::text as snapshot"


async def look(account: str, question: str = "select random() as n") -> Any:
    """A page of this account: its first statement tells the snapshot, as the session lookup does."""
    async with unit_of_work(look=True):
        DB.asking.remember(account, await DB.value(SNAPSHOT))
        return await DB.value(question)


async def snapshot() -> str:
    async with unit_of_work(read_only=True):
        return str(await DB.value(SNAPSHOT))


async def kept(account: str) -> Any:
    """What this account is answered twice. The server writes by itself as well, now and then (it gathers statistics),
    and then nothing has to be kept: two looks count between which nobody wrote."""
    for _ in range(20):
        before = await snapshot()
        answers = [await look(account), await look(account)]
        if await snapshot() == before:
            assert answers[0] == answers[1]
            return answers[0]
    raise AssertionError("somebody wrote all the time")


async def test_an_answer_is_kept_until_somebody_writes_and_for_nobody_else(empty: str) -> None:
    first = await kept("eve")
    assert await look("finn") != first, "an answer belongs to the account that was given it"
    async with unit_of_work():
        await DB.fetch("insert into kernel_setting (key, value, version) values ('x', jsonb_build_object(), 1)")
    assert await look("eve") != first


async def test_what_was_rolled_back_is_never_kept(empty: str) -> None:
    count = "select count(*) from kernel_setting where key = 'x'"
    with pytest.raises(RuntimeError):
        async with unit_of_work():
            await DB.fetch("insert into kernel_setting (key, value, version) values ('x', jsonb_build_object(), 1)")
            assert await look("eve", count) == 1, "joined: the unit sees its own writes"
            raise RuntimeError
    assert await look("eve", count) == 0


async def test_a_look_cannot_write(empty: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with unit_of_work(look=True):
            await DB.fetch("insert into kernel_setting (key, value, version) values ('x', jsonb_build_object(), 1)")
