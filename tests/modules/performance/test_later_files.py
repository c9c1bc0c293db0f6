"""A later list of grades or awards erases nothing that it has no word for."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")


async def take(sheet: str, kind: str, *rows: list[Any]) -> list[tuple[str, dict[str, Any]]]:
    taken = await import_files([(f"{sheet}.xlsx", workbook(list(rows), sheet))], HR)
    return [(str(each.action), each.changes) for each in taken.outcomes if each.record.kind == kind]


async def test_an_empty_grade_erases_none(cast: Cast) -> None:
    head = ["工号", "姓名", "2023Q1", "2023Q2"]
    await take("历史评级", "grade", head, ["E007", "欧佳", "A", "B"])
    later = await take("历史评级", "grade", head, ["E007", "欧佳", None, "A"])
    assert [changes for _action, changes in later if changes] == [{"grade": ("B", "A")}]
    assert await one("select array_agg(grade order by period) from performance_grade where period like '2023Q%'") == ["A", "A"]  # fmt: skip


async def test_an_award_of_a_known_day_keeps_it_where_a_later_list_names_the_period_only(cast: Cast) -> None:
    await take(
        "荣誉", "award", ["工号", "姓名", "荣誉称号", "周期", "授予日期"], ["E007", "欧佳", "服务之星", "2023Q1", "2023-02-15"]
    )  # fmt: skip
    later = await take("荣誉", "award", ["工号", "姓名", "荣誉称号", "周期"], ["E007", "欧佳", "服务之星", "2023Q1"])
    assert later == [("same", {})]


async def test_a_later_sheet_of_goals_without_figures_or_weights_keeps_them(cast: Cast) -> None:
    head = ["工号", "姓名", "周期", "目标（O）", "关键结果", "KR权重", "起始值", "目标值", "当前值"]
    rows = [["E007", "欧佳", "2023Q1", "减少退货", title, *figures] for title, *figures in (("退货率", 70, 2, 10, 4), ("投诉", 30, 0, 8, 2))]  # fmt: skip
    await take("OKR", "key_result", head, *rows)
    later = await take("OKR", "key_result", [*head[:5], *head[7:]], [*rows[0][:5], 10, 6], [*rows[1][:5], None, None])
    assert later == [("changed", {"current": (4, 6)}), ("same", {})]


async def test_a_key_result_in_other_words_is_told_where_the_weights_come_to_too_much(cast: Cast) -> None:
    head = ["工号", "姓名", "周期", "目标（O）", "关键结果", "KR权重", "起始值", "目标值", "当前值"]
    first = ["E007", "欧佳", "2023Q1", "开拓客户", "新签 500 万", 60, 0, 500, 100]
    await take("OKR", "key_result", head, first, [*first[:4], "拜访", 40, 0, 20, 10])
    file = workbook([head, [*first[:4], "新签 480 万", 60, 0, 480, 200], [*first[:4], "拜访", 40, 0, 20, 12]], "OKR")
    notes = [note for each in (await import_files([("OKR.xlsx", file)], HR)).outcomes for note in each.notes]
    told = [dict(note.values) for note in notes if note.code == "weights_too_much"]
    assert told == [{"text": "新签 500 万", "other": "160%"}]


async def test_what_a_form_no_longer_has_is_told(cast: Cast) -> None:
    def form(*items: list[Any]) -> list[list[Any]]:
        head = ["序号", "考核项目", "权重", "评分标准", "得分"]
        return [["2026年3月绩效考核表"], ["姓名：欧佳", None, "工号：E007"], head, *items]

    known = [[1, "回访及时", "60%", "24 小时内回访", 50], [2, "客户投诉", "40%", "无投诉", 30]]
    await take("欧佳", "assessment_form", *form(*known))
    later = await import_files([("欧佳.xlsx", workbook(form(known[0]), "欧佳"))], HR)
    gone = [change for each in later.outcomes for line, change in each.changes.items() if "客户投诉" in line]
    assert len(gone) == 1 and gone[0][1] is None and "30" in gone[0][0]


async def test_a_list_of_scores_gives_a_grade_where_none_is_known_and_changes_one_only_when_told_to(cast: Cast) -> None:
    async def scored(grade: str, answers: Answers | None = None) -> list[tuple[str, list[str]]]:
        rows = [["工号", "姓名", "考核周期", "考核得分", "考核等级"], ["E007", "欧佳", "2023Q1", 90, grade]]
        taken = await import_files([("得分.xlsx", workbook(rows, "得分"))], HR, answers)
        graded = [each for each in taken.outcomes if each.record.kind == "grade"]
        return [(str(each.action), [note.code for note in each.notes]) for each in graded]

    assert [action for action, _ in (*await scored("B"), *await scored("B"))] == ["new", "same"]
    ((action, notes),) = await scored("A")
    assert action == "skipped" and "graded_otherwise" in notes
    known = "select grade from performance_grade where period = '2023Q1'"
    assert await one(known) == "B"
    assert [action for action, _ in await scored("A", Answers(rows={"得分.xlsx›得分›2": "take"}))] == ["changed"]
    assert await one(known) == "A"


async def test_why_somebody_was_not_graded_stays_where_a_list_of_scores_has_a_grade(cast: Cast) -> None:
    await take("历史评级", "grade", ["工号", "姓名", "2023Q1"], ["E007", "欧佳", "产假"])
    rows = [["工号", "姓名", "考核周期", "考核得分", "考核等级"], ["E007", "欧佳", "2023Q1", 90, "B"]]
    taken = await import_files([("得分.xlsx", workbook(rows, "得分"))], HR)
    (graded,) = [each for each in taken.outcomes if each.record.kind == "grade"]
    assert (
        graded.action == "skipped" and await one("select mark from performance_grade where period = '2023Q1'") == "产假"
    )
