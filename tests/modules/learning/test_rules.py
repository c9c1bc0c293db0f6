"""Courses as criteria, and when a course is advised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.criteria import Measurement
from hrapp.kernel.periods import Calendar
from hrapp.modules.learning.criteria import KINDS, AttemptRow, TrainingCompleted, judge_training
from hrapp.modules.learning.json_shape import advice_json, trainings_json
from hrapp.modules.learning.rules import Attained, Rule, advise, period_of

OCTOBER = Calendar.on(date(2026, 10, 1))


def attempt(
    status: str, rate: str | None = None, day: date | None = date(2026, 5, 1), course: str = "Selling"
) -> AttemptRow:
    return AttemptRow(course, day, status, None if rate is None else Decimal(rate))


def judge(*attempts: AttemptRow) -> Measurement:
    return judge_training(TrainingCompleted(course="Selling"), attempts, OCTOBER)


@pytest.mark.parametrize(
    ("attempts", "current"),
    [
        ([attempt("completed", "1")], "1"),
        ([attempt("completed", None)], "1"),
        ([attempt("in_progress", "0.6")], "0.6"),
        ([attempt("in_progress", "1")], "0.99"),
        ([attempt("in_progress", None)], "0"),
        ([attempt("absent", "1")], "0"),
        ([attempt("failed", "1")], "0"),
        ([attempt("planned", "1", None)], "0"),
        ([attempt("absent", "0"), attempt("completed", "1")], "1"),
        ([attempt("completed", "1", course="Selling, a reading group")], "0"),
        ([attempt("completed", "1", date(2026, 10, 2))], "0"),
        ([], "0"),
    ],
)
def test_the_best_attempt_counts(attempts: list[AttemptRow], current: str) -> None:
    measured = judge(*attempts)
    assert (measured.current, measured.target, measured.met) == (Decimal(current), 1, current == "1")


def test_every_attempt_is_shown_by_date_undated_ones_first() -> None:
    late, planned = attempt("completed", "1", date(2026, 6, 1)), attempt("planned", None, None)
    early = AttemptRow("Selling", date(2026, 5, 1), "absent", Decimal(0), "list › B7")
    assert judge(late, early, planned).evidence == (
        {"date": None, "status": "planned", "rate": None},
        {"date": date(2026, 5, 1), "status": "absent", "rate": 0, "source": "list › B7"},
        {"date": date(2026, 6, 1), "status": "completed", "rate": 1},
    )


def test_nobody_without_rows_has_completed_anything() -> None:
    assert [kind.name for kind in KINDS] == ["training_completed"]
    assert not judge_training(TrainingCompleted(course="Selling"), None, OCTOBER).met


statuses = st.sampled_from(["completed", "in_progress", "absent", "failed", "planned"])
attempts = st.lists(
    st.builds(attempt, statuses, st.none() | st.sampled_from(["-0.1", "0", "0.5", "1", "1.2"])), max_size=5
)


@given(attempts, attempts)
def test_another_attempt_never_takes_anything_away(some: list[AttemptRow], more: list[AttemptRow]) -> None:
    assert 0 <= judge(*some).ratio <= judge(*some, *more).ratio <= 1


@given(attempts)
def test_only_a_completed_attempt_is_enough(some: list[AttemptRow]) -> None:
    assert judge(*some).met == any(each.status == "completed" for each in some)


def rule(**more: Any) -> Rule:
    values = {"code": "A1", "when": "quarter_attainment_below", "threshold": 0.8, "course": "Selling"}
    wording = {"text": "{name}: {pct}%, {course}", "families": ["sales"]}
    return msgspec.convert({**values, **wording, **more}, Rule)


def attained(met: int, due: int, period: str = "2026Q3", family: str | None = "sales") -> Attained:
    return Attained("p1", "Zhang San", family, period, due, met)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (attained(7, 10), "Zhang San: 70%, {course}"),
        (attained(2, 3), "Zhang San: 66.7%, {course}"),
        (attained(8, 10), None),
        (attained(0, 0), None),
        (attained(7, 10, family="rd"), None),
        (attained(7, 10, family=None), None),
        (attained(7, 10, period="2026Q2"), None),
    ],
)
def test_advice_follows_the_last_closed_quarter_below_the_threshold(row: Attained, text: str | None) -> None:
    assert [advice.text for advice in advise([rule()], [row], OCTOBER)] == ([] if text is None else [text])


def test_a_rule_without_families_is_for_everyone() -> None:
    assert advise([rule(families=[])], [attained(0, 1, family=None)], OCTOBER)


def test_a_half_yearly_rule_looks_at_the_last_closed_half_year() -> None:
    half = rule(when="half_attainment_below", code="A2")
    assert period_of(half, OCTOBER) == "2026H1"
    rows = [attained(9, 10), attained(1, 2, period="2026H1")]
    assert [(a.rule, a.period) for a in advise([rule(), half], rows, OCTOBER)] == [("A2", "2026H1")]


def test_a_percentage_that_reads_as_the_threshold_can_still_be_below_it() -> None:
    assert [advice.text for advice in advise([rule(text="{pct}")], [attained(7999, 10000)], OCTOBER)] == ["80"]


def test_advice_as_a_snapshot_says_it() -> None:
    (advice,) = advise([rule()], [attained(2, 3)], OCTOBER)
    assert advice_json(advice, "N7") == {
        "employee": "N7", "rule": "A1", "period": "2026Q3", "attainment_rate": 0.6667,
        "met": 2, "due": 3, "course": "Selling", "text": "Zhang San: 66.7%, {course}",
    }  # fmt: skip


def test_an_unknown_occasion_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="when"):
        rule(when="month_attainment_below")


def test_attempts_as_a_snapshot_says_them() -> None:
    done = AttemptRow("Selling", date(2026, 5, 1), "completed", Decimal(1), score=Decimal("90.5"))
    later = attempt("completed", "1", date(2026, 10, 2))
    assert trainings_json([later, done, attempt("planned", None, None)], date(2026, 10, 1)) == [
        {"course": "Selling", "date": None, "rate": None, "status": "planned", "score": None},
        {"course": "Selling", "date": "2026-05-01", "rate": 1, "status": "completed", "score": 90.5},
    ]
