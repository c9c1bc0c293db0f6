"""Rows that waited when an import was written: its files are not kept, so they are told, and can be downloaded as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.errors import NotFound
from hrapp.kernel.handing_out import hand_out_list
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.sheets_out import Sheet
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports import problems, views
from hrapp.modules.imports.opened import RUN, without_ids
from hrapp.modules.imports.problems import Problem, problem
from hrapp.modules.imports.queries import BatchRow, LineRow, lines_with_problems, visible_batch

SHOWN = 100


async def left_of(viewer: Viewer, batch: BatchRow) -> list[Problem]:
    """Row by row, of a batch that was written."""
    return [problem(row, {}) for row in await _left(viewer, batch)]


async def _left(viewer: Viewer, batch: BatchRow) -> list[list[LineRow]]:
    if batch.state != "applied" or not batch.totals.get("blocked"):
        return []
    hidden = views.hidden_kinds(viewer)
    found = await lines_with_problems(viewer.scope(RUN), batch.id)
    lines = [line for line in found if line.action == "blocked" and line.kind not in hidden]
    views.note_look(lines, hidden)
    return problems.by_row(lines)


@post("/imports/{batch:str}/left", permission=RUN, whole=True, status_code=200)
async def left_list(request: WebRequest, batch: FromPath[str]) -> Response[bytes]:
    found = await visible_batch(request.user.scope(RUN), batch)
    rows = await _left(request.user, found)
    if not rows:
        raise NotFound
    sheet = _sheet(rows, request.user.actor.label)
    return await hand_out_list(request, sheet, "xlsx", "imports.left", "salary")


def _sheet(rows: Sequence[Sequence[LineRow]], made_by: str) -> Sheet:
    """Where each row stands, what to do, and its cells under their headers."""
    cells = [{label: without_ids(text) for label, text in _cells(row)} for row in rows]
    heads = list(dict.fromkeys(label for row in cells for label in row))
    said: list[list[Any]] = []
    for row, of in zip(rows, cells, strict=True):
        told = problem(row, {})
        todo = " ".join(words for _tone, words in told.sentences)
        said.append([told.file, told.sheet, told.row, todo, *(of.get(head) for head in heads)])
    columns = [_("File"), _("Worksheet"), _("Row"), _("What it is and what to do"), *heads]
    return Sheet(_("Rows that were not written"), columns, said, made_by, clock.now(), {})


def _cells(row: Sequence[LineRow]) -> list[tuple[str, str]]:
    return [(problems.label(line, cell), cell[3]) for line in row for cell in line.cells if cell[3]]
