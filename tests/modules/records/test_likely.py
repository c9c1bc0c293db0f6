"""A contract, a certificate, a leave and a relative are known again whatever columns a list has for them."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.imports import Action

from ...cast import Cast
from .test_later_files import known, take

WHO = ["工号", "姓名"]
CONTRACT = [*WHO, "合同编号", "合同类型", "合同开始日期", "合同结束日期"]
FIRST = ["E007", "欧佳", "HT-001", "固定期限", "2023-03-01", "2026-02-28"]
CERTIFICATE = [*WHO, "证书名称", "证书编号", "发证日期", "有效期至"]
WELDER = ["E007", "欧佳", "焊工证", "T001", "2021-05-01", "2024-04-30"]


async def after(kind: str, first: tuple[list[str], list[Any]], head: list[str], row: list[Any]) -> tuple[Action, int]:
    """What became of a later row, and how many there are then."""
    sheet = {"contract": "合同", "certificate": "证书"}[kind]
    await take(f"{sheet}1", sheet, *first)
    ((action, _changes, _notes),) = await take(f"{sheet}2", sheet, head, row)
    return action, len(await known(kind))


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ([*WHO, "合同开始日期", "合同结束日期"], ["2023-03-01", "2026-02-28"], (Action.SAME, 1)),
        ([*WHO, "合同结束日期", "合同状态"], ["2026-02-28", "履行中"], (Action.CHANGED, 1)),
        ([*WHO, "合同编号", "合同结束日期"], ["HT-001", "2026-03-31"], (Action.CHANGED, 1)),
        ([*WHO, "合同编号", "合同开始日期", "合同结束日期"], ["HT-001", "2023-03-15", "2026-02-28"], (Action.CHANGED, 1)),
        ([*WHO, "合同开始日期", "合同结束日期"], ["2026-03-01", "2029-02-28"], (Action.NEW, 2)),
        ([*WHO, "合同编号", "合同开始日期", "合同结束日期"], ["HT-001", "2026-03-01", "2029-02-28"], (Action.NEW, 2)),
        ([*WHO, "合同编号", "合同开始日期", "合同结束日期"], ["HT-002", "2023-03-01", "2026-02-28"], (Action.NEW, 2)),
        ([*WHO, "合同类型", "合同开始日期", "合同结束日期"], ["保密协议", "2023-03-01", "2026-02-28"], (Action.NEW, 2)),
    ],
)  # fmt: skip
async def test_a_contract_is_known_by_its_number_or_its_days(
    cast: Cast, head: list[str], row: list[Any], found: tuple[Action, int]
) -> None:
    assert await after("contract", (CONTRACT, FIRST), head, [*FIRST[:2], *row]) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["2024.8.19-2027.8.18", "固定期限", 1], (Action.CHANGED, 1)),
        (["2024.8.19-2027.8.18", "固定期限", "第1次"], (Action.CHANGED, 1)),
        (["2024.8.19-2027.8.18", "固定期限", 2], (Action.NEW, 2)),
        (["2024.8.19-2027.8.18", "保密协议", 1], (Action.NEW, 2)),
    ],
)
async def test_the_days_of_a_contract_come_with_a_later_list(
    cast: Cast, row: list[Any], found: tuple[Action, int]
) -> None:
    head = [*WHO, "合同期限", "合同类型", "签订次数"]
    assert (
        await after("contract", (head, ["E007", "欧佳", "三年", "固定期限", 1]), head, ["E007", "欧佳", *row]) == found
    )


async def test_two_contracts_of_one_list_are_two(cast: Cast) -> None:
    head = [*WHO, "合同期限", "合同类型", "签订次数"]
    rows = [["E007", "欧佳", term, "固定期限", 1] for term in ("三年", "2024.8.19-2027.8.18")]
    await take("合同1", "合同", head, *rows)
    assert len(await known("contract")) == 2


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ([*WHO, "证书名称", "有效期至"], ["焊工证", "2024-04-30"], (Action.SAME, 1)),
        ([*WHO, "证书名称", "证书等级"], ["焊工证", "中级"], (Action.CHANGED, 1)),
        ([*WHO, "证书名称", "证书编号", "有效期至"], ["焊工证", "T001", "2027-04-30"], (Action.CHANGED, 1)),
        ([*WHO, "证书名称", "发证日期", "有效期至"], ["焊工证", "2024-05-01", "2027-04-30"], (Action.NEW, 2)),
        ([*WHO, "证书名称", "证书编号"], ["焊工证", "T002"], (Action.NEW, 2)),
        ([*WHO, "证书名称", "发证日期"], ["电工证", "2021-05-01"], (Action.NEW, 2)),
    ],
)  # fmt: skip
async def test_a_certificate_is_known_by_its_number_its_days_or_its_name(
    cast: Cast, head: list[str], row: list[Any], found: tuple[Action, int]
) -> None:
    assert await after("certificate", (CERTIFICATE, WELDER), head, [*WELDER[:2], *row]) == found


async def test_a_name_alone_completes_neither_of_two_certificates(cast: Cast) -> None:
    await take("证书1", "证书", CERTIFICATE, WELDER, [*WELDER[:3], "T002", "2022-05-01", "2025-04-30"])
    found = await take("证书2", "证书", [*WHO, "证书名称", "证书等级"], [*WELDER[:3], "中级"])
    assert [(action, notes) for action, _, notes in found] == [(Action.NEW, ["which_of_several"])]


async def test_a_contract_that_is_open_ended_now_has_no_end(cast: Cast) -> None:
    await take("合同1", "合同", CONTRACT, FIRST)
    found = await take("合同更正", "合同", CONTRACT, [*FIRST[:3], "无固定期限", "2023-03-01", "无固定期限"])
    assert found[0][0] is Action.CHANGED and found[0][1]["合同结束日期"] == ("2026-02-28", None)
    (contract,) = await known("contract")
    assert "contract_end" not in contract


LEAVE = [*WHO, "请假类型", "开始时间", "结束时间", "请假天数"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("2026-03-05 09:00", "2026-03-05 13:30"), ("2026-03-05 上午", "2026-03-05 下午"), ("2026/3/5 9:00 AM", "2026/3/5 2:00 PM")],
)  # fmt: skip
async def test_two_leaves_of_one_day_are_two(cast: Cast, first: str, second: str) -> None:
    rows = [["E007", "欧佳", "事假", when, when, 0.5] for when in (first, second)]
    assert [action for action, _, _ in await take("请假1", "请假", LEAVE, rows[0])] == [Action.NEW]
    assert [action for action, _, _ in await take("请假2", "请假", LEAVE, *rows)] == [Action.SAME, Action.NEW]
    assert [leave["leave_start"][:10] for leave in await known("leave")] == ["2026-03-05"] * 2


async def test_a_leave_without_a_time_is_the_one_of_that_day(cast: Cast) -> None:
    await take("请假1", "请假", LEAVE, ["E007", "欧佳", "事假", "2026-03-05 09:00", "2026-03-05 12:00", 0.5])
    found = await take("请假2", "请假", [*LEAVE[:4], "请假天数"], ["E007", "欧佳", "事假", "2026-03-05", 0.5])
    assert found == [(Action.SAME, {}, [])] and (await known("leave"))[0]["leave_start"] == "2026-03-05 09:00"


async def test_two_stretches_of_overtime_on_one_day_are_two(cast: Cast) -> None:
    head = [*WHO, "加班日期", "开始时间", "结束时间", "加班小时"]
    rows = [["E007", "欧佳", "2026-03-14", "09:00", "12:00", 3], ["E007", "欧佳", "2026-03-14", "18:00", "20:30", 2.5]]
    await take("加班1", "加班", head, rows[0])
    assert [action for action, _, _ in await take("加班2", "加班", head, *rows)] == [Action.SAME, Action.NEW]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["李芳", "配偶", "1990-02-03"], (Action.CHANGED, 1)),
        (["李芳", "妻子", "1990-02-05"], (Action.CHANGED, 1)),
        (["李芳", "女儿", "2018-02-05"], (Action.NEW, 2)),
        (["李小宝", "儿子", "2018-06-01"], (Action.NEW, 2)),
    ],
)
async def test_a_relative_is_known_by_name_and_birth_whatever_the_relation_is_called(
    cast: Cast, row: list[Any], found: tuple[Action, int]
) -> None:
    head = [*WHO, "家庭成员姓名", "关系", "出生日期"]
    await take("家庭1", "家庭成员", head, ["E007", "欧佳", "李芳", "妻子", "1990-02-03"])
    ((action, _changes, _notes),) = await take("家庭2", "家庭成员", head, ["E007", "欧佳", *row])
    assert (action, len(await known("family"))) == found
