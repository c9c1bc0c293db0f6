"""What is known of the people of a batch, and which of it a row speaks of.

Two rows speak of the same record where the values that tell records of their kind apart are equal. A roster names less
from year to year: a row that says less than a known record of the person and contradicts nothing in it is the same, and
one that says more completes it. How an assessment is known again is a rule of its own, in `assessments`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.database import DB
from hrapp.kernel.imports import Action, Outcome, Record
from hrapp.modules.records.imports_shapes import Shape
from hrapp.modules.records.kept import PLACE, Kept, Value


class Known(NamedTuple):
    id: str
    told_by: bytes
    said: Kept
    origin: str
    fresh: bool = False  # said by this very import


class Book:
    """The records of one kind, of the people of a batch."""

    def __init__(self) -> None:
        self._of: dict[str, dict[bytes, Known]] = {}

    def put(self, person: str, known: Known) -> None:
        self._of.setdefault(person, {})[known.told_by] = known

    def of(self, person: str) -> list[Known]:
        return list(self._of.get(person, {}).values())

    def told(self, person: str, told_by: bytes) -> Known | None:
        return self._of.get(person, {}).get(told_by)

    def alike(self, person: str, shape: Shape, said: Kept) -> Known | None:
        """The record that says all of this and more, else the only one that says less and not what tells records apart."""
        if not (shape.beside and shape.tells and said.values):
            return None
        row, known = by_field(said), [(each, by_field(each.said)) for each in self.of(person)]
        more = [each for each, fields in known if row.items() <= fields.items()]
        less = [
            each
            for each, fields in known
            if fields and fields.items() <= row.items() and not any(key in fields for key in shape.tells)
        ]
        return more[0] if more else less[0] if len(less) == 1 else None


async def read(kind: str, held: Mapping[str, keys.Key]) -> Book:
    book = Book()
    rows = await DB.fetch(
        "select id, person, told_by, sealed, origin from records_record"
        " where kind = $1 and person = any($2::varchar[]) order by taken_at, id",
        kind,
        sorted(held),
    )
    for row in rows:
        said = PLACE.read(held[row["person"]], row["id"], row["sealed"])
        book.put(row["person"], Known(row["id"], bytes(row["told_by"]), said, row["origin"] or ""))
    return book


def field_of(value: Value) -> str:
    """A known value is known under whatever header a sheet gives it; what no field takes has its header only."""
    return value.key or value.label


def _differs(known: str | None, said: str) -> bool:
    """A day without its time is no other than the one that is known with it."""
    return known != said and not (known and _DAY.fullmatch(said) and known.startswith(f"{said} "))


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def by_field(said: Kept) -> dict[str, str]:
    return {field_of(value): value.text for value in said.values}


def whole(before: Kept | None, said: Kept, gone: Collection[str] = ()) -> Kept:
    """What is known and what a row says: no column and an empty cell erase nothing but what is `gone`, and a value that
    is the same keeps the header that it had."""
    if before is None:
        return said
    values = {field_of(value): value for value in before.values if field_of(value) not in gone}
    for value in said.values:
        known = values.get(field_of(value))
        if known is None or _differs(known.text, value.text):
            values[field_of(value)] = value
    return msgspec.structs.replace(before, values=list(values.values()))


def compared(
    record: Record, subject: str | None, before: Kept | None, said: Kept, gone: Collection[str] = ()
) -> Outcome:
    """NEW, SAME, or CHANGED with every old and new value under the header that the row has for it."""
    if before is None:
        return Outcome(record, Action.NEW, subject)
    known = by_field(before)
    changes: dict[str, tuple[Any, Any]] = {
        value.label: (known.get(field_of(value)), value.text)
        for value in said.values
        if _differs(known.get(field_of(value)), value.text)
    }
    changes |= {value.label: (value.text, None) for value in before.values if field_of(value) in gone}
    return Outcome(record, Action.CHANGED if changes else Action.SAME, subject, changes)
