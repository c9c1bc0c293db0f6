"""The figures of a metric that the company gave no unit are of the scale of those that it has already.

95 beside a stored 0.95 is another scale: it is converted where a sign leaves no doubt, and else waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.imports import Note, Outcome, Record
from hrapp.kernel.taking import blocked, note

_FIGURES = ("target", "actual")
_WHOLE, _FEW, _MOST = Decimal(2), Decimal(3), Decimal(200)  # shares come to about one, points to about a hundred


async def kept(metrics: Mapping[str, Any]) -> dict[str, Sequence[Decimal]]:
    """The figures of the metrics without a unit, by metric."""
    rows = await DB.fetch(
        "select metric, array_agg(distinct value) as figures from (select metric, target as value from performance_kpi_item"
        " union select metric, value from performance_metric_value where current) as all_figures"
        " where value is not null and value <> 0 and metric = any($1::varchar[]) group by metric",
        sorted({row["id"] for row in metrics.values() if not row["unit"].strip()}),
    )
    return {row["metric"]: row["figures"] for row in rows}


def rescaled(record: Record, metric: Mapping[str, Any], figures: Sequence[Decimal]) -> list[Note] | Outcome:
    """What to tell of a record whose figures were put into the scale of the known ones; blocked where they cannot be."""
    values, unit = record.values, record.values.get("unit")
    said = [abs(value) for key in _FIGURES if (value := values.get(key))]
    if not figures or not said or metric["unit"].strip():
        return []
    text = f"{values.get('actual') or values.get('target'):f}"
    if unit == "元":
        return [note(record, "warn", "metric_without_unit", "target", metric=metric["name"])]
    if unit == "%" and _points(figures):
        for key in _FIGURES:
            values[key] = values[key] * 100 if values.get(key) is not None else None
        points = f"{values.get('actual') or values.get('target'):f}".rstrip("0").rstrip(".")
        return [note(record, "warn", "percent_as_points", "target", metric=metric["name"], text=points)]
    if (unit == "%" and not _shares(figures)) or (not unit and _shares(figures) and _points(said)):
        known = f"{max(figures):f}"
        return blocked(
            record, "metric_scale", subject=values.get("emp_no"), field="target", metric=metric["name"], known=known, text=text
        )  # fmt: skip
    return []


def _points(figures: Sequence[Decimal]) -> bool:
    return all(_FEW < abs(figure) <= _MOST for figure in figures)


def _shares(figures: Sequence[Decimal]) -> bool:
    return all(abs(figure) <= _WHOLE for figure in figures) and any(figure % 1 for figure in figures)
