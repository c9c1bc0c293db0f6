"""The database's outer bounds for pay, as the role that pay pages work in: whose rights an account has this day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hrapp.kernel import embedded, migrate
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import unit_of_work

from ...cast import Cast
from ...company import one
from .test_wall import account, connected

ALL = "select compensation_reads_all()"
TEAM = "select cardinality(compensation_team())"
PEOPLE_WITH_PAY = "select count(distinct person) from compensation_pay_record"
PAY_RIGHTS = "select rbac_reaches('salary', 'compensation.%', array['general_manager']::varchar[])"


async def today() -> date:
    """The database's own day: its bounds go by nothing else."""
    found: date = await one("select current_date")
    return found


async def give(name: str, role: str, **more: Any) -> None:
    fields = {"id": new_id(), "account": (await account(name))["account"], "role": role, "given_by": "x", **more}
    marks = ", ".join(f"${n}" for n in range(1, len(fields) + 1))
    async with unit_of_work(role="import"):
        await DB.fetch(
            f"insert into rbac_role_assignment ({', '.join(fields)}, given_at) values ({marks}, now())",
            *fields.values(),
        )


async def grant(name: str, permission: str, until: date) -> None:
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_grant (id, account, permission, reach, since, until, given_by, given_at)"
            " values ($1, $2, $3, 'company', $4, $5, 'x', now())",
            new_id(),
            (await account(name))["account"],
            permission,
            until - timedelta(days=9),
            until,
        )


async def lend(giver: str, taker: str, classes: list[str], until: date) -> None:
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, reason, made_at)"
            " values ($1, $2, $3, array['view'], $4::varchar[], $5, $6, 'x', now())",
            new_id(),
            (await account(giver))["account"],
            (await account(taker))["account"],
            classes,
            until - timedelta(days=9),
            until,
        )


async def asked(server: embedded.Server, cast: Cast, name: str, *questions: str) -> list[Any]:
    async with connected(server, cast, migrate.PAY, **await account(name)) as pay:
        return [await pay.fetchval(question) for question in questions]


async def test_a_role_that_ended_reaches_nobody_and_one_that_goes_on_does(
    server: embedded.Server, company: Cast
) -> None:
    day = await today()
    await give("olga", "compensation", until=day)  # the first day on which it no longer holds
    assert await asked(server, company, "olga", ALL, PEOPLE_WITH_PAY) == [False, 1]
    await give("otto", "compensation", until=day + timedelta(days=1))
    assert (await asked(server, company, "otto", ALL))[0] is True
    async with unit_of_work(role="import"):
        await DB.fetch("update rbac_role_assignment set ended_at = now() where role = 'compensation'")
    assert await asked(server, company, "otto", ALL, PEOPLE_WITH_PAY) == [False, 1]


async def test_hr_of_a_department_is_inside_the_bound(server: embedded.Server, company: Cast) -> None:
    """The bound lets them through; which departments, the application's scope says."""
    unit = await one("select id from people_department where name = '销售部'")
    assert await asked(server, company, "olga", ALL) == [False]
    await give("olga", "hrbp", department=unit)
    assert await asked(server, company, "olga", ALL, TEAM) == [True, 0]


@pytest.mark.parametrize(
    ("classes", "days", "reached"),
    [(["salary"], 5, True), (["performance"], 5, False), (["salary"], 0, False)],
    ids=["pay", "another class of data", "over"],
)
async def test_whoever_stands_in_for_the_general_manager_has_what_was_lent_while_it_was(
    server: embedded.Server, company: Cast, classes: list[str], days: int, reached: bool
) -> None:
    await lend("gina", "olga", classes, await today() + timedelta(days=days))
    found = await asked(server, company, "olga", ALL, PAY_RIGHTS, "select rbac_behind('salary')")
    gina, olga = [(await account(name))["account"] for name in ("gina", "olga")]
    assert found[:2] == [reached, reached]
    assert set(found[2]) == ({gina, olga} if reached else {olga})
    assert await asked(server, company, "gina", "select rbac_behind('salary')") == [[gina]]  # never the other way


async def test_a_grant_for_a_check_ends_and_an_auditor_without_one_reads_no_pay(
    server: embedded.Server, company: Cast
) -> None:
    day = await today()
    await give("otto", "auditor")
    assert await asked(server, company, "otto", ALL, PEOPLE_WITH_PAY) == [False, 1]
    await grant("otto", "performance.view", day + timedelta(days=5))
    assert await asked(server, company, "otto", ALL) == [False]
    await grant("otto", "compensation.view", day)
    assert await asked(server, company, "otto", ALL) == [False]  # over
    await grant("otto", "compensation.view", day + timedelta(days=5))
    assert (await asked(server, company, "otto", ALL))[0] is True
    await grant("root", "compensation.view", day + timedelta(days=5))
    assert await asked(server, company, "root", ALL, PEOPLE_WITH_PAY) == [False, 1]  # IT, whatever it was granted


async def test_a_team_s_pay_is_read_by_its_manager_only_where_the_company_wants_it(
    server: embedded.Server, company: Cast
) -> None:
    assert await asked(server, company, "mona", TEAM) == [0]
    async with unit_of_work(role="import"):
        await DB.fetch(
            "insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at)"
            " values ($1, 'manager', 'compensation.view', 'subtree', 'x', now())",
            new_id(),
        )
    async with connected(server, company, migrate.PAY, **await account("mona")) as pay:
        team = set(await pay.fetchval("select compensation_team()"))
    assert {await company.person("eve"), await company.person("finn")} <= team
    assert await company.person("olga") not in team
