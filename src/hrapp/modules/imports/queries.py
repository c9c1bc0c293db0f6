"""Questions about imports: who may be meant by a row, and what became of earlier batches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from hrapp.kernel.access import COMPANY, Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.modules.imports.persons import Somebody

# Everybody with the departments they were ever in, and what lies above those.
_EVERYBODY = """
with recursive above as (
    select id, id as of, name, parent from people_department
    union all
    select d.id, a.of, d.name, d.parent from above a join people_department d on d.id = a.parent
)
select p.id, p.emp_no, p.name, p.hire_date, p.leave_date,
    (select d.name from people_assignment a join people_department d on d.id = a.department
     where a.person = p.id order by a.since desc limit 1) as department,
    array(select distinct above.name from people_assignment a join above on above.of = a.department
          where a.person = p.id) as departments
from people_person p order by p.emp_no
"""


async def everybody() -> list[Somebody]:
    """The import acts for the company itself: a row may name anybody."""
    return [Somebody(**{**row, "departments": frozenset(row["departments"])}) for row in await DB.fetch(_EVERYBODY)]


class BatchRow(msgspec.Struct, frozen=True):
    id: str
    state: str
    started_by: str
    started_at: datetime
    applied_at: datetime | None
    report: dict[str, Any]
    version: int

    @property
    def applied(self) -> bool:
        return self.state == "applied"

    @property
    def totals(self) -> dict[str, int]:
        totals: dict[str, int] = self.report.get("totals", {})
        return totals


class LineRow(msgspec.Struct, frozen=True):
    """`subject` is a 工号 where the row's person is known, else what the row says."""

    id: str
    ordinal: int
    file: str
    sheet: str
    row: int
    kind: str
    action: str
    level: str
    subject: str | None
    changes: dict[str, list[Any]]
    notes: list[dict[str, Any]]
    person: str | None = None
    name: str | None = None


class LineFilter(msgspec.Struct, frozen=True):
    """What of a batch is looked at. `about`: an action, or "issues" for whatever has a warning or an error."""

    about: str = ""
    file: str = ""
    page: int = 1


PAGE = 50
_BATCH = "select id, state, started_by, started_at, applied_at, report, version from imports_batch"


def _company(scope: Scope) -> SQL:
    """A batch is about everybody: only those who act for the whole company find it."""
    return SQL("true") if scope.kind == COMPANY else SQL("false")


async def batches(scope: Scope, limit: int = 50) -> list[BatchRow]:
    """Newest first; those that were given up are not shown."""
    rows = await DB.select(
        SQL("{} where state <> 'abandoned' and {} order by id desc limit {}", SQL(_BATCH), _company(scope), limit)
    )
    return [BatchRow(**row) for row in rows]


async def visible_batch(scope: Scope, id: str) -> BatchRow:
    rows = await DB.select(SQL("{} where id = {} and {}", SQL(_BATCH), id, _company(scope)))
    if not rows:
        raise NotFound
    return BatchRow(**rows[0])


async def files_of(batch: str) -> list[tuple[str, bytes]]:
    rows = await DB.fetch(
        "select name, content from imports_file where batch = $1 and content is not null order by id", batch
    )
    return [(row["name"], bytes(row["content"])) for row in rows]


_ABOUT = {
    "issues": "l.level in ('warn', 'error')",
    **{action: f"l.action = '{action}'" for action in ("new", "changed", "same", "skipped", "blocked")},
}


async def lines_of(scope: Scope, batch: str, wanted: LineFilter) -> list[LineRow]:
    """One page of a batch's lines, and the first of the next page."""
    about = SQL(_ABOUT.get(wanted.about, "true"))
    file = SQL("l.file = {}", wanted.file) if wanted.file else SQL("true")
    rows = await DB.select(
        SQL(
            "select l.id, l.ordinal, l.file, l.sheet, l.row, l.kind, l.action, l.level, l.subject, l.changes, l.notes,"
            " p.id as person, p.name from imports_line l left join people_person p on p.emp_no = l.subject"
            " where l.batch = {} and {} and {} and {} order by l.ordinal limit {} offset {}",
            batch,
            _company(scope),
            about,
            file,
            PAGE + 1,
            (wanted.page - 1) * PAGE,
        )
    )
    return [LineRow(**row) for row in rows]


async def gravest_of(scope: Scope, batch: str, limit: int = 200) -> list[LineRow]:
    """What a person should look at before anything is written: errors, then warnings."""
    rows = await DB.select(
        SQL(
            "select l.id, l.ordinal, l.file, l.sheet, l.row, l.kind, l.action, l.level, l.subject, l.changes, l.notes,"
            " p.id as person, p.name from imports_line l left join people_person p on p.emp_no = l.subject"
            " where l.batch = {} and {} and l.level in ('warn', 'error')"
            " order by l.level = 'warn', l.ordinal limit {}",
            batch,
            _company(scope),
            limit,
        )
    )
    return [LineRow(**row) for row in rows]


async def left_behind(before: datetime) -> list[str]:
    """Batches that were read before that moment and never applied."""
    rows = await DB.fetch("select id from imports_batch where state = 'read' and started_at < $1", before)
    return [row["id"] for row in rows]
