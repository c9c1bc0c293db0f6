"""Promotion progress and eligibility as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hrapp.kernel.rounding import json_fact, json_number, json_number_or_none
from hrapp.modules.promotion.rules import Judged, Progress

Json = dict[str, Any]
_NOT_HANDED_OVER = "source"  # the workbook cell is for pages


def progress_json(path: Mapping[str, Any], version: int, progress: Progress, attainment: Fraction | None) -> Json:
    """`path`: its code as path, title, from_level, to_level and flow."""
    return {
        **path,
        "version": version,
        "criteria": [criterion_json(judged) for judged in progress.judged],
        "overall_progress": json_number(progress.overall),
        "gates": list(progress.gates),
        "eligible": progress.eligible,
        "missing": list(progress.missing),
        "kpi_attainment_rate": json_number_or_none(attainment),
    }


def criterion_json(judged: Judged) -> Json:
    criterion, measured = judged.criterion, judged.measurement
    if measured is None:
        raise ValueError(f"nobody judges {criterion.kind}: a snapshot of {criterion.code} would be a guess")
    return {
        "code": criterion.code,
        "label": criterion.label,
        "kind": criterion.kind,
        "current": json_number_or_none(measured.current),
        "target": json_number(measured.target),
        "ratio": json_number(measured.ratio),
        "met": measured.met,
        "mandatory": criterion.mandatory,
        "weight": json_fact(criterion.weight),
        "gap": json_number_or_none(measured.gap),
        "evidence": [evidence_json(row) for row in measured.evidence],
        **{key: plain(value) for key, value in measured.beside.items()},
    }


def evidence_json(row: Mapping[str, Any]) -> Json:
    return {key: plain(value) for key, value in row.items() if key != _NOT_HANDED_OVER}


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return json_fact(value) if isinstance(value, Decimal | Fraction) else value


def event_json(*, emp_no: str, path: str, version: int, flow: str, notify: str | None, text: str) -> Json:
    return {
        "kind": "promotion_eligible",
        "employee": emp_no,
        "path": path,
        "version": version,
        "notify": notify,
        "text": text,
        "flow": flow,
    }
