"""Everything that promotion criteria of this module need, for any number of people, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hrapp.kernel.criteria import CriterionSource
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.periods import MONTH, Calendar, Period, parse
from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.criteria import KINDS, AwardRow, PerformanceRows
from hrapp.modules.performance.okr import KeyResultRow, ObjectiveRow, quarter_progress
from hrapp.modules.performance.parameters import (
    AttainmentRate,
    AwardCount,
    GradeCount,
    MetricFigure,
    MetricStreak,
    OkrProgress,
    OkrStreak,
)
from hrapp.modules.performance.queries import CURRENT


@dataclass(slots=True)
class Needs:
    """What the wanted criteria look at. `quarters` None: all of them."""

    metrics: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    okr: bool = False
    quarters: set[str] | None = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    awards: set[str] = field(default_factory=set)


def needs(wanted: Iterable[Any], calendar: Calendar) -> Needs:
    found = Needs()
    for parameters in wanted:
        match parameters:
            case MetricStreak() | MetricFigure():
                found.metrics.add(parameters.metric)
            case AttainmentRate():
                period = parameters.period or str(calendar.last(calendar.summary_kind))
                found.periods |= set(parts_of(parse(period)))
            case OkrProgress():
                found.okr = True
                if found.quarters is not None:
                    found.quarters.add(parameters.quarter or str(calendar.last_quarter))
            case OkrStreak():
                found.okr, found.quarters = True, None
            case GradeCount():
                last = calendar.last(calendar.grade_kind)
                found.grades |= {str(last.shifted(-back)) for back in range(parameters.window)}
            case AwardCount():
                found.awards.add(parameters.title)
    return found


def parts_of(period: Period) -> list[str]:
    """The period itself, and the months and quarters that end in it."""
    parts = [str(period)]
    for kind, per_year in ((MONTH, 12), ("quarter", 4), ("half-year", 2)):
        spans = [Period(period.year, kind, index) for index in range(1, per_year + 1)]
        parts += [str(span) for span in spans if kind != period.kind and period.start <= span.end <= period.end]
    return parts


# Every part answers in the same columns: whom, what kind of row, two words, a number, and parallel lists.
# Lists keep the figures of a person and metric in one row: 10,000 people are 10,000 rows, not 200,000.
_COLUMNS = "person, part, word, second, weight, a, b, c, n1, n2, n3, n4, n5, days"
_KPI = """
select i.person, 'kpi' as part, m.code::text as word, m.direction::text as second, null::numeric as weight,
    array_agg(i.period::text) as a, array_agg(i.mark::text) as b, array_agg(v.origin::text) as c,
    array_agg(i.target) as n1, array_agg(v.value) as n2, array_agg(i.start) as n3,
    null::numeric[] as n4, null::numeric[] as n5, null::date[] as days
from performance_kpi_item i
join performance_metric m on m.id = i.metric
left join performance_metric_value v
    on v.person = i.person and v.metric = i.metric and v.period = i.period and v.current
where i.person = any({}::varchar[]) and (m.code = any({}::varchar[]) or i.period = any({}::varchar[]))
group by i.person, m.code, m.direction
"""

_OKR = (
    """
select o.person, 'okr', o.period::text, null, o.weight,
    array_agg(k.kind::text), null::text[], null::text[],
    array_agg(k.weight), array_agg(k.start), array_agg(k.target), array_agg("""
    + CURRENT
    + """), array_agg(k.typed_progress), null::date[]
from performance_objective o join performance_key_result k on k.objective = o.id
where o.person = any({}::varchar[]) and {}
group by o.id, o.person, o.period, o.weight
"""
)

_GRADES = """
select g.person, 'grade', null, null, null::numeric,
    array_agg(g.period::text), array_agg(g.grade::text), null::text[],
    null::numeric[], null::numeric[], null::numeric[], null::numeric[], null::numeric[], null::date[]
from performance_grade g where g.person = any({}::varchar[]) and g.period = any({}::varchar[])
group by g.person
"""

_AWARDS = """
select w.person, 'award', w.title::text, null, null::numeric,
    array_agg(w.period::text), array_agg(w.state::text), array_agg(w.origin::text),
    null::numeric[], null::numeric[], null::numeric[], null::numeric[], null::numeric[], array_agg(w.day)
from performance_award w where w.person = any({}::varchar[]) and w.title = any({}::varchar[])
group by w.person, w.title
"""


async def load(
    people: Sequence[str], wanted: Sequence[tuple[str, Any]], calendar: Calendar
) -> Mapping[str, PerformanceRows]:
    parts = statement_parts(list(people), needs((parameters for _, parameters in wanted), calendar))
    if not parts:
        return {}
    collected: dict[str, _Collected] = defaultdict(_Collected)
    # The columns are named here, since any of the parts may be the first one.
    union = " union all ".join("{}" for _ in parts)
    for row in await DB.select(SQL(f"select * from ({union}) found ({_COLUMNS})", *parts)):
        _COLLECT[row["part"]](collected[row["person"]], row)
    return {person: rows.done() for person, rows in collected.items()}


def statement_parts(people: list[str], asked: Needs) -> list[SQL]:
    parts = []
    if asked.metrics or asked.periods:
        parts.append(SQL(_KPI, people, sorted(asked.metrics), sorted(asked.periods)))
    if asked.okr:
        only = SQL("true")
        if asked.quarters is not None:
            only = SQL("o.period = any({}::varchar[])", sorted(asked.quarters))
        parts.append(SQL(_OKR, people, only))
    if asked.grades:
        parts.append(SQL(_GRADES, people, sorted(asked.grades)))
    if asked.awards:
        parts.append(SQL(_AWARDS, people, sorted(asked.awards)))
    return parts


@dataclass(slots=True)
class _Collected:
    items: list[KpiRow] = field(default_factory=list)
    objectives: dict[str, list[ObjectiveRow]] = field(default_factory=dict)
    grades: dict[str, str | None] = field(default_factory=dict)
    awards: list[AwardRow] = field(default_factory=list)

    def done(self) -> PerformanceRows:
        return PerformanceRows(tuple(self.items), _progress(self.objectives), self.grades, tuple(self.awards))


def _progress(quarters: Mapping[str, list[ObjectiveRow]]) -> dict[str, Fraction]:
    known = ((quarter, quarter_progress(objectives)) for quarter, objectives in quarters.items())
    return {quarter: progress for quarter, progress in known if progress is not None}


def _kpi(to: _Collected, row: Any) -> None:
    metric, direction = row["word"], row["second"]
    to.items += [
        KpiRow(metric, period, target, actual, direction, start, mark, origin)
        for period, target, actual, start, mark, origin in zip(
            row["a"], row["n1"], row["n2"], row["n3"], row["b"], row["c"], strict=True
        )
    ]


def _okr(to: _Collected, row: Any) -> None:
    key_results = tuple(
        KeyResultRow("", weight, kind, start, target, current, typed)
        for kind, weight, start, target, current, typed in zip(
            row["a"], row["n1"], row["n2"], row["n3"], row["n4"], row["n5"], strict=True
        )
    )
    to.objectives.setdefault(row["word"], []).append(ObjectiveRow("", row["weight"], key_results))


def _grade(to: _Collected, row: Any) -> None:
    to.grades.update(zip(row["a"], row["b"], strict=True))


def _award(to: _Collected, row: Any) -> None:
    to.awards += [
        AwardRow(row["word"], period, day, state, origin)
        for period, day, state, origin in zip(row["a"], row["days"], row["b"], row["c"], strict=True)
    ]


_COLLECT = {"kpi": _kpi, "okr": _okr, "grade": _grade, "award": _award}

CRITERIA = CriterionSource(KINDS, load)
