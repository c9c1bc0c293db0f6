"""Which code runs on which schema, and what a release says of its own migrations."""

import re
from pathlib import Path

import pytest

from hrapp.kernel import schemas
from hrapp.kernel.schemas import State

ALL = frozenset((step.app, step.id) for step in schemas.known())
NEWER = ALL | {("hrapp_people", "2099-01-01T00:00:00:000001")}


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State(frozenset()), "is empty"),
        (State(ALL), None),
        (State(frozenset(list(ALL)[1:])), "lacks 1 steps"),
        (State(NEWER, "9.1.0", "0.0.1"), None),  # the next release added to it, and this code was rolled back to
        (State(NEWER, "9.1.0", "9.0.0"), "newer than this one"),
        (State(NEWER), "newer than this one"),  # nobody said that it fits
    ],
)
def test_code_runs_on_its_own_schema_and_on_one_that_says_it_may(state: State, says: str | None) -> None:
    found = schemas.misfit(state)
    assert found is None if says is None else says in str(found)


def test_versions_are_compared_by_number() -> None:
    assert schemas.version_key("0.10.0") > schemas.version_key("0.9.12")


FIRST_RELEASE = "2026-11-26"  # migrations from this day on meet the code of the release before them
TAKES_AWAY = re.compile(
    r"\bdrop\s+(table|column|constraint|type|function|view)\b|\brename\s+(to|column)\b|\balter\s+column\b.*\btype\b"
    r"|\bset\s+not\s+null\b|drop_column|drop_table|rename_column|rename_table|\btruncate\b",
    re.I,
)


def test_what_takes_away_from_a_schema_says_that_nobody_is_served_meanwhile() -> None:
    """An older release runs beside a migration: it may only add, or declare `CLOSED = True`."""
    silent = []
    for step in schemas.known():
        if step.id < FIRST_RELEASE or step.closed:
            continue
        module = next(m for m in schemas.modules() if step.id == m.ID)
        forwards = Path(str(module.__file__)).read_text(encoding="utf-8").split("BACKWARDS")[0]
        if TAKES_AWAY.search(forwards):
            silent.append(f"{step.app} {step.id}: {step.says}")
    assert silent == []
