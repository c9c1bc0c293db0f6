"""What we found: the tables of every sheet, which kind of thing each says, and which were left alone."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import Invalid, NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.imports import row_key
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.imports import answering, pipeline, steps
from hrapp.modules.imports.asked import PROTECTED, Table, key_of_table
from hrapp.modules.imports.engine.grid import letter
from hrapp.modules.imports.opened import (
    RUN,
    Waiting,
    columns_beside,
    decided,
    must_wait,
    note_table,
    opened,
    sheet_words,
    went_on,
    without_ids,
)
from hrapp.modules.imports.unlocking import unlock_file
from hrapp.modules.imports.words import field_words, kind_words, sentence

_MOST_HEADERS = 3  # rows of one header
_MOST_SPANS = 12  # of hidden rows


class TableForm(msgspec.Struct):
    version: int
    kind: str = ""
    header_rows: str = ""
    emp_no: str = ""
    name: str = ""
    subject: str = ""  # the column that says which department, where the table lists those
    do: str = "read"  # read | leave | found | seen (leave the hidden rows out) | all (take them as well)


class PasswordForm(msgspec.Struct):
    file: str


class TableLine(msgspec.Struct, frozen=True):
    """One table in the list. Without a `kind` it is left alone, for the `reason`."""

    sheet: str
    url: str
    kind: str
    reason: str
    about: str
    left: str
    unseen: str
    hidden: bool
    open: bool


class FileTables(msgspec.Struct, frozen=True):
    name: str
    field: str
    problem: str
    protected: bool
    tables: list[TableLine]


@get("/imports/{batch:str}/tables", permission=RUN, whole=True)
async def show_tables(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    if waiting.batch.state != "read":
        return done(request, f"/imports/{batch}")
    return _tables_page(request, waiting, {})


def _tables_page(request: WebRequest, waiting: Waiting, errors: dict[str, str]) -> Response[Any]:
    """`errors`: {id of a file's password field: sentence}."""
    files = _files(waiting)
    return page(
        request,
        "imports/tables.html",
        status=422 if errors else 200,
        files=files,
        errors=errors,
        labels={file.field: file.name for file in files},
        **waiting.frame("tables"),
    )


def _files(waiting: Waiting) -> list[FileTables]:
    files = (waiting.batch.whole or {}).get("files", [])
    return [
        FileTables(
            file["name"],
            f"password-{key_of_table(file['name'])}",
            sentence(file["problem"]) if file["problem"] else "",
            bool(file["problem"]) and file["problem"]["code"] in PROTECTED,
            [_line(waiting, table) for table in waiting.asked.tables if table.file == file["name"]],
        )
        for file in files
    ]


def _line(waiting: Waiting, table: Table) -> TableLine:
    return TableLine(
        sheet=f"{table.sheet or table.file} {columns_beside(table, waiting.asked.tables)}".strip(),
        url=f"{waiting.url('table')}?table={table.key}",
        kind=kind_words(table.kind) if table.kind else "",
        reason="" if table.kind else sentence({"code": table.verdict, "values": table.context}),
        about=_about(table),
        left="、".join(
            f"{sentence({'code': code}).rstrip('。.')} {n}" for code, n in table.left.items() if code != "blank"
        ),
        unseen=_unseen(table),
        hidden=table.hidden,
        open=table.open,
    )


def _unseen(table: Table) -> str:
    """What whoever looks at the sheet does not see, and what of it is read: hidden rows, and what lies on top."""
    n = sum(last - first + 1 for first, last in table.unseen)
    said = []
    if table.kind and n and not table.unseen_out:
        said.append(
            ngettext("with one row that is hidden in the sheet", "with %(n)s rows that are hidden in the sheet", n)
        )
    if table.unseen_out:
        said.append(ngettext("without the hidden row", "without the %(n)s hidden rows", n))
    if table.pictures:
        said.append(ngettext("one picture is not taken", "%(n)s pictures are not taken", table.pictures))
    return " · ".join(said)


def _unseen_rows(table: Table) -> str:
    """3–4, 6. Of many the first ones."""
    spans = [str(first) if first == last else f"{first}–{last}" for first, last in table.unseen]
    more = ["…"] if len(spans) > _MOST_SPANS else []
    return ", ".join(spans[:_MOST_SPANS] + more) if table.kind or table.unseen_out else ""


def _about(table: Table) -> str:
    """37 records · header in row 3 · rows 4–40."""
    header = "–".join(str(row) for row in dict.fromkeys((*table.header_rows[:1], *table.header_rows[-1:])))
    said = [ngettext("one record", "%(n)s records", table.records)] if table.kind else []
    said += [_("header in row %(rows)s", rows=header)] if header else []
    said += [_("rows %(first)s to %(last)s", first=table.span[0], last=table.span[1])] if table.span[1] else []
    return " · ".join(said)


@post("/imports/{batch:str}/password", permission=RUN, whole=True, status_code=200)
async def open_file(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """The password is used for this once; the file is kept without it."""
    waiting = await opened(request, batch)
    form = await read_form(request, PasswordForm)
    submitted = await request.form()
    try:
        password = str(submitted.get("password") or "")
        await unlock_file(batch, form.file, password, request.user, clock.today())
    except Invalid as bad:
        field = f"password-{key_of_table(form.file)}"
        return _tables_page(request, waiting, {field: bad.errors.get("password", "")})
    after = await opened(request, batch)
    message = _("The file is open; the password was not kept.")
    return went_on(request, after, "tables", steps.first_open(batch, after.batch.open), message)


@get("/imports/{batch:str}/table", permission=RUN, whole=True)
async def show_table(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    if waiting.batch.state != "read":
        return done(request, f"/imports/{batch}")
    found = _found(waiting, request.query_params.get("table", ""))
    return await _table_page(request, waiting, found)


def _found(waiting: Waiting, key: str) -> Table:
    found = waiting.asked.table(key) if key else next(iter(waiting.asked.tables), None)
    if found is None:
        raise NotFound
    return found


async def _table_page(
    request: WebRequest, waiting: Waiting, table: Table, bad: BadForm | Invalid | None = None
) -> Response[Any]:
    shown = waiting.shows(table)
    if shown:
        await note_table(request, waiting, table)
    entered = bad.entered if isinstance(bad, BadForm) else {}
    return page(
        request,
        "imports/table.html",
        status=422 if bad else 200,
        table=table,
        sheet=sheet_words(table, [each for each in waiting.asked.tables if each.file == table.file]),
        reason="" if table.kind else sentence({"code": table.verdict, "values": table.context}),
        about=_about(table),
        head=[[without_ids(cell) for cell in row] for row in table.head] if shown else [],
        shown=shown,
        kinds=_kinds(table),
        kind=entered.get("kind") or table.kind or "",
        header_rows=entered.get("header_rows") or _header_text(table),
        unseen=_unseen_rows(table),
        letters=[letter(n) for n in range(max((len(row) for row in table.head), default=1) - 1)],
        people=_people(table, entered),
        errors=bad.errors if bad else {},
        url=f"{waiting.url('table')}?table={table.key}",
        **waiting.frame("tables"),
    )


def _kinds(table: Table) -> list[tuple[str, str]]:
    found = [(kind.name, _(kind.title)) for kind in pipeline.kinds() if not kind.leftovers]
    return found if table.kind else [("", _("choose what it is")), *found]


def _people(table: Table, entered: dict[str, Any]) -> list[Any]:
    """Where nobody knows who a row is about: (field, words, columns, the chosen one) of 工号 and name."""
    if table.kind:
        return []
    width = max((len(row) for row in table.head), default=1) - 1
    texts = {column.letter: column.header for column in table.columns}
    columns = [("", _("there is none"))] + [
        (at := letter(n), f"{at} {texts.get(at, '')}".strip()) for n in range(width)
    ]
    who = [(key, field_words("person", key), columns, entered.get(key, "")) for key in ("emp_no", "name")]
    lists = [kind for kind in pipeline.kinds() if kind.subject]
    which = [("subject", field_words(k.name, k.subject), columns, entered.get("subject", "")) for k in lists[:1]]
    return who + which


def _header_text(table: Table) -> str:
    rows = table.header_rows
    return f"{rows[0]}-{rows[-1]}" if len(rows) > 1 else str(rows[0]) if rows else ""


@post("/imports/{batch:str}/table", permission=RUN, whole=True, status_code=200)
async def decide_table(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """`do=read`: as this kind, under these header rows; `leave`: leave it out; `found`: as hrapp found it; `seen` and
    `all`: without its hidden rows, or with them."""
    waiting = await opened(request, batch)
    must_wait(waiting)
    found = _found(waiting, request.query_params.get("table", ""))
    try:
        form = await read_form(request, TableForm)
        rows = _rows(form, found) if form.do == "read" else []
    except Invalid as bad:
        return await _table_page(request, waiting, found, bad)
    kept = found.header_rows or [0]

    def change(answers: Any) -> Any:
        if form.do == "leave":
            return answering.table_left(answers, found.id)
        if form.do == "found":
            return answering.table_as_found(answers, found.id)
        if form.do in ("seen", "all"):
            unseen = [row_key(found.file, found.sheet, n) for a, z in found.unseen for n in range(a, z + 1)]
            return answering.rows_are(answers, unseen, "skip" if form.do == "seen" else None)
        people = {at: key for key, at in _subjects(form) if at}
        header = None if rows in ([], kept) and answers.table(found.id).header_rows is None else rows or None
        answers = answering.table_read(answers, found.id, form.kind, header, same_kind=form.kind == found.kind)
        return answering.columns_are(answers, found.id, form.kind, people) if people else answers

    after = await decided(request, batch, change, form.version)
    now = after.asked.table(found.key)
    if form.do == "read" and after.batch.state == "read" and (now is None or not now.kind):
        again = _("It still cannot be read as that. Look at the row of the header, and at what the table is.")
        return done(
            request, f"{waiting.url('table')}?table={found.key}" if now else waiting.url("tables"), again, "warn"
        )
    return went_on(request, after, "tables", waiting.url("tables"), _("The sheet was read again."))


def _subjects(form: TableForm) -> list[tuple[str, str]]:
    """The columns that say whom or what a row of the chosen kind is about."""
    kind = next((kind for kind in pipeline.kinds() if kind.name == form.kind), None)
    if kind and kind.subject:
        return [(kind.subject, form.subject)]
    return [("emp_no", form.emp_no), ("name", form.name)]


def _rows(form: TableForm, table: Table) -> list[int]:
    """The rows that somebody pointed out: 3, or 3-4."""
    entered = msgspec.structs.asdict(form)
    if form.kind not in {kind.name for kind in pipeline.kinds()}:
        raise BadForm({"kind": _("Please choose what the table is, or leave it out.")}, entered)
    if not table.kind and not any(at for _key, at in _subjects(form)):
        raise BadForm({"emp_no": _("Please choose the column that says who a row is about.")}, entered)
    if not form.header_rows and table.header_rows:
        return []
    found = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–~～至到]\s*(\d{1,6})\s*)?", form.header_rows)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last < first + _MOST_HEADERS:
        raise BadForm(
            {"header_rows": _("Write the row of the header such as 3, or 3-4 where it has two rows.")}, entered
        )
    return list(range(first, last + 1))
