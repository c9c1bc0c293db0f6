"""Somebody stands elsewhere than hrapp says, and a roster names no day: either they moved, on a day that only a person can
tell, or hrapp was wrong all the time. How long somebody has been at a level decides promotions, so neither is assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hrapp.kernel.imports import DAY_ASKED, SINCE, Outcome
from hrapp.kernel.taking import blocked, note, origin
from hrapp.modules.people.imports.changes import Change, as_moves
from hrapp.modules.people.imports.known import Known, Organisation
from hrapp.modules.people.imports.said import Said
from hrapp.modules.people.timeline import Post, Span, timeline

_SAID = ("department", "position", "level")


def differing(old: Post, new: Post) -> dict[str, tuple[str, str]]:
    """{what is said otherwise: (as it was, as it is)}; what was not known is only added."""
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in _SAID}
    return {name: (was, now) for name, (was, now) in pairs.items() if was and now and was != now}


def final_post(said: Said, person: Known, hired: date, moves: Sequence[Any]) -> Post:
    """Where a row and the changes that are known leave somebody. From a day on that somebody said, it is what the row says:
    they may have gone back."""
    day, now = changed_on(said), replace(person.post, **said.post)
    if day and person.spans and day > person.spans[-1].since:
        return now
    final = timeline(hired, now, as_moves(moves))[-1].post
    if _of_before(said, person, final):  # so is its manager one of before
        return replace(final, manager_no=person.post.manager_no, manager_name=person.post.manager_name)
    return final


def _of_before(said: Said, person: Known, final: Post) -> bool:
    """The row shows what was before a change that is known."""
    return bool(differing(person.post, Post(**said.post))) and not differing(person.post, final)


def undated(said: Said, person: Known, moves: Sequence[Any]) -> Outcome | None:
    """The answer to a row that says another post: it waits until somebody says from which day on. Of a day before the
    last change that hrapp knows, a list says what was: nothing new, or something that no list without days can say."""
    row = Post(**said.post)
    if not differing(person.post, row) or _hired_again(said, person):
        return None
    hired, last = person.columns["hire_date"], person.spans[-1].since
    found = differing(person.post, final_post(said, person, hired, moves))
    field, text = _said(row, found or differing(person.post, row))
    if not found:
        _of_earlier(said, person, field, text)
        return None
    if SINCE not in said.record.values:
        was = "、".join(old for old, _new in found.values())
        return blocked(said.record, DAY_ASKED, subject=person.emp_no, field=field, known=was, text=text)
    day = changed_on(said)
    if day is not None and day <= hired:
        return blocked(
            said.record, "since_not_hired", subject=person.emp_no, field=field, text=text, date=hired.isoformat()
        )
    if day is None or day >= last or len(person.spans) == 1:
        return None
    held = next((span.post for span in reversed(person.spans) if span.since <= day), person.spans[0].post)
    if differing(held, row):
        return blocked(
            said.record, "post_changed_later", subject=person.emp_no, field=field, text=text, date=last.isoformat()
        )
    _of_earlier(said, person, field, text)
    return None


def _of_earlier(said: Said, person: Known, field: str, text: str) -> None:
    """What it was is told, and nothing of it taken. Of a list that somebody said to be an older one, nothing at all but what
    was not known."""
    last, day = person.spans[-1].since, changed_on(said)
    if day is not None and day < last:
        said.post = {}
        said.columns = {key: value for key, value in said.columns.items() if person.columns[key] is None}
    said.notes.append(note(said.record, "warn", "post_of_earlier", field, text=text, date=last.isoformat()))


def _said(row: Post, found: Mapping[str, Any]) -> tuple[str, str]:
    """The first of what is said otherwise, and all of it in one text."""
    return next(iter(found)), "、".join(str(getattr(row, name)) for name in found if getattr(row, name))


def _hired_again(said: Said, person: Known) -> bool:
    hired, left = said.columns.get("hire_date"), person.columns["leave_date"]
    return bool(hired and left and hired > left)


def changed_on(said: Said) -> date | None:
    """The day that somebody said for the list; None where the list corrects, or nobody was asked."""
    day = said.record.values.get(SINCE)
    return day if isinstance(day, date) else None


def change_of(said: Said, person: Known, hired: date, final: Post, organised: Organisation) -> Change | None:
    """What is kept of somebody who moved, beside the history: the next list of changes starts from it."""
    found, day = differing(person.post, final), changed_on(said)
    if not found or day is None or day <= max(person.spans[-1].since, hired):
        return None
    columns: dict[str, Any] = dict.fromkeys(("reason",)) | {"state": "effective"}
    for name in _SAID:
        columns |= {f"from_{name}": getattr(person.post, name), f"to_{name}": getattr(final, name)}
    return Change(person.id, day, _kind(found, organised), origin(said.record, next(iter(found))), columns)


def earlier_stay(person: Known, hired: date, at: str) -> list[Change]:
    """Of somebody who is hired again: when they came, what they were last, when and why they left. A person has one day of
    hire and one last day, those of the stay that counts."""
    first, last = person.columns["hire_date"], person.columns["leave_date"]
    sides = [f"{side}_{name}" for side in ("from", "to") for name in _SAID]
    blank: dict[str, Any] = dict.fromkeys(sides) | {"state": "effective", "reason": None}
    was = {f"from_{name}": getattr(person.post, name) for name in _SAID}
    return [
        Change(person.id, first, "hire", at, blank),
        Change(person.id, last, "leave", at, {**blank, **was, "reason": person.columns["leave_reason"]}),
        Change(person.id, hired, "rehire", at, blank),
    ]


def _kind(found: Mapping[str, tuple[str, str]], organised: Organisation) -> str:
    """Levels of one family have an order; another department is a transfer."""
    was, now = (organised.ranks.get(level) for level in found.get("level", ("", "")))
    if was and now and was[0] == now[0]:
        return "promotion" if now[1] > was[1] else "demotion"
    return "transfer" if "department" in found else "other"


def moved(spans: Sequence[Span], day: date, final: Post, manager_said: bool) -> list[Span]:
    """The history with its last post ending there. A manager belongs to a department: of another one nobody said who."""
    last = spans[-1]
    if final.department != last.post.department and not manager_said:
        final = replace(final, manager_no=None, manager_name=None)
    return [*spans[:-1], replace(last, until=day), Span(day, None, final)]
