"""Taking an import back. Every row that it wrote ends in one bucket: taken back, kept because it was edited since, or
not possible, with the reason.

The journal (kernel/journal.py) tells what each row was before and after.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import asyncpg
import msgspec

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.journal import same
from hrapp.kernel.text import time_text
from hrapp.kernel.work import emit, savepoint
from hrapp.modules.people.api import PeopleTakenBack

REVERSED, EDITED, IMPOSSIBLE = "reversed", "edited", "impossible"
_ONE_AT_A_TIME = 0x696D_706F  # as when importing
_CHUNK = 500
_REFUSED = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.RaiseError)


@dataclass(slots=True)
class Row:
    """What the import did to one row, all its steps together. `last` orders them as they were written."""

    table: str
    id: str
    together: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    last: int

    @property
    def group(self) -> tuple[str, str]:
        """A person's post and history belong together; so do an objective and its key results."""
        return self.table.partition("_")[0], self.together

    @property
    def told(self) -> dict[str, Any]:
        return self.after or self.before or {}

    @property
    def person(self) -> str | None:
        return self.id if self.table == "people_person" else self.told.get("person")


class Stays(msgspec.Struct, frozen=True):
    """A row that is not taken back: the table it stands in, why, whose it is, and where it came from."""

    table: str
    bucket: str
    reason: str
    person: str | None = None
    origin: str | None = None
    detail: str = ""


class Undone(msgspec.Struct, frozen=True):
    """What was (or would be) taken back, as {table: rows}, and every row that stays."""

    reversed: dict[str, int] = {}
    stays: list[Stays] = []

    @property
    def counts(self) -> dict[str, int]:
        by = Counter(each.bucket for each in self.stays)
        return {REVERSED: sum(self.reversed.values()), EDITED: by[EDITED], IMPOSSIBLE: by[IMPOSSIBLE]}


class _Undone(Exception):
    """Takes back what was tried."""


async def take_back(batch: str, viewer: Viewer) -> Undone:
    """Take back what can be. Where the database refuses a row, all that belongs to it stays, and the rest is tried
    again without: rows that were written later refer to rows that were written before them."""
    await DB.fetch("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
    rows, current, refused = await _looked_at(batch, viewer)
    while True:
        going = [row for row in rows if row.group not in refused]
        try:
            async with savepoint():
                await _withdraw(going)
                if trouble := await _reverse(going, current):
                    refused |= trouble
                    raise _Undone
        except _Undone:
            continue
        return _told(rows, refused)


async def foresee(batch: str, viewer: Viewer) -> Undone:
    """What can be told beforehand without trying it: what was edited, written later, or is the viewer's own."""
    rows, _, refused = await _looked_at(batch, viewer)
    return _told(rows, refused)


Now = dict[tuple[str, str], dict[str, Any]]  # rows as they stand
Why = tuple[str, str, str]  # bucket, reason, detail
Refused = dict[tuple[str, str], Why]


async def _looked_at(batch: str, viewer: Viewer) -> tuple[list[Row], Now, Refused]:
    await DB.fetch("set local timezone to 'UTC'")  # as the journal writes times
    rows = await _written(batch)
    current = await _current(rows)
    refused = {row.group: why for row in rows if (why := _obstacle(row, current, viewer))}
    for row, later in await _written_later(batch, rows):
        refused[row.group] = IMPOSSIBLE, "written_later", later
    return rows, current, refused


async def _written(batch: str) -> list[Row]:
    steps = await DB.fetch(
        "select id, table_name, row_id, together, before, after from kernel_change where batch = $1 order by id", batch
    )
    rows: dict[tuple[str, str], Row] = {}
    for step in steps:
        key = step["table_name"], step["row_id"]
        if key in rows:
            rows[key].after, rows[key].last = step["after"], step["id"]
        else:
            rows[key] = Row(*key, step["together"], step["before"], step["after"], step["id"])
    return [row for row in rows.values() if row.before is not None or row.after is not None]


async def _current(rows: Sequence[Row]) -> Now:
    found = {}
    for table, ids in _by_table(rows).items():
        for row in await DB.fetch(
            f"select t.id, to_jsonb(t) as row from {table} t where t.id = any($1::varchar[])", ids
        ):
            found[table, row["id"]] = row["row"]
    return found


def _by_table(rows: Iterable[Row]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        tables[row.table].append(row.id)
    return tables


def _obstacle(row: Row, current: Now, viewer: Viewer) -> Why | None:
    now = current.get((row.table, row.id))
    if viewer.person is not None and row.person == viewer.person:
        return IMPOSSIBLE, "own_row", ""
    if row.after is None:
        return (IMPOSSIBLE, "there_again", "") if now is not None else None
    if now is not None and not same(now, row.after):
        return EDITED, "edited", ", ".join(sorted(key for key in row.after if now.get(key) != row.after[key])[:6])
    return (EDITED, "gone", "") if now is None and row.before is not None else None


async def _written_later(batch: str, rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Rows that a later import wrote as well: that one is taken back first."""
    found = await DB.fetch(
        "select distinct c.table_name, c.row_id, b.applied_at from kernel_change c join imports_batch b on b.id = c.batch"
        " where c.batch <> $1 and c.id > (select max(id) from kernel_change where batch = $1)"
        " and (c.table_name, c.row_id) in (select table_name, row_id from kernel_change where batch = $1)",
        batch,
    )
    later = {(row["table_name"], row["row_id"]): row["applied_at"] for row in found}
    return [(row, time_text(later[key])) for row in rows if (key := (row.table, row.id)) in later]


async def _withdraw(rows: Sequence[Row]) -> None:
    """Whoever keeps something that follows from these people lets go of it: messages, findings."""
    people = tuple(row.id for row in rows if row.table == "people_person" and row.before is None)
    if people:
        await emit(PeopleTakenBack(people=people, details={"people": len(people)}))


async def _reverse(rows: Sequence[Row], current: Now) -> Refused:
    """The last written first; what others still referred to is tried again once those are gone: a department was there
    before its people, and was given its head after them. Answers what the database refused for good."""
    left: list[tuple[Row, Why]] = []
    ordered = sorted(rows, key=lambda row: -row.last)
    for (table, how), some in groupby(ordered, key=lambda row: (row.table, _how(row))):
        same_way = [row for row in some if how != "delete" or (row.table, row.id) in current]
        for start in range(0, len(same_way), _CHUNK):
            left += await _try(table, how, same_way[start : start + _CHUNK])
    for_good = [(row, why) for row, why in left if _how(row) != "delete"]
    waiting = [row for row, _ in left if _how(row) == "delete"]
    while waiting:
        still = [
            each
            for table, some in groupby(waiting, key=lambda row: row.table)
            for each in await _try(table, "delete", list(some))
        ]
        if len(still) == len(waiting):
            return {row.group: why for row, why in [*for_good, *still]}
        waiting = [row for row, _ in still]
    return {row.group: why for row, why in for_good}


def _how(row: Row) -> str:
    return "delete" if row.before is None else "insert" if row.after is None else "update"


async def _try(table: str, how: str, rows: Sequence[Row]) -> list[tuple[Row, Why]]:
    """All at once; where that fails, the halves, down to the rows that are refused."""
    try:
        async with savepoint():
            done = await _WAYS[how](table, rows)
        return [(row, (IMPOSSIBLE, "not_yours", "")) for row in rows if row.id not in done]
    except _REFUSED as error:
        if len(rows) == 1:
            return [(rows[0], _why(error))]
    half = len(rows) // 2
    return [*await _try(table, how, rows[:half]), *await _try(table, how, rows[half:])]


def _why(error: Exception) -> Why:
    if isinstance(error, asyncpg.ForeignKeyViolationError | asyncpg.RestrictViolationError):
        return IMPOSSIBLE, "depended_on", str(error.table_name or "")
    if isinstance(error, asyncpg.UniqueViolationError | asyncpg.ExclusionViolationError):
        return IMPOSSIBLE, "place_taken", ""
    return IMPOSSIBLE, "refused", ""


async def _delete(table: str, rows: Sequence[Row]) -> set[str]:
    found = await DB.fetch(f"delete from {table} where id = any($1::varchar[]) returning id", [row.id for row in rows])
    return {row["id"] for row in found}


async def _update(table: str, rows: Sequence[Row]) -> set[str]:
    """Columns go back to what they were; the number that counts changes goes on counting."""
    done: set[str] = set()
    for row in rows:
        before, after = row.before or {}, row.after or {}
        back = [key for key in before if key != "version" and before[key] != after.get(key)]
        sets = [f'"{key}" = old."{key}"' for key in back]
        sets += ["version = t.version + 1"] if "version" in before else []
        if not sets:
            done.add(row.id)
            continue
        found = await DB.fetch(
            f"update {table} t set {', '.join(sets)} from jsonb_populate_record(null::{table}, $2::jsonb) old"
            " where t.id = $1 returning t.id",
            row.id,
            before,
        )
        done |= {each["id"] for each in found}
    return done


async def _insert(table: str, rows: Sequence[Row]) -> set[str]:
    names = ", ".join(f'"{key}"' for key in rows[0].before or {})
    found = await DB.fetch(
        f"insert into {table} ({names}) select {names}"
        f" from jsonb_populate_recordset(null::{table}, $1::jsonb) returning id",
        [row.before for row in rows],
    )
    return {row["id"] for row in found}


_WAYS = {"delete": _delete, "update": _update, "insert": _insert}


def _told(rows: Sequence[Row], refused: Refused) -> Undone:
    gone, stays = Counter(row.table for row in rows if row.group not in refused), []
    for row in rows:
        if row.group in refused:
            bucket, reason, detail = refused[row.group]
            stays.append(Stays(row.table, bucket, reason, row.person, row.told.get("origin"), detail))
    return Undone(dict(gone), stays)
