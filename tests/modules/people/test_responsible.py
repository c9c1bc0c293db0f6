"""Who is responsible for whom, and what a change of level writes."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.periods import Calendar
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people.api import (
    apply_level_change,
    general_manager,
    manager_of_department,
    managers_responsible,
    people_in,
    visible_person,
)
from hrapp.modules.people.criteria import TenureMonths
from hrapp.modules.people.facts import load_tenure
from tests.cast import PEOPLE, TODAY, Cast


@pytest.mark.parametrize(
    ("person", "manager"),
    [("eve", "mona"), ("mona", "gina"), ("olga", "otto"), ("root", "gina"), ("gina", None)],
)
async def test_the_head_of_the_department_is_responsible_and_for_the_head_the_general_manager(
    cast: Cast, person: str, manager: str | None
) -> None:
    someone = await cast.person(person)
    async with unit_of_work(read_only=True):
        found = await manager_of_department(someone, TODAY)
    assert (found and found.emp_no) == (PEOPLE[manager][0] if manager else None)


async def test_a_department_without_a_head_asks_the_one_above(cast: Cast) -> None:
    olga = await cast.person("olga")
    async with unit_of_work():
        await DB.fetch(
            "update people_department set manager_no = null, parent = (select id from people_department where name = '销售部')"
            " where name = '运营部'"
        )
        above = await manager_of_department(olga, TODAY)
        await DB.fetch("update people_person set leave_date = '2026-09-30' where emp_no = 'E003'")
        gone = await manager_of_department(olga, TODAY)
    assert above and above.emp_no == "E003"
    assert gone and gone.emp_no == "E001"


async def test_the_company_file_names_the_general_manager(cast: Cast) -> None:
    async with unit_of_work():
        await DB.fetch("insert into kernel_setting (key, value) values ('company', '{\"general_manager\": \"E006\"}')")
        found = await general_manager(TODAY)
    assert found and found.emp_no == "E006"


async def test_managers_of_many_are_one_answer(cast: Cast) -> None:
    ids = [await cast.person(name) for name in PEOPLE]
    async with unit_of_work(read_only=True):
        assert len(await managers_responsible(ids, TODAY)) == len(ids)


async def test_a_change_of_level_is_applied_once_with_its_history(cast: Cast, house: Registry) -> None:
    house.start()
    eve, day = await cast.person("eve"), date(2026, 10, 1)
    async with unit_of_work():
        assert await apply_level_change(eve, day, "S2", None, "promotion", "case", "连续三个月达标")
        assert not await apply_level_change(eve, day, "S2", None, "promotion", "case", "连续三个月达标")
        before = await visible_person(EVERYBODY, eve, date(2026, 9, 30))
        after = await visible_person(EVERYBODY, eve, TODAY)
        events = await DB.fetch("select event, person from audit_entry where event = 'LevelChanged'")
    assert (before.level, before.position, before.level_since) == ("S1", "业务员", date(2024, 3, 1))
    assert (after.level, after.position, after.level_since) == ("S2", "销售主管", day)
    assert after.manager_no == "E003" and after.department == "销售部"
    assert [row["person"] for row in events] == [eve]


async def test_a_change_on_the_first_day_needs_no_second_assignment(cast: Cast) -> None:
    eve = await cast.person("eve")
    async with unit_of_work():
        await apply_level_change(eve, date(2024, 3, 1), "S2", "组长", "promotion", "", "")
        rows = await DB.fetch("select since, position from people_assignment where person = $1", eve)
    assert [(row["since"], row["position"]) for row in rows] == [(date(2024, 3, 1), "组长")]


async def test_an_unknown_level_is_refused(cast: Cast) -> None:
    eve = await cast.person("eve")
    async with unit_of_work():
        with pytest.raises(Refused, match="there is no level X9"):
            await apply_level_change(eve, TODAY, "X9", None, "promotion", "", "")


async def test_tenure_counts_from_the_last_change_of_level(cast: Cast) -> None:
    eve = await cast.person("eve")
    async with unit_of_work():
        await apply_level_change(eve, date(2026, 10, 1), "S2", None, "promotion", "", "")
        rows = await load_tenure([eve], [("tenure_months", TenureMonths(of="level", n=6))], Calendar.on(TODAY))
    assert rows[eve].level_since == date(2026, 10, 1)


async def test_facts_come_in_one_batch(cast: Cast, house: Registry) -> None:
    async with unit_of_work(read_only=True):
        ids = [row.id for row in await people_in(EVERYBODY, TODAY)]
        facts = await house.fetch_facts(["people.level", "people.status", "people.tenure_months"], ids, TODAY)
    eve = facts[await cast.person("eve")]
    assert eve == {"people.level": "S1", "people.status": "active", "people.tenure_months": 31}
