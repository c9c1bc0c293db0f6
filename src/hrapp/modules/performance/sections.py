"""Metrics, KPI, grades and awards in the company file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.modules.performance.queries import MetricRow, metric_rows

PeriodKind = Literal["month", "quarter", "half-year", "year"]
GradePeriod = Literal["quarter", "half-year"]
_MEANS = ("%", "％", "分", "score")  # adding up percentages or scores means nothing


class MetricEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    code: str
    name: str
    unit: str
    direction: Literal["higher", "lower"]
    period: PeriodKind
    aggregation: Literal["sum", "mean", "last"] | None = None
    source: str | None = None

    @property
    def rolled_up_by(self) -> str:
        return self.aggregation or usual_aggregation(self.unit)


class Grades(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    order: list[str]
    period: GradePeriod = "quarter"
    source: str | None = None

    def __post_init__(self) -> None:
        _once("the grade", self.order)


class Awards(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    titles: list[str]
    count_rule: str | None = None
    source: str | None = None


class PerformanceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kpi` holds `summary_period`; its other keys are explanations in the company's own words."""

    metrics: list[MetricEntry] | None = None
    kpi: dict[str, str] | None = None
    grades: Grades | None = None
    awards: Awards | None = None

    def __post_init__(self) -> None:
        _once("the metric", [entry.code for entry in self.metrics or ()])
        if self.kpi is not None and self.kpi.get("summary_period", "quarter") not in ("quarter", "half-year"):
            raise ValueError("kpi.summary_period: say quarter or half-year")


def usual_aggregation(unit: str) -> str:
    return "mean" if unit.strip() in _MEANS else "sum"


def _once(noun: str, names: Sequence[str]) -> None:
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{noun} {twice} stands there twice")


async def apply(file: PerformanceFile) -> bool:
    changed = await apply_metrics(file.metrics) if file.metrics is not None else False
    for key, value in (("kpi", file.kpi), ("grades", file.grades), ("awards", file.awards)):
        if value is not None:
            changed |= await settings_store.write(key, _plain(value))
    if file.grades is not None:
        changed |= await apply_grades(file.grades.order)
    return changed


def _plain(value: Any) -> dict[str, Any]:
    plain = msgspec.to_builtins(value)
    return {key: item for key, item in plain.items() if item is not None}


async def apply_metrics(entries: Sequence[MetricEntry]) -> bool:
    before = {row.code: row for row in await metric_rows()}
    gone = [row for row in before.values() if row.code not in {entry.code for entry in entries}]
    removed = await remove_metrics(gone)
    wanted = [_row(before.get(entry.code), entry, ordinal) for ordinal, entry in enumerate(entries)]
    written = [row for row in wanted if before.get(row.code) != row]
    await DB.insert_many(
        "insert into performance_metric (id, code, name, unit, direction, period, aggregation, ordinal, source)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict (code) do update set name = excluded.name, unit = excluded.unit,"
        " direction = excluded.direction, period = excluded.period, aggregation = excluded.aggregation,"
        " ordinal = excluded.ordinal, source = excluded.source",
        [msgspec.structs.astuple(row) for row in written],
    )
    return removed or bool(written)


def _row(before: MetricRow | None, entry: MetricEntry, ordinal: int) -> MetricRow:
    return MetricRow(
        before.id if before else new_id(),
        entry.code,
        entry.name,
        entry.unit,
        entry.direction,
        entry.period,
        entry.rolled_up_by,
        ordinal,
        entry.source,
    )


async def remove_metrics(gone: Sequence[MetricRow]) -> bool:
    """A metric that holds figures stays: dropping it would change results that people were told."""
    ids = [row.id for row in gone]
    used = await DB.value(
        "select m.name from performance_metric m where m.id = any($1::varchar[]) and ("
        " exists (select 1 from performance_kpi_item i where i.metric = m.id)"
        " or exists (select 1 from performance_metric_value v where v.metric = m.id)"
        " or exists (select 1 from performance_key_result k where k.metric = m.id)) order by m.ordinal limit 1",
        ids,
    )
    if used:
        raise Refused(f"metrics: {used} is no longer in the file, but there are figures of it; keep it in the file")
    await DB.fetch("delete from performance_metric where id = any($1::varchar[])", ids)
    return bool(gone)


async def apply_grades(order: Sequence[str]) -> bool:
    """One band per grade, best first; what is known of its scores stays."""
    held = await DB.value(
        "select grade from performance_grade where grade = any("
        " select name from performance_grade_band where name <> all($1::varchar[])) limit 1",
        list(order),
    )
    if held:
        raise Refused(f"grades.order: {held} is no longer in the file, but people hold it; keep it in the file")
    gone = await DB.fetch(
        "delete from performance_grade_band where name <> all($1::varchar[]) returning id", list(order)
    )
    written = await DB.fetch(
        "insert into performance_grade_band (id, name, ordinal)"
        " select * from unnest($1::varchar[], $2::varchar[], $3::int[])"
        " on conflict (name) do update set ordinal = excluded.ordinal"
        " where performance_grade_band.ordinal <> excluded.ordinal returning id",
        [new_id() for _ in order],
        list(order),
        list(range(len(order))),
    )
    return bool(gone or written)


async def export() -> dict[str, Any]:
    metrics = [_entry(row) for row in await metric_rows()]
    out: dict[str, Any] = {"metrics": metrics} if metrics else {}
    for key in ("kpi", "grades", "awards"):
        if value := await settings_store.read(key):
            out[key] = value
    return out


def _entry(row: MetricRow) -> dict[str, Any]:
    usual = usual_aggregation(row.unit)
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "direction": row.direction,
        "period": row.period,
        "aggregation": None if row.aggregation == usual else row.aggregation,
        "source": row.source,
    }
