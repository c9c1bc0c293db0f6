"""Changes of posts as they are kept: the next list starts from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.modules.people.timeline import Move, Post

COLUMNS = (
    "state",
    "from_department",
    "to_department",
    "from_position",
    "to_position",
    "from_level",
    "to_level",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a person's post, as it is kept; `columns` are those of COLUMNS."""

    person: str
    effective: date
    kind: str
    origin: str
    columns: Mapping[str, Any]


def as_moves(rows: Iterable[Mapping[str, Any]]) -> list[Move]:
    return [
        Move(
            row["effective_on"],
            Post(row["from_department"], row["from_position"], row["from_level"]),
            Post(row["to_department"], row["to_position"], row["to_level"]),
        )
        for row in rows
    ]


async def keep_changes(changes: Sequence[Change]) -> None:
    names = ", ".join(COLUMNS)
    marks = ", ".join(f"${n}" for n in range(6, len(COLUMNS) + 6))
    sets = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS, "origin"))
    await DB.insert_many(
        f"insert into people_job_change (id, person, effective_on, kind, origin, {names})"
        f" values ($1, $2, $3, $4, $5, {marks})"
        f" on conflict (person, effective_on, kind) do update set {sets}",
        [
            (new_id(), each.person, each.effective, each.kind, each.origin, *(each.columns[name] for name in COLUMNS))
            for each in changes
        ],
    )
