"""Roles and access on pages: who may, two who agree, taking back, why, standing in."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import timedelta
from typing import Any

import pytest

from hrapp.commands import people, snapshot, trust
from hrapp.kernel import company as company_file
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work, usually
from hrapp.modules.accounts.api import account_by_login, own_standing_of
from hrapp.modules.rbac.api import both_claimed, give_role, use_code

from ...browser import NOBODY, browser, statuses, words
from ...cast import PEOPLE, TODAY, Cast
from ...company import one
from ...signing import Clock, code_of, give_code, rows, sign_in, with_factor, with_password

OFFICE = ("/settings/access", "/settings/roles", "/access")
OWN = ("/me/access", "/account/delegations")


def no(name: str) -> str:
    return PEOPLE[name][0]


async def account(name: str) -> str:
    async with unit_of_work(read_only=True):
        found = await account_by_login(no(name))
    assert found
    return found.id


async def roles_of(name: str) -> set[str]:
    who = await account(name)
    async with unit_of_work(read_only=True):
        viewer = await own_standing_of(who, TODAY)
    assert viewer
    return set(viewer.roles)


async def proposal() -> str:
    return str(await one("select id from rbac_proposal where state = 'open'"))


async def propose(who: str, whom: str, role: str, **more: Any) -> int:
    async with browser(who) as page:
        sent = await page.submit(
            "/settings/access/roles", emp_no=no(whom), role=role, reason="需要协助", department="", until="", **more
        )
        return sent.status_code


async def vote(who: str, verdict: str = "agree") -> Any:
    async with browser(who) as page:
        return await page.submit(f"/settings/access/proposals/{await proposal()}/vote", verdict=verdict)


# -- who may, what is said, what is wrong -----------------------------------------------------------------------------


async def test_the_office_pages_are_for_those_who_answer_for_access(cast_once: Cast) -> None:
    for name in PEOPLE:
        expected = [200] * 3 if name in ("ada", "gina") else [403] * 3
        assert await statuses(name, *OFFICE) == expected, name
        assert await statuses(name, *OWN) == [200, 200], name
        assert await statuses(name, "/account/shell-code") == [expected[0]], name
    async with browser() as nobody:
        assert (await nobody.get("/settings/access")).status_code in (303, 401)


async def test_roles_are_listed_with_who_gave_them(cast_once: Cast) -> None:
    async with browser("gina") as gina:
        said = words(await gina.get("/settings/access"))
    assert "安可" in said and "顾宁" in said and "鲁特" in said


async def test_what_is_wrong_is_said_and_what_was_entered_stays(cast_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit(
            "/settings/access/roles", emp_no="E999", role="hr", reason="替班理由", department="", until=""
        )
        assert page.status_code == 422 and "E999" in page.text and "替班理由" in page.text
        page = await ada.submit(
            "/settings/access/roles", emp_no=no("root"), role="hr", reason="x", department="", until=""
        )
        assert page.status_code == 422  # IT excludes what sees people
        page = await ada.submit(
            "/settings/access/roles", emp_no=no("eve"), role="hrbp", reason="x", department="", until=""
        )
        assert page.status_code == 422  # of which department?
        page = await ada.submit(
            "/settings/access/roles", emp_no=no("eve"), role="hr", reason="", department="", until=""
        )
        assert page.status_code == 422
        assert (await ada.submit(f"/settings/access/proposals/{NOBODY}/vote", verdict="agree")).status_code == 404
        assert (await ada.submit(f"/settings/access/role/{NOBODY}/end")).status_code == 404


async def test_an_employee_proposes_and_takes_back_nothing(cast_once: Cast) -> None:
    held = await one("select id from rbac_role_assignment where role = 'hr'")
    async with browser("mona") as mona:
        assert (
            await mona.submit("/settings/access/roles", emp_no=no("mona"), role="hr", reason="x")
        ).status_code == 403
        assert (await mona.submit(f"/settings/access/role/{held}/end")).status_code == 403
        sent = await mona.submit("/settings/roles", role="manager", permission="compensation.view", reach="company")
        assert sent.status_code == 403


# -- two agree ---------------------------------------------------------------------------------------------------------


async def test_a_role_holds_when_two_of_different_families_agreed(cast: Cast) -> None:
    assert await propose("ada", "otto", "auditor") == 303
    assert await roles_of("otto") == {"employee", "manager"}
    assert (await vote("ada")).status_code == 303
    assert (await vote("ada")).status_code == 409  # twice is once
    assert await roles_of("otto") == {"employee", "manager"}
    async with browser("gina") as gina:
        assert "权限变更等您同意" in words(await gina.get("/"))
    async with browser("otto") as otto:
        await vote("gina")
        assert (await otto.get("/")).status_code in (303, 401)  # signed out: the rights are new
    assert await roles_of("otto") == {"employee", "manager", "auditor"}
    async with browser("ada") as ada:
        assert "查看权限有变动" in words(await ada.get("/inbox"))


async def test_one_no_ends_it(cast: Cast) -> None:
    await propose("ada", "eve", "hr")
    await vote("gina", "reject")
    assert await one("select state from rbac_proposal") == "rejected"
    assert "hr" not in await roles_of("eve")


async def test_whoever_it_is_about_has_no_say(cast: Cast) -> None:
    await propose("ada", "gina", "auditor")
    assert (await vote("gina")).status_code == 403
    await vote("ada")
    assert "auditor" not in await roles_of("gina")


async def test_it_has_no_say_whatever_else_it_was_given(cast: Cast) -> None:
    await propose("ada", "eve", "auditor")
    assert (await vote("root")).status_code == 403


async def test_taking_back_takes_one_and_counts_at_once(cast: Cast) -> None:
    held = await one("select id from rbac_role_assignment where role = 'hr'")
    async with browser("ada") as ada:
        assert (await ada.get("/settings/access")).status_code == 200
        async with browser("gina") as gina:
            assert (await gina.submit(f"/settings/access/role/{held}/end")).status_code == 303
        assert (await ada.get("/settings/access")).status_code in (303, 401)
    assert await statuses("ada", "/settings/access", "/imports") == [403, 403]


async def test_a_lost_telephone_of_hr_takes_two(cast: Cast) -> None:
    async with unit_of_work(role="import"):
        await give_role(await account("otto"), "auditor")
    async with browser("gina") as gina:
        sent = await gina.submit("/settings/access/resets", reset_no=no("eve"), reset_reason="手机丢了")
        assert sent.status_code == 422  # an employee's is HR's business alone
        assert (
            await gina.submit("/settings/access/resets", reset_no=no("ada"), reset_reason="手机丢了")
        ).status_code == 303
    assert (await vote("ada")).status_code == 403
    await vote("gina")
    assert (await vote("otto")).status_code == 303
    assert await one("select count(*) from accounts_code where used_at is null and account = $1", await account("ada"))


# -- what roles may do -------------------------------------------------------------------------------------------------


async def test_narrower_holds_at_once_and_wider_waits_for_two(cast: Cast) -> None:
    change = {"role": "manager", "permission": "performance.view"}
    async with browser("ada") as ada:
        shown = await ada.submit("/settings/roles", **change, reach="self")
        assert shown.status_code == 200 and not await one("select count(*) from rbac_bundle")  # only shown
        assert (await ada.submit("/settings/roles", **change, reach="self", confirmed="1")).status_code == 303
        assert await one("select reach from rbac_bundle") == "self"
        wider = {**change, "reach": "company", "confirmed": "1", "reason": "看全公司"}
        assert (await ada.submit("/settings/roles", **wider)).status_code == 303
    assert await one("select reach from rbac_bundle") == "self"
    await vote("ada")
    await vote("gina")
    assert await one("select reach from rbac_bundle") == "company"


async def test_letting_managers_see_pay_waits_for_two_once_there_are_two(cast: Cast, house: Registry) -> None:
    async with unit_of_work(role="import"):
        await DB.fetch("update accounts_account set password_hash = 'x'")
    wider = company_file.parse('[visibility]\npay = ["self", "hr", "general_manager", "department_manager"]\n')
    async with unit_of_work(Actor(await account("ada"), await cast.person("ada"), "安可"), role="import"):
        await company_file.apply(house, wider)
    assert await one("select count(*) from kernel_setting where key = 'visibility'") == 0
    await vote("ada")
    await vote("gina")
    assert "department_manager" in str(await one("select value from kernel_setting where key = 'visibility'"))


# -- why ---------------------------------------------------------------------------------------------------------------


async def test_why_says_every_way_and_every_guard_and_no_value(cast_once: Cast) -> None:
    async with browser("ada") as ada:
        boss = words(await ada.get(f"/access?viewer={no('gina')}&person={no('eve')}&data=salary"))
        it = words(await ada.get(f"/access?viewer={no('root')}&person={no('eve')}&data=salary"))
        all_ = words(await ada.get(f"/access?person={no('eve')}&data=salary"))
        missing = await ada.get("/access?viewer=E999&person=E004")
    assert "总经理" in boss and "全公司" in boss
    assert "看不到" in it
    assert "安可" in all_ and "顾宁" in all_ and "鲁特" not in all_.replace("鲁特 （", "")
    assert missing.status_code == 422


async def test_everybody_reads_who_can_see_them(cast_once: Cast) -> None:
    async with browser("eve") as eve:
        said = words(await eve.get("/me/access"))
    assert "安可" in said and "顾宁" in said and "莫兰" in said
    assert "范恩" not in said and "欧拓" not in said


# -- standing in -------------------------------------------------------------------------------------------------------


async def lend(who: str, whom: str, **more: Any) -> int:
    fields = {
        "emp_no": no(whom),
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=60)).isoformat(),
        "reason": "休假",
        "look": "1",
        "decide": "1",
        "classes": "performance",
        **more,
    }
    async with browser(who) as page:
        return (await page.submit("/account/delegations", **fields)).status_code


async def test_a_deputy_sees_what_the_lender_sees_except_the_two_of_them(cast: Cast) -> None:
    olga, otto, eve = await cast.person("olga"), await cast.person("otto"), await account("eve")
    assert await lend("otto", "eve") == 303
    async with unit_of_work(read_only=True):
        found = await own_standing_of(eve, TODAY)
    assert found and not found.scope("performance.view").has(olga, None, no("otto"))  # without the loan: nothing
    async with browser("eve") as page:
        said = words(await page.get("/"))
        assert "您正在代 欧拓 处理" in said
        assert (await page.get(f"/people/{olga}/performance")).status_code == 200
        mine = await one("select id from rbac_delegation")
        assert (await page.submit(f"/account/delegations/{mine}/end")).status_code == 303
        assert "您正在代" not in words(await page.get("/"))
        assert (await page.get(f"/people/{olga}/performance")).status_code == 404
    assert otto


@pytest.mark.parametrize(
    "wrong",
    [
        {"emp_no": "E999"},
        {"emp_no": no("otto")},
        {"emp_no": no("root")},
        {"look": "", "decide": ""},
        {"classes": ""},
        {"until": "2027-06-01"},
        {"until": "2026-10-01"},
    ],
)
async def test_a_loan_that_makes_no_sense_is_not_made(cast_once: Cast, wrong: dict[str, str]) -> None:
    assert await lend("otto", **{"whom": "eve", **wrong}) == 422


async def test_a_head_for_a_while_sees_the_department(cast: Cast) -> None:
    unit = await one("select id from people_department where name = '运营部'")
    span = {"acting_since": TODAY.isoformat(), "acting_last": (TODAY + timedelta(days=30)).isoformat()}
    assert "manager" not in await roles_of("eve")
    async with browser("ada") as ada:
        wrong = {"acting_no": no("ada"), "acting_department": unit, **span}
        assert (await ada.submit("/settings/access/acting", **wrong)).status_code == 422  # not for oneself
        sent = await ada.submit("/settings/access/acting", acting_no=no("eve"), acting_department=unit, **span)
        assert sent.status_code == 303
    assert "manager" in await roles_of("eve")
    who = await account("eve")
    async with unit_of_work(read_only=True):
        later = await own_standing_of(who, TODAY + timedelta(days=31))
    assert later and "manager" not in later.roles


# -- the shell ---------------------------------------------------------------------------------------------------------


async def test_a_code_for_the_shell_works_once(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/account/shell-code")
    code = page.text.split('<code class="code">')[1].split("<")[0]
    async with unit_of_work(role="import"):
        assert (await use_code(code.lower(), "root")).account == await account("ada")
    with pytest.raises(Refused):
        async with unit_of_work(role="import"):
            await use_code(code, "root")


async def test_the_shell_is_trusted_until_there_is_somebody_to_ask(
    cast: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "trusted_by_setting", lambda: False)
    shell, command = Actor(label="cli:root"), Namespace(code=None, emp_no=no("eve"), role="auditor")
    assert await trust.actor_for(command, shell) == shell  # nobody has set a password yet
    async with unit_of_work(role="import"):
        await DB.fetch("update accounts_account set password_hash = 'x'")
    with pytest.raises(Refused, match="--code"):
        await trust.actor_for(command, shell)
    assert await people.add_user(command, house, shell) == 0
    assert await one("select state from rbac_proposal where kind = 'role'") == "open"
    assert "auditor" not in await roles_of("eve")


async def both_claim() -> Namespace:
    """Gina and Ada have set their passwords, and the environment trusts nobody. Answers what a command is told."""
    for name in ("gina", "ada"):
        await with_password(name)
    return Namespace(code=None, command="snapshot", as_of=None, partial=False, emp_no=no("eve"), role="employee")


async def test_the_shell_makes_no_code_by_which_somebody_could_become_an_employee(
    cast: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trust, "trusted_by_setting", lambda: False)
    told, shell = await both_claim(), Actor(label="cli:root")
    assert await people.add_user(told, house, shell) == 0
    assert not await one("select count(*) from accounts_code") and "--code" in capsys.readouterr().out
    async with browser("ada") as ada:
        told.code = (await ada.submit("/account/shell-code")).text.split('<code class="code">')[1].split("<")[0]
    assert await people.add_user(told, house, shell) == 0
    assert await one("select account from accounts_code") == await account("eve")
    assert "安可" in await one("select actor from audit_entry where event = 'CodeMade' order by id desc limit 1")


async def test_what_the_shell_prints_of_everybody_is_in_the_trail_and_without_a_code_they_hear_of_it(
    cast: Cast, house: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    told, shell = await both_claim(), Actor(label="cli:root")  # tests say that the shell is trusted

    async def run() -> int:
        usually("import")  # as commands do
        return await snapshot.show(told, house, shell)

    assert await asyncio.create_task(run()) == 0
    seen = "select count(*) from audit_entry e join audit_subject s on s.entry = e.id where event = 'DataSeen' and"
    for data in ("salary", "performance", "identity"):
        assert await one(
            f"{seen} e.data = $1 and e.actor = 'cli:root' and s.person = $2", data, await cast.person("eve")
        )
    assert await one("select object from audit_entry where event = 'ShellTrusted'") == "snapshot"
    told_to = "select count(*) from notify_message where kind = 'shell_trusted' and person = any($1::varchar[])"
    assert await one(told_to, [await cast.person("gina"), await cast.person("ada")]) == 2


async def test_who_has_claimed_once_has_claimed(cast: Cast) -> None:
    """Whoever stops the general manager's account, or empties a password, does not get the first days back."""
    await both_claim()
    async with unit_of_work():
        await DB.fetch("update accounts_account set state = 'disabled', password_hash = null")
    async with unit_of_work(role="import"):
        assert await both_claimed()


# -- one permission for a while ----------------------------------------------------------------------------------------


def grant(**more: str) -> dict[str, str]:
    return {
        "grant_no": no("eve"),
        "permission": "performance.view",
        "reach": "company",
        "grant_department": "",
        "grant_last": (TODAY + timedelta(days=30)).isoformat(),
        "grant_reason": "抽查季度结果",
        **more,
    }


async def test_one_permission_for_a_while_holds_when_two_agreed_and_ends_by_itself(cast: Cast) -> None:
    olga, eve = await cast.person("olga"), await account("eve")
    async with browser("ada") as ada:
        assert (await ada.submit("/settings/access/grants", **grant())).status_code == 303
        assert "抽查季度结果" in words(await ada.get("/settings/access"))
    assert await statuses("eve", f"/people/{olga}/performance") == [404]
    await vote("ada")
    await vote("gina")
    assert await statuses("eve", f"/people/{olga}/performance") == [200]
    for days, reached in ((30, True), (31, False)):
        async with unit_of_work(read_only=True):
            found = await own_standing_of(eve, TODAY + timedelta(days=days))
        assert found and found.scope("performance.view").has(olga, None, no("otto")) is reached, days


@pytest.mark.parametrize(
    "wrong",
    [
        {"grant_no": "E999"},
        {"permission": "access.change"},
        {"permission": ""},
        {"reach": "self"},
        {"reach": "department"},
        {"grant_department": NOBODY},
        {"grant_last": "2027-06-01"},
        {"grant_last": "2026-10-01"},
        {"grant_last": ""},
        {"grant_reason": ""},
    ],
)
async def test_a_permission_that_makes_no_sense_is_not_proposed(cast_once: Cast, wrong: dict[str, str]) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/settings/access/grants", **{**grant(), **wrong})
    assert page.status_code == 422 and 'aria-invalid="true"' in page.text
    assert "grant_reason" in wrong or "抽查季度结果" in page.text
    assert not await one("select count(*) from rbac_proposal where kind = 'grant'")


async def test_only_those_who_answer_for_access_propose_a_permission(cast_once: Cast) -> None:
    for name in ("eve", "mona", "root"):
        async with browser(name) as who:
            assert (await who.submit("/settings/access/grants", **grant())).status_code == 403, name


async def test_the_why_page_says_what_no_grant_undoes(cast_once: Cast) -> None:
    async with browser("ada") as ada:
        said = words(await ada.get("/access"))
    assert all(f"{guard} " in said for guard in ("G1", "G2", "G4", "G5", "G6", "G7"))


async def test_lending_asks_again_who_sits_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unlocked screen is not enough to take the rights of its owner along for three months."""
    clock = Clock(monkeypatch)
    seed = await with_factor(await with_password("mona"))
    async with browser() as mona:
        clock.on(minutes=1)
        await sign_in(mona, "E003")
        await give_code(mona, seed)
        clock.on(minutes=6)
        fields = {
            "emp_no": "E005",
            "since": f"{TODAY}",
            "until": f"{TODAY}",
            "reason": "x",
            "look": "y",
            "classes": "performance",
        }
        asked = await mona.submit("/account/delegations", **fields)
        assert asked.status_code == 403 and not await rows("select 1 from rbac_delegation")
        proven = await mona.submit("/account/delegations", **fields, proof_code=code_of(seed))
    assert proven.status_code == 303 and len(await rows("select 1 from rbac_delegation")) == 1


async def test_what_one_person_takes_away_alone_all_who_look_after_access_hear_of(company: Cast) -> None:
    """HR takes the auditor's look at the trail, then the role."""
    heard = "select count(distinct person) from notify_message where kind = 'access_changed'"
    async with browser("ada") as ada:
        fields = {"role": "auditor", "permission": "audit.view", "reach": "nowhere", "confirmed": "y"}
        assert (await ada.submit("/settings/roles", **fields)).status_code == 303
        assert await one(heard) == 3, "HR, the general manager and the auditor"
        role = await one("select id from rbac_role_assignment where role = 'auditor'")
        assert (await ada.submit(f"/settings/access/role/{role}/end")).status_code == 303
    assert await one("select count(*) from notify_message where kind = 'access_changed'") == 6, "and who lost it"
