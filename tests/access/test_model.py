"""A hundred lines of plain Python say the same as the database, in every way in which the code asks it."""

from __future__ import annotations

import pytest

from hrapp.kernel.database import IMPORT
from hrapp.kernel.work import unit_of_work

from . import comparing, worlds

SEEDS = range(9)


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_model_and_the_database_say_the_same(empty: str, seed: int) -> None:
    made, rights = worlds.world(seed), worlds.rights()
    async with unit_of_work(role=IMPORT):
        await worlds.write(made)
        seen = (comparing.by_person, comparing.by_place(made), comparing.in_python(made))
        compared, differ = await comparing.disagreements(made, rights, seen)
    assert [each.told(made) for each in differ][:20] == []
    assert compared > 20_000, "a world in which nobody is asked about proves nothing"
