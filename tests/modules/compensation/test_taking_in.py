"""When pay is not taken in: before there are two to look after it, and of somebody whose pay was erased for good."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel import alone, keys
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
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


async def test_no_pay_is_taken_in_before_hr_and_the_general_manager_took_their_accounts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine of a company; a demo, and whoever tries hrapp alone, has nobody to wait for."""
    monkeypatch.setenv("HRAPP_TRUST_SHELL", "0")

    async def taken() -> set[tuple[str, str]]:
        outcomes = (await import_files([("现行.xlsx", CURRENT)], Actor(label="cli:test"))).outcomes
        return {(each.action.value, note.code) for each in outcomes for note in each.notes}

    async def claim(name: str) -> None:
        async with unit_of_work(role="import"):
            await DB.fetch("update accounts_account set password_hash = 'x' where person = $1", await cast.person(name))

    for name in ("ada", "gina"):
        assert await taken() == {("blocked", "pay_waits")}, name
        assert await one("select count(*) from compensation_pay_record") == 0
        await claim(name)
    assert await taken() == set()
    assert await one("select count(*) from compensation_pay_record") == 2


async def test_whoever_tries_hrapp_alone_waits_for_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRAPP_TRUST_SHELL", "0")
    monkeypatch.setattr(alone, "_own", True)
    await import_files([("现行.xlsx", CURRENT)], Actor(label="cli:test"))
    assert await one("select count(*) from compensation_pay_record") == 2


async def test_a_change_that_lowers_pay_is_told_and_one_to_less_than_nothing_is_not_taken(company: Cast) -> None:
    rows = [
        ["工号", "姓名", "生效日期", "调整前", "调整金额", "调整后"],
        ["E004", "伊薇", date(2027, 2, 1), 9100, -100, 9000],
        ["E005", "范恩", date(2027, 2, 1), 9200, -9300, None],
    ]
    async with unit_of_work(Actor(label="cli:test"), role="import"):
        taken = await import_files([("调薪.xlsx", workbook(rows, "调薪记录"))], Actor(label="cli:test"))
    said = {
        each.subject: (each.action.value, [note.code for note in each.notes])
        for each in taken.outcomes
        if each.record.kind == "pay_change"
    }
    assert said["E004"][0] == "new" and "pay_lowered" in said["E004"][1]
    assert said["E005"] == ("blocked", ["pay_negative"])
