"""Training records from old spreadsheets: each attempt once per person, course and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
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
        found: list[Outcome] = []
        written: dict[Any, dict[str, Any]] = {}
        for said in ended.sittings(record.values, {*_told(record, "exam_missed")}, _told(record, "kept_in_words")):
            key = (record.values["person"], known[record.values["course"]], said["day"])
            outcome, whole = _judged(record, said, key, once, stored.get(key), context.today)
            found.append(outcome)
            written |= {key: whole} if whole else {}
        outcomes.append(_one(found, [*_notes(record, fresh), *_only_one(record, found)]))
        for key, whole in written.items() if outcomes[-1].action != Action.BLOCKED else ():
            stored[key] = whole
            changed[key] = (new_id(), *key, *(whole.get(name) for name in _COLUMNS), origin(record, "course", "status"))
    await DB.insert_many(
        "insert into learning_attempt (id, person, course, day, status, rate, score, origin)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person, course, day) do update set"
        " status = excluded.status, rate = excluded.rate, score = excluded.score, origin = excluded.origin",
        changed.values(),
    )
    return in_order(records, outcomes)


def _judged(
    record: Record,
    said: Mapping[str, Any],
    key: tuple[Any, ...],
    once: Once,
    before: Mapping[str, Any] | None,
    today: date,
) -> tuple[Outcome, dict[str, Any] | None]:
    """What becomes of one sitting, and what is to be written of it."""
    emp_no = record.values.get("emp_no")
    told = {name: said.get(name) for name in _COLUMNS}
    if again := once.adds(key, record, {**told, "attended": said.get("attended")}, emp_no):
        return again, None
    whole = {**completed(before, told), "day": said["day"]}
    whole["status"], unsigned = ended.status(said, before, whole, today)
    outcome = judged(record, emp_no, before, whole, _not_signed(record) if unsigned else ())
    return outcome, whole if outcome.action in (Action.NEW, Action.CHANGED) else None


def _one(found: Sequence[Outcome], notes: Sequence[Note]) -> Outcome:
    """What became of a row: of two sittings, what is new of the last is a change of what is known of the first."""
    first, last = found[0], found[-1]
    blocked = next((outcome for outcome in found if outcome.action == Action.BLOCKED), None)
    if blocked or first is last:
        outcome = blocked or first
    elif first.action in (last.action, Action.SKIPPED):
        outcome = last
        outcome.changes = {**first.changes, **last.changes}
    else:
        changes = _new(first, "date", "score") | _new(last, "retake_date", "retake_score")
        outcome = Outcome(first.record, Action.CHANGED, first.subject, changes, first.notes)
    outcome.notes += notes
    return outcome


def _new(outcome: Outcome, *keys: str) -> dict[str, tuple[Any, Any]]:
    if outcome.action == Action.NEW:
        return {key: (None, outcome.record.values.get(key)) for key in keys}
    return dict(outcome.changes)


def _told(record: Record, code: str) -> dict[str, str]:
    """{score: what stands in its place}"""
    return {note.values["field"]: note.values["text"] for note in record.notes if note.code == code}


def _only_one(record: Record, found: Sequence[Outcome]) -> list[Note]:
    """Of two sittings on one day the last is kept; a day alone does not say that somebody sat again."""
    values, course = record.values, record.values["course"]
    score, again, day = (values.get(key) for key in ("score", "retake_score", "retake_date"))
    if len(found) > 1:
        return []
    if score is not None and again is not None:
        return [note(record, "warn", "sat_twice_a_day", "score", course=course, text=f"{score:f}")]
    if day and again is None and values.get("status") == "completed":
        return [note(record, "warn", "retake_unclear", "retake_date", course=course, text=day.isoformat())]
    return []


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
