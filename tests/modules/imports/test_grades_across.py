"""Grades in a column for every period: what stands beside those columns, and cells that are still empty."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.kernel.imports import Record

from .test_clerks import reading, table


def grades(file: str, head: list[Any], *rows: list[Any]) -> list[Record]:
    found = reading([head, *rows], (), file).records
    return [record for record in found if record.kind == "grade"]


@pytest.mark.parametrize(
    "quarters",
    [["一季度", "二季度"], ["Q1", "Q2"], ["Q1等级", "Q2等级"], ["第一季度等级", "第二季度等级"], ["1月", "2月"]],
)
@pytest.mark.parametrize("year", ["年度等级", "年度评级", "2026年度等级", "考核等级"])
def test_the_grade_of_the_year_beside_its_parts_is_one_of_its_own(quarters: list[str], year: str) -> None:
    head = ["工号", "姓名", *quarters, year]
    found = grades(
        "2026年度绩效等级汇总", head, ["A1", "张伟", "良好", "合格", "优秀"], ["A2", "李娜", "合格", "良好", None]
    )
    kind = "-0" if "月" in quarters[0] else "Q"
    assert table(found, "name", "period", "grade") == [
        ("张伟", f"2026{kind}1", "良好"),
        ("张伟", f"2026{kind}2", "合格"),
        ("张伟", "2026", "优秀"),
        ("李娜", f"2026{kind}1", "合格"),
        ("李娜", f"2026{kind}2", "良好"),
    ]


@pytest.mark.parametrize("periods", [["1月", "2月", "3月"], ["Q1", "Q2", "Q3"]])
def test_an_empty_cell_of_a_period_is_no_grade_without_a_grade(periods: list[str]) -> None:
    found = grades(
        "2026年绩效等级",
        ["工号", "姓名", *periods],
        ["A1", "张伟", "良好", None, ""],
        ["A2", "李娜", None, None, "产假"],
    )
    assert [(r.values["name"], r.values["grade"], r.values["mark"]) for r in found] == [
        ("张伟", "良好", None),
        ("李娜", None, "产假"),
    ]
