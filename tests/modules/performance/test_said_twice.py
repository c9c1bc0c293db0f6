"""What lists of awards and objectives say twice: another award, or another weight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel.imports import Cell, Record
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
    ],
)
def test_an_award_of_the_month_is_of_its_month_and_any_other_of_the_period_that_is_graded(
    title: str, periods: list[str]
) -> None:
    given = [award(title, day) for day in DAYS]
    for record in given:
        _complete(record, "quarter")
    assert [record.values["period"] for record in given] == periods


def test_a_title_granted_on_two_days_may_be_two_awards_and_a_proposal_is_the_one_that_was_granted() -> None:
    first, second = (award("质量标兵", day) for day in DAYS[:2])
    assert another(second, first) and not another(first, first)
    assert not another(award("质量标兵", DAYS[0], state="proposed"), second)


def test_another_weight_of_the_same_objective_is_told_with_both() -> None:
    rows = [Record("key_result", {"objective_weight": Decimal(weight)}, {}, "表.xlsx", "OKR", n) for n, weight in enumerate((40, 50, 40), 3)]  # fmt: skip
    told = [[(note.code, note.values["value"], note.values["other"]) for note in other_weight(rows, row)] for row in rows]  # fmt: skip
    assert told == [[], [("said_otherwise", "40%", "50%")], []]
