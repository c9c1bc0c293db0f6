"""Cases: what waits, the facts beside the decision form, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import together
from hrapp.kernel.errors import Invalid, NotAllowed
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.modules.approvals.api import RequestView, pending_for, requests_about
from hrapp.modules.people.api import person_by_id, visible_person
from hrapp.modules.promotion.assessing import standings
from hrapp.modules.promotion.case_queries import CaseRow, case, cases_in
from hrapp.modules.promotion.cases import decide_case, first_of_next_month, take_up_again
from hrapp.modules.promotion.eligibility import SUBJECT, facts_json
from hrapp.modules.promotion.pages.progress import VIEW
from hrapp.modules.promotion.pages.steps import state_words, step_lines
from hrapp.modules.promotion.wording import progress_view

FOLLOW = "promotion.follow"


class DecisionForm(msgspec.Struct):
    verdict: str
    comment: str | None = None
    effective_on: date | None = None
    next_review_on: date | None = None


class CaseLine(msgspec.Struct, frozen=True):
    url: str
    name: str
    emp_no: str
    person: str
    department: str
    title: str
    state: str
    tone: str
    opened_on: date
    now: str
    mine: bool


@get("/promotion/cases", permission=VIEW)
async def show_cases(request: WebRequest) -> Response[Any]:
    today = clock.today()
    rows = await cases_in(request.user.scope(VIEW), today)
    requests = await requests_about(SUBJECT, [row.id for row in rows], today)
    lines = [_case_line(row, requests.get(row.id), request.user) for row in rows]
    shown = request.query_params.get("state", "")
    chosen = [line for line, row in zip(lines, rows, strict=True) if not shown or row.state == shown]
    return page(
        request,
        "promotion/cases.html",
        "cases",
        lines=sorted(chosen, key=lambda line: not line.mine),
        shown=shown,
        states=[("", _("All")), ("open", _("Open")), ("scheduled", _("Approved")), ("effective", _("In effect")),
                ("rejected", _("Not agreed"))],
    )  # fmt: skip


def _case_line(row: CaseRow, found: RequestView | None, viewer: Viewer) -> CaseLine:
    words, tone = state_words(row, found)
    now = "、".join(found.current.names) if found and found.current else ""
    return CaseLine(
        f"/promotion/cases/{row.id}", row.name, row.emp_no, row.person, row.department or "", row.title, words, tone,
        row.opened_on, now, bool(found and found.waits_for(viewer.person, viewer.decides_for)),
    )  # fmt: skip


@get("/promotion/cases/{case_id:str}", permission=VIEW)
async def show_case(request: WebRequest, case_id: FromPath[str]) -> Response[Any]:
    return await _case_page(request, case_id, {}, {})


async def _case_page(
    request: WebRequest, case_id: str, entered: dict[str, Any], errors: dict[str, str]
) -> Response[Any]:
    scope, today = request.user.scope(VIEW), clock.today()
    row = await case(scope, case_id, today)
    requests, person = await together(
        requests_about(SUBJECT, [row.id], today), visible_person(scope, row.person, today)
    )
    found = requests.get(row.id)
    now = [each for each in await standings([person], today) if each.version.path.id == row.path]
    words, tone = state_words(row, found)
    mine = found is not None and found.waits_for(request.user.person, request.user.decides_for)
    blank = {"comment": "", "effective_on": first_of_next_month(today).isoformat(), "next_review_on": ""}
    return page(
        request,
        "promotion/case.html",
        "case_decision",
        status=422 if errors else 200,
        case=row,
        person=person,
        state=words,
        tone=tone,
        steps=step_lines(found) if found else (),
        progress=progress_view(now[0]) if now else None,
        may_decide=mine,
        may_take_up=_may_take_up(request.user, row),
        is_upload=bool(mine and found and found.current and "upload" in found.current.verdicts),
        asks_day=bool(mine and found and (found.is_last or _is_hr(found))),
        next_words=_what_next(found) if mine and found else "",
        waits_for="、".join(found.current.names) if found and found.current else "",
        entered={**blank, **entered},
        errors=errors,
    )


def _may_take_up(viewer: Viewer, row: CaseRow) -> bool:
    """What was sent back is handed in again by the person; HR and the general manager take up either."""
    if row.state not in ("returned", "deferred"):
        return False
    return viewer.scope(FOLLOW).whole or (row.state == "returned" and viewer.person == row.person)


def _is_hr(found: RequestView) -> bool:
    return found.current is not None and found.current.role == "hr"


def _what_next(found: RequestView) -> str:
    """What happens when one agrees, on the line of the button."""
    if found.after is None:
        return _("This is the last step: the promotion is approved and takes effect on the day below.")
    return _("Then it goes to %(who)s (%(step)s).", who="、".join(found.after.names), step=found.after.name)


@post("/promotion/cases/{case_id:str}/decision", permission=VIEW, status_code=200)
async def decide(request: WebRequest, case_id: FromPath[str]) -> Response[Any]:
    scope, today = request.user.scope(VIEW), clock.today()
    row = await case(scope, case_id, today)
    found = (await requests_about(SUBJECT, [row.id], today)).get(row.id)
    viewer = request.user
    if found is None or viewer.person is None or not found.waits_for(viewer.person, viewer.decides_for):
        raise NotAllowed
    try:
        form = await read_form(request, DecisionForm)
    except BadForm as bad:
        return await _case_page(request, case_id, bad.entered, bad.errors)
    try:
        after = await decide_case(
            found,
            person=viewer.person,
            stands_in_for=viewer.decides_for,
            verdict=form.verdict,
            comment=form.comment or "",
            effective_on=form.effective_on if form.verdict == "approve" else None,
            next_review_on=form.next_review_on,
            facts=await _facts(row, today),
            day=today,
        )
    except Invalid as bad:
        entered = {key: str(value or "") for key, value in msgspec.structs.asdict(form).items()}
        return await _case_page(request, case_id, entered, bad.errors)
    return done(request, f"/promotion/cases/{case_id}", _after_words(after))


@post("/promotion/cases/{case_id:str}/resumption", permission=VIEW, status_code=200)
async def resume(request: WebRequest, case_id: FromPath[str]) -> Response[Any]:
    """The flow from its beginning, after it was sent back or put off."""
    row = await case(request.user.scope(VIEW), case_id, clock.today())
    found = (await requests_about(SUBJECT, [row.id], clock.today())).get(row.id)
    if found is None or not _may_take_up(request.user, row):
        raise NotAllowed
    await take_up_again(found)
    return done(request, f"/promotion/cases/{case_id}", _("It is on its way again, from the first step."))


async def _facts(row: CaseRow, today: date) -> dict[str, Any]:
    """The facts as they are at this decision, kept with it."""
    person = await person_by_id(row.person, today)
    now = [each for each in await standings([person], today) if each.version.path.id == row.path] if person else []
    return facts_json(now[0]) if now else row.facts


def _after_words(after: RequestView) -> str:
    if after.current:
        who = "、".join(after.current.names)
        return _("Written down. Now it is with %(who)s (%(step)s).", who=who, step=after.current.name)
    if after.state == "approved":
        return _("Written down. The promotion is approved.")
    return _("Written down. The employee reads it on their promotion page.")


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    """Cases that wait for the viewer, on the first page."""
    if viewer.person is None:
        return []
    found = await pending_for(viewer.person, SUBJECT, clock.today(), viewer.decides_for)
    return [
        Waiting(
            _(
                "%(name)s meets the criteria for a promotion review: %(step)s",
                name=each.person_name,
                step=each.current.name,
            ),
            f"/promotion/cases/{each.subject}",
            _("Hand in") if "upload" in each.current.verdicts else _("Review"),
            order=10,
        )
        for each in found
        if each.current
    ]
