"""The criteria of a version as they are stored, and how they are replaced as one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id


class Entry(msgspec.Struct, frozen=True):
    """A criterion as it is stored. `label`, `unit` and `source` are wording: they judge nobody."""

    code: str
    label: str
    kind: str
    parameters: dict[str, Any]
    weight: Decimal
    mandatory: bool
    unit: str
    source: str | None

    @property
    def judgement(self) -> tuple[Any, ...]:
        return (self.code, self.kind, self.parameters, self.weight, self.mandatory)


async def criteria_of(version: str) -> list[Entry]:
    rows = await DB.fetch(
        "select code, label, kind, parameters, weight, mandatory, unit, source from promotion_criterion"
        " where criteria_version = $1 order by ordinal",
        version,
    )
    return [Entry(**{**row, "weight": row["weight"].normalize() + 0}) for row in rows]


async def replace_criteria(version: str, entries: Sequence[Entry]) -> None:
    await DB.fetch("delete from promotion_criterion where criteria_version = $1", version)
    await DB.insert_many(
        "insert into promotion_criterion (id, criteria_version, code, label, kind, parameters, weight, mandatory, unit,"
        " source, ordinal) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            (new_id(), version, e.code, e.label, e.kind, e.parameters, e.weight, e.mandatory, e.unit, e.source, ordinal)
            for ordinal, e in enumerate(entries)
        ],
    )
