"""Raise suggestions, the budget, decisions, and equal cases decided differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.modules.compensation.decisions import Outcome, decided, unequal
from hrapp.modules.compensation.json_shape import PayRow, pay_json, raise_json, round_json
from hrapp.modules.compensation.policy import Policy, in_force, pairs_without_row, promoted_within
from hrapp.modules.compensation.rules import Budget, RaiseInputs, Suggestion, budget, suggest

ROWS = [
    {"id": "R1", "grade": "A", "promoted": "yes", "pct": 10, "text": "A and promoted"},
    {"id": "R2", "grade": "A", "promoted": "no", "pct": 5, "text": "A"},
    {"id": "R3", "grade": "B", "promoted": "any", "pct": 4.5, "text": "B"},
    {"id": "R4", "grade": "C", "promoted": "any", "pct": 0, "text": "C"},
]
MODIFIERS = [
    {"id": "T1", "kind": "tenure_months", "value": 12, "below": 36, "add_pct": 1, "text": "a year"},
    {"id": "T2", "kind": "tenure_months", "value": 24, "add_pct": 0.5, "text": "two years"},
]


def policy(**more: Any) -> Policy:
    values: dict[str, Any] = {
        "version": 1, "effective_from": date(2026, 10, 1), "lookback_periods": 4, "promotion_from": date(2026, 4, 1),
        "promotion_to": date(2026, 9, 30), "exclude_positions": ["CEO"], "exclude_status": ["probation", "unpaid_leave"],
        "cap_pct": 15, "rows": ROWS, "modifiers": MODIFIERS,
    }  # fmt: skip
    return msgspec.convert({**values, **more}, Policy)


PERSON = RaiseInputs(Decimal(8000), "clerk", (), "A", "2026Q3", promoted=False, tenure_months=6)


def given_to(rules: Policy | None = None, **more: Any) -> Suggestion:
    return suggest(rules or policy(), replace(PERSON, **more))


@pytest.mark.parametrize(
    ("facts", "matched", "pct", "increment"),
    [
        ({"promoted": True}, ("R1",), "10", 800),
        ({}, ("R2",), "5", 400),
        ({"grade": "B", "promoted": True}, ("R3",), "4.5", 360),
        ({"tenure_months": 11}, ("R2",), "5", 400),
        ({"tenure_months": 12}, ("R2", "T1"), "6", 480),
        ({"tenure_months": 24}, ("R2", "T1", "T2"), "6.5", 520),
        ({"tenure_months": 36}, ("R2", "T2"), "5.5", 440),
        ({"grade": "C", "tenure_months": 24}, ("R4",), "0", 0),
    ],
)
def test_the_first_row_that_fits_and_what_service_adds(
    facts: dict[str, Any], matched: tuple[str, ...], pct: str, increment: int
) -> None:
    suggestion = given_to(**facts)
    assert (suggestion.matched, suggestion.pct, suggestion.increment) == (matched, Decimal(pct), increment)
    assert suggestion.new_base == 8000 + increment
    assert suggestion.reason_none is None


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"position": "CEO", "conditions": ("probation",), "grade": None}, "excluded_position"),
        ({"conditions": ("probation", "unpaid_leave"), "grade": None}, "probation"),
        ({"conditions": ("unpaid_leave",), "grade": None}, "unpaid_leave"),
        ({"grade": None}, "no_grade"),
        ({"grade": "E"}, "no_rule"),
    ],
)
def test_why_there_is_no_suggestion(facts: dict[str, Any], reason: str) -> None:
    suggestion = given_to(**facts)
    assert suggestion.reason_none == reason
    assert (suggestion.pct, suggestion.base_pct, suggestion.modifier_pct, suggestion.effective_pct) == (None,) * 4
    assert (suggestion.matched, suggestion.increment, suggestion.new_base) == ((), 0, 8000)


def test_without_a_policy_there_is_no_rule() -> None:
    assert suggest(None, PERSON).reason_none == "no_rule"


def test_a_status_excludes_only_if_the_policy_says_so() -> None:
    assert given_to(policy(exclude_status=[]), conditions=("probation",)).pct == 5


def test_rows_may_look_at_service_and_pay_position() -> None:
    narrow = [
        {"id": "N1", "grade": "A", "promoted": "any", "pct": 9, "text": "", "tenure_below": 6, "compa_below": 0.9},
        {"id": "N2", "grade": "A", "promoted": "any", "pct": 3, "text": "", "compa_from": 1.1},
        {"id": "N3", "grade": "A", "promoted": "any", "pct": 5, "text": "", "tenure_from": 6},
    ]
    rules = policy(rows=narrow)
    assert given_to(rules, tenure_months=5, compa=Decimal("0.89")).matched == ("N1",)
    assert given_to(rules, tenure_months=5, compa=Decimal("0.9")).reason_none == "no_rule"
    assert given_to(rules, compa=Decimal("1.1")).matched == ("N2",)
    assert given_to(rules, compa=None).matched == ("N3",)


def test_the_cap_comes_first_then_the_minimum_then_the_rounding() -> None:
    rules = policy(cap_pct=8, promoted_min_increment=655, round_to=10)
    suggestion = given_to(rules, promoted=True, tenure_months=12)
    assert (suggestion.pct, suggestion.increment, suggestion.matched) == (8, 660, ("R1", "T1", "FLOOR"))
    assert (suggestion.base_pct, suggestion.modifier_pct, suggestion.effective_pct) == (10, 1, Decimal("8.25"))


@pytest.mark.parametrize(
    ("facts", "floored"),
    [
        ({"promoted": True}, False),
        ({"promoted": True, "base": Decimal(6000)}, True),
        ({"promoted": False, "base": Decimal(6000)}, False),
        ({"promoted": True, "base": Decimal(6000), "grade": "C"}, False),
    ],
)
def test_the_minimum_is_for_the_promoted_who_would_get_less(facts: dict[str, Any], floored: bool) -> None:
    suggestion = given_to(policy(promoted_min_increment=800), **facts)
    assert suggestion.floored is floored
    assert (suggestion.increment == 800) is (floored or facts == {"promoted": True})


def test_without_a_base_nothing_divides_by_it() -> None:
    assert given_to(base=Decimal(0)).effective_pct == 0


@pytest.mark.parametrize(("unit", "increment"), [(1, "473"), (10, "470"), (50, "450"), (100, "500"), (0.01, "472.5")])
def test_the_raise_is_rounded_half_up_to_a_multiple(unit: float, increment: str) -> None:
    assert given_to(policy(round_to=unit), base=Decimal(9450)).increment == Decimal(increment)


bases = st.decimals(min_value=1000, max_value=100000, places=2)
facts = st.fixed_dictionaries(
    {
        "grade": st.sampled_from([None, "A", "B", "C", "E"]),
        "promoted": st.booleans(),
        "tenure_months": st.integers(0, 60),
    }
)


@given(bases, bases, facts)
def test_a_higher_base_never_gets_less(one: Decimal, other: Decimal, known: dict[str, Any]) -> None:
    low, high = sorted((one, other))
    assert given_to(base=low, **known).increment <= given_to(base=high, **known).increment


@given(bases, facts, st.integers(0, 20))
def test_no_percentage_is_above_the_cap_or_below_nothing(base: Decimal, known: dict[str, Any], cap: int) -> None:
    suggestion = given_to(policy(cap_pct=cap), base=base, **known)
    assert suggestion.pct is None or 0 <= suggestion.pct <= cap
    assert suggestion.increment >= 0
    assert (suggestion.pct is None) == (suggestion.reason_none is not None)
    assert suggestion.increment == suggestion.increment.to_integral_value()


def test_the_policy_of_the_day_is_the_highest_version_in_force() -> None:
    first, second = policy(), policy(version=2, effective_from=date(2027, 1, 1))
    assert in_force([second, first], date(2026, 12, 31)) is first
    assert in_force([second, first], date(2027, 1, 1)) is second
    assert in_force([second, first], date(2026, 9, 30)) is None


@pytest.mark.parametrize(
    ("day", "today", "promoted"),
    [
        (date(2026, 3, 31), date(2026, 10, 1), False),
        (date(2026, 4, 1), date(2026, 10, 1), True),
        (date(2026, 9, 30), date(2026, 10, 1), True),
        (date(2026, 10, 1), date(2026, 10, 1), False),
        (date(2026, 8, 1), date(2026, 7, 31), False),
    ],
)
def test_promoted_means_within_the_window_and_not_in_the_future(day: date, today: date, promoted: bool) -> None:
    assert promoted_within(policy(), [day], today) is promoted


def test_publishing_warns_of_pairs_without_a_row() -> None:
    narrow = [{"id": "N", "grade": "D", "promoted": "any", "pct": 1, "text": "", "tenure_from": 6}]
    rules = policy(rows=[*ROWS[1:], *narrow])
    assert pairs_without_row(rules, ["A", "B", "C", "D"]) == [("A", True), ("D", True), ("D", False)]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"round_to": 0}, "round_to"),
        ({"budget_pct": 5, "budget_amount": 1000}, "two budgets"),
        ({"rows": [{**ROWS[0], "promoted": "maybe"}]}, r"rows\[0\]\.promoted"),
        ({"round": 1}, "round"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(more: dict[str, Any], complaint: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=complaint):
        policy(**more)


def test_a_budget_is_a_share_of_everybody_s_base_or_an_amount() -> None:
    spent = budget(policy(budget_pct=5.5), Decimal(10010), [Decimal(300), Decimal(300)])
    assert (spent.limit, spent.used, spent.over) == (Decimal("550.55"), 600, True)
    assert spent.left == Decimal("-49.45")
    fixed = budget(policy(budget_amount=600), Decimal(10010), [Decimal(600)])
    assert (fixed.use, fixed.over, fixed.left) == (1, False, 0)
    free = budget(policy(), Decimal(10010), [Decimal(600)])
    assert (free.limit, free.use, free.over, free.left) == (None, None, False, None)


def decide(typed_as: str, figure: str, suggested: str | None = "10", amount: str = "880") -> Any:
    return decided(
        Decimal(8800), typed_as, Decimal(figure), round_to=Decimal(1),  # type: ignore[arg-type]
        suggested_pct=None if suggested is None else Decimal(suggested), suggested_increment=Decimal(amount),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed_as", "figure", "increment", "pct", "delta", "needs_reason"),
    [
        ("pct", "12", "1056", "12", "2", True),
        ("pct", "10", "880", "10", "0", False),
        ("amount", "1056", "1056", "12", "2", True),
        ("amount", "880", "880", "10", "0", False),
        ("new_pay", "9856", "1056", "12", "2", True),
        ("new_pay", "8800", "0", "0", "-10", True),
        ("pct", "0", "0", "0", "-10", True),
    ],
)
def test_a_decision_may_be_typed_in_three_ways(
    typed_as: str, figure: str, increment: str, pct: str, delta: str, needs_reason: bool
) -> None:
    decision = decide(typed_as, figure)
    assert (decision.increment, decision.pct, decision.delta_pct) == (Decimal(increment), Decimal(pct), Decimal(delta))
    assert (decision.new_base, decision.needs_reason) == (8800 + Decimal(increment), needs_reason)


def test_repeating_a_suggestion_with_a_minimum_is_no_difference() -> None:
    assert not decide("pct", "10", amount="1000").needs_reason
    assert decide("pct", "10", amount="1000").increment == 1000
    assert decide("amount", "1000", amount="1000").pct == 10


def test_a_raise_without_a_suggestion_needs_a_reason_and_nothing_does_not() -> None:
    assert decide("pct", "3", suggested=None, amount="0").delta_pct == 3
    assert decide("pct", "3", suggested=None, amount="0").needs_reason
    assert not decide("pct", "0", suggested=None, amount="0").needs_reason


def test_a_lower_pay_is_called_a_cut() -> None:
    assert decide("new_pay", "8700").is_cut
    assert not decide("new_pay", "8800").is_cut


def test_the_same_inputs_with_different_results_are_listed() -> None:
    same, other = ("A", True, "R1"), ("B", False, "R3")
    outcomes = [
        Outcome("c", same, Decimal(12)), Outcome("a", same, Decimal(10)), Outcome("b", other, Decimal(5)),
        Outcome("d", other, Decimal("5.0")), Outcome("e", other, None),
    ]  # fmt: skip
    assert [[each.person for each in group] for group in unequal(outcomes)] == [["a", "c"]]


def test_a_suggestion_as_a_snapshot_says_it() -> None:
    assert raise_json("N1", given_to(grade="B", base=Decimal("9999"))) == {
        "employee": "N1", "base": 9999, "grade": "B", "grade_period": "2026Q3", "promoted": False, "tenure_months": 6,
        "matched": ["R3"], "base_pct": 4.5, "modifier_pct": 0, "suggested_pct": 4.5, "increment": 450,
        "new_base": 10449, "effective_pct": 4.5005, "reason_none": None, "basis_short": "B",
    }  # fmt: skip
    none = raise_json("N1", given_to(position="CEO"))
    assert (none["grade"], none["grade_period"], none["promoted"], none["reason_none"]) == (
        None,
        None,
        None,
        "excluded_position",
    )
    assert "basis_short" not in none


def test_a_round_as_a_snapshot_says_it() -> None:
    suggestions = [("N1", given_to()), ("N2", given_to(grade="C")), ("N3", given_to(grade=None))]
    assert round_json(suggestions, Budget(Decimal(300), Decimal(400)), Decimal(24000)) == {
        "suggested_increment_total": 400, "budget": 300, "budget_use": 1.3333, "over_budget": True,
        "average_suggested_pct": 1.6667, "suggested_count": 1, "held_count": 1, "no_suggestion": {"N3": "no_grade"},
    }  # fmt: skip
    assert round_json([], Budget(None, Decimal(0)), Decimal(0))["average_suggested_pct"] is None


def test_pay_of_a_later_day_and_proposed_pay_are_listed_and_not_in_force() -> None:
    history = [
        PayRow(date(2026, 11, 1), Decimal(9000), True, "later"),
        PayRow(date(2026, 9, 1), Decimal(9500), False, "proposed"),
        PayRow(date(2026, 2, 1), Decimal("8400.50"), True, "hired"),
    ]
    plain = pay_json(history, date(2026, 10, 1))
    assert (plain["base"], plain["since"]) == (8400.5, "2026-02-01")
    assert [row["in_force_by_as_of"] for row in plain["history"]] == [True, False, False]
    assert pay_json([], date(2026, 10, 1)) == {"base": None, "since": None, "history": []}
