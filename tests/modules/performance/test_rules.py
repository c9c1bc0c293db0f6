"""Completion, summaries, OKR, scores and grade bands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.periods import HALF, QUARTER, Calendar
from hrapp.modules.performance.completion import DUE, LOWER, NOT_DUE, PENDING, KpiRow, completion, exact_completion
from hrapp.modules.performance.grading import Band, Component, band_problems, grade_of, latest_grade, score
from hrapp.modules.performance.okr import KeyResultRow, ObjectiveRow, quarter_progress
from hrapp.modules.performance.summaries import (
    PeriodSummary,
    department_attainment,
    grade_distribution,
    known_on,
    roll_up,
    summaries,
    summary,
)

figures = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
above_zero = st.decimals(min_value="0.01", max_value=10**6, places=2)


def item(
    period: str, target: str | None, actual: str | None, metric: str = "calls", direction: str = "higher"
) -> KpiRow:
    return KpiRow(metric, period, _decimal(target), _decimal(actual), direction, mark=None if target else "on leave")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("target", "actual", "direction", "start", "expected"),
    [
        ("100", "80", "higher", None, "0.8"),
        ("100", "150", "higher", None, "1.5"),
        ("0.15", "-0.02", "higher", None, "0"),
        ("20", "25", "lower", None, "0.8"),
        ("20", "16", "lower", None, "1.25"),
        ("20", "0", "lower", None, "2"),
        ("20", "-3", "lower", None, "2"),
        ("20", "25", "lower", "30", "0.5"),
        ("60", "50", "higher", "40", "0.5"),
        ("60", "30", "higher", "40", "0"),
        ("0", "0", "higher", None, "1"),
        ("0", "-1", "higher", None, "0"),
        ("-5", "-4", "higher", None, "1"),
        ("40", "39", "higher", "40", "0"),
    ],
)
def test_completion(target: str, actual: str, direction: str, start: str | None, expected: str) -> None:
    assert completion(Decimal(target), Decimal(actual), direction, _decimal(start)) == Decimal(expected)


def test_99_996_of_100_000_reads_as_100_percent_and_is_not_met() -> None:
    assert item("2026-08", "100000", "99996").met is False
    assert item("2026-08", "100000", "100000").met is True


@pytest.mark.parametrize(
    ("target", "actual", "state"),
    [("10", "8", DUE), ("10", None, PENDING), (None, None, NOT_DUE), (None, "8", NOT_DUE), ("10", "0", DUE)],
)
def test_a_missing_figure_is_never_a_failure(target: str | None, actual: str | None, state: str) -> None:
    row = item("2026-08", target, actual)
    assert row.state == state
    assert (row.met is None) == (state != DUE)


@given(above_zero, figures, figures)
def test_more_is_never_less_complete(target: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert 0 <= exact_completion(target, low, "higher") <= exact_completion(target, high, "higher")


@given(above_zero, above_zero, above_zero)
def test_when_lower_is_better_less_is_never_less_complete(target: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert exact_completion(target, low, LOWER) >= exact_completion(target, high, LOWER)


@given(above_zero, figures)
def test_met_means_what_it_says(target: Decimal, actual: Decimal) -> None:
    assert (exact_completion(target, actual, "higher") >= 1) == (actual >= target)
    assert (exact_completion(target, actual, LOWER) >= 1) == (actual <= target)


YEAR = (
    item("2026-01", "10", "10"),
    item("2026-02", "10", "5"),
    item("2026-04", None, None),
    item("2026-05", "10", None),
    item("2026-06", "10", "20"),
    item("2026Q1", "4.5", "4.5", metric="feedback"),
)


def test_a_quarter_counts_its_months_and_its_quarterly_metrics() -> None:
    by_quarter = summaries(YEAR, QUARTER)
    assert list(by_quarter) == ["2026Q1", "2026Q2"]
    assert by_quarter["2026Q1"] == PeriodSummary(due=3, met=2, completion_mean=Fraction(5, 6))
    assert by_quarter["2026Q2"] == PeriodSummary(due=1, met=1, not_due=1, pending=1, completion_mean=Fraction(2))
    assert by_quarter["2026Q2"].attainment_rate == 1
    assert not by_quarter["2026Q2"].final


def test_a_company_with_half_years_counts_half_years() -> None:
    assert list(summaries(YEAR, HALF)) == ["2026H1"]
    assert summaries(YEAR, HALF)["2026H1"].attainment_rate == Fraction(3, 4)


def test_without_a_due_item_there_is_no_rate() -> None:
    nothing = summary([item("2026-04", None, None)])
    assert (nothing.attainment_rate, nothing.completion_mean, nothing.not_due) == (None, None, 1)


@given(st.permutations(YEAR))
def test_the_order_of_the_sheet_does_not_matter(rows: list[KpiRow]) -> None:
    assert summaries(rows, QUARTER) == summaries(YEAR, QUARTER)


def test_a_department_adds_up_item_periods_not_rates() -> None:
    people = [
        ("Sales", PeriodSummary(due=9, met=9)),
        ("Sales", PeriodSummary(due=1, met=0)),
        ("IT", None),
        (None, None),
    ]
    attained = department_attainment(["IT", "Sales"], people)
    assert list(attained) == ["Sales"]
    assert attained["Sales"].rate == Fraction(9, 10)


def test_grades_are_counted_best_first() -> None:
    counted = grade_distribution(["A", "B", "C"], ["C", None, "A", "C"])
    assert list(counted.items()) == [("A", 1), ("C", 2)]


@pytest.mark.parametrize(
    ("how", "target", "actual"), [("sum", 30, 35), ("mean", 10, Fraction(35, 3)), ("last", 10, 20)]
)
def test_a_longer_period_follows_the_metric(how: str, target: int, actual: int | Fraction) -> None:
    rolled = roll_up(YEAR[:5], how)
    assert rolled is not None
    assert (rolled.target, rolled.actual, rolled.completion) == (target, actual, Fraction(actual) / target)


def test_without_a_due_month_there_is_no_longer_period() -> None:
    assert roll_up([item("2026-04", None, None), item("2026-05", "10", None)], "sum") is None


def test_a_target_is_known_ahead_but_not_what_is_reached() -> None:
    rows = [KpiRow("sales", period, Decimal(1), Decimal(1)) for period in ("2026-09", "2026-10", "2026-11", "2027Q1")]
    known = known_on(date(2026, 10, 15), rows)
    assert [(row.period, row.state) for row in known] == [
        ("2026-09", DUE),
        ("2026-10", DUE),
        ("2026-11", PENDING),
        ("2027Q1", PENDING),
    ]


def key_result(start: str, target: str, current: str, weight: str = "1") -> KeyResultRow:
    return KeyResultRow("kr", Decimal(weight), "number", Decimal(start), Decimal(target), Decimal(current))


@pytest.mark.parametrize(
    ("row", "progress"),
    [
        (key_result("0", "60", "45"), Fraction(3, 4)),
        (key_result("0.30", "0.20", "0.27"), Fraction(3, 10)),
        (key_result("0", "10", "12"), 1),
        (key_result("10", "20", "5"), 0),
        (key_result("5", "5", "5"), 1),
        (key_result("5", "5", "4"), 0),
        (KeyResultRow("no start", Decimal(1), target=Decimal(4), current=Decimal(1)), Fraction(1, 4)),
        (KeyResultRow("done", Decimal(1), "yes_no", current=Decimal(1)), 1),
        (KeyResultRow("open", Decimal(1), "yes_no", current=Decimal(0)), 0),
        (KeyResultRow("yes, typed", Decimal(1), "yes_no", typed_progress=Decimal(1)), 1),
        (KeyResultRow("typed", Decimal(1), "typed", typed_progress=Decimal("0.6")), Fraction(3, 5)),
        (KeyResultRow("typed too high", Decimal(1), "typed", typed_progress=Decimal("1.3")), 1),
        (KeyResultRow("nothing", Decimal(1), "typed"), 0),
    ],
)
def test_the_progress_of_a_key_result(row: KeyResultRow, progress: Fraction) -> None:
    assert row.progress == progress


def test_weights_that_do_not_add_up_are_renormalised() -> None:
    results = tuple(key_result("0", "4", done, "30") for done in ("4", "4", "1"))
    assert quarter_progress([ObjectiveRow("o", Decimal(100), results)]) == Fraction(3, 4)


def test_thirds_of_objectives_come_out_whole() -> None:
    results = (key_result("0", "3", "1", "90"), key_result("0", "1", "1", "10"), key_result("0", "3", "1", "50"))
    assert quarter_progress(
        [ObjectiveRow("o", Decimal(1), results[:1]), ObjectiveRow("p", Decimal(2), results[1:2])]
    ) == Fraction(7, 9)
    assert ObjectiveRow("q", Decimal(1), (results[0], results[2])).progress == Fraction(1, 3)


def test_an_objective_without_key_results_weighs_nothing() -> None:
    full = ObjectiveRow("o", Decimal(40), (key_result("0", "1", "1"),))
    assert quarter_progress([full, ObjectiveRow("empty", Decimal(60))]) == 1
    assert quarter_progress([]) is None


@given(st.lists(st.tuples(figures, figures, figures, st.integers(0, 100)), min_size=1, max_size=6))
def test_progress_stays_between_nothing_and_all(results: list[tuple[Decimal, Decimal, Decimal, int]]) -> None:
    rows = tuple(KeyResultRow("kr", Decimal(w), "number", start, target, now) for start, target, now, w in results)
    progress = quarter_progress([ObjectiveRow("o", Decimal(1), rows)])
    assert progress is not None
    assert 0 <= progress <= 1


def test_a_missing_component_is_not_a_zero() -> None:
    parts = [
        Component("kpi", Decimal(60), None),
        Component("okr", Decimal(30), Decimal(90)),
        Component("self", Decimal(10), Decimal(70)),
    ]
    assert score(parts) == 85
    assert score(parts[:1]) is None


@given(st.lists(st.tuples(st.integers(1, 100), st.none() | st.integers(0, 120)), min_size=1, max_size=8))
def test_a_score_lies_between_its_components(parts: list[tuple[int, int | None]]) -> None:
    known = [value for _, value in parts if value is not None]
    total = score(Component("c", Decimal(w), None if v is None else Decimal(v)) for w, v in parts)
    assert (total is None) == (not known)
    assert total is None or min(known) <= total <= max(known)


def bands(*limits: tuple[str, str | None, str | None]) -> list[Band]:
    return [Band(name, _decimal(low), _decimal(high)) for name, low, high in limits]


GOOD = bands(("A", "90", None), ("B", "80", "90"), ("C", "60", "80"), ("D", None, "60"))


@pytest.mark.parametrize(
    ("value", "grade"), [("120", "A"), ("90", "A"), ("89.99", "B"), ("80", "B"), ("60", "C"), ("0", "D")]
)
def test_a_band_starts_at_its_lower_end_and_stops_before_its_upper(value: str, grade: str) -> None:
    assert grade_of(Decimal(value), GOOD) == grade


@pytest.mark.parametrize(
    ("limits", "kinds"),
    [
        (GOOD, []),
        (bands(("A", "90", None), ("D", None, "60")), ["gap"]),
        (bands(("A", "80", None), ("B", "60", "90"), ("D", None, "60")), ["overlap"]),
        (bands(("A", "90", "100"), ("D", "0", "90")), ["gap"]),
        (bands(("A", "90", None), ("D", "10", "90")), ["gap"]),
        (bands(("A", "90", None), ("A2", "95", None), ("D", None, "90")), ["overlap"]),
        (bands(("A", "90", "90"), ("B", None, None)), ["empty"]),
        (bands(), ["gap"]),
    ],
)
def test_bands_cover_every_score_once(limits: list[Band], kinds: list[str]) -> None:
    assert [problem.kind for problem in band_problems(limits, Decimal(0), Decimal(100))] == kinds


@given(st.lists(st.integers(-10, 130), min_size=1, max_size=5, unique=True), st.integers(0, 120))
def test_bands_cut_from_one_line_give_every_score_one_grade(cuts: list[int], value: int) -> None:
    ends = [None, *map(Decimal, sorted(cuts)), None]
    cut = [Band(str(i), low, high) for i, (low, high) in enumerate(pairwise(ends))]
    assert band_problems(cut, Decimal(0), Decimal(120)) == []
    holders = [band.name for band in cut if grade_of(Decimal(value), [band])]
    assert holders == [grade_of(Decimal(value), cut)]


@pytest.mark.parametrize(("lookback", "found"), [(1, None), (2, None), (3, ("2026Q1", "B")), (4, ("2026Q1", "B"))])
def test_the_latest_rated_period_within_the_lookback_counts(lookback: int, found: tuple[str, str] | None) -> None:
    grades = {"2025Q4": "A", "2026Q1": "B", "2026Q2": None, "2026Q4": "A"}
    assert latest_grade(grades, Calendar.on(date(2026, 10, 1)), lookback) == found


def test_a_company_with_half_years_looks_back_over_half_years() -> None:
    calendar = Calendar.on(date(2026, 10, 1), grade_kind=HALF)
    assert latest_grade({"2025H2": "A", "2026H2": "C"}, calendar, 2) == ("2025H2", "A")
