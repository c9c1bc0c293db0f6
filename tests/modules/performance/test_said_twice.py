"""What lists of awards and objectives say twice: another award, or another weight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel.imports import Cell, Record
from hrapp.modules.performance.imports.award_periods import own_instead, penalty
from hrapp.modules.performance.imports.goals import other_weight
from hrapp.modules.performance.imports.standing import _complete, another


def award(title: str, day: date, **values: Any) -> Record:
    cells = {"date": Cell("表.csv", "", "D2")}
    return Record("award", {"title": title, "date": day, **values}, cells, "表.csv", "", 2)


DAYS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


@pytest.mark.parametrize(
    ("title", "periods"),
    [
        ("月度之星", ["2024-01", "2024-02", "2024-03", "2024-04"]),
        ("质量标兵", ["2023Q4", "2023Q4", "2024Q1", "2024Q1"]),
        ("年度优秀员工", ["2023", "2023", "2023", "2023"]),
    ],
)
def test_an_award_is_of_the_period_that_its_title_says_and_any_other_of_the_one_that_is_graded(
    title: str, periods: list[str]
) -> None:
    given = [award(title, day) for day in DAYS]
    for record in given:
        _complete(record, "quarter")
    assert [record.values["period"] for record in given] == periods


@pytest.mark.parametrize(
    ("title", "day", "period"),
    [
        ("年度优秀员工", date(2024, 12, 20), "2024"),
        ("年度优秀员工", date(2024, 10, 31), "2023"),
        ("月度之星", date(2024, 9, 28), "2024-09"),
        ("月度之星", date(2024, 9, 20), "2024-08"),
        ("季度之星", date(2024, 3, 25), "2024Q1"),
        ("季度之星", date(2024, 3, 1), "2023Q4"),
    ],
)
def test_an_award_granted_when_its_period_is_nearly_over_is_of_that_period(title: str, day: date, period: str) -> None:
    record = award(title, day)
    _complete(record, "quarter")
    assert record.values["period"] == period


def test_a_reprimand_is_no_award() -> None:
    assert penalty(award("通报批评", DAYS[0])) and not penalty(award("无违章标兵", DAYS[0]))


def test_a_title_line_says_the_year_of_a_list_and_not_which_month_an_award_of_the_month_is_of() -> None:
    monthly, yearly = award("月度之星", DAYS[1], period="2024"), award("质量标兵", DAYS[1], period="2024")
    assert not _complete(monthly, "quarter") and not _complete(yearly, "quarter")
    assert (monthly.values["period"], yearly.values["period"]) == ("2024-02", "2024")


def of(person: str, title: str, *days: date, file: str = "表.csv", **values: Any) -> list[Record]:
    given = [award(title, day, person=person, **values) for day in days]
    for record in given:
        record.file = file
        _complete(record, "quarter")
    return given


def test_two_awards_are_never_one_because_their_period_was_guessed() -> None:
    given = of("甲", "月度之星", date(2026, 3, 10), date(2026, 2, 28)) + of("乙", "月度之星", date(2026, 3, 10))
    told = own_instead(given, {}, "quarter")
    assert [record.values["period"] for record in given] == ["2026-03", "2026-02", "2026-02"]
    assert [(note.code, note.values["period"], note.values["other"]) for note in told[id(given[0])]] == [
        ("award_of_own_period", "2026-03", "2026-02")
    ]


@pytest.mark.parametrize(
    ("day", "state", "file", "period"),
    [
        (date(2026, 2, 10), "granted", "获奖.csv", "2026Q2"),
        (date(2026, 3, 31), "granted", "获奖.csv", "2026Q1"),
        (date(2026, 2, 10), "proposed", "获奖.csv", "2026Q1"),
        (date(2026, 4, 9), "granted", "获奖名单（更正）.csv", "2026Q1"),
    ],
    ids=["another day", "its period alone is known", "only proposed", "a corrected list"],
)
def test_a_later_list_adds_an_award_and_says_the_day_of_a_known_one(
    day: date, state: str, file: str, period: str
) -> None:
    stored = {("甲", "2026Q1", "季度之星"): {"day": day, "state": state}}
    (record,) = of("甲", "季度之星", date(2026, 4, 10), file=file)
    own_instead([record], stored, "quarter")
    assert record.values["period"] == period


def test_an_award_that_is_known_stays_in_the_period_in_which_it_came() -> None:
    stored = {("甲", "2026Q2", "季度之星"): {"day": date(2026, 4, 10), "state": "granted"}}
    (record,) = of("甲", "季度之星", date(2026, 4, 10))
    assert own_instead([record], stored, "quarter") == {} and record.values["period"] == "2026Q2"


def test_a_title_granted_on_two_days_may_be_two_awards_and_a_proposal_is_the_one_that_was_granted() -> None:
    first, second = (award("质量标兵", day) for day in DAYS[:2])
    assert another(second, first) and not another(first, first)
    assert not another(award("质量标兵", DAYS[0], state="proposed"), second)


def test_another_weight_of_the_same_objective_is_told_with_both() -> None:
    rows = [Record("key_result", {"objective_weight": Decimal(weight)}, {}, "表.xlsx", "OKR", n) for n, weight in enumerate((40, 50, 40), 3)]  # fmt: skip
    told = [[(note.code, note.values["value"], note.values["other"]) for note in other_weight(rows, row)] for row in rows]  # fmt: skip
    assert told == [[], [("said_otherwise", "40%", "50%")], []]
