"""Flows as data: whose turn it is, who may decide, and how a request goes from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

Role = Literal["employee", "department_manager", "hr", "general_manager", "named"]
OPEN, IN_APPROVAL, APPROVED, SCHEDULED, EFFECTIVE = "open", "in_approval", "approved", "scheduled", "effective"
RETURNED, DEFERRED, REJECTED, WITHDRAWN = "returned", "deferred", "rejected", "withdrawn"
APPROVE, UPLOAD, RETURN, DEFER, REJECT, WITHDRAW = "approve", "upload", "return", "defer", "reject", "withdraw"

TRANSITIONS: dict[str, frozenset[str]] = {
    OPEN: frozenset({APPROVED, RETURNED, DEFERRED, REJECTED, WITHDRAWN}),
    RETURNED: frozenset({OPEN, WITHDRAWN}),
    DEFERRED: frozenset({OPEN, WITHDRAWN}),
    APPROVED: frozenset({SCHEDULED, EFFECTIVE}),
    SCHEDULED: frozenset({EFFECTIVE, WITHDRAWN}),
    EFFECTIVE: frozenset(),
    REJECTED: frozenset(),
    WITHDRAWN: frozenset(),
}
_STATE_AFTER = {RETURN: RETURNED, DEFER: DEFERRED, REJECT: REJECTED, WITHDRAW: WITHDRAWN}


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step of a flow, as a company file writes it. `employees` (工号) belongs to the role named."""

    role: Role
    name: str
    needs_upload: bool = False
    employees: tuple[str, ...] = ()
    source: str | None = None

    def __post_init__(self) -> None:
        if (self.role == "named") != bool(self.employees):
            raise ValueError('employees goes with role = "named", and only with it')


@dataclass(frozen=True, slots=True)
class Around:
    """The people around the one who benefits, on the day of asking; a vacant post is None or empty.

    All of them, and the employees of a named step, are told apart by one kind of key (工号 or id).
    """

    employee: str
    department_manager: str | None
    hr: tuple[str, ...]
    general_manager: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that counts: of the current round, at a step (from 0)."""

    step: int
    person: str
    verdict: str


def deciders(step: Step, around: Around) -> tuple[str, ...]:
    """Any one of these. Nobody decides on their own case, and a vacant post does not stop one: it goes one up."""
    if step.role == "employee":
        return (around.employee,)
    posts = _holders(step, around)
    others = tuple(person for person in posts if person != around.employee)
    return others or _one_up(around)


def _holders(step: Step, around: Around) -> tuple[str, ...]:
    if step.role == "hr":
        return around.hr
    if step.role == "named":
        return step.employees
    post = around.department_manager if step.role == "department_manager" else around.general_manager
    return () if post is None else (post,)


def _one_up(around: Around) -> tuple[str, ...]:
    """Above every post stands the general manager; above them nobody: their case is decided on paper."""
    top = around.general_manager
    return () if top is None or top == around.employee else (top,)


def next_step(steps: Sequence[Step], around: Around, taken: Iterable[Taken]) -> int | None:
    """The first step that is still to be done; None when all are.

    Whoever approved an earlier step of this round is not asked again: a step that they could decide counts
    as done. An upload is no approval, and a step that needs one is never passed over.
    """
    decisions = list(taken)
    done = {decision.step for decision in decisions if decision.verdict in (APPROVE, UPLOAD)}
    for index, step in enumerate(steps):
        if index in done:
            continue
        approved = {d.person for d in decisions if d.verdict == APPROVE and d.step < index}
        if step.needs_upload or approved.isdisjoint(deciders(step, around)):
            return index
    return None


def may_decide(person: str, steps: Sequence[Step], around: Around, taken: Iterable[Taken]) -> bool:
    """Whether it is this person's turn."""
    index = next_step(steps, around, taken)
    return index is not None and person in deciders(steps[index], around)


def verdicts(step: Step) -> frozenset[str]:
    """What can be said at a step: the employee hands something in, everybody else decides."""
    if step.role == "employee":
        return frozenset({UPLOAD, WITHDRAW})
    return frozenset({APPROVE, RETURN, DEFER, REJECT})


def state_after(verdict: str, steps: Sequence[Step], around: Around, taken: Iterable[Taken]) -> str:
    """The state once `verdict` is among `taken`: open until the last step is done, then approved."""
    if verdict in _STATE_AFTER:
        return _STATE_AFTER[verdict]
    return APPROVED if next_step(steps, around, taken) is None else OPEN


def may_become(state: str, following: str) -> bool:
    return following in TRANSITIONS[state]


def shown_state(state: str, taken: Iterable[Taken]) -> str:
    """Open with a first approval reads as in approval; both are stored as open."""
    return IN_APPROVAL if state == OPEN and any(True for _ in taken) else state


def approvers(steps: Sequence[Step], around: Around) -> tuple[str, ...]:
    """Who would approve if the first of each step's deciders did, each once, in the order of the flow."""
    taken: list[Taken] = []
    while (index := next_step(steps, around, taken)) is not None:
        people = deciders(steps[index], around)
        if not people:
            break
        verdict = UPLOAD if steps[index].role == "employee" else APPROVE
        taken.append(Taken(index, people[0], verdict))
    return tuple(decision.person for decision in taken if decision.verdict == APPROVE)
