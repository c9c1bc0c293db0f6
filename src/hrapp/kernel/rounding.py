"""Half-up rounding, the only place where a figure loses digits, and numbers as plain JSON.

Rules compute exactly (Decimal, or Fraction where thirds must not drift) and round once, at the end.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Exact = Decimal | Fraction | int
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_DIGITS = Context(prec=28)


def half_up(value: Exact, places: int = 0) -> Decimal:
    """`value` with `places` decimals; a tie goes away from zero."""
    unit = Decimal(1).scaleb(-places)
    if isinstance(value, Fraction):
        return _from_fraction(value, places)
    return Decimal(value).quantize(unit, context=_WIDE)


def _from_fraction(value: Fraction, places: int) -> Decimal:
    """Never through a decimal in between: 1/3 of something may be a tie only once it is whole again."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places, context=_WIDE)


def four(value: Exact) -> Decimal:
    """A computed figure as it is shown and handed over: 4 decimals."""
    return half_up(value, 4)


def fen(amount: Exact) -> Decimal:
    return half_up(amount, 2)


def to_multiple(amount: Exact, unit: Exact) -> Decimal:
    """`amount` rounded half up to a whole multiple of `unit` (1 yuan, 10 yuan, 100 yuan)."""
    if unit <= 0:
        raise ValueError(f"not a rounding unit: {unit}")
    return half_up(Fraction(amount) / Fraction(unit)) * Decimal(str(unit))


def percent_text(ratio: Exact) -> str:
    """0.7 as "70", 0.8333 as "83.3": one decimal half up, a trailing `.0` dropped."""
    return str(half_up(Fraction(ratio) * 100, 1)).removesuffix(".0")


def as_decimal(value: Exact) -> Decimal:
    """A fraction as a decimal of 28 digits, exact whenever it can be written in them."""
    if isinstance(value, Fraction):
        return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(value)


def json_fact(value: Exact) -> int | float:
    """A typed figure as a JSON number, unchanged."""
    plain = as_decimal(value)
    return int(plain) if plain == plain.to_integral_value() else float(plain)


def json_number(value: Exact) -> int | float:
    """A computed figure as a JSON number, 4 decimals half up."""
    return json_fact(four(value))


def json_fact_or_none(value: Exact | None) -> int | float | None:
    return None if value is None else json_fact(value)


def json_number_or_none(value: Exact | None) -> int | float | None:
    return None if value is None else json_number(value)
