"""Turnover and expiring contracts as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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


def contracts_json(ends: Iterable[tuple[str, date | None]], day: date, days: int) -> list[dict[str, Any]]:
    """(工号, contract end) of those that expire within `days`, by date and 工号."""
    soon = [(end, emp_no) for emp_no, end in ends if end is not None and expires_within(end, day, days)]
    return [{"employee": emp_no, "contract_end": end.isoformat()} for end, emp_no in sorted(soon)]
