"""Who hangs up in the middle leaves nothing behind: no connection that is missing, and no answer for somebody else.

Row 108, CVE-2023-28858: a command that was cancelled half-way left its reply for the next one to ask. Here the
connections that could do that are the database's.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hrapp.kernel.asking import together
from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work

from ..browser import Browser, browser
from ..cast import Cast

NAMES = {"eve": "伊薇", "ada": "安可", "mona": "莫兰", "olga": "欧佳"}


async def look(who: Browser, url: str, hangs_up_after: float | None) -> str | None:
    asking = asyncio.create_task(who.get(url))
    if hangs_up_after is not None:
        await asyncio.sleep(hangs_up_after)
        asking.cancel()
    try:
        return (await asking).text
    except asyncio.CancelledError:
        return None


def missing() -> int:
    """Connections that nobody holds and nobody gave back."""
    pools = [pool for pool in (DB.pool, DB.reading_pool, *DB.role_pools.values()) if pool is not None]
    return sum(pool.get_size() - pool.get_idle_size() for pool in pools)


async def settled() -> int:
    for _ in range(50):
        if not missing():
            break
        await asyncio.sleep(0.05)
    return missing()


async def test_108_who_is_cancelled_twice_gives_the_connection_back(company_once: Cast) -> None:
    """As when the server stops while a page still waits for what it gave up."""

    async def page() -> None:
        async with unit_of_work(look=True):
            await together(DB.fetch("select 1 as a"), DB.fetch("select pg_sleep(0.5)::text as b"))

    for _ in range(3):
        asking = asyncio.create_task(page())
        for _ in range(3):
            await asyncio.sleep(0.05)
            asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    assert await settled() == 0
    async with unit_of_work(look=True):
        assert await DB.value("select 'mine'") == "mine"


async def test_108_cve_2023_28858_who_hangs_up_leaves_no_answer_and_no_gap(company_once: Cast) -> None:
    dropped = 0
    async with browser("eve") as eve, browser("ada") as ada, browser("mona") as mona, browser("olga") as olga:
        people = {"eve": eve, "ada": ada, "mona": mona, "olga": olga}
        for turn in range(40):
            wanted = [(name, n % 2) for n, name in enumerate((*NAMES, *NAMES))]
            answers = await asyncio.gather(
                *(
                    look(people[name], "/account" if turn % 2 else "/", turn * 0.001 if hangs_up else None)
                    for name, hangs_up in wanted
                )
            )
            dropped += answers.count(None)
            for (name, _), page in zip(wanted, answers, strict=True):
                mine = page.split("<main")[0] if page is not None else NAMES[name]
                assert [said for said in NAMES.values() if said in mine] == [NAMES[name]]
    assert dropped > 40, "many were dropped, at many moments"
    assert await settled() == 0
