"""This module's part of the company snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import SnapshotPart
from hrapp.modules.documents.json_shape import documents_json
from hrapp.modules.documents.queries import by_person, documents_of


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found = by_person(await documents_of(EVERYBODY, list(people)))
    return {emp_no: {"documents": documents_json(found[person], day)} for person, emp_no in people.items()}


PART = SnapshotPart(employee_keys=("documents",), employees=employees)
