"""Lists of departments: which there are, what each belongs to, and who leads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from hrapp.kernel import settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.taking import blocked, cell_of, in_order, judged, note, skipped
from hrapp.modules.people.imports.renamed import formerly, renamed, with_former
from hrapp.modules.people.imports.superiors import FOUND, SEVERAL, Candidates, candidates
from hrapp.modules.people.organisation import spellings

_LONGEST = {"code": 40, "note": 2000}
_LED = ("parent", "head")  # what the company file may have decided already
_SAID = ("code", *_LED, "note")
#: What stands for the whole company in the column of the department above.
_WHOLE = re.compile(
    r"(?:本|全|总)?公司(?:本部|总部)?|集团(?:公司|总部)?|总部|本部|company|headquarters|hq|group", re.IGNORECASE
)
_VACANT = re.compile(r"空缺|暂[缺空无]|待[定聘招补]|缺编?|vacant|tbd|tba|open", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]*[-_.]?\d+(?:[-_.]\d+)*")
_STANDS_IN = re.compile(r"代理|暂代|代管|代职|[（(]代[)）]|\b(?:acting|interim)\b", re.IGNORECASE)
_AFTER_THE_DECLARED = 1000  # where departments stand that the company file does not name


@dataclass(frozen=True, slots=True)
class Unit:
    """A department as it is stored: with the name of the one above, and the 工号 of its head."""

    id: str
    name: str
    code: str | None
    parent: str | None
    head: str | None
    note: str | None
    declared: bool
    was: str | None = None  # its name before the list that calls it otherwise

    def now(self) -> dict[str, str | None]:
        return {key: getattr(self, key) for key in _SAID} | ({"department": self.was} if self.was else {})


Units = dict[str, Unit]


@dataclass(slots=True)
class Said:
    """A row: what it says of a department, and nothing where it is silent."""

    record: Record
    name: str
    values: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    above: Sequence[str] = ()  # all that lies above, the highest first, where the table says so
    former: str = ""  # what the row says that it was called, as it is called here

    def warn(self, code: str, key: str, level: str = "warn", **values: str) -> None:
        self.notes.append(note(self.record, level, code, key, **values))

    def written(self, key: str) -> str:
        """What stands in the cell, before anything was made of it."""
        made = next((op.before for op in self.record.ops if op.field == key), None)
        return made or str(self.record.values.get(key) or "")


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    """Every department that is listed, whatever the order of the rows; a blank cell never erases what is known."""
    outcomes: list[Outcome] = []
    stored = await _stored()
    turns = _in_turn(records, stored, outcomes)
    known = {name: unit.code for name, unit in stored.items()}
    told = [row for rows in turns for row in rows]
    names = formerly(((row.name, row.former) for row in told), known)
    coded = renamed(((row.name, row.values.get("code")) for row in told), known)
    names |= {was: name for was, name in coded.items() if was not in names and name not in names.values()}
    for rows in turns:
        outcomes += await _take_once(rows, names, context)
    return in_order(records, outcomes)


_STORED = """
select d.id, d.name, d.code, u.name as parent, d.manager_no as head, d.note, d.declared
from people_department d left join people_department u on u.id = d.parent order by d.ordinal, d.name
"""


async def _stored(names: Mapping[str, str] | None = None) -> Units:
    """Every department by its name, and under its new one where `names` has one ({old: new})."""
    names = names or {}
    found = (Unit(**row) for row in await DB.fetch(_STORED))
    return {names.get(unit.name, unit.name): _called(unit, names) for unit in found}


def _called(unit: Unit, names: Mapping[str, str]) -> Unit:
    unit = replace(unit, parent=names.get(unit.parent or "", unit.parent))
    return replace(unit, name=names[unit.name], was=unit.name) if unit.name in names else unit


def _in_turn(records: Sequence[Record], stored: Units, refused: list[Outcome]) -> list[list[Said]]:
    """Several tables may tell of one department: what a later one adds is taken after the first, a copy is skipped,
    and one that says something else is blocked."""
    known = _known(stored)
    told: dict[str, tuple[Record, dict[str, Any], int]] = {}
    turns: list[list[Said]] = []
    for record in records:
        name, former = with_former(str(record.values["department"]))
        former = str(record.values.get("former") or former)[:100]
        name = name[:100]
        name = known.setdefault(_plain(name), name)
        said = _said(record)
        first, before, n = told.get(name, (record, {}, 0))
        differing = next((key for key in said if key in before and before[key] != said[key]), None)
        new = {key: value for key, value in said.items() if key not in before}
        if differing:
            both = {"value": str(before[differing]), "other": str(said[differing])}
            where = str(cell_of(first, differing))
            refused.append(blocked(record, "contradiction", subject=name, field=differing, first=where, **both))
        elif n and not new:
            refused.append(skipped(record, "said_twice", subject=name, first=str(cell_of(first, "department"))))
        else:
            told[name] = (first, {**said, **before}, n + 1)
            turns += [[]] if len(turns) == n else []
            turns[n].append(Said(record, name, new, former=known.get(_plain(former), former)))
    return turns


def _said(record: Record) -> dict[str, Any]:
    values = {key: value for key, value in record.values.items() if value is not None}
    said = {key: str(values[key]).strip()[: _LONGEST.get(key, 100)] for key in _SAID if key in values}
    if _VACANT.fullmatch(said.get("head", "")):
        del said["head"]
    if "parent" in said:
        said["parent"] = with_former(said["parent"])[0]
    if "head_no" in values:
        said["head"] = str(values["head_no"])
    return said


def _known(stored: Units) -> dict[str, str]:
    """{a way to write it: the department}; a name comes before another one's short form."""
    found = {_plain(word): name for name in stored for word in spellings(name, stored)}
    return found | {_plain(name): name for name in stored}


def _plain(name: str) -> str:
    return re.sub(r"\s+", "", name).casefold()


async def _take_once(rows: Sequence[Said], names: Mapping[str, str], context: ImportContext) -> list[Outcome]:
    stored = await _stored(names)
    outcomes: list[Outcome] = []
    await _parents(rows, stored)
    leaders = await candidates((), frozenset(unit.head for unit in stored.values() if unit.head))
    for row in rows:
        _head(row, leaders)
        _told_of_the_name(row, stored)
    own = await DB.value("select emp_no from people_person where id = $1", context.viewer.person)
    left = [row for row in rows if not _refused(row, stored, context, own, leaders, outcomes)]
    left = _without_circles(left, stored, outcomes)
    _without_the_left_out(left, {row.name for row in rows} - {row.name for row in left}, stored)
    return [*outcomes, *await _write(left, stored)]


# -- what lies above, and who leads -------------------------------------------------------------------


async def _parents(rows: Sequence[Said], stored: Units) -> None:
    """The department above as it is called here, by its name or its code."""
    company = await settings_store.read("company")
    whole = {_plain(str(company.get(key) or "")) for key in ("name", "short_name")} - {""}
    known = {_plain(row.former): row.name for row in rows if row.former} | _known(stored)
    known |= {_plain(row.name): row.name for row in rows}
    known |= {_plain(unit.was): name for name, unit in stored.items() if unit.was}
    codes = {unit.code: name for name, unit in stored.items() if unit.code}
    codes |= {row.values["code"]: row.name for row in rows if row.values.get("code")}
    for row in rows:
        if not (written := row.values.get("parent")):
            continue
        found = known.get(_plain(written)) or codes.get(written)
        if found:
            row.values["parent"] = found
        elif _plain(written) in whole or _WHOLE.fullmatch(written):
            del row.values["parent"]
            row.warn("parent_is_company", "parent", "info", parent=written)
        elif _CODE.fullmatch(written):
            del row.values["parent"]
            row.warn("parent_unknown", "parent", parent=written)
        else:
            row.values["parent"] = known.setdefault(_plain(written), written)
        if parent := row.values.get("parent"):
            higher = row.record.values.get("above") or [written]
            row.above = [*(known.get(_plain(name), name) for name in higher[:-1]), parent]


def _head(row: Said, leaders: Candidates) -> None:
    """The 工号 of the head; a row whose head is not known is taken without."""
    written = row.values.pop("head", None)
    if not written:
        return
    if _STANDS_IN.search(row.written("head")):
        row.warn("head_stands_in", "head", head=row.written("head"))
        return
    name = row.record.values.get("head")
    verdict, found = leaders.find(written, "", row.name)
    if verdict != FOUND and name and name != written:  # the 工号 has a column of its own, and nobody has it
        verdict, found = leaders.find(str(name), "", row.name)
    if found:
        row.values["head"] = found
    else:
        row.warn("head_ambiguous" if verdict == SEVERAL else "head_unknown", "head", head=str(name or written))


def _told_of_the_name(row: Said, stored: Units) -> None:
    unit, former = stored.get(row.name), row.former
    both = {"known": former, "text": row.name}
    if unit and unit.was:
        row.values["department"] = row.name
        if unit.was == former:
            row.warn("department_formerly", "department", **both)
        else:
            row.warn("department_renamed", "department", known=unit.was, text=row.name, value=unit.code or "")
    elif former in stored and former != row.name:
        row.warn("department_goes_on", "department", **both)
    elif former and unit is None:
        row.warn("former_unknown", "department", **both)


def _refused(
    row: Said, stored: Units, context: ImportContext, own: str | None, leaders: Candidates, outcomes: list[Outcome]
) -> bool:
    """What the company file says counts until somebody ticks the row; and nobody makes themself a head."""
    unit, record = stored.get(row.name), row.record
    if own and row.values.get("head") == own and (unit is None or unit.head != own):
        outcomes.append(blocked(record, "own_row", subject=row.name, field="head"))
        return True
    if unit is None or not unit.declared:
        return False
    if unit.was:  # a name that the company file would make anew
        outcomes.append(blocked(record, "department_declared", subject=unit.was, field="department", known=unit.was))
        return True
    if record.key in context.overwrite:
        return False
    now = unit.now()
    for key in _LED:
        typed, known = row.values.get(key), now[key]
        if typed and known and typed != known:
            both = (leaders.called(known), leaders.called(typed)) if key == "head" else (known, typed)
            row.warn("rules_say_otherwise", key, department=row.name, known=both[0], typed=both[1])
            outcomes.append(Outcome(record, Action.SKIPPED, row.name, notes=row.notes))
            return True
    return False


# -- circles ------------------------------------------------------------------------------------------


def _without_circles(rows: Sequence[Said], stored: Units, outcomes: list[Outcome]) -> list[Said]:
    """A department cannot lie under itself: nobody but a person knows which of the rows is wrong."""
    above = {name: unit.parent for name, unit in stored.items()}
    above |= {row.name: row.values["parent"] for row in rows if row.values.get("parent")}
    left = []
    for row in rows:
        if circle := _circle(row.name, above):
            path = " → ".join(circle)
            outcomes.append(
                blocked(
                    row.record, "department_circle", subject=row.name, field="parent", department=row.name, path=path
                )
            )
        else:
            left.append(row)
    return left


def _circle(name: str, above: Mapping[str, str | None]) -> list[str]:
    """The way up that comes back to where it began."""
    path, at = [name], above.get(name)
    while at is not None and at not in path:
        path.append(at)
        at = above.get(at)
    return [*path, name] if at == name else []


def _without_the_left_out(rows: Sequence[Said], gone: set[str], stored: Units) -> None:
    for row in rows:
        parent = row.values.get("parent")
        if parent in gone and parent not in stored:
            del row.values["parent"]
            row.warn("parent_waits", "parent", parent=parent)


# -- writing ------------------------------------------------------------------------------------------


async def _write(rows: Sequence[Said], stored: Units) -> list[Outcome]:
    ids = {name: unit.id for name, unit in stored.items()}
    fresh = {row.name: row.values for row in rows if row.name not in ids}
    for row in rows:
        for upper, name in pairwise(["", *row.above] if row.values.get("parent") else ()):
            if name not in ids and name not in fresh:
                fresh[name] = {"parent": upper} if upper else {}
                row.warn("parent_made", "parent", "info" if "above" in row.record.values else "warn", parent=name)
    await _insert(fresh, ids)
    outcomes = []
    for row in rows:
        row.record.values["about"] = ids[row.name]
        unit = stored.get(row.name)
        before = unit.now() if unit else None
        outcome = judged(row.record, row.name, before, row.values, row.notes)
        if unit and outcome.action is Action.CHANGED:
            await _update(ids, unit, unit.now() | row.values)
        outcomes.append(outcome)
    return outcomes


async def _insert(fresh: Mapping[str, Mapping[str, Any]], ids: dict[str, str]) -> None:
    """What lies above comes first, so that it can be referred to, and goes last when this is taken back."""
    places = {name: _AFTER_THE_DECLARED + n for n, name in enumerate(fresh)}
    ids |= {name: new_id() for name in fresh}
    ordered: dict[str, None] = {}
    for name in fresh:
        way: list[str] = []
        at = name
        while at in fresh and at not in ordered:
            way.append(at)
            at = fresh[at].get("parent") or ""
        ordered |= dict.fromkeys(reversed(way))
    await DB.insert_many(
        "insert into people_department (id, name, code, parent, manager_no, note, ordinal)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        [(ids[name], name, *_stored_as(fresh[name], ids), places[name]) for name in ordered],
    )


async def _update(ids: Mapping[str, str], unit: Unit, values: Mapping[str, Any]) -> None:
    await DB.fetch(
        "update people_department set name = $2, code = $3, parent = $4, manager_no = $5, note = $6 where id = $1",
        unit.id,
        unit.name,
        *_stored_as(values, ids),
    )


def _stored_as(values: Mapping[str, Any], ids: Mapping[str, str]) -> tuple[str | None, ...]:
    parent = values.get("parent")
    return values.get("code"), ids[parent] if parent else None, values.get("head"), values.get("note")
