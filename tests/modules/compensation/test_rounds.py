"""A raise round on a real database: suggestions are kept, decisions happen once, nothing is told early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from hrapp.kernel import company, registry
from hrapp.kernel.access import EVERYBODY, Scope, Viewer
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.module import Fact, FactSource
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.compensation import actions, queries
from hrapp.modules.compensation.decisions import decided

from ...cast import TODAY, Cast
from ...company import give_pay

POLICY = """
[raise_policy]
version = 1
effective_from = 2026-10-01
lookback_periods = 4
promotion_from = 2026-04-01
promotion_to = 2026-09-30
exclude_positions = ["总经理"]
cap_pct = 15
budget_pct = 5.5
[[raise_policy.rows]]
id = "A"
grade = "优秀"
promoted = "any"
pct = 10
text = "绩效优秀，建议加薪10%"
[[raise_policy.rows]]
id = "B"
grade = "良好"
promoted = "any"
pct = 5.5
text = "绩效良好，建议加薪5.5%"
"""


async def grades(people: Sequence[str], _: date) -> Mapping[str, Mapping[str, Any]]:
    rows = await DB.fetch("select id, emp_no from people_person")
    by_no = {"E004": "优秀", "E005": "良好"}
    return {r["id"]: {"performance.grades": {"2026Q3": by_no.get(r["emp_no"])}} for r in rows if r["id"] in people}


@pytest.fixture(autouse=True)
def _grades(house: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grades come as a fact, whoever provides it: here the test does."""
    source = FactSource((Fact("performance.grades", "grades"),), grades)
    active = tuple(replace(m, facts=(source,) if m.name == "performance" else ()) for m in house.active)
    monkeypatch.setattr(registry, "_current", Registry(house.installed, active))


@pytest.fixture
async def round_id(cast: Cast, house: Registry) -> str:
    async with unit_of_work(role=IMPORT):
        await company.apply(house, company.parse(POLICY))
        for row in await DB.fetch("select id from people_person"):
            await give_pay(row["id"], date(2024, 3, 1), Decimal("8000.00"), "入职定薪", 岗位津贴="500.00")
        return await actions.open_round(TODAY)


async def viewer(cast: Cast, name: str) -> Viewer:
    person = await cast.person(name)
    return Viewer(account=new_id(), person=person, emp_no=None, name=name)


async def raise_of(cast: Cast, round_id: str, name: str) -> queries.RaiseRow:
    person = await cast.person(name)
    async with unit_of_work(read_only=True, role=IMPORT):
        return next(r for r in await queries.raises_of(EVERYBODY, round_id, TODAY) if r.person == person)


async def decide(
    cast: Cast, round_id: str, who: str, whom: str, pct: str, reason: str = "", version: int | None = None
) -> None:
    row = await raise_of(cast, round_id, whom)
    boss = await viewer(cast, who)
    async with unit_of_work(role=IMPORT):
        found = await queries.visible_round(EVERYBODY, round_id)
        typed = decided(
            row.base,
            "pct",
            Decimal(pct),
            round_to=Decimal(1),
            suggested_pct=row.suggested_pct,
            suggested_increment=row.suggested_increment,
        )
        await actions.decide(boss, row, found, typed, reason, version or row.version)


async def test_a_round_keeps_the_suggestions_with_what_they_were_made_of(cast: Cast, round_id: str) -> None:
    row = await raise_of(cast, round_id, "eve")
    assert (row.suggested_pct, row.suggested_increment) == (Decimal(10), Decimal("800.00"))
    assert row.inputs["grade"] == "优秀" and row.inputs["matched"] == ["A"]
    assert (await raise_of(cast, round_id, "otto")).reason_none == "no_grade"
    async with unit_of_work(read_only=True, role=IMPORT):
        found = await queries.visible_round(EVERYBODY, round_id)
    assert found.base_total == Decimal("64000.00") and found.budget == Decimal("3520.00")


async def test_a_different_figure_needs_its_reason_and_is_marked(cast: Cast, round_id: str) -> None:
    with pytest.raises(Invalid, match="请写明原因"):
        await decide(cast, round_id, "gina", "eve", "12")
    await decide(cast, round_id, "gina", "eve", "12", "团队贡献")
    row = await raise_of(cast, round_id, "eve")
    assert (row.decided_increment, row.direct, row.reason) == (Decimal("960.00"), "y", "团队贡献")


async def test_nobody_decides_on_their_own_pay_not_even_past_the_application(cast: Cast, round_id: str) -> None:
    with pytest.raises(NotAllowed):
        await decide(cast, round_id, "eve", "eve", "10")
    row = await raise_of(cast, round_id, "eve")
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(role=IMPORT):
            await DB.fetch("update compensation_raise set decided_by = person where id = $1", row.id)


async def test_two_decisions_at_once_are_one(cast: Cast, round_id: str) -> None:
    row = await raise_of(cast, round_id, "eve")
    await decide(cast, round_id, "gina", "eve", "10", version=row.version)
    with pytest.raises(Conflict):
        await decide(cast, round_id, "gina", "eve", "12", "again", version=row.version)


async def test_an_employee_reads_a_raise_only_after_release_and_pay_changes_once(cast: Cast, round_id: str) -> None:
    eve, boss = await cast.person("eve"), await viewer(cast, "gina")
    own = Scope("self", eve, "E004")
    await decide(cast, round_id, "gina", "eve", "12", "团队贡献")
    async with unit_of_work(role=IMPORT):
        assert await queries.released_raises(own, eve, TODAY) == []
        found = await queries.visible_round(EVERYBODY, round_id)
        with pytest.raises(Conflict, match="还有人没有决定"):
            await actions.release(boss, found, TODAY)
    async with unit_of_work(role=IMPORT):
        assert await actions.accept_open(boss, found) == 1
        assert await actions.release(boss, found, TODAY) == 2
    async with unit_of_work(read_only=True, role=IMPORT):
        assert [r.decided_pct for r in await queries.released_raises(own, eve, TODAY)] == [Decimal(12)]
        lines = await queries.pay_lines(own, date(2026, 12, 1), eve)
        assert [(line.effective_on, line.base) for line in lines][-1] == (date(2026, 11, 1), Decimal("8960.00"))
        assert lines[-1].components == {"岗位津贴": "500.00"}  # a raise is one of the base: what is beside it goes on
    with pytest.raises(Conflict):
        async with unit_of_work(role=IMPORT):
            await actions.release(boss, found, TODAY)


async def test_an_account_that_is_nobodys_does_not_release_over_open_suggestions(cast: Cast, round_id: str) -> None:
    nobody = Viewer(account=new_id(), person=None, emp_no=None, name="系统账号")
    with pytest.raises(Conflict, match="还有人没有决定"):
        async with unit_of_work(role=IMPORT):
            await actions.release(nobody, await queries.visible_round(EVERYBODY, round_id), TODAY)


async def test_managers_and_outsiders_find_no_round(cast: Cast, round_id: str) -> None:
    team = Scope("subtree", await cast.person("mona"), "E003", ())
    async with unit_of_work(read_only=True, role=IMPORT):
        assert await queries.rounds(team) == []
        with pytest.raises(NotFound):
            await queries.visible_round(team, round_id)


async def test_a_policy_that_a_round_used_is_not_rewritten(cast: Cast, round_id: str, house: Registry) -> None:
    async with unit_of_work(role=IMPORT):
        assert await company.apply(house, company.parse(POLICY)) == []
        with pytest.raises(Refused, match="version 2"):
            await company.apply(house, company.parse(POLICY.replace("pct = 5.5", "pct = 6")))


async def test_the_company_file_comes_back_as_it_was(cast: Cast, round_id: str, house: Registry) -> None:
    async with unit_of_work(role=IMPORT):
        written = await company.export(house)
        assert await company.apply(house, company.parse(written)) == []


async def test_a_misspelt_key_is_named_by_its_path(empty: str, house: Registry) -> None:
    async with unit_of_work(role=IMPORT):
        with pytest.raises(Refused, match=r"raise_policy\.rows\[1\]\.prct: unknown key"):
            await company.apply(house, company.parse(POLICY.replace("\npct = 5.5", "\nprct = 5.5")))


async def test_accepting_at_once_reaches_as_far_as_deciding_does(cast: Cast, round_id: str) -> None:
    """Whoever stands in for somebody decides neither on them nor on themselves, one by one or all at once."""
    boss, eve = await viewer(cast, "gina"), await cast.person("eve")
    async with unit_of_work(role=IMPORT):
        found = await queries.visible_round(EVERYBODY, round_id)
        await actions.accept_open(boss, found, Scope("company", without=(eve,)))
    assert not (await raise_of(cast, round_id, "eve")).decided
    assert (await raise_of(cast, round_id, "finn")).decided
