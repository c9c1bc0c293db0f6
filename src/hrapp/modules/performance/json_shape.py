"""Results, goals and awards as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hrapp.kernel.rounding import json_fact, json_fact_or_none, json_number, json_number_or_none
from hrapp.modules.performance.completion import DUE, PENDING, KpiRow
from hrapp.modules.performance.criteria import AwardRow
from hrapp.modules.performance.okr import YES_NO, KeyResultRow, ObjectiveRow, quarter_progress
from hrapp.modules.performance.summaries import Attainment, PeriodSummary

Json = dict[str, Any]


def kpi_json(items: Sequence[KpiRow], summed: Mapping[str, PeriodSummary]) -> Json:
    """An employee without items has an empty object for periods and an empty list."""
    return {
        "periods": {period: period_json(value) for period, value in summed.items()},
        "items": [item_json(row) for row in items],
    }


def period_json(summed: PeriodSummary) -> Json:
    return {
        "due": summed.due,
        "met": summed.met,
        "pending": summed.pending,
        "not_due": summed.not_due,
        "attainment_rate": json_number_or_none(summed.attainment_rate),
        "completion_mean": json_number_or_none(summed.completion_mean),
    }


def item_json(row: KpiRow) -> Json:
    plain: Json = {"metric": row.metric, "period": row.period, "state": row.state}
    if row.state == DUE:
        return plain | {
            "target": json_fact_or_none(row.target),
            "actual": json_fact_or_none(row.actual),
            "completion": json_number_or_none(row.completion),
            "met": row.met,
        }
    return plain | ({"target": json_fact_or_none(row.target)} if row.state == PENDING else {"why": row.mark})


def okr_json(quarters: Mapping[str, Sequence[ObjectiveRow]]) -> Json:
    return {
        quarter: {
            "objectives": [_objective_json(objective) for objective in objectives],
            "progress": json_number_or_none(quarter_progress(objectives)),
        }
        for quarter, objectives in quarters.items()
    }


def _objective_json(objective: ObjectiveRow) -> Json:
    return {
        "title": objective.title,
        "weight": json_fact(objective.weight),
        "progress": json_number_or_none(objective.progress),
        "key_results": [_key_result_json(key_result) for key_result in objective.key_results],
    }


def _key_result_json(key_result: KeyResultRow) -> Json:
    """A milestone (yes or no) has no figures, only its progress."""
    current = None if key_result.kind == YES_NO else key_result.current
    return {
        "title": key_result.title,
        "start": json_fact_or_none(key_result.start),
        "current": json_fact_or_none(current),
        "target": json_fact_or_none(key_result.target),
        "weight": json_fact(key_result.weight),
        "progress": json_number(key_result.progress),
    }


def awards_json(awards: Sequence[AwardRow], today: date) -> list[Json]:
    """An award of a later day is not granted yet, whatever its row says."""
    return [
        {
            "quarter": award.period,
            "date": award.day.isoformat(),
            "title": award.title,
            "state": award.state if award.day <= today else "proposed",
        }
        for award in sorted(awards, key=lambda award: (award.day, award.title))
    ]


def attainment_json(departments: Mapping[str, Attainment]) -> Json:
    return {
        name: {"due": value.due, "met": value.met, "rate": json_number_or_none(value.rate)}
        for name, value in departments.items()
    }
