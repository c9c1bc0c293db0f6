"""Turnover, promotions and expiring contracts as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from hrapp.kernel.rounding import json_number, json_number_or_none
from hrapp.modules.people.rules import Turnover, expires_within


def turnover_json(name: str, window: Turnover) -> dict[str, Any]:
    return {
        "name": name,
        "from": window.start.isoformat(),
        "to": window.end.isoformat(),
        "months": window.months,
        "leavers": len(window.leavers),
        "voluntary": window.voluntary,
        "headcount_start": window.headcount_start,
        "headcount_end": window.headcount_end,
        "headcount_avg": json_number(window.headcount_mean),
        "rate": json_number_or_none(window.rate),
        "annualised": json_number_or_none(window.annualised),
    }


@dataclass(frozen=True, slots=True)
class PromotionRow:
    emp_no: str
    effective_on: date
    family: str | None


def promotion_json(start: date, end: date, promoted: Sequence[PromotionRow], headcount: int) -> dict[str, Any]:
    """`promoted` by day and 工号. The rate is over the headcount at the window's close."""
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "promotions": len(promoted),
        "headcount": headcount,
        "rate": json_number_or_none(Fraction(len(promoted), headcount) if headcount else None),
        "by_family": dict(sorted(Counter(row.family for row in promoted if row.family).items())),
        "employees": [row.emp_no for row in promoted],
    }


def contracts_json(ends: Iterable[tuple[str, date | None]], day: date, days: int) -> list[dict[str, Any]]:
    """(工号, contract end) of those that expire within `days`, by date and 工号."""
    soon = [(end, emp_no) for emp_no, end in ends if end is not None and expires_within(end, day, days)]
    return [{"employee": emp_no, "contract_end": end.isoformat()} for end, emp_no in sorted(soon)]
