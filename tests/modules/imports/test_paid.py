"""Pay that cannot be waits or is told, and a raise that a remark takes back is not in force."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.imports import KINDS as FURTHER

from .sheets import KINDS, VOCABULARY, workbook

RAISES = ["工号", "姓名", "调整前", "调整后", "生效日期", "审批结果", "备注"]


def read(rows: list[list[Any]], sheet: str) -> list[Record]:
    return list(read_workbooks([("表.xlsx", workbook(rows, sheet))], (*KINDS, *FURTHER), VOCABULARY).records)


def told(record: Record, *codes: str) -> set[str]:
    return {f"{note.level} {note.code}" for note in record.notes if note.code in codes}


@pytest.mark.parametrize(
    ("state", "remark", "waits"),
    [
        ("同意", "总经理未批，暂缓", True),
        (None, "总经理未批，暂缓", True),
        (None, "驳回", True),
        (None, "已取消", True),
        ("同意", "作废", True),
        ("同意", "未通过", True),
        ("同意", "年度调薪", False),
        ("同意", "取消餐补，并入基本工资", False),
        (None, "未批", False),  # it is a proposal, and not in force
    ],
)
def test_a_raise_that_a_remark_takes_back_waits(state: str | None, remark: str, *, waits: bool) -> None:
    rows = [
        RAISES,
        ["HP1", "张三", 4000, 4500, "2026-01-01", state, remark],
        ["HP2", "李四", 4000, 4500, "2026-01-01", "同意", None],
    ]
    first, second = (record for record in read(rows, "调薪记录") if record.kind == "pay_change")
    assert bool(told(first, "refused_beside")) is waits
    assert not told(second, "refused_beside")


def test_pay_that_cannot_be_waits_and_pay_that_is_odd_is_told() -> None:
    paid = [0, 85, 850000, -8000, 8500, 8600, 8700, 12000]
    rows = [
        ["工号", "姓名", "月基本工资", "生效日期"],
        *([f"HP{n}", f"{'李王张刘陈赵钱孙'[n]}强", each, "2026-01-01"] for n, each in enumerate(paid)),
    ]
    found = [told(each, "pay_negative", "pay_zero", "pay_odd") for each in read(rows, "工资标准") if each.kind == "pay"]
    odd = {"warn pay_odd"}
    assert found == [{"warn pay_zero"}, odd, odd, {"error pay_negative"}, set(), set(), set(), set()]


def test_an_account_that_went_through_a_number_cell_is_left_out_as_text_too() -> None:
    rows = [
        ["工号", "姓名", "部门", "入职日期", "银行卡号", "房间"],
        ["HP1", "张三", "质检部", "2023-05-06", "6.22202E+18", "3E12"],
        ["HP2", "李四", "质检部", "2023-05-06", "6222021234567890123", "3E13"],
    ]
    found = read(rows, "花名册")
    said = [str(value) for record in found for value in record.values.values()]
    assert not any("E+18" in each for each in said) and any("3E12" in each for each in said)
    assert any(
        note.code == "digits_lost" and note.cell and note.cell.address == "E2" for r in found for note in r.notes
    )
