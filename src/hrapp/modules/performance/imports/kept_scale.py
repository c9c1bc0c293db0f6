"""The figures of a metric are of the scale of those that it has already.

95 beside a stored 0.95, of a metric without a unit, is another scale: it is converted where a sign leaves no doubt, and else
waits. 100 where every target was 200000 is told, and waits for a decision where the list is written so throughout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.imports import Action, Note, Outcome, Record
from hrapp.kernel.taking import blocked, note

_FIGURES = ("target", "actual")
_WHOLE, _FEW, _MOST = Decimal(2), Decimal(3), Decimal(200)  # shares come to about one, points to about a hundred
_FAR = 500  # times: 万元 and 千元 are further from 元, and people who share a metric are nearer to each other

Range = tuple[Decimal, Decimal]


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


async def ranges(metrics: Mapping[str, Any]) -> dict[str, Range]:
    """The smallest and the largest target of every metric, without those of nothing."""
    rows = await DB.fetch(
        "select metric, min(abs(target)) as least, max(abs(target)) as most from performance_kpi_item"
        " where target <> 0 and metric = any($1::varchar[]) group by metric",
        sorted({row["id"] for row in metrics.values()}),
    )
    return {row["metric"]: (row["least"], row["most"]) for row in rows}


def far_off(
    records: Sequence[Record], metrics: Mapping[str, Any], known: Mapping[str, Range], ticked: Collection[str]
) -> tuple[dict[int, Note], list[Outcome]]:
    """{id of a record: what to tell of it}, and the rows left out until somebody decides: those of lists that are written in
    another scale as a rule, and not in a cell or two."""
    lists: dict[tuple[str, str, str], list[tuple[Record, bool]]] = defaultdict(list)
    for record in records:
        metric = metrics.get(record.values["metric"])
        figure = abs(record.values.get("target") or record.values.get("actual") or 0)
        if metric and figure and metric["id"] in known:
            least, most = known[metric["id"]]
            far = figure * _FAR <= least or figure >= most * _FAR
            lists[record.file, record.sheet, metric["id"]].append((record, far))
    told: dict[int, Note] = {}
    out: list[Outcome] = []
    for (_, _, metric_id), rows in lists.items():
        far_rows = [record for record, far in rows if far]
        throughout = 2 * len(far_rows) > len(rows)
        for record in far_rows:
            waits = throughout and record.key not in ticked
            said = _far(record, metrics, known[metric_id], "metric_far" if waits else "metric_far_taken")
            if waits:
                out.append(Outcome(record, Action.SKIPPED, record.values.get("emp_no"), notes=[said]))
            else:
                told[id(record)] = said
    return told, out


def _far(record: Record, metrics: Mapping[str, Any], known: Range, code: str) -> Note:
    key = "target" if record.values.get("target") else "actual"
    usual = " – ".join(dict.fromkeys(f"{each.normalize():f}" for each in known))
    text = f"{record.values[key].normalize():f}"
    return note(record, "warn", code, key, metric=metrics[record.values["metric"]]["name"], known=usual, text=text)
