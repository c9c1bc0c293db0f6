"""KPI forms on pages: somebody's, in their performance file, and the empty ones of positions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.pages import WebRequest, page, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import number, period_text
from hrapp.modules.people.api import PersonRow, visible_person
from hrapp.modules.performance.forms import FormRow, ItemLine, form_of, forms_of, position_form, position_forms

VIEW, POSITIONS = "performance.view", "performance.forms"


class FormLink(msgspec.Struct, frozen=True):
    url: str
    words: str
    figures: str


class LineView(msgspec.Struct, frozen=True):
    section: str
    name: str
    weight: str
    standard: list[str]
    points: str
    given: str
    own: str
    score: str
    adjustment: str
    note: str


@get("/people/{person:str}/forms/{form:str}", permission=VIEW)
async def show_form(request: WebRequest, person: FromPath[str], form: FromPath[str]) -> Response[Any]:
    scope = request.user.scope(VIEW)
    row = await visible_person(scope, person, clock.today())
    found, items = await form_of(scope, person, form)
    back = "/goals" if person == request.user.person else f"/people/{person}/performance"
    return _form_page(request, found, items, back, row)


@get("/forms", permission=POSITIONS, whole=True)
async def show_forms(request: WebRequest) -> Response[Any]:
    found = await position_forms(request.user.scope(POSITIONS))
    return page(request, "performance/forms.html", forms=[_link(row, "/forms") for row in found])


@get("/forms/{form:str}", permission=POSITIONS, whole=True)
async def show_position_form(request: WebRequest, form: FromPath[str]) -> Response[Any]:
    found, items = await position_form(request.user.scope(POSITIONS), form)
    return _form_page(request, found, items, "/forms", None)


async def file_panel(_: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    """In the performance file, for whoever has some."""
    found = await forms_of(viewer.scope(VIEW), person.id)
    if not found:
        return None
    base = f"/people/{person.id}/forms"
    return panel("performance/forms_panel.html", forms=[_link(row, base) for row in found])


def _link(row: FormRow, base: str) -> FormLink:
    words = " · ".join(filter(None, (period_text(row.period) if row.period else "", row.position, row.title)))
    return FormLink(f"{base}/{row.id}", words, " · ".join(filter(None, (_points(row.total), row.grade or ""))))


def _points(total: Decimal | None) -> str:
    return _("%(n)s points", n=number(total)) if total is not None else ""


def _step_points(step: dict[str, Any]) -> str:
    return _points(Decimal(step["points"])) if step.get("points") else ""


def _form_page(
    request: WebRequest, form: FormRow, items: Sequence[ItemLine], back: str, person: PersonRow | None
) -> Response[Any]:
    lines = [_line(item) for item in items]
    shown = {name for line in lines for name in LineView.__struct_fields__ if getattr(line, name)}
    return page(
        request,
        "performance/form.html",
        form=form,
        total=_points(form.total),
        period=period_text(form.period) if form.period else "",
        lines=lines,
        shown=shown,
        person=person,
        way_back=back,
    )


def _line(item: ItemLine) -> LineView:
    steps = [" · ".join(filter(None, (step.get("standard"), _step_points(step)))) for step in item.steps]
    return LineView(
        item.section or "",
        item.name,
        f"{number(item.weight)}%" if item.weight is not None else "",
        [text for text in (item.standard, *steps) if text],
        number(item.points),
        " / ".join(filter(None, (item.target, item.actual))),
        number(item.self_score),
        number(item.score),
        number(item.adjustment),
        item.note or "",
    )


PAGES = (show_form, show_forms, show_position_form)
