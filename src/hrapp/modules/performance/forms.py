"""KPI forms as the company kept them: those of a person, and the empty ones of positions. Shown, never computed with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.seeing import shown


class FormRow(msgspec.Struct, frozen=True):
    id: str
    person: str | None
    position: str
    period: str
    title: str
    total: Decimal | None
    grade: str | None
    origin: str | None


class ItemLine(msgspec.Struct, frozen=True):
    section: str | None
    name: str
    weight: Decimal | None
    standard: str | None
    steps: list[dict[str, Any]]
    points: Decimal | None
    target: str | None
    actual: str | None
    self_score: Decimal | None
    score: Decimal | None
    adjustment: Decimal | None
    note: str | None


class FormLine(msgspec.Struct, frozen=True):
    """A line of a person's form with what stands over it: for the copy of one's own data."""

    person: str
    period: str
    title: str
    name: str
    weight: Decimal | None
    target: str | None
    actual: str | None
    self_score: Decimal | None
    score: Decimal | None
    adjustment: Decimal | None
    note: str | None
    total: Decimal | None
    grade: str | None


_FORM = "select f.id, f.person, f.position, f.period, f.title, f.total, f.grade, f.origin from performance_form f"


async def forms_of(scope: Scope, person: str) -> Sequence[FormRow]:
    """The newest first."""
    rows = await DB.select(
        SQL(
            _FORM + " where f.person = {} and {} order by f.period desc, f.title",
            person,
            scope.where("f.person"),
        )
    )
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "forms")
    return [FormRow(**row) for row in rows]


async def form_lines_of(scope: Scope, person: str) -> Sequence[FormLine]:
    rows = await DB.select(
        SQL(
            "select f.person, f.period, f.title, i.name, i.weight, i.target, i.actual, i.self_score, i.score, i.adjustment,"
            " i.note, f.total, f.grade from performance_form f join performance_form_item i on i.form = f.id"
            " where f.person = {} and {} order by f.period, f.title, i.ordinal",
            person,
            scope.where("f.person"),
        )
    )
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "forms")
    return [FormLine(**row) for row in rows]


async def form_of(scope: Scope, person: str, id: str) -> tuple[FormRow, Sequence[ItemLine]]:
    """One form of that person, with its lines."""
    found = next((row for row in await forms_of(scope, person) if row.id == id), None)
    if found is None:
        raise NotFound
    return found, await _items(id)


async def position_forms(scope: Scope) -> Sequence[FormRow]:
    """Empty forms, by position: about nobody, and for those who act for the whole company."""
    if not scope.whole:
        return []
    return [FormRow(**row) for row in await DB.fetch(_FORM + " where f.person is null order by f.position, f.title")]


async def position_form(scope: Scope, id: str) -> tuple[FormRow, Sequence[ItemLine]]:
    found = next((row for row in await position_forms(scope) if row.id == id), None)
    if found is None:
        raise NotFound
    return found, await _items(id)


async def _items(form: str) -> list[ItemLine]:
    rows = await DB.fetch(
        "select section, name, weight, standard, steps, points, target, actual, self_score, score, adjustment, note"
        " from performance_form_item where form = $1 order by ordinal",
        form,
    )
    return [ItemLine(**row) for row in rows]
