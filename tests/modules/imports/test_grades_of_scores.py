"""A list of scores that names grades says the grades of its period too, since they are what counts for a promotion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, records, table

NEW_COMPANY = replace(WORDS, terms={})


def scored(*rows: Any, head: str = "等级", first: str = "工号", name: str = "2026年第一季度绩效得分汇总") -> Rows:
    return [[name], [first, "姓名", "得分", head], *rows]


def graded(found: list[Record]) -> list[tuple[str, ...]]:
    return table([record for record in found if record.kind == "grade"], "name", "period", "grade")


ROWS = (["A001", "张三", 92, "优秀"], ["A002", "李四", 85, "良好"])


def test_a_list_of_scores_with_grades_gives_both() -> None:
    found = records(scored(*ROWS), ["A1:D1"])
    assert graded(found) == [("张三", "2026Q1", "优秀"), ("李四", "2026Q1", "良好")]
    kept = [record for record in found if record.kind == "assessment"]
    assert table(kept, "name", "score", "grade") == [("张三", "92", "优秀"), ("李四", "85", "良好")]


@pytest.mark.parametrize("title", ["2026年第一季度民主测评结果", "2026年第一季度试用期考核评分"])  # fmt: skip
def test_the_grade_of_something_else_than_the_work_of_a_period_is_none_of_it(title: str) -> None:
    assert graded(records(scored(*ROWS, name=title), ["A1:D1"])) == []


def test_what_somebody_thinks_of_themself_and_what_several_think_is_no_grade() -> None:
    assert graded(records(scored(*ROWS, head="自评等级"), ["A1:D1"])) == []
    twice = (*ROWS, ["A001", "张三", 80, "良好"])
    assert graded(records(scored(*twice), ["A1:D1"])) == [("李四", "2026Q1", "良好")]


@pytest.mark.parametrize(
    ("word", "grades"), [("A", ["A", "A"]), ("B+", ["B+", "B+"]), ("待定", ["None", "None"]), ("第3名", [])]
)
def test_where_the_company_has_no_grades_yet_only_a_usual_one_is_taken(word: str, grades: list[str]) -> None:
    rows = scored(["A001", "张三", 92, word], ["A002", "李四", 85, word])
    found = read_workbooks([("表.xlsx", book(rows, ["A1:D1"]))], every_kind(), NEW_COMPANY).records
    assert [grade for _, _, grade in graded(found)] == grades


def test_a_grade_that_the_company_does_not_have_is_asked_about_and_its_short_form_is_known() -> None:
    rows = scored(["A001", "张三", 92, "卓越"], ["A002", "李四", 85, "良"], ["A003", "王五", 70, "第3名"])
    found = read_workbooks([("表.xlsx", book(rows, ["A1:D1"]))], every_kind(), WORDS)
    assert graded(found.records) == [("张三", "2026Q1", "None"), ("李四", "2026Q1", "良好")]
    assert [(each.code, dict(each.values)) for each in found.questions if each.field == "grade"] == [
        ("term_unknown", {"卓越": 1})
    ]
    assert [record.values["grade"] for record in found.records if record.kind == "assessment"] == [
        "卓越",
        "良",
        "第3名",
    ]


def test_why_somebody_has_no_grade_is_said_as_well() -> None:
    found = records(scored(*ROWS, ["A003", "王五", None, "产假"]), ["A1:D1"])
    assert table([r for r in found if r.kind == "grade" and r.values["mark"]], "name", "mark") in (
        [("王五", "产假")],
        [],
    )


@pytest.mark.parametrize(("name", "count"), [("季度绩效考核", 2), ("品德", 0), ("试用期考核", 0)])
def test_an_assessment_with_a_name_is_the_work_of_its_period_where_the_name_says_so(name: str, count: int) -> None:
    rows = [["2026年第一季度得分汇总"], ["工号", "姓名", "考核名称", "得分", "等级"]]
    rows += [["A001", "张三", name, 92, "优秀"], ["A002", "李四", name, 85, "良好"]]
    assert len(graded(records(rows, ["A1:E1"]))) == count
