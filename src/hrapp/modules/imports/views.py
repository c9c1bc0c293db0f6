"""What the pages of an import show: its lines, issues and tables in words, without what the viewer may not see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.access import Viewer
from hrapp.kernel.imports import Action, Type
from hrapp.kernel.reach import COMPANY
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import saw
from hrapp.modules.imports.queries import BatchRow, LineRow
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.rule_words import meaning_words, plain_words, why
from hrapp.modules.imports.words import action_words, field_words, kind_words, sentence
from hrapp.modules.people.api import masked

TONES = {"new": "ok", "changed": "info", "same": "quiet", "skipped": "quiet", "blocked": "bad"}
_AROUND = {"no_table", "empty", "template"}
#: Cells of a column that are told one by one: beyond that the first is told, and how many are like it.
_SAID_EACH = {"warn": 3, "error": 10}
RECOMPUTED = {"completion_differs", "progress_differs"}


class Issue(msgspec.Struct, frozen=True):
    """Something to look at: where, what and what to do."""

    cell: str
    level: str
    words: str
    person: str
    person_url: str
    more: int = 0


class Change(msgspec.Struct, frozen=True):
    field: str
    before: str
    after: str


class Rewritten(msgspec.Struct, frozen=True):
    """A value that was not taken as it stands in the sheet."""

    cell: str
    field: str
    before: str
    after: str
    why: str


class LineView(msgspec.Struct, frozen=True):
    """`values`: what a new row will write; `changes`: what becomes another value."""

    place: str
    kind: str
    action: str
    tone: str
    person: str
    person_url: str
    values: list[str]
    changes: list[Change]
    notes: list[str]
    rewritten: list[Rewritten]


class Recomputed(msgspec.Struct, frozen=True):
    """A typed 完成率 beside ours."""

    person: str
    person_url: str
    what: str
    typed: str
    ours: str
    cell: str


class Column(msgspec.Struct, frozen=True):
    """`kept`: no field takes it, and it stays with the person as it is written."""

    letter: str
    header: str
    field: str
    kept: bool


class TableView(msgspec.Struct, frozen=True):
    """A table of a sheet. Without a `kind` it was left alone, and `reason` says why."""

    sheet: str
    kind: str
    reason: str
    header_rows: str
    rows: str
    columns: list[Column]
    counts: list[tuple[str, str, int]]


class FileView(msgspec.Struct, frozen=True):
    name: str
    problem: str
    tables: list[TableView]


class Count(msgspec.Struct, frozen=True):
    action: str
    words: str
    n: int
    tone: str


def counts(batch: BatchRow) -> list[Count]:
    return [Count(a, action_words(a), batch.totals.get(a, 0), TONES[a]) for a in ACTIONS]


def hidden_kinds(viewer: Viewer) -> frozenset[str]:
    """Kinds whose values this viewer may not see for everybody."""
    kinds = registry.current().each(lambda m: m.imports)
    return frozenset(k.name for k in kinds if k.permission and viewer.scope(k.permission).kind != COMPANY)


def note_look(lines: Sequence[LineRow], hidden: frozenset[str]) -> None:
    """What stands in the rows of a sheet is seen by whoever looks at the rows."""
    classes = {kind.name: kind.data for kind in registry.current().each(lambda m: m.imports) if kind.data}
    for data in sorted(set(classes.values())):
        kinds = {name for name, of in classes.items() if of == data} - hidden
        saw(data, {line.person for line in lines if line.person and line.kind in kinds}, "import")


def issues(lines: Sequence[LineRow], hidden: frozenset[str]) -> list[Issue]:
    """Errors first, then warnings. What holds for many rows in the same words is said once, with its first cell; so is
    what has to be checked all the way down a column."""
    same: dict[tuple[str, ...], list[Issue]] = {}
    down: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in lines:
        for note in line.notes:
            if note["level"] not in ("error", "warn") or note["code"] in RECOMPUTED:
                continue
            issue = Issue(_place(note), note["level"], _words(note, line, hidden), *_person(line))
            same.setdefault((*_column(note), issue.words), []).append(issue)
            down[_column(note)].add(issue.words)
    told: dict[tuple[str, ...], list[Issue]] = {}
    for (*column, words), issues in same.items():
        many = len(down[*column]) > _SAID_EACH[issues[0].level]
        told.setdefault(tuple(column) if many else (issues[0].level, words), []).extend(issues)
    once = [msgspec.structs.replace(each[0], more=len(each) - 1, **_whose(each)) for each in told.values()]
    return sorted(once, key=lambda issue: issue.level == "warn")


def _column(note: Mapping[str, Any]) -> tuple[str, ...]:
    return note["level"], note["code"], re.sub(r"\d+$", "", note["cell"])


def _place(note: Mapping[str, Any]) -> str:
    """What holds for a whole table has no cell."""
    return str(note["cell"]).removesuffix(" › ")


def _whose(issues: Sequence[Issue]) -> dict[str, str]:
    """Nobody's, where several people are meant."""
    return {} if len({issue.person for issue in issues}) == 1 else {"person": "", "person_url": ""}


def recomputed(lines: Sequence[LineRow]) -> list[Recomputed]:
    found = []
    for line in lines:
        for note in line.notes:
            if note["code"] in RECOMPUTED:
                values = note["values"]
                what = " ".join(filter(None, (values.get("metric"), values.get("period")))) or kind_words(line.kind)
                found.append(
                    Recomputed(*_person(line), what, f"{values['typed']}%", f"{values['ours']}%", note["cell"])
                )
    return found


def _words(note: dict[str, Any], line: LineRow, hidden: frozenset[str]) -> str:
    return _("You may not see these figures.") if line.kind in hidden and note["values"] else sentence(note, line.kind)


def _person(line: LineRow) -> tuple[str, str]:
    if line.person:
        return f"{line.name}（{line.subject}）", f"/people/{line.person}"
    if line.name and line.subject and line.name not in line.subject:  # somebody who is not there yet
        return f"{line.name}（{line.subject}）", ""
    return line.subject or line.name or "", ""


def line_view(line: LineRow, hidden: frozenset[str]) -> LineView:
    person, url = _person(line)
    shown = {} if line.kind in hidden else line.changes
    changes = [_change(line.kind, key, *both) for key, both in shown.items()]
    new = line.action == Action.NEW.value
    return LineView(
        place=" › ".join(filter(None, (line.file, line.sheet, line.where or str(line.row)))),
        kind=kind_words(line.kind),
        action=action_words(line.action),
        tone=TONES[line.action],
        person=person,
        person_url=url,
        values=[f"{change.field}: {change.after}" for change in changes] if new else [],
        changes=[] if new else changes,
        notes=[_words(note, line, hidden) for note in line.notes],
        rewritten=[] if line.kind in hidden else [_rewritten(line.kind, op) for op in line.ops],
    )


def _rewritten(kind: str, op: dict[str, Any]) -> Rewritten:
    """ID numbers come with their ends only (engine/operations.py)."""
    words = meaning_words(kind, op["field"], op["after"])
    return Rewritten(op["cell"], field_words(kind, op["field"]), op["before"], words, why(op["rule"]))


def _change(kind: str, key: str, before: Any, after: Any) -> Change:
    """ID numbers are told apart by their end; whoever needs one asks for it on the page of the person."""
    if key in _id_fields(kind):
        before, after = (masked(value) if value else value for value in (before, after))
    return Change(field_words(kind, key), *(plain_words(kind, key, value) for value in (before, after)))


def _id_fields(kind: str) -> set[str]:
    kinds = registry.current().each(lambda m: m.imports)
    return {fld.key for each in kinds if each.name == kind for fld in each.fields if fld.type is Type.ID_NO}


def number_fields() -> set[str]:
    """Fields of any kind that hold ID numbers."""
    kinds = registry.current().each(lambda m: m.imports)
    return {fld.key for each in kinds for fld in each.fields if fld.type is Type.ID_NO}


def files(batch: BatchRow) -> list[FileView]:
    return [
        FileView(
            file["name"],
            sentence(file["problem"]) if file["problem"] else "",
            _sheets(file["tables"]),
        )
        for file in (batch.whole or {}).get("files", [])
    ]


def _sheets(tables: Sequence[dict[str, Any]]) -> list[TableView]:
    """The blocks of a sheet that say the same kind of thing are one line. What lies around them, and is no table,
    is only told of a sheet from which nothing was read."""
    read = {table["sheet"] for table in tables if table["kind"]}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for table in tables:
        if table["kind"] or table["sheet"] not in read or table["reason"] not in _AROUND:
            groups.setdefault((table["sheet"], table["kind"] or table["reason"]), []).append(table)
    return [_view(group) for group in groups.values()]


def _view(tables: Sequence[dict[str, Any]]) -> TableView:
    first = tables[0]
    kind = first["kind"] or ""
    columns = {(c["letter"], c["header"]): c for table in tables for c in table["columns"]}
    counts = [(action, sum(table["rows"][action] for table in tables)) for action in ACTIONS]
    return TableView(
        sheet=first["sheet"],
        kind=kind_words(kind),
        reason="" if kind else sentence({"code": first["reason"], "values": first["context"]}),
        header_rows="、".join(dict.fromkeys(str(row) for table in tables for row in table["header_rows"])),
        rows="、".join(dict.fromkeys("–".join(map(str, table["data_rows"])) for table in tables)),
        columns=[_taken(kind, column) for column in columns.values()],
        counts=[(action_words(action), TONES[action], n) for action, n in counts if n],
    )


def _taken(kind: str, column: Mapping[str, Any]) -> Column:
    """Reports of earlier imports say neither the kind beside nor what is kept."""
    field = column["field"]
    words = field_words(column.get("kind") or kind, field) if field else ""
    return Column(column["letter"], column["header"], words, bool(column.get("kept")))


def file_url(batch: str, name: str) -> str:
    return f"/imports/{batch}?file={quote(name)}"
