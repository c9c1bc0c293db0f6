"""Many results at once, as spreadsheets bring them. Every function answers one `Written` per row, in order,
and writing the same rows again changes nothing. Rows of one call speak of different things."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action
from hrapp.kernel.written import Written, compare

SPREADSHEET, TYPED, API = "spreadsheet", "typed", "api"


class KpiEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One metric of one person in one period. A target or the mark in its place; an actual, or None while
    it is not known (that never erases one that is)."""

    person: str
    metric: str  # its code
    period: str
    target: Decimal | None = None
    mark: str | None = None
    actual: Decimal | None = None
    typed_completion: Decimal | None = None
    target_origin: str | None = None
    origin: str | None = None
    note: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.person, self.metric, self.period)


_KPI_BEFORE = """
select coalesce(i.person, v.person) as person, m.code as metric, coalesce(i.period, v.period) as period,
    i.target, i.mark, v.value as actual, i.id is not null as item
from performance_kpi_item i
full join (select * from performance_metric_value where current) v
    on v.person = i.person and v.metric = i.metric and v.period = i.period
join performance_metric m on m.id = coalesce(i.metric, v.metric)
where coalesce(i.person, v.person) = any($1::varchar[]) and m.code = any($2::varchar[])
"""


async def write_kpi(entries: Sequence[KpiEntry], entered_by: str, source: str = SPREADSHEET) -> list[Written]:
    """Targets and actuals. An actual that differs is a new version; the old one stays readable."""
    people, metrics = list({e.person for e in entries}), list({e.metric for e in entries})
    rows = await DB.fetch(_KPI_BEFORE, people, metrics)
    before = {(row["person"], row["metric"], row["period"]): dict(row) for row in rows}
    written = [compare(before.get(entry.key), _kpi_values(entry)) for entry in entries]
    touched = [e for e, w in zip(entries, written, strict=True) if w.action is not Action.SAME]
    await _write_items([e for e in touched if e.target is not None or e.mark is not None])
    actuals = [e for e in touched if e.actual is not None and before.get(e.key, {}).get("actual") != e.actual]
    await write_values(actuals, entered_by, source)
    return written


def _kpi_values(entry: KpiEntry) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if entry.target is not None or entry.mark is not None:
        values |= {"target": entry.target, "mark": None if entry.target is not None else entry.mark}
    if entry.actual is not None:
        values["actual"] = entry.actual
    return values


async def _write_items(entries: Sequence[KpiEntry]) -> None:
    await DB.fetch(
        "insert into performance_kpi_item (id, person, metric, period, target, mark, origin)"
        " select e.id, e.person, m.id, e.period, e.target, e.mark, e.origin"
        " from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::numeric[], $6::varchar[], $7::varchar[])"
        " as e (id, person, metric, period, target, mark, origin) join performance_metric m on m.code = e.metric"
        " on conflict (person, metric, period) do update set target = excluded.target, mark = excluded.mark,"
        " origin = excluded.origin"
        " where (performance_kpi_item.target, performance_kpi_item.mark) is distinct from (excluded.target, excluded.mark)",
        *_columns(
            (
                new_id(),
                e.person,
                e.metric,
                e.period,
                e.target,
                None if e.target is not None else e.mark,
                e.target_origin,
            )
            for e in entries
        ),
    )


async def write_values(entries: Sequence[KpiEntry], entered_by: str, source: str) -> None:
    """A new current version of each actual."""
    keys = _columns(entry.key for entry in entries) or [[], [], []]
    await DB.fetch(
        "update performance_metric_value v set current = false"
        " from unnest($1::varchar[], $2::varchar[], $3::varchar[]) as e (person, metric, period)"
        " join performance_metric m on m.code = e.metric"
        " where v.person = e.person and v.metric = m.id and v.period = e.period and v.current",
        *keys,
    )
    await DB.fetch(
        "insert into performance_metric_value"
        " (id, person, metric, period, version, current, value, source, origin, typed_completion, note, entered_by, entered_at)"
        " select e.id, e.person, m.id, e.period, coalesce(("
        "   select max(o.version) from performance_metric_value o"
        "   where o.person = e.person and o.metric = m.id and o.period = e.period), 0) + 1,"
        " true, e.value, $9, e.origin, e.typed, e.note, $10, $11"
        " from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::numeric[], $6::varchar[],"
        " $7::numeric[], $8::varchar[]) as e (id, person, metric, period, value, origin, typed, note)"
        " join performance_metric m on m.code = e.metric",
        *_columns((new_id(), *e.key, e.actual, e.origin, e.typed_completion, e.note) for e in entries)
        or [[] for _ in range(8)],
        source,
        entered_by,
        clock.now(),
    )


class KeyResultEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One key result with the objective it belongs to. Weights in percent, rates as fractions."""

    person: str
    period: str
    objective: str
    title: str
    kind: str  # number · yes_no · typed
    objective_weight: Decimal | None = None
    weight: Decimal | None = None
    start: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    typed_progress: Decimal | None = None
    origin: str | None = None

    @property
    def owner(self) -> tuple[str, str, str]:
        return (self.person, self.period, self.objective)

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (*self.owner, self.title)

    @property
    def values(self) -> dict[str, Any]:
        return {
            "objective_weight": _HUNDRED if self.objective_weight is None else self.objective_weight,
            "weight": _HUNDRED if self.weight is None else self.weight,
            "kind": self.kind,
            "start": self.start,
            "target": self.target,
            "current": self.current,
            "typed_progress": self.typed_progress,
        }


_HUNDRED = Decimal(100)

_KEY_RESULTS_BEFORE = """
select o.person, o.period, o.title as objective, o.weight as objective_weight,
    k.title, k.kind, k.start, k.target, k.current, k.weight, k.typed_progress
from performance_objective o join performance_key_result k on k.objective = o.id
where o.person = any($1::varchar[]) and o.period = any($2::varchar[])
"""


async def write_key_results(entries: Sequence[KeyResultEntry]) -> list[Written]:
    """Objectives and key results; they keep the order in which the sheet names them."""
    people, periods = list({e.person for e in entries}), list({e.period for e in entries})
    rows = await DB.fetch(_KEY_RESULTS_BEFORE, people, periods)
    before = {(r["person"], r["period"], r["objective"], r["title"]): dict(r) for r in rows}
    written = [compare(before.get(entry.key), entry.values) for entry in entries]
    if any(w.action is not Action.SAME for w in written):
        await _write_objectives(entries)
        await _write_key_results(entries)
    return written


async def _write_objectives(entries: Sequence[KeyResultEntry]) -> None:
    first = {entry.owner: entry for entry in reversed(entries)}
    places = _places(dict.fromkeys(entry.owner for entry in entries), lambda owner: owner[:2])
    await DB.fetch(
        "insert into performance_objective (id, person, period, title, weight, ordinal)"
        " select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::numeric[], $6::int[])"
        " on conflict (person, period, title) do update set weight = excluded.weight, ordinal = excluded.ordinal",
        *_columns((new_id(), *owner, first[owner].values["objective_weight"], place) for owner, place in places),
    )


async def _write_key_results(entries: Sequence[KeyResultEntry]) -> None:
    by_key = {entry.key: entry for entry in entries}
    places = _places(by_key, lambda key: key[:3])
    await DB.fetch(
        "insert into performance_key_result"
        " (id, objective, title, kind, start, target, current, weight, typed_progress, origin, ordinal)"
        " select e.id, o.id, e.title, e.kind, e.start, e.target, e.current, e.weight, e.typed, e.origin, e.ordinal"
        " from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[],"
        " $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::varchar[], $13::int[])"
        " as e (id, person, period, objective, title, kind, start, target, current, weight, typed, origin, ordinal)"
        " join performance_objective o on o.person = e.person and o.period = e.period and o.title = e.objective"
        " on conflict (objective, title) do update set kind = excluded.kind, start = excluded.start,"
        " target = excluded.target, current = excluded.current, weight = excluded.weight,"
        " typed_progress = excluded.typed_progress, origin = excluded.origin, ordinal = excluded.ordinal",
        *_columns(
            (
                new_id(),
                *key,
                e.kind,
                e.start,
                e.target,
                e.current,
                e.values["weight"],
                e.typed_progress,
                e.origin,
                place,
            )
            for (key, place), e in ((found, by_key[found[0]]) for found in places)
        ),
    )


def _places(keys: Iterable[Any], group: Any) -> list[tuple[Any, int]]:
    """Each key with its place, from 0, among those of its group."""
    seen: dict[Hashable, int] = {}
    placed = []
    for key in keys:
        seen[group(key)] = place = seen.get(group(key), -1) + 1
        placed.append((key, place))
    return placed


class GradeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """`grade` None: not rated, and `mark` says why."""

    person: str
    period: str
    grade: str | None = None
    mark: str | None = None
    origin: str | None = None


async def write_grades(entries: Sequence[GradeEntry]) -> list[Written]:
    """Grades of old workbooks stand as they are; one that was made in hrapp is never overwritten by a file."""
    rows = await DB.fetch(
        "select person, period, grade, mark, source from performance_grade where person = any($1::varchar[])",
        list({e.person for e in entries}),
    )
    before = {(row["person"], row["period"]): dict(row) for row in rows}
    written = [_grade_written(before.get((e.person, e.period)), e) for e in entries]
    await DB.fetch(
        "insert into performance_grade (id, person, period, grade, mark, source, origin)"
        " select e.id, e.person, e.period, e.grade, e.mark, 'imported', e.origin"
        " from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[])"
        " as e (id, person, period, grade, mark, origin)"
        " on conflict (person, period) do update set grade = excluded.grade, mark = excluded.mark, origin = excluded.origin",
        *_columns(
            (new_id(), e.person, e.period, e.grade, e.mark, e.origin)
            for e, w in zip(entries, written, strict=True)
            if w.action is not Action.SAME
        )
        or [[] for _ in range(6)],
    )
    return written


def _grade_written(before: Mapping[str, Any] | None, entry: GradeEntry) -> Written:
    if before is not None and before["source"] != "imported":
        return Written(Action.SAME)
    return compare(before, {"grade": entry.grade, "mark": entry.mark})


class AwardEntry(msgspec.Struct, frozen=True, kw_only=True):
    person: str
    period: str
    title: str
    day: date
    state: str  # granted · proposed
    origin: str | None = None


async def write_awards(entries: Sequence[AwardEntry]) -> list[Written]:
    rows = await DB.fetch(
        "select person, period, title, day, state from performance_award where person = any($1::varchar[])",
        list({e.person for e in entries}),
    )
    before = {(row["person"], row["period"], row["title"]): dict(row) for row in rows}
    written = [compare(before.get((e.person, e.period, e.title)), {"day": e.day, "state": e.state}) for e in entries]
    await DB.fetch(
        "insert into performance_award (id, person, period, title, day, state, origin)"
        " select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::varchar[], $5::date[], $6::varchar[], $7::varchar[])"
        " on conflict (person, period, title) do update set day = excluded.day, state = excluded.state, origin = excluded.origin",
        *_columns(
            (new_id(), e.person, e.period, e.title, e.day, e.state, e.origin)
            for e, w in zip(entries, written, strict=True)
            if w.action is not Action.SAME
        )
        or [[] for _ in range(7)],
    )
    return written


def _columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows as parallel lists, the way unnest takes them; empty without a row."""
    return [list(column) for column in zip(*rows, strict=True)]
