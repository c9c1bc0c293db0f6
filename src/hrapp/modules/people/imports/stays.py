"""What a list of changes says of somebody's being here at all: that they left, came back, or are past their probation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.imports import Note, Outcome
from hrapp.kernel.taking import note, origin
from hrapp.modules.people.imports.changes import Change, keep_changes
from hrapp.modules.people.imports.known import Known
from hrapp.modules.people.imports.posts import earlier_stay
from hrapp.modules.people.timeline import Post, Span, led_on

_COLUMNS = ("hire_date", "leave_date", "voluntary", "leave_reason", "probation_end")
KINDS = frozenset(("leave", "rehire", "confirmation"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A change in force of one of KINDS; `wish` is whether they wanted to leave, None where nobody said so."""

    person: Known
    kind: str
    day: date
    outcome: Outcome
    to: Post
    wish: bool | None = None
    reason: str | None = None


@dataclass(slots=True)
class Stay:
    """A person as these changes leave them."""

    known: Known
    had_left: bool  # before this list: of somebody else the roster, which may be newer, says where they stand
    earlier: list[Change] = field(default_factory=list)


async def follow(turns: Sequence[Turn]) -> dict[str, Known]:
    """Those whom these changes change, as they are now, by their id: one after another in the order of their days."""
    stays: dict[str, Stay] = {}
    for turn in sorted(turns, key=lambda turn: (turn.day, turn.kind)):
        person = turn.person
        stay = stays.setdefault(person.id, Stay(person, person.columns["leave_date"] is not None))
        {"leave": _left, "rehire": _back, "confirmation": _confirmed}[turn.kind](stay, turn)
    original = {turn.person.id: turn.person for turn in turns}
    changed = {id: stay for id, stay in stays.items() if stay.known is not original[id]}
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(_COLUMNS, 2))
    await DB.insert_many(
        f"update people_person set {sets}, version = version + 1 where id = $1",
        [(id, *(stay.known.columns[name] for name in _COLUMNS)) for id, stay in changed.items()],
    )
    await keep_changes(await _new([change for stay in changed.values() for change in stay.earlier]))
    return {id: stay.known for id, stay in changed.items()}


def _left(stay: Stay, turn: Turn) -> None:
    """As a list of leavers says it. A last day before the day of hire is one of an earlier stay."""
    columns = stay.known.columns
    if turn.day < columns["hire_date"]:
        return
    if (known := columns["leave_date"]) and known != turn.day:
        turn.outcome.notes.append(_otherwise(turn, known))
        return
    wish = turn.wish if columns["voluntary"] is None else columns["voluntary"]
    reason = columns["leave_reason"] or turn.reason
    _set(stay, leave_date=turn.day, voluntary=wish, leave_reason=reason)


def _back(stay: Stay, turn: Turn) -> None:
    """Somebody who had left and is hired again has not left. 返岗 of somebody who had not is no other stay."""
    known = stay.known.columns["leave_date"]
    if known is None or turn.day <= stay.known.columns["hire_date"]:
        return
    if turn.day <= known:
        turn.outcome.notes.append(_otherwise(turn, known))
        return
    turn.outcome.notes.append(note(turn.outcome.record, "info", "hired_again", "effective"))
    kinds = {"hire", "leave"}  # the row itself is the third of them
    at = origin(turn.outcome.record, "effective")
    stay.earlier += [each for each in earlier_stay(stay.known, turn.day, at) if each.kind in kinds]
    post = led_on(stay.known.post, turn.to) if stay.had_left else stay.known.post
    _set(stay, hire_date=turn.day, leave_date=None, voluntary=None, leave_reason=None)
    stay.known = replace(stay.known, spans=[Span(turn.day, None, post)])


def _confirmed(stay: Stay, turn: Turn) -> None:
    """Regular from that day on, whatever had been planned."""
    end, known = turn.day - timedelta(days=1), stay.known.columns["probation_end"]
    if end < stay.known.columns["hire_date"]:
        return
    if known and known != end:
        days = {"text": end.isoformat(), "known": known.isoformat()}
        turn.outcome.notes.append(note(turn.outcome.record, "info", "probation_otherwise", "effective", **days))
    _set(stay, probation_end=end)


def _set(stay: Stay, **columns: Any) -> None:
    before: Mapping[str, Any] = stay.known.columns
    if any(before[name] != value for name, value in columns.items()):
        stay.known = replace(stay.known, columns={**before, **columns})


def _otherwise(turn: Turn, known: date) -> Note:
    days = {"text": turn.day.isoformat(), "known": known.isoformat()}
    return note(turn.outcome.record, "warn", "left_otherwise", "effective", **days)


_STORED = (
    "select person, effective_on, kind from people_job_change where person = any($1::varchar[]) and state = 'effective'"
)


async def _new(changes: Sequence[Change]) -> list[Change]:
    """Those that are not kept yet: a list says more of them than we know."""
    rows = await DB.fetch(_STORED, [change.person for change in changes]) if changes else []
    stored = {(row["person"], row["effective_on"], row["kind"]) for row in rows}
    return [change for change in changes if (change.person, change.effective, change.kind) not in stored]
