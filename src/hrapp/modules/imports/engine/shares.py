"""How a column of shares is written: 80, 80% and 0.8 are one share, and 0.8 may be 0.8 %. All its cells are looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hrapp.modules.imports.engine import numbers, units
from hrapp.modules.imports.engine.words import plain

_ONE, _SOME, _FEW, _CLEAR = Decimal(1), Decimal("1.5"), Decimal(3), Decimal(20)
_LEAST = Decimal("0.1")  # a raise of less than that is none: 0.05 under 调薪幅度(%) may as well be 5 %


@dataclass(frozen=True, slots=True)
class Scale:
    """`whole`: what a bare number of the column is when it is all. Those over `least` and up to `most` may be either."""

    whole: int = 1
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)

    @property
    def among_points(self) -> bool:
        """Points and shares of one stand in one column."""
        return self.whole == 100 and self.most == _CLEAR

    def of(self, number: Decimal) -> Decimal:
        return numbers.tidy(number / self.whole) if number else number

    def doubts(self, number: Decimal) -> bool:
        return number != 0 and self.least < abs(number) <= self.most


SHARES = Scale()


def bare(value: object, format: str) -> Decimal | None:
    """The number of a cell without a sign that says of what it is a share."""
    found = numbers.read(value)
    return None if found is None or signed(found, format) else abs(found.value)


def signed(found: numbers.Written, format: str) -> bool:
    return found.percent or format == "%" or units.parts(found.unit) is not None


def points(value: object, format: str) -> Decimal | None:
    """0.5 of 0.5%: the number of a cell with a sign."""
    found = numbers.read(value)
    return abs(found.value) * 100 if found and (found.percent or format == "%") else None


def scale(sizes: Iterable[Decimal], header: str, few: Decimal = _FEW, written: Iterable[Decimal] = ()) -> Scale:
    """By the sizes of the bare numbers and by the header. `few`: up to here bare numbers may be wholes: 1.2 for 120 %.
    `written`: the points of cells with a sign, among which 0.8 may have lost its own."""
    found = [size for size in sizes if size]
    largest = max(found, default=Decimal(0))
    whole = units.parts(header)
    if whole and whole > 100:
        return Scale(whole)
    if "%" in plain(header):
        least = _SOME if units.near_one(plain(header).replace("%", "")) else _LEAST
        return Scale(100, most=largest) if largest <= least else Scale(100)
    if largest <= 1:
        lost = not units.near_one(header) and any(_alike(size, point) for size in found for point in written if point)
        return Scale(most=_ONE) if lost else Scale()
    small = any(size <= 1 for size in found)
    if largest <= few:
        usual = units.near_one(header) and small
        return Scale(least=_SOME, most=few) if usual else Scale(100, most=few)
    return Scale(100, most=_CLEAR if small else Decimal(0))


def _alike(one: Decimal, other: Decimal) -> bool:
    return max(one, other) <= 10 * min(one, other)


def beside(own: Decimal, other: Decimal, *, signed: bool, near_one: bool) -> Scale | None:
    """How a doubtful number is written, by the target beside the actual: 0.9 beside 2 are both points, beside 95 it is a
    share of one. `signed`: the other says that it is a share. `near_one`: both come to about a whole as a rule."""
    size = other * 100 if signed else other
    surely = signed or size > _CLEAR
    alike = max(own, size) <= 10 * min(own, size) and (surely or max(own, size) > 1)
    if not surely and (near_one or not alike):
        return None
    return Scale(100) if own > 1 or alike else SHARES


def marks(sizes: Iterable[Decimal]) -> Scale:
    """A score of 85% among scores of up to a hundred is 85 of them; among 4.5 and 5, or 120, it is nobody knows what."""
    found = [size for size in sizes if size]
    return Scale(100) if not found or 10 < max(found) <= 100 else Scale()


def weights(sizes: Iterable[Decimal]) -> Scale:
    """60 and 0.6 of a hundred; among the former the latter may be either."""
    return Scale(100, most=_ONE) if max(sizes, default=Decimal(0)) > 1 else Scale()
