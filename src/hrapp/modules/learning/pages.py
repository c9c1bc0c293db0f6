"""Trainings: one's own, who is advised what, and HR recording how one ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import clock
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.errors import NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import saw
from hrapp.modules.learning import actions
from hrapp.modules.learning.advising import advice_for
from hrapp.modules.learning.lines import STATUS, line
from hrapp.modules.learning.queries import attempts_of, courses
from hrapp.modules.people.api import PersonRow, people_in, visible_person

VIEW, RECORD = "learning.view", "learning.record"


class AdviceLine(msgspec.Struct, frozen=True):
    person: str
    name: str
    emp_no: str
    department: str
    course: str
    text: str


class RecordForm(msgspec.Struct):
    person: str
    course: str
    day: date
    status: str
    rate: Decimal | None = None
    score: Decimal | None = None


@get("/learning", permission=VIEW)
async def show_learning(request: WebRequest) -> Response[Any]:
    viewer, today = request.user, clock.today()
    scope = viewer.scope(VIEW)
    people = await people_in(scope, today)
    advised = await advice_for(people, today)
    saw(PERFORMANCE, (person for person, found in advised.items() if found), "results")  # advice names the rate
    mine = await attempts_of(scope, [viewer.person]) if viewer.person else []
    return page(
        request,
        "learning/learning.html",
        mine=[line(found) for found in reversed(mine)],
        own_advice=[advice.text for advice in advised.get(viewer.person or "", [])],
        follows=scope.others,
        advice=[each for person in people if person.id != viewer.person for each in _advice(person, advised)],
        may_record=viewer.may(RECORD),
        employee=viewer.person is not None,
    )


def _advice(person: PersonRow, advised: dict[str, list[Any]]) -> list[AdviceLine]:
    return [
        AdviceLine(person.id, person.name, person.emp_no, person.department or "", advice.course, advice.text)
        for advice in advised.get(person.id, [])
    ]


@get("/learning/record", permission=RECORD)
async def show_record(request: WebRequest) -> Response[Any]:
    asked = request.query_params
    entered = {"person": asked.get("person", ""), "course": "", "day": clock.today().isoformat(), "status": "completed"}
    if name := asked.get("course"):
        entered["course"] = next((course.id for course in await courses() if course.name == name), "")
    return await _record(request, {**entered, "rate": "", "score": ""})


async def _record(request: WebRequest, entered: dict[str, Any], errors: dict[str, str] | None = None) -> Response[Any]:
    people = await people_in(request.user.scope(RECORD), clock.today())
    choose = [("", _("Please choose"))]
    return page(
        request,
        "learning/record.html",
        status=422 if errors else 200,
        people=choose + [(person.id, f"{person.name}（{person.emp_no}）") for person in people],
        courses=choose + [(course.id, course.name) for course in await courses()],
        statuses=[(key, _(words)) for key, (words, _tone) in STATUS.items()],
        entered=entered,
        errors=errors or {},
    )


@post("/learning/record", permission=RECORD, status_code=200)
async def record(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, RecordForm)
        if problems := _problems(form, clock.today()):
            raise BadForm(problems, {key: str(value or "") for key, value in msgspec.structs.asdict(form).items()})
        person = await visible_person(request.user.scope(RECORD), form.person, clock.today())
    except BadForm as bad:
        return await _record(request, bad.entered, bad.errors)
    except NotFound:
        return await _record(
            request,
            {key: str(value or "") for key, value in msgspec.structs.asdict(form).items()},
            {"person": _("Please choose somebody from the list.")},
        )
    rate = None if form.rate is None else form.rate / 100
    await actions.record(person.id, form.course, form.day, form.status, rate, form.score)
    return done(request, "/learning/record", _("Recorded for %(name)s.", name=person.name))


def _problems(form: RecordForm, today: date) -> dict[str, str]:
    problems = {}
    if form.status not in STATUS:
        problems["status"] = _("Please choose how it ended.")
    elif form.day > today and form.status != "planned":
        problems["day"] = _("This day is still to come: choose “planned”, or another day.")
    if form.rate is not None and not 0 <= form.rate <= 100:
        problems["rate"] = _("Please enter a percentage from 0 to 100.")
    if form.score is not None and not 0 <= form.score <= 1000:
        problems["score"] = _("Please enter a score from 0 to 1000.")
    return problems
