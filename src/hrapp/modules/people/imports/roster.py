"""Rosters and lists of leavers: who is (or was) here, where they stand, and what the remarks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import SINCE, Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import blocked, cell_of, in_order, judged, note, origin, skipped
from hrapp.modules.people.identity import holders, keep, masked
from hrapp.modules.people.imports.changes import Change, as_moves, keep_changes
from hrapp.modules.people.imports.known import (
    Known,
    Organisation,
    add_departments,
    days_left,
    known_people,
    moves_of,
    organisation,
    write_spans,
)
from hrapp.modules.people.imports.posts import change_of, earlier_stay, final_post, moved, undated
from hrapp.modules.people.imports.said import COLUMNS, ID_NO, Leaves, Said, only_leaving, said_by
from hrapp.modules.people.imports.superiors import FOUND, Candidate, Candidates, candidates, settle_names
from hrapp.modules.people.timeline import Post, Span, timeline

_WHO = {"emp_no", "name", "person"}  # every row repeats them
_IN_OWN_WORDS = {"note", "reason", "leaves", "person"}  # two tables may differ in them without contradiction
_DECISIVE = {"name", "hire_date", "leave_date"}  # nobody but a person knows which is right


@dataclass(frozen=True, slots=True)
class Row:
    """A record with the values that are taken from it, and what is to be said of the others."""

    record: Record
    values: Mapping[str, Any]
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Written:
    """What a person will be: ready to be stored."""

    id: str
    emp_no: str
    columns: Mapping[str, Any]
    spans: Sequence[Span] | None  # None: the history stays as it is
    leaves: Leaves
    new: bool
    changes: Sequence[Change] = ()  # of their post, on a day that somebody said; of an earlier stay


async def known_by_number(records: Sequence[Record]) -> dict[int, str]:
    """Whose number of an ID card a row says, where it is recorded for one person: that is surer than a name."""
    said = {n: number for n, record in enumerate(records) if (number := record.values.get(ID_NO))}
    recorded = await holders(said.values()) if said else {}
    return {n: next(iter(found)) for n, number in said.items() if len(found := recorded.get(number, set())) == 1}


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Everybody named in these rows, as the rows say; a blank cell never erases what is known."""
    return await _take(records, context, _nothing_else)


async def take_leavers(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Everybody who left, also those whom no roster names any more."""
    return await _take(records, context, only_leaving)


Limit = Callable[[Said, Known | None], None]


def _nothing_else(said: Said, person: Known | None) -> None:
    """A roster may change everything."""


async def _take(records: Sequence[Record], context: ImportContext, limit: Limit) -> list[Outcome]:
    organised = await organisation()
    outcomes: list[Outcome] = []
    for rows in _in_turn(records, outcomes):
        outcomes += await _take_once(rows, organised, context, limit)
    return in_order(records, outcomes)


def _in_turn(records: Sequence[Record], refused: list[Outcome]) -> list[list[Row]]:
    """Several tables may tell of one person. What a later one adds is taken after the first; what it says
    otherwise is left out with a warning; a plain copy is skipped; another name or day of hire is blocked."""
    told: dict[str, tuple[Record, dict[str, Any], int]] = {}
    turns: list[list[Row]] = []
    for record in records:
        emp_no = str(record.values.get("emp_no") or "")
        said = {key: value for key, value in record.values.items() if value not in (None, []) and key != SINCE}
        first, known, n = told.get(emp_no, (record, {}, 0)) if emp_no else (record, {}, 0)
        differing = [key for key in said if key in known and known[key] != said[key] and key not in _IN_OWN_WORDS]
        new = {key: value for key, value in said.items() if key not in known or key in _WHO}
        if decisive := next((key for key in differing if key in _DECISIVE), None):
            refused.append(
                blocked(record, "contradiction", subject=emp_no, field=decisive, **_both(first, known, said, decisive))
            )
        elif n and new.keys() <= _WHO and not differing:
            refused.append(skipped(record, "said_twice", subject=emp_no, field="emp_no", first=str(cell_of(first))))
        else:
            notes = [note(record, "warn", "said_otherwise", key, **_both(first, known, said, key)) for key in differing]
            told[emp_no] = (first, {**said, **known}, n + 1)
            turns += [[]] if len(turns) == n else []
            turns[n].append(Row(record, new, notes))
    return turns


def _both(first: Record, known: Mapping[str, Any], said: Mapping[str, Any], key: str) -> dict[str, str]:
    value, other = str(known[key]), str(said[key])
    if key == ID_NO:
        value, other = masked(value), masked(other)
    return {"first": str(cell_of(first, key)), "value": value, "other": other}


async def _take_once(
    rows: Sequence[Row], organised: Organisation, context: ImportContext, limit: Limit
) -> list[Outcome]:
    known = await known_people(str(row.record.values.get("emp_no") or "") for row in rows)
    ids = [person.id for person in known.values()]
    moves, left = await moves_of(ids), await days_left(ids)
    outcomes: list[Outcome] = []
    accepted: list[Said] = []
    for row in rows:
        if refused := _refused(row.record, known, left):
            outcomes.append(refused)
            continue
        person = known.get(row.values["emp_no"])
        said = said_by(row.record, row.values, person, organised, context.today)
        limit(said, person)
        _called_otherwise(said, row.record, person)
        said.notes += row.notes
        waits = undated(said, person, moves.get(person.id, ())) if person else None
        if waits:
            outcomes.append(waits)
            continue
        accepted.append(said)
    await _look_at_numbers(accepted, known)
    return [*outcomes, *await _write(accepted, known, moves, organised)]


_SAME = ("hire_date", "birth_date", "phone", ID_NO)


def _called_otherwise(said: Said, record: Record, person: Known | None) -> None:
    """A 工号 alone renames nobody, since a slip of one character would: something else of the row has to be what is known
    of the person. Either is told."""
    name = record.values.get("name")
    if person is None or not name or str(name).casefold() == person.columns["name"].casefold():
        return
    known = person.columns["name"]
    same = any(said.columns.get(key) and said.columns[key] == person.columns.get(key) for key in _SAME)
    if same and "name" in said.columns:
        said.notes.append(note(record, "warn", "renamed", "name", known=known, name=str(name)))
        return
    said.columns.pop("name", None)
    whom = f"{known}（{person.emp_no}）"
    said.notes.append(note(record, "warn", "name_kept", "name", person=whom, name=str(name)))


async def _look_at_numbers(accepted: Sequence[Said], known: Mapping[str, Known]) -> None:
    """A number that somebody else has is taken and pointed out; one whose key was destroyed is not taken again."""
    for said in accepted:
        if (person := known.get(said.emp_no)) and person.no_number and said.columns.pop(ID_NO, None):
            said.notes.append(note(said.record, "warn", "id_no_destroyed", ID_NO))
    having = [said for said in accepted if said.columns.get(ID_NO)]
    recorded = await holders(said.columns[ID_NO] for said in having) if having else {}
    for said in having:
        others = recorded.setdefault(said.columns[ID_NO], set())
        if others - {said.emp_no}:
            said.notes.append(note(said.record, "warn", "id_no_taken", ID_NO))
        others.add(said.emp_no)


def _refused(record: Record, known: Mapping[str, Known], days: Mapping[str, Sequence[date]]) -> Outcome | None:
    values = record.values
    emp_no, name = values.get("emp_no"), values.get("name")
    if not emp_no:
        return blocked(record, "emp_no_missing", subject=name, field="name")
    person = known.get(emp_no)
    if person is None and not name:
        return blocked(record, "name_missing", subject=emp_no, field="emp_no")
    hired = values.get("hire_date") or (person.columns["hire_date"] if person else None)
    left = values.get("leave_date")
    if hired is None:
        return blocked(record, "hire_date_missing", subject=emp_no, field="emp_no", name=str(name or ""))
    if person and _of_earlier_stay(person.columns["hire_date"], hired, left, days.get(person.id, ())):
        return skipped(record, "earlier_stay", subject=emp_no, field="leave_date", name=str(name or ""))
    if left and left < hired:
        return blocked(record, "left_before_hired", subject=emp_no, field="leave_date", name=str(name or ""))
    return None


def _of_earlier_stay(since: date, hired: date, left: date | None, days: Sequence[date]) -> bool:
    """It ended before the stay that counts began, by the row or by what hrapp knows."""
    return (left is not None and left < since) or any(hired <= day < since for day in days)


async def _write(
    accepted: Sequence[Said], known: Mapping[str, Known], moves: Mapping[str, Sequence[Any]], organised: Organisation
) -> list[Outcome]:
    new_departments = {
        name for said in accepted if (name := said.post.get("department")) and name not in organised.departments
    }
    await add_departments(organised, new_departments)
    batch = [Candidate(s.emp_no, s.columns["name"], s.post.get("department")) for s in accepted if _may_lead(s)]
    leaders = await candidates(batch, organised.heads)
    people, outcomes = [], []
    for said in accepted:
        if (name := said.post.get("department")) in new_departments:
            said.notes.append(note(said.record, "warn", "department_new", "department", department=str(name)))
            new_departments.discard(name)
        _manager(said, known.get(said.emp_no), leaders)
        person, outcome = _judge(said, known.get(said.emp_no), moves, organised)
        outcomes.append(outcome)
        if outcome.action is not Action.SAME:
            people.append(person)
    await _store(people, organised)
    return outcomes


def _may_lead(said: Said) -> bool:
    return "name" in said.columns and "leave_date" not in said.columns


def _manager(said: Said, person: Known | None, leaders: Candidates) -> None:
    if said.manager is None:
        return
    department = said.post.get("department") or (person.post.department if person else None)
    verdict, emp_no = leaders.find(said.manager, said.emp_no, department)
    said.post |= {"manager_no": emp_no, "manager_name": None if emp_no else said.manager}
    if verdict != FOUND:
        said.notes.append(note(said.record, "warn", verdict, "manager", manager=said.manager))


def _judge(
    said: Said, person: Known | None, moves: Mapping[str, Sequence[Any]], organised: Organisation
) -> tuple[Written, Outcome]:
    if person is None:
        history = timeline(said.columns["hire_date"], Post(**said.post), ())
        fresh = Written(new_id(), said.emp_no, said.columns, history, said.leaves, new=True)
        return fresh, judged(said.record, said.emp_no, None, {}, said.notes)
    back = _back_again(said, person)
    columns = {**said.columns, **back}
    hired = columns.get("hire_date", person.columns["hire_date"])
    path = moves.get(person.id, ())
    final = final_post(said, person, hired, path)
    change = change_of(said, person, hired, final, organised)
    leaves = {key: value for key, value in said.leaves.items() if person.leaves.get(key) != value}
    before = {key: person.columns[key] for key in columns} | _plain(person.post) | {"leaves": None}
    after = {**columns, **_plain(final), "leaves": sorted(f"{kind} {since}" for kind, since in leaves) or None}
    if change:
        before, after = {**before, SINCE: None}, {**after, SINCE: change.effective.isoformat()}
    outcome = judged(said.record, said.emp_no, before, after, said.notes)
    stays = final == person.post and hired == person.columns["hire_date"]
    spans = None if stays else _corrected(person.spans, hired, final) or timeline(hired, final, as_moves(path))
    if change:
        first_moved = _corrected(person.spans, hired, person.post) or person.spans
        spans = moved(first_moved, change.effective, final, said.manager is not None)
    changes = [change] if change else earlier_stay(person, hired, origin(said.record, "hire_date")) if back else []
    return Written(person.id, said.emp_no, columns, spans, leaves, new=False, changes=changes), outcome


def _back_again(said: Said, person: Known) -> dict[str, Any]:
    """Somebody who had left and was hired again has not left."""
    hired, left = said.columns.get("hire_date"), person.columns["leave_date"]
    if left is None or hired is None or hired <= left:
        return {}
    said.notes.append(note(said.record, "info", "hired_again", "hire_date"))
    return {"leave_date": None, "voluntary": None, "leave_reason": None}


def _plain(post: Post) -> dict[str, str | None]:
    return {
        "department": post.department,
        "position": post.position,
        "level": post.level,
        "manager": post.manager_no or post.manager_name,
    }


def _corrected(spans: Sequence[Span], hired: date, final: Post) -> list[Span] | None:
    """The stored history with another start and another last post: what a roster corrects, or adds. None when the new day of hire does not fit before the first change."""
    if not spans or (spans[0].until is not None and spans[0].until <= hired):
        return None
    first_moved = [replace(spans[0], since=hired), *spans[1:]]
    return [*first_moved[:-1], replace(first_moved[-1], post=final)]


async def _store(people: Sequence[Written], organised: Organisation) -> None:
    fresh = [person for person in people if person.new]
    names = ", ".join(COLUMNS)
    marks = ", ".join(f"${n}" for n in range(3, len(COLUMNS) + 3))
    await DB.insert_many(
        f"insert into people_person (id, emp_no, {names}) values ($1, $2, {marks})",
        [(person.id, person.emp_no, *_row(person.columns)) for person in fresh],
    )
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(COLUMNS, 2))
    stored = await _whole([person for person in people if not person.new])
    await DB.insert_many(
        f"update people_person set {sets}, version = version + 1 where id = $1",
        [(id, *_row(row)) for id, row in stored.items()],
    )
    await keep({person.id: number for person in people if (number := person.columns.get(ID_NO))})
    await write_spans(organised, {person.id: person.spans for person in people if person.spans is not None})
    await keep_changes([change for person in people for change in person.changes])
    await DB.insert_many(
        "insert into people_leave (id, person, kind, since, last_day, paid) values ($1, $2, $3, $4, $5, $6)"
        " on conflict (person, kind, since) do update set last_day = excluded.last_day, paid = excluded.paid",
        [(new_id(), p.id, kind, since, last, paid) for p in people for (kind, since), (last, paid) in p.leaves.items()],
    )
    if fresh:
        await settle_names()


async def _whole(people: Sequence[Written]) -> dict[str, dict[str, Any]]:
    """The stored rows with what is said of them on top."""
    rows = await DB.fetch("select * from people_person where id = any($1::varchar[])", [person.id for person in people])
    said = {person.id: person.columns for person in people}
    return {row["id"]: {**row, **said[row["id"]]} for row in rows}


def _row(columns: Mapping[str, Any]) -> list[Any]:
    return [columns.get(name, "全职" if name == "employment" else None) for name in COLUMNS]
