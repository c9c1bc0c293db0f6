"""Whatever is broken of the door, or of the walls of the database, is noticed by a visit or a statement."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from hrapp.kernel import embedded, migrate

from ..cast import Cast
from . import database_claims, database_mutants, door_claims, door_mutants


@pytest.fixture
async def database(server: embedded.Server, company_once: Cast) -> AsyncIterator[Any]:
    """The company's database as whoever may do everything in it; all of it is taken back."""
    connection = await asyncpg.connect(**migrate.connection_config(server.url(company_once.database)))
    try:
        transaction = connection.transaction()
        await transaction.start()
        yield connection
        await transaction.rollback()
    finally:
        await connection.close()


async def test_whatever_is_broken_in_the_database_is_noticed(database: Any) -> None:
    known = await database_claims.names(database)
    assert await database_claims.first_wrong(database, known) == "", "whole"
    mutants = await database_mutants.every(database)
    assert len(mutants) >= 100
    missed = [each.title for each in mutants if not await database_mutants.noticed(database, each, known)]
    assert missed == []


async def test_whatever_is_broken_of_the_door_is_noticed(company: Cast) -> None:
    await door_claims.prepare()
    assert await door_claims.first_wrong() == "", "whole"
    missed = []
    for each in door_mutants.MUTANTS:
        with each.alive():
            if not await door_claims.first_wrong(each.about):
                missed.append(each.title)
    assert missed == []
    assert await door_claims.first_wrong() == "", "and whole again"
