"""When pay is not taken in: before there are two to look after it, and of somebody whose pay was erased for good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hrapp.kernel import alone, keys
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.compensation.figures import KEY, PAY, figures, key_of
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


def allowances(*rows: tuple[object, ...], head: tuple[str, ...] = ("岗位津贴", "餐补")) -> bytes:
    return workbook(
        [["工号", "姓名", "月基本工资", "生效日期", *head], *(["E004", "伊薇", *row] for row in rows)], "现行工资"
    )


def raised(day: date, before: int, after: int) -> bytes:
    head = ["工号", "姓名", "生效日期", "调整前", "调整后"]
    return workbook([head, ["E004", "伊薇", day, before, after]], "调薪记录")


async def took(content: bytes) -> list[tuple[str, list[str]]]:
    async with unit_of_work(Actor(label="cli:test"), role="import"):
        taken = await import_files([("表.xlsx", content)], Actor(label="cli:test"))
    return [(each.action.value, [note.code for note in each.notes]) for each in taken.outcomes]


async def beside(cast: Cast, day: date) -> dict[str, str]:
    eve = await cast.person("eve")
    async with unit_of_work(role="import"):
        rows = await DB.fetch(
            f"select r.*, {KEY} from compensation_pay_record r {key_of('r.person')}"
            " where r.person = $1 and effective_on = $2",
            *(eve, day),
        )
    (told,) = [figures(PAY, eve, row) for row in rows]
    return {name: f"{Decimal(amount):.0f}" for name, amount in told.components.items()}


JANUARY, JULY = date(2027, 1, 1), date(2027, 7, 1)


async def test_another_amount_beside_a_known_base_is_blocked_and_a_further_one_is_added(cast: Cast) -> None:
    await took(allowances((9100, JANUARY, 1000, 300)))
    assert await took(allowances((9100, JANUARY, 1500, 300))) == [("blocked", ["pay_contradicts"])]
    assert await took(allowances((9100, JANUARY, 1000, None))) == [("same", [])]
    assert await took(allowances((9100, JANUARY, 200), head=("交通补贴",))) == [("changed", [])]
    assert await beside(cast, JANUARY) == {"岗位津贴": "1000", "餐补": "300", "交通补贴": "200"}


async def test_another_amount_from_a_later_day_on_is_pay_of_that_day(cast: Cast) -> None:
    await took(allowances((9100, date(2026, 1, 1), 1000, 300)))
    assert [action for action, _ in await took(allowances((9100, date(2026, 7, 1), 1500), head=("岗位津贴",)))] == [
        "new"
    ]
    assert await beside(cast, date(2026, 1, 1)) == {"岗位津贴": "1000", "餐补": "300"}
    assert await beside(cast, date(2026, 7, 1)) == {"岗位津贴": "1500", "餐补": "300"}, "no column says nothing"


@pytest.mark.parametrize("raise_first", [False, True])
async def test_a_raise_goes_on_with_what_is_paid_beside_the_base(cast: Cast, raise_first: bool) -> None:
    files = [allowances((9100, JANUARY, 1000, 300)), raised(JULY, 9100, 9600)]
    told = [await took(each) for each in (reversed(files) if raise_first else files)]
    assert await beside(cast, JULY) == {"岗位津贴": "1000", "餐补": "300"}
    assert {code for _, codes in told[-1] for code in codes} == ({"pay_parts_go_on"} if raise_first else set())
