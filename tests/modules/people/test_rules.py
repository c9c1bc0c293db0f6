"""Who is here, in which status, for how long; turnover; identity numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.criteria import Outlook
from hrapp.kernel.periods import Calendar
from hrapp.modules.people import id_number
from hrapp.modules.people.criteria import KINDS, TenureMonths, TenureRow, judge_tenure
from hrapp.modules.people.json_shape import contracts_json, turnover_json
from hrapp.modules.people.rules import (
    ACTIVE,
    PROBATION,
    UNPAID_LEAVE,
    LeaveSpan,
    Stay,
    as_known_on,
    conditions_on,
    employed_on,
    headcount_at_close,
    headcounts,
    status_on,
    tenure_months,
    turnover,
)

DAY = date(2026, 10, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("probation_end", "leaves", "status"),
    [
        (None, [], ACTIVE),
        (DAY, [], PROBATION),
        (BEFORE, [], ACTIVE),
        (None, [LeaveSpan(BEFORE, AFTER, paid=True)], ACTIVE),
        (None, [LeaveSpan(DAY, DAY, paid=False)], UNPAID_LEAVE),
        (None, [LeaveSpan(BEFORE, None, paid=False)], UNPAID_LEAVE),
        (None, [LeaveSpan(BEFORE, BEFORE, paid=False), LeaveSpan(AFTER, None, paid=False)], ACTIVE),
        (AFTER, [LeaveSpan(BEFORE, None, paid=False)], PROBATION),
    ],
)
def test_status_on_a_day(probation_end: date | None, leaves: list[LeaveSpan], status: str) -> None:
    assert status_on(DAY, probation_end, leaves) == status


def test_both_conditions_are_known_even_if_one_names_the_status() -> None:
    assert conditions_on(DAY, DAY, [LeaveSpan(DAY, None, paid=False)]) == (PROBATION, UNPAID_LEAVE)


@pytest.mark.parametrize(
    ("hired", "left", "here"),
    [(DAY, None, True), (AFTER, None, False), (BEFORE, DAY, True), (BEFORE, BEFORE, False), (DAY, DAY, True)],
)
def test_the_last_working_day_is_a_day_of_employment(hired: date, left: date | None, here: bool) -> None:
    assert employed_on(DAY, hired, left) is here


def test_whoever_leaves_on_a_day_is_gone_at_its_close() -> None:
    assert headcount_at_close(DAY, [Stay("a", BEFORE, DAY), Stay("b", DAY), Stay("c", AFTER)]) == 1


def test_a_hire_or_leave_of_a_later_day_does_not_exist_yet() -> None:
    stays = [
        Stay("new", AFTER),
        Stay("leaving", BEFORE, AFTER, voluntary=True),
        Stay("left", BEFORE, DAY, voluntary=True),
    ]
    assert as_known_on(DAY, stays) == [Stay("leaving", BEFORE), Stay("left", BEFORE, DAY, voluntary=True)]


def test_departments_are_counted_in_the_company_s_order() -> None:
    assert list(headcounts(["B", "A", "C"], ["A", "B", "A", None, "X"]).items()) == [("B", 1), ("A", 2), ("X", 1)]


JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)
OLD = date(2020, 1, 1)


def test_a_leaver_of_the_closing_day_is_a_leaver_and_no_longer_a_head() -> None:
    stays = [Stay(str(n), OLD) for n in range(8)]
    stays += [
        Stay("edge", OLD, DECEMBER, voluntary=True),
        Stay("before", OLD, date(2025, 12, 31), voluntary=True),
        Stay("dismissed", OLD, JANUARY, voluntary=False),
        Stay("unknown", date(2026, 2, 1), date(2026, 3, 1)),
    ]
    window = turnover(stays, JANUARY, DECEMBER)
    assert window.leavers == ("dismissed", "edge", "unknown")
    assert (window.voluntary, window.headcount_start, window.headcount_end) == (1, 10, 8)
    assert (window.headcount_mean, window.rate, window.annualised) == (9, Fraction(1, 3), Fraction(1, 3))


def test_a_half_year_is_annualised_and_a_part_of_a_month_is_not() -> None:
    stays = [Stay(str(n), OLD) for n in range(9)] + [Stay("x", OLD, date(2026, 1, 5))]
    half = turnover(stays, JANUARY, date(2026, 6, 30))
    assert half.rate is not None
    assert half.annualised == half.rate * 2
    assert turnover(stays, JANUARY, date(2026, 1, 10)).annualised is None
    assert turnover([], JANUARY, DECEMBER).rate is None


def test_turnover_as_a_snapshot_says_it() -> None:
    stays = [Stay(str(n), OLD) for n in range(2)] + [Stay("x", OLD, date(2026, 1, 5), voluntary=True)]
    assert turnover_json("half", turnover(stays, JANUARY, date(2026, 6, 30))) == {
        "name": "half", "from": "2026-01-01", "to": "2026-06-30", "months": 6, "leavers": 1, "voluntary": 1,
        "headcount_start": 3, "headcount_end": 2, "headcount_avg": 2.5, "rate": 0.4, "annualised": 0.8,
    }  # fmt: skip


def test_contracts_that_end_soon_by_date_and_number() -> None:
    ends = [
        ("N2", AFTER),
        ("N1", AFTER),
        ("today", DAY),
        ("gone", BEFORE),
        ("open", None),
        ("later", DAY + timedelta(31)),
    ]
    assert [row["employee"] for row in contracts_json(ends, DAY, 30)] == ["today", "N1", "N2"]


stays = st.lists(
    st.builds(lambda d, n: Stay("p", d, None if n is None else d + timedelta(n)), days, st.none() | st.integers(0, 900))
)


@given(stays, days, days)
def test_heads_of_the_start_plus_hires_minus_leavers_are_heads_of_the_end(
    known: list[Stay], one: date, other: date
) -> None:
    start, end = sorted((one, other))
    window = turnover(known, start, end)
    hires = sum(start <= stay.hire_date <= end for stay in known)
    assert window.headcount_start + hires - len(window.leavers) == window.headcount_end


def test_full_months_of_service() -> None:
    assert tenure_months(date(2025, 10, 1), DAY) == 12
    assert tenure_months(date(2025, 10, 2), DAY) == 11


@pytest.mark.parametrize(
    ("of", "row", "current", "since", "outlook"),
    [
        ("company", TenureRow(date(2025, 10, 1), date(2026, 7, 1)), 12, date(2025, 10, 1), None),
        ("level", TenureRow(date(2025, 10, 1), date(2026, 7, 1)), 3, date(2026, 7, 1), Outlook(date(2027, 7, 1))),
        ("level", TenureRow(date(2025, 11, 30)), 10, date(2025, 11, 30), Outlook(date(2026, 11, 30))),
    ],
)
def test_months_in_the_company_or_at_the_level(
    of: str, row: TenureRow, current: int, since: date, outlook: Outlook | None
) -> None:
    measured = judge_tenure(TenureMonths(of=of, n=12), row, Calendar.on(DAY))  # type: ignore[arg-type]
    assert (measured.current, measured.ratio) == (current, Decimal(current) / 12)
    assert measured.evidence == ({"since": since},)
    assert measured.outlook == outlook


@given(days, st.integers(1, 60))
def test_tenure_is_met_on_the_promised_day_and_not_before(hired: date, n: int) -> None:
    wanted, row = TenureMonths(of="company", n=n), TenureRow(hired)
    promised = judge_tenure(wanted, row, Calendar.on(hired)).outlook
    assert promised is not None
    assert judge_tenure(wanted, row, Calendar.on(promised.earliest)).met
    assert not judge_tenure(wanted, row, Calendar.on(promised.earliest - timedelta(days=1))).met


def test_nothing_is_known_of_somebody_unknown() -> None:
    assert judge_tenure(TenureMonths(of="level", n=1), None, Calendar.on(DAY)).current is None
    assert [kind.name for kind in KINDS] == ["tenure_months"]
    with pytest.raises(ValueError, match="at least 1"):
        TenureMonths(of="level", n=0)


numbers = st.builds(
    lambda birth, serial: f"110199{birth:%Y%m%d}{serial:03d}",
    st.dates(date(1950, 1, 1), date(2010, 1, 1)),
    st.integers(0, 999),
)


@given(numbers)
def test_exactly_one_check_digit_is_right(first_17: str) -> None:
    assert [d for d in "0123456789X" if id_number.is_valid(first_17 + d)] == [id_number.check_digit(first_17)]


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(first_17: str, place: int, by: int) -> None:
    number = first_17 + id_number.check_digit(first_17)
    wrong = str((int(number[place]) + by) % 10)
    assert not id_number.is_valid(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "number", ["", "11010519491231002", "11010519491231002x", "110105194912310021", "110105194913310026"]
)
def test_what_is_no_identity_number_is_refused(number: str) -> None:
    assert not id_number.is_valid(number)


def test_the_example_of_the_standard() -> None:
    assert id_number.is_valid("11010519491231002X")
    assert id_number.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert id_number.gender("11010519491231002X") == id_number.FEMALE
