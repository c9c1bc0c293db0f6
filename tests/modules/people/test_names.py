"""What becomes of a name that a list writes otherwise than hrapp."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")


async def take(*rows: list[Any]) -> list[tuple[str, set[str]]]:
    taken = await import_files([("表.xlsx", workbook(list(rows)))], HR)
    return [(str(each.action), {note.code for note in each.notes}) for each in taken.outcomes]


async def called() -> str:
    return str(await one("select name from people_person where emp_no = 'E007'"))


@pytest.mark.parametrize("title", ["员工花名册", "消防演练参加人员名单", "年会签到表"])
async def test_a_number_alone_renames_nobody(cast: Cast, title: str) -> None:
    told = await take([title], ["工号", "姓名", "部门", "备注"], ["E007", "欧嘉", None, None])
    assert await called() == "欧佳" and not any(action == "changed" for action, _ in told)
    assert all(codes & {"name_kept", "name_differs"} for _, codes in told)


async def test_a_roster_with_another_phone_renames_nobody_and_says_so(cast: Cast) -> None:
    ((_, codes),) = await take(["工号", "姓名", "手机"], ["E007", "欧嘉", "13800000017"])
    assert await called() == "欧佳" and "name_kept" in codes


async def test_a_roster_that_knows_the_day_of_hire_renames_and_says_so(cast: Cast) -> None:
    day = await one("select hire_date from people_person where emp_no = 'E007'")
    ((action, codes),) = await take(["工号", "姓名", "入职日期"], ["E007", "欧嘉", day.isoformat()])
    assert (await called(), action) == ("欧嘉", "changed") and "renamed" in codes
