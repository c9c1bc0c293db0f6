"""What the model opens, a page shows; what it does not open is refused or not there."""

from __future__ import annotations

import pytest

from hrapp.kernel.database import IMPORT
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from . import asking, worlds


@pytest.mark.parametrize("seed", [1, 5])
async def test_pages_answer_as_the_model_does(
    empty: str, house: Registry, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("HRAPP_TODAY", worlds.DAY.isoformat())
    made, rights = worlds.world(seed), worlds.rights()
    async with unit_of_work(role=IMPORT):
        await worlds.write(made)
    found = await asking.answers(house, made, rights, most=160)
    assert [each for each in found if not each.agrees] == []
    assert {each.status for each in found} == {200, 403, 404}, "each of the answers was given"
    assert sum(each.model for each in found) > 50
