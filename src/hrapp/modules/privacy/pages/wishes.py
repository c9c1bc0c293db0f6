"""Corrections that people ask for: HR accepts or refuses, with a reason."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.privacy import actions
from hrapp.modules.privacy.pages.own import TONES
from hrapp.modules.privacy.personal import STATES
from hrapp.modules.privacy.queries import CorrectionRow, corrections
from hrapp.modules.privacy.rules import FIELDS, wrong_with

MANAGE = "privacy.requests"
_LONGEST = 500


class DecisionForm(msgspec.Struct):
    verdict: str
    version: int
    person_version: int
    answer: str = ""


class RequestLine(msgspec.Struct, frozen=True):
    id: str
    person: str
    name: str
    emp_no: str
    field: str
    now: str
    wanted: str
    reason: str
    state: str
    tone: str
    asked: str
    decided: str
    answer: str
    open: bool
    own: bool
    writes: bool
    version: int
    person_version: int


@get("/privacy/requests", permission=MANAGE)
async def show_requests(request: WebRequest) -> Response[Any]:
    return await _page(request, {}, {}, "")


async def _page(request: WebRequest, entered: dict[str, Any], errors: dict[str, str], wrong: str) -> Response[Any]:
    found = await corrections(request.user.scope(MANAGE))
    return page(
        request,
        "privacy/requests.html",
        status=422 if errors else 200,
        lines=[_line(row, request.user.person) for row in found],
        entered=entered,
        errors=errors,
        wrong=wrong,
    )


def _line(row: CorrectionRow, viewer: str | None) -> RequestLine:
    words, writes = FIELDS[row.field]
    decided = f"{row.decided_by_name} · {time_text(row.decided_at)}" if row.decided_by_name else ""
    return RequestLine(
        id=row.id,
        person=row.person,
        name=row.name,
        emp_no=row.emp_no,
        field=_(words),
        now=row.now,
        wanted=row.wish.wanted,
        reason=row.wish.reason,
        state=_(STATES[row.state]),
        tone=TONES[row.state],
        asked=time_text(row.asked_at),
        decided=decided,
        answer=row.answer,
        open=row.state == "open",
        own=row.person == viewer,
        writes=writes,
        version=row.version,
        person_version=row.person_version,
    )


@post("/privacy/requests/{correction:str}", permission=MANAGE, status_code=200)
async def decide(request: WebRequest, correction: FromPath[str]) -> Response[Any]:
    found = await corrections(request.user.scope(MANAGE), id=correction)
    if not found:
        raise NotFound
    try:
        form = await read_form(request, DecisionForm)
        if problems := _problems(form, found[0]):
            raise BadForm(problems, msgspec.structs.asdict(form))
    except BadForm as bad:
        return await _page(request, bad.entered, bad.errors, correction)
    accepted = form.verdict == "accept"
    await actions.decide_correction(
        request.user,
        found[0],
        accepted=accepted,
        answer=form.answer,
        version=form.version,
        person_version=form.person_version,
    )
    return done(request, "/privacy/requests", _("Put right.") if accepted else _("Not accepted; the person reads why."))


def _problems(form: DecisionForm, found: CorrectionRow) -> dict[str, str]:
    if form.verdict not in ("accept", "refuse"):
        return {"verdict": _("Please choose one of the buttons.")}
    if len(form.answer) > _LONGEST:
        return {"answer": _("Please keep this under %(n)s characters.", n=_LONGEST)}
    if form.verdict == "refuse" and not form.answer:
        return {"answer": _("Please say why: the person reads it.")}
    if form.verdict == "accept" and (wrong := wrong_with(found.field, found.wish.wanted, clock.today())):
        return {"answer": _(wrong)}
    return {}


PAGES = (show_requests, decide)
