"""Uploading old spreadsheets: what would happen, writing it, and what earlier imports did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.asking import together
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.kernel.work import current_work
from hrapp.modules.imports import steps, views
from hrapp.modules.imports.actions import accept_batch, apply_batch, give_up, read_batch
from hrapp.modules.imports.opened import RUN, opened, title_of, went_on
from hrapp.modules.imports.pages_left import SHOWN as LEFT_SHOWN
from hrapp.modules.imports.pages_left import left_of
from hrapp.modules.imports.pages_progress import OTHERWISE
from hrapp.modules.imports.pipeline import Files
from hrapp.modules.imports.progress import WORKING, is_large
from hrapp.modules.imports.queries import PAGE, BatchRow, LineFilter, batches, gravest_of, lines_of, visible_batch
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.returning import take_back

MOST_FILES = 40
MIB = 1024 * 1024
LARGEST = 20 * MIB
TOGETHER = 40 * MIB  # of one upload
_SHOWN = 200  # issues above the lines; the filter shows the others


class UploadForm(msgspec.Struct):
    files: list[UploadFile] = []


class ApplyForm(msgspec.Struct):
    version: int


@get("/imports", permission=RUN, whole=True)
async def show_imports(request: WebRequest) -> Response[Any]:
    return await _imports_page(request, {})


@post("/imports", permission=RUN, whole=True, status_code=200, request_max_body_size=TOGETHER)
async def upload(request: WebRequest) -> Response[Any]:
    form = await read_form(request, UploadForm)
    try:
        files = await _taken_in(form.files)
    except Invalid as bad:
        return await _imports_page(request, bad.errors)
    going_on, files = await take_back(files, request.user, clock.today())
    if going_on and not files:
        message = _("The corrected file took the place of the one before; the import goes on.")
        return went_on(request, await opened(request, going_on[-1]), "", f"/imports/{going_on[-1]}", message)
    if is_large(files):
        batch = await accept_batch(files, request.user)
        return done(request, f"/imports/{batch}/progress")
    batch = await read_batch(files, request.user, clock.today())
    found = await visible_batch(request.user.scope(RUN), batch)
    return done(request, steps.first_open(batch, found.open))


async def _imports_page(request: WebRequest, errors: dict[str, str]) -> Response[Any]:
    found = await batches(request.user.scope(RUN))
    return page(
        request,
        "imports/imports.html",
        "upload",
        status=422 if errors else 200,
        errors=errors,
        batches=[(batch, views.counts(batch)) for batch in found],
        most=MOST_FILES,
        largest=LARGEST // MIB,
    )


async def _taken_in(uploads: Sequence[UploadFile]) -> Files:
    """The files with their bytes; Invalid with a sentence where they are too many or too big."""
    if not uploads:
        raise Invalid({"files": _("Please choose one file or several.")})
    if len(uploads) > MOST_FILES:
        raise Invalid({"files": _("At most %(n)s files at once; these are %(m)s.", n=MOST_FILES, m=len(uploads))})
    files: list[tuple[str, bytes]] = []
    for each in uploads:
        files.append((_file_name(each.filename, {name for name, _ in files}), await each.read(LARGEST + 1)))
        await each.close()  # what was sent need not stand in memory twice
    for name, content in files:
        if len(content) > LARGEST:
            raise Invalid({"files": _("%(file)s is larger than %(n)s MB.", file=name, n=LARGEST // MIB)})
        if not content:
            raise Invalid({"files": _("%(file)s is empty.", file=name)})
    return files


def _file_name(given: str, taken: set[str]) -> str:
    """The bare name, without folders and characters that nobody sees; a second one of that name is numbered."""
    bare = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", given)[-1]).strip()[-200:] or "file"
    stem, dot, ending = bare.rpartition(".")
    numbered = (f"{stem or ending} ({n}){dot}{ending if stem else ''}" for n in range(2, MOST_FILES + 2))
    return bare if bare not in taken else next(name for name in numbered if name not in taken)


@get("/imports/{batch:str}", permission=RUN, whole=True)
async def show_import(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    found = await visible_batch(request.user.scope(RUN), batch)
    if found.state in WORKING:
        return done(request, f"/imports/{batch}/progress")
    return await _import_page(request, found)


async def _import_page(request: WebRequest, found: BatchRow, otherwise: bool = False) -> Response[Any]:
    """`otherwise`: it was to be written, and would not have been as it was shown."""
    scope, batch = request.user.scope(RUN), found.id
    wanted = _filter(request)
    hidden = views.hidden_kinds(request.user)
    mine = found.state == "read" and found.account == request.user.actor.account
    grave, rows = await together(gravest_of(scope, batch, _SHOWN), lines_of(scope, batch, wanted))
    views.note_look([*grave, *rows[:PAGE]], hidden)
    left = await left_of(request.user, found)
    if left:  # they are told row by row
        grave = [line for line in grave if line.action != "blocked"]
    return page(
        request,
        "imports/import.html",
        "lines",
        status=409 if otherwise else 200,
        otherwise=_(OTHERWISE) if otherwise else "",
        batch=found,
        title=title_of(found),
        steps=steps.steps(batch, found.open) if found.state == "read" else [],
        undecided=sum(found.open.values()) if found.state == "read" else 0,
        next=steps.next_step(batch, found.open),
        mine=found.account == request.user.actor.account,
        taught=_taught(found),
        counts=views.counts(found),
        waiting_rows=found.open.get("problems", 0) if found.state == "read" else len(left),
        left=left[:LEFT_SHOWN],
        left_rows=len(left),
        issues=views.issues(grave, hidden),
        to_correct=sorted({line.file for line in grave}) if mine else [],
        more_issues=len(grave) == _SHOWN,
        recomputed=views.recomputed(grave),
        files=views.files(found),
        lines=[views.line_view(row, hidden) for row in rows[:PAGE]],
        wanted=wanted,
        choices=_choices(found),
        newer=_lines_url(found, wanted, wanted.page - 1) if wanted.page > 1 else "",
        older=_lines_url(found, wanted, wanted.page + 1) if len(rows) > PAGE else "",
    )


def _taught(batch: BatchRow) -> str:
    """What a written import added to what is remembered."""
    n = 0 if batch.undone else batch.report.get("taught", {}).get("layouts", 0)
    return (
        ngettext("One layout is remembered for next time.", "%(n)s layouts are remembered for next time.", n)
        if n
        else ""
    )


def _filter(request: WebRequest) -> LineFilter:
    asked = request.query_params
    about = asked.get("about", "")
    number = asked.get("page", "1")
    return LineFilter(
        about if about in (*ACTIONS, "issues") else "",
        asked.get("file", "")[:300],
        int(number) if number.isdecimal() and 0 < len(number) < 6 and int(number) else 1,
    )


def _choices(batch: BatchRow) -> dict[str, list[tuple[str, str]]]:
    about = [("", _("All rows")), ("issues", _("With something to look at"))]
    about += [(count.action, f"{count.words} ({count.n})") for count in views.counts(batch)]
    names = [file["name"] for file in batch.report.get("files", [])]
    return {"about": about, "file": [("", _("All files")), *((name, name) for name in names)]}


def _lines_url(batch: BatchRow, wanted: LineFilter, number: int) -> str:
    kept = {"about": wanted.about, "file": wanted.file, "page": str(number) if number > 1 else ""}
    query = urlencode({key: value for key, value in kept.items() if value})
    return f"/imports/{batch.id}?{query}" if query else f"/imports/{batch.id}"


@post("/imports/{batch:str}/application", permission=RUN, whole=True, status_code=200)
async def apply(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """Write it. A second click finds it written and does no harm."""
    await visible_batch(request.user.scope(RUN), batch)
    form = await read_form(request, ApplyForm)
    written = await apply_batch(batch, form.version, request.user, clock.today())
    found = await visible_batch(request.user.scope(RUN), batch)
    if found.state in WORKING:
        return done(request, f"/imports/{batch}/progress")
    if written == "otherwise":
        current_work().keep = True  # the new preview, although it answers with a refusal
        return await _import_page(request, found, otherwise=True)
    first = written == "now"
    message = _written(found) if first else _("This import was already written; nothing happened twice.")
    return done(request, f"/imports/{batch}", message, "ok" if first else "info")


def _written(batch: BatchRow) -> str:
    wrote = batch.totals.get("new", 0) + batch.totals.get("changed", 0)
    return _("The import was written.") if wrote else _("There was nothing to write; the import is closed.")


@post("/imports/{batch:str}/abandonment", permission=RUN, whole=True, status_code=200)
async def abandon(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    await visible_batch(request.user.scope(RUN), batch)
    await give_up(batch)
    return done(request, "/imports", _("Nothing was written; the files were forgotten."), "info")
