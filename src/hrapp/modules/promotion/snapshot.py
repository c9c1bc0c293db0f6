"""This module's part of the company snapshot: progress on every path, and who is eligible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import SnapshotPart
from hrapp.modules.people.api import managers_responsible, people_in, reminders
from hrapp.modules.promotion.assessing import Standing, progress_of_all
from hrapp.modules.promotion.json_shape import event_json, progress_json
from hrapp.modules.promotion.rules import eligible_text
from hrapp.modules.promotion.wording import ELIGIBLE

ATTAINMENT = "performance.attainment_rate"


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found = await progress_of_all(day)
    rates = await registry.current().fetch_facts([ATTAINMENT], list(people), day)
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in found:
        rate = rates[each.person.id].get(ATTAINMENT)
        told[each.person.emp_no].append(progress_json(_path(each), each.version.version, each.progress, rate))
    return {emp_no: {"promotion": told[emp_no]} for emp_no in people.values()}


def _path(standing: Standing) -> dict[str, Any]:
    path = standing.version.path
    return {
        "path": path.code,
        "title": path.title,
        "from_level": path.from_level,
        "to_level": path.to_level,
        "flow": path.flow,
    }


async def company(day: date) -> dict[str, Any]:
    eligible = [each for each in await progress_of_all(day) if each.progress.eligible]
    responsible = await managers_responsible([each.person.id for each in eligible], day)
    numbers = {person.id: person.emp_no for person in await people_in(EVERYBODY, day)}
    wording = (await reminders()).eligible_text or ELIGIBLE
    return {
        "events": [
            event_json(
                emp_no=each.person.emp_no,
                path=each.version.code,
                version=each.version.version,
                flow=each.version.path.flow,
                notify=numbers.get(responsible[each.person.id] or ""),
                text=eligible_text(wording, each.person.name, each.person.emp_no),
            )
            for each in eligible
        ]
    }


PART = SnapshotPart(employee_keys=("promotion",), employees=employees, company_keys=("events",), company=company)
