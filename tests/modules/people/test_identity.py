"""ID numbers: on record or not, opened one at a time for a reason, and never for the database's usual login."""

from __future__ import annotations

import asyncpg
import pytest

from hrapp.kernel import embedded, keys, migrate
from hrapp.kernel.database import IMPORT
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people.identity import keep
from hrapp.modules.people.revealing import REVEAL

from ...browser import NOBODY, browser, words
from ...cast import Cast
from ...company import ID_NUMBERS, one
from ...proving import prove

EVE = ID_NUMBERS["eve"]


async def test_the_page_says_that_a_number_is_on_record_and_not_which(company_once: Cast) -> None:
    eve, gina = await company_once.person("eve"), await company_once.person("gina")
    for name, person, words_of_it in (("eve", eve, "已登记"), ("ada", eve, "已登记"), ("ada", gina, "未登记")):
        async with browser(name) as who:
            page = await who.get(f"/people/{person}")
        assert words_of_it in words(page) and EVE not in page.text and EVE[-4:] not in page.text


async def test_one_opens_one_s_own_without_a_reason(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("eve") as who:
        answer = await who.submit(f"/people/{eve}/identity")
    assert answer.status_code == 200 and EVE in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert await one("select count(*) from audit_entry where event = 'IdentityRevealed'") == 1
    assert (
        await one("select count(*) from audit_entry where event = 'DataSeen' and details ->> 'data' = 'identity'") == 0
    )


async def test_hr_opens_it_for_a_reason_that_stays(company: Cast) -> None:
    eve = await company.person("eve")
    async with browser("ada") as ada:
        without = await ada.submit(f"/people/{eve}/identity")
        long = await ada.submit(f"/people/{eve}/identity", reason="社" * 201)
        answer = await ada.submit(f"/people/{eve}/identity", reason="办理社保")
    assert without.status_code == long.status_code == 422 and EVE not in without.text + long.text
    assert "请写明用途" in words(without)
    assert answer.status_code == 200 and EVE in answer.text
    details = await one("select details::text from audit_entry where event = 'IdentityRevealed'")
    assert "办理社保" in details and EVE not in details
    assert await one("select details -> 'fields' ->> 0 from audit_entry where event = 'DataSeen'") == "id_no"


@pytest.mark.parametrize("name", ["gina", "mona", "finn", "olga", "root"])
async def test_nobody_else_opens_it_or_hears_of_it(company: Cast, name: str) -> None:
    eve = await company.person("eve")
    async with browser(name) as who:
        page = await who.get(f"/people/{eve}")
        answer = await who.submit(f"/people/{eve}/identity", reason="看看")
    assert "证号" not in page.text
    assert answer.status_code in (403, 404) and EVE not in answer.text
    assert await one("select count(*) from audit_entry where event = 'IdentityRevealed'") == 0


async def test_of_nobody_and_of_somebody_without_one(company: Cast) -> None:
    gina = await company.person("gina")
    async with browser("ada") as ada:
        assert (await ada.submit(f"/people/{NOBODY}/identity", reason="x")).status_code == 404
        none = await ada.submit(f"/people/{gina}/identity", reason="核对")
        assert (await ada.get(f"/people/{gina}/identity")).status_code in (404, 405), "no address opens it"
    assert none.status_code == 200 and "没有登记身份证号" in words(none)


async def test_it_asks_for_a_proof_that_is_fresh(house: object) -> None:
    assert house.fresh(REVEAL)  # type: ignore[attr-defined]


async def test_once_its_key_is_destroyed_nobody_opens_it(company: Cast) -> None:
    eve = await company.person("eve")
    async with unit_of_work(role=IMPORT):
        assert await keys.destroy("identity", eve)
    async with browser("ada") as ada:
        answer = await ada.submit(f"/people/{eve}/identity", reason="核对")
    assert "没有登记身份证号" in words(answer) and EVE not in answer.text


async def test_the_usual_login_finds_its_actor_s_own_row_and_writes_none(
    server: embedded.Server, company: Cast
) -> None:
    eve, ada = await company.person("eve"), await company.person("ada")
    accounts = {p: await one("select id from accounts_account where person = $1", p) for p in (eve, ada)}
    async with unit_of_work(role=IMPORT):
        await keep({ada: "11010119900307867X"})
    connection = await asyncpg.connect(**migrate.connection_config(server.url(company.database, migrate.WEB)))
    try:
        assert await connection.fetchval("select count(*) from people_identity") == 0
        for person, seen in ((eve, 1), (ada, len(ID_NUMBERS) + 1)):
            async with connection.transaction():
                await prove(connection, accounts[person], person)
                assert await connection.fetchval("select count(*) from people_identity") == seen
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from people_identity")
    finally:
        await connection.close()
