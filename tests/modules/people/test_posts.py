"""A roster that comes later: who stands elsewhere is asked about once, and what was before is never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.imports import ALWAYS, DAY_ASKED, SINCE, Action, Outcome
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.pipeline import for_the_company
from hrapp.modules.imports.undo import undo_batch

from ...cast import FAMILIES, Cast
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")
HEADS = ["工号", "姓名", "部门", "岗位", "职级", "入职日期", "手机"]
LOW, HIGH = [f"{code}" for code, *_rest in next(iter(FAMILIES.values()))[1]][:2]
JANUARY = [
    ["N01", "王海峰", "销售部", "业务员", LOW, "2019-03-04", "13800010001"],
    ["N02", "李敏洁", "运营部", "采购员", None, "2020-05-06", "13800010002"],
]
MARCH = [
    ["N01", "王海峰", "运营部", "采购员", HIGH, "2019-03-04", "13800019999"],
    ["N02", "李敏洁", "运营部", "采购员", LOW, "2020-05-06", "13800010002"],
]


async def take(people: list[list[Any]], *, since: str = "", heads: list[str] = HEADS, **said: Any) -> list[Outcome]:
    file = ("花名册.xlsx", workbook([heads, *people], "花名册"))
    tables = {"花名册.xlsx›花名册›1": TableAnswer(context={SINCE: since})} if since else {}
    return list((await import_files([file], HR, Answers(tables=tables, **said))).outcomes)


async def of(emp_no: str, query: str) -> list[tuple[Any, ...]]:
    async with unit_of_work(HR, role=IMPORT):
        return [tuple(row.values()) for row in await DB.fetch(query, emp_no)]


async def posts(emp_no: str) -> list[tuple[Any, ...]]:
    return await of(
        emp_no,
        "select a.since, a.until, d.name as department, l.code as level from people_assignment a"
        " join people_person p on p.id = a.person left join people_department d on d.id = a.department"
        " left join people_level l on l.id = a.level where p.emp_no = $1 order by a.since",
    )


async def changes(emp_no: str) -> list[tuple[Any, ...]]:
    return await of(
        emp_no,
        "select c.effective_on, c.kind, c.from_position, c.to_position, c.from_level, c.to_level, c.reason"
        " from people_job_change c join people_person p on p.id = c.person where p.emp_no = $1 order by c.effective_on",
    )


HIRED, DAY = date(2019, 3, 4), date(2026, 3, 1)


async def test_somebody_who_stands_elsewhere_waits_for_the_day_and_nobody_else_does(cast: Cast) -> None:
    await take(JANUARY)
    first, second = await take(MARCH)
    (asked,) = [note for note in first.notes if note.level == "error"]
    assert (first.action, asked.code) == (Action.BLOCKED, DAY_ASKED)
    assert asked.values == {"known": f"销售部、业务员、{LOW}", "text": f"运营部、采购员、{HIGH}"}
    assert second.action is Action.CHANGED and (await posts("N02"))[0][3] == LOW  # it was not known: nothing moved
    assert await posts("N01") == [(HIRED, None, "销售部", LOW)]


async def test_from_the_day_that_was_said_on_they_stand_there_and_before_it_where_they_did(cast: Cast) -> None:
    await take(JANUARY)
    first, _second = await take(MARCH, since="2026-03-01")
    assert first.changes[SINCE] == (None, "2026-03-01")
    assert await posts("N01") == [(HIRED, DAY, "销售部", LOW), (DAY, None, "运营部", HIGH)]
    assert await changes("N01") == [(DAY, "promotion", "业务员", "采购员", LOW, HIGH, None)]
    assert [each.action for each in await take(MARCH)] == [Action.SAME, Action.SAME]


async def test_taken_back_they_stand_where_they_stood(cast: Cast) -> None:
    await take(JANUARY)
    file = ("花名册.xlsx", workbook([HEADS, *MARCH], "花名册"))
    said = Answers(tables={"花名册.xlsx›花名册›1": TableAnswer(context={SINCE: "2026-03-01"})})
    batch = (await import_files([file], HR, said)).batch
    async with unit_of_work(HR, role=IMPORT):
        await undo_batch(batch, for_the_company(HR), clock.now())
    assert await posts("N01") == [(HIRED, None, "销售部", LOW)] and await changes("N01") == []


async def test_a_list_that_corrects_hrapp_leaves_no_change_behind(cast: Cast) -> None:
    await take(JANUARY)
    await take(MARCH, since=ALWAYS)
    assert await posts("N01") == [(HIRED, None, "运营部", HIGH)] and await changes("N01") == []


async def test_an_older_list_takes_nobody_back_to_where_they_were(cast: Cast) -> None:
    await take(JANUARY)
    await take(MARCH, since="2026-03-01")
    (old,) = await take(JANUARY[:1])
    assert [note.code for note in old.notes] == ["post_of_earlier"] and len(await posts("N01")) == 2
    await take([["N01", "王海峰", "财务部", "出纳", None, "2019-03-04", "13800012222"]], since="2026-05-01")
    (old,) = await take(JANUARY[:1], since="2026-01-01")
    assert (old.action, [note.code for note in old.notes]) == (Action.SAME, ["post_of_earlier"])  # nor is the phone
    assert [post[2] for post in await posts("N01")] == ["销售部", "运营部", "财务部"]
    other = [["N01", "王海峰", "综合部", "文员", None, "2019-03-04", "13800010001"]]
    (unknown,) = await take(other, since="2026-01-01")
    assert (unknown.action, unknown.notes[-1].code) == (Action.BLOCKED, "post_changed_later")


async def test_whoever_went_back_stands_there_from_the_day_that_was_said(cast: Cast) -> None:
    await take(JANUARY)
    await take(MARCH, since="2026-03-01")
    await take(JANUARY, since="2026-05-01")
    assert [post[2] for post in await posts("N01")] == ["销售部", "运营部", "销售部"]
    assert [(change[0], change[1]) for change in await changes("N01")][-1] == (date(2026, 5, 1), "demotion")


async def test_whoever_left_and_is_listed_is_told(cast: Cast) -> None:
    await take([[*JANUARY[0][:6], "2025-05-15"]], heads=[*HEADS[:6], "离职日期"])
    (listed,) = await take(JANUARY[:1])
    (with_days,) = await take([[*JANUARY[0][:6], None]], heads=[*HEADS[:6], "离职日期"])
    assert "left_and_listed" in [note.code for note in listed.notes] and not with_days.notes


async def test_who_comes_back_keeps_the_earlier_stay_among_the_changes(cast: Cast) -> None:
    await take(JANUARY)
    left = workbook([["工号", "姓名", "离职日期", "离职原因"], ["N01", "王海峰", "2025-05-15", "个人发展"]], "离职名单")
    await import_files([("离职名单.xlsx", left)], HR)
    (active,) = await take([[*JANUARY[0], "在职"]], heads=[*HEADS, "状态"])
    assert "left_and_active" in [note.code for note in active.notes]
    await take([["N01", "王海峰", "运营部", "采购员", None, "2025-10-01", "13800010001"]])
    assert [change[:3] for change in await changes("N01")] == [
        (HIRED, "hire", None),
        (date(2025, 5, 15), "leave", "业务员"),
        (date(2025, 10, 1), "rehire", None),
    ]
    assert (await changes("N01"))[1][-1] == "个人发展"
    (old,) = await take(JANUARY[:1])
    assert (old.action, old.notes[-1].code) == (Action.SKIPPED, "earlier_stay")  # no older list takes them back


async def test_another_number_for_the_same_person_is_asked_about(cast: Cast) -> None:
    await take(JANUARY)
    renumbered = [["N77", *JANUARY[0][1:]]]
    (row,) = await take(renumbered)
    assert (row.action, row.notes[0].code) == (Action.SKIPPED, "known_under_other_no")
    (row,) = await take(renumbered, rows={"花名册.xlsx›花名册›2": "take"})
    assert row.action is Action.NEW


async def test_nobody_new_takes_the_place_of_whoever_has_the_number(cast: Cast) -> None:
    await take(JANUARY)
    (row,) = await take([["N01", "马小满", "销售部", "业务员", None, "2026-11-23", "13800013333"]])
    assert (row.action, row.notes[-1].code) == (Action.BLOCKED, "emp_no_of_another")
    (row,) = await take([["N01", "王海锋", *JANUARY[0][2:]]])  # the same day of hire: a name written anew
    assert row.action is Action.CHANGED and row.changes == {"name": ("王海峰", "王海锋")}


async def test_an_older_list_takes_no_manager_away(cast: Cast) -> None:
    heads = [*HEADS, "直接上级"]
    await take([[*JANUARY[0], "李敏洁"], [*JANUARY[1], None]], heads=heads)
    await take([[*MARCH[0], "E007"]], heads=heads, since="2026-03-01")
    (old,) = await take([[*JANUARY[0], "李敏洁"]], heads=heads)
    assert "manager" not in old.changes and "level" not in old.changes


async def test_a_day_before_the_day_of_hire_is_none(cast: Cast) -> None:
    await take(JANUARY)
    (row,) = await take(MARCH[:1], since="2019-03-04")
    assert (row.action, row.notes[-1].code) == (Action.BLOCKED, "since_not_hired")
    late = [["N01", "王海峰", "运营部", "运营专员", None, "2026-11-16", "13800010001"]]  # hired later than was known
    (row,) = await take(late, since="2026-11-01")
    assert row.action is Action.CHANGED and await posts("N01") == [(date(2026, 11, 16), None, "运营部", LOW)]


async def test_a_later_list_of_changes_takes_back_nothing_it_has_no_column_for(cast: Cast) -> None:
    await take(JANUARY)
    await import_files([promoted("2025-06-01")], HR)
    heads = ["工号", "姓名", "生效日期", "异动类型", "新岗位"]
    row = ["N01", "王海峰", "2025-06-01", "晋升", "销售主管"]
    (same,) = (await import_files([("补.xlsx", workbook([heads, row], "晋升名单"))], HR)).outcomes
    assert same.action is Action.SAME and (await changes("N01"))[0][2] == "业务员"


async def test_two_of_one_name_and_day_in_one_list_are_two(cast: Cast) -> None:
    await take(JANUARY)
    row, _same = await take([["N77", *JANUARY[0][1:]], JANUARY[0]])
    assert row.action is Action.NEW


def promoted(day: str) -> tuple[str, bytes]:
    heads = ["工号", "姓名", "生效日期", "异动类型", "原岗位", "新岗位"]
    return "晋升名单.xlsx", workbook([heads, ["N01", "王海峰", day, "晋升", "业务员", "销售主管"]], "晋升名单")


async def test_one_promotion_on_two_days_is_one_and_the_day_can_be_corrected(cast: Cast) -> None:
    await take(JANUARY)
    await import_files([promoted("2025-06-01")], HR)
    (again,) = (await import_files([promoted("2025-07-01")], HR)).outcomes
    assert (again.action, again.notes[0].code) == (Action.SKIPPED, "move_on_other_day")
    said = Answers(rows={"晋升名单.xlsx›晋升名单›2": "take"})
    (corrected,) = (await import_files([promoted("2025-07-01")], HR, said)).outcomes
    assert corrected.changes == {"effective": (date(2025, 6, 1), date(2025, 7, 1))}
    assert [change[0] for change in await changes("N01")] == [date(2025, 7, 1)]
    assert [span[0] for span in await posts("N01")] == [HIRED, date(2025, 7, 1)]
