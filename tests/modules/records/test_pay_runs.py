"""A month may have several pay runs: lists of one complete and correct it, and never touch another."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.imports import Action
from hrapp.modules.records.imports_runs import run_of

from ...cast import Cast
from .test_later_files import known, take

HEAD = ["工号", "姓名", "基本工资", "奖金", "应发工资", "个税", "实发工资"]
REGULAR = ["E007", "欧佳", 8000, 500, 8500, 120, 8380]


async def runs(*columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(run.get(column) for column in columns) for run in await known("payroll")]


@pytest.mark.parametrize(
    ("title", "run"),
    [
        ("2026年3月工资表", ""), ("2026年3月工资及年终奖发放表", ""), ("年终奖及工资", ""), ("绩效奖金工资表", ""), ("正常工资", ""), ("2026年3月补发工资表", "补发"),
        ("2025年度年终奖发放表", "年终奖"), ("2025年度13薪发放表", "十三薪"), ("4月离职人员工资结算", "离职结算"), ("3月上半月工资表", "上半月"), ("3月下半月工资", "下半月"),
        ("2026年3月季度奖金发放表", "奖金"), ("3月提成表", "提成"), ("高温补贴发放表", "补贴"), ("2026年3月社保公积金明细", "社保公积金"), ("3月社保补缴", "社保补缴"),
        ("个人所得税扣缴申报表", "个税申报"), ("正常工资薪金所得", "个税申报"), ("Annual bonus 2025", "年终奖"), ("Payroll March 2026", ""), ("正常", ""), ("本月", ""), ("第2批", "第2批"),
    ],
)  # fmt: skip
def test_a_title_says_of_which_run_a_list_is(title: str, run: str) -> None:
    assert run_of(title) == run


async def test_what_was_paid_later_in_a_month_is_a_run_of_its_own(cast: Cast) -> None:
    await take("2026年3月工资表", "Sheet1", HEAD, REGULAR)
    later = ["工号", "姓名", "补发工资", "应发工资", "个税", "实发工资"]
    found = await take("2026年3月补发工资表", "Sheet1", later, ["E007", "欧佳", 600, 600, 18, 582])
    assert found == [(Action.NEW, {}, [])]
    assert await runs("run", "base_pay", "net") == [(None, "8000", "8380"), ("补发", None, "582")]
    again = await take("2026年3月补发工资表", "Sheet1", later, ["E007", "欧佳", 600, 600, 18, 580])
    assert again == [(Action.CHANGED, {"实发工资": ("582", "580")}, [])]


async def test_a_column_says_of_which_run_a_row_is(cast: Cast) -> None:
    head = ["工号", "姓名", "发放类型", "应发工资", "实发工资"]
    rows = [["E007", "欧佳", "正常工资", 8000, 7800], ["E007", "欧佳", "年终奖", 20000, 19400]]
    assert [action for action, _, _ in await take("2026年1月工资表", "Sheet1", head, *rows)] == [Action.NEW] * 2
    assert await take("2026年1月工资表", "Sheet1", HEAD[:2] + HEAD[6:], ["E007", "欧佳", 7800]) == [
        (Action.SAME, {}, [])
    ]


async def test_the_day_of_payment_completes_a_run_and_does_not_double_it(cast: Cast) -> None:
    await take("2026年3月工资表", "Sheet1", HEAD, REGULAR)
    dated = [*HEAD, "发放日期"]
    assert await take("2026年3月工资表", "Sheet1", dated, [*REGULAR, "2026-04-10"]) == [
        (Action.CHANGED, {"发放日期": (None, "2026-04-10")}, [])
    ]
    assert await take("2026年3月工资条", "Sheet1", HEAD, REGULAR) == [(Action.SAME, {}, [])]
    corrected = await take("2026年3月工资表（更正）", "Sheet1", dated, [*REGULAR[:6], 8390, "2026-04-12"])
    assert corrected[0][0] is Action.CHANGED and len(await known("payroll")) == 1


async def test_a_second_day_of_payment_is_a_second_payment_and_told(cast: Cast) -> None:
    dated = [*HEAD, "发放日期"]
    await take("2026年3月工资表", "Sheet1", dated, [*REGULAR, "2026-04-10"])
    found = await take("2026年3月工资表", "Sheet1", dated, [*REGULAR[:6], 300, "2026-04-25"])
    assert found == [(Action.NEW, {}, ["paid_on_other_day"])] and len(await known("payroll")) == 2


async def test_a_corrected_run_takes_back_what_its_own_sum_leaves_out(cast: Cast) -> None:
    await take("2026年3月工资表", "Sheet1", HEAD, REGULAR)
    found = await take("2026年3月工资表", "Sheet1", HEAD, ["E007", "欧佳", 8000, None, 8000, 100, 7900])
    changes: dict[str, Any] = {
        "奖金": ("500", None), "应发工资": ("8500", "8000"), "个税": ("120", "100"), "实发工资": ("8380", "7900"),
    }  # fmt: skip
    assert found == [(Action.CHANGED, changes, [])]
    assert await runs("bonus", "gross") == [(None, "8000")]


async def test_what_comes_to_the_sum_with_what_is_known_is_not_taken_back(cast: Cast) -> None:
    head = ["工号", "姓名", "基本工资", "请假扣款", "应发工资", "实发工资"]
    await take("2026年3月工资表", "Sheet1", head, ["E007", "欧佳", 8000, 100, 8000, 7900])
    found = await take("2026年3月工资表", "Sheet1", head, ["E007", "欧佳", 8100, None, 8100, 8000])
    assert [(action, notes) for action, _, notes in found] == [(Action.CHANGED, [])]
    assert await runs("base_pay", "absence_deduction") == [("8100", "100")]


async def test_the_nearest_title_says_of_which_run_a_list_is(cast: Cast) -> None:
    await take("2026年1月年终奖", "1月工资", HEAD, REGULAR)
    await take("2026年1月", "年终奖", HEAD, REGULAR)
    assert await runs("run") == [(None,), ("年终奖",)]


async def test_what_no_field_takes_stays_in_the_record_and_is_corrected_there(cast: Cast) -> None:
    head = [*HEAD, "季度奖励包"]
    await take("2026年3月工资表", "Sheet1", head, [*REGULAR, 444])
    found = await take("2026年3月工资表", "Sheet1", head, [*REGULAR, 450])
    assert found == [(Action.CHANGED, {"季度奖励包": ("444", "450")}, [])]
    assert len(await known("payroll")) == 1 and await known("other") == []


async def test_the_same_amount_of_another_list_is_not_the_same_payment(cast: Cast) -> None:
    head = ["姓名", "部门", "天数", "标准", "金额"]
    rows = [["欧佳", "研发部", 18, 12, 216], ["江晨", "研发部", 20, 12, 240]]
    for month in ("7", "8"):
        await take(f"2026年{month}月高温补贴发放表", "Sheet1", head, *rows)
    assert len(await known("other")) == 2


async def test_a_line_for_each_product_is_a_record_of_its_own(cast: Cast) -> None:
    head = ["工号", "姓名", "产品", "数量", "计件工资", "应发工资"]
    lines = [["E007", "欧佳", "阀体", 600, 1800, 1800], ["E007", "欧佳", "阀盖", 660, 1980, 1980]]
    found = await take("2026年5月计件工资表", "Sheet1", head, *lines)
    assert [(action, notes) for action, _, notes in found] == [(Action.NEW, [])] * 2
    lines[1][5] = 2000
    found = await take("2026年5月计件工资表", "Sheet1", head, *reversed(lines))
    assert [(action, changes) for action, changes, _ in found] == [
        (Action.CHANGED, {"应发工资": ("1980", "2000")}), (Action.SAME, {}),
    ]  # fmt: skip
    total = await take("2026年5月工资表", "Sheet1", ["工号", "姓名", "应发工资"], ["E007", "欧佳", 3800])
    assert total == [(Action.NEW, {}, ["which_of_several"])]


async def test_two_rows_for_one_person_that_nothing_tells_apart_wait(cast: Cast) -> None:
    head = ["工号", "姓名", "数量", "计件工资", "应发工资"]
    found = await take(
        "2026年5月计件", "Sheet1", head, ["E007", "欧佳", 6, 1800, 1800], ["E007", "欧佳", 7, 1980, 1980]
    )
    assert [(action, notes) for action, _, notes in found] == [(Action.NEW, []), (Action.BLOCKED, ["contradiction"])]
