"""What learning tells others about a person on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import Fact, FactSource
from hrapp.kernel.text import mark
from hrapp.modules.learning.advising import advice_for
from hrapp.modules.people.api import people_in

ADVICE = "learning.advice"


async def fetch_advice(people: Sequence[str], day: date) -> Mapping[str, Mapping[str, Any]]:
    """The sentences that a person is told, in the company's own words."""
    told = await advice_for(await people_in(EVERYBODY, day, people), day)
    return {person: {ADVICE: tuple(advice.text for advice in told.get(person, ()))} for person in people}


SOURCE = FactSource((Fact(ADVICE, mark("Advice")),), fetch_advice)
