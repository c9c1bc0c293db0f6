"""Suggestions, totals of a round and pay as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel.rounding import json_fact, json_fact_or_none, json_number, json_number_or_none
from hrapp.modules.compensation.rules import Budget, Suggestion

Json = dict[str, Any]


def raise_json(emp_no: str, suggestion: Suggestion) -> Json:
    """Without a suggestion no grade and no promotion is told, only why."""
    inputs, row = suggestion.inputs, suggestion.row
    plain: Json = {
        "employee": emp_no,
        "base": json_fact(inputs.base),
        "grade": inputs.grade if row else None,
        "grade_period": inputs.grade_period if row else None,
        "promoted": inputs.promoted if row else None,
        "tenure_months": inputs.tenure_months,
        "matched": list(suggestion.matched),
        "base_pct": json_fact_or_none(suggestion.base_pct),
        "modifier_pct": json_fact_or_none(suggestion.modifier_pct),
        "suggested_pct": json_fact_or_none(suggestion.pct),
        "increment": json_fact(suggestion.increment),
        "new_base": json_fact(suggestion.new_base),
        "effective_pct": json_number_or_none(suggestion.effective_pct),
        "reason_none": suggestion.reason_none,
    }
    return plain | ({"basis_short": row.text} if row else {})


def round_json(suggestions: Sequence[tuple[str, Suggestion]], spent: Budget, base_total: Decimal) -> Json:
    given = [suggestion.pct for _, suggestion in suggestions if suggestion.pct is not None]
    return {
        "suggested_increment_total": json_fact(spent.used),
        "budget": json_fact_or_none(spent.limit),
        "budget_use": json_number_or_none(spent.use),
        "over_budget": spent.over,
        "average_suggested_pct": json_number(100 * spent.used / base_total) if base_total else None,
        "suggested_count": sum(pct > 0 for pct in given),
        "held_count": sum(pct == 0 for pct in given),
        "no_suggestion": {
            emp_no: suggestion.reason_none for emp_no, suggestion in suggestions if suggestion.reason_none is not None
        },
    }


@dataclass(frozen=True, slots=True)
class PayRow:
    effective: date
    base: Decimal
    in_force: bool
    reason: str


def pay_json(history: Sequence[PayRow], today: date) -> Json:
    """A record of a later day, or one that is only proposed, is listed and not in force."""
    ordered = sorted(history, key=lambda row: row.effective)
    known = [row for row in ordered if row.in_force and row.effective <= today]
    return {
        "base": json_fact(known[-1].base) if known else None,
        "since": known[-1].effective.isoformat() if known else None,
        "history": [
            {
                "effective": row.effective.isoformat(),
                "base": json_fact(row.base),
                "in_force_by_as_of": row.in_force and row.effective <= today,
                "reason": row.reason,
            }
            for row in ordered
        ],
    }
