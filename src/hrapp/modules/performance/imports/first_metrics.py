"""A company that has written down no metric yet takes those of its first workbook.

What a name tells is a guess, so each is told to whoever imports: the unit, and whether more or less is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.performance.sections import usual_aggregation

# Of these less is better.
_LESS = (
    "退",
    "弃",
    "流失",
    "离职",
    "差错",
    "投诉",
    "不良",
    "缺陷",
    "逾期",
    "耗时",
    "时长",
    "成本",
    "损耗",
    "事故",
    "报废",
    "返工",
)
_FIGURES, _WHOLE = ("target", "actual"), Decimal(2)
_KINDS = {"Q": "quarter", "H": "half-year"}


async def take_metrics(records: Sequence[Record]) -> dict[int, Note]:
    """Write a metric for every name; answers what to tell, by the id of the first record of each."""
    first: dict[str, Record] = {}
    for record in records:
        first.setdefault(str(record.values["metric"]), record)
    rows, told = [], {}
    for ordinal, (name, record) in enumerate(first.items()):
        less = any(word in name for word in _LESS)
        own = [r for r in records if r.values["metric"] == name]
        unit = next(filter(None, (r.values.get("unit") for r in own)), "") or ("%" if _is_share(name, own) else "")
        kind = next((kind for letter, kind in _KINDS.items() if letter in record.values["period"]), "month")
        if unit == "%":
            _as_shares([r for r in own if not r.values.get("unit")])
        usual = "mean" if "率" in name else usual_aggregation(unit)
        rows.append((new_id(), name[:60], name[:100], unit, "lower" if less else "higher", kind, usual, ordinal))
        code = "metric_made_less" if less else "metric_made_more"
        told[id(record)] = note(record, "warn", code, "target", metric=name, unit=unit or "—")
    await DB.insert_many(
        "insert into performance_metric (id, code, name, unit, direction, period, aggregation, ordinal)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        rows,
    )
    return told


def _is_share(name: str, records: Sequence[Record]) -> bool:
    """A 率 whose figures are nearly all fractions. The few that are not were typed as 84 for 84 %."""
    figures = [value for r in records for key in _FIGURES if (value := r.values.get(key)) is not None]
    shares = sum(abs(value) <= _WHOLE for value in figures)
    return "率" in name and bool(figures) and shares * 5 >= len(figures) * 4


def _as_shares(records: Sequence[Record]) -> None:
    for record in records:
        for key in _FIGURES:
            value = record.values.get(key)
            if value is not None and abs(value) > _WHOLE:
                record.values[key] = value / 100
