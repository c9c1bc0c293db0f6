"""Streaks, averages, sums, rates, OKR, grades and awards as promotion criteria."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.criteria import Measurement, Outlook
from hrapp.kernel.periods import HALF, Calendar, containing
from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.criteria import KINDS, AwardRow, PerformanceRows

OCTOBER = Calendar.on(date(2026, 10, 1))
LAST_MONTH = OCTOBER.last_month
PENDING, NOT_DUE = "pending", "not due"
Month = int | str


def measure(kind: str, rows: PerformanceRows | None, calendar: Calendar = OCTOBER, **parameters: Any) -> Measurement:
    """As a company file would ask: plain values in, checked by the kind's own struct."""
    found = next(each for each in KINDS if each.name == kind)
    return found.judge(msgspec.convert(parameters, found.parameters), rows, calendar)


def months(*newest_first: Month, target: int = 100, direction: str = "higher") -> PerformanceRows:
    """Figures of one metric back from September."""
    return PerformanceRows(tuple(_row(i, figure, target, direction) for i, figure in enumerate(newest_first)))


def _row(back: int, figure: Month, target: int, direction: str) -> KpiRow:
    period = str(LAST_MONTH.shifted(-back))
    goal = None if figure == NOT_DUE else Decimal(target)
    return KpiRow("sales", period, goal, None if isinstance(figure, str) else Decimal(figure), direction)


def streak(rows: PerformanceRows | None, calendar: Calendar = OCTOBER, **more: Any) -> Measurement:
    return measure("metric_streak", rows, calendar, **{"metric": "sales", "threshold": 100, "n": 3, **more})


@pytest.mark.parametrize(
    ("figures", "running"),
    [
        ((100, 101, 102), 3),
        ((100, 101, 102, 103), 4),
        ((99, 200, 200), 0),
        ((200, 99, 200), 1),
        ((NOT_DUE, 100, NOT_DUE, 100), 2),
        ((100, PENDING, 100), 1),
        ((PENDING, 100, 100), 0),
        ((NOT_DUE, NOT_DUE), 0),
        ((), 0),
    ],
)
def test_a_streak_skips_excused_months_and_stops_at_an_unknown_one(figures: tuple[Month, ...], running: int) -> None:
    measured = streak(months(*figures))
    assert (measured.current, measured.target, measured.ratio) == (running, 3, Decimal(running) / 3)
    assert measured.met == (running >= 3)
    assert measured.gap == (None if running >= 3 else 3 - running)


def test_a_month_without_a_row_is_skipped_like_an_excused_one() -> None:
    rows = PerformanceRows(tuple(row for row in months(100, 100, 100, 100).items if row.period != "2026-08"))
    assert streak(rows).current == 3


def test_the_evidence_is_newest_first_and_names_its_cell() -> None:
    row = KpiRow("sales", "2026-09", Decimal(100), Decimal("100.5"), source="book › sheet › C4")
    assert streak(PerformanceRows((row,))).evidence == (
        {"period": "2026-09", "value": Decimal("100.5"), "source": "book › sheet › C4"},
    )
    assert [each["period"] for each in streak(months(100, 100)).evidence] == ["2026-09", "2026-08"]


def test_a_running_month_neither_helps_nor_hurts() -> None:
    running = KpiRow("sales", "2026-10", Decimal(100), Decimal(0))
    assert streak(PerformanceRows((*months(100, 100, 100).items, running))).met


def test_another_metric_says_nothing() -> None:
    assert streak(months(100, 100, 100), metric="calls").current == 0
    assert streak(None).outlook is None


def test_the_threshold_is_the_criterion_s_unless_it_asks_for_the_person_s_target() -> None:
    rows = months(80, 70, target=60)
    assert streak(rows).current == 0
    assert measure("metric_streak", rows, metric="sales", n=2, basis="target").met


@pytest.mark.parametrize(
    ("direction", "op", "running"), [("lower", None, 1), ("higher", None, 0), ("higher", "<=", 1), ("lower", ">=", 0)]
)
def test_the_comparison_follows_the_direction_of_the_metric(direction: str, op: str | None, running: int) -> None:
    more = {} if op is None else {"op": op}
    assert streak(months(20, 150, direction=direction), **more).current == running
    by_target = measure(
        "metric_streak", months(20, 150, direction=direction), metric="sales", n=1, basis="target", **more
    )
    assert by_target.current == running


def test_a_quarterly_metric_is_counted_in_quarters() -> None:
    rows = PerformanceRows(
        tuple(
            KpiRow("sales", period, Decimal(2), Decimal(v))
            for period, v in (("2026Q1", 2), ("2026Q2", 1), ("2026Q3", 2))
        )
    )
    measured = streak(rows, threshold=2, n=2)
    assert measured.current == 1
    assert measured.outlook == Outlook(date(2027, 1, 1), ("2026Q4",))


@pytest.mark.parametrize(
    ("figures", "outlook"),
    [
        ((100, 100, 99), Outlook(date(2026, 11, 1), ("2026-10",))),
        ((99,), Outlook(date(2027, 1, 1), ("2026-10", "2026-11", "2026-12"))),
        ((100, PENDING, 100), Outlook(date(2026, 10, 1), ("2026-08",))),
        ((PENDING, 100, 99), Outlook(date(2026, 11, 1), ("2026-09", "2026-10"))),
        ((100, 100, 100), None),
    ],
)
def test_the_earliest_day_a_streak_could_be_complete(figures: tuple[Month, ...], outlook: Outlook | None) -> None:
    assert streak(months(*figures)).outlook == outlook


def test_a_coming_month_that_is_excused_moves_the_earliest_day() -> None:
    leave = KpiRow("sales", "2026-10", None, None, mark="leave")
    measured = streak(PerformanceRows((*months(100, 100, 99).items, leave)))
    assert measured.outlook == Outlook(date(2026, 12, 1), ("2026-11",))


any_month = st.integers(90, 110) | st.sampled_from([PENDING, NOT_DUE])
histories = st.lists(any_month, max_size=12)


@given(histories)
def test_excused_months_change_no_streak(history: list[Month]) -> None:
    worked = [month for month in history if month != NOT_DUE]
    assert streak(months(*history)).current == streak(months(*worked)).current


@given(histories, st.integers(90, 110))
def test_one_more_month_makes_the_streak_one_longer_or_none(history: list[Month], latest: int) -> None:
    before, after = streak(months(*history)).current, streak(months(latest, *history)).current
    assert before is not None
    assert after == (before + 1 if latest >= 100 else 0)


@given(histories, st.randoms())
def test_the_order_of_the_rows_does_not_matter(history: list[Month], random: Any) -> None:
    rows = list(months(*history).items)
    random.shuffle(rows)
    assert streak(PerformanceRows(tuple(rows))) == streak(months(*history))


@given(histories, st.integers(1, 6))
def test_if_all_goes_well_the_criterion_is_met_on_the_day_that_was_promised(history: list[Month], n: int) -> None:
    rows = months(*history)
    measured = streak(rows, n=n)
    if measured.outlook is None:
        return
    hoped = {p: KpiRow("sales", p, Decimal(100), Decimal(100)) for p in measured.outlook.periods}
    kept = [row for row in rows.items if row.period not in hoped]
    then = Calendar.on(measured.outlook.earliest)
    assert streak(PerformanceRows((*kept, *hoped.values())), then, n=n).met


def average(rows: PerformanceRows | None, **more: Any) -> Measurement:
    return measure("metric_average", rows, **{"metric": "sales", "threshold": 100, "n": 3, **more})


@pytest.mark.parametrize(
    ("figures", "op", "current", "ratio"),
    [
        ((120, 100, 80), ">=", 100, 1),
        ((90, 90, 90, 500), ">=", 90, Decimal("0.9")),
        ((90, PENDING, NOT_DUE, 110), ">=", 100, 1),
        ((80, 80, 80), "<=", 80, Decimal("1.25")),
        ((200, 200), "<=", 200, Decimal("0.5")),
        ((0, 0), "<=", 0, 2),
        ((-5,), "<=", -5, 2),
        ((-5,), ">=", -5, Decimal("-0.05")),
    ],
)
def test_an_average_takes_the_last_due_periods_there_are(
    figures: tuple[Month, ...], op: str, current: int, ratio: Decimal | int
) -> None:
    measured = average(months(*figures), op=op)
    assert (measured.current, measured.target, measured.ratio) == (current, 100, ratio)


def test_the_evidence_of_an_average_is_oldest_first() -> None:
    assert [row["period"] for row in average(months(1, 2, 3, 4)).evidence] == ["2026-07", "2026-08", "2026-09"]


@pytest.mark.parametrize("figures", [(), (PENDING, NOT_DUE)])
@pytest.mark.parametrize("kind", ["metric_average", "metric_sum"])
def test_nothing_due_is_nothing_measured(kind: str, figures: tuple[Month, ...]) -> None:
    measured = measure(kind, months(*figures), metric="sales", threshold=100, n=3)
    assert (measured.current, measured.ratio, measured.met, measured.gap) == (None, 0, False, None)


def test_an_average_just_below_is_not_met_however_it_reads() -> None:
    measured = average(months(100, 100, 99), threshold=Decimal("99.6667"))
    assert round(measured.ratio, 4) == 1
    assert not measured.met


def test_a_sum_adds_the_last_due_periods() -> None:
    measured = measure("metric_sum", months(40, PENDING, 40, 30, 999), metric="sales", threshold=100, n=3)
    assert (measured.current, measured.ratio, measured.met) == (110, Decimal("1.1"), True)
    few = measure("metric_sum", months(40, 20), metric="sales", op="<=", threshold=30, n=2)
    assert (few.current, few.ratio, few.gap) == (60, Decimal("0.5"), 30)


def test_against_a_threshold_of_zero_a_figure_is_above_or_not() -> None:
    assert average(months(0), threshold=0).ratio == 1
    assert average(months(-1), threshold=0).ratio == 0


def test_the_attainment_rate_is_that_of_the_last_closed_summary_period() -> None:
    rows = months(100, 99, PENDING, 0, 0, 0)
    quarter = measure("attainment_rate", rows, threshold=0.5)
    assert (quarter.current, quarter.met, quarter.evidence) == (
        Decimal("0.5"),
        True,
        ({"period": "2026Q3", "value": Decimal("0.5")},),
    )
    by_half = Calendar.on(date(2026, 10, 1), summary_kind=HALF)
    half = measure("attainment_rate", rows, by_half, threshold=0.5)
    assert (half.current, half.outlook) == (0, Outlook(date(2027, 1, 1), ("2026H2",)))
    assert measure("attainment_rate", rows, threshold=0.5, period="2026Q1").current is None


OKR = PerformanceRows(okr={"2026Q3": Fraction(4, 5), "2026Q2": Fraction(9, 10), "2025Q4": Fraction(1)})


@pytest.mark.parametrize(
    ("threshold", "quarter", "current", "ratio"),
    [
        (0.8, None, Decimal("0.8"), 1),
        (1, None, Decimal("0.8"), Decimal("0.8")),
        (0.6, "2026Q2", Decimal("0.9"), Decimal("1.5")),
        (0.8, "2026Q1", None, 0),
    ],
)
def test_okr_progress(threshold: float, quarter: str | None, current: Decimal | None, ratio: Decimal) -> None:
    more = {} if quarter is None else {"quarter": quarter}
    measured = measure("okr_progress", OKR, threshold=threshold, **more)
    assert (measured.current, measured.ratio, measured.evidence) == (current, ratio, ())


@pytest.mark.parametrize(
    ("threshold", "n", "current", "outlook"),
    [
        (0.8, 2, 2, None),
        (0.8, 3, 2, Outlook(date(2027, 1, 1), ("2026Q4",))),
        (0.85, 2, 0, Outlook(date(2027, 4, 1), ("2026Q4", "2027Q1"))),
    ],
)
def test_a_quarter_without_okr_ends_the_streak(threshold: float, n: int, current: int, outlook: Outlook | None) -> None:
    measured = measure("okr_streak", OKR, threshold=threshold, n=n)
    assert (measured.current, measured.outlook) == (current, outlook)


def test_the_evidence_of_an_okr_streak_is_newest_first() -> None:
    assert measure("okr_streak", OKR, threshold=0.8, n=2).evidence == (
        {"period": "2026Q3", "value": Decimal("0.8000")},
        {"period": "2026Q2", "value": Decimal("0.9000")},
    )


GRADES = PerformanceRows(
    grades={"2025Q3": "A", "2025Q4": "A", "2026Q1": "B", "2026Q2": None, "2026Q3": "C", "2026Q4": "A"}
)


@pytest.mark.parametrize(
    ("grades", "window", "current"), [(["A"], 4, 1), (["A"], 5, 2), (["A", "B"], 4, 2), (["C"], 2, 1), (["D"], 4, 0)]
)
def test_grades_are_counted_within_the_window_of_closed_periods(grades: list[str], window: int, current: int) -> None:
    measured = measure("grade_count", GRADES, grades=grades, n=2, window=window)
    assert (measured.current, measured.target) == (current, 2)


def test_the_evidence_of_a_grade_count_is_oldest_first() -> None:
    measured = measure("grade_count", GRADES, grades=["A", "B"], n=2, window=4)
    assert measured.evidence == ({"period": "2025Q4", "value": "A"}, {"period": "2026Q1", "value": "B"})


def test_a_company_with_half_years_counts_half_yearly_grades() -> None:
    rows = PerformanceRows(grades={"2025H2": "A", "2026H1": "A", "2026Q3": "A"})
    calendar = Calendar.on(date(2026, 10, 1), grade_kind=HALF)
    assert measure("grade_count", rows, calendar, grades=["A"], n=2, window=2).met


@pytest.mark.parametrize(
    ("window", "n", "outlook"),
    [
        (4, 2, Outlook(date(2027, 4, 1), ("2026Q4", "2027Q1"))),  # the A of 2025Q4 falls out with the first new one
        (5, 2, Outlook(date(2027, 1, 1), ("2026Q4",))),  # and here only with the second
        (3, 1, Outlook(date(2027, 1, 1), ("2026Q4",))),
    ],
)
def test_old_grades_fall_out_of_the_window_as_new_ones_come(window: int, n: int, outlook: Outlook) -> None:
    grades = {"2025Q3": "C", "2025Q4": "A", "2026Q1": "C", "2026Q2": "C", "2026Q3": "C"}
    measured = measure("grade_count", PerformanceRows(grades=grades), grades=["A"], n=n, window=window)
    assert measured.outlook == outlook


def award(period: str, day: date, title: str = "Star", state: str = "granted") -> AwardRow:
    return AwardRow(title, period, day, state)


AWARDS = (
    award("2026Q2", date(2026, 7, 12)),
    award("2026Q2", date(2026, 7, 10)),
    award("2025Q4", date(2026, 1, 15)),
    award("2026Q1", date(2026, 4, 10), title="Rising star"),
    award("2026Q1", date(2026, 4, 10), state="proposed"),
    award("2026Q3", date(2026, 10, 10)),
)


def test_an_award_counts_once_a_period_with_its_exact_title_when_granted() -> None:
    measured = measure("award_count", PerformanceRows(awards=AWARDS), title="Star", n=3)
    assert (measured.current, measured.gap, measured.outlook) == (2, 1, None)
    assert measured.evidence == (
        {"period": "2025Q4", "date": date(2026, 1, 15)},
        {"period": "2026Q2", "date": date(2026, 7, 10)},
    )


def test_an_award_counts_from_its_day_on() -> None:
    rows = PerformanceRows(awards=AWARDS)
    assert measure("award_count", rows, Calendar.on(date(2026, 10, 9)), title="Star", n=3).current == 2
    assert measure("award_count", rows, Calendar.on(date(2026, 10, 10)), title="Star", n=3).current == 3


@pytest.mark.parametrize(
    ("kind", "parameters", "complaint"),
    [
        ("metric_streak", {"metric": "sales", "n": 3}, "threshold"),
        ("metric_streak", {"metric": "sales", "threshold": 1, "n": 0}, "at least 1"),
        ("metric_average", {"metric": "sales", "threshold": 1, "n": 3, "op": ">"}, "op"),
        ("grade_count", {"grades": ["A"], "n": 3, "window": 2}, "window"),
        ("award_count", {"title": "Star", "n": 1, "titel": "Star"}, "titel"),
        ("okr_progress", {}, "threshold"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(kind: str, parameters: dict[str, Any], complaint: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=complaint):
        measure(kind, None, **parameters)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_without_any_facts_nothing_is_met_on_any_day(day: date) -> None:
    calendar = Calendar.on(day)
    assert str(containing(day, "month")) > str(calendar.last_month)
    asked: dict[str, dict[str, Any]] = {
        "metric_streak": {"metric": "m", "threshold": 1, "n": 1},
        "metric_average": {"metric": "m", "threshold": 1, "n": 1},
        "metric_sum": {"metric": "m", "threshold": 1, "n": 1},
        "attainment_rate": {"threshold": 1},
        "okr_progress": {"threshold": 1},
        "okr_streak": {"threshold": 1, "n": 1},
        "grade_count": {"grades": ["A"], "n": 1, "window": 1},
        "award_count": {"title": "Star", "n": 1},
    }
    assert {kind.name for kind in KINDS} == set(asked)
    assert not any(measure(kind, None, calendar, **parameters).met for kind, parameters in asked.items())
