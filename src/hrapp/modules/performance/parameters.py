"""The parameters of the criteria kinds that performance judges: the keys of a company file."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Op = Literal[">=", "<="]


class MetricStreak(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`basis` target: each period's own target is the threshold. `op` follows the metric's direction."""

    metric: str
    n: int
    op: Op | None = None
    threshold: Decimal | None = None
    basis: Literal["threshold", "target"] = "threshold"

    def __post_init__(self) -> None:
        _at_least_one(self.n)
        if self.basis == "threshold" and self.threshold is None:
            raise ValueError('threshold is missing; or say basis = "target"')


class MetricFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    metric: str
    threshold: Decimal
    n: int
    op: Op | None = None

    def __post_init__(self) -> None:
        _at_least_one(self.n)


class AttainmentRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The last closed summary period (quarter or half-year), or the one that `period` names."""

    threshold: Decimal
    period: str | None = None


class OkrProgress(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    threshold: Decimal
    quarter: str | None = None


class OkrStreak(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    threshold: Decimal
    n: int

    def __post_init__(self) -> None:
        _at_least_one(self.n)


class GradeCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    grades: tuple[str, ...]
    n: int
    window: int

    def __post_init__(self) -> None:
        _at_least_one(self.n)
        if self.window < self.n:
            raise ValueError("window is smaller than n: nobody could ever meet this")


class AwardCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    title: str
    n: int

    def __post_init__(self) -> None:
        _at_least_one(self.n)


def _at_least_one(n: int) -> None:
    if n < 1:
        raise ValueError("n must be at least 1")
