"""Registers of handed-in plans and proofs: their state, without a file. What was reviewed here stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Outcome, Record
from hrapp.kernel.taking import Once, completed, in_order, judged, origin, skipped, split
from hrapp.modules.documents.criteria import APPROVED, PENDING, RETURNED

_COLUMNS = ("state", "reviewed", "comment")


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """A document is the same when person, type, title and day of submission are: a plan that was returned and
    handed in again on another day is another line of the register."""
    good, outcomes = split(records, "type")
    stored = await _stored({record.values["person"] for record in good})
    fresh, changed, once = [], [], Once()
    for record in good:
        values, emp_no = record.values, record.values.get("emp_no")
        title = str(values.get("title") or values["type"])[:200]
        key = (values["person"], str(values["type"])[:100], title, values.get("submitted"))
        before = stored.get(key)
        told = {"reviewed": values.get("reviewed"), "comment": values.get("comment") or None}
        said = {"comment": "", **completed({name: before[name] for name in _COLUMNS} if before else {}, told)}
        said |= {"state": _state(values, before), "reviewed": said.get("reviewed")}
        if before and before["reviewed_by"]:
            outcomes.append(skipped(record, "reviewed_here", subject=emp_no, field="state"))
            continue
        outcome = once.again(key, record, said, emp_no) or judged(record, emp_no, before, said)
        outcomes.append(outcome)
        row = (*key, *(said[name] for name in _COLUMNS), values.get("file_name"), origin(record, "title", "type"))
        if outcome.action is Action.NEW:
            fresh.append((new_id(), *row))
        elif outcome.action is Action.CHANGED and before:
            changed.append((before["id"], *(said[name] for name in _COLUMNS)))
    await DB.insert_many(
        "insert into documents_document (id, person, doc_type, title, submitted, state, reviewed, comment, file_name,"
        " origin) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        fresh,
    )
    await DB.insert_many(
        "update documents_document set state = $2, reviewed = $3, comment = $4, version = version + 1"
        " where id = $1 and reviewed_by is null",
        changed,
    )
    return in_order(records, outcomes)


def _state(values: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """Where the register has no word for it, a day of review means that it passed; what is known else stands."""
    state: str | None = values.get("state")
    if state in (APPROVED, PENDING, RETURNED):
        return str(state)
    if before and (before["state"] != PENDING or not values.get("reviewed")):
        return str(before["state"])
    return APPROVED if values.get("reviewed") and "state" not in values else PENDING


async def _stored(people: set[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = await DB.fetch(
        "select id, person, doc_type, title, submitted, state, reviewed, comment, reviewed_by from documents_document"
        " where person = any($1::varchar[])",
        sorted(people),
    )
    return {(row["person"], row["doc_type"], row["title"], row["submitted"]): dict(row) for row in rows}
