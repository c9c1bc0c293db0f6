"""年龄 and 工龄 can be counted, and are left out; amounts under them cannot."""

from __future__ import annotations

from typing import Any

import pytest

from .test_clerks import columns
from .test_two_in_one import Rows, records, table

NAMES = ("张伟", "李娜", "王强", "赵敏")


def paid(head: str, amounts: list[Any]) -> Rows:
    rows = [[name, 5000, amount, 5000 + (amount or 0), 4800] for name, amount in zip(NAMES, amounts, strict=True)]
    return [["2026年8月工资表"], ["姓名", "底薪", head, "应发", "实发"], *rows]


@pytest.mark.parametrize("head", ["工龄", "司龄"])
@pytest.mark.parametrize("amounts", [[100, 200, 300, 50], [0, 50, None, 150], [80, 120, 160, 40]])
def test_amounts_under_years_of_service_are_paid_for_them_as_somebody_should_see(head: str, amounts: list[Any]) -> None:
    found = columns(paid(head, amounts))[head]
    assert (found.field, found.state) == ("seniority_pay", "check")
    told = table([r for r in records(paid(head, amounts)) if r.kind == "payroll"], "seniority_pay")
    assert told[1] == (str(amounts[1]),)


def test_years_of_service_are_no_pay() -> None:
    assert columns(paid("工龄", [3, 12, 5, 20]))["工龄"].field is None
    assert columns(paid("工龄", [None] * 4))["工龄"].field is None


@pytest.mark.parametrize(("head", "cells", "kept"), [
    ("工龄", [100, 200, 300, 150], True), ("工龄", [3, 12, 5, 20], False),
    ("年龄", [30, 40, 50, 25], False), ("年龄", [300, 240, 180, 200], True), ("年龄", [50, 50, 50, 50], False),
])  # fmt: skip
def test_what_cannot_be_years_is_kept_in_a_list_of_people(head: str, cells: list[int], kept: bool) -> None:
    rows = [[name, "生产部", "2020-01-02", cell] for name, cell in zip(NAMES, cells, strict=True)]
    found = records([["姓名", "部门", "入职日期", head], *rows])
    assert any(record.kind == "other" and head in record.values["values"] for record in found) == kept
