"""A metric keeps the unit and the scale of its first file: 万元 and percent signs mean the same in every later one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")
ROSTER = [["工号", "姓名", "部门", "入职日期"], ["E901", "闻人甲", "门店", "2020-01-06"]]


async def month(number: int, metric: str, *figures: Any, heads: Sequence[str] = ("目标值", "实际值")) -> list[str]:
    """Takes the list of a month in; answers the codes of what is told."""
    rows = [["工号", "姓名", "指标", *heads], ["E901", "闻人甲", metric, *figures]]
    taken = await import_files([(f"2026年{number}月KPI.xlsx", workbook(rows))], HR)
    return [note.code for each in taken.outcomes for note in each.notes]


async def hired() -> None:
    await import_files([("花名册.xlsx", workbook(ROSTER, "花名册"))], HR)


async def kept(number: int) -> tuple[str, str]:
    item = "from performance_kpi_item i join performance_metric_value v using (person, metric, period)"
    both = await one(
        f"select trim_scale(i.target) || ' ' || trim_scale(v.value) {item} where v.current and period = '2026-0{number}'"
    )
    target, _, actual = (both or "").partition(" ")
    return target, actual


async def test_wan_is_ten_thousand_in_every_file_that_says_so(empty: str) -> None:
    await hired()
    unit = ("单位", "目标值", "实际值")
    await month(1, "销售额", "万元", 50, 48, heads=unit)
    await month(2, "销售额", "万元", 50, 52, heads=unit)
    await month(3, "销售额", 50, 53, heads=("目标(万元)", "实际(万元)"))
    assert await one("select unit from performance_metric") == "元"
    assert [await kept(n) for n in (1, 2, 3)] == [("500000", "480000"), ("500000", "520000"), ("500000", "530000")]


async def test_money_of_a_metric_without_a_unit_is_taken_in_yuan_and_told(empty: str) -> None:
    await hired()
    await month(1, "销售额", 500000, 480000)
    told = await month(2, "销售额", 50, 52, heads=("目标(万元)", "实际(万元)"))
    assert "metric_without_unit" in told and await kept(2) == ("500000", "520000")


async def test_a_percentage_is_one_in_every_month_and_is_averaged(empty: str) -> None:
    await hired()
    await month(1, "客户满意度", "95%", "85%")
    await month(2, "客户满意度", 95, 85)
    await month(3, "客户满意度", 0.95, 0.85)
    assert await one("select unit || ' ' || aggregation from performance_metric") == "% mean"
    assert [await kept(n) for n in (1, 2, 3)] == [("0.95", "0.85")] * 3


async def test_a_percentage_of_what_was_kept_in_points_is_in_points_and_told(empty: str) -> None:
    await hired()
    await month(1, "客户满意度", 95, 85)
    assert "percent_as_points" in await month(2, "客户满意度", "95%", "86%")
    assert await kept(2) == ("95", "86")


async def test_points_of_what_was_kept_as_shares_wait(empty: str) -> None:
    await hired()
    await month(1, "客户满意度", 0.95, 0.85)
    assert await month(2, "客户满意度", 95, 86) == ["metric_scale"]
    assert await kept(2) == ("", "")


async def test_a_list_in_another_unit_than_every_target_before_waits_for_a_decision(empty: str) -> None:
    await hired()
    await month(1, "签单额", 200000, 208000)
    assert "metric_far" in await month(1, "签单额", 100, 105)
    assert await kept(1) == ("200000", "208000")
    assert "metric_far" in await month(2, "签单额", 300000000, 105)
    assert await month(3, "签单额", 2000, 2100) == [], "a hundredth is somebody's target"


async def test_one_cell_in_another_unit_is_taken_and_told(empty: str) -> None:
    await import_files([("花名册.xlsx", workbook([*ROSTER, ["E902", "闻人乙", "门店", "2020-01-06"]], "花名册"))], HR)
    await month(1, "签单额", 200000, 208000)
    head = ["工号", "姓名", "指标", "目标值", "实际值"]
    rows = [["E901", "闻人甲", "签单额", 100, 105], ["E902", "闻人乙", "签单额", 200000, 190000]]
    taken = await import_files([("2026年2月KPI.xlsx", workbook([head, *rows]))], HR)
    assert [[note.code for note in each.notes] for each in taken.outcomes] == [["metric_far_taken"], []]
