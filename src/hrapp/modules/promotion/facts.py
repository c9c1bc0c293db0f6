"""What promotion tells others about a person on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import Fact, FactSource
from hrapp.kernel.text import mark
from hrapp.modules.people.api import people_in
from hrapp.modules.promotion.assessing import standings

PROGRESS = "promotion.progress"


async def fetch(people: Sequence[str], day: date) -> Mapping[str, Mapping[str, Any]]:
    """{"met", "total", "overall", "eligible"} of the path a person is furthest on; absent without a path."""
    found: dict[str, dict[str, Any]] = {}
    for each in await standings(await people_in(EVERYBODY, day, people), day):
        progress = each.progress
        told = {
            "met": progress.met_count,
            "total": len(progress.judged),
            "overall": progress.overall,
            "eligible": progress.eligible,
        }
        before = found.get(each.person.id)
        if before is None or told["overall"] > before["overall"]:
            found[each.person.id] = told
    return {person: {PROGRESS: told} for person, told in found.items()}


SOURCE = FactSource((Fact(PROGRESS, mark("Promotion progress")),), fetch)
