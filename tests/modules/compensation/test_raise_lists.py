"""What a list of raises comes to: pay of before and by how much, or no pay at all and a sentence that says why."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel.imports import Record
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.compensation.imports_books import books_of
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ..imports.sheets import workbook

JANUARY, JULY = date(2027, 1, 1), date(2027, 7, 1)
TOLD = list[tuple[str, list[str]]]


async def took(name: str, head: list[str], *row: object) -> TOLD:
    """What became of the row of E004 of each kind that says pay."""
    content = workbook([["工号", "姓名", *head], ["E004", "伊薇", *row]], "Sheet1")
    async with unit_of_work(Actor(label="cli:test"), role="import"):
        taken = await import_files([(f"{name}.xlsx", content)], Actor(label="cli:test"))
    return [
        (each.action.value, [note.code for note in each.notes])
        for each in taken.outcomes
        if each.record.kind.startswith("pay")
    ]


async def paid(cast: Cast) -> dict[date, tuple[str, dict[str, str]]]:
    """{day: (base, components)} of E004, as it is stored."""
    eve = await cast.person("eve")
    async with unit_of_work(role="import"):
        books = await books_of([Record("pay", {"person": eve}, {}, "", "", 1)])
    return {
        pay.effective_on: (
            f"{pay.base:.0f}",
            {name: f"{float(amount):.0f}" for name, amount in pay.components.items()},
        )
        for pay in books.pay[eve]
    }


@pytest.mark.parametrize(
    ("name", "now", "by"),
    [
        ("调薪金额", "现工资", "调薪金额"),
        ("调薪申请表", "目前基本工资", "增加金额"),
        ("2027年调薪", "基本工资", "加薪额"),
        ("名单", "当前薪资", "调整金额"),
    ],
)
async def test_what_is_paid_now_is_in_a_list_of_raises_what_was_paid_before(
    cast: Cast, name: str, now: str, by: str
) -> None:
    assert await took(name, [now, by, "生效日期"], 5500, 500, JULY) == [("new", [])]
    assert await paid(cast) == {JULY: ("6000", {})}


async def test_what_is_paid_now_beside_what_was_is_what_the_raise_came_to(cast: Cast) -> None:
    assert await took("调薪", ["原工资", "调薪金额", "现工资", "生效日期"], 5500, 500, 6000, JULY) == [("new", [])]
    assert await paid(cast) == {JULY: ("6000", {})}


@pytest.mark.parametrize(("by", "cell"), [("调薪比例", "10%"), ("涨幅", "5%"), ("调薪幅度", 0.05)])
async def test_a_percentage_alone_says_no_pay_exactly_and_the_old_one_is_not_taken_for_it(
    cast: Cast, by: str, cell: object
) -> None:
    assert await took("调薪", ["当前薪资", by, "生效日期"], 9000, cell, JULY) == [("blocked", ["pay_percent_only"])]
    assert await paid(cast) == {}


async def test_an_amount_alone_is_added_to_the_pay_of_the_day_before_and_without_one_it_waits(cast: Cast) -> None:
    raised = ["调薪金额", "生效日期"]
    assert await took("调薪", raised, 500, JULY) == [("blocked", ["pay_before_unknown"])]
    await took("薪资台账", ["基本工资", "生效日期"], 6000, JANUARY)
    assert await took("调薪", raised, 500, JULY) == [("new", ["pay_after_reckoned"])]
    assert await took("调薪", raised, 500, JULY) == [("same", ["pay_after_reckoned"])], "not 500 more"
    assert await paid(cast) == {JANUARY: ("6000", {}), JULY: ("6500", {})}


async def test_an_amount_among_percentages_is_none_and_only_the_other_columns_count(cast: Cast) -> None:
    head = ["现薪资", "调薪幅度", "调整后薪资", "生效日期"]
    assert await took("调薪审批表", head, 9000, "+500", 9500, JULY) == [("new", ["pay_percent_odd"])]
    assert await took("调薪", ["当前薪资", "调薪幅度", "生效日期"], 9500, "+500", date(2027, 8, 1)) == [
        ("blocked", ["pay_percent_odd"])
    ]
    assert await paid(cast) == {JULY: ("9500", {})}


# -- what is paid beside the base

_BOTH = ["基本工资", "岗位津贴", "餐补", "生效日期"]
_SIDES = ["调薪前岗位津贴", "调薪后岗位津贴", "生效日期"]


@pytest.mark.parametrize(
    ("head", "row", "parts"),
    [
        (["调薪前基本工资", "调薪后基本工资", *_SIDES], [6000, 6500, 500, 700, JULY], {"岗位津贴": "700", "餐补": "300"}),
        (["原基本工资", "新基本工资", "原餐补", "新餐补", "生效日期"], [6000, 6500, 300, 350, JULY], {"岗位津贴": "500", "餐补": "350"}),
        (["调整前", "调整后", *_SIDES], [6000, 6500, 500, None, JULY], {"岗位津贴": "500", "餐补": "300"}),
    ],
)  # fmt: skip
async def test_an_allowance_that_is_raised_is_part_of_the_pay_of_that_day(
    cast: Cast, head: list[str], row: list[object], parts: dict[str, str]
) -> None:
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    assert await took("2027年调薪表", head, *row) == [("new", [])]
    assert (await paid(cast))[JULY] == ("6500", parts)


async def test_a_list_of_allowances_goes_on_with_the_base_and_without_one_it_waits(cast: Cast) -> None:
    assert await took("岗位津贴调整", _SIDES, 500, 700, JULY) == [("blocked", ["pay_base_unknown"])]
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    assert await took("岗位津贴调整", _SIDES, 500, 700, JULY) == [("new", [])]
    assert await took("岗位津贴调整", _SIDES, 700, 800, date(2027, 9, 1)) == [("new", [])]
    assert await took("岗位津贴调整", _SIDES, 500, 700, JULY) == [("same", [])]
    assert {day: parts["岗位津贴"] for day, (_, parts) in (await paid(cast)).items()} == {
        JANUARY: "500",
        JULY: "700",
        date(2027, 9, 1): "800",
    }


async def test_by_how_much_an_allowance_is_raised_does_not_raise_the_base(cast: Cast) -> None:
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    both = ["调整前岗位津贴", "调整后岗位津贴", "调整金额", "生效日期"]
    assert await took("岗位津贴调整", both, 500, 700, 200, JULY) == [("new", [])]
    assert (await paid(cast))[JULY] == ("6000", {"岗位津贴": "700", "餐补": "300"})
    assert await took("岗位津贴调整", both, 700, 800, 600, date(2027, 8, 1)) == [("blocked", ["pay_base_unknown"])]
    one = ["岗位津贴", "调薪金额", "生效日期"]
    assert await took("调薪", one, 700, 100, date(2027, 8, 1)) == [("blocked", ["pay_more_of_what"])]


@pytest.mark.parametrize("allowance_first", [False, True])
async def test_a_list_of_raises_and_one_of_allowances_of_the_same_day_contradict_nothing(
    cast: Cast, allowance_first: bool
) -> None:
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    lists = [("调薪表", ["调薪前", "调薪后", "生效日期"], 6000, 6500), ("津贴调整", _SIDES, 500, 700)]
    told = [await took(name, head, *row, JULY) for name, head, *row in (reversed(lists) if allowance_first else lists)]
    assert [action for ((action, _),) in told] == ["new", "changed"]
    assert (await paid(cast))[JULY] == ("6500", {"岗位津贴": "700", "餐补": "300"})
    assert await took("津贴调整", _SIDES, 500, 900, JULY) == [("blocked", ["pay_contradicts"])]


async def test_later_pay_that_still_has_the_allowance_of_before_is_told(cast: Cast) -> None:
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    await took("调薪表", ["调薪前", "调薪后", "生效日期"], 6000, 6500, JULY)
    assert await took("津贴调整", _SIDES, 500, 700, date(2027, 3, 1)) == [("new", ["pay_part_stays"])]


async def test_an_allowance_is_called_as_the_pay_table_calls_it(cast: Cast) -> None:
    await took("薪资台账", ["基本工资", "绩效工资标准", "生效日期"], 6000, 1000, JANUARY)
    await took(
        "调薪", ["原基本工资", "新基本工资", "原绩效工资", "新绩效工资", "生效日期"], 6000, 6500, 1000, 1200, JULY
    )
    assert (await paid(cast))[JULY] == ("6500", {"绩效工资标准": "1200"})


async def test_sums_before_and_after_are_no_allowance(cast: Cast) -> None:
    await took("薪资台账", _BOTH, 6000, 500, 300, JANUARY)
    head = ["调薪前", "调薪后", *_SIDES[:2], "调薪前工资总额", "调薪后工资总额", "生效日期"]
    await took("调薪", head, 6000, 6500, 500, 700, 6800, 7500, JULY)
    assert (await paid(cast))[JULY] == ("6500", {"岗位津贴": "700", "餐补": "300"})
