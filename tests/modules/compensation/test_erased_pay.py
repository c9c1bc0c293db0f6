"""Somebody's pay was erased for good: a workbook that names them is taken but for that row."""

from __future__ import annotations

from datetime import date

from hrapp.kernel import keys
from hrapp.kernel.classes import SALARY
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

CURRENT = workbook(
    [
        ["工号", "姓名", "月基本工资", "生效日期"],
        ["E004", "伊薇", 9100, date(2027, 1, 1)],
        ["E005", "范恩", 9200, date(2027, 1, 1)],
    ],
    "现行工资",
)
CHANGES = workbook(
    [
        ["工号", "姓名", "生效日期", "调整前", "调整后", "原因"],
        ["E004", "伊薇", date(2027, 2, 1), 9100, 9300, "年度调薪"],
        ["E005", "范恩", date(2027, 2, 1), 9200, 9400, "年度调薪"],
    ],
    "调薪记录",
)


async def test_only_the_row_of_whose_pay_was_erased_is_blocked(company: Cast) -> None:
    eve, finn = await company.person("eve"), await company.person("finn")
    before = await one("select count(*) from compensation_pay_record where person = $1", eve)
    async with unit_of_work(role="import"):
        assert await keys.destroy(SALARY, eve)
    for name, content, day in (("现行.xlsx", CURRENT, date(2027, 1, 1)), ("调薪.xlsx", CHANGES, date(2027, 2, 1))):
        async with unit_of_work(Actor(label="cli:test"), role="import"):
            taken = await import_files([(name, content)], Actor(label="cli:test"))
        said = {each.subject: (each.action.value, [note.code for note in each.notes]) for each in taken.outcomes}
        assert said["E004"] == ("blocked", ["pay_erased"])
        assert said["E005"][0] == "new"
        assert await one(
            "select count(*) from compensation_pay_record where person = $1 and effective_on = $2", *(finn, day)
        )
    assert await one("select count(*) from compensation_pay_record where person = $1", eve) == before
