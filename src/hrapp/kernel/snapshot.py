"""The whole company on a day as one deterministic object, put together from the modules' keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry

People = Callable[[date], Awaitable[Mapping[str, str]]]


async def snapshot(house: Registry, day: date, people: People, *, partial: bool = False) -> dict[str, Any]:
    """`people(day)` gives {person id: 工号} of everybody employed on that day, in 工号 order."""
    off = [m.name for m in house.installed if m not in house.active and m.snapshot]
    if off and not partial:
        raise Refused(
            f"the module {', '.join(off)} is switched off, so the snapshot would lack its keys; --partial prints it without them"
        )
    employed = await people(day)
    employees: dict[str, dict[str, Any]] = {emp_no: {} for emp_no in employed.values()}
    company: dict[str, Any] = {}
    totals: dict[str, Any] = {}
    for part in house.each(lambda m: m.snapshot):
        if part.employees:
            for emp_no, values in (await part.employees(day, employed)).items():
                employees[emp_no].update({key: values[key] for key in part.employee_keys})
        if part.company:
            values = await part.company(day)
            company.update({key: values[key] for key in part.company_keys})
            totals.update({key: values[key] for key in part.total_keys})
    return {"employees": employees, **{key: company[key] for key in sorted(company, reverse=True)}, "totals": totals}
