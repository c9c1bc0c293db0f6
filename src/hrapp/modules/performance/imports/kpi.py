"""KPI reports: targets and actuals of people, by metric and period. A corrected actual is a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.taking import Once, blocked, in_order, judged, note, origin, skipped, split
from hrapp.modules.performance.completion import exact_completion
from hrapp.modules.performance.imports.first_metrics import take_metrics
from hrapp.modules.performance.imports.kept_scale import far_off, kept, ranges, rescaled
from hrapp.modules.performance.imports.unit_figures import of_units

Key = tuple[str, str, str]  # person, metric id, period
_ROUNDED_AWAY = Fraction(1, 200)  # workbooks show whole percents


@dataclass(frozen=True, slots=True)
class Said:
    record: Record
    key: Key
    values: Mapping[str, Any]  # target, mark, actual
    notes: Sequence[Note]


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    good, outcomes = split(records, "metric", "period")
    units = of_units(good)
    outcomes += [skipped(r, "department_named", field="department", name=name) for r, name in units]
    good = [record for record in good if not any(record is of_unit for of_unit, _ in units)]
    metrics = await _metrics()
    made: dict[int, Note] = {}
    if not metrics and good:
        made = await take_metrics(good)
        metrics = await _metrics()
    stored = await _stored([record.values["person"] for record in good])
    figures = await kept(metrics) if metrics and not made else {}
    scaled = [_scaled(record, metrics, figures) for record in good]
    outcomes += [each for each in scaled if isinstance(each, Outcome)]
    told = {id(record): each for record, each in zip(good, scaled, strict=True) if not isinstance(each, Outcome)}
    good = [record for record in good if id(record) in told]
    far, waiting = far_off(good, metrics, await ranges(metrics) if good else {}, context.overwrite)
    outcomes += waiting
    out = {id(each.record) for each in waiting}
    good = [record for record in good if id(record) not in out]
    _join_halves(good, metrics, stored)
    changed, once = [], Once()
    for record in good:
        extra = [made[id(record)]] if id(record) in made else [*told[id(record)]]
        extra += [far[id(record)]] if id(record) in far else []
        said = _said(record, metrics, extra)
        if isinstance(said, Outcome):
            outcomes.append(said)
            continue
        emp_no = record.values.get("emp_no")
        if again := once.again(said.key, record, said.values, emp_no):
            outcomes.append(again)
            continue
        outcome = _judge(said, stored.get(said.key), emp_no)
        outcomes.append(outcome)
        if outcome.action in (Action.NEW, Action.CHANGED):
            changed.append(said)
    await _store(changed, stored, context)
    return in_order(records, outcomes)


async def _metrics() -> dict[str, Any]:
    """By code and by name."""
    rows = await DB.fetch("select id, code, name, unit, direction from performance_metric")
    return {row["code"]: row for row in rows} | {row["name"]: row for row in rows}


def _scaled(
    record: Record, metrics: Mapping[str, Any], figures: Mapping[str, Sequence[Decimal]]
) -> list[Note] | Outcome:
    metric = metrics.get(record.values["metric"])
    return rescaled(record, metric, figures.get(metric["id"], ())) if metric else []


def _join_halves(
    records: Sequence[Record], metrics: Mapping[str, Any], stored: Mapping[Key, Mapping[str, Any]]
) -> None:
    """Targets and actuals may stand in tables of their own, even in files of another day: they are one item."""
    targets: dict[Key, Record] = {}
    actuals: dict[Key, Record] = {}
    for record in records:
        values = record.values
        if (metric := metrics.get(values["metric"])) is None:
            continue
        key = (values["person"], metric["id"], values["period"])
        aimed = values.get("target") is not None or bool(values.get("target_mark"))
        if aimed and values.get("actual") is None and not values.get("actual_mark"):
            targets.setdefault(key, record)
        elif not aimed and values.get("actual") is not None:
            actuals.setdefault(key, record)
    for key, record in actuals.items():
        known = stored.get(key)
        if target := targets.get(key):
            _copy(target, record, "target", "target_mark")
            _copy(record, target, "actual")
        elif known and (known["target"] is not None or known["mark"]):
            record.values |= {"target": known["target"], "target_mark": known["mark"]}


def _copy(source: Record, into: Record, *keys: str) -> None:
    for key in keys:
        into.values[key] = source.values.get(key)
        if key in source.cells:
            into.cells[key] = source.cells[key]


def _said(record: Record, metrics: Mapping[str, Any], told: Sequence[Note]) -> Said | Outcome:
    values = record.values
    metric = metrics.get(values["metric"])
    if metric is None:
        return blocked(
            record, "metric_unknown", subject=values.get("emp_no"), field="target", metric=str(values["metric"])
        )
    target, actual = values.get("target"), values.get("actual")
    mark = values.get("target_mark") if target is None else None
    if target is None and not mark:
        level = "nothing_there" if actual is None else "actual_without_target"
        return skipped(record, level, subject=values.get("emp_no"), field="actual", metric=metric["name"])
    said = {"target": target, "mark": mark and str(mark)[:100], "actual": actual if target is not None else None}
    key = (values["person"], metric["id"], values["period"])
    return Said(record, key, said, [*_notes(record, said, metric), *told])


def _notes(record: Record, said: Mapping[str, Any], metric: Mapping[str, Any]) -> list[Note]:
    """What a person should look at: an actual that is still missing, a 完成率 that was typed otherwise."""
    target, actual, typed = said["target"], said["actual"], record.values.get("typed_completion")
    if target is None:
        return []
    period = record.values["period"]
    if actual is None:
        return [note(record, "warn", "actual_missing", "actual", metric=metric["name"], period=period)]
    if typed is None:
        return []
    ours = exact_completion(target, actual, metric["direction"])
    if (typed >= 1) == (ours >= 1) and abs(ours - Fraction(typed)) <= _ROUNDED_AWAY:
        return []
    figures = {"typed": percent_text(typed), "ours": percent_text(ours), "metric": metric["name"], "period": period}
    return [note(record, "warn", "completion_differs", "typed_completion", **figures)]


def _judge(said: Said, before: Mapping[str, Any] | None, emp_no: str | None) -> Outcome:
    after = dict(said.values)
    if before and after["actual"] is None and before["actual"] is not None:
        del after["actual"]  # a blank cell never erases a figure
    return judged(said.record, emp_no, before, after, said.notes)


_STORED = """
select i.person, i.metric, i.period, i.id, i.target, i.mark, v.value as actual, v.id as value_id, v.version
from performance_kpi_item i
left join performance_metric_value v on v.person = i.person and v.metric = i.metric and v.period = i.period and v.current
where i.person = any($1::varchar[])
"""


async def _stored(people: Sequence[str]) -> dict[Key, dict[str, Any]]:
    rows = await DB.fetch(_STORED, sorted(set(people)))
    return {(row["person"], row["metric"], row["period"]): dict(row) for row in rows}


async def _store(changed: Sequence[Said], stored: Mapping[Key, Mapping[str, Any]], context: ImportContext) -> None:
    await DB.insert_many(
        "insert into performance_kpi_item (id, person, metric, period, target, mark, origin) values ($1, $2, $3, $4, $5, $6, $7)"
        " on conflict (person, metric, period) do update set target = excluded.target, mark = excluded.mark,"
        " origin = excluded.origin",
        [
            (new_id(), *said.key, said.values["target"], said.values["mark"], origin(said.record, "target", "actual"))
            for said in changed
        ],
    )
    new = [said for said in changed if _new_actual(said, stored.get(said.key))]
    await DB.fetch(
        "update performance_metric_value set current = false where current and (person, metric, period) in"
        " (select * from unnest($1::varchar[], $2::varchar[], $3::varchar[]))",
        *([said.key[n] for said in new] for n in range(3)),
    )
    versions = await _last_versions([said.key for said in new])
    await DB.insert_many(
        "insert into performance_metric_value (id, person, metric, period, version, value, source, origin,"
        " typed_completion, note, entered_by, entered_at) values ($1, $2, $3, $4, $5, $6, 'spreadsheet', $7, $8, $9, $10, $11)",
        [
            (
                new_id(),
                *said.key,
                versions.get(said.key, 0) + 1,
                said.values["actual"],
                origin(said.record, "actual"),
                said.record.values.get("typed_completion"),
                (said.record.values.get("note") or None) and str(said.record.values["note"])[:300],
                context.viewer.actor.label[:150],
                clock.now(),
            )
            for said in new
        ],
    )


def _new_actual(said: Said, before: Mapping[str, Any] | None) -> bool:
    actual = said.values["actual"]
    return actual is not None and (before is None or before["actual"] != actual)


async def _last_versions(keys: Sequence[Key]) -> dict[Key, int]:
    rows = await DB.fetch(
        "select person, metric, period, max(version) as version from performance_metric_value"
        " where (person, metric, period) in (select * from unnest($1::varchar[], $2::varchar[], $3::varchar[]))"
        " group by person, metric, period",
        *([key[n] for key in keys] for n in range(3)),
    )
    return {(row["person"], row["metric"], row["period"]): row["version"] for row in rows}
