"""Figures of a department in a list of people are nobody's."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HEAD = ["月份", "工号", "姓名", "部门", "指标", "目标", "完成"]
FIRST = ["2026-06", "E007", "欧佳", "客服部", "报价数", 30, 28]
HR = Actor(label="cli:hr")


async def take(*rows: list[Any]) -> list[tuple[str, list[str]]]:
    taken = await import_files([("KPI.xlsx", workbook([HEAD, *rows], "KPI"))], HR)
    found = [each for each in taken.outcomes if each.record.kind == "kpi"]
    return [(str(each.action), [note.code for note in each.notes]) for each in found]


@pytest.mark.parametrize("named", [None, "仓储部"])
async def test_a_row_of_another_department_below_a_name_is_not_of_that_person(cast: Cast, named: str | None) -> None:
    first, *others = await take(FIRST, ["2026-06", None, named, "仓储部", "发货数", 300, 280])
    assert first[0] == "new"
    assert all(action == "skipped" and "department_named" in codes for action, codes in others)
    assert len(others) == (
        named is None
    )  # whose name is that of a department is no row of somebody, which is told by the table
    assert await one("select count(*) from performance_kpi_item i join performance_metric m on m.id = i.metric where m.name = '发货数'") == 0  # fmt: skip


@pytest.mark.parametrize("department", [None, "客服部"])
async def test_a_further_row_of_their_own_department_is_theirs(cast: Cast, department: str | None) -> None:
    found = await take(FIRST, ["2026-06", None, None, department, "回访数", 300, 280])
    assert [action for action, _ in found] == ["new", "new"]
