"""Roles, reaches, guards and agreement: by table, and for whatever Hypothesis thinks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hrapp.kernel.access import Scope, Viewer
from hrapp.kernel.classes import CLASSES, PROTECTED
from hrapp.kernel.module import Permission
from hrapp.kernel.reach import COMPANY, DEPARTMENT, DIRECT, KINDS, NOWHERE, SELF, SUBTREE
from hrapp.modules.approvals.queries import RequestView, Said, StepView
from hrapp.modules.rbac.guards import Holder, guarded
from hrapp.modules.rbac.rules import ROLES, agreed, default_reach, excluded, family_of, reach_of, widens

PAY = Permission(
    "pay.view", "", {"employee": "self", "hr": "company", "general_manager": "company"}, visibility="pay", data="salary"
)
RESULTS = Permission("results.edit", "", {"manager": "subtree", "hr": "company"}, action="edit", data="performance")
IMPORT = Permission("imports.run", "", {"hr": "company"}, action="edit", data="salary", everything=True)


@pytest.mark.parametrize(
    ("permission", "role", "reach"),
    [
        (PAY, "employee", SELF),
        (PAY, "manager", NOWHERE),
        (PAY, "hr", COMPANY),
        (PAY, "hrbp", DEPARTMENT),
        (PAY, "compensation", COMPANY),
        (PAY, "it", NOWHERE),
        (PAY, "auditor", NOWHERE),
        (RESULTS, "manager", SUBTREE),
        (RESULTS, "hrbp", DEPARTMENT),
        (RESULTS, "compensation", NOWHERE),
        (IMPORT, "hrbp", NOWHERE),
        (IMPORT, "compensation", NOWHERE),
        (PAY, "a role that nobody knows", NOWHERE),
    ],
)
def test_a_role_reaches_as_far_as_modules_say(permission: Permission, role: str, reach: str) -> None:
    assert default_reach(permission, role) == reach


def test_the_companys_change_counts_before_its_file_and_its_file_before_the_default() -> None:
    file = {"pay": ["self", "department_manager"]}
    assert reach_of(PAY, "hr", {}, {}) == COMPANY
    assert reach_of(PAY, "hr", file, {}) == NOWHERE
    assert reach_of(PAY, "manager", file, {}) == SUBTREE
    assert reach_of(PAY, "manager", file, {("manager", PAY.name): DIRECT}) == DIRECT
    assert reach_of(PAY, "manager", file, {("manager", PAY.name): "everywhere"}) == NOWHERE


@pytest.mark.parametrize(
    ("held", "role", "apart"),
    [
        ({"it"}, "hr", True),
        ({"hr"}, "it", True),
        ({"employee", "manager"}, "it", False),
        ({"it"}, "it", False),
        ({"hr"}, "general_manager", False),
        ({"it"}, "auditor", True),
    ],
)
def test_it_and_data_roles_exclude_each_other(held: set[str], role: str, apart: bool) -> None:
    assert excluded(held, role) is apart


@pytest.mark.parametrize(
    ("roles", "family"),
    [
        ({"hr"}, "hr"),
        ({"hr", "general_manager"}, "general_manager"),
        ({"auditor"}, "auditor"),
        ({"it", "hr"}, None),
        ({"hrbp", "compensation", "manager"}, None),
        (set(), None),
    ],
)
def test_an_agreement_counts_for_one_family(roles: set[str], family: str | None) -> None:
    assert family_of(roles) == family


def test_two_of_one_family_are_one() -> None:
    assert agreed({"a": "hr", "b": "general_manager"}, "c")
    assert not agreed({"a": "hr", "b": "hr"}, "c")
    assert not agreed({"a": "hr", "b": None}, "c")
    assert not agreed({"a": "hr", "c": "general_manager"}, "c")


def test_only_more_of_others_protected_data_is_wider() -> None:
    assert widens(PAY, NOWHERE, SUBTREE) and widens(PAY, DEPARTMENT, COMPANY)
    assert not widens(PAY, NOWHERE, SELF) and not widens(PAY, COMPANY, SUBTREE)
    assert not widens(replace(PAY, data="public"), NOWHERE, COMPANY)


# -- guards -------------------------------------------------------------------------------------------------------

PEOPLE, UNITS, NUMBERS = ("ann", "bob", "cid"), ("north", "south"), ("E1", "E2", "E3")
scopes = st.builds(
    Scope,
    kind=st.sampled_from(KINDS),
    person=st.sampled_from((None, *PEOPLE)),
    emp_no=st.just("E1"),
    departments=st.sets(st.sampled_from(UNITS)).map(tuple),
    day=st.just(date(2026, 10, 15)),
    managers=st.sets(st.sampled_from(NUMBERS)).map(tuple),
)
lent = st.builds(lambda scope, more: replace(scope, more=tuple(more)), scopes, st.lists(scopes, max_size=2))
permissions = st.builds(
    lambda action, data: Permission("x", "", {}, action=action, data=data),
    st.sampled_from(("view", "edit", "propose", "approve", "export", "administer", "reveal")),
    st.sampled_from(CLASSES),
)
holders = st.builds(Holder, st.sampled_from((None, *PEOPLE)), st.frozensets(st.sampled_from(ROLES), max_size=3))
EVERYBODY = [(p, u, n) for p in PEOPLE for u in UNITS for n in NUMBERS]


def reached(scope: Scope) -> set[tuple[str, str, str]]:
    return {each for each in EVERYBODY if scope.has(*each)}


@given(permissions, holders, lent)
def test_guards_only_ever_take_away(permission: Permission, holder: Holder, scope: Scope) -> None:
    assert reached(guarded(permission, holder, scope)) <= reached(scope)


@given(permissions, holders, lent)
def test_it_sees_nobodys_protected_data(permission: Permission, holder: Holder, scope: Scope) -> None:
    it = Holder(holder.person, holder.roles | {"it"})
    mine = replace(scope, person=holder.person)
    if permission.data in PROTECTED:
        assert {person for person, _, _ in reached(guarded(permission, it, mine))} <= {holder.person}


@given(holders, lent, st.sampled_from(("edit", "approve")), st.sampled_from(("salary", "performance")))
def test_nobody_decides_on_themselves(holder: Holder, scope: Scope, action: str, data: str) -> None:
    found = guarded(Permission("x", "", {}, action=action, data=data), holder, scope)
    assert holder.person not in {person for person, _, _ in reached(found)}


@given(permissions, holders, scopes)
def test_what_was_lent_reaches_neither_of_the_two(permission: Permission, holder: Holder, theirs: Scope) -> None:
    found = guarded(permission, holder, Scope(person=holder.person, more=(theirs,)))
    assert {holder.person, theirs.person}.isdisjoint(person for person, _, _ in reached(found))
    assert reached(found) <= reached(theirs)


# -- whose turn -----------------------------------------------------------------------------------------------------


def request(people: tuple[str, ...], about: str) -> RequestView:
    step = StepView("s", "general_manager", False, "current", (), people, frozenset({"approve"}))
    return RequestView(
        *("r", "promotion.case", "c", about, "", "open", "open", "f", "f", date(2026, 10, 15), 1, 0, 0, (step,), ())
    )


def test_a_deputy_decides_in_anothers_turn_but_not_on_either_of_them() -> None:
    assert request(("boss",), "eve").waits_for("boss")
    assert request(("boss",), "eve").waits_for("deputy", {"boss"})
    assert not request(("boss",), "eve").waits_for("deputy")
    assert not request(("boss",), "deputy").waits_for("deputy", {"boss"})
    assert not request(("boss",), "boss").waits_for("deputy", {"boss"})
    assert not request(("boss",), "eve").waits_for(None, {"boss"})


def test_whoever_agreed_is_not_asked_again_in_anothers_place() -> None:
    """A manager to whom HR and the general manager both lent their turn is still one pair of eyes."""
    yes = Said(0, 1, "approve", "deputy", "", "", "", datetime(2026, 10, 15, tzinfo=UTC))
    again = structs.replace(request(("boss",), "eve"), round=1)
    assert not structs.replace(again, said=(yes,)).waits_for("deputy", {"boss"})
    assert structs.replace(again, said=(yes,)).waits_for("boss")
    assert structs.replace(again, round=2, said=(yes,)).waits_for("deputy", {"boss"})
    assert structs.replace(again, said=(structs.replace(yes, verdict="return"),)).waits_for("deputy", {"boss"})


def test_nobody_may_what_nobody_gave() -> None:
    viewer = Viewer("a", "p", "E1", "x")
    assert not viewer.may("pay.view") and viewer.scope("pay.view").kind == NOWHERE
