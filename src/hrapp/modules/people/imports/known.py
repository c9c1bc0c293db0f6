"""What the takes of people look up: who is there, which departments and levels the company has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.modules.people.identity import kept_of
from hrapp.modules.people.timeline import Post, Span


@dataclass(frozen=True, slots=True)
class Known:
    """A person as stored: the plain columns, the spans of their posts, and their spans away from work."""

    id: str
    emp_no: str
    columns: Mapping[str, Any]
    spans: Sequence[Span]
    leaves: Mapping[tuple[str, date], tuple[date | None, bool]]
    no_number: bool = False  # the key of their ID number was destroyed; none is kept any more

    @property
    def post(self) -> Post:
        return self.spans[-1].post if self.spans else Post()


@dataclass(slots=True)
class Organisation:
    """Departments by name; levels by code, and by title where only one level bears it."""

    departments: dict[str, str]
    heads: frozenset[str]
    levels: dict[str, str]
    titles: dict[str, str] = field(default_factory=dict)
    ranks: dict[str, tuple[str, int]] = field(default_factory=dict)  # by code: the family and the rank in it
    positions: frozenset[str] = frozenset()  # that somebody has or had

    def level_code(self, written: str | None) -> str | None:
        """The code behind a code in whatever case, or behind a title."""
        if written is None:
            return None
        plain = written.strip()
        return next((code for code in self.levels if code.upper() == plain.upper()), None) or self.titles.get(plain)


_PEOPLE = "select * from people_person where emp_no = any($1::varchar[]) for update"
_SPANS = """
select a.person, a.since, a.until, d.name as department, a.position, l.code as level, a.manager_no, a.manager_name
from people_assignment a
left join people_department d on d.id = a.department
left join people_level l on l.id = a.level
where a.person = any($1::varchar[]) order by a.person, a.since
"""
_LEAVES = "select person, kind, since, last_day, paid from people_leave where person = any($1::varchar[])"


async def known_people(emp_nos: Iterable[str]) -> dict[str, Known]:
    """Those of these 工号 that are stored, by 工号. Four statements."""
    rows = await DB.fetch(_PEOPLE, sorted(set(emp_nos)))
    ids = [row["id"] for row in rows]
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in await DB.fetch(_SPANS, ids):
        post = Post(row["department"], row["position"], row["level"], row["manager_no"], row["manager_name"])
        spans[row["person"]].append(Span(row["since"], row["until"], post))
    leaves: dict[str, dict[tuple[str, date], tuple[date | None, bool]]] = defaultdict(dict)
    for row in await DB.fetch(_LEAVES, ids):
        leaves[row["person"]][row["kind"], row["since"]] = (row["last_day"], row["paid"])
    kept = await kept_of(ids)
    return {
        r["emp_no"]: Known(
            r["id"],
            r["emp_no"],
            {**r, "id_no": kept[r["id"]].number},
            spans[r["id"]],
            leaves[r["id"]],
            kept[r["id"]].gone,
        )
        for r in rows
    }


async def organisation() -> Organisation:
    departments = await DB.fetch("select id, name, manager_no from people_department")
    levels = await DB.fetch("select id, code, title, family, rank from people_level")
    positions = await DB.fetch("select distinct position from people_assignment where position is not null")
    titles: dict[str, list[str]] = defaultdict(list)
    for row in levels:
        titles[row["title"]].append(row["code"])
    return Organisation(
        {row["name"]: row["id"] for row in departments},
        frozenset(row["manager_no"] for row in departments if row["manager_no"]),
        {row["code"]: row["id"] for row in levels},
        {title: codes[0] for title, codes in titles.items() if len(codes) == 1},
        {row["code"]: (row["family"], row["rank"]) for row in levels},
        frozenset(row["position"] for row in positions),
    )


async def add_departments(organised: Organisation, names: Iterable[str]) -> None:
    """Departments that a workbook names and the company file does not: kept, after the declared ones."""
    missing = sorted({name for name in names if name and name not in organised.departments})
    added = {name: new_id() for name in missing}
    await DB.insert_many(
        "insert into people_department (id, name, ordinal) values ($1, $2, 1000)",
        [(id, name) for name, id in added.items()],
    )
    organised.departments.update(added)


async def write_spans(organised: Organisation, spans: Mapping[str, Sequence[Span]]) -> None:
    """Replace the whole history of these people: spans may not overlap, not even for a moment."""
    if not spans:
        return
    await DB.fetch("delete from people_assignment where person = any($1::varchar[])", list(spans))
    await DB.insert_many(
        "insert into people_assignment (id, person, since, until, department, position, level, manager_no, manager_name)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            (
                new_id(),
                person,
                span.since,
                span.until,
                organised.departments.get(span.post.department or ""),
                span.post.position,
                organised.levels.get(span.post.level or ""),
                span.post.manager_no,
                span.post.manager_name,
            )
            for person, history in spans.items()
            for span in history
        ],
    )


_MOVES = """
select person, effective_on, from_department, to_department, from_position, to_position, from_level, to_level
from people_job_change where person = any($1::varchar[]) and state = 'effective' and kind not in ('hire', 'leave')
order by person, effective_on
"""


async def moves_of(people: Sequence[str]) -> dict[str, list[Any]]:
    """The effective changes of these people, as they are stored."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in await DB.fetch(_MOVES, list(people)):
        found[row["person"]].append(row)
    return found


_LEFT = """
select person, effective_on from people_job_change
where person = any($1::varchar[]) and kind = 'leave' and state = 'effective'
"""


async def days_left(people: Sequence[str]) -> dict[str, list[date]]:
    """The last days of earlier stays: of people who were hired again."""
    found: dict[str, list[date]] = defaultdict(list)
    for row in await DB.fetch(_LEFT, list(people)):
        found[row["person"]].append(row["effective_on"])
    return found
