"""Promotions, transfers and other changes: the record of them, and the history that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import Once, blocked, completed, judged, note, origin
from hrapp.modules.people.imports import stays
from hrapp.modules.people.imports.changes import COLUMNS, Change, as_moves, keep_changes
from hrapp.modules.people.imports.known import (
    Known,
    Organisation,
    add_departments,
    known_people,
    moves_of,
    organisation,
    write_spans,
)
from hrapp.modules.people.imports.sides import between, sides_of, words_of
from hrapp.modules.people.imports_fields import ASIDE, VOLUNTARY
from hrapp.modules.people.timeline import Post, Span, timeline

#: Kinds of leaving, and whether somebody wanted to.
_LEAVING: Mapping[str, bool | None] = {"leave": None, "resigned": True, "dismissed": False}
#: Changes that leave the standing post as it is, and how they are called where the sheet does not say it in its own words.
_ASIDE = {key: words[0] for key, words in ASIDE.items()}
_MOVING = frozenset(("promotion", "transfer", "demotion"))
_FROM = ("from_department", "from_position", "from_level")
_TO = ("to_department", "to_position", "to_level")


@dataclass(frozen=True, slots=True)
class Said:
    record: Record
    person: Known
    kind: str
    columns: Mapping[str, Any]
    notes: Sequence[Note]
    unmoved: bool = False  # it says nowhere where it leads
    wish: bool | None = None  # of somebody who left: whether they wanted to


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Each change once per person, day and kind; where one is effective the history is rebuilt from it."""
    organised = await organisation()
    known = await known_people(str(record.values.get("emp_no") or "") for record in records)
    stored = await _stored([person.id for person in known.values()])
    outcomes, changed, taken, once = [], [], [], Once()
    for record in records:
        said = _said(record, known, organised)
        if isinstance(said, Outcome):
            outcomes.append(said)
            continue
        said = replace(said, kind=_came_back(said, stored))
        key = (said.person.id, record.values["effective"], said.kind)
        other = _on_other_day(said, stored, records)
        if other and record.key not in context.overwrite:
            outcomes.append(
                Outcome(record, Action.SKIPPED, said.person.emp_no, notes=[_twice(record, other["effective_on"])])
            )
            continue
        days = {"effective": record.values["effective"]} if other else {}
        if other:
            stored[key] = await _moved_to(other, *key[1:])
        if known_as := stored.get(key):  # a later list without a column takes nothing back
            said = replace(said, columns=completed({name: known_as[name] for name in COLUMNS}, said.columns))
        if _waits(said, stored.get(key)):
            text = str(record.values.get("change") or record.values.get("after") or "")
            outcomes.append(
                blocked(record, "change_unclear", subject=said.person.emp_no, field="effective", text=text or "—")
            )
            continue
        again = once.again(key, record, said.columns, said.person.emp_no)
        outcome = again or judged(record, said.person.emp_no, stored.get(key), {**said.columns, **days}, said.notes)
        outcomes.append(outcome)
        if outcome.action in (Action.NEW, Action.CHANGED):
            changed.append(said)
        if again is None:
            taken.append((said, outcome))
    await keep_changes(
        [
            Change(s.person.id, s.record.values["effective"], s.kind, origin(s.record, "effective"), s.columns)
            for s in changed
        ]
    )
    now = await stays.follow([_turn(said, outcome) for said, outcome in taken if _turns(said, outcome)])
    histories = await _rebuild([said.person for said in changed], now, organised)
    for said, outcome in taken:
        history = histories.get(said.person.id, said.person.spans)
        outcome.notes.extend([*_against(said, history, organised), *_led_no_more(said, history)])
    return outcomes


def _led_no_more(said: Said, history: Sequence[Span]) -> list[Note]:
    """A manager belongs to a department: whom the new one has a list of changes does not say."""
    was, now = said.person.post, history[-1].post if history else Post()
    manager = was.manager_no or was.manager_name
    last = bool(history) and history[-1].since == said.record.values["effective"]
    if not manager or now.manager_no or now.manager_name or not last:
        return []
    told = {"known": was.manager_name or manager, "text": now.department or "—"}
    return [note(said.record, "warn", "manager_of_before", "to_department", **told)]


def _on_other_day(
    said: Said, stored: Mapping[tuple[Any, ...], Mapping[str, Any]], records: Sequence[Record]
) -> Mapping[str, Any] | None:
    """The very same change as it is stored with another day, which the list does not name: nobody is promoted from one
    level to another twice, unless they went back between."""
    person, day = said.person.id, said.record.values["effective"]
    if (person, day, said.kind) in stored:
        return None
    listed = {r.values.get("effective") for r in records if r.values.get("emp_no") == said.person.emp_no}
    mine = {on: row for (of, on, _kind), row in stored.items() if of == person}
    for on, row in mine.items():
        passed = any(min(on, day) < other < max(on, day) for other in mine)
        if on not in listed and not passed and row["kind"] in (said.kind, "other") and _same(row, said.columns):
            return row
    return None


def _same(stored: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Both in force, nothing said otherwise, and one thing that they change alike."""
    pairs = [(stored[name], said[name]) for name in (*_FROM, *_TO)]
    changes = any(said[to] and said[to] == stored[to] != stored[old] for old, to in zip(_FROM, _TO, strict=True))
    agree = all(not one or not other or one == other for one, other in pairs)
    return stored["state"] == said["state"] == "effective" and changes and agree


def _twice(record: Record, day: date) -> Note:
    text = record.values["effective"].isoformat()
    return note(record, "warn", "move_on_other_day", "effective", text=text, known=day.isoformat())


async def _moved_to(change: Mapping[str, Any], day: date, kind: str) -> dict[str, Any]:
    """The stored change with the day that the file says, as somebody decided."""
    sets = "update people_job_change set effective_on = $2, kind = $3 where id = $1 returning id"
    await DB.fetch(sets, change["id"], day, kind)
    return {**change, "kind": kind, "effective": change["effective_on"]}


def _against(said: Said, history: Sequence[Span], organised: Organisation) -> list[Note]:
    """A change that the history does not follow, since the roster says another post: it wins, and HR is told."""
    if said.columns["state"] != "effective" or said.kind in ("hire", "leave"):
        return []
    level = organised.level_code(said.columns["to_level"])  # one that the rules do not name is told already
    to = Post(said.columns["to_department"], said.columns["to_position"], level)
    day = said.record.values["effective"]
    differing = not_followed(to, day, history)
    if not differing:
        return []
    key = f"to_{next(iter(differing))}"
    text, known = ("、".join(side) for side in zip(*differing.values(), strict=True))
    return [note(said.record, "warn", "move_not_followed", key, text=text, known=known, date=day.isoformat())]


def not_followed(to: Post, day: date, history: Sequence[Span]) -> dict[str, tuple[str, str]]:
    """What a change says of the post from its day on, and what the history says instead."""
    span = next((span for span in reversed(history) if span.since <= day), history[0] if history else None)
    held = span.post if span else Post()
    pairs = {name: (getattr(to, name), getattr(held, name)) for name in ("department", "position", "level")}
    return {name: (new, old or "—") for name, (new, old) in pairs.items() if new and new != old}


def _waits(said: Said, known_as: Mapping[str, Any] | None) -> bool:
    """A move in force of which neither the row nor hrapp knows where it leads."""
    known = known_as is not None and any(known_as[name] for name in _TO)
    return said.unmoved and not known and said.kind in _MOVING and said.columns["state"] == "effective"


def _came_back(said: Said, stored: Mapping[tuple[Any, ...], Any]) -> str:
    """入职 of somebody who had left is another stay."""
    left, day = said.person.columns["leave_date"], said.record.values["effective"]
    again = bool(left and day > left) or (said.person.id, day, "rehire") in stored
    return "rehire" if said.kind == "hire" and again else said.kind


def _turns(said: Said, outcome: Outcome) -> bool:
    new = outcome.action in (Action.NEW, Action.CHANGED)
    return new and said.kind in stays.KINDS and said.columns["state"] == "effective"


def _turn(said: Said, outcome: Outcome) -> stays.Turn:
    columns, written = said.columns, said.record.values
    level = columns["to_level"]
    to = Post(columns["to_department"], columns["to_position"], level)
    # 备注 of a leave that says no more than 个人原因 is its reason
    reason = columns["reason"] or (written.get("note") if _wish(written.get("note")) in (True, False) else None)
    return stays.Turn(said.person, said.kind, written["effective"], outcome, to, said.wish, reason)


_WISHES = {word: {"yes": True, "no": False}.get(key) for key, words in VOLUNTARY.choices.items() for word in words}


def _wish(text: Any) -> bool | None:
    """Whether somebody wanted to leave, of a text that says nothing else."""
    return _WISHES.get(str(text).strip()) if text and len(str(text)) > 1 else None


def _said(record: Record, known: Mapping[str, Known], organised: Organisation) -> Said | Outcome:
    values = record.values
    person = known.get(str(values.get("emp_no") or ""))
    if person is None:
        return blocked(record, "person_unknown", subject=values.get("name"), field="emp_no", person=_who(values))
    if values.get("effective") is None:
        return blocked(record, "value_missing", subject=person.emp_no, field="emp_no", field_name="effective")
    sides = _sides(values, organised)
    columns = {key: values.get(key) or sides.get(key) for key in COLUMNS}
    columns["state"] = columns["state"] or "effective"
    if kept_as := _ASIDE.get(str(values.get("kind"))):
        return Said(record, person, "other", _in_words(record, kept_as, columns), ())
    unmoved = not any(columns[name] for name in _TO)
    if (department := values.get("department")) and not columns["from_department"] and not columns["to_department"]:
        columns |= {"from_department": department, "to_department": department}
    notes = []
    for key in ("from_level", "to_level"):
        code = organised.level_code(columns[key])
        if columns[key] and not code and key == "to_level":
            notes.append(note(record, "warn", "level_unknown", key, written=str(columns[key])))
        columns[key] = code or columns[key]
    kind = values.get("kind") or "other"
    wishes = (_LEAVING.get(kind), _wish(columns["reason"]), _wish(values.get("note")))
    wish = next((wish for wish in wishes if wish is not None), None)
    return Said(record, person, "leave" if kind in _LEAVING else kind, columns, notes, unmoved, wish)


def _sides(values: Mapping[str, Any], organised: Organisation) -> dict[str, str]:
    if values.get("before") and values.get("after"):
        return between(str(values["before"]), str(values["after"]), organised)
    return sides_of(values.get("change"), organised)


def _in_words(record: Record, spelled: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """A change that leaves the standing post as it is: kept in the words of its sheet, and no side of it leads anywhere."""
    written = next((op.before for op in record.ops if op.field == "kind"), "") or spelled
    cells = [str(record.values[key]) for key in ("before", "after") if record.values.get(key)]
    where = words_of(columns) or " → ".join(cells) or str(record.values.get("change") or "")
    further = [text for text in (columns["reason"], record.values.get("note")) if text]
    words = "；".join([f"{written}：{where}" if where else written, *map(str, further)])
    return {**dict.fromkeys(COLUMNS), "state": columns["state"], "reason": words}


def _who(values: Mapping[str, Any]) -> str:
    return " ".join(str(values[key]) for key in ("emp_no", "name", "department") if values.get(key))


async def _stored(people: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = await DB.fetch("select * from people_job_change where person = any($1::varchar[])", list(people))
    return {(row["person"], row["effective_on"], row["kind"]): dict(row) for row in rows}


async def _rebuild(people: Sequence[Known], now: Mapping[str, Known], organised: Organisation) -> dict[str, list[Span]]:
    """The history of these people from where they stand and every effective change that is stored, by their id."""
    before = {person.id: person.spans for person in people}
    unique = {**{person.id: person for person in people}, **now}
    moves = await moves_of(list(unique))
    histories = {
        id: timeline(person.columns["hire_date"], person.post, as_moves(moves.get(id, ())))
        for id, person in unique.items()
    }
    await add_departments(
        organised, {span.post.department for spans in histories.values() for span in spans if span.post.department}
    )
    await write_spans(organised, {id: spans for id, spans in histories.items() if list(before[id]) != spans})
    return histories
