"""A file of an import that waits, with what is wrong marked: to be corrected in Excel or WPS and uploaded again."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from hrapp.kernel import text
from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.errors import Conflict, NotFound
from hrapp.kernel.forms import read_form
from hrapp.kernel.handing_out import hand_out
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.sheets_out import XLSX
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit, saw
from hrapp.modules.imports import views
from hrapp.modules.imports.engine.marked_child import marked_workbook
from hrapp.modules.imports.engine.ours import Mark
from hrapp.modules.imports.events import MarkedTaken
from hrapp.modules.imports.marking import marks_of
from hrapp.modules.imports.opened import RUN
from hrapp.modules.imports.queries import BatchRow, LineRow, answers_of, lines_in, visible_batch, waiting_file


class MarkedForm(msgspec.Struct):
    file: str = ""


@post("/imports/{batch:str}/marked", permission=RUN, whole=True, status_code=200)
async def marked_file(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """For whoever uploaded it, as only they write it. While it waits: written or given up, the file is not kept."""
    scope = request.user.scope(RUN)
    found = await visible_batch(scope, batch)
    form = await read_form(request, MarkedForm)
    kept = await waiting_file(batch, request.user.actor.account, form.file)
    told = _reported(found, form.file)
    if kept is None or told is None:
        raise NotFound
    ident, _name, content = kept
    lines = await lines_in(scope, batch, form.file)
    hidden = views.hidden_kinds(request.user)
    marks = marks_of(told, lines, Mark(batch, ident), hidden, text.language.get() != "zh")
    answers = await answers_of(batch)
    cells = {sheet: answers.of_sheet(form.file, sheet, answers.cells) for sheet in marks.sheets}
    made = await asyncio.to_thread(marked_workbook, content, marks, cells)
    if made is None:
        raise Conflict(_("This file is too big to be marked. Correct it where it is, and upload it again."))
    _note_look(lines, hidden, found, form.file)
    await emit(MarkedTaken(object=batch, details={"file": form.file, "rows": len(lines)}))
    stem = form.file.rpartition(".")[0] or form.file
    return hand_out(request, _("%(file)s (marked).xlsx", file=stem), made, XLSX)


def _reported(batch: BatchRow, name: str) -> dict[str, Any] | None:
    files = (batch.whole or {}).get("files", [])
    return next((file for file in files if file["name"] == name and not file["problem"]), None)


def _note_look(lines: list[LineRow], hidden: frozenset[str], batch: BatchRow, name: str) -> None:
    """Also at ID numbers, where the file has a column of them."""
    views.note_look(lines, hidden)
    told = _reported(batch, name) or {"tables": []}
    with_numbers = {c["field"] for table in told["tables"] for c in table["columns"]} & views.number_fields()
    if with_numbers:
        saw(IDENTITY, {line.person for line in lines if line.person}, "import")
