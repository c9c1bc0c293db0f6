"""Training records from old spreadsheets: each attempt once per person, course and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import Once, completed, in_order, judged, note, origin, split
from hrapp.modules.learning import ended

_COLUMNS = ("status", "rate", "score")


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    good, outcomes = split(records, "course")
    known = {row["name"]: row["id"] for row in await DB.fetch("select id, name from learning_course")}
    fresh = await _add_courses(known, (record.values["course"] for record in good))
    stored = await _stored({record.values["person"] for record in good})
    once, changed = Once(), dict[Any, tuple[Any, ...]]()
    for record in good:
        values = record.values
        key = (values["person"], known[values["course"]], values.get("date"))
        said = {name: values.get(name) for name in _COLUMNS}
        emp_no, before = values.get("emp_no"), stored.get(key)
        whole = {**completed(before, said), "day": values.get("date")}
        whole["status"], unsigned = ended.status(values, before, whole, context.today)
        told = {**said, "attended": values.get("attended")}
        outcome = once.adds(key, record, told, emp_no)
        if outcome is None:
            notes = [*_notes(record, fresh), *(_not_signed(record) if unsigned else ())]
            outcome = judged(record, emp_no, before, whole, notes)
        outcomes.append(outcome)
        if outcome.action in (Action.NEW, Action.CHANGED):
            stored[key] = whole
            changed[key] = (new_id(), *key, *(whole.get(name) for name in _COLUMNS), origin(record, "course", "status"))
    await DB.insert_many(
        "insert into learning_attempt (id, person, course, day, status, rate, score, origin)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person, course, day) do update set"
        " status = excluded.status, rate = excluded.rate, score = excluded.score, origin = excluded.origin",
        changed.values(),
    )
    return in_order(records, outcomes)


def _notes(record: Record, fresh: set[str]) -> list[Note]:
    course = record.values["course"]
    if course not in fresh:
        return []
    fresh.discard(course)
    return [note(record, "warn", "course_new", "course", course=course)]


def _not_signed(record: Record) -> list[Note]:
    name = record.values.get("name") or record.values.get("emp_no") or ""
    return [note(record, "warn", "not_signed", "attended", course=record.values["course"], name=name)]


async def _add_courses(known: dict[str, str], wanted: Iterable[str]) -> set[str]:
    """Courses that a workbook names and the company file does not: kept, after the declared ones."""
    missing = sorted(set(wanted) - set(known))
    added = {name: new_id() for name in missing}
    await DB.insert_many(
        "insert into learning_course (id, name, ordinal, declared) values ($1, $2, 1000, false)",
        [(id, name) for name, id in added.items()],
    )
    known.update(added)
    return set(missing)


async def _stored(people: set[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = await DB.fetch(
        "select person, course, day, status, rate, score from learning_attempt where person = any($1::varchar[])",
        sorted(people),
    )
    return {(row["person"], row["course"], row["day"]): dict(row) for row in rows}
