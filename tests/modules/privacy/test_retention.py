"""What is over its time: proposed at night, confirmed by two, erased, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel import jobs, keys
from hrapp.kernel.classes import ABOUT_PEOPLE, IDENTITY, SALARY, columns_of
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people import identity
from hrapp.modules.privacy.erasing import propose
from hrapp.modules.privacy.rules import FIELDS, LEAST, MONTHS, due_on
from hrapp.modules.privacy.settings import PrivacySettings

from ...browser import NOBODY, browser, statuses, words
from ...cast import TODAY, Cast
from ...company import LEAVER, give_pay, one

LATER = date(2029, 9, 1)


@pytest.fixture(autouse=True)
def years_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRAPP_TODAY", LATER.isoformat())


@pytest.mark.parametrize(
    ("left", "months", "day"),
    [
        (date(2026, 8, 31), 24, date(2028, 8, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_counted_from_the_last_working_day(left: date, months: int, day: date) -> None:
    assert due_on(left, months) == day


def test_every_class_about_people_has_a_time_and_no_company_goes_below_the_least() -> None:
    assert set(MONTHS) == set(ABOUT_PEOPLE)
    assert all(MONTHS[data] >= least for data, least in LEAST.items())
    assert PrivacySettings(months={"salary": 60}).kept["salary"] == 60
    for wrong in ({"salary": 23}, {"public": 5}, {"case": 0}, {"case": 601}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            PrivacySettings(months=wrong)


def test_what_can_be_corrected_by_itself_is_personal() -> None:
    personal = {column for table, column in columns_of(["personal"]) if table == "people_person"}
    assert {field for field, (_, writes) in FIELDS.items() if writes} <= personal


async def leaver() -> str:
    return str(await one("select id from people_person where emp_no = 'E099'"))


async def filled() -> str:
    """The one who left, with something in every class."""
    person = await leaver()
    async with unit_of_work(role="import"):
        await one("update people_person set phone = '13955557777', email = 'li@example.com' where id = $1 returning id", person)  # fmt: skip
        await identity.keep({person: "110101199003070134"})
        await give_pay(person, date(2025, 1, 1), Decimal("31415.92"))
    return person


async def proposed(day: date = LATER) -> dict[str, str]:
    """{class: id} of what is to be confirmed."""
    async with unit_of_work():
        await propose(day)
    found = await one("select coalesce(jsonb_object_agg(data, id), '{}') from privacy_erasure where state = 'proposed'")
    return dict(found)


async def act(name: str, id: str, what: str = "confirm", **fields: Any) -> int:
    version = str(await one("select version from privacy_erasure where id = $1", id))
    async with browser(name) as who:
        answer = await who.submit(f"/privacy/retention/{id}/{what}", **{"version": version, **fields})
    return answer.status_code


async def test_nothing_is_proposed_before_its_time_and_everything_once_after_it(company: Cast) -> None:
    assert await proposed(TODAY) == {}
    assert set(await proposed(date(2027, 8, 31))) == {"case"}
    assert set(await proposed()) == set(MONTHS)
    await proposed()
    assert await one("select count(*) from privacy_erasure") == len(MONTHS)
    async with browser("ada") as ada:
        assert "已到保存期限" in (await ada.get("/inbox")).text
        page = await ada.get("/privacy/retention")
    assert LEAVER in page.text and "有 1 位离职人员的信息已到保存期限" in words(page)


async def test_two_persons_confirm_then_it_is_gone_for_good_and_nothing_else_is(company: Cast, house: Registry) -> None:
    person = await filled()
    due = await proposed()
    for data in (IDENTITY, SALARY, "personal"):
        assert await act("ada", due[data]) == 303
    assert await act("ada", due[IDENTITY]) == 403  # not both sides
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert await one("select phone from people_person where id = $1", person) == "13955557777"
    for data in (IDENTITY, SALARY, "personal"):
        assert await act("gina", due[data]) == 303
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})

    states = await one("select jsonb_object_agg(data, state) from privacy_erasure")
    assert [states[data] for data in (IDENTITY, SALARY, "personal", "case")] == ["done", "done", "done", "proposed"]
    assert await one("select phone is null and email is null and name = $2 from people_person where id = $1", person, LEAVER)  # fmt: skip
    async with unit_of_work(read_only=True, role="import"):
        assert await keys.known(SALARY, [person]) == {} == await keys.known(IDENTITY, [person])
        assert (await identity.kept_of([person]))[person].number is None
    assert await one("select leave_reason from people_person where id = $1", person) == "个人发展"  # not confirmed
    async with unit_of_work(read_only=True, role="import"):
        eve = await company.person("eve")
        assert await keys.known(SALARY, [eve]) and await keys.known(IDENTITY, [eve])
    async with browser("gina") as gina:
        assert "已删除" in words(await gina.get("/privacy/retention"))


async def test_reasons_of_leaving_go_with_their_class(company: Cast, house: Registry) -> None:
    due = await proposed()
    assert await act("gina", due["case"]) == 303 and await act("ada", due["case"]) == 303
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert await one("select leave_reason from people_person where emp_no = 'E099'") is None


async def test_only_hr_and_the_general_manager_confirm(company: Cast) -> None:
    due = await proposed()
    for name in ("eve", "mona", "root", "olga"):
        assert await act(name, due["case"]) == 403, name
        assert await act(name, due["case"], "keep", reason="争议") == 403, name
        assert await statuses(name, "/privacy/retention") == [403], name
    async with browser("ada") as ada:
        answer = await ada.submit(f"/privacy/retention/{NOBODY}/confirm", version="1")
    assert answer.status_code == 404
    assert await one("select bool_and(hr_by is null and manager_by is null) from privacy_erasure")


async def test_the_database_refuses_one_person_on_both_sides(company: Cast) -> None:
    import asyncpg

    due = await proposed()
    ada = await company.person("ada")
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(role="import"):
            await one("update privacy_erasure set hr_by = $2, manager_by = $2 where id = $1 returning id", due["case"], ada)  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(role="import"):
            await one("update privacy_erasure set state = 'done' where id = $1 returning id", due["case"])


async def test_what_is_kept_longer_says_why_and_comes_again(company: Cast) -> None:
    due = await proposed()
    async with browser("ada") as ada:
        page = await ada.submit(f"/privacy/retention/{due['case']}/keep", version="1", reason="")
    assert page.status_code == 422 and "请填写此项。" in words(page)
    assert await act("ada", due["case"], "keep", reason="仲裁尚未结束") == 303
    async with browser("gina") as gina:
        assert "仲裁尚未结束" in words(await gina.get("/privacy/retention"))
    assert "case" not in await proposed(date(2030, 8, 31))
    assert "case" in await proposed(date(2030, 9, 1))


async def test_a_stale_page_confirms_nothing(company: Cast) -> None:
    due = await proposed()
    async with browser("ada") as ada:
        answer = await ada.submit(f"/privacy/retention/{due['case']}/confirm", version="7")
    assert answer.status_code == 409


async def test_results_goals_and_trainings_go_with_their_class_and_leave_those_of_others(
    company: Cast, house: Registry
) -> None:
    """As if Eve had left long ago: of her everything of the class is gone, of Finn nothing."""
    eve = await company.person("eve")
    counted = (
        "select (select count(*) from performance_kpi_item where person = $1) + (select count(*) from performance_grade"
        " where person = $1) + (select count(*) from learning_attempt where person = $1)"
        " + (select count(*) from documents_document where person = $1 and content is not null)"
    )
    finn = await company.person("finn")
    before = await one(counted, finn)
    assert await one(counted, eve) > 0 and before > 0
    async with unit_of_work(role="import"):
        await one("update people_person set leave_date = '2026-08-31' where id = $1 returning id", eve)
        await propose(LATER)
        id = await one("select id from privacy_erasure where person = $1 and data = 'performance'", eve)
    assert await act("ada", id) == 303 and await act("gina", id) == 303
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert await one("select state from privacy_erasure where id = $1", id) == "done"
    assert await one(counted, eve) == 0 and await one(counted, finn) == before


async def test_what_was_erased_is_not_erased_again(company: Cast, house: Registry) -> None:
    due = await proposed()
    assert await act("gina", due["case"]) == 303 and await act("ada", due["case"]) == 303
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    await jobs.drain(kinds)
    async with unit_of_work(role="import"):
        await kinds["privacy.erase"].run(erasure=due["case"])
    assert await one("select count(*) from audit_entry where event = 'DataErased'") == 1


# -- who comes back ----------------------------------------------------------------------------------------


async def leaves(person: str, day: date | None) -> None:
    async with unit_of_work(role="import"):
        await one("update people_person set leave_date = $2 where id = $1 returning id", person, day)


async def test_nothing_of_somebody_who_is_back_is_confirmed(company: Cast) -> None:
    due = await proposed()
    await leaves(await leaver(), None)
    async with browser("ada") as ada:
        answer = await ada.submit(f"/privacy/retention/{due['case']}/confirm", version="1")
    assert answer.status_code == 409 and "最后工作日已变更" in words(answer)


async def test_nothing_of_somebody_who_came_back_before_the_job_ran_is_erased(company: Cast, house: Registry) -> None:
    person, due = await filled(), await proposed()
    for data in (IDENTITY, "personal"):
        assert await act("ada", due[data]) == 303 and await act("gina", due[data]) == 303
    await leaves(person, None)
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert await one("select phone from people_person where id = $1", person) == "13955557777"
    async with unit_of_work(read_only=True, role="import"):
        assert await keys.known(IDENTITY, [person])
    assert await one("select count(*) from privacy_erasure where data in ('identity', 'personal')") == 0
    assert await one("select count(*) from audit_entry where event = 'ErasureDropped'") == 2
    assert await one("select count(*) from audit_entry where event = 'DataErased'") == 0


async def test_what_is_not_over_any_more_is_taken_back_and_comes_in_its_time(company: Cast) -> None:
    person = await leaver()
    due = await proposed()
    assert await act("ada", due["case"], "keep", reason="仲裁尚未结束") == 303
    await leaves(person, date(2029, 7, 31))
    assert await proposed() == {}
    assert await one("select count(*) from privacy_erasure") == 0
    assert set(await proposed(date(2030, 7, 31))) == {"case"}


async def test_whoever_left_twice_is_proposed_twice_and_confirmed_anew(company: Cast, house: Registry) -> None:
    person, due = await leaver(), await proposed()
    assert await act("gina", due["case"]) == 303 and await act("ada", due["case"]) == 303
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert "case" not in await proposed(date(2035, 1, 1))
    await leaves(person, date(2033, 1, 31))
    again = await proposed(date(2035, 1, 1))
    assert again["case"] == due["case"]
    assert await one("select hr_by is null and manager_by is null and done_at is null from privacy_erasure"
                     " where id = $1", due["case"])  # fmt: skip
