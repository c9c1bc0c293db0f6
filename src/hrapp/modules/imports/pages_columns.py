"""Columns: for each header of a table the field that it is taken for, how sure that is, and examples of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.errors import Invalid, NotFound
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports import answering, pipeline
from hrapp.modules.imports.asked import Column, Table
from hrapp.modules.imports.engine.answers import LEFT_OUT, OTHER, Answers
from hrapp.modules.imports.opened import (
    RUN,
    Waiting,
    decided,
    field_named,
    kind_named,
    must_wait,
    note_table,
    opened,
    sheet_words,
    went_on,
    without_ids,
)
from hrapp.modules.imports.words import field_words, kind_words

STATES = {
    "sure": ("ok", mark("sure")),
    "check": ("warn", mark("please check")),
    "unknown": ("quiet", mark("don't know")),
}


Fields = list[tuple[str, str]]  # key and word


class ColumnsForm(msgspec.Struct):
    version: int
    table: str


class ColumnView(msgspec.Struct, frozen=True):
    """`value`: what is chosen now; a field's key, "" (left out) or "other" (kept as a further record)."""

    letter: str
    header: str
    value: str
    tone: str
    words: str
    samples: list[str]
    error: str = ""
    hidden: bool = False


@get("/imports/{batch:str}/columns", permission=RUN, whole=True)
async def show_columns(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    if waiting.batch.state != "read":
        return done(request, f"/imports/{batch}")
    wanted = request.query_params.get("table", "")
    tables = _with_columns(waiting)
    if wanted and not any(table.key == wanted for table in tables):
        raise NotFound
    table = next((t for t in tables if t.key == wanted), None) or _first(tables)
    return await _columns_page(request, waiting, table)


def _with_columns(waiting: Waiting) -> list[Table]:
    return [table for table in waiting.asked.tables if table.kind and table.columns]


def _first(tables: list[Table]) -> Table | None:
    return next((table for table in tables if _open(table)), None) or next(iter(tables), None)


def _open(table: Table) -> int:
    return sum(column.state == "check" for column in table.columns)


async def _columns_page(
    request: WebRequest,
    waiting: Waiting,
    table: Table | None,
    entered: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response[Any]:
    shown = table is not None and waiting.shows(table)
    if table is not None and shown:
        await note_table(request, waiting, table)
    tables = _with_columns(waiting)
    return page(
        request,
        "imports/columns.html",
        status=422 if errors else 200,
        table=table,
        tables=[(each.key, _listed(each, tables)) for each in tables],
        sheet=sheet_words(table, tables) if table else "",
        kind=kind_words(table.kind) if table else "",
        twins=_named(_twins(table, waiting), tables) if table else "",
        columns=[_column(table, each, shown, entered or {}, errors or {}) for each in table.columns] if table else [],
        groups=_groups(table) if table else [],
        forms="" if tables else _named([each for each in waiting.asked.tables if each.kind], waiting.asked.tables),
        people=bool(table and _of_people(table)),
        errors=errors or {},
        labels={f"c_{each.letter}": each.header for each in table.columns} if table else {},
        open=_open(table) if table else 0,
        **waiting.frame("columns"),
    )


def _listed(table: Table, among: Sequence[Table]) -> str:
    n = _open(table)
    return f"{sheet_words(table, among)} ({n})" if n else sheet_words(table, among)


def _named(tables: Sequence[Table], among: Sequence[Table]) -> str:
    return "、".join(sheet_words(table, among) for table in tables)


def _column(
    table: Table, column: Column, shown: bool, entered: Mapping[str, str], errors: Mapping[str, str]
) -> ColumnView:
    name = f"c_{column.letter}"
    tone, words = STATES[column.state]
    if column.state == "unknown" and column.kept:
        words = mark("kept as a further record of the person")
    samples = [without_ids(sample) for sample in column.samples] if shown else []
    return ColumnView(
        column.letter,
        column.header,
        entered.get(name, _now(column)),
        tone,
        _("as last time") if column.remembered and column.state == "sure" else _(words),
        samples,
        errors.get(name, ""),
        column.hidden,
    )


def _now(column: Column) -> str:
    return column.field or (OTHER if column.kept else LEFT_OUT)


def _groups(table: Table) -> list[tuple[str, Fields]]:
    """What a column can be: fields of the table's kind, then those of kinds that stand beside it."""
    kind = kind_named(table.kind)
    own = [(fld.key, field_words(kind.name, fld.key)) for fld in kind.fields if fld.names] if kind else []
    have = {key for key, _words in own}
    rest = {column.field for column in table.columns if column.field and not column.kind} - have
    own += [(key, field_words(table.kind or "", key)) for key in sorted(rest)]
    found = [(kind_words(table.kind), own)]
    for each in pipeline.kinds() if _of_people(table) else ():
        if each.beside and each.name != table.kind:
            free = [(f.key, field_words(each.name, f.key)) for f in each.fields if f.key not in have]
            have |= {key for key, _words in free}
            found.append((_(each.title), free))
    return [(title, _told_apart(title, fields, found)) for title, fields in found if fields]


def _told_apart(title: str, fields: Fields, groups: Sequence[tuple[str, Fields]]) -> Fields:
    """A word by which fields of several kinds go is said with the kind: once it is chosen, its group is not seen."""
    often = Counter(words for _title, group in groups for _key, words in group)
    return [
        (key, _("%(field)s (%(kind)s)", field=words, kind=title) if often[words] > 1 else words)
        for key, words in fields
    ]


def _of_people(table: Table) -> bool:
    """Whether there is a person in every row with whom something further can be kept."""
    kind = kind_named(table.kind)
    return not (kind and kind.subject)


@post("/imports/{batch:str}/columns", permission=RUN, whole=True, status_code=200)
async def decide_columns(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    must_wait(waiting)
    form = await read_form(request, ColumnsForm)
    table = next((each for each in _with_columns(waiting) if each.key == form.table), None)
    if table is None:
        raise NotFound
    submitted = await request.form()
    entered = {f"c_{c.letter}": str(submitted.get(f"c_{c.letter}", _now(c))) for c in table.columns}
    try:
        columns = _chosen(table, entered)
    except Invalid as bad:
        return await _columns_page(request, waiting, table, entered, bad.errors)
    found, twins = table, _twins(table, waiting)
    after = await decided(request, batch, lambda answers: _taken(answers, found, twins, columns), form.version)
    others = [each for each in _with_columns(after) if _open(each)]
    url = f"{waiting.url('columns')}?table={others[0].key}" if others else after.next("columns").url
    also = _named(twins, _with_columns(waiting))
    said = _("The columns were taken so, also in %(sheets)s.", sheets=also) if also else _("The columns were taken so.")
    return went_on(request, after, "columns", url, said)


def _twins(table: Table, waiting: Waiting) -> list[Table]:
    """The sheets of the other months: tables of the same kind with the same headers, which are decided at once."""
    headers = [column.header for column in table.columns]
    return [
        each
        for each in _with_columns(waiting)
        if each.id != table.id and each.kind == table.kind and [column.header for column in each.columns] == headers
    ]


def _taken(answers: Answers, table: Table, twins: Sequence[Table], columns: Mapping[str, str]) -> Answers:
    """What was said of a twin itself stays."""
    kind = table.kind or ""
    for twin in twins:
        own = answers.table(twin.id).columns
        same = zip(table.columns, twin.columns, strict=True)
        theirs = {b.letter: columns[a.letter] for a, b in same if a.letter in columns and b.letter not in own}
        answers = answering.columns_are(answers, twin.id, kind, theirs) if theirs else answers
    return answering.columns_are(answers, table.id, kind, columns)


def _chosen(table: Table, entered: Mapping[str, str]) -> dict[str, str]:
    """What was changed, and what was to be checked. A field that takes one column cannot take two."""
    allowed = {LEFT_OUT, *([OTHER] if _of_people(table) else [])} | {
        key for _title, fields in _groups(table) for key, _words in fields
    }
    chosen = {column.letter: entered[f"c_{column.letter}"] for column in table.columns}
    counts = Counter(value for value in chosen.values() if value not in (LEFT_OUT, OTHER))
    now = Counter(column.field for column in table.columns)
    errors: dict[str, str] = {}
    for letter, value in chosen.items():
        fld = field_named(table, value)
        if value not in allowed:
            errors[f"c_{letter}"] = _("Please choose one of the fields.")
        elif fld and not fld.many and counts[value] > max(1, now[value]):
            words = field_words(table.kind or "", value)
            errors[f"c_{letter}"] = _(
                "%(field)s is chosen for two columns. Choose another for one of them.", field=words
            )
    if errors:
        raise Invalid(errors)
    return {
        column.letter: chosen[column.letter]
        for column in table.columns
        if column.state == "check" or chosen[column.letter] != _now(column)
    }
