"""From meeting the criteria to the new level: found once, told once, decided step by step, in force on its day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hrapp.kernel import clock, company, jobs
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, NotAllowed
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.approvals.api import requests_about
from hrapp.modules.people.api import visible_person
from hrapp.modules.promotion import cases, eligibility
from hrapp.modules.promotion.jobs import EVALUATE

from ...browser import browser
from ...cast import PEOPLE, TODAY, Cast
from ...company import RULES, one

MANAGERS = """
[[paths]]
code = "m1-m2"
title = "部门经理→总经理"
family = "mgmt"
from = "M1"
to = "M2"
flow = "standard"
[[paths.versions]]
version = 1
status = "published"
effective_from = 2026-01-01
[[paths.versions.criteria]]
code = "service"
label = "入职满12个月"
kind = "tenure_months"
of = "company"
n = 12
weight = 1
mandatory = true

"""
NEXT_MONTH = date(2026, 11, 1)


@pytest.fixture
async def rules(cast: Cast, house: Registry) -> Cast:
    async with unit_of_work(role="import"):
        await company.apply(house, company.parse(RULES.replace("[raise_policy]", MANAGERS + "[raise_policy]")))
    await trained("eve")
    return cast


async def trained(name: str) -> None:
    async with unit_of_work():
        await DB.fetch(
            "insert into learning_attempt (id, person, course, day, status) select left(md5($1), 26), p.id, c.id, '2026-06-10',"
            " 'completed' from people_person p, learning_course c where p.emp_no = $1 and c.name = '带队管理'",
            PEOPLE[name][0],
        )


async def evaluate(day: date = TODAY) -> int:
    async with unit_of_work():
        return await eligibility.evaluate(day)


async def at_once(workers: int, what: Callable[[], Awaitable[int]]) -> list[int]:
    """Several units that are all open before the first of them begins."""
    ready = asyncio.Barrier(workers)

    async def work() -> int:
        async with unit_of_work():
            await ready.wait()
            return await what()

    return await asyncio.gather(*(work() for _ in range(workers)))


async def counts(name: str) -> dict[str, int]:
    """How often somebody was found, how many cases they have, and how often that was told to anybody."""
    person = "(select id from people_person where emp_no = $1)"
    said = f"{PEOPLE[name][1]}（{PEOPLE[name][0]}）已达到"
    return {
        "found": await one(f"select count(*) from promotion_eligibility where person = {person}", PEOPLE[name][0]),
        "cases": await one(f"select count(*) from promotion_case where person = {person}", PEOPLE[name][0]),
        "told": await one("select count(*) from notify_message where text like $1", f"%{said}%"),
        "events": await one(
            f"select count(*) from audit_entry where event = 'BecameEligible' and person = {person}", PEOPLE[name][0]
        ),
    }


ONCE = {"found": 1, "cases": 1, "told": 1, "events": 1}
NEVER = {"found": 0, "cases": 0, "told": 0, "events": 0}


# -- found once ---------------------------------------------------------------------------------------


async def test_looking_again_at_the_same_facts_finds_nobody_again(rules: Cast) -> None:
    assert [await evaluate() for _ in range(3)] == [3, 0, 0], "Eve, Mona and Otto, then nobody"
    assert await evaluate(TODAY + timedelta(days=40)) == 0
    assert await counts("eve") == ONCE and await counts("finn") == NEVER


async def test_two_who_look_at_once_find_somebody_once(rules: Cast) -> None:
    found = await at_once(4, lambda: eligibility.evaluate(TODAY))
    assert sorted(found) == [0, 0, 0, 3]
    assert [await counts(name) for name in ("eve", "mona", "otto")] == [ONCE] * 3


async def test_a_worker_that_dies_half_way_leaves_nothing_and_the_next_one_finds_once(
    rules: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    tell = eligibility.tell

    async def dies(*_: Any) -> None:
        raise RuntimeError("the machine went down")

    async with unit_of_work():
        await jobs.enqueue(EVALUATE)
    monkeypatch.setattr(eligibility, "tell", dies)
    await jobs.drain(kinds)
    assert await counts("eve") == NEVER
    monkeypatch.setattr(eligibility, "tell", tell)
    async with unit_of_work():
        await DB.fetch("update kernel_job set run_at = now() - interval '1 second'")
    assert await jobs.drain(kinds) >= 1
    assert await counts("eve") == ONCE


async def test_a_worker_that_was_thought_dead_and_comes_back_tells_nobody_twice(rules: Cast, house: Registry) -> None:
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    async with unit_of_work():
        await jobs.enqueue(EVALUATE)
    slow = await jobs.claim(clock.now())
    other = await jobs.claim(clock.now() + jobs.LEASE + timedelta(seconds=1))
    assert slow and other and slow.id == other.id
    assert (await jobs.run(slow, kinds), await counts("eve")) == (False, NEVER)
    assert (await jobs.run(other, kinds), await counts("eve")) == (True, ONCE)
    assert await jobs.run(slow, kinds) is False
    assert await counts("eve") == ONCE


async def test_a_fact_that_arrives_is_looked_at_by_itself(rules: Cast, house: Registry) -> None:
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    course = await one("select id from learning_course where name = '带队管理'")
    async with browser("ada") as ada:
        sent = {"person": await rules.person("finn"), "course": course, "day": "2026-10-15", "status": "completed"}
        assert (await ada.submit("/learning/record", **sent)).status_code == 303
    await jobs.drain(kinds)
    assert await counts("finn") == ONCE


async def test_losing_and_meeting_the_criteria_again_while_the_case_runs_is_not_told_again(rules: Cast) -> None:
    await evaluate()
    async with unit_of_work():
        await DB.fetch("update learning_attempt set status = 'failed'")
    await evaluate()
    assert (
        await one(
            "select closed_on from promotion_eligibility e join people_person p on p.id = e.person where emp_no = 'E004'"
        )
        == TODAY
    )
    async with unit_of_work():
        await DB.fetch("update learning_attempt set status = 'completed'")
    assert await evaluate() == 0 and await counts("eve") == ONCE


async def test_after_a_rejection_nobody_is_found_before_the_day_of_the_next_review(rules: Cast) -> None:
    await evaluate()
    await decide("mona", verdict="reject", comment="再带一个项目", next_review_on="2027-01-15")
    assert await evaluate(date(2027, 1, 14)) == 0
    assert await evaluate(date(2027, 1, 15)) == 1
    assert (await counts("eve"))["cases"] == 2


# -- told to whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "reader"), [("eve", "mona"), ("mona", "gina"), ("otto", "gina")])
async def test_the_head_of_the_department_is_told_and_of_a_head_the_general_manager(
    rules: Cast, name: str, reader: str
) -> None:
    await evaluate()
    said = f"员工{PEOPLE[name][1]}（{PEOPLE[name][0]}）已达到晋升评审条件，请您审核"
    assert await one("select array_agg(person) from notify_message where text = $1", said) == [
        await rules.person(reader)
    ]
    link = await one("select link from notify_message where text = $1", said)
    async with browser(reader) as client:
        page = await client.get(link)
    assert page.status_code == 200 and PEOPLE[name][1] in page.text


# -- decided step by step -----------------------------------------------------------------------------


async def case(name: str = "eve") -> str:
    return str(
        await one(
            "select c.id from promotion_case c join people_person p on p.id = c.person where emp_no = $1",
            PEOPLE[name][0],
        )
    )


async def decide(who: str, name: str = "eve", **fields: Any) -> int:
    async with browser(who) as client:
        answer = await client.submit(
            f"/promotion/cases/{await case(name)}/decision", **{"verdict": "approve", **fields}
        )
    return answer.status_code


async def verdicts(name: str = "eve") -> list[tuple[int, str]]:
    async with unit_of_work(read_only=True):
        rows = await DB.fetch(
            "select d.step, p.emp_no from approvals_decision d join people_person p on p.id = d.decided_by"
            " join approvals_request r on r.id = d.request where r.subject = $1 order by d.decided_at",
            await case(name),
        )
    return [(row["step"], row["emp_no"]) for row in rows]


async def test_manager_then_hr_then_the_general_manager_and_nobody_out_of_turn(rules: Cast) -> None:
    await evaluate()
    for who in ("mona", "ada", "gina"):
        for other in {"mona", "ada", "gina", "eve"} - {who}:
            assert await decide(other) == 403, f"{other} while it is with {who}"
        assert await decide(who) == 303
    assert await verdicts() == [(0, "E003"), (1, "E002"), (2, "E001")]
    assert await one("select state from promotion_case where id = $1", await case()) == "scheduled"
    for who in ("mona", "ada", "gina"):
        assert await decide(who) == 403, "it is decided"


async def test_a_second_click_does_no_harm(rules: Cast) -> None:
    await evaluate()
    answers = await asyncio.gather(*(decide("mona") for _ in range(3)))
    assert sorted(answers)[0] == 303 and set(sorted(answers)[1:]) <= {403, 409}
    assert await verdicts() == [(0, "E003")]
    assert await one("select count(*) from notify_message where kind = 'case_waits'") == 1


async def test_who_decides_on_an_old_sight_of_the_case_is_refused(rules: Cast) -> None:
    await evaluate()
    seen_by, mona, subject = TODAY, await rules.person("mona"), await case()
    async with unit_of_work(read_only=True):
        old = (await requests_about(eligibility.SUBJECT, [subject], seen_by))[subject]
    assert await decide("mona") == 303
    with pytest.raises(Conflict, match="别人已经决定"):
        async with unit_of_work():
            await _decide(old, mona)
    assert await verdicts() == [(0, "E003")]


async def test_the_action_itself_refuses_who_is_not_asked(rules: Cast) -> None:
    await evaluate()
    subject = await case()
    for name in ("eve", "finn", "otto", "ada", "gina"):
        person = await rules.person(name)
        with pytest.raises(NotAllowed):
            async with unit_of_work():
                await _decide((await requests_about(eligibility.SUBJECT, [subject], TODAY))[subject], person)
    assert await verdicts() == []


async def _decide(request: Any, person: str) -> None:
    await cases.decide_case(
        request,
        person=person,
        verdict="approve",
        comment="",
        effective_on=None,
        next_review_on=None,
        facts={},
        day=TODAY,
    )


async def test_nobody_decides_on_their_own_promotion(rules: Cast) -> None:
    await evaluate()
    assert await decide("mona", "mona") == 403
    assert await decide("gina", "mona") == 303
    assert await decide("ada", "mona") == 303
    assert await decide("mona", "mona") == 403
    assert "E003" not in {who for _, who in await verdicts("mona")}


async def test_what_was_known_at_a_decision_is_kept_with_it(rules: Cast) -> None:
    await evaluate()
    await decide("mona")
    facts = await one("select facts from approvals_decision")
    assert "完成带队管理培训" in str(facts) and facts["eligible"] is True


async def resume(who: str) -> int:
    async with browser(who) as client:
        return (await client.submit(f"/promotion/cases/{await case()}/resumption")).status_code


async def test_what_was_sent_back_is_handed_in_again_by_the_person_once(rules: Cast) -> None:
    await evaluate()
    await decide("mona")
    await decide("ada", verdict="return", comment="缺少项目证明")
    assert [await resume(who) for who in ("mona", "finn")] == [403, 404]
    assert [await resume("eve") for _ in range(2)] == [303, 403]
    assert await one("select state from promotion_case where id = $1", await case()) == "open"
    async with browser("mona") as mona:
        page, home = await mona.get(f"/promotion/cases/{await case()}"), await mona.get("/")
    assert "缺少项目证明" in page.text and 'name="verdict"' in page.text and await case() in home.text
    assert [await decide(who) for who in ("ada", "mona", "ada", "gina")] == [403, 303, 303, 303]


async def test_what_was_put_off_goes_on_by_itself_on_its_day_and_not_before(rules: Cast) -> None:
    await evaluate()
    await decide("mona", verdict="defer", comment="今年名额已满", next_review_on="2027-01-15")
    assert await resume("eve") == 403
    async with unit_of_work():
        assert await cases.take_up_due(date(2027, 1, 14)) == 0
    assert sorted(await at_once(3, lambda: cases.take_up_due(date(2027, 1, 15)))) == [0, 0, 1]
    assert await one("select state from promotion_case where id = $1", await case()) == "open"
    assert await one("select count(*) from notify_message where kind = 'case_waits'") == 1
    assert await decide("mona") == 303


async def test_hr_takes_up_earlier_what_was_put_off(rules: Cast) -> None:
    await evaluate()
    await decide("mona", verdict="defer", comment="今年名额已满", next_review_on="2027-01-15")
    assert [await resume("ada") for _ in range(2)] == [303, 403]
    assert await decide("mona") == 303


# -- in force on its day ------------------------------------------------------------------------------


async def apply(day: date) -> int:
    async with unit_of_work():
        return await cases.apply_due(day)


async def level_on(cast: Cast, day: date, name: str = "eve") -> str | None:
    person = await cast.person(name)
    async with unit_of_work(read_only=True):
        return (await visible_person(EVERYBODY, person, day)).level


async def approved(**last: Any) -> None:
    await evaluate()
    await decide("mona")
    await decide("ada")
    assert await decide("gina", **last) == 303


async def test_the_level_changes_on_its_day_and_not_before(rules: Cast) -> None:
    await approved(effective_on="2026-12-01")
    assert [await apply(day) for day in (TODAY, date(2026, 11, 30))] == [0, 0]
    assert await level_on(rules, date(2026, 12, 31)) == "S1"
    assert [await apply(date(2026, 12, 1)) for _ in range(2)] == [1, 0]
    assert [await level_on(rules, day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == ["S1", "S2"]
    assert await one("select state from promotion_case where id = $1", await case()) == "effective"


async def test_without_a_day_it_is_the_first_of_next_month(rules: Cast) -> None:
    await approved()
    assert await one("select effective_on from promotion_case where id = $1", await case()) == NEXT_MONTH


async def test_two_workers_put_it_into_force_once_and_the_person_is_told_once(rules: Cast) -> None:
    await approved()
    assert sorted(await at_once(3, lambda: cases.apply_due(NEXT_MONTH))) == [0, 0, 1]
    assert await one("select count(*) from people_job_change where kind = 'promotion'") == 1
    assert await one("select count(*) from audit_entry where event = 'PromotionEffective'") == 1
    assert (
        await one(
            "select count(*) from notify_message where kind = 'promotion_effective' and person = $1",
            await rules.person("eve"),
        )
        == 1
    )


async def test_a_day_that_is_here_already_is_in_force_at_once(rules: Cast, house: Registry) -> None:
    await approved(effective_on=TODAY.isoformat())
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})
    assert await level_on(rules, TODAY) == "S2"
    async with browser("finn") as finn:
        page = await finn.get(f"/people/{await rules.person('eve')}")
    assert "S2（销售主管）" in page.text


async def test_a_promotion_of_a_month_gone_by_is_refused(rules: Cast) -> None:
    await evaluate()
    await decide("mona")
    await decide("ada")
    assert await decide("gina", effective_on="2026-09-01") == 422
    assert await one("select state from promotion_case where id = $1", await case()) == "open"


async def test_who_was_promoted_is_not_found_again_on_the_old_path(rules: Cast) -> None:
    await approved()
    await apply(NEXT_MONTH)
    assert await evaluate(NEXT_MONTH) == 0
    assert (await counts("eve"))["cases"] == 1
