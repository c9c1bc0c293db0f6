"""Identifiers sort by the time they were made, also where that is the same millisecond."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from hrapp.kernel import ids
from hrapp.kernel.ids import is_id, new_id


def test_what_is_made_first_is_listed_first() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made)) and all(map(is_id, made))


def test_that_holds_for_threads_as_well_each_and_none_gets_what_another_has() -> None:
    with ThreadPoolExecutor(4) as several:
        parts = list(several.map(lambda _: [new_id() for _ in range(2_000)], range(4)))
    assert all(part == sorted(part) for part in parts)
    assert len(set(itertools.chain(*parts))) == 8_000


def test_within_a_millisecond_nobody_can_guess_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    monkeypatch.setattr(ids, "_last", 0)
    numbers = [sum(ids._ALPHABET.index(char) << 5 * n for n, char in enumerate(reversed(new_id()))) for _ in range(200)]
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    assert min(steps) > 0 and len(steps) == 199 and max(steps) > 2**60


def test_a_clock_that_was_far_ahead_and_is_set_right_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(time, "time_ns", lambda: 2_000_000_000_000_000_000)
    ahead = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    assert new_id() < ahead
