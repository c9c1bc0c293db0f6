"""The first accounts: taken with a code, by somebody who says who they are; the account is theirs from then on."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest

from hrapp.commands.people import claim
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from tests.browser import Browser, browser
from tests.cast import Cast
from tests.signing import with_password

GOOD = "correct horse battery staple"


async def code_for(role: str, house: Registry, capsys: pytest.CaptureFixture[str]) -> str:
    async with unit_of_work(Actor(label="cli:test"), role="import"):  # as the shell's commands do
        await claim(argparse.Namespace(role=role, json=True), house, Actor(label="cli:test"))
    told: dict[str, str] = json.loads(capsys.readouterr().out)
    assert told["role"] == role
    return told["code"]


async def welcome(client: Browser, **entered: str) -> Any:
    return await client.submit("/welcome", password=GOOD, **entered)


async def one(query: str) -> Any:
    async with unit_of_work(read_only=True):
        return await DB.value(query)


async def test_the_first_hr_lead_says_who_they_are_and_is_somebody_from_then_on(
    empty: str, house: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    async with browser() as visitor:
        code = await code_for("hr", house, capsys)
        asked = await welcome(visitor, login="hr", code=code)
        assert asked.status_code == 422 and 'name="emp_no"' in asked.text and code in asked.text
        no_day = await welcome(visitor, login="hr", code=code, emp_no="a001", name="林岚", hire_date="soon")
        assert no_day.status_code == 422 and 'value="林岚"' in no_day.text
        taken = await welcome(visitor, login="hr", code=code, emp_no="a001", name="林岚", hire_date="2020-03-01")
        assert taken.status_code in (200, 303)
        assert (
            await one("select p.emp_no || a.login from accounts_account a join people_person p on p.id = a.person")
            == "A001a001"
        )
        with pytest.raises(Refused, match="taken"):
            await code_for("hr", house, capsys)


async def test_whoever_is_in_the_roster_is_found_there(
    cast: Cast, house: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    async with browser() as visitor:
        async with unit_of_work(role="import"):
            await DB.fetch("delete from rbac_role_assignment")
            free = await DB.row(
                "select emp_no, name from people_person p where not exists (select 1 from accounts_account where person = p.id)"
                " limit 1"
            )
            held = await DB.value(
                "select emp_no from people_person p where exists (select 1 from accounts_account where person = p.id) limit 1"
            )
            held_name = await DB.value("select name from people_person where emp_no = $1", held)
        code = await code_for("general_manager", house, capsys)
        if free is None:
            async with unit_of_work():
                await DB.fetch(
                    "insert into people_person (id, emp_no, name, hire_date) values ('01J00000000000000000000000', 'Z900',"
                    " '钱一', '2020-01-01')"
                )
            free = {"emp_no": "Z900", "name": "钱一"}
        wrong = await welcome(visitor, login="gm", code=code, emp_no=free["emp_no"], name="别人")
        assert wrong.status_code == 422
        somebody_elses = await welcome(visitor, login="gm", code=code, emp_no=held, name=held_name)
        assert somebody_elses.status_code == 422
        taken = await welcome(visitor, login="gm", code=code, emp_no=free["emp_no"].lower(), name=free["name"])
        assert taken.status_code in (200, 303)


async def test_who_looks_after_the_machine_need_not_be_an_employee(
    empty: str, house: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    async with browser() as visitor:
        taken = await welcome(visitor, login="it", code=await code_for("it", house, capsys))
        assert taken.status_code in (200, 303)
        assert await one("select person is null from accounts_account where login = 'it'")


async def test_a_first_account_is_no_way_to_become_the_next_one(
    cast: Cast, house: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    """The only HR lead left, and whoever looks after the machine asks for the first account of HR once more."""
    ada = await with_password("ada")
    async with unit_of_work(role="import"):
        await DB.fetch("update rbac_role_assignment set ended_at = now() where account = $1", ada)
        await DB.fetch("update accounts_account set password_hash = null, state = 'disabled' where id = $1", ada)
    with pytest.raises(Refused, match="taken"):
        await code_for("hr", house, capsys)
    await code_for("general_manager", house, capsys)  # nobody took that one yet
    await with_password("gina")
    for role in ("hr", "general_manager", "it"):
        with pytest.raises(Refused, match="taken"):
            await code_for(role, house, capsys)
