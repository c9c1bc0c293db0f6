"""Which tables say raises, and which what everybody is paid."""

from __future__ import annotations

import pytest

from .test_two_in_one import Rows, reading


@pytest.mark.parametrize(
    ("heads", "cells", "kind"),
    [
        (["姓名", "基本工资", "调整金额", "应发工资", "实发工资"], [5000, 100, 5100, 4800], "payroll"),
        (["姓名", "现工资", "调薪金额", "生效日期"], [5000, 500, "2026-07-01"], "pay_change"),
        (["姓名", "调薪金额", "生效日期"], [500, "2026-07-01"], "pay_change"),
    ],
)  # fmt: skip
def test_by_how_much_makes_a_list_of_raises_only_where_nothing_else_says_what_it_is(
    heads: list[str], cells: list[object], kind: str
) -> None:
    rows: Rows = [heads, ["张伟", *cells], ["李娜", *cells]]
    assert reading(rows).files[0].tables[0].kind == kind


@pytest.mark.parametrize("title", ["工资标准表", "2026年薪资标准", "薪酬标准"])
@pytest.mark.parametrize(("month", "kind"), [(None, "pay"), ("2026年3月", "payroll")])
def test_a_table_of_pay_standards_without_a_month_is_what_is_paid_and_no_pay_run(
    title: str, month: str | None, kind: str
) -> None:
    heads = ["姓名", "底薪", "岗位工资", "绩效工资", "全勤奖", "工龄工资", "月薪合计", *(["月份"] if month else [])]
    rows: Rows = [
        heads,
        *([name, 3000, 2000, 500, 200, 50, 5750, *([month] if month else [])] for name in ("张伟", "李娜")),
    ]
    found = reading(rows, sheet=title)
    assert found.files[0].tables[0].kind == kind and not found.questions
    said = {column.header: column.field for column in found.files[0].tables[0].columns}
    assert kind == "payroll" or (said["底薪"], said["绩效工资"], said["月薪合计"]) == ("base", "components", None)
