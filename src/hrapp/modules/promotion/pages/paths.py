"""晋升通道与标准: every version of a path's criteria; a new one is published after its effect was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.asking import together
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.errors import Conflict, Invalid, NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import saw
from hrapp.modules.approvals.api import flow_codes
from hrapp.modules.people.api import people_in
from hrapp.modules.promotion.assessing import Standing, standings
from hrapp.modules.promotion.entries import criteria_of
from hrapp.modules.promotion.pages import criteria_form
from hrapp.modules.promotion.pages.criteria_form import Line
from hrapp.modules.promotion.publishing import Draft, draft_among, publish, save_draft
from hrapp.modules.promotion.queries import PathRow, VersionRow, all_versions, draft_version, path_by_id, versions_of
from hrapp.modules.promotion.rules import Progress, compare, in_force
from hrapp.modules.promotion.vocabulary import words as company_words

EDIT = "promotion.criteria"


class PathLine(msgspec.Struct, frozen=True):
    id: str
    title: str
    levels: str
    flow: str
    version: int | None
    criteria: int
    draft: bool


@get("/settings/paths", permission=EDIT, whole=True)
async def show_paths(request: WebRequest) -> Response[Any]:
    (flows, known), today = await together(flow_codes(), all_versions()), clock.today()
    return page(request, "promotion/paths.html", lines=[_path_line(p, v, flows, today) for p, v in known])


def _path_line(path: PathRow, versions: Sequence[VersionRow], flows: Mapping[str, str], today: date) -> PathLine:
    running = in_force(versions, today)
    return PathLine(
        id=path.id,
        title=path.title,
        levels=f"{path.from_level} → {path.to_level}",
        flow=flows.get(path.flow, path.flow),
        version=running.version if running else None,
        criteria=len(running.criteria) if running else 0,
        draft=draft_among(versions) is not None,
    )


@get("/settings/paths/{path_id:str}", permission=EDIT, whole=True)
async def show_path(request: WebRequest, path_id: FromPath[str]) -> Response[Any]:
    today = clock.today()
    path, versions, words, flows = await together(
        path_by_id(path_id), versions_of(path_id), company_words(), flow_codes()
    )
    running = in_force(versions, today)
    asked = request.query_params.get("version", "")
    shown = next((v for v in versions if str(v.version) == asked), None) if asked else running
    if asked and shown is None:
        raise NotFound
    shown = shown or (versions[0] if versions else None)
    return page(
        request,
        "promotion/path.html",
        one=path,
        flow=flows.get(path.flow, path.flow),
        versions=versions,
        running=running,
        shown=shown,
        draft=draft_among(versions),
        criteria=[_criterion_line(each, words) for each in await criteria_of(shown.id)] if shown else [],
    )


class CriterionWords(msgspec.Struct, frozen=True):
    label: str
    kind: str
    asked: str
    weight: Any
    mandatory: bool


def _criterion_line(entry: Any, words: Mapping[str, Any]) -> CriterionWords:
    line = criteria_form.line_of(entry, 1, words)
    kind = dict(criteria_form.kind_choices()).get(entry.kind, entry.kind)
    return CriterionWords(
        entry.label, kind, " · ".join(map(" ".join, criteria_form.said_of(line, words))), entry.weight, entry.mandatory
    )


# -- the draft --------------------------------------------------------------------------------------


class DraftForm(msgspec.Struct):
    effective_from: date
    revision: int = 0
    change_note: str | None = None
    add_kind: str | None = None


class Changed(msgspec.Struct, frozen=True):
    """One person on the path, before and after."""

    name: str
    emp_no: str
    person: str
    before: str
    after: str
    said: str
    tone: str


class Shown(msgspec.Struct, frozen=True):
    gains: Sequence[str]
    loses: Sequence[str]
    keeps: int
    changes: Sequence[Changed]


@get("/settings/paths/{path_id:str}/draft", permission=EDIT, whole=True)
async def edit_draft(request: WebRequest, path_id: FromPath[str]) -> Response[Any]:
    path, versions, words = await together(path_by_id(path_id), versions_of(path_id), company_words())
    draft = draft_among(versions)
    start = draft or in_force(versions, clock.today()) or (versions[0] if versions else None)
    entries = await criteria_of(start.id) if start else []
    lines = [criteria_form.line_of(entry, place, words) for place, entry in enumerate(entries, 1)]
    entered = {
        "effective_from": max(draft.effective_from, clock.today()) if draft else clock.today(),
        "change_note": draft.change_note if draft else "",
        "revision": draft.revision if draft else 0,
    }
    return _edit_page(request, path, versions, lines, entered, words)


def _edit_page(
    request: WebRequest,
    path: PathRow,
    versions: Sequence[VersionRow],
    lines: Sequence[Line],
    entered: Mapping[str, Any],
    words: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    shown: Shown | None = None,
    status: int = 200,
) -> Response[Any]:
    draft = draft_among(versions)
    titles = dict(criteria_form.kind_choices())
    return page(
        request,
        "promotion/path_draft.html",
        status=422 if errors and status == 200 else status,
        one=path,
        version=draft.version if draft else (versions[0].version if versions else 0) + 1,
        lines=[
            (n, line, titles.get(line.kind, line.kind), criteria_form.inputs(line, n, words))
            for n, line in enumerate(lines, 1)
        ],
        kinds=list(titles.items()),
        entered=entered,
        errors=dict(errors or {}),
        labels={
            **criteria_form.labels(lines, words),
            "effective_from": _("In force from"),
            "change_note": _("Why the criteria change"),
        }
        if errors
        else {},
        effect=shown,
    )


@post("/settings/paths/{path_id:str}/draft", permission=EDIT, whole=True, status_code=200)
async def change_draft(request: WebRequest, path_id: FromPath[str]) -> Response[Any]:
    """`do`: add a criterion, remove-N, show the effect, save, or publish. Nothing entered is lost on the way."""
    path, versions, words = await path_by_id(path_id), await versions_of(path_id), await company_words()
    submitted = await request.form()
    do = str(submitted.get("do", "effect"))
    lines = criteria_form.lines_entered(submitted)
    if do.startswith("remove-"):
        lines = [line for n, line in enumerate(lines, 1) if do != f"remove-{n}"]
    lines = criteria_form.in_order(lines)
    try:
        form = await read_form(request, DraftForm)
    except BadForm as bad:
        return _edit_page(request, path, versions, lines, bad.entered, words, bad.errors)
    entered = msgspec.structs.asdict(form)
    if do == "add" and form.add_kind:
        lines.append(criteria_form.new_line(form.add_kind, len(lines) + 1))
    if do == "add" or do.startswith("remove-"):
        return _edit_page(request, path, versions, lines, entered, words)
    try:
        draft = Draft(form.effective_from, form.change_note or "", criteria_form.entries_from(lines, words))
        if do == "publish":
            await publish(path, versions, draft, form.revision, by=request.user, today=clock.today())
            return done(request, f"/settings/paths/{path.id}", _("Published. It counts from its first day on."))
        if do == "save":
            await save_draft(path, versions, draft, form.revision)
            return done(
                request, f"/settings/paths/{path.id}/draft", _("The draft is saved. Nobody is judged by it yet.")
            )
        return _edit_page(
            request, path, versions, lines, entered, words, shown=await _effect(path, versions, draft, clock.today())
        )
    except Conflict as why:
        return _edit_page(request, path, versions, lines, entered, words, {"change_note": str(why)}, status=409)
    except Invalid as bad:
        return _edit_page(request, path, versions, lines, entered, words, bad.errors)


async def _effect(path: PathRow, versions: Sequence[VersionRow], draft: Draft, today: date) -> Shown:
    """Both versions on the same facts of today: who gains, who loses, and how everybody's bar moves."""
    people = await people_in(EVERYBODY, today)
    running = in_force(versions, today)
    wanted = draft_version(path, draft.criteria, draft.effective_from)
    before = {each.person.id: each for each in await standings(people, today, [running])} if running else {}
    after = {each.person.id: each for each in await standings(people, today, [wanted])}
    found = compare(_progress(before), _progress(after))
    name = {each.person.id: f"{each.person.name}（{each.person.emp_no}）" for each in after.values()}
    changes = [_changed(before.get(key), each, found) for key, each in after.items()]
    saw(PERFORMANCE, after, "progress")
    return Shown(
        gains=[name[key] for key in found.gains],
        loses=[name[key] for key in found.loses],
        keeps=len(found.keeps),
        changes=sorted(changes, key=lambda each: (each.tone == "quiet", each.emp_no)),
    )


def _progress(found: Mapping[str, Standing]) -> dict[str, Progress]:
    return {key: each.progress for key, each in found.items()}


def _changed(before: Standing | None, after: Standing, found: Any) -> Changed:
    key = after.person.id
    said, tone = (
        (_("becomes eligible"), "ok")
        if key in found.gains
        else (_("no longer eligible"), "bad")
        if key in found.loses
        else (_("stays eligible"), "info")
        if key in found.keeps
        else (_("not eligible"), "quiet")
    )
    return Changed(
        after.person.name,
        after.person.emp_no,
        key,
        _standing_words(before.progress) if before else "—",
        _standing_words(after.progress),
        said,
        tone,
    )


def _standing_words(progress: Progress) -> str:
    total = progress.met_count + progress.open_count
    return f"{progress.met_count}/{total} · {progress.overall * 100:.0f}%"
