"""Training records from old spreadsheets: each attempt once per person, course and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import Once, completed, in_order, judged, note, origin, split

_COLUMNS = ("status", "rate", "score")
_ENDED = ("completed", "failed", "absent")


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
        whole["status"] = said["status"] or _status(said, before, whole)
        outcome = once.adds(key, record, said, emp_no) or judged(record, emp_no, before, whole, _notes(record, fresh))
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


def _status(said: Mapping[str, Any], before: Mapping[str, Any] | None, whole: Mapping[str, Any]) -> str:
    """A record without a word on how it ended: a rate below 100 % is under way, a day is attendance. What is known of
    one that ended stands, since its rate or score says nothing against it."""
    if before and (before["status"] in _ENDED or (said["rate"] is None and said["score"] is None)):
        return str(before["status"])
    rate = whole.get("rate")
    if rate is not None:
        return "completed" if rate >= 1 else "in_progress"
    return "completed" if whole.get("day") or whole.get("score") is not None else "planned"


def _notes(record: Record, fresh: set[str]) -> list[Note]:
    course = record.values["course"]
    if course not in fresh:
        return []
    fresh.discard(course)
    return [note(record, "warn", "course_new", "course", course=course)]


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
