"""Which sets are kept, by rule, over years of runs and wrong clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hrapp_backup.retention import Clock, Kept, to_forget
from hrapp_backup.settings import Backups
from hypothesis import given
from hypothesis import strategies as st

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
POLICY = Backups()


def hourly(count: int, *, verified: bool = True) -> list[Kept]:
    return [Kept(f"{n}", NOON - timedelta(hours=n), "hourly", verified) for n in range(count)]


def test_two_years_of_hours_become_what_the_policy_says() -> None:
    sets = hourly(24 * 730)
    going = set(to_forget(sets, POLICY, NOON))
    kept = [one for one in sets if one.id not in going]
    assert len([one for one in kept if one.taken > NOON - timedelta(hours=48)]) == 48
    assert len({one.taken.date() for one in kept}) >= 30
    assert len({(one.taken.year, one.taken.month) for one in kept}) == 24
    assert len(kept) <= 48 + 30 + 12 + 24


def test_keeping_step_by_step_is_keeping_at_once() -> None:
    """Pruning after each set leaves as much as pruning once in the end."""
    there: list[Kept] = []
    for one in reversed(hourly(24 * 40)):
        there.append(one)
        going = set(to_forget(there, POLICY, one.taken))
        there = [kept for kept in there if kept.id not in going]
    at_once = set(to_forget(hourly(24 * 40), POLICY, NOON))
    assert {one.id for one in there} == {one.id for one in hourly(24 * 40)} - at_once


@given(st.lists(st.tuples(st.integers(0, 90_000), st.booleans()), max_size=60), st.integers(0, 5))
def test_the_newest_verified_sets_stay(ages: list[tuple[int, bool]], floor: int) -> None:
    sets = [Kept(f"{n}", NOON - timedelta(hours=age), "hourly", good) for n, (age, good) in enumerate(ages)]
    policy = Backups(hourly=0, daily=0, weekly=0, monthly=0, floor=floor)
    kept = {one.id for one in sets} - set(to_forget(sets, policy, NOON))
    newest = sorted((one for one in sets if one.verified), key=lambda one: (one.taken, one.id), reverse=True)
    assert {one.id for one in newest[: max(floor, 1)]} <= kept


def test_nothing_goes_before_something_verified_replaces_it() -> None:
    assert to_forget(hourly(500, verified=False), POLICY, NOON) == []
    newer = [Kept("new", NOON, "hourly", False)]
    assert "new" not in to_forget([*newer, *hourly(500)[1:]], POLICY, NOON)


def test_a_clock_set_to_another_year_lets_nothing_expire() -> None:
    sets = hourly(60)
    assert to_forget(sets, POLICY, NOON - timedelta(days=3650)) == []
    assert set(to_forget(sets, POLICY, NOON + timedelta(days=3650))) == set(to_forget(sets, POLICY, NOON))
    future = Kept("future", NOON + timedelta(days=400), "hourly", True)
    assert set(to_forget([future, *sets], POLICY, NOON)) == set(to_forget(sets, POLICY, NOON))


def test_a_jump_is_told_from_passing_time() -> None:
    before = Clock(1_000_000.0, 500.0, "boot")
    day = 86_400
    assert not Clock(1_000_000.0 + 9 * day, 500.0 + 9 * day, "boot").jumped(before)
    assert Clock(1_000_000.0 + 9 * day, 900.0, "boot").jumped(before)
    assert Clock(1_000_000.0 - 2 * day, 900.0, "boot").jumped(before)
    assert Clock(1_000_000.0 + 2 * day, 60.0, "other boot").jumped(before)
    assert not Clock(1_000_000.0 + 3600, 60.0, "other boot").jumped(before)
    assert not before.jumped(None)


def test_sets_from_before_an_upgrade_stay_longer() -> None:
    upgrades = [Kept(f"u{n}", NOON - timedelta(days=400 + n, minutes=7), "upgrade", True) for n in range(4)]
    going = to_forget([*hourly(2000), *upgrades], Backups(monthly=2), NOON)
    assert {"u0", "u1"}.isdisjoint(going) and {"u2", "u3"} <= set(going)
