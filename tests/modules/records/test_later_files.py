"""A later file about the same thing completes and corrects what is known, and erases nothing it has no word for."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.database import IMPORT
from hrapp.kernel.imports import Action
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import import_files
from hrapp.modules.records.queries import records_of

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")


async def take(name: str, sheet: str, *rows: list[Any]) -> list[tuple[Action, dict[str, Any], list[str]]]:
    """What became of every row of a table, without what no field takes, and without grades."""
    taken: pipeline.Taken = await import_files([(f"{name}.xlsx", workbook([list(row) for row in rows], sheet))], HR)
    told = [outcome for outcome in taken.outcomes if outcome.record.kind not in ("other", "grade")]
    return [(outcome.action, outcome.changes, [note.code for note in outcome.notes]) for outcome in told]


async def known(kind: str) -> list[dict[str, str]]:
    person = await one("select id from people_person where emp_no = 'E007'")
    async with unit_of_work(HR, role=IMPORT):
        found = await records_of(Scope(SELF, person=person), person)
    return [{value.key: value.text for value in record.values} for record in found if record.kind == kind]


async def test_a_pay_slip_with_fewer_columns_erases_nothing_of_the_pay_run(cast: Cast) -> None:
    head = ["工号", "姓名", "基本工资", "岗位工资", "应发工资", "个税", "实发工资"]
    await take("工资2025-01", "2025年1月", head, ["E007", "欧佳", 5000, 1000, 6000, 30, 5970])
    slip = ["工号", "姓名", "应发工资", "个税", "实发工资"]
    assert await take("工资条", "2025年1月", slip, ["E007", "欧佳", 6000, None, 5970]) == [(Action.SAME, {}, [])]
    found = await take("工资条2", "2025年1月", slip, ["E007", "欧佳", 6000, None, 5950])
    assert found == [(Action.CHANGED, {"实发工资": ("5970", "5950")}, ["empty_and_known"])]
    (run,) = await known("payroll")
    assert run == {
        "base_pay": "5000", "post_pay": "1000", "gross": "6000", "tax": "30", "net": "5950", "period": "2025-01",
    }  # fmt: skip


async def test_a_known_value_under_another_header_is_the_same_value(cast: Cast) -> None:
    await take(
        "奖惩", "奖惩", ["工号", "姓名", "奖惩类型", "奖惩事由", "奖惩日期", "罚款金额"], ["E007", "欧佳", "处罚", "迟到", "2025-02-03", 50]
    )  # fmt: skip
    found = await take(
        "奖惩2", "奖惩", ["工号", "姓名", "奖惩事由", "奖惩日期", "奖惩金额"], ["E007", "欧佳", "迟到", "2025-02-03", 80]
    )  # fmt: skip
    assert found == [(Action.CHANGED, {"奖惩金额": ("50", "80")}, [])]
    assert [(each["kind"], each["amount"]) for each in await known("discipline")] == [("处罚", "80")]


async def test_two_files_of_one_import_complete_each_other(cast: Cast) -> None:
    head, more = (
        ["工号", "姓名", "合同类型", "合同开始日期", "合同结束日期"],
        ["工号", "姓名", "合同开始日期", "合同状态"],
    )
    first = workbook([head, ["E007", "欧佳", "固定期限", "2023-03-01", "2026-02-28"]], "合同")
    second = workbook([more, ["E007", "欧佳", "2023-03-01", "履行中"]], "合同")
    await import_files([("合同.xlsx", first), ("合同2.xlsx", second)], HR)
    (contract,) = await known("contract")
    assert contract["contract_end"] == "2026-02-28" and "履行中" in contract.values()


SCORES = ["工号", "姓名", "考核得分", "考核等级"]


async def test_a_corrected_assessment_changes_the_known_one(cast: Cast) -> None:
    await take("2025年3月考核", "Sheet1", SCORES, ["E007", "欧佳", 85, "B"])
    found = await take("2025年3月考核更正", "Sheet1", SCORES, ["E007", "欧佳", 80, "C"])
    assert found == [(Action.CHANGED, {"考核得分": ("85", "80"), "考核等级": ("B", "C")}, [])]
    assert await take("2025年3月考核终", "Sheet1", SCORES[:3], ["E007", "欧佳", 80]) == [(Action.SAME, {}, [])]
    assert await known("assessment") == [{"score": "80", "grade": "C", "period": "2025-03"}]


async def test_an_assessment_that_may_be_another_one_is_kept_beside_and_told(cast: Cast) -> None:
    await take("2025年3月考核", "Sheet1", SCORES, ["E007", "欧佳", 85, "B"])
    found = await take("2025年3月民主测评考核", "Sheet1", SCORES, ["E007", "欧佳", 80, "C"])
    assert [(action, notes) for action, _changes, notes in found] == [(Action.NEW, ["assessed_otherwise"])]
    again = await take("2025年3月民主测评考核", "Sheet1", SCORES, ["E007", "欧佳", 80, "C"])
    assert [action for action, _changes, _notes in again] == [Action.SAME]
    assert sorted(each["score"] for each in await known("assessment")) == ["80", "85"]


async def test_the_names_of_assessments_decide_where_both_have_one(cast: Cast) -> None:
    head = ["工号", "姓名", "考核周期", "考核名称", "考核得分", "考核等级"]
    await take("一", "Sheet1", head, ["E007", "欧佳", "2025-03", "业务", 85, "B"])
    other = await take("二", "Sheet1", head, ["E007", "欧佳", "2025-03", "品德", 85, "A"])
    assert [(action, notes) for action, _changes, notes in other] == [(Action.NEW, [])]
    found = await take("三", "Sheet1", head, ["E007", "欧佳", "2025-03", "品德", 90, "A"])
    assert found == [(Action.CHANGED, {"考核得分": ("85", "90")}, [])]
    assert sorted(each["score"] for each in await known("assessment")) == ["85", "90"]


async def test_a_roster_that_says_less_of_the_education_adds_no_record(cast: Cast) -> None:
    full = ["E007", "欧佳", "本科", "清华大学", "管理"]
    await take("一", "花名册", ["工号", "姓名", "学历", "毕业院校", "专业"], full)
    await take("二", "花名册", ["工号", "姓名", "学历"], ["E007", "欧佳", "本科"])
    await take("三", "花名册", ["工号", "姓名", "学历", "毕业院校"], ["E007", "欧佳", "本科", "清华大学"])
    assert await known("education") == [{"education": "本科", "school": "清华大学", "major": "管理"}]
    await take("四", "花名册", ["工号", "姓名", "学历", "毕业院校"], ["E007", "欧佳", "硕士", "清华大学"])
    assert len(await known("education")) == 1  # the same school without years: corrected, as before


async def test_a_roster_that_says_more_of_the_education_completes_it(cast: Cast) -> None:
    await take("一", "花名册", ["工号", "姓名", "学历"], ["E007", "欧佳", "本科"])
    for name in ("二", "三"):
        await take(name, "花名册", ["工号", "姓名", "学历", "毕业院校"], ["E007", "欧佳", "本科", "清华大学"])
    assert await known("education") == [{"education": "本科", "school": "清华大学"}]


async def test_two_who_give_the_same_score_are_two_and_each_is_known_again(cast: Cast) -> None:
    head, rows = (
        ["工号", "姓名", "评价人", "关系", "得分"],
        [["E007", "欧佳", "甲", "下级", 90], ["E007", "欧佳", "乙", "同级", 90]],
    )
    first = await take("2026年上半年360评价", "Sheet1", head, *rows)
    assert [action for action, _changes, _notes in first] == [Action.NEW, Action.NEW]
    again = await take("2026年上半年360评价更正", "Sheet1", head, rows[0], [*rows[1][:4], 85])
    assert [(action, changes) for action, changes, _notes in again] == [
        (Action.SAME, {}),
        (Action.CHANGED, {"得分": ("90", "85")}),
    ]
