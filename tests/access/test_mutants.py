"""Whatever is taken out of the rules is missed."""

from __future__ import annotations

import pytest

from hrapp.kernel.database import IMPORT
from hrapp.kernel.work import unit_of_work

from . import comparing, worlds
from .mutants import MUTANTS, Mutant

SEEDS = range(100, 130)


async def caught_by(mutant: Mutant) -> str:
    """The first world in which the broken rules differ from the model; "" when they never do."""
    rights = worlds.rights()
    with mutant.alive():
        for seed in SEEDS:
            made = worlds.world(seed, people=12)
            async with unit_of_work(role=IMPORT) as work:
                work.discard = True
                await worlds.write(made)
                seen = (comparing.by_person, comparing.by_place(made), comparing.in_python(made))
                if found := await comparing.first_disagreement(made, rights, seen):
                    return f"world {seed}: {found.told(made)}"
    return ""


def test_there_are_enough_of_them() -> None:
    assert len(MUTANTS) >= 40


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.title)
async def test_it_is_caught(empty_once: str, mutant: Mutant) -> None:
    assert await caught_by(mutant), mutant.title
