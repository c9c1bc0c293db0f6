"""From records to what became of them: the person of each, then every kind in its order, in the caller's unit of work."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import asyncpg

from hrapp.kernel import journal, registry, watching
from hrapp.kernel.access import EVERYBODY, Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.imports import DAY_ASKED, Action, ImportContext, ImportKind, Note, Outcome, Record, Vocabulary
from hrapp.kernel.journal import Overwritten
from hrapp.kernel.reach import COMPANY
from hrapp.kernel.taking import blocked, note, skipped, who
from hrapp.kernel.work import Actor, savepoint
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.opening import unlock
from hrapp.modules.imports.engine.reading import Reading, read_workbooks
from hrapp.modules.imports.numbering import Numbering
from hrapp.modules.imports.persons import CONTRADICTION, NAME_DIFFERS, TAKEN, Everybody
from hrapp.modules.imports.queries import everybody
from hrapp.modules.imports.remembering import memory

log = logging.getLogger("hrapp.imports")
_ONE_AT_A_TIME = 0x696D_706F  # any number, the same in every process
_WRITES = (Action.NEW, Action.CHANGED)
_UNSTORABLE = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError, ArithmeticError)

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read, and what became (or would become) of every record, in the order of the files."""

    batch: str
    reading: Reading
    outcomes: Sequence[Outcome]


def kinds() -> list[ImportKind]:
    return sorted(registry.current().each(lambda m: m.imports), key=lambda kind: kind.order)


async def vocabulary(today: date) -> Vocabulary:
    """Every module's words of the company, put together."""
    terms: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    plain: dict[str, dict[str, str]] = {"units": {}, "metric_periods": {}}
    for tell in registry.current().each(lambda m: m.vocabulary):
        for name, words in (await tell()).items():
            (plain[name] if name in plain else terms[name]).update(words)
    return Vocabulary(terms, plain["units"], plain["metric_periods"], today)


async def read(
    files: Files, today: date, answers: Answers | None = None, passwords: Mapping[str, str] | None = None
) -> Reading:
    """The reading is work for a processor: it must not hold up other requests."""
    words, known = await vocabulary(today), await memory()
    return await asyncio.to_thread(read_workbooks, list(files), kinds(), words, answers, known, passwords)


async def unlocked(content: bytes, password: str | None) -> bytes:
    """The file without its password, so that the password need not be kept; Unreadable where it is another one."""
    return await asyncio.to_thread(unlock, content, password)


def ticked(answers: Answers | None) -> frozenset[str]:
    """Rows that somebody said to take: they write over what was edited in hrapp."""
    return frozenset(key for key, what in (answers.rows if answers else {}).items() if what == "take")


def context(batch: str, viewer: Viewer, today: date, answers: Answers | None = None) -> ImportContext:
    """What was decided about the batch as a whole goes with it."""
    return ImportContext(batch, viewer, today, ticked(answers), answers.first_no if answers else None)


def for_the_company(actor: Actor) -> Viewer:
    """Who imports from a shell or builds a demo may see what they import."""
    permissions = {permission.name: EVERYBODY for permission in registry.current().each(lambda m: m.permissions)}
    return Viewer(actor.account or "", actor.person, None, actor.label, scopes=permissions)


class _Undone(Exception):
    """Takes back what a preview wrote."""


async def preview(reading: Reading, context: ImportContext) -> Taken:
    """Exactly what taking would do, taken back at the end."""
    taken = None
    try:
        async with savepoint():
            taken = await take(reading, context)
            raise _Undone
    except _Undone:
        assert taken is not None
        return taken


async def take(reading: Reading, context: ImportContext) -> Taken:
    """Write what was read. Rows that would write over what a person edited are left out, unless they were ticked:
    the journal tells it once they are written, so they are written, taken back, and the others written again."""
    await DB.fetch("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
    watching.begin("writing", 3 * len(reading.records))
    held: dict[int, Note] = {}  # by their place in the reading
    while True:
        try:
            async with savepoint(), journal.writing(context.batch):
                outcomes = await _take_all(reading, context, held)
                found = _over(outcomes, await journal.overwritten(context.batch), context)
                if not found:
                    return Taken(context.batch, reading, [outcome for outcome in outcomes if outcome])
                held |= found
                raise _Undone
        except _Undone:
            continue


async def _take_all(reading: Reading, context: ImportContext, held: Mapping[int, Note]) -> list[Outcome | None]:
    """An answer to every record, in their order; None where no module takes such a thing any more."""
    records = [replace(record, values=dict(record.values), notes=list(record.notes)) for record in reading.records]
    outcomes: dict[int, Outcome] = {}
    waiting: dict[str, list[Record]] = defaultdict(list)
    for n, record in enumerate(records):
        if n in held:
            notes = [*record.notes, held[n]]
            outcomes[id(record)] = Outcome(record, Action.SKIPPED, who(record) or None, notes=notes)
        else:
            waiting[record.kind].append(record)
    people: Everybody | None = None
    held_back = HeldBack(records)
    numbering = Numbering(context.first_no, {str(no) for r in records if (no := r.values.get("emp_no"))})
    for kind in kinds():
        mine, later = held_back.parted(waiting.pop(kind.name, []))
        outcomes |= {id(outcome.record): outcome for outcome in later}
        if not mine:
            continue
        watching.advance(0)
        people = people or Everybody(await everybody())
        numbering.taken.update(person.emp_no for person in people.people)
        for outcome in await _take_kind(kind, mine, people, numbering, context):
            outcomes[id(outcome.record)] = outcome
            held_back.note(outcome)
        if kind.makes_people:
            people = None
    return [outcomes.get(id(record)) for record in records]


class HeldBack:
    """Rows whose own record cannot be taken as it is: nothing else that stands in them is written meanwhile."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._own: dict[str, str] = {}  # the kind of the table that a row is of: its records come first
        self._rows: set[str] = set()
        for record in records:
            self._own.setdefault(record.key, record.kind)

    def note(self, outcome: Outcome) -> None:
        if outcome.action is Action.BLOCKED and self._own[outcome.record.key] == outcome.record.kind:
            self._rows.add(outcome.record.key)

    def parted(self, records: Sequence[Record]) -> tuple[list[Record], list[Outcome]]:
        """Those to be taken, and the answers to those that wait."""
        free = [r for r in records if r.key not in self._rows or self._own[r.key] == r.kind]
        taken = set(map(id, free))
        waiting = [record for record in records if id(record) not in taken]
        return free, [Outcome(record, Action.BLOCKED, who(record) or None, notes=[*record.notes]) for record in waiting]


def _over(outcomes: Sequence[Outcome | None], edited: Sequence[Overwritten], context: ImportContext) -> dict[int, Note]:
    """Rows that changed what a person edited, with the note that says so."""
    rooms = {kind.name: module.name for module in registry.current().active for kind in module.imports}
    touched = {(each.about, each.table.partition("_")[0]) for each in edited}
    found: dict[int, Note] = {}
    for n, outcome in enumerate(outcomes):
        if outcome is None or outcome.action not in _WRITES:
            continue
        record = outcome.record
        ticked = record.key in context.overwrite
        about = record.values.get("person") or record.values.get("about")
        if not ticked and (about, rooms[record.kind]) in touched:
            found[n] = note(record, "warn", "edited_in_hrapp", who=who(record))
    return found


async def _take_kind(
    kind: ImportKind, records: Sequence[Record], people: Everybody, numbering: Numbering, context: ImportContext
) -> list[Outcome]:
    if kind.permission and context.viewer.scope(kind.permission).kind != COMPANY:
        return [skipped(record, "kind_not_permitted", subject=who(record) or None) for record in records]
    if kind.known_by:
        nameless = [record for record in records if not record.values.get("emp_no")]
        for n, emp_no in (await kind.known_by(nameless)).items() if nameless else ():
            nameless[n].values["emp_no"] = emp_no
    ready, refused, doubts = _resolved(kind, records, people, numbering, context.overwrite)
    own = [r for r in ready if context.viewer.person is not None and r.values.get("person") == context.viewer.person]
    others = [r for r in ready if all(r is not mine for mine in own)]
    outcomes = [*refused, *await _take_or_part(kind, others, context), *await _take_own(kind, own, context)]
    return [_with_all_notes(outcome, doubts.get(id(outcome.record), ())) for outcome in outcomes]


def _resolved(
    kind: ImportKind,
    records: Sequence[Record],
    people: Everybody,
    numbering: Numbering,
    ticked: frozenset[str],
) -> tuple[list[Record], list[Outcome], Mapping[int, Sequence[Note]]]:
    """Records whose person is known (or may be made), the answers to the others, and doubts by record."""
    ready, refused, doubts = [], [], {}
    numbers = {str(record.values.get("emp_no")) for record in records}
    for record in records:
        if kind.makes_people or kind.subject:
            record.notes[:] = [_softened(kind, note) for note in record.notes]
        if any(note.level == "error" for note in record.notes):
            refused.append(Outcome(record, Action.BLOCKED, who(record) or None))
            continue
        if kind.subject:
            ready.append(record)
            continue
        if kind.of_positions and not who_is_named(record) and record.values.get("position"):
            ready.append(record)
            continue
        if not record.values.get("emp_no") and (known := numbering.of_row(record)):
            record.values["emp_no"] = known
        found = people.meant_by(record)
        if kind.makes_people and not record.values.get("emp_no") and record.values.get("name"):
            found = numbering.settle(record, found)
        elif not record.values.get("emp_no"):
            found = numbering.follow(record, found)
        new = kind.makes_people and bool(record.values.get("emp_no"))
        if new and found.person is None and record.key not in ticked:
            otherwise = people.same_otherwise(record, numbers)
            if otherwise.notes:
                refused.append(Outcome(record, Action.SKIPPED, who(record) or None, notes=list(otherwise.notes)))
                continue
        if found.person is not None:
            record.values |= {"person": found.person.id, "emp_no": found.person.emp_no}
        elif not new or any(
            note.code in (CONTRADICTION, TAKEN) for note in found.notes
        ):  # a roster renames nobody into another
            action = Action.BLOCKED if any(note.level == "error" for note in found.notes) else Action.SKIPPED
            refused.append(Outcome(record, action, who(record) or None, notes=list(found.notes)))
            continue
        numbering.remember(record, record.values["emp_no"])
        notes = found.notes if found.person else ()  # who makes people tells what becomes of their names
        doubts[id(record)] = [note for note in notes if not (kind.makes_people and note.code == NAME_DIFFERS)]
        ready.append(record)
    return ready, refused, doubts


def who_is_named(record: Record) -> bool:
    return bool(record.values.get("emp_no") or record.values.get("name"))


_DECISIVE = ("emp_no", "name", "hire_date", "leave_date")


def _softened(kind: ImportKind, note: Note) -> Note:
    """A person is not left out for an unreadable phone number or a probation of 3个月: only that value is."""
    decisive = kind.whose if kind.subject else _DECISIVE
    soft = any(fld.key == note.values.get("field") and fld.key not in decisive for fld in kind.fields)
    return replace(note, level="warn") if soft and note.level == "error" else note


async def _take_own(kind: ImportKind, records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Nobody writes their own pay, results or level (G7), by a workbook neither: what would change is a colleague's
    to import. What is there already may stand in the file."""
    outcomes: list[Outcome] = []
    try:
        async with savepoint():
            outcomes = await _take_or_part(kind, records, context)
            if any(map(_would_write, outcomes)):
                raise _Undone
    except _Undone:
        return [
            blocked(each.record, "own_row", subject=each.subject) if _would_write(each) else each for each in outcomes
        ]
    return outcomes


def _would_write(outcome: Outcome) -> bool:
    """Also once somebody says from which day on."""
    return outcome.action in _WRITES or any(note.code == DAY_ASKED for note in outcome.notes)


async def _take_or_part(kind: ImportKind, records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Take them all; when the database refuses one, look for it and let the others pass."""
    if not records:
        return []
    try:
        async with savepoint():
            return await kind.take(records, context)
    except _UNSTORABLE as error:
        log.warning("%s of %s rows was refused", kind.name, len(records), exc_info=True)
        groups: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            groups[str(record.values.get(kind.whose[0]))].append(record)
        if len(groups) == 1:
            return [
                blocked(r, "row_refused", subject=r.values.get(kind.whose[0]), why=str(error).partition("\n")[0][:200])
                for r in records
            ]
    names = list(groups)
    halves = (names[: len(names) // 2], names[len(names) // 2 :])
    return [o for half in halves for o in await _take_or_part(kind, [r for n in half for r in groups[n]], context)]


def _with_all_notes(outcome: Outcome, doubts: Sequence[Note]) -> Outcome:
    return replace(outcome, notes=[*outcome.record.notes, *doubts, *outcome.notes])
