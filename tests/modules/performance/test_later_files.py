"""A later list of grades or awards erases nothing that it has no word for."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

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
