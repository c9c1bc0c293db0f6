"""A later register says how a document went on, and takes nothing back that it has no word for."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")
HEAD = ["工号", "姓名", "方案类型", "方案名称", "提交日期"]
PLAN = ["E007", "欧佳", "改善方案", "减少退货", "2023-03-01"]


async def take(*rows: list[Any]) -> list[dict[str, Any]]:
    taken = await import_files([("方案登记.xlsx", workbook(list(rows), "方案登记"))], HR)
    return [outcome.changes for outcome in taken.outcomes if outcome.record.kind == "document"]


async def state() -> str:
    return str(await one("select state || ' ' || coalesce(reviewed::text, '-') || ' ' || comment from documents_document where title = '减少退货'"))  # fmt: skip


async def test_a_register_without_the_review_keeps_it(cast: Cast) -> None:
    await take([*HEAD, "审核状态", "审核日期", "审核意见"], [*PLAN, "通过", "2023-03-09", "可行"])
    assert await take(HEAD, PLAN) == [{}]
    assert await take([*HEAD, "审核状态", "审核意见"], [*PLAN, None, None]) == [{}]
    assert await state() == "approved 2023-03-09 可行"
    await take([*HEAD, "审核状态"], [*PLAN, "退回"])
    assert await state() == "returned 2023-03-09 可行"


async def test_a_later_day_of_review_passes_what_was_pending(cast: Cast) -> None:
    await take(HEAD, PLAN)
    await take([*HEAD, "审核日期"], [*PLAN, "2023-03-09"])
    assert await state() == "approved 2023-03-09 "
