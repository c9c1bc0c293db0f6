"""A row that waits for a decision waits as a whole, and what is kept of a month says which month it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from hrapp.kernel import clock
from hrapp.kernel.database import IMPORT
from hrapp.kernel.imports import Action
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline, remembering
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers, TableAnswer

from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_two_in_one import Rows, notes, reading

HR = Actor(label="cli:hr")
TRAININGS = workbook(
    [["培训记录"], ["工号", "姓名", "培训课程", "培训日期", "成绩", "会务联系"], ["E007", "欧佳", "安全生产", "2026-03-01", "90/60", "王工"], ["E004", "柳青", "安全生产", "2026-03-01", 92, "李工"]],
    "培训",
)  # fmt: skip


async def test_of_a_row_that_waits_nothing_is_written(cast: Cast) -> None:
    taken = await import_files([("培训.xlsx", TRAININGS)], HR)
    found = Counter((o.record.row, o.action) for o in taken.outcomes)
    assert {action for row, action in found if row == 3} == {Action.BLOCKED}
    assert {action for row, action in found if row == 4} == {Action.NEW}
    person = "person = (select id from people_person where emp_no = '{}')"
    assert not await one(f"select count(*) from records_record where {person.format('E007')}")
    assert await one(f"select count(*) from records_record where {person.format('E004')}")


async def test_two_months_with_the_same_figures_are_kept_as_two(cast: Cast) -> None:
    def of(month: int) -> bytes:
        rows = [[f"2026年{month}月KPI考核结果"], ["工号", "姓名", "等级", "客诉归类"], ["E007", "欧佳", "A", "外观"]]
        return workbook(rows, f"{month}月")

    for month in (9, 10):
        taken = await import_files([(f"{month}月.xlsx", of(month))], HR)
        (kept,) = [o for o in taken.outcomes if o.record.kind == "other"]
        assert kept.action is Action.NEW and f"2026-{month:02}" in kept.record.values["values"].values()


def test_the_score_of_a_month_is_a_score_under_the_word_KPI() -> None:
    rows: Rows = [["2026年11月KPI考核结果"], ["姓名", "KPI得分", "等级"], ["张三", 92.5, "A"], ["李四", 81.5, "B"]]
    found = reading(rows)
    assert [record.values.get("score") for record in found.records if record.kind == "grade"] != [None, None]


@pytest.mark.parametrize("cell", ["?", "？", "x", "X", "×"])
def test_an_amount_that_somebody_did_not_know_is_asked_about(cell: Any) -> None:
    rows: Rows = [["2026年3月工资"], ["姓名", "基本工资", "实发工资"], ["张三", 5000, 4500], ["李四", 5100, cell]]
    assert "number_unreadable" in notes(reading(rows).records)


async def test_what_a_grade_means_is_asked_once_and_never_again(cast: Cast) -> None:
    rows = [
        ["2026年9月考核结果"],
        ["工号", "姓名", "考核等级"],
        ["E007", "欧佳", "妙"],
        ["E004", "柳青", "A"],
        ["E003", "方思", "A"],
    ]
    file = [("考核.xlsx", workbook(rows, "9月"))]
    async with unit_of_work(HR, role=IMPORT):
        plain = await pipeline.read(file, clock.today())
        (question,) = [each for each in plain.questions if "妙" in each.values]
        answers = Answers(tables={question.table: TableAnswer(values={str(question.field): {"妙": "优秀"}})})
        answered = await pipeline.read(file, clock.today(), answers)
        await remembering.learn(answered, answers, clock.now())
        again = await pipeline.read(file, clock.today())
    assert not [each for each in again.questions if "妙" in each.values]
