"""Changes to requests: opening one, deciding a step, taking it up again.

What a request means is its subject's business: it hears of every turn through events, in the same unit of work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Event, emit
from hrapp.modules.approvals import events, rules
from hrapp.modules.approvals.queries import RequestView, StepView, request_by_id

_AFTER_VERDICT = {
    rules.RETURN: rules.RETURNED,
    rules.DEFER: rules.DEFERRED,
    rules.REJECT: rules.REJECTED,
    rules.WITHDRAW: rules.WITHDRAWN,
}
_EVENTS: Mapping[str, type[Event]] = {
    rules.APPROVED: events.RequestApproved,
    rules.RETURNED: events.RequestReturned,
    rules.DEFERRED: events.RequestDeferred,
    rules.REJECTED: events.RequestRejected,
    rules.WITHDRAWN: events.RequestWithdrawn,
}
_NEEDS_WORDS = frozenset({rules.RETURN, rules.DEFER, rules.REJECT})


async def open_request(*, flow: str, subject_kind: str, subject: str, person: str, day: date) -> str:
    """Send a subject through the current version of a flow; answers the request's id."""
    version = await DB.value("select id from approvals_flow_version where code = $1 and current", flow)
    if version is None:
        raise Refused(f"no approval flow is called {flow}")
    made = new_id()
    await DB.fetch(
        "insert into approvals_request (id, flow_version, subject_kind, subject, person, opened_on)"
        " values ($1, $2, $3, $4, $5, $6)",
        made,
        version,
        subject_kind,
        subject,
        person,
        day,
    )
    await emit(events.RequestOpened(object=made, person=person, details={"kind": subject_kind, "subject": subject}))
    return made


async def decide(
    request: RequestView,
    *,
    person: str,
    verdict: str,
    comment: str,
    facts: Mapping[str, Any],
    day: date,
    stands_in_for: Collection[str] = (),
) -> RequestView:
    """Take the open step. The request is as the decider saw it: when it has moved on since, nothing is written.
    Whoever stands in for somebody decides under their own name; the trail has both."""
    step = _may_say(request, person, verdict, comment, stands_in_for)
    await _leave(request, rules.OPEN, (rules.OPEN,))
    await _write_down(request, person, verdict, comment, facts)
    state = _AFTER_VERDICT.get(verdict) or rules.OPEN
    gone_on = await _as_it_is_now(request, day)
    if state == rules.OPEN and gone_on.step is None:
        state = rules.APPROVED
    await DB.fetch(
        "update approvals_request set state = $2, step = $3 where id = $1", request.id, state, gone_on.step or 0
    )
    about = {"kind": request.subject_kind, "subject": request.subject, "step": step.name, "verdict": verdict}
    await emit(events.RequestDecided(object=request.id, person=request.person, details=about))
    if state != rules.OPEN:
        await emit(_EVENTS[state](object=request.id, person=request.person, details=about))
    return await _as_it_is_now(request, day)


def _may_say(request: RequestView, person: str, verdict: str, comment: str, stands_in_for: Collection[str]) -> StepView:
    if request.current is None:
        raise Conflict(_("This request is no longer open."))
    if not request.waits_for(person, stands_in_for):
        raise NotAllowed
    if verdict not in request.current.verdicts:
        raise Invalid({"verdict": _("Please choose one of these.")})
    if verdict in _NEEDS_WORDS and not comment.strip():
        raise Invalid({"comment": _("Please say why: the employee will read it.")})
    return request.current


async def _write_down(request: RequestView, person: str, verdict: str, comment: str, facts: Mapping[str, Any]) -> None:
    await DB.fetch(
        "insert into approvals_decision (id, request, step, verdict, decided_by, comment, decided_at, facts, round)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new_id(),
        request.id,
        request.step,
        verdict,
        person,
        comment.strip(),
        clock.now(),
        dict(facts),
        request.round,
    )


async def _as_it_is_now(request: RequestView, day: date) -> RequestView:
    found = await request_by_id(request.id, day)
    assert found is not None
    return found


async def withdraw(request: RequestView, *, comment: str) -> None:
    """Take it back, whatever step it stands at; who may is the subject's business."""
    await _leave(request, rules.WITHDRAWN, (rules.OPEN, rules.RETURNED, rules.DEFERRED))
    details = {"kind": request.subject_kind, "subject": request.subject, "comment": comment}
    await emit(events.RequestWithdrawn(object=request.id, person=request.person, details=details))


async def reopen(request: RequestView) -> None:
    """Take up a returned or deferred request: the flow begins again, and what was said stays readable."""
    await _leave(request, rules.OPEN, (rules.RETURNED, rules.DEFERRED))
    details = {"kind": request.subject_kind, "subject": request.subject}
    await emit(events.RequestReopened(object=request.id, person=request.person, details=details))


async def _leave(request: RequestView, state: str, states: tuple[str, ...]) -> None:
    moved = await DB.fetch(
        "update approvals_request set state = $3, version = version + 1"
        " where id = $1 and version = $2 and state = any($4::varchar[]) returning id",
        request.id,
        request.version,
        state,
        list(states),
    )
    if not moved:
        raise Conflict(_("Somebody else decided this in the meantime. Please look at it again."))
