"""What a list of changes does to people: they leave, come back, are past their probation, move or do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.imports import Action, Outcome
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.pipeline import for_the_company
from hrapp.modules.imports.undo import undo_batch

from ...cast import Cast
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")
ROSTER = [
    ["工号", "姓名", "部门", "岗位", "入职日期"],
    ["N01", "王晓燕", "销售部", "销售代表", "2022-05-16"],
    ["N02", "周婷婷", "行政部", "行政专员", "2024-01-08"],
    ["N03", "赵敏芝", "生产部", "操作工", "2023-02-13"],
    ["N04", "吴志强", "市场部", "市场专员", "2023-08-21"],
]
HEADS = ["工号", "姓名", "异动类型", "生效日期", "原部门", "原岗位", "新部门", "新岗位", "备注"]
Rows = Sequence[Sequence[Any]]


async def take(rows: Rows, name: str = "人事异动") -> tuple[list[Outcome], str]:
    taken = await import_files([(f"{name}.xlsx", workbook([list(row) for row in rows], name))], HR)
    return [each for each in taken.outcomes if each.record.kind != "other"], taken.batch


async def of(emp_no: str, query: str) -> list[tuple[Any, ...]]:
    async with unit_of_work(HR, role=IMPORT):
        return [tuple(row.values()) for row in await DB.fetch(query, emp_no)]


async def here(emp_no: str) -> tuple[Any, ...]:
    columns = "hire_date, leave_date, voluntary, leave_reason, probation_end"
    return (await of(emp_no, f"select {columns} from people_person where emp_no = $1"))[0]


async def posts(emp_no: str) -> list[tuple[Any, ...]]:
    return await of(
        emp_no,
        "select a.since, a.until, d.name as department, a.position from people_assignment a"
        " join people_person p on p.id = a.person left join people_department d on d.id = a.department"
        " where p.emp_no = $1 order by a.since",
    )


async def changes(emp_no: str) -> list[tuple[Any, ...]]:
    return await of(
        emp_no,
        "select c.effective_on, c.kind, c.to_department, c.to_position, c.reason"
        " from people_job_change c join people_person p on p.id = c.person where p.emp_no = $1 order by c.effective_on",
    )


def told(outcome: Outcome) -> list[str]:
    return [note.code for note in outcome.notes]


LEFT = ["N01", "王晓燕", "离职", "2026-09-30", "销售部", "销售代表", None, None, "个人原因"]


async def test_whoever_left_by_a_list_of_changes_has_left_and_has_not_when_it_is_taken_back(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    _outcomes, batch = await take([HEADS, LEFT])
    assert await here("N01") == (date(2022, 5, 16), date(2026, 9, 30), True, "个人原因", None)
    (again,) = (await take([HEADS, LEFT]))[0]
    assert again.action is Action.SAME
    async with unit_of_work(HR, role=IMPORT):
        await undo_batch(batch, for_the_company(HR), clock.now())
    assert await here("N01") == (date(2022, 5, 16), None, None, None, None)


async def test_another_last_day_that_is_known_stays_and_is_told(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    await take([["工号", "姓名", "离职日期", "离职类型"], ["N01", "王晓燕", "2026-09-15", "被动离职"]], "离职")
    (left,) = (await take([HEADS, LEFT]))[0]
    assert told(left) == ["left_otherwise"] and (await here("N01"))[1:3] == (date(2026, 9, 15), False)


async def test_a_leave_that_is_not_in_force_leaves_everybody_here(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    await take([[*HEADS, "审批状态"], [*LEFT, "审批中"]])
    assert (await here("N01"))[1] is None


async def test_somebody_hired_again_is_here_again_and_the_earlier_stay_is_kept(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    await take([["工号", "姓名", "离职日期", "离职原因"], ["N03", "赵敏芝", "2026-04-30", "家庭原因"]], "离职")
    back = ["N03", "赵敏芝", "重新入职", "2026-08-01", None, None, "行政部", "仓管员", None]
    (outcome,) = (await take([HEADS, back]))[0]
    assert "hired_again" in told(outcome)
    assert (await here("N03"))[:2] == (date(2026, 8, 1), None)
    assert await posts("N03") == [(date(2026, 8, 1), None, "行政部", "仓管员")]
    kept = [(day, kind, reason) for day, kind, _department, _position, reason in await changes("N03")]
    assert kept == [
        (date(2023, 2, 13), "hire", None),
        (date(2026, 4, 30), "leave", "家庭原因"),
        (date(2026, 8, 1), "rehire", None),
    ]
    assert (await take([HEADS, back]))[0][0].action is Action.SAME
    later = [ROSTER[0], ["N03", "赵敏芝", "行政部", "仓管员", "2026-08-01"]]
    assert (await take(later, "花名册"))[0][0].action is Action.SAME


async def test_one_list_may_say_that_somebody_left_and_came_back(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    back = [*LEFT[:2], "再入职", "2026-11-02", None, None, "市场部", "市场专员", None]
    await take([HEADS, back, LEFT])
    assert (await here("N01"))[:4] == (date(2026, 11, 2), None, None, None)
    assert [kind for _day, kind, *_rest in await changes("N01")] == ["hire", "leave", "rehire"]


async def test_the_end_of_probation_is_its_day_and_cuts_no_post_in_two(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    await take([HEADS, ["N02", "周婷婷", "转正", "2024-04-08", "行政部", "行政专员", None, None, None]])
    assert await posts("N02") == [(date(2024, 1, 8), None, "行政部", "行政专员")]
    assert (await here("N02"))[4] == date(2024, 4, 7)
    (earlier,) = (await take([HEADS, ["N02", "周婷婷", "转正", "2024-03-08", None, None, None, None, None]]))[0]
    assert told(earlier) == ["probation_otherwise"] and (await here("N02"))[4] == date(2024, 3, 7)


async def test_a_change_in_one_cell_or_before_and_after_leads_where_it_says(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    rows = [
        ["工号", "姓名", "异动类型", "异动内容", "生效日期"],
        ["N01", "王晓燕", "调动", "从销售部调到市场部", "2026-03-01"],
        ["N03", "赵敏芝", "调动", "生产部/操作工 调至 行政部/仓管员", "2026-05-01"],
        ["N04", "吴志强", "调岗", "市场专员→市场主管", "2026-04-01"],
    ]
    await take(rows)
    day = date(2026, 3, 1)
    assert await posts("N01") == [(date(2022, 5, 16), day, "销售部", "销售代表"), (day, None, "市场部", "销售代表")]
    assert (await posts("N03"))[1][2:] == ("行政部", "仓管员") and (await posts("N03"))[0][2:] == ("生产部", "操作工")
    assert (await posts("N04"))[1][2:] == ("市场部", "市场主管")
    sides = [
        ["姓名", "变动前", "变动后", "变动日期", "变动类型"],
        ["周婷婷", "行政部-行政专员", "市场部-市场专员", "2026-07-01", "平调"],
    ]
    await take(sides, "岗位变动表")
    assert (await posts("N02"))[1][2:] == ("市场部", "市场专员")


async def test_a_change_that_leads_nowhere_waits_and_cuts_no_post_in_two(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    rows = [
        ["工号", "姓名", "异动类型", "异动内容", "生效日期"],
        ["N01", "王晓燕", "调动", "从销售部调到外地", "2026-03-01"],
        ["N03", "赵敏芝", "调动", None, "2026-05-01"],
        ["N04", "吴志强", "调动", "市场部→物流部", "2026-05-01"],
    ]
    outcomes, _batch = await take(rows)
    assert [(each.action, told(each)[-1]) for each in outcomes] == [(Action.BLOCKED, "change_unclear")] * 3
    assert [len(await posts(emp_no)) for emp_no in ("N01", "N03", "N04")] == [1, 1, 1]


async def test_a_secondment_or_a_post_held_besides_is_kept_in_its_words_and_moves_nobody(cast: Cast) -> None:
    await take(ROSTER, "花名册")
    rows = [
        HEADS,
        ["N01", "王晓燕", "借调", "2026-07-01", "销售部", "销售代表", "行政部", "行政专员", "借调至2026-12-31"],
        ["N01", "王晓燕", "借调结束", "2027-01-01", "行政部", "行政专员", "销售部", "销售代表", None],
        ["N02", "周婷婷", "兼任", "2026-08-15", "行政部", "行政专员", None, "兼人事专员", None],
        ["N03", "赵敏芝", "外派", "2026-04-01", "生产部", None, "杭州分公司", None, None],
        ["N04", "吴志强", "代理", "2026-08-01", "市场部", "市场专员", "销售部", "代理销售经理", None],
    ]
    outcomes, _batch = await take(rows)
    assert {each.action for each in outcomes} == {Action.NEW}
    assert [len(await posts(row[0])) for row in ROSTER[1:]] == [1, 1, 1, 1]
    words = "借调：销售部·销售代表 → 行政部·行政专员；借调至2026-12-31"
    assert (await changes("N01"))[0] == (date(2026, 7, 1), "other", None, None, words)
    assert (await changes("N01"))[1][4] == "借调结束：行政部·行政专员 → 销售部·销售代表"
    assert (await changes("N02"))[0][4] == "兼任：行政部·行政专员 → 兼人事专员"
    assert {each.action for each in (await take(rows))[0]} == {Action.SAME}


async def test_whoever_moves_to_another_department_has_left_their_manager_and_that_is_told(cast: Cast) -> None:
    head, row = [*ROSTER[0], "直接上级"], [*ROSTER[1], "N04"]
    await take([head, row, [*ROSTER[4], None]], "花名册")
    moved, _ = await take([HEADS, ["N01", "王晓燕", "调动", "2026-03-01", "销售部", None, "行政部", None, None]])
    (told,) = [note.values for note in moved[0].notes if note.code == "manager_of_before"]
    assert (told["known"], told["text"]) == ("N04", "行政部")
    again, _ = await take([HEADS, ["N01", "王晓燕", "晋升", "2026-05-01", None, "销售代表", None, "主管", None]])
    assert not [note for note in again[0].notes if note.code == "manager_of_before"], "it was told once"
