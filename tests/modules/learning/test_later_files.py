"""A later list of a training says how it went on, and erases nothing it has no word for."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...cast import Cast
from ...company import one
from ..imports.sheets import workbook

HR = Actor(label="cli:hr")


async def take(*rows: list[Any]) -> list[dict[str, Any]]:
    taken = await import_files([("培训.xlsx", workbook(list(rows), "培训"))], HR)
    return [outcome.changes for outcome in taken.outcomes if outcome.record.kind == "training"]


async def test_a_later_list_without_score_or_result_keeps_both(cast: Cast) -> None:
    head = ["工号", "姓名", "培训课程", "培训日期", "成绩", "结果"]
    await take(
        head, ["E007", "欧佳", "消防", "2025-03-01", 90, "合格"], ["E004", "柳青", "消防", "2025-03-01", 50, "不合格"]
    )
    later = await take(
        head[:5], ["E007", "欧佳", "消防", "2025-03-01", None], ["E004", "柳青", "消防", "2025-03-01", 70]
    )
    assert later == [{}, {"score": (50, 70)}]
    assert await one("select array_agg(score || ' ' || status order by score) from learning_attempt where day = '2025-03-01'") == ["70 failed", "90 completed"]  # fmt: skip


async def test_a_course_under_way_is_completed_by_its_rate(cast: Cast) -> None:
    head = ["工号", "姓名", "培训课程", "培训日期", "完成率"]
    await take(head, ["E007", "欧佳", "消防", "2025-03-01", "60%"])
    await take(head, ["E007", "欧佳", "消防", "2025-03-01", None])
    assert await one("select status from learning_attempt where day = '2025-03-01'") == "in_progress"
    await take(head, ["E007", "欧佳", "消防", "2025-03-01", "100%"])
    assert await one("select status from learning_attempt where day = '2025-03-01'") == "completed"


async def statuses() -> list[str]:
    found = await one("select array_agg(p.emp_no || ' ' || a.status order by p.emp_no) from learning_attempt a join people_person p on p.id = a.person where day = '2025-03-01'")  # fmt: skip
    return list(found)


async def test_who_was_absent_from_a_training_did_not_complete_it(cast: Cast) -> None:
    head, day = ["工号", "姓名", "课程名称", "培训日期", "签到"], "2025-03-01"
    await take(head, ["E007", "欧佳", "消防", day, "√"], ["E004", "伊薇", "消防", day, "请假"])
    assert await statuses() == ["E004 absent", "E007 completed"]


async def test_without_a_sign_nobody_completed_a_training(cast: Cast) -> None:
    head, day = ["工号", "姓名", "课程名称", "培训日期", "签到"], "2025-03-01"
    people = [["E007", "欧佳"], ["E004", "伊薇"], ["E003", "莫兰"]]
    await take(head, *([*who, "消防", day, sign] for who, sign in zip(people, ("√", None, "△"), strict=True)))
    assert await statuses() == ["E003 planned", "E004 planned", "E007 completed"]


async def test_a_training_that_lies_ahead_is_planned(cast: Cast) -> None:
    await take(["工号", "姓名", "培训课程", "培训日期"], ["E007", "欧佳", "消防", "2099-03-01"])
    assert await one("select status from learning_attempt where day = '2099-03-01'") == "planned"


async def attempts() -> list[str]:
    found = await one("select array_agg(concat_ws(' ', p.emp_no, a.day, a.score, a.status) order by p.emp_no, a.day) from learning_attempt a join people_person p on p.id = a.person where a.day >= '2026-01-01'")  # fmt: skip
    return list(found)


async def test_who_sat_again_failed_first_and_passed_then(cast: Cast) -> None:
    head = ["工号", "姓名", "课程", "考试日期", "成绩", "补考日期", "补考成绩", "结果"]
    rows = [
        ["E004", "伊薇", "销售", "2026-01-12", 88, None, None, "合格"],
        ["E007", "欧佳", "销售", "2026-01-12", 52, "2026-01-26", 76, "补考合格"],
    ]
    await take(head, *rows)
    assert await attempts() == [
        "E004 2026-01-12 88 completed",
        "E007 2026-01-12 52 failed",
        "E007 2026-01-26 76 completed",
    ]
    assert await take(head, *rows) == [{}, {}]


async def test_a_score_in_words_does_not_keep_the_training_out(cast: Cast) -> None:
    head, day = ["工号", "姓名", "课程", "培训日期", "成绩", "结果"], "2026-02-02"
    people = (
        ("E003", "莫兰", "90/100", "通过"),
        ("E004", "伊薇", "缺考", "不合格"),
        ("E005", "范恩", "优", "参加"),
        ("E007", "欧佳", 80, "通过"),
        ("E002", None, 70, "通过"),
    )
    await take(head, *([no, name, "销售", day, score, result] for no, name, score, result in people))
    assert (await attempts())[1:4] == [
        "E003 2026-02-02 90 completed",
        "E004 2026-02-02 absent",
        "E005 2026-02-02 completed",
    ]


async def test_a_score_in_words_alone_says_whether_it_was_passed(cast: Cast) -> None:
    head, day = ["工号", "姓名", "课程", "培训日期", "成绩"], "2026-02-02"
    people = (
        ("E003", "莫兰", "优"),
        ("E004", "伊薇", "不及格"),
        ("E005", "范恩", "免考"),
        ("E007", "欧佳", 80),
        ("E002", None, 70),
    )
    await take(head, *([no, name, "销售", day, score] for no, name, score in people))
    assert (await attempts())[1:4] == ["E003 2026-02-02 completed", "E004 2026-02-02 failed", "E005 2026-02-02 planned"]


async def test_a_day_for_a_retake_alone_makes_nobody_fail(cast: Cast) -> None:
    head = ["工号", "姓名", "课程", "考试日期", "成绩", "补考日期", "补考成绩", "结果"]
    passed = ["E004", "伊薇", "销售", "2026-01-12", 88, "2026-01-26", None, "合格"]
    waits = ["E007", "欧佳", "销售", "2026-01-12", 52, "2026-01-26", None, "不合格"]
    await take(head, passed, waits)
    assert await attempts() == ["E004 2026-01-12 88 completed", "E007 2026-01-12 52 failed", "E007 2026-01-26 planned"]
