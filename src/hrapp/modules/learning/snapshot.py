"""This module's part of the company snapshot: attempts, and who is advised what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import SnapshotPart
from hrapp.modules.learning.advising import advice_for
from hrapp.modules.learning.json_shape import advice_json, trainings_json
from hrapp.modules.learning.queries import attempts_of, by_person
from hrapp.modules.people.api import people_in


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    attempts = by_person(await attempts_of(EVERYBODY, list(people)))
    advised = await advice_for(await people_in(EVERYBODY, day), day)
    return {
        emp_no: {
            "trainings": trainings_json(attempts[person], day),
            "advice": [advice_json(advice, emp_no) for advice in advised.get(person, [])],
        }
        for person, emp_no in people.items()
    }


async def company(day: date) -> dict[str, Any]:
    here = await people_in(EVERYBODY, day)
    advised = await advice_for(here, day)
    return {"advice": [advice_json(a, person.emp_no) for person in here for a in advised.get(person.id, [])]}


PART = SnapshotPart(
    employee_keys=("trainings", "advice"), employees=employees, company_keys=("advice",), company=company
)
