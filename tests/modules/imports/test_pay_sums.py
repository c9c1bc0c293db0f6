"""合计 that says in figures what it is the sum of."""

from __future__ import annotations

import pytest

from .test_clerks import columns
from .test_two_in_one import Rows, notes, reading

_NAMES = ("张伟", "李娜", "王强", "赵敏")


def listed(last: str, *more: int, heads: tuple[str, ...] = ("基本工资", "岗位工资", "绩效工资", "餐补")) -> str | None:
    """What 合计 is in a list of pay whose figures come to something else by `more`."""
    each = [[name, "前台", 3000 + n, 500, 800, 300] for n, name in enumerate(_NAMES)]
    sums = [sum(figure for figure in row[2:] if isinstance(figure, int)) for row in each]
    added = [*more, *[0] * len(_NAMES)]
    rows: Rows = [
        ["姓名", "岗位", *heads, last],
        *([*row, s + a] for row, s, a in zip(each, sums, added, strict=False)),
    ]
    return columns(rows)[last].field


@pytest.mark.parametrize("last", ["合计(元/月)", "合计"])
def test_a_sum_behind_the_parts_of_a_pay_is_what_is_paid_before_deductions(last: str) -> None:
    assert listed(last) == "gross"


def test_a_sum_of_something_else_is_none() -> None:
    assert listed("合计", 700, 20, 300, 5) is None
    assert listed("合计", heads=("基本工资", "岗位工资", "绩效工资", "个人所得税")) is None


@pytest.mark.parametrize(("fund", "field"), [(True, "si_fund_personal"), (False, "si_personal")])
def test_a_sum_of_what_people_pay_covers_the_housing_fund_where_its_figures_say_so(fund: bool, field: str) -> None:
    own = [(480 + n, 120 + n, 30, 300 + n) for n in range(4)]
    rows: Rows = [
        [
            "姓名",
            "养老保险（个人）",
            "医疗保险（个人）",
            "失业保险（个人）",
            "公积金（个人）",
            "个人合计",
            "养老保险（单位）",
        ],
        *([name, *parts, sum(parts if fund else parts[:3]), 960] for name, parts in zip(_NAMES, own, strict=True)),
    ]
    assert columns(rows)["个人合计"].field == field


def test_a_sum_in_a_table_of_standards_tells_of_a_row_that_comes_to_something_else() -> None:
    rows: Rows = [
        ["2026年工资标准表"],
        ["姓名", "基本工资", "岗位工资", "话费补贴", "合计"],
        *([name, 3000, 500, 100, 3600 + 100 * (name == "赵敏")] for name in (*_NAMES, *"孙周吴郑王冯陈褚")),
    ]
    found = reading(rows, ["A1:E1"])
    assert [column.field for column in found.files[0].tables[0].columns][3:] == ["components", "gross"]
    odd = [record.values["name"] for record in found.records if notes([record]) & {"not_the_sum"}]
    assert odd == ["赵敏"]
