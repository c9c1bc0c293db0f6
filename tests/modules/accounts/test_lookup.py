"""Who asks, and what they may do, is one statement; what is known of it holds until anybody commits anything."""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg
import pytest

from hrapp.kernel import embedded, migrate
from hrapp.kernel.database import statements

from ...browser import browser
from ...cast import Cast


@pytest.fixture
def seen() -> Iterator[list[str]]:
    found: list[str] = []
    token = statements.set(found)
    yield found
    statements.reset(token)


@pytest.fixture
async def elsewhere(server: embedded.Server, cast: Cast) -> asyncpg.Connection:  # type: ignore[type-arg]
    """Another process, which tells nobody what it writes."""
    return await asyncpg.connect(**migrate.connection_config(server.url(cast.database)))


def about_who_asks(seen: list[str]) -> list[str]:
    return [each for each in seen if "accounts_session s" in each or "rbac_role_assignment" in each]


async def test_a_page_asks_once_who_it_is_for_whether_or_not_somebody_writes(
    cast: Cast,
    seen: list[str],
    elsewhere: asyncpg.Connection,  # type: ignore[type-arg]
) -> None:
    async with browser("ada") as ada:
        for somebody_writes in (False, False, True, False, True, True, False):
            if somebody_writes:
                await elsewhere.execute("select pg_current_xact_id()")
            seen.clear()
            assert (await ada.get("/people")).status_code == 200
            assert len(about_who_asks(seen)) == 1
    await elsewhere.close()


async def test_what_another_process_takes_away_is_gone_on_the_next_page(
    cast: Cast,
    elsewhere: asyncpg.Connection,  # type: ignore[type-arg]
) -> None:
    async with browser("ada") as ada, browser("gina") as gina:
        for _page in range(3):
            assert (await ada.get("/imports")).status_code == 200
        await elsewhere.execute("update rbac_role_assignment set ended_at = now() where role = 'hr'")
        assert (await ada.get("/imports")).status_code == 403
        assert (await gina.get("/imports")).status_code == 200
        await elsewhere.execute("update rbac_role_assignment set ended_at = null where role = 'hr'")
        assert (await ada.get("/imports")).status_code == 200
    await elsewhere.close()


async def test_the_rights_of_one_session_are_never_those_of_another(cast: Cast) -> None:
    async with browser("ada") as ada, browser("eve") as eve:
        for _page in range(3):
            assert (await ada.get("/imports")).status_code == 200
            assert (await eve.get("/imports")).status_code == 403
