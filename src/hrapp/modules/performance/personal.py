"""What this module keeps of one person, for that person; and taking it away when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.performance.forms import form_lines_of
from hrapp.modules.performance.queries import awards_of, grades_of, items_of, key_results_of

_LAST = "9999"


async def results(person: str, _day: date) -> Sequence[dict[str, Any]]:
    return [
        {
            "metric": row.name,
            "period": row.period,
            "target": row.target,
            "mark": row.mark,
            "actual": row.actual,
            "note": row.note,
            "origin": row.origin,
        }
        for row in await items_of(Scope(SELF, person=person), [person])
    ]


async def goals(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await key_results_of(Scope(SELF, person=person), [person], _LAST)
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def grades(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await grades_of(Scope(SELF, person=person), [person])
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def awards(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await awards_of(Scope(SELF, person=person), [person])
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def forms(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await form_lines_of(Scope(SELF, person=person), person)
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


_GONE = (
    "delete from performance_metric_value where person = $1 returning id",
    "delete from performance_kpi_item where person = $1 returning id",
    "delete from performance_objective where person = $1 returning id",  # its key results go with it
    "delete from performance_grade where person = $1 returning id",
    "delete from performance_award where person = $1 returning id",
    "delete from performance_form where person = $1 returning id",  # its items go with it
)


async def _forget(person: str) -> int:
    return sum([len(await DB.fetch(statement, person)) for statement in _GONE])


PERSONAL_DATA = (
    PersonalData(
        "results",
        mark("Results"),
        {
            "metric": mark("Metric"),
            "period": mark("Period"),
            "target": mark("Target"),
            "mark": mark("Not due because of"),
            "actual": mark("Actual"),
            "note": mark("Note"),
            "origin": mark("Where it comes from"),
        },
        results,
        order=20,
    ),
    PersonalData(
        "goals",
        mark("Goals"),
        {
            "period": mark("Period"),
            "objective": mark("Objective"),
            "title": mark("Key result"),
            "start": mark("Start"),
            "target": mark("Target"),
            "current": mark("Actual"),
            "typed_progress": mark("Progress"),
        },
        goals,
        order=21,
    ),
    PersonalData(
        "grades",
        mark("Grades"),
        {"period": mark("Period"), "grade": mark("Grade"), "mark": mark("Note"), "origin": mark("Where it comes from")},
        grades,
        order=22,
    ),
    PersonalData(
        "forms",
        mark("KPI forms"),
        {
            "period": mark("Period"),
            "title": mark("KPI form"),
            "name": mark("Item"),
            "weight": mark("Weight"),
            "target": mark("Target"),
            "actual": mark("Actual"),
            "self_score": mark("Own score"),
            "score": mark("Rated"),
            "adjustment": mark("Plus or minus"),
            "note": mark("Note"),
            "total": mark("Total score"),
            "grade": mark("Grade"),
        },
        forms,
        order=24,
    ),
    PersonalData(
        "awards",
        mark("Awards"),
        {"day": mark("Day"), "title": mark("Award"), "period": mark("Period"), "state": mark("State")},
        awards,
        words={"granted": mark("granted"), "proposed": mark("proposed")},
        order=23,
    ),
)
ERASURES = (Erasure(PERFORMANCE, _forget),)
