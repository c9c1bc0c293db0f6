"""Questions about further records: scope first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.access import Scope
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.seeing import shown
from hrapp.modules.records.kept import PLACE, Value


class FoundRecord(msgspec.Struct, frozen=True):
    kind: str
    title: str
    values: Sequence[Value]
    origin: str | None


async def records_of(scope: Scope, person: str) -> list[FoundRecord]:
    rows = await DB.select(
        SQL(
            "select r.id, r.person, r.kind, r.sealed, r.origin, k.version as key_version, k.wrapped as key_wrapped"
            " from records_record r left join kernel_key k on k.owner = r.person and k.data = 'salary'"
            " where {} and r.person = {} order by r.kind, r.taken_at, r.id",
            scope.where("r.person"),
            person,
        )
    )
    found = []
    for row in rows:
        key = keys.unwrapped(row["person"], SALARY, row["key_version"], row["key_wrapped"])
        held = PLACE.read(key, row["id"], row["sealed"])
        if held is not None:
            found.append(FoundRecord(row["kind"], held.title, held.values, row["origin"]))
    if found:
        shown(scope, SALARY, {person}, "records")
    return found
