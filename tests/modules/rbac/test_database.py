"""What the database itself refuses, asked as the role that pages work in."""

from __future__ import annotations

from datetime import UTC, datetime

import asyncpg
import pytest

from hrapp.kernel import embedded, keys, migrate
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import savepoint, unit_of_work
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.rbac.api import give_role

from ...cast import PEOPLE, Cast
from ...proving import prove

NOW = datetime(2026, 10, 15, tzinfo=UTC)


async def account(name: str) -> str:
    found = await account_by_login(PEOPLE[name][0])
    assert found
    return found.id


async def become(name: str) -> str:
    """From here on this unit of work is this account's, as after the session lookup."""
    who = await account(name)
    await prove(DB.connection, who)
    return who


async def proposal(whom: str, role: str = "auditor") -> str:
    made = new_id()
    content = {"id": new_id(), "role": role, "department": None, "since": None, "until": None}
    await DB.fetch(
        "insert into rbac_proposal (id, kind, account, content, reason, proposed_label, proposed_at)"
        " values ($1, 'role', $2, $3, 'x', 'x', $4)",
        made,
        await account(whom),
        content,
        NOW,
    )
    return made


async def agree(name: str, what: str, verdict: str = "agree") -> None:
    who = await become(name)
    await DB.fetch(
        "insert into rbac_vote (id, proposal, account, verdict, at) values ($1, $2, $3, $4, $5)",
        new_id(),
        what,
        who,
        verdict,
        NOW,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "insert into rbac_role_assignment (id, account, role, given_by, given_at)"
        " select 'x', account, 'general_manager', 'x', now() from rbac_role_assignment limit 1",
        "update rbac_role_assignment set role = 'hr'",
        "delete from rbac_role_assignment",
        "insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at)"
        " values ('x', 'employee', 'compensation.view', 'company', 'x', now())",
        "insert into rbac_grant (id, account, permission, reach, since, until, given_by, given_at)"
        " select 'x', account, 'compensation.view', 'company', current_date, current_date + 9, 'x', now()"
        " from rbac_role_assignment limit 1",
        "update rbac_proposal set content = '{}'",
        "update rbac_vote set verdict = 'agree'",
        "update rbac_delegation set until = until + 90",
    ],
)
async def test_pages_cannot_write_grants(cast_once: Cast, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work():
            await become("ada")
            await DB.fetch(statement)


@pytest.mark.parametrize(
    ("whom", "votes", "holds"),
    [
        ("eve", ("ada", "gina"), True),
        ("eve", ("ada",), False),
        ("eve", (), False),
        ("eve", ("ada", "mona"), False),  # a manager's agreement does not count
        ("eve", ("ada", "root"), False),  # nor IT's
        ("gina", ("ada", "gina"), False),  # nor that of whom it is about
        ("eve", ("ada", "finn"), False),
    ],
)
async def test_the_database_counts_who_agreed(cast: Cast, whom: str, votes: tuple[str, ...], holds: bool) -> None:
    async with unit_of_work():
        what = await proposal(whom)
        for name in votes:
            await agree(name, what)
        assert await DB.value("select rbac_apply($1)", what) is holds
        assert await DB.value("select rbac_apply($1)", what) is False  # once is enough


async def test_a_no_stops_it(cast: Cast) -> None:
    async with unit_of_work(role="import"):
        await give_role(await account("otto"), "auditor")
    async with unit_of_work():
        what = await proposal("eve", "hr")
        await agree("ada", what)
        await agree("gina", what)
        await agree("otto", what, "reject")
        assert await DB.value("select rbac_apply($1)", what) is False


async def test_nobody_votes_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work():
            what = await proposal("eve")
            gina = await account("gina")
            await become("ada")
            await DB.fetch(
                "insert into rbac_vote (id, proposal, account, verdict, at) values ('x', $1, $2, 'agree', now())",
                what,
                gina,
            )


async def test_it_and_data_roles_exclude_each_other_even_through_two(cast: Cast) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work():
            what = await proposal("root", "hr")
            await agree("ada", what)
            await agree("gina", what)
            await DB.value("select rbac_apply($1)", what)


@pytest.mark.parametrize(("name", "done"), [("ada", True), ("mona", False), ("eve", False)])
async def test_taking_back_and_narrowing_is_hrs_and_the_general_managers(cast: Cast, name: str, done: bool) -> None:
    async with unit_of_work():
        held = await DB.value("select id from rbac_role_assignment where role = 'it'")
        await become(name)
        assert await DB.value("select rbac_end_role($1, 'x')", held) is done
        narrow = "select rbac_narrow('manager', 'performance.view', $1, 'subtree', $2, 'x')"
        assert await DB.value(narrow, "self", new_id()) is done
        assert await DB.value(narrow, "company", new_id()) is False  # wider never goes this way


async def test_nobody_decides_on_their_own_request_and_nobody_agrees_twice(cast: Cast) -> None:
    eve, mona = await cast.person("eve"), await cast.person("mona")
    insert = (
        "insert into approvals_decision (id, request, step, verdict, decided_by, decided_at)"
        " values ($1, 'r', $2, $3, $4, now())"
    )
    async with unit_of_work():
        await DB.fetch(
            "insert into approvals_flow_version (id, code, name, steps) values ('f', 'f', 'f',"
            ' \'[{"role": "hr", "name": "a"}, {"role": "hr", "name": "b"}]\')'
        )
        await DB.fetch(
            "insert into approvals_request (id, flow_version, subject_kind, subject, person, opened_on)"
            " values ('r', 'f', 'k', 's', $1, current_date)",
            eve,
        )
        await DB.fetch(insert, new_id(), 0, "approve", mona)
    for step, verdict, person in ((1, "approve", mona), (1, "approve", eve), (1, "reject", eve)):
        with pytest.raises(asyncpg.CheckViolationError):
            async with unit_of_work():
                await DB.fetch(insert, new_id(), step, verdict, person)


async def test_a_temporary_table_does_not_answer_for_a_real_one(cast: Cast) -> None:
    """pg_temp is searched first unless it is named, and a database may let every role make temporary tables."""
    async with unit_of_work():
        who = await become("finn")
        await DB.fetch("create temp table rbac_role_assignment (like public.rbac_role_assignment) on commit drop")
        await DB.fetch("grant all on pg_temp.rbac_role_assignment to public")
        await DB.fetch(
            "insert into pg_temp.rbac_role_assignment (id, account, role, origin, given_by, given_at)"
            " values ('forged', $1, 'hr', 'x', 'x', $2)",
            who,
            NOW,
        )
        assert await DB.value("select rbac_family($1)", who) is None
        assert not await DB.value("select rbac_reveals_identity()")
        assert not await DB.value("select compensation_reads_all()")


async def test_every_function_that_runs_as_the_owner_looks_at_temporary_tables_last(cast: Cast) -> None:
    async with unit_of_work():
        loose = await DB.fetch(
            "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            " and coalesce(array_to_string(proconfig, ';'), '') !~ 'pg_temp$'"
        )
    assert [row["proname"] for row in loose] == []


async def test_who_reads_what_is_not_changed_past_the_two(company: Cast) -> None:
    async with unit_of_work():
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await DB.fetch("insert into kernel_setting (key, value) values ('visibility', '{\"pay\": [\"self\"]}')")


async def test_a_destroyed_key_does_not_come_back(company: Cast) -> None:
    eve = await company.person("eve")
    async with unit_of_work(role="import"):
        before = await DB.value("select wrapped from kernel_key where owner = $1 and data = 'salary'", eve)
        assert before and await keys.destroy("salary", eve)
        with pytest.raises(asyncpg.CheckViolationError):
            async with savepoint():
                await DB.fetch("update kernel_key set wrapped = $2, destroyed_at = null where owner = $1", eve, before)


@pytest.mark.parametrize("role", ["web", "pay", "import"])
@pytest.mark.parametrize("change", ["delete from migration", "update migration set name = 'x'"])
async def test_which_steps_of_the_schema_have_run_is_not_the_applications_to_write(
    cast: Cast, role: str, change: str
) -> None:
    """Else a step could be left out, or run again, at the next start, with the rights of the owner."""
    async with unit_of_work(role=role):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with savepoint():
                await DB.fetch(change)


async def test_who_may_make_temporary_tables_is_nobody_s_to_say_but_the_owner_s(
    server: embedded.Server, templates: dict[str, str]
) -> None:
    """Migrating takes it back; copies of a database, as in these tests, begin with it anew."""
    connection = await asyncpg.connect(**migrate.connection_config(server.url(templates["empty"], migrate.WEB)))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create temp table kernel_setting (key text)")
    finally:
        await connection.close()
