"""Figures lose digits once, half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.rounding import (
    as_decimal,
    fen,
    four,
    half_up,
    json_fact,
    json_fact_or_none,
    json_number,
    json_number_or_none,
    percent_text,
    to_multiple,
)

decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("0.00005", 4, "0.0001"),
        ("2.675", 2, "2.68"),
    ],
)
def test_a_tie_goes_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert half_up(Decimal(value), places) == Decimal(rounded)
    assert half_up(Fraction(value), places) == Decimal(rounded)


def test_thirds_that_add_up_to_a_tie_are_a_tie() -> None:
    assert four(Fraction(1, 3) * Fraction(3, 20000)) == Decimal("0.0001")


@pytest.mark.parametrize(
    ("amount", "unit", "rounded"),
    [
        ("472.5", "1", "473"),
        ("472.4", "1", "472"),
        ("475", "10", "480"),
        ("449.99", "100", "400"),
        ("1.25", "0.5", "1.5"),
    ],
)
def test_a_raise_becomes_a_multiple_of_the_unit(amount: str, unit: str, rounded: str) -> None:
    assert to_multiple(Decimal(amount), Decimal(unit)) == Decimal(rounded)


def test_nothing_is_a_multiple_of_zero() -> None:
    with pytest.raises(ValueError, match="rounding unit"):
        to_multiple(Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("0.7", "70"),
        ("0.8", "80"),
        ("0.8333333", "83.3"),
        ("0.66666", "66.7"),
        ("1", "100"),
        ("0.0005", "0.1"),
        ("0", "0"),
    ],
)
def test_a_percentage_is_read_with_one_decimal_at_most(ratio: str, text: str) -> None:
    assert percent_text(Decimal(ratio)) == text


def test_a_typed_figure_reaches_json_as_it_was_typed() -> None:
    assert json_fact(Decimal("0.15234")) == 0.15234
    assert json_fact(Decimal("100000.00")) == 100000
    assert isinstance(json_fact(Decimal("3.0")), int)


def test_a_computed_figure_reaches_json_with_four_decimals() -> None:
    assert json_number(Fraction(2, 3)) == 0.6667
    assert json_number(Fraction(4, 2)) == 2


def test_nothing_stays_nothing() -> None:
    assert json_fact_or_none(None) is None
    assert json_number_or_none(None) is None
    assert json_number_or_none(Decimal(1)) == json_fact_or_none(Decimal(1)) == 1


@given(decimals, st.integers(0, 4))
def test_rounding_moves_a_figure_by_half_a_unit_at_most(value: Decimal, places: int) -> None:
    assert abs(half_up(value, places) - value) <= Decimal(1).scaleb(-places) / 2


@given(decimals, decimals, st.integers(0, 4))
def test_rounding_keeps_the_order(one: Decimal, other: Decimal, places: int) -> None:
    low, high = sorted((one, other))
    assert half_up(low, places) <= half_up(high, places)


@given(decimals, st.integers(0, 4))
def test_rounding_twice_changes_nothing_more(value: Decimal, places: int) -> None:
    once = half_up(value, places)
    assert half_up(once, places) == once == half_up(Fraction(value), places)


@given(decimals)
def test_fen_is_two_decimals(value: Decimal) -> None:
    assert fen(value).as_tuple().exponent == -2


@given(st.fractions())
def test_a_fraction_that_can_be_written_is_written_exactly(value: Fraction) -> None:
    if Fraction(as_decimal(value)) != value:
        assert abs(Fraction(as_decimal(value)) - value) <= abs(value) / 10**27
