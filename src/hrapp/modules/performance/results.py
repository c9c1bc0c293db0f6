"""One person's results as a page shows them: figures by metric and period, goals, grades, awards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.asking import together
from hrapp.kernel.periods import QUARTER, containing, parse
from hrapp.kernel.rounding import as_decimal, percent_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import number, period_text
from hrapp.modules.people.api import PersonRow, calendar_for
from hrapp.modules.performance.completion import DUE, PENDING
from hrapp.modules.performance.okr import ObjectiveRow, quarter_progress
from hrapp.modules.performance.queries import (
    AwardFound,
    GradeRow,
    ItemRow,
    awards_of,
    by_person_and_quarter,
    grades_of,
    items_of,
    key_results_of,
)
from hrapp.modules.performance.summaries import summary, summary_period


class FigureLine(msgspec.Struct, frozen=True):
    """A metric in a period."""

    id: str
    metric: str
    period: str
    target: str
    actual: str
    completion: str
    ratio: Decimal
    state: str
    tone: str
    pending: bool
    origin: str
    note: str


class GoalLine(msgspec.Struct, frozen=True):
    title: str
    words: str
    ratio: Decimal
    figures: str
    origin: str


class GoalGroup(msgspec.Struct, frozen=True):
    title: str
    words: str
    ratio: Decimal
    lines: tuple[GoalLine, ...]


class Results(msgspec.Struct, frozen=True):
    period: str
    period_words: str
    periods: tuple[tuple[str, str], ...]
    attainment: str
    attainment_hint: str
    figures: tuple[FigureLine, ...]
    goals: tuple[GoalGroup, ...]
    goals_words: str
    grades: tuple[tuple[str, str], ...]
    awards: tuple[tuple[str, str, str], ...]


async def results(scope: Scope, person: str, day: date, wanted: str) -> Results:
    """Of one summary period, the last closed one unless another is asked for."""
    until = str(containing(day, QUARTER))
    calendar, items, found, awards = await together(
        calendar_for(day), items_of(scope, [person]), key_results_of(scope, [person], until), awards_of(scope, [person])
    )
    kind = calendar.summary_kind
    known = sorted({summary_period(item.period, kind) for item in items}, reverse=True)
    closed = str(calendar.last(kind))
    period = wanted if wanted in known else (closed if closed in known or not known else known[0])
    within = [item for item in items if summary_period(item.period, kind) == period]
    summed = summary([item.row for item in within])
    okr = by_person_and_quarter(found).get(person, {})
    quarter = str(containing(parse(period).end, QUARTER)) if known or period else until
    objectives = okr.get(quarter, [])
    grades = await grades_of(scope, [person], str(calendar.last(calendar.grade_kind)))
    rate = summed.attainment_rate
    return Results(
        period=period,
        period_words=period_text(period),
        periods=tuple((each, period_text(each)) for each in known),
        attainment=f"{percent_text(rate)}%" if rate is not None else "—",
        attainment_hint=_attainment_words(summed.met, summed.due, summed.pending),
        figures=tuple(figure_line(item) for item in within),
        goals=tuple(_goal(each) for each in objectives),
        goals_words=_okr_words(objectives, quarter),
        grades=tuple(_grade(row) for row in reversed(grades)),
        awards=tuple(_award(row, day) for row in reversed(awards)),
    )


def _attainment_words(met: int, due: int, pending: int) -> str:
    words = _("%(met)s of %(due)s items met", met=met, due=due)
    return f"{words}，{_('%(n)s still to be entered', n=pending)}" if pending else words


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{percent_text(value)}%" if unit in ("%", "％") else number(value)


def figure_line(item: ItemRow) -> FigureLine:
    """A KPI item in words, for the pages that list items."""
    row = item.row
    completion = row.completion
    if row.state == DUE:
        state, tone = (_("met"), "ok") if row.met else (_("missed"), "bad")
    elif row.state == PENDING:
        state, tone = _("still to be entered"), "warn"
    else:
        state, tone = _("not assessed (%(why)s)", why=item.mark or "—"), "quiet"
    typed = ""
    if item.typed_completion is not None and completion is not None and _differs(completion, item.typed_completion):
        typed = _("%(typed)s%% was typed in the spreadsheet", typed=percent_text(item.typed_completion))
    return FigureLine(
        id=item.id,
        metric=item.name,
        period=period_text(item.period),
        target=_value(item.target, item.unit),
        actual=_value(item.actual, item.unit),
        completion=f"{percent_text(completion)}%" if completion is not None else "—",
        ratio=as_decimal(min(completion, Fraction(1))) if completion is not None else Decimal(0),
        state=state,
        tone=tone,
        pending=row.state == PENDING,
        origin=item.origin or "",
        note="；".join(part for part in (item.note or "", typed) if part),
    )


def _differs(completion: Fraction, typed: Decimal) -> bool:
    return (typed >= 1) != (completion >= 1) or abs(completion - Fraction(typed)) > Fraction(1, 200)


def _goal(objective: ObjectiveRow) -> GoalGroup:
    lines = tuple(
        GoalLine(
            kr.title,
            f"{percent_text(kr.progress)}%",
            as_decimal(kr.progress),
            f"{number(kr.start)} → {number(kr.current)} / {number(kr.target)}"
            if kr.target is not None and kr.current is not None and kr.kind == "number"
            else "",
            kr.source or "",
        )
        for kr in objective.key_results
    )
    progress = objective.progress
    ratio = as_decimal(progress) if progress is not None else Decimal(0)
    return GoalGroup(objective.title, f"{percent_text(ratio)}%", ratio, lines)


def _okr_words(objectives: Sequence[ObjectiveRow], quarter: str) -> str:
    progress = quarter_progress(list(objectives)) if objectives else None
    if progress is None:
        return ""
    return _("%(quarter)s: %(progress)s%% in all", quarter=period_text(quarter), progress=percent_text(progress))


def _grade(row: GradeRow) -> tuple[str, str]:
    return period_text(row.period), row.grade or (row.mark or _("not rated"))


def _award(row: AwardFound, day: date) -> tuple[str, str, str]:
    granted = row.state == "granted" and row.day <= day
    return period_text(row.period), row.title, _("granted") if granted else _("proposed")


class TeamLine(msgspec.Struct, frozen=True):
    """Somebody of the team at a glance."""

    id: str
    name: str
    emp_no: str
    department: str
    position: str
    grade: str
    attainment: str
    pending: str
    promotion: str
    ratio: Decimal
    eligible: bool


def own_line(facts: Mapping[str, object]) -> tuple[str, str]:
    """(latest grade, attainment rate) in words."""
    rate = facts.get("performance.attainment_rate")
    return (
        str(facts.get("performance.latest_grade") or "—"),
        f"{percent_text(rate)}%" if rate is not None else "—",  # type: ignore[arg-type]
    )


def team_line(person: PersonRow, facts: Mapping[str, object]) -> TeamLine:
    quarter = facts.get("performance.last_quarter")
    progress = facts.get("promotion.progress")
    pending = quarter.get("pending", 0) if isinstance(quarter, dict) else 0
    told = progress if isinstance(progress, dict) else None
    return TeamLine(
        person.id,
        person.name,
        person.emp_no,
        person.department or "",
        person.position or "",
        *own_line(facts),
        str(pending) if pending else "",
        f"{told['met']} / {told['total']}" if told else "",
        told["overall"] if told else Decimal(0),
        bool(told and told["eligible"]),
    )
