"""Goals and results: one's own, a person's performance file, the team at a glance, a missing figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock, registry
from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import together
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.errors import NotAllowed, NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page, panel, panels
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import saw
from hrapp.modules.people.api import PersonRow, calendar_for, people_in, visible_person
from hrapp.modules.performance.entering import enter_actual
from hrapp.modules.performance.queries import item
from hrapp.modules.performance.results import own_line, results, team_line
from hrapp.modules.performance.summaries import summary_period

VIEW, ENTER = "performance.view", "performance.enter"
_TEAM_FACTS = (
    "performance.latest_grade",
    "performance.attainment_rate",
    "performance.last_quarter",
    "promotion.progress",
)
_TEAM_FIELDS = ("grade", "results", "progress")  # what these are to whoever sees them

_FEW = 8


class ActualForm(msgspec.Struct):
    actual: Decimal
    note: str | None = None


@get("/goals", permission=VIEW)
async def show_goals(request: WebRequest) -> Response[Any]:
    if request.user.person is None:
        raise NotFound
    return await _results_page(request, request.user.person)


@get("/people/{person:str}/performance", permission=VIEW)
async def show_performance(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    return await _results_page(request, person)


async def _results_page(
    request: WebRequest,
    person: str,
    entered: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    period: str = "",
) -> Response[Any]:
    """Of the period that is asked for; a form that comes back stands in the `period` of its item."""
    scope, today = request.user.scope(VIEW), clock.today()
    row = await visible_person(scope, person, today)
    mine = person == request.user.person
    found, beside = await together(
        results(scope, person, today, period or request.query_params.get("period", "")),
        panels(request, "performance.file", person=row),
    )
    return page(
        request,
        "performance/results.html",
        "results",
        status=422 if errors else 200,
        person=row,
        mine=mine,
        found=found,
        may_enter=not mine and request.user.scope(ENTER).has(row.id, row.department_id, row.manager_no),
        base="/goals" if mine else f"/people/{person}/performance",
        entered=entered or {"actual": "", "note": "", "item": ""},
        errors=errors or {},
        panels=beside,
    )


@post("/performance/items/{item_id:str}/actual", permission=ENTER, status_code=200)
async def enter(request: WebRequest, item_id: FromPath[str]) -> Response[Any]:
    """The figure that a spreadsheet left blank. Nobody enters their own."""
    found = await item(request.user.scope(ENTER), item_id)
    if found is None:
        raise NotFound
    if found.person == request.user.person:
        raise NotAllowed
    shown = summary_period(found.period, (await calendar_for(clock.today())).summary_kind)
    try:
        form = await read_form(request, ActualForm)
    except BadForm as bad:
        return await _results_page(request, found.person, {**bad.entered, "item": item_id}, bad.errors, shown)
    value = form.actual / 100 if found.unit in ("%", "％") else form.actual
    await enter_actual(found, value, form.note or "")
    url = f"/people/{found.person}/performance?period={shown}"
    return done(request, url, _("Entered. What rests on it is looked at again."))


@get("/team", permission="performance.team")
async def show_team(request: WebRequest) -> Response[Any]:
    today = clock.today()
    people = await people_in(request.user.scope(VIEW), today)
    department = request.query_params.get("department", "")
    chosen = [p for p in people if p.id != request.user.person and (not department or p.department == department)]
    facts = await registry.current().fetch_facts(_TEAM_FACTS, [p.id for p in chosen], today)
    saw(PERFORMANCE, (p.id for p in chosen), *_TEAM_FIELDS)
    return page(
        request,
        "performance/team.html",
        "team",
        lines=[team_line(p, facts[p.id]) for p in chosen],
        department=department,
        departments=[("", _("All departments"))]
        + [(name, name) for name in sorted({p.department for p in people if p.department})],
    )


async def person_panel(request: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    scope, today = viewer.scope(VIEW), clock.today()
    try:
        _visible, facts = await together(
            visible_person(scope, person.id, today),
            registry.current().fetch_facts(_TEAM_FACTS[:3], [person.id], today),
        )
    except NotFound:
        return None
    saw(PERFORMANCE, [person.id], *_TEAM_FIELDS[:2])
    return panel("performance/person_panel.html", person=person, line=team_line(person, facts[person.id]))


async def home_panel(_: WebRequest, viewer: Viewer) -> str | None:
    """One's own results on the first page."""
    if viewer.person is None:
        return None
    found = await registry.current().fetch_facts(_TEAM_FACTS[:3], [viewer.person], clock.today())
    mine = found[viewer.person]
    if not (mine.get(_TEAM_FACTS[0]) or (mine.get(_TEAM_FACTS[2]) or {}).get("due")):
        return None
    quarter = mine[_TEAM_FACTS[2]]
    return panel("performance/home_panel.html", line=own_line(mine), quarter=quarter)


async def team_panel(_: WebRequest, viewer: Viewer) -> str | None:
    """The own team at a glance; whoever follows the whole company has its figures instead."""
    scope, today = viewer.scope("performance.team"), clock.today()
    if scope.whole or not scope.others:
        return None
    people = [p for p in await people_in(scope, today) if p.id != viewer.person]
    facts = await registry.current().fetch_facts(_TEAM_FACTS, [p.id for p in people], today)
    lines = [team_line(p, facts[p.id]) for p in people]
    saw(PERFORMANCE, (p.id for p in people[:_FEW]), *_TEAM_FIELDS)
    return panel("performance/team_panel.html", lines=lines[:_FEW], more=len(lines) - _FEW) if lines else None
