"""The database itself keeps pay from whoever may not read it, whatever the application would ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from hrapp.kernel import embedded, keys, migrate
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB, PAY
from hrapp.kernel.errors import Refused
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.compensation.queries import pay_lines

from ...cast import PEOPLE, TODAY, Cast
from ...company import one
from ...proving import prove

TABLES = ("compensation_pay_record", "compensation_raise", "compensation_raise_round")


@asynccontextmanager
async def connected(server: embedded.Server, cast: Cast, user: str, **context: str) -> AsyncIterator[Any]:
    """A look with `psql`: as this login, with this context, in a transaction that ends with nothing."""
    connection = await asyncpg.connect(**migrate.connection_config(server.url(cast.database, user)))
    try:
        transaction = connection.transaction()
        await transaction.start()
        await prove(connection, **context)
        yield connection
        await transaction.rollback()
    finally:
        await connection.close()


async def account(name: str) -> dict[str, str]:
    person = await one("select id from people_person where emp_no = $1", PEOPLE[name][0])
    found = await one("select id from accounts_account where person = $1", person)
    return {"account": found, "person": person}


@pytest.mark.parametrize("table", TABLES)
async def test_the_web_role_does_not_even_reach_pay(server: embedded.Server, company_once: Cast, table: str) -> None:
    async with connected(server, company_once, migrate.WEB, **await account("gina")) as web:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web.fetch(f"select * from {table}")


async def test_the_web_role_finds_no_key_of_pay(server: embedded.Server, company_once: Cast) -> None:
    async with connected(server, company_once, migrate.WEB) as web:
        assert await web.fetchval("select count(*) from kernel_key where data = 'salary'") == 0
    assert await one("select count(*) from kernel_key where data = 'salary'") > 0


async def test_the_web_role_does_not_become_another(server: embedded.Server, company_once: Cast) -> None:
    async with connected(server, company_once, migrate.WEB) as web:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web.fetch("select set_config('role', 'hrapp_pay', false)")


@pytest.mark.parametrize("table", TABLES[:2])
async def test_without_a_context_the_pay_role_finds_nothing(
    server: embedded.Server, company_once: Cast, table: str
) -> None:
    async with connected(server, company_once, migrate.PAY) as pay:
        assert await pay.fetchval(f"select count(*) from {table}") == 0


@pytest.mark.parametrize("name", ["eve", "mona", "otto", "olga", "root"])
async def test_with_anybody_s_context_the_pay_role_finds_their_own(
    server: embedded.Server, company_once: Cast, name: str
) -> None:
    own = await account(name)
    async with connected(server, company_once, migrate.PAY, **own) as pay:
        found = await pay.fetch("select distinct person from compensation_pay_record")
        raises = await pay.fetch("select person, raise_round from compensation_raise")
    assert {row["person"] for row in found} == {own["person"]}
    assert {row["person"] for row in raises} <= {own["person"]}
    state = {
        row["raise_round"]: await one("select state from compensation_raise_round where id = $1", row["raise_round"])
        for row in raises
    }
    assert set(state.values()) <= {"released"}, "a raise that is not released is nobody's own to read"


async def test_hr_finds_everybody_and_does_not_change_their_own(server: embedded.Server, company_once: Cast) -> None:
    ada = await account("ada")
    async with connected(server, company_once, migrate.PAY, **ada) as pay:
        everybody = await pay.fetchval("select count(distinct person) from compensation_pay_record")
        assert everybody > 5
        touched = await pay.execute(
            "update compensation_raise set version = version + 1 where raise_round in (select id from compensation_raise_round where state = 'open')"
        )
        assert int(touched.split()[-1]) > 0
        assert (
            await pay.execute("update compensation_raise set version = 99 where person = $1", ada["person"])
            == "UPDATE 0"
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pay.execute(
                "insert into compensation_pay_record (id, person, effective_on, sealed) values ('x', $1, '2026-11-01', ''::bytea)",
                ada["person"],
            )


async def test_ciphertext_of_one_person_does_not_open_as_anothers(company: Cast) -> None:
    """Somebody who writes in the database gives Eve the pay of Gina: it does not open."""
    async with unit_of_work(role="import"):
        await DB.fetch(
            "update compensation_pay_record set sealed = (select sealed from compensation_pay_record r join people_person p"
            " on p.id = r.person where p.emp_no = 'E001' limit 1) where decision is null and person = (select id from people_person where emp_no = 'E004')"
        )
    with pytest.raises(keys.KeyMissing):
        async with unit_of_work(role="import", read_only=True):
            await pay_lines(EVERYBODY, TODAY)


async def test_pay_whose_key_was_destroyed_is_gone_and_the_others_stay(company: Cast) -> None:
    eve = await company.person("eve")
    async with unit_of_work(role="import"):
        before = {line.person for line in await pay_lines(EVERYBODY, TODAY)}
        assert eve in before and await keys.destroy("salary", eve)
        assert {line.person for line in await pay_lines(EVERYBODY, TODAY)} == before - {eve}
        with pytest.raises(Refused):
            await keys.for_writing("salary", [eve])


async def test_a_unit_never_takes_a_wider_role_along_the_way(company_once: Cast) -> None:
    async with unit_of_work(Actor()):
        with pytest.raises(RuntimeError):
            async with unit_of_work(role=PAY):
                pass
