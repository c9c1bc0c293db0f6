"""What an import writes is written down row by row, by the database itself, so that it can be undone; and so is which
columns a person wrote in hrapp, so that no import overwrites them unasked.

A module puts its tables under the journal in a migration of its own: `await DB.fetch(journalled("people_person"))`. The
trigger looks at two settings of the transaction: `app.batch` (an import is at work) and `app.account` (a person is).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from hrapp.kernel.database import DB

_NO_CONTENT = frozenset({"version"})  # counts how often a row was written


def journalled(table: str, together: str = "id") -> str:
    """SQL that puts a table under the journal. Rows with the same value of `together` are undone all or not at all."""
    return (
        f"create trigger kernel_journal after insert or update or delete on {table} for each row"
        " when (coalesce(current_setting('app.batch', true), '') <> ''"
        " or coalesce(current_setting('app.account', true), '') <> '')"
        f" execute function kernel_journal('{together}')"
    )


@asynccontextmanager
async def writing(batch: str) -> AsyncIterator[None]:
    """What is written in here belongs to this import."""
    await DB.fetch("select set_config('app.batch', $1, true)", batch)
    yield
    await DB.fetch("select set_config('app.batch', '', true)")


@dataclass(frozen=True, slots=True)
class Overwritten:
    """Values that a person wrote and this import would write over: {column: (the person's, the import's)}.

    `about` is the id of the person whose they are; of what belongs to nobody, such as a department, its own.
    """

    table: str
    row: str
    about: str
    columns: dict[str, tuple[Any, Any]]


_OVERWRITTEN = """
select c.table_name, c.row_id, c.together, c.before, c.after, e.columns from kernel_change c
join kernel_edit e on e.table_name = c.table_name and e.row_id = c.row_id
where c.batch = $1 and c.before is not null order by c.id
"""
_AGAIN = """
select table_name, together, after from kernel_change where batch = $1 and before is null
and (table_name, together) in (select * from unnest($2::varchar[], $3::varchar[]))
"""


async def overwritten(batch: str) -> list[Overwritten]:
    """What people wrote and this import, as far as it came, wrote over."""
    rows = await DB.fetch(_OVERWRITTEN, batch)
    gone = [row for row in rows if row["after"] is None]
    again = (
        await DB.fetch(_AGAIN, batch, [r["table_name"] for r in gone], [r["together"] for r in gone]) if gone else []
    )
    found = []
    for row in rows:
        before, after = row["before"], row["after"]
        if after is None:
            siblings = [
                r["after"] for r in again if (r["table_name"], r["together"]) == (row["table_name"], row["together"])
            ]
            after = _most_alike(before, siblings)
        written = {
            key: (before.get(key), after.get(key)) for key in row["columns"] if before.get(key) != after.get(key)
        }
        if written:
            about = before.get("person") or row["row_id"]
            found.append(Overwritten(row["table_name"], row["row_id"], about, written))
    return found


def _most_alike(before: dict[str, Any], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A row that was removed may have been written again under another id."""
    return max(others, key=lambda other: sum(other.get(key) == value for key, value in before.items()), default={})


def same(row: dict[str, Any], kept: dict[str, Any]) -> bool:
    """Whether a row still says what was kept of it; columns that a later release added say nothing."""
    return all(row.get(key) == value for key, value in kept.items() if key not in _NO_CONTENT)
