"""Whose turn it is, who may decide, and which states follow which."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.modules.approvals.rules import (
    APPROVE,
    APPROVED,
    DEFER,
    DEFERRED,
    EFFECTIVE,
    IN_APPROVAL,
    OPEN,
    REJECT,
    REJECTED,
    RETURN,
    RETURNED,
    SCHEDULED,
    TRANSITIONS,
    UPLOAD,
    WITHDRAW,
    WITHDRAWN,
    Around,
    Step,
    Taken,
    approvers,
    deciders,
    may_become,
    may_decide,
    next_step,
    shown_state,
    state_after,
    verdicts,
)

AROUND = Around("eve", "mona", ("ada", "abel"), "gina")
MANAGER, HR, TOP = (Step(role=r, name=r) for r in ("department_manager", "hr", "general_manager"))
PROOF = Step(role="employee", name="proof", needs_upload=True)
COMMITTEE = Step(role="named", name="committee", employees=("nina", "eve", "otto"))
STANDARD, DIRECT, WITH_PROOF = (MANAGER, HR, TOP), (MANAGER, TOP), (PROOF, MANAGER, HR, TOP)


def approved(*people: str, first: int = 0) -> list[Taken]:
    return [Taken(first + i, person, APPROVE) for i, person in enumerate(people)]


@pytest.mark.parametrize(
    ("step", "around", "expected"),
    [
        (MANAGER, AROUND, ("mona",)),
        (HR, AROUND, ("ada", "abel")),
        (TOP, AROUND, ("gina",)),
        (COMMITTEE, AROUND, ("nina", "otto")),
        (PROOF, AROUND, ("eve",)),
        (MANAGER, replace(AROUND, employee="mona"), ("gina",)),
        (MANAGER, replace(AROUND, department_manager=None), ("gina",)),
        (HR, replace(AROUND, employee="ada"), ("abel",)),
        (HR, replace(AROUND, employee="ada", hr=("ada",)), ("gina",)),
        (HR, replace(AROUND, hr=()), ("gina",)),
        (TOP, replace(AROUND, employee="gina"), ()),
        (TOP, replace(AROUND, general_manager=None), ()),
    ],
)
def test_nobody_decides_on_their_own_case_it_goes_one_up(step: Step, around: Around, expected: tuple[str, ...]) -> None:
    assert deciders(step, around) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [(STANDARD, ("mona", "ada", "gina")), (DIRECT, ("mona", "gina")), (WITH_PROOF, ("mona", "ada", "gina"))],
)
def test_a_flow_is_data(steps: tuple[Step, ...], expected: tuple[str, ...]) -> None:
    assert approvers(steps, AROUND) == expected


def test_steps_come_one_after_the_other() -> None:
    assert next_step(STANDARD, AROUND, []) == 0
    assert next_step(STANDARD, AROUND, approved("mona")) == 1
    assert next_step(STANDARD, AROUND, approved("mona", "abel")) == 2
    assert next_step(STANDARD, AROUND, approved("mona", "abel", "gina")) is None


def test_only_whose_turn_it_is_may_decide() -> None:
    assert may_decide("mona", STANDARD, AROUND, [])
    assert not may_decide("gina", STANDARD, AROUND, [])
    assert not may_decide("eve", STANDARD, AROUND, [])
    assert not may_decide("mona", STANDARD, AROUND, approved("mona"))
    assert may_decide("abel", STANDARD, AROUND, approved("mona"))
    assert not may_decide("gina", STANDARD, AROUND, approved("mona", "abel", "gina"))


def test_the_same_person_twice_decides_once() -> None:
    around = replace(AROUND, employee="mona")  # the first step goes up to the general manager
    assert next_step(STANDARD, around, approved("gina")) == 1
    assert next_step(STANDARD, around, approved("gina", "ada")) is None
    assert approvers(DIRECT, around) == ("gina",)


def test_the_proof_comes_first_and_is_no_approval() -> None:
    assert next_step(WITH_PROOF, AROUND, []) == 0
    assert verdicts(PROOF) == {UPLOAD, WITHDRAW}
    assert next_step(WITH_PROOF, AROUND, [Taken(0, "eve", UPLOAD)]) == 1
    assert next_step((MANAGER, replace_upload(TOP)), replace(AROUND, general_manager="mona"), approved("mona")) == 1


def replace_upload(step: Step) -> Step:
    return msgspec.structs.replace(step, needs_upload=True)


def test_without_anybody_above_the_general_manager_s_case_stands_still() -> None:
    around = replace(AROUND, employee="gina", department_manager="gina")
    assert approvers(STANDARD, around) == ()
    assert next_step(STANDARD, around, []) == 0


@pytest.mark.parametrize(
    ("verdict", "taken", "state"),
    [
        (APPROVE, approved("mona"), OPEN),
        (APPROVE, approved("mona", "ada", "gina"), APPROVED),
        (RETURN, approved("mona"), RETURNED),
        (DEFER, [], DEFERRED),
        (REJECT, [], REJECTED),
        (WITHDRAW, [], WITHDRAWN),
        (UPLOAD, [], OPEN),
    ],
)
def test_what_a_verdict_makes_of_a_request(verdict: str, taken: list[Taken], state: str) -> None:
    assert state_after(verdict, STANDARD, AROUND, taken) == state


def test_an_open_request_with_a_decision_reads_as_in_approval() -> None:
    assert shown_state(OPEN, []) == OPEN
    assert shown_state(OPEN, approved("mona")) == IN_APPROVAL
    assert shown_state(REJECTED, approved("mona")) == REJECTED


@pytest.mark.parametrize(
    ("state", "following", "allowed"),
    [
        (OPEN, APPROVED, True),
        (OPEN, EFFECTIVE, False),
        (OPEN, SCHEDULED, False),
        (RETURNED, OPEN, True),
        (DEFERRED, OPEN, True),
        (APPROVED, SCHEDULED, True),
        (APPROVED, EFFECTIVE, True),
        (APPROVED, REJECTED, False),
        (SCHEDULED, EFFECTIVE, True),
        (EFFECTIVE, WITHDRAWN, False),
        (REJECTED, OPEN, False),
        (WITHDRAWN, OPEN, False),
    ],
)
def test_which_state_may_follow_which(state: str, following: str, allowed: bool) -> None:
    assert may_become(state, following) is allowed


def test_every_state_that_can_be_reached_has_its_own_line() -> None:
    assert set().union(*TRANSITIONS.values()) <= set(TRANSITIONS)


def test_employees_go_with_a_named_step_and_only_there() -> None:
    for wrong in (
        {"role": "named", "name": "n"},
        {"role": "hr", "name": "n", "employees": ["x"]},
        {"role": "board", "name": "n"},
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Step)


people = st.sampled_from(["a", "b", "c", "d"])
arounds = st.builds(Around, people, st.none() | people, st.lists(people, max_size=2).map(tuple), st.none() | people)
steps = st.lists(
    st.sampled_from([MANAGER, HR, TOP, PROOF, Step(role="named", name="n", employees=("a", "b"))]), max_size=5
)


@given(steps, arounds)
def test_whatever_the_flow_nobody_approves_for_themselves_or_twice(flow: list[Step], around: Around) -> None:
    who = approvers(flow, around)
    assert around.employee not in who
    assert len(set(who)) == len(who)


@given(steps, arounds)
def test_a_flow_ends_or_waits_for_a_post_that_is_empty(flow: list[Step], around: Around) -> None:
    taken: list[Taken] = []
    for _ in range(len(flow)):
        index = next_step(flow, around, taken)
        if index is None or not deciders(flow[index], around):
            return
        assert all(decision.step < index for decision in taken)
        verdict = UPLOAD if flow[index].role == "employee" else APPROVE
        taken.append(Taken(index, deciders(flow[index], around)[0], verdict))
    assert next_step(flow, around, taken) is None
