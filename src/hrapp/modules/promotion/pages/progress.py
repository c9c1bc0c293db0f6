"""How far somebody is: one's own page, a person's, and the list of everybody in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from hrapp.kernel import clock, text
from hrapp.kernel.access import Scope
from hrapp.kernel.asking import together
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.kernel.pages import WebRequest, page, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import saw
from hrapp.modules.approvals.api import RequestView, requests_about
from hrapp.modules.people.api import PersonRow, people_in, visible_person
from hrapp.modules.promotion.assessing import rules_on, standings
from hrapp.modules.promotion.case_queries import CaseRow, cases_of, history, spread
from hrapp.modules.promotion.eligibility import SUBJECT
from hrapp.modules.promotion.pages.steps import StepLine, state_words, step_lines
from hrapp.modules.promotion.wording import progress_view

VIEW = "promotion.view"
PAGE = 50


class CaseNote(msgspec.Struct, frozen=True):
    """A case as its own person reads it."""

    url: str
    state: str
    tone: str
    sentence: str
    steps: tuple[StepLine, ...]


@get("/promotion", permission=VIEW)
async def show_my_progress(request: WebRequest) -> Response[Any]:
    if request.user.person is None:
        raise NotFound
    return await _progress_page(request, request.user.person)


@get("/people/{person:str}/promotion", permission=VIEW)
async def show_progress(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    return await _progress_page(request, person)


class Shown(msgspec.Struct, frozen=True):
    """All that the page says of a person's promotion: `body` is drawn, for as long as the answers stay the same."""

    person: PersonRow
    body: str


async def _progress_page(request: WebRequest, person: str) -> Response[Any]:
    scope, today = request.user.scope(VIEW), clock.today()
    mine = person == request.user.person
    found = await DB.asking.once(
        f"promotion.progress {person} {today} {text.language.get()} {mine}", lambda: _shown(scope, person, today, mine)
    )
    saw(PERFORMANCE, [person], "progress")  # here: what is remembered asks no query
    return page(
        request,
        "promotion/progress.html",
        "progress",
        person=found.person,
        mine=mine,
        body=found.body,
    )


async def _shown(scope: Scope, person: str, today: date, mine: bool) -> Shown:
    row, cases, points, _ = await together(
        visible_person(scope, person, today), cases_of(scope, person, today), history(scope, person), rules_on(today)
    )
    standing, requests = await together(
        standings([row], today), requests_about(SUBJECT, [case.id for case in cases], today)
    )
    paths = tuple(map(progress_view, standing))
    line = spread(points, paths[0].path) if paths else ()
    body = panel(
        "promotion/progress_of.html",
        mine=mine,
        paths=paths,
        cases=[case_note(case, requests.get(case.id)) for case in cases],
        points=[(point.day.strftime("%m-%d"), point.progress) for point in line],
    )
    return Shown(row, body)


def case_note(case: CaseRow, request: RequestView | None) -> CaseNote:
    words, tone = state_words(case, request)
    return CaseNote(
        f"/promotion/cases/{case.id}", words, tone, _next_words(case, request), step_lines(request) if request else ()
    )


def _next_words(case: CaseRow, request: RequestView | None) -> str:
    if request and request.current:
        return _("Now with %(who)s: %(step)s", who="、".join(request.current.names), step=request.current.name)
    return ""


class PersonLine(msgspec.Struct, frozen=True):
    id: str
    name: str
    emp_no: str
    department: str
    path: str
    headline: str
    overall: Any
    words: str
    eligible: bool
    gates: str


@get("/promotion/people", permission=VIEW)
async def show_people(request: WebRequest) -> Response[Any]:
    """Everybody in scope who is on a path, the nearest first."""
    today = clock.today()
    people = await people_in(request.user.scope(VIEW), today)
    department = request.query_params.get("department", "")
    chosen = [p for p in people if not department or p.department == department]
    found = sorted(
        (_person_line(each.person, progress_view(each)) for each in await standings(chosen, today)),
        key=lambda line: (not line.eligible, -line.overall, line.emp_no),
    )
    start = _start(request.query_params.get("from", ""))
    shown = found[start : start + PAGE]
    saw(PERFORMANCE, (line.id for line in shown), "progress")
    return page(
        request,
        "promotion/people.html",
        "people",
        lines=shown,
        total=len(found),
        department=department,
        departments=[("", _("All departments"))] + [(d, d) for d in sorted({p.department for p in people if p.department})],
        newer=f"?department={department}&from={max(0, start - PAGE)}" if start else "",
        older=f"?department={department}&from={start + PAGE}" if start + PAGE < len(found) else "",
    )  # fmt: skip


def _start(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 6 else 0


def _person_line(person: PersonRow, view: Any) -> PersonLine:
    return PersonLine(
        person.id,
        person.name,
        person.emp_no,
        person.department or "",
        view.title,
        view.headline,
        view.overall,
        f"{view.met} / {view.met + view.open}",
        view.eligible,
        " ".join(view.gates),
    )


async def person_panel(request: WebRequest, viewer: Any, person: PersonRow) -> str | None:
    """On the person's page, for who may see it there."""
    scope, today = viewer.scope(VIEW), clock.today()
    try:
        _, standing = await together(visible_person(scope, person.id, today), standings([person], today))
    except NotFound:
        return None
    found: Sequence[Any] = [progress_view(each) for each in standing]
    if found:
        saw(PERFORMANCE, [person.id], "progress")
    return panel("promotion/person_panel.html", person=person, paths=found)


async def home_panel(_: WebRequest, viewer: Any) -> str | None:
    """One's own progress on the first page, for whoever is on a path."""
    if viewer.person is None:
        return None
    today = clock.today()
    try:
        person, _rules = await together(visible_person(viewer.scope(VIEW), viewer.person, today), rules_on(today))
    except NotFound:
        return None
    found = [progress_view(each) for each in await standings([person], today)]
    return panel("promotion/home_panel.html", paths=found) if found else None
