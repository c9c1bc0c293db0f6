"""Taking further records from spreadsheets: a record that is there already is not written again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

from hrapp.kernel import clock, keys
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, ImportKind, Note, Outcome, Record
from hrapp.kernel.taking import Once, blocked, in_order, origin, split
from hrapp.modules.records.assessments import Assessments
from hrapp.modules.records.emptied import emptied
from hrapp.modules.records.imports_fields import ORDER, SHAPES
from hrapp.modules.records.imports_shapes import Shape
from hrapp.modules.records.kept import PLACE, VIEW, Kept, kept, told_apart
from hrapp.modules.records.known import Book, Known, by_field, compared, read, whole
from hrapp.modules.records.likely import ALIKE, Likely, now_open
from hrapp.modules.records.pay_runs import PayRuns

Telling = Assessments | PayRuns | Likely
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
        rows = [(r, kept(r.values, fields, shape.title)) for r in good if r.values["person"] not in erased]
        held = await keys.for_writing(SALARY, people - erased)
        book, once, fresh = await read(shape.name, held), Once(), dict[str, tuple[str, Known]]()
        telling = _telling(shape, rows, book)
        for record, said in rows:
            person, emp_no = record.values["person"], record.values.get("emp_no")
            told_by = keys.witness("records", shape.name, person, *told_apart(record.values, shape, said))
            before, beside = _before(record, said, told_by, shape, book, telling)
            gone, unclear = emptied(record, said, before.said if before else None, shape.balances)
            gone |= now_open(said, before.said if before else None)
            now = _now(record, said, told_by, before, shape, book, gone)
            outcome = once.adds((person, now.told_by), record, by_field(said), emp_no)
            outcome = outcome or compared(record, emp_no, before.said if before else None, said, gone)
            outcome.notes += [*beside, *unclear]
            outcomes.append(outcome)
            if outcome.action in (Action.NEW, Action.CHANGED):
                book.put(person, now)
                fresh[now.id] = (person, now)
        await _write(shape.name, fresh.values(), held, context.batch)
        return in_order(records, outcomes)

    return take


def _telling(shape: Shape, rows: Sequence[tuple[Record, Kept]], book: Book) -> Telling | None:
    """The rule by which records of a kind are known again, where it is one of its own."""
    if shape.name == "assessment":
        return Assessments(rows, book)
    if shape.name == "payroll":
        return PayRuns(rows, book)
    return Likely(book, ALIKE[shape.name]) if shape.name in ALIKE else None


def _before(
    record: Record, said: Kept, told_by: bytes, shape: Shape, book: Book, telling: Telling | None
) -> tuple[Known | None, list[Note]]:
    """What is known of the same thing, and what to tell of a row that is kept beside something like it."""
    person = record.values["person"]
    if telling is None:
        return book.told(person, told_by) or book.alike(person, shape, said), []
    before = telling.known(record, said)
    return before, [] if before else telling.beside(record, said)


def _now(
    record: Record, said: Kept, told_by: bytes, before: Known | None, shape: Shape, book: Book, gone: Collection[str]
) -> Known:
    """What is known once the row is taken; one beside another that is told by the same has a mark of its own."""
    if before:
        return Known(before.id, before.told_by, whole(before.said, said, gone), origin(record), fresh=True)
    id, person = new_id(), record.values["person"]
    if book.told(person, told_by):
        told_by = keys.witness("records", shape.name, person, id)
    return Known(id, told_by, said, origin(record), fresh=True)


async def _write(kind: str, fresh: Iterable[tuple[str, Known]], held: Mapping[str, keys.Key], batch: str) -> None:
    await DB.insert_many(
        "insert into records_record (id, person, kind, told_by, sealed, origin, batch, taken_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person, kind, told_by) do update set"
        " sealed = excluded.sealed, origin = excluded.origin, batch = excluded.batch, taken_at = excluded.taken_at",
        [
            (
                now.id,
                person,
                kind,
                now.told_by,
                held[person].seal(PLACE, now.id, now.said),
                now.origin,
                batch,
                clock.now(),
            )
            for person, now in fresh
        ],
    )


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
        also=shape.also,
        balances=shape.balances,
        labels=True,
        rest=shape.name != "other",
        leftovers=shape.name == "other",
    )
    for n, shape in enumerate(SHAPES)
)
