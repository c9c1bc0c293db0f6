"""A table of what everybody is paid that comes after another: from which day on, and what is paid no more."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel.imports import ALWAYS, DAY_ASKED, SINCE, Outcome
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers, TableAnswer

from ...cast import Cast
from ..imports.sheets import workbook
from .test_raise_lists import paid

FIRST, NEXT = date(2025, 1, 1), date(2026, 1, 1)
HEAD = ["工号", "姓名", "基本工资", "岗位津贴", "餐补"]


async def took(*row: object, since: str = "", head: list[str] = HEAD) -> Outcome:
    """What became of the row of E004 in a table of pay."""
    tables = {"台账.xlsx›薪资台账›1": TableAnswer(context={SINCE: since})} if since else {}
    content = workbook([head, ["E004", "伊薇", *row]], "薪资台账")
    async with unit_of_work(Actor(label="cli:test"), role="import"):
        taken = await import_files([("台账.xlsx", content)], Actor(label="cli:test"), Answers(tables=tables))
    (outcome,) = [each for each in taken.outcomes if each.record.kind == "pay"]
    return outcome


def told(outcome: Outcome) -> tuple[str, list[str]]:
    return outcome.action.value, [note.code for note in outcome.notes]


async def first(*row: object) -> None:
    assert told(await took(*row, FIRST, head=[*HEAD, "生效日期"])) == ("new", [])


async def test_a_new_table_without_a_day_is_asked_from_which_day_on_it_counts(cast: Cast) -> None:
    await first(6000, 400, 300)
    asked = await took(6300, 400, 350)
    assert told(asked) == ("blocked", [DAY_ASKED])
    assert asked.notes[0].values == {"known": "6,000.00、餐补 300.00", "text": "6,300.00、餐补 350.00"}
    assert told(await took(6300, 400, 350, since="2026-01-01")) == ("new", [])
    assert await paid(cast) == {
        FIRST: ("6000", {"岗位津贴": "400", "餐补": "300"}),
        NEXT: ("6300", {"岗位津贴": "400", "餐补": "350"}),
    }
    assert told(await took(6300, 400, 350, since="2026-01-01"))[0] == "same"


async def test_pay_that_hrapp_is_said_to_have_had_wrong_is_not_overwritten(cast: Cast) -> None:
    await first(6000, 400, 300)
    assert told(await took(6300, 400, 300, since=ALWAYS)) == ("blocked", ["pay_contradicts"])
    assert await paid(cast) == {FIRST: ("6000", {"岗位津贴": "400", "餐补": "300"})}


async def test_a_table_of_a_day_before_the_last_raise_says_what_was(cast: Cast) -> None:
    await first(6000, 400, 300)
    await took(6300, 400, 300, since="2026-01-01")
    assert told(await took(6000, 400, 300, since="2025-06-01")) == ("same", [])
    assert [*await paid(cast)] == [FIRST, NEXT]


@pytest.mark.parametrize("base", [6000, 6300])
@pytest.mark.parametrize("nothing", [None, "-", "/", "无"])
async def test_an_allowance_with_nothing_in_its_column_is_paid_no_more_from_the_day_of_the_table(
    cast: Cast, nothing: str | None, base: int
) -> None:
    await first(6000, 400, 300)
    ended = await took(base, nothing, 300, since="2026-01-01")
    assert told(ended) == ("new", ["pay_parts_ended"]) and ended.notes[0].values["text"] == "岗位津贴 400.00"
    assert (await paid(cast))[NEXT] == (f"{base}", {"餐补": "300"})


async def test_an_allowance_without_a_column_and_one_of_a_table_without_a_day_go_on(cast: Cast) -> None:
    await first(6000, 400, 300)
    assert told(await took(6000, None, 300))[0] == "same"
    await took(6300, 300, NEXT, head=["工号", "姓名", "基本工资", "餐补", "生效日期"])
    assert (await paid(cast))[NEXT] == ("6300", {"岗位津贴": "400", "餐补": "300"})


async def test_what_ended_does_not_come_back_with_an_older_table(cast: Cast) -> None:
    await first(6000, 400, 300)
    await took(6300, None, 300, NEXT, head=[*HEAD, "生效日期"])
    await took(6100, 450, 300, date(2025, 7, 1), head=[*HEAD, "生效日期"])
    assert (await paid(cast))[NEXT] == ("6300", {"餐补": "300"})
