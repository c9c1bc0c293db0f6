"""Grades of closed periods, and awards. What was graded or decided here is never changed by a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import OF_SCORES, Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.periods import parse
from hrapp.kernel.taking import Once, cell_of, in_order, judged, note, origin, skipped, split
from hrapp.modules.people.api import calendar_for
from hrapp.modules.performance.imports.award_periods import award_key, guessed, meant, own_instead, penalty

_TAKEN = (Action.NEW, Action.CHANGED)


async def take_grades(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Imported grades stand as they are; a period without one keeps the word that says why."""
    good, outcomes = split(records, "period")
    stored = await _by_key(
        "select person, period, grade, mark, source from performance_grade where person = any($1::varchar[])",
        good,
        "person",
        "period",
    )
    changed, once = [], Once()
    for record in good:
        emp_no, key = record.values.get("emp_no"), (record.values["person"], record.values["period"])
        grade = record.values.get("grade")
        said = {"grade": grade, "mark": None if grade else record.values.get("mark")}
        before = stored.get(key)
        if before and not any(said.values()):  # an empty cell says nothing against a known grade
            said = {name: before[name] for name in said}
        if before and before["source"] != "imported":
            outcomes.append(skipped(record, "graded_here", subject=emp_no, field="grade"))
            continue
        if _otherwise_by_scores(record, before, said) and record.key not in context.overwrite:
            outcomes.append(_kept(record, before, said))
            continue
        outcome = once.again(key, record, said, emp_no) or judged(record, emp_no, before, said)
        outcomes.append(outcome)
        if outcome.action in _TAKEN:
            changed.append((new_id(), *key, said["grade"], said["mark"], origin(record, "grade", "mark")))
    await DB.insert_many(
        "insert into performance_grade (id, person, period, grade, mark, source, origin)"
        " values ($1, $2, $3, $4, $5, 'imported', $6) on conflict (person, period) do update set"
        " grade = excluded.grade, mark = excluded.mark, origin = excluded.origin where performance_grade.source = 'imported'",
        changed,
    )
    return in_order(records, outcomes)


def _otherwise_by_scores(record: Record, before: Mapping[str, Any] | None, said: Mapping[str, Any]) -> bool:
    """One period may have several assessments: a list of scores alone does not change a grade."""
    known = _graded(before) if record.values.get(OF_SCORES) else ""
    return bool(known) and (said["grade"] or said["mark"]) != known


def _graded(before: Mapping[str, Any] | None) -> str:
    """The known grade, or why there is none."""
    return str(before["grade"] or before["mark"] or "") if before else ""


def _kept(record: Record, before: Mapping[str, Any] | None, said: Mapping[str, Any]) -> Outcome:
    both = {"known": _graded(before), "text": said["grade"] or said["mark"] or "—"}
    told = note(record, "warn", "graded_otherwise", "grade", period=record.values["period"], **both)
    return Outcome(record, Action.SKIPPED, record.values.get("emp_no"), notes=[told])


async def take_awards(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Each title once per person and period, on its earliest day; granted outweighs proposed."""
    calendar = await calendar_for(context.today)
    by_day = {id(record) for record in records if record.values.get("period") is None}
    unsaid = {id(record) for record in records if _complete(record, calendar.grade_kind)}
    good, outcomes = split(records, "title", "period")
    outcomes += [_no_award(record) for record in good if penalty(record)]
    good = [record for record in good if not penalty(record)]
    stored = await _by_key(
        "select person, period, title, day, state from performance_award where person = any($1::varchar[])",
        good,
        "person",
        "period",
        "title",
    )
    moved = own_instead(good, stored, calendar.grade_kind)
    best: dict[tuple[Any, ...], Record] = {}
    for record in sorted(good, key=_rank):
        best.setdefault(award_key(record), record)
    changed = []
    for record in good:
        first, emp_no = best[award_key(record)], record.values.get("emp_no")
        if first is not record:
            outcomes.append(_left_out(record, first))
            continue
        said = {"day": record.values["date"], "state": record.values.get("state") or "granted"}
        before = stored.get(award_key(record))
        if before and id(record) in unsaid:  # the end of its period stands in for a day that nobody named
            said["day"] = before["day"]
        notes = moved.get(id(record)) or ([_by_its_day(record)] if id(record) in by_day else [])
        outcome = judged(record, emp_no, before, said, notes)
        outcomes.append(outcome)
        if outcome.action in _TAKEN:
            changed.append((new_id(), *award_key(record), said["day"], said["state"], origin(record, "title")))
    await DB.insert_many(
        "insert into performance_award (id, person, period, title, day, state, origin) values ($1, $2, $3, $4, $5, $6, $7)"
        " on conflict (person, period, title) do update set day = excluded.day, state = excluded.state, origin = excluded.origin",
        changed,
    )
    return in_order(records, outcomes)


def _no_award(record: Record) -> Outcome:
    told = note(record, "warn", "no_award", "title", text=str(record.values["title"]))
    return Outcome(record, Action.SKIPPED, record.values.get("emp_no"), notes=[told])


def _by_its_day(record: Record) -> Note:
    return note(
        record, "info", "period_by_day", "date", text=str(record.values["date"]), period=record.values["period"]
    )


def _left_out(record: Record, first: Record) -> Outcome:
    """The same award again; one that was granted on a day of its own may be another award, which is told."""
    where, emp_no = str(cell_of(first, "title")), record.values.get("emp_no")
    if not another(record, first):
        return skipped(record, "said_twice", subject=emp_no, field="title", first=where)
    said = {"text": str(record.values["date"]), "period": record.values["period"], "first": where}
    return Outcome(record, Action.SKIPPED, emp_no, notes=[note(record, "warn", "award_in_period", "date", **said)])


def another(record: Record, first: Record) -> bool:
    """Both granted, each on a day that its row names."""
    both = (record, first)
    granted = all((each.values.get("state") or "granted") == "granted" and "date" in each.cells for each in both)
    return granted and record.values["date"] != first.values["date"]


def _complete(record: Record, kind: str) -> bool:
    """A list names the period, the day, or both. Without a day it is granted when its period ends. True where nobody named
    the day."""
    if guessed(record):
        record.values["period"] = str(meant(record, kind))
        return False
    if (period := record.values.get("period")) and record.values.get("date") is None:
        record.values["date"] = parse(period).end
        return True
    return record.values.get("date") is None


def _rank(record: Record) -> tuple[bool, Any]:
    return (record.values.get("state") == "proposed", record.values["date"])


async def _by_key(sql: str, records: Sequence[Record], *key: str) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    rows = await DB.fetch(sql, sorted({record.values["person"] for record in records}))
    return {tuple(row[name] for name in key): dict(row) for row in rows}
