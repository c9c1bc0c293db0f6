"""Taking further records from spreadsheets: a record that is there already is not written again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from hrapp.kernel import clock, keys
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, ImportKind, Outcome, Record
from hrapp.kernel.taking import Once, blocked, in_order, judged, origin, split
from hrapp.modules.records.imports_fields import ORDER, SHAPES
from hrapp.modules.records.imports_shapes import Shape
from hrapp.modules.records.kept import PLACE, VIEW, Kept, kept, told_apart

Take = Callable[[Sequence[Record], ImportContext], Awaitable[list[Outcome]]]


def _taking(shape: Shape) -> Take:
    fields = {fld.key: fld for fld in shape.fields}

    async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
        good, outcomes = split(records)
        people = {record.values["person"] for record in good}
        erased = await keys.gone(SALARY, people)
        outcomes += [
            blocked(r, "pay_erased", subject=r.values.get("emp_no")) for r in good if r.values["person"] in erased
        ]
        good = [record for record in good if record.values["person"] not in erased]
        held = await keys.for_writing(SALARY, people - erased)
        stored = await _stored(shape.name, held)
        once, written = Once(), []
        for record in good:
            person, emp_no = record.values["person"], record.values.get("emp_no")
            said = kept(record.values, fields, shape.title)
            told_by = keys.witness("records", shape.name, person, *told_apart(record.values, shape.tells, said))
            id, before = stored.get((person, told_by), (new_id(), None))
            plain = _plain(said)
            outcome = once.again((person, told_by), record, plain, emp_no) or judged(record, emp_no, before, plain)
            outcomes.append(outcome)
            if outcome.action in (Action.NEW, Action.CHANGED):
                sealed = held[person].seal(PLACE, id, said)
                row = (id, person, shape.name, told_by, sealed, origin(record), context.batch, clock.now())
                written.append(row)
        await DB.insert_many(
            "insert into records_record (id, person, kind, told_by, sealed, origin, batch, taken_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person, kind, told_by) do update set"
            " sealed = excluded.sealed, origin = excluded.origin, batch = excluded.batch, taken_at = excluded.taken_at",
            written,
        )
        return in_order(records, outcomes)

    return take


def _plain(said: Kept) -> dict[str, Any]:
    """{label: text}, for saying what changed."""
    return {value.label: value.text for value in said.values}


async def _stored(kind: str, held: Mapping[str, keys.Key]) -> dict[tuple[str, bytes], tuple[str, dict[str, Any]]]:
    rows = await DB.fetch(
        "select id, person, told_by, sealed from records_record where kind = $1 and person = any($2::varchar[])",
        kind,
        sorted(held),
    )
    return {
        (row["person"], bytes(row["told_by"])): (
            row["id"],
            _plain(PLACE.read(held[row["person"]], row["id"], row["sealed"])),
        )
        for row in rows
    }


KINDS = tuple(
    ImportKind(
        shape.name,
        shape.title,
        ORDER + n,
        shape.fields,
        _taking(shape),
        sheet_names=shape.sheets,
        permission=VIEW,
        data=SALARY,
        any_of=shape.any_of,
        beside=shape.beside,
        of_roster=shape.of_roster,
        elsewhere=shape.elsewhere,
        balances=shape.balances,
        labels=True,
        leftovers=shape.name == "other",
    )
    for n, shape in enumerate(SHAPES)
)
