"""Periods: their names, their ends, what lies in what, and full months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel import periods
from hrapp.kernel.periods import HALF, MONTH, QUARTER, YEAR, Calendar, add_months, containing, full_months, parse

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
kinds = st.sampled_from([MONTH, QUARTER, HALF, YEAR])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_a_closed_span(text: str, start: date, end: date) -> None:
    assert (parse(text).start, parse(text).end) == (start, end)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026Q5", "2026H3", "26Q1", "2026-9", ""])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        parse(text)


@given(days, kinds)
def test_a_period_reads_back_as_itself(day: date, kind: str) -> None:
    period = containing(day, kind)
    assert parse(str(period)) == period
    assert period.start <= day <= period.end


@given(days, kinds, st.integers(-50, 50))
def test_shifting_there_and_back_changes_nothing(day: date, kind: str, by: int) -> None:
    period = containing(day, kind)
    assert period.shifted(by).shifted(-by) == period
    assert period.shifted(1).start == period.end + timedelta(days=1)


@given(days, kinds)
def test_a_period_is_closed_from_the_day_after_its_end(day: date, kind: str) -> None:
    last = periods.last_closed(day, kind)
    assert last.end < day <= last.shifted(1).end


@given(days, days, kinds)
def test_the_text_of_one_kind_sorts_by_time(one: date, other: date, kind: str) -> None:
    early, late = sorted((containing(one, kind), containing(other, kind)))
    assert str(early) <= str(late)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2025, 10, 1), date(2026, 10, 1), 12),
        (date(2025, 10, 2), date(2026, 10, 1), 11),
        (date(2026, 10, 2), date(2026, 10, 1), 0),
    ],
)
def test_full_months_clamp_to_the_end_of_a_month(start: date, end: date, months: int) -> None:
    assert full_months(start, end) == months


@given(days, st.integers(0, 600))
def test_n_months_later_n_months_are_full(start: date, months: int) -> None:
    later = add_months(start, months)
    assert full_months(start, later) == months
    assert full_months(start, later - timedelta(days=1)) == max(months - 1, 0)


def test_the_calendar_follows_from_the_day() -> None:
    calendar = Calendar.on(date(2026, 10, 1), grade_kind=HALF)
    assert [str(calendar.last(kind)) for kind in (MONTH, QUARTER, HALF, YEAR)] == [
        "2026-09",
        "2026Q3",
        "2026H1",
        "2025",
    ]
    assert calendar.grade_kind == HALF
    assert periods.within(parse("2026-09"), parse("2026Q3"))
    assert not periods.within(parse("2026-10"), parse("2026Q3"))
    assert periods.day_before(date(2026, 3, 1)) == date(2026, 2, 28)
