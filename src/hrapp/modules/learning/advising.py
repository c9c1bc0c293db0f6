"""Whom to advise a course: the attainment that performance tells, judged by the company's rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hrapp.kernel import registry
from hrapp.kernel.asking import together
from hrapp.modules.learning.queries import advice_rules
from hrapp.modules.learning.rules import Advice, Attained, advise
from hrapp.modules.people.api import PersonRow, calendar_for

FACTS = ("performance.last_quarter", "performance.last_half")


async def advice_for(people: Sequence[PersonRow], day: date) -> dict[str, list[Advice]]:
    """{person id: advice} of those who are advised something. Without the facts nobody is."""
    rules, calendar, known = await together(
        advice_rules(), calendar_for(day), registry.current().fetch_facts(FACTS, [p.id for p in people], day)
    )
    found = {person.id: advise(rules, _attained(person, known.get(person.id, {})), calendar) for person in people}
    return {person: advice for person, advice in found.items() if advice}


def _attained(person: PersonRow, facts: dict[str, dict[str, object]]) -> list[Attained]:
    return [
        Attained(person.id, person.name, person.family, str(f["period"]), _count(f["due"]), _count(f["met"]))
        for f in (facts.get(key) for key in FACTS)
        if f
    ]


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value
