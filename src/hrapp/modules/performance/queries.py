"""Questions about metrics, results, goals, grades and awards: scope first, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.seeing import shown
from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.criteria import AwardRow
from hrapp.modules.performance.okr import KeyResultRow, ObjectiveRow


class MetricRow(msgspec.Struct, frozen=True):
    id: str
    code: str
    name: str
    unit: str
    direction: str
    period: str
    aggregation: str
    ordinal: int
    source: str | None = None


async def metric_rows() -> list[MetricRow]:
    rows = await DB.fetch(
        "select id, code, name, unit, direction, period, aggregation, ordinal, source"
        " from performance_metric order by ordinal, code"
    )
    return [MetricRow(**row) for row in rows]


class ItemRow(msgspec.Struct, frozen=True):
    """A KPI item with the current version of its actual, and where that came from."""

    id: str
    person: str
    metric: str
    name: str
    unit: str
    direction: str
    aggregation: str
    period: str
    target: Decimal | None
    mark: str | None
    start: Decimal | None
    actual: Decimal | None
    origin: str | None
    source: str | None
    typed_completion: Decimal | None
    note: str | None
    version: int | None
    entered_by: str | None
    entered_at: datetime | None

    @property
    def row(self) -> KpiRow:
        return KpiRow(
            self.metric, self.period, self.target, self.actual, self.direction, self.start, self.mark, self.origin
        )


_ITEMS = """
select i.id, i.person, m.code as metric, m.name, m.unit, m.direction, m.aggregation, i.period,
    i.target, i.mark, i.start, v.value as actual, v.origin, v.source, v.typed_completion, v.note, v.version,
    v.entered_by, v.entered_at
from performance_kpi_item i
join performance_metric m on m.id = i.metric
left join performance_metric_value v
    on v.person = i.person and v.metric = i.metric and v.period = i.period and v.current
where {} and i.person = any({}::varchar[]) and {}
order by m.ordinal, m.code, i.period
"""


async def items_of(scope: Scope, people: Sequence[str], periods: Sequence[str] | None = None) -> list[ItemRow]:
    """Items by metric as the company orders them, then period; only of `periods` when given."""
    only = SQL("true") if periods is None else SQL("i.period = any({}::varchar[])", list(periods))
    rows = await DB.select(SQL(_ITEMS, scope.where("i.person"), list(people), only))
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "results")
    return [ItemRow(**row) for row in rows]


async def item(scope: Scope, id: str) -> ItemRow | None:
    by_id = SQL("i.id = {}", id)
    owner = await DB.value("select person from performance_kpi_item where id = $1", id)
    rows = await DB.select(SQL(_ITEMS, scope.where("i.person"), [owner or ""], by_id))
    return ItemRow(**rows[0]) if rows else None


class ValueRow(msgspec.Struct, frozen=True):
    """One version of an actual."""

    version: int
    current: bool
    value: Decimal
    source: str
    origin: str | None
    note: str | None
    entered_by: str
    entered_at: datetime


async def versions_of(scope: Scope, item: str) -> list[ValueRow]:
    """Every version of an item's actual, newest first."""
    rows = await DB.select(
        SQL(
            "select v.version, v.current, v.value, v.source, v.origin, v.note, v.entered_by, v.entered_at"
            " from performance_kpi_item i join performance_metric_value v"
            " on v.person = i.person and v.metric = i.metric and v.period = i.period"
            " where i.id = {} and {} order by v.version desc",
            item,
            scope.where("i.person"),
        )
    )
    return [ValueRow(**row) for row in rows]


class KeyResultFound(msgspec.Struct, frozen=True):
    """A key result with its objective; bound to a metric, its current figure is the metric's."""

    person: str
    period: str
    objective: str
    objective_weight: Decimal
    title: str | None
    kind: str | None
    start: Decimal | None
    target: Decimal | None
    current: Decimal | None
    weight: Decimal | None
    typed_progress: Decimal | None
    origin: str | None


# What a key result that is bound to a metric stands at: the metric's closed figures within its quarter.
CURRENT = """
coalesce((
    select case m.aggregation when 'sum' then sum(v.value) when 'mean' then avg(v.value)
        else (array_agg(v.value order by v.period desc))[1] end
    from performance_metric m join performance_metric_value v on v.metric = m.id and v.current
    where m.id = k.metric and v.person = o.person and (v.period = o.period or (
        o.period ~ 'Q' and v.period ~ '-' and left(v.period, 4) = left(o.period, 4)
        and (right(v.period, 2)::int + 2) / 3 = right(o.period, 1)::int))
    group by m.aggregation
), k.current)
"""

_KEY_RESULTS = (
    """
select o.person, o.period, o.title as objective, o.weight as objective_weight,
    k.title, k.kind, k.start, k.target, """
    + CURRENT
    + """ as current, k.weight, k.typed_progress, k.origin
from performance_objective o left join performance_key_result k on k.objective = o.id
where {} and o.person = any({}::varchar[]) and o.period <= {}
order by o.period, o.ordinal, o.id, k.ordinal, k.id
"""
)


async def key_results_of(scope: Scope, people: Sequence[str], until: str) -> list[KeyResultFound]:
    """Objectives with their key results as the sheet orders them, up to the period `until`."""
    rows = await DB.select(SQL(_KEY_RESULTS, scope.where("o.person"), list(people), until))
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "goals")
    return [KeyResultFound(**row) for row in rows]


Okr = dict[str, list[ObjectiveRow]]


def by_person_and_quarter(rows: Sequence[KeyResultFound]) -> dict[str, Okr]:
    """{person: {quarter: objectives}}, in the order of the rows."""
    found: dict[str, dict[str, dict[tuple[str, Decimal], list[KeyResultRow]]]] = {}
    for row in rows:
        objectives = found.setdefault(row.person, {}).setdefault(row.period, {})
        key_results = objectives.setdefault((row.objective, row.objective_weight), [])
        if row.title is not None and row.kind is not None and row.weight is not None:
            key_results.append(
                KeyResultRow(
                    row.title,
                    row.weight,
                    row.kind,
                    row.start,
                    row.target,
                    row.current,
                    row.typed_progress,
                    row.origin,
                )
            )
    return {
        person: {
            quarter: [ObjectiveRow(title, weight, tuple(krs)) for (title, weight), krs in objectives.items()]
            for quarter, objectives in quarters.items()
        }
        for person, quarters in found.items()
    }


class GradeRow(msgspec.Struct, frozen=True):
    """`grade` None: a period that was not rated, `mark` says why."""

    person: str
    period: str
    grade: str | None
    mark: str | None
    source: str
    origin: str | None


async def grades_of(scope: Scope, people: Sequence[str] | None, until: str = "9999") -> list[GradeRow]:
    """Grades up to the period `until`, oldest first; of everybody when no people are given."""
    only = SQL("true") if people is None else SQL("g.person = any({}::varchar[])", list(people))
    rows = await DB.select(
        SQL(
            "select g.person, g.period, g.grade, g.mark, g.source, g.origin from performance_grade g"
            " where {} and {} and g.period <= {} order by g.period, g.person",
            scope.where("g.person"),
            only,
            until,
        )
    )
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "grade")
    return [GradeRow(**row) for row in rows]


class AwardFound(msgspec.Struct, frozen=True):
    person: str
    title: str
    period: str
    day: date
    state: str
    origin: str | None

    @property
    def row(self) -> AwardRow:
        return AwardRow(self.title, self.period, self.day, self.state, self.origin)


async def awards_of(scope: Scope, people: Sequence[str]) -> list[AwardFound]:
    rows = await DB.select(
        SQL(
            "select a.person, a.title, a.period, a.day, a.state, a.origin from performance_award a"
            " where {} and a.person = any({}::varchar[]) order by a.day, a.title",
            scope.where("a.person"),
            list(people),
        )
    )
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "awards")
    return [AwardFound(**row) for row in rows]


class BandRow(msgspec.Struct, frozen=True):
    name: str
    lower: Decimal | None
    upper: Decimal | None
    coefficient: Decimal | None


async def band_rows() -> list[BandRow]:
    """Best first."""
    rows = await DB.fetch("select name, lower, upper, coefficient from performance_grade_band order by ordinal, name")
    return [BandRow(**row) for row in rows]
