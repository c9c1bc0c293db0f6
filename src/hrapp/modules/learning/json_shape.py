"""Course attempts and advice as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hrapp.kernel.rounding import json_fact_or_none, json_number
from hrapp.modules.learning.criteria import AttemptRow, in_order
from hrapp.modules.learning.rules import Advice


def trainings_json(attempts: Iterable[AttemptRow], today: date) -> list[dict[str, Any]]:
    return [
        {
            "course": row.course,
            "date": None if row.day is None else row.day.isoformat(),
            "rate": json_fact_or_none(row.rate),
            "status": row.status,
            "score": json_fact_or_none(row.score),
        }
        for row in in_order(attempts, today)
    ]


def advice_json(advice: Advice, emp_no: str) -> dict[str, Any]:
    return {
        "employee": emp_no,
        "rule": advice.rule,
        "period": advice.period,
        "attainment_rate": json_number(advice.rate),
        "met": advice.met,
        "due": advice.due,
        "course": advice.course,
        "text": advice.text,
    }
