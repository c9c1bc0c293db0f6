"""States and steps of a case in words."""

from __future__ import annotations

import msgspec

from hrapp.kernel.text import date_text, mark, time_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.approvals.api import RequestView, Said
from hrapp.modules.promotion.case_queries import CaseRow
from hrapp.modules.promotion.verdicts import VERDICTS

_STATES = {
    "open": (mark("Open"), "info"),
    "in_approval": (mark("In approval"), "info"),
    "approved": (mark("Approved"), "ok"),
    "scheduled": (mark("Approved, takes effect on %(day)s"), "ok"),
    "effective": (mark("In effect since %(day)s"), "ok"),
    "returned": (mark("Sent back"), "warn"),
    "deferred": (mark("Put off until %(review)s"), "warn"),
    "rejected": (mark("Not agreed; next review from %(review)s"), "bad"),
    "withdrawn": (mark("Withdrawn"), "quiet"),
}


class StepLine(msgspec.Struct, frozen=True):
    name: str
    state: str
    who: str
    when: str
    comment: str


def state_words(case: CaseRow, request: RequestView | None) -> tuple[str, str]:
    state = request.shown_state if request and case.state == "open" else case.state
    words, tone = _STATES.get(state, (state, "quiet"))
    return _(words, day=date_text(case.effective_on), review=date_text(case.next_review_on)), tone


def step_lines(request: RequestView) -> tuple[StepLine, ...]:
    """What was said before it came back, then every step; one that was taken says who, what and when."""
    lines = [_taken(request.steps[said.step].name, said) for said in request.said if said.round < request.round]
    for step in request.steps:
        lines.append(
            _taken(step.name, step.said)
            if step.said
            else StepLine(step.name, step.state, "、".join(step.names), "", "")
        )
    return tuple(lines)


def _taken(step: str, said: Said) -> StepLine:
    return StepLine(step, "done", f"{said.name} {_(VERDICTS[said.verdict])}", time_text(said.at), said.comment)
