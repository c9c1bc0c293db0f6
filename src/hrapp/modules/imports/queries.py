"""Questions about imports: who may be meant by a row, and what became of earlier batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.persons import Somebody
from hrapp.modules.imports.sealing import ANSWERS, CONTENT, LINE, REPORT, Told, key_of


async def everybody() -> list[Somebody]:
    """The import acts for the company itself: a row may name anybody, by a department they were ever in, or one above
    it. Put together here: at the first import the planner knows of no rows yet and would look for each person anew."""
    above = _above(await DB.fetch("select id, name, parent from people_department"))
    posts: dict[str, list[str]] = defaultdict(list)
    for row in await DB.fetch(
        "select person, department from people_assignment where department is not null order by since"
    ):
        posts[row["person"]].append(row["department"])
    rows = await DB.fetch(
        "select id, emp_no, name, hire_date, leave_date, birth_date, people_identity_known(id) as has_id_no"
        " from people_person order by emp_no"
    )
    return [
        Somebody(
            **row,
            department=next((above[each][0] for each in reversed(held)), None),
            departments=frozenset(name for each in held for name in above[each]),
        )
        for row in rows
        for held in [posts.get(row["id"], ())]
    ]


async def emp_nos() -> list[str]:
    """Every 工号 that somebody has or had."""
    return [row["emp_no"] for row in await DB.fetch("select emp_no from people_person")]


def _above(rows: Sequence[Any]) -> dict[str, list[str]]:
    """The name of every department and of those that it belongs to, from the innermost outwards."""
    by_id = {row["id"]: row for row in rows}
    found = {}
    for id in by_id:
        path = [id]
        while (parent := by_id[path[-1]]["parent"]) in by_id and parent not in path:
            path.append(parent)
        found[id] = [by_id[each]["name"] for each in path]
    return found


class BatchRow(msgspec.Struct, frozen=True):
    id: str
    state: str
    started_by: str
    started_at: datetime
    applied_at: datetime | None
    report: dict[str, Any]
    version: int
    account: str | None = None
    whole: dict[str, Any] | None = None  # with its tables; None in lists, and once its key was destroyed

    @property
    def applied(self) -> bool:
        return self.state in ("applied", "undone")

    @property
    def undone(self) -> bool:
        return self.state == "undone"

    @property
    def open(self) -> dict[str, int]:
        """How much of each step is still to be decided."""
        counts: dict[str, int] = self.report.get("open", {})
        return counts

    @property
    def totals(self) -> dict[str, int]:
        totals: dict[str, int] = self.report.get("totals", {})
        return totals


class LineRow(msgspec.Struct, frozen=True):
    """`subject` is a 工号 where the row's person is known, else what the row says (sealing.py)."""

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
    ops: list[dict[str, Any]] = []
    cells: list[list[str]] = []
    person: str | None = None
    name: str | None = None
    where: str = ""


class LineFilter(msgspec.Struct, frozen=True):
    """What of a batch is looked at. `about`: an action, or "issues" for whatever has a warning or an error."""

    about: str = ""
    file: str = ""
    page: int = 1


PAGE = 50
_BATCH = "select id, state, started_by, started_at, applied_at, report, version, account from imports_batch"
_BATCH_WITH_REPORT = _BATCH.replace("account from", "account, sealed from")
_LINE = (
    "select l.id, l.ordinal, l.file, l.sheet, l.row, l.kind, l.action, l.level, l.sealed from imports_line l"
    " where l.batch = {} and {} and {} and {} order by "
)


def _company(scope: Scope) -> SQL:
    """A batch is about everybody: only those who act for the whole company find it."""
    return SQL("true") if scope.whole else SQL("false")


async def batches(scope: Scope, limit: int = 50) -> list[BatchRow]:
    """Newest first; those that were given up are not shown."""
    rows = await DB.select(
        SQL("{} where state <> 'abandoned' and {} order by id desc limit {}", SQL(_BATCH), _company(scope), limit)
    )
    return [BatchRow(**row) for row in rows]


async def batch_at_work(scope: Scope, id: str) -> BatchRow:
    """Without what it says of its tables: for a page that is asked every second."""
    rows = await DB.select(SQL("{} where id = {} and {}", SQL(_BATCH), id, _company(scope)))
    if not rows:
        raise NotFound
    return BatchRow(**rows[0])


async def visible_batch(scope: Scope, id: str) -> BatchRow:
    rows = await DB.select(SQL("{} where id = {} and {}", SQL(_BATCH_WITH_REPORT), id, _company(scope)))
    if not rows:
        raise NotFound
    whole = REPORT.read(await key_of(id), id, rows[0]["sealed"])
    clear = {name: value for name, value in rows[0].items() if name != "sealed"}
    return BatchRow(**clear, whole=whole)


async def files_of(batch: str) -> list[tuple[str, bytes]]:
    rows = await DB.fetch(
        "select id, name, content from imports_file where batch = $1 and content is not null order by id", batch
    )
    key = await key_of(batch)
    return [(row["name"], CONTENT.read(key, row["id"], row["content"])) for row in rows if key]


async def answers_of(batch: str) -> Answers:
    """What was decided about the files of a batch."""
    sealed = await DB.value("select answers from imports_batch where id = $1", batch)
    return ANSWERS.read(await key_of(batch), batch, sealed) or Answers()


async def waiting_file(batch: str, account: str | None, name: str = "", id: str = "") -> tuple[str, str, bytes] | None:
    """Id, name and bytes of a file, by its name or id, of an import that waits for whoever uploaded it."""
    row = await DB.row(
        "select f.id, f.name, f.content from imports_file f join imports_batch b on b.id = f.batch"
        " where b.id = $1 and b.state = 'read' and b.account = $2 and (f.name = $3 or f.id = $4) and f.content is not null",
        batch,
        account,
        name[:300],
        id,
    )
    key = await key_of(batch)
    return (row["id"], row["name"], CONTENT.read(key, row["id"], row["content"])) if row and key else None


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
            _LINE + "l.ordinal limit {} offset {}",
            batch,
            _company(scope),
            about,
            file,
            PAGE + 1,
            (wanted.page - 1) * PAGE,
        )
    )
    return await _opened(batch, rows)


async def lines_between(scope: Scope, batch: str, file: str, sheet: str, rows: tuple[int, int]) -> list[LineRow]:
    """What became of these rows of a sheet."""
    here = SQL("l.sheet = {} and l.row between {} and {}", sheet[:200], *rows)
    found = await DB.select(
        SQL(_LINE + "l.ordinal limit {}", batch, _company(scope), SQL("l.file = {}", file[:300]), here, PAGE)
    )
    return await _opened(batch, found)


async def lines_in(scope: Scope, batch: str, file: str) -> list[LineRow]:
    """What became of every row of a file."""
    here = SQL("l.file = {}", file[:300])
    rows = await DB.select(SQL(_LINE + "l.ordinal", batch, _company(scope), here, SQL("true")))
    return await _opened(batch, rows)


_MOST_PROBLEMS = 5000


async def lines_with_problems(scope: Scope, batch: str) -> list[LineRow]:
    """Rows with a warning or an error, as they stand in the files; those that are blocked are all among them."""
    grave = SQL("l.level in ('warn', 'error')")
    rows = await DB.select(
        SQL(
            _LINE + "(l.action <> 'blocked'), l.ordinal limit {}",
            batch,
            _company(scope),
            grave,
            SQL("true"),
            _MOST_PROBLEMS,
        )
    )
    return sorted(await _opened(batch, rows), key=lambda line: line.ordinal)


_NAMESAKES = """
select p.id, p.emp_no, p.name, p.hire_date, p.leave_date,
    (select d.name from people_assignment a join people_department d on d.id = a.department
     where a.person = p.id order by a.since desc limit 1) as department
from people_person p where p.name = any($1::varchar[]) order by p.emp_no
"""


async def namesakes(names: Iterable[str]) -> dict[str, list[Somebody]]:
    """Who bears each of these names, the leavers too."""
    rows = await DB.fetch(_NAMESAKES, sorted(set(names)))
    found: dict[str, list[Somebody]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(Somebody(**row, departments=frozenset()))
    return found


async def numbered(emp_no: str) -> bool:
    """Whether somebody has this 工号."""
    return bool(await DB.value("select 1 from people_person where emp_no = $1", emp_no))


async def gravest_of(scope: Scope, batch: str, limit: int = 200) -> list[LineRow]:
    """What a person should look at before anything is written: errors, then warnings."""
    rows = await DB.select(
        SQL(
            _LINE + "l.level = 'warn', l.ordinal limit {}",
            batch,
            _company(scope),
            SQL("l.level in ('warn', 'error')"),
            SQL("true"),
            limit,
        )
    )
    return await _opened(batch, rows)


async def _opened(batch: str, rows: Sequence[Any]) -> list[LineRow]:
    """Lines with what they say, and the people they are about. None of them once the batch's key was destroyed."""
    key = await key_of(batch)
    if key is None:
        return []
    told: list[Told] = [LINE.read(key, row["id"], row["sealed"]) for row in rows]
    subjects = sorted({each.subject for each in told if each.subject})
    found = await DB.fetch("select id, emp_no, name from people_person where emp_no = any($1::varchar[])", subjects)
    people = {row["emp_no"]: row for row in found}
    lines = []
    for row, each in zip(rows, told, strict=True):
        clear = {name: value for name, value in row.items() if name != "sealed"}
        person = people.get(each.subject or "")
        lines.append(
            LineRow(
                **clear,
                subject=each.subject,
                changes=each.changes,
                notes=each.notes,
                ops=each.ops,
                cells=each.cells,
                where=each.where,
                person=person and person["id"],
                name=person["name"] if person else each.name,
            )
        )
    return lines


async def left_behind(before: datetime) -> list[str]:
    """Batches that were read before that moment and never applied."""
    rows = await DB.fetch("select id from imports_batch where state = 'read' and started_at < $1", before)
    return [row["id"] for row in rows]


async def still_readable(before: datetime) -> list[str]:
    """Batches that were applied before that moment and whose key is still there."""
    rows = await DB.fetch(
        "select b.id from imports_batch b join kernel_key k on k.owner = b.id and k.data = 'salary'"
        " where b.state in ('applied', 'undone') and b.applied_at < $1 and k.wrapped is not null",
        before,
    )
    return [row["id"] for row in rows]


async def kinds_of_row(batch: str, file: str, sheet: str, row: str) -> set[str]:
    """What a row of a batch was taken as; `row` is its number or its first cell. Empty where there is no such row."""
    number = row.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not number.isascii() or not number.isdigit() or len(number) > 7:
        return set()
    rows = await DB.fetch(
        "select distinct kind from imports_line where batch = $1 and file = $2 and sheet = $3 and row = $4",
        batch,
        file,
        sheet,
        int(number),
    )
    return {found["kind"] for found in rows}
