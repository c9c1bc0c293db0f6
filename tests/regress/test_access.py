"""Access that was open in other systems, row by row, and is closed here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from litestar import get

from hrapp.kernel.access import Viewer
from hrapp.kernel.classes import declared
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.module import Module
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.work import emit, unit_of_work
from hrapp.modules.accounts.api import account_by_login, own_standing_of
from hrapp.modules.compensation.events import RaiseDecided
from hrapp.modules.rbac.api import give_role

from ..browser import NOBODY, browser, statuses, words
from ..cast import PEOPLE, TODAY, Cast
from ..company import PDF, one
from ..house.test_pay_stays_secret import every_url


async def account(name: str) -> str:
    async with unit_of_work(read_only=True):
        found = await account_by_login(PEOPLE[name][0])
    assert found
    return found.id


async def standing(name: str, days: int = 0) -> Viewer:
    who = await account(name)
    async with unit_of_work(read_only=True):
        found = await own_standing_of(who, TODAY + timedelta(days=days))
    assert found
    return found


async def lend(by: str, to: str, **more: Any) -> int:
    fields = {
        "emp_no": PEOPLE[to][0],
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=60)).isoformat(),
        "reason": "休假",
        "look": "1",
        "decide": "1",
        "classes": "performance",
    }
    async with browser(by) as page:
        return (await page.submit("/account/delegations", **{**fields, **more})).status_code


async def test_05_a_manager_reaches_the_own_people_and_nobody_elses(cast_once: Cast) -> None:
    mona = await standing("mona")
    for name, scope in mona.scopes.items():
        for other in ("otto", "olga", "ada"):
            if name.startswith(("performance.", "compensation.", "promotion.")) and not scope.whole:
                no, _, _, _, manager, _ = PEOPLE[other]
                assert not scope.has(await cast_once.person(other), "another department", manager), (name, no)


async def test_17_a_right_without_a_row_opens_no_row(company_once: Cast) -> None:
    olga, eve = await company_once.person("olga"), await company_once.person("eve")
    assert await statuses("mona", f"/people/{olga}/performance", f"/people/{olga}/promotion") == [404, 404]
    assert await statuses("mona", f"/people/{eve}/performance", f"/people/{eve}/promotion") == [200, 200]


async def test_18_and_21_a_form_changes_its_own_fields_and_its_own_object(company: Cast) -> None:
    """What nobody asked for is not read: role, account and salary beside a form's fields change nothing."""
    await lend("otto", "eve")
    loan = await one("select id from rbac_delegation")
    async with browser("finn") as finn:
        sent = await finn.submit(f"/account/delegations/{loan}/end", giver=await account("finn"))
    assert sent.status_code == 404 and await one("select ended_at from rbac_delegation") is None
    more = {"role": "hr", "giver": await account("gina"), "taker": await account("root"), "actions": "administer"}
    assert await lend("otto", "finn", **more) == 303
    made = await one("select giver from rbac_delegation where taker = $1", await account("finn"))
    assert made == await account("otto") and "hr" not in (await standing("finn")).roles


async def lose(lender: str, *people: str) -> None:
    """Somebody else leads these people and the departments of the one who led them."""
    async with unit_of_work(role="import"):
        await DB.fetch(
            "update people_assignment set manager_no = 'E001' where person = any($1::varchar[])", list(people)
        )
        await DB.fetch("update people_department set manager_no = null where manager_no = $1", PEOPLE[lender][0])


async def test_22_and_33_what_was_lent_is_never_more_than_the_lender_has_nor_lent_on(cast: Cast) -> None:
    olga = await cast.person("olga")
    page = f"/people/{olga}/performance"
    assert await statuses("eve", page) == [404]
    await lend("otto", "eve")
    await lend("eve", "finn")  # eve lends her own, and she has nothing
    async with browser("finn") as finn, browser("eve") as eve:
        assert [(await eve.get(page)).status_code, (await finn.get(page)).status_code] == [200, 404]
        await lose("otto", olga)
        assert (await eve.get(page)).status_code == 404  # the lender lost it, so did she
        assert (await eve.get("/")).status_code == 200


async def test_22_a_deputy_decides_in_both_names_and_no_longer_when_the_lender_may_not(company: Cast) -> None:
    """Olga stands in for Mona: she reviews what Finn handed in, until Mona leads nobody."""
    finn_, eve_ = await company.person("finn"), await company.person("eve")
    for title in ("九月验收", "十月验收"):
        async with browser("finn") as finn:
            file = ("验收.pdf", PDF, "application/pdf")
            assert (await finn.submit("/documents", doc_type="验收成果证明", title=title, file=file)).status_code == 303
    find = "select id from documents_document where title = $1"
    first, second = await one(find, "九月验收"), await one(find, "十月验收")
    agree = {"verdict": "approve", "comment": "齐全", "version": "1"}
    version = "select version from documents_document where id = $1"
    async with browser("olga") as olga:
        assert (await olga.get(f"/documents/{first}")).status_code == 404
        assert await lend("mona", "olga") == 303
        assert (await olga.get(f"/documents/{first}")).status_code == 200
        agree["version"] = str(await one(version, first))
        assert (await olga.submit(f"/documents/{first}/review", **agree)).status_code == 303
        names = "select actor || '/' || behalf from audit_entry where object = $1 and behalf is not null"
        assert await one(names, first) == "欧佳（E007）/莫兰"
        await lose("mona", finn_, eve_)
        assert (await olga.get(f"/documents/{second}")).status_code == 404
        agree["version"] = str(await one(version, second))
        assert (await olga.submit(f"/documents/{second}/review", **agree)).status_code in (403, 404)
    assert await one("select state from documents_document where id = $1", second) == "pending"


async def test_33_nobody_prolongs_a_loan(cast: Cast) -> None:
    await lend("otto", "eve")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work():
            await DB.fetch("update rbac_delegation set until = until + 30")
    assert await lend("otto", "finn", until=(TODAY + timedelta(days=200)).isoformat()) == 422


async def test_24_a_new_account_brings_no_role_along(cast: Cast) -> None:
    person = await cast.person("finn")
    async with browser("ada") as ada:
        sent = await ada.submit(f"/people/{person}/account/slip", role="hr", department="x")
    assert sent.status_code == 200
    assert (await standing("finn")).roles == {"employee"}


def test_26_a_page_without_a_permission_stops_the_start() -> None:
    @get("/open-door")
    async def open_door() -> str:
        return "everybody's"

    open_ = Module(name="open", title="open", pages=(open_door,))
    found = Registry.build([*discover(), open_]).problems()  # the application does not start with any
    assert any("open_door declares no permission" in sentence for sentence in found)


async def test_30_a_role_cannot_be_written_by_a_page(cast_once: Cast) -> None:
    who = await account("eve")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work():
            await give_role(who, "general_manager")


async def test_32_nobody_puts_themselves_at_the_head(cast: Cast) -> None:
    unit = await one("select id from people_department where name = '运营部'")
    span = {"acting_since": TODAY.isoformat(), "acting_last": TODAY.isoformat(), "acting_department": unit}
    for name in ("eve", "mona", "root"):
        async with browser(name) as who:
            assert (await who.submit("/settings/access/acting", acting_no=PEOPLE[name][0], **span)).status_code == 403
    async with browser("ada") as ada:
        assert (await ada.submit("/settings/access/acting", acting_no="E002", **span)).status_code == 422


async def test_34_what_was_taken_back_is_closed_on_the_next_page(cast: Cast) -> None:
    unit = await one("select id from people_department where name = '销售部'")
    made = new_id()
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_role_assignment (id, account, role, department, given_by, given_at)"
            " values ($1, $2, 'hrbp', $3, 'x', now())",
            made,
            await account("olga"),
            unit,
        )
    eve = await cast.person("eve")
    sales = (eve, unit, "E003")
    before = {name for name, scope in (await standing("olga")).scopes.items() if scope.has(*sales)}
    assert any(name.startswith("performance.") for name in before)
    async with browser("gina") as gina:
        assert (await gina.submit(f"/settings/access/role/{made}/end")).status_code == 303
    after = {name for name, scope in (await standing("olga")).scopes.items() if scope.has(*sales)}
    assert not any(name.startswith(("performance.", "compensation.", "people.personal")) for name in after)


async def test_34_a_role_with_an_end_ends_by_itself(cast: Cast) -> None:
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_role_assignment (id, account, role, since, until, given_by, given_at)"
            " values ($1, $2, 'auditor', $3, $4, 'x', now())",
            new_id(),
            await account("otto"),
            TODAY,
            TODAY + timedelta(days=7),
        )
    assert "auditor" in (await standing("otto", 6)).roles
    assert "auditor" not in (await standing("otto", 7)).roles


async def test_17_a_figure_is_entered_where_the_right_reaches_and_offered_nowhere_else(company: Cast) -> None:
    """Gina reads everybody's results, and enters them for her direct reports: not for Eve, who is Mona's."""
    eve = await company.person("eve")
    async with unit_of_work(role="import"):
        await DB.fetch("delete from performance_metric_value where person = $1", eve)
    found = []
    for name in ("mona", "gina", "ada"):
        async with browser(name) as who:
            page = await who.get(f"/people/{eve}/performance")
        assert page.status_code == 200, name
        found.append("/actual" in page.text)
    assert found == [True, False, True]


async def test_what_one_decided_alone_stands_in_a_list_for_the_auditor(company: Cast) -> None:
    async with unit_of_work(role="import"):
        await give_role(await account("otto"), "auditor")
        for direct in (True, False):
            await emit(
                RaiseDecided(
                    object=new_id(),
                    person=await company.person("eve" if direct else "finn"),
                    details={"direct": direct, "round": "秋季"},
                )
            )
    async with browser("otto") as otto:
        page = words(await otto.get("/audit?kind=direct"))
    rows = page.split("详情", 1)[-1]
    assert "伊薇" in rows and "范恩" not in rows
    assert await statuses("eve", "/audit?kind=direct") == [403]


KEPT_FROM_FORMS = (
    "rbac_role_assignment", "rbac_grant", "rbac_bundle", "rbac_acting", "rbac_delegation", "people_person",
    "people_assignment", "people_department", "people_job_change", "compensation_pay_record", "compensation_raise",
    "performance_grade", "accounts_account", "kernel_setting",
)  # fmt: skip


async def rows_of(*tables: str) -> set[tuple[str, str]]:
    async with unit_of_work(read_only=True, role=IMPORT):
        return {
            (t, row["said"]) for t in tables for row in await DB.fetch(f"select to_jsonb(t)::text as said from {t} t")
        }


@pytest.mark.parametrize("name", ["eve", "root"])
async def test_21_every_name_of_every_column_sent_with_every_form_changes_nothing(
    company: Cast, house: Registry, name: str
) -> None:
    """Nobody who may change no role, no pay and no place gets there by fields that a form does not ask for."""
    person, who_is = await company.person(name), await account(name)
    meant = {"role": "hr", "roles": "hr", "person": person, "account": who_is, "taker": who_is, "level": "M2"}
    meant |= {
        "manager_no": PEOPLE[name][0],
        "emp_no": PEOPLE[name][0],
        "state": "active",
        "grade": "优秀",
        "reach": "company",
    }
    fields = {column: meant.get(column, "1") for columns in declared().values() for column in columns}
    before = await rows_of(*KEPT_FROM_FORMS)
    tried = 0
    for page in house.each(lambda m: m.pages):
        for path in page.paths if "POST" in page.http_methods else ():
            if path in ("/sign-out", "/account/password", "/account/sessions/end"):
                continue  # they end the session
            async with browser(name) as who:
                filled = path.replace("{person:str}", person)
                answer = await who.submit(re.sub(r"{\w+:\w+}", NOBODY, filled), **fields)
            assert answer.status_code < 500, path
            tried += 1
    assert tried > 40
    assert before ^ await rows_of(*KEPT_FROM_FORMS) == set()


async def test_34_every_page_that_a_role_opened_is_closed_on_the_next_request(company: Cast, house: Registry) -> None:
    unit, who_is, made = (
        await one("select id from people_department where name = '销售部'"),
        await account("otto"),
        new_id(),
    )
    urls = [url for url in await every_url(house) if not url.startswith("/people?")]
    async with browser("otto") as otto:
        before = {url for url in urls if (await otto.get(url)).status_code == 200}
        async with unit_of_work(role="import"):
            await DB.fetch(
                "insert into rbac_role_assignment (id, account, role, department, given_by, given_at)"
                " values ($1, $2, 'hrbp', $3, 'x', now())", made, who_is, unit,
            )  # fmt: skip
        opened = {url for url in urls if url not in before and (await otto.get(url)).status_code == 200}
        assert any(url.endswith("/performance") for url in opened) and any(url.endswith("/pay") for url in opened)
        async with browser("gina") as gina:
            assert (await gina.submit(f"/settings/access/role/{made}/end")).status_code == 303
        answered = {(await otto.get(url)).status_code for url in opened}
        assert answered <= {303, 403, 404}, "the old session is over, or open for what is left"
    async with browser("otto") as otto:
        assert {url for url in opened if (await otto.get(url)).status_code not in (403, 404)} == set()
