"""Departments, job families and levels: sections of the company file, and the words imports look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import asyncpg
import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import savepoint
from hrapp.modules.people.profile import canonical_no

_NOTES = "organisation_notes"  # `source` of the file's tables: a note, kept and handed back


class DepartmentEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    name: str
    manager: str | None = None
    parent: str | None = None
    source: str | None = None


class LevelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    code: str
    title: str
    source: str | None = None


class FamilyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    code: str
    name: str
    levels: list[LevelEntry]
    source: str | None = None


class DepartmentsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    departments: list[DepartmentEntry]

    def __post_init__(self) -> None:
        names = {entry.name for entry in self.departments}
        _once("department", [entry.name for entry in self.departments])
        for entry in self.departments:
            if entry.parent is not None and (entry.parent not in names or entry.parent == entry.name):
                raise ValueError(f"the department {entry.name} lies under {entry.parent}, which is not in the list")
        _no_circle({entry.name: entry.parent for entry in self.departments})


class FamiliesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: list[FamilyEntry]

    def __post_init__(self) -> None:
        _once("family", [family.code for family in self.families])
        _once("level", [level.code for family in self.families for level in family.levels])


def _once(noun: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {noun} {name} is written twice")
        seen.add(name)


def _no_circle(parents: Mapping[str, str | None]) -> None:
    for name in parents:
        above, steps = parents[name], 0
        while above is not None:
            above, steps = parents[above], steps + 1
            if steps > len(parents):
                raise ValueError(f"the department {name} lies under itself")


# -- departments --------------------------------------------------------------------------------------

_DEPARTMENT = """
insert into people_department (id, name, manager_no, ordinal, declared) values ($1, $2, $3, $4, true)
on conflict (name) do update set manager_no = excluded.manager_no, ordinal = excluded.ordinal, declared = true
where (people_department.manager_no, people_department.ordinal, people_department.declared)
    is distinct from (excluded.manager_no, excluded.ordinal, true)
returning id
"""
_PARENT = """
update people_department d set parent = p.id
from (select $2::varchar as name) wanted left join people_department p on p.name = wanted.name
where d.name = $1 and d.parent is distinct from p.id returning d.id
"""


async def apply_departments(file: DepartmentsFile) -> bool:
    changed = False
    for ordinal, entry in enumerate(file.departments):
        manager = canonical_no(entry.manager) if entry.manager else None
        changed |= bool(await DB.fetch(_DEPARTMENT, new_id(), entry.name, manager, ordinal))
    for entry in file.departments:
        changed |= bool(await DB.fetch(_PARENT, entry.name, entry.parent))
    # One that is no longer written stays as long as somebody's history refers to it.
    gone = await DB.fetch(
        "update people_department set declared = false, manager_no = null, parent = null"
        " where declared and not (name = any($1::varchar[])) returning id",
        [entry.name for entry in file.departments],
    )
    noted = await _note("departments", {e.name: e.source for e in file.departments})
    return changed or bool(gone) or noted


async def export_departments() -> dict[str, Any]:
    rows = await DB.fetch(
        "select d.name, d.manager_no as manager, p.name as parent from people_department d"
        " left join people_department p on p.id = d.parent where d.declared order by d.ordinal, d.name"
    )
    notes = await _notes("departments")
    return {"departments": [{**row, "source": notes.get(row["name"])} for row in rows]} if rows else {}


# -- families and levels ------------------------------------------------------------------------------

_FAMILY = """
insert into people_family (id, code, name, ordinal) values ($1, $2, $3, $4)
on conflict (code) do update set name = excluded.name, ordinal = excluded.ordinal
where (people_family.name, people_family.ordinal) is distinct from (excluded.name, excluded.ordinal)
returning id
"""
_LEVEL = """
insert into people_level (id, family, code, title, rank)
select $1, f.id, $3, $4, $5 from people_family f where f.code = $2
on conflict (code) do update set family = excluded.family, title = excluded.title, rank = excluded.rank
where (people_level.family, people_level.title, people_level.rank)
    is distinct from (excluded.family, excluded.title, excluded.rank)
returning id
"""


async def apply_families(file: FamiliesFile) -> bool:
    changed = False
    for ordinal, family in enumerate(file.families):
        changed |= bool(await DB.fetch(_FAMILY, new_id(), family.code, family.name, ordinal))
        for rank, level in enumerate(family.levels, 1):
            changed |= bool(await DB.fetch(_LEVEL, new_id(), family.code, level.code, level.title, rank))
    codes = [level.code for family in file.families for level in family.levels]
    changed |= await _remove("people_level", "level", codes)
    changed |= await _remove("people_family", "family", [family.code for family in file.families])
    sources = {f.code: f.source for f in file.families}
    sources |= {f"{f.code}/{level.code}": level.source for f in file.families for level in f.levels}
    return await _note("families", sources) or changed


async def _remove(table: str, noun: str, kept: list[str]) -> bool:
    """What the file no longer names goes, unless somebody has it: history is never cut."""
    gone = await DB.fetch(f"select code from {table} where not (code = any($1::varchar[])) order by code", kept)
    if not gone:
        return False
    try:
        async with savepoint():
            await DB.fetch(f"delete from {table} where not (code = any($1::varchar[]))", kept)
    except asyncpg.ForeignKeyViolationError:
        names = ", ".join(row["code"] for row in gone)
        raise Refused(f"families: the {noun} {names} is still in use; keep it in the file") from None
    return True


async def export_families() -> dict[str, Any]:
    rows = await DB.fetch(
        "select f.code as family, f.name, l.code, l.title from people_family f"
        " left join people_level l on l.family = f.id order by f.ordinal, f.code, l.rank, l.code"
    )
    notes = await _notes("families")
    families: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row["family"]
        family = families.setdefault(code, {"code": code, "name": row["name"], "levels": [], "source": notes.get(code)})
        if row["code"] is not None:
            source = notes.get(f"{code}/{row['code']}")
            family["levels"].append({"code": row["code"], "title": row["title"], "source": source})
    return {"families": list(families.values())} if families else {}


async def _note(part: str, sources: Mapping[str, str | None]) -> bool:
    given = {name: source for name, source in sources.items() if source is not None}
    stored = await settings_store.read(_NOTES)
    if stored.get(part, {}) == given:
        return False
    return await settings_store.write(_NOTES, {**stored, part: given})


async def _notes(part: str) -> Mapping[str, str]:
    notes: Mapping[str, str] = (await settings_store.read(_NOTES)).get(part, {})
    return notes


# -- words and doubts ---------------------------------------------------------------------------------


async def vocabulary() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The company's own names of departments and levels, for whoever reads its old spreadsheets."""
    names = [row["name"] for row in await DB.fetch("select name from people_department order by ordinal, name")]
    levels = await DB.fetch("select code, title from people_level order by code")
    return {
        "departments": {name: spellings(name, names) for name in names},
        "levels": {row["code"]: (row["code"], row["title"]) for row in levels},
    }


def spellings(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """销售部, 销售部门 and 销售 are one, Sales and Sales Department too, unless the company tells them apart."""
    endings = (" Department", " Dept") if name.isascii() else ("部门", "部")
    ending = next((ending for ending in endings if name.endswith(ending)), "")
    short = name.removesuffix(ending)
    if len(short) < 2 or (not ending and not name.isascii()):
        return (name,)
    others = set(names)
    return (name, *(word for word in (short, *(short + other for other in endings)) if word not in others))


async def unknown_managers() -> list[str]:
    """工号 that the company file names and that nobody has (yet): the roster resolves them."""
    rows = await DB.fetch(
        "select d.name, d.manager_no from people_department d"
        " left join people_person p on p.emp_no = d.manager_no"
        " where d.manager_no is not null and p.id is null order by d.ordinal, d.name"
    )
    return [f"the department {row['name']} is led by {row['manager_no']}, who is not in the roster" for row in rows]


async def unknown_officers() -> list[str]:
    rows = await DB.fetch(
        "select n.role, n.emp_no from kernel_setting s,"
        " lateral (values ('general_manager', s.value->>'general_manager'), ('hr_owner', s.value->>'hr_owner')) n (role, emp_no)"
        " left join people_person p on p.emp_no = n.emp_no"
        " where s.key = 'company' and n.emp_no is not null and p.id is null order by n.role"
    )
    return [f"company.{row['role']} is {row['emp_no']}, who is not in the roster" for row in rows]
