"""One's own data: what is stored and why, a copy of it, and asking to have it put right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.asking import together
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.module import PersonalData
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.kernel.work import note
from hrapp.modules.people.api import masked
from hrapp.modules.privacy import actions, exporting
from hrapp.modules.privacy.events import ExportTaken
from hrapp.modules.privacy.personal import STATES
from hrapp.modules.privacy.queries import ExportRow, Wish, content_of, corrections, latest_export, read_notice
from hrapp.modules.privacy.rules import FIELDS, wrong_with
from hrapp.modules.privacy.settings import privacy_settings
from hrapp.modules.privacy.stored import address, stored

OWN, EXPORT = "privacy.own", "privacy.export"
_LONGEST = 500
_WIDE = 9


class CorrectionForm(msgspec.Struct):
    field: str
    wanted: str = ""
    reason: str = ""


class WishLine(msgspec.Struct, frozen=True):
    id: str
    field: str
    wanted: str
    state: str
    tone: str
    asked: str
    answer: str
    open: bool


TONES = {"open": "warn", "accepted": "ok", "refused": "bad", "withdrawn": "quiet"}


@get("/privacy", permission=OWN)
async def show_privacy(request: WebRequest) -> Response[Any]:
    viewer, person = request.user, actions.own(request.user)
    settings = await privacy_settings()
    wishes, copy, read = await together(
        corrections(viewer.scope(OWN), person=person),
        latest_export(viewer.scope(OWN), person),
        read_notice(person, settings.notice_version),
    )
    return page(
        request,
        "privacy/privacy.html",
        "copy",
        stored=stored(settings.kept),
        copy=_copy_state(copy, viewer.account, clock.now()),
        copy_url=f"/privacy/export/{copy.id}" if copy else "",
        copy_until=time_text(copy.expires_at) if copy else "",
        wishes=[
            WishLine(
                row.id,
                _(FIELDS[row.field][0]),
                _shown(row.field, row.wish.wanted),
                _(STATES[row.state]),
                TONES[row.state],
                time_text(row.asked_at),
                row.answer,
                row.state == "open",
            )
            for row in wishes
        ],
        seen_url=address("/me/seen"),
        access_url=address("/me/access"),
        contact=settings.contact or "",
        read_at=time_text(read) if read else "",
    )


def _shown(field: str, wanted: str) -> str:
    return masked(wanted) if field == "id_no" and wanted else wanted


def _copy_state(found: ExportRow | None, account: str, now: datetime) -> str:
    """none · asked · ready · refused, for this account."""
    if found is None or found.account != account:
        return "none"
    if found.state == "ready" and (found.expires_at is None or found.expires_at <= now):
        return "none"
    return found.state


@post("/privacy/export", permission=OWN, status_code=200)
async def ask_export(request: WebRequest) -> Response[Any]:
    await actions.ask_export(request.user)
    return done(
        request, "/privacy", _("Your copy is being put together. This takes about a minute; you get a message.")
    )


class TableShown(msgspec.Struct, frozen=True):
    """`single`: of one wide row, what stands in it, with its name."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    single: list[tuple[str, str]]


@get("/privacy/export/{export:str}", permission=EXPORT)
async def show_export(request: WebRequest, export: FromPath[str]) -> Response[Any]:
    content = await _content(request, export)
    copy = msgspec.json.decode(content, type=exporting.Copy)
    parts = {part.name: part.rows for part in copy.parts}
    tables = [_table(data, parts[data.name]) for data in exporting.offered() if data.name in parts]
    return page(
        request,
        "privacy/export.html",
        tables=tables,
        made=time_text(copy.made_at),
        file_url=f"/privacy/export/{export}/file",
    )


def _table(data: PersonalData, rows: list[dict[str, Any]]) -> TableShown:
    heads = [_(words) for words in data.columns.values()]
    cells = [[_cell(data, key, row.get(key)) for key in data.columns] for row in rows]
    single = list(zip(heads, cells[0], strict=True)) if len(cells) == 1 and len(heads) > _WIDE else []
    return TableShown(_(data.title), heads, cells, single)


def _cell(data: PersonalData, key: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if key in data.masked:
        return masked(str(value))
    if isinstance(value, dict | list):
        return _("in the file")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    written = str(value)
    if written in data.words:
        return _(data.words[written])
    if len(written) > 15 and written[10] == "T":
        try:
            return time_text(datetime.fromisoformat(written))
        except ValueError:
            return written
    return written


@get("/privacy/export/{export:str}/file", permission=EXPORT)
async def download_export(request: WebRequest, export: FromPath[str]) -> Response[bytes]:
    content = await _content(request, export)
    person = actions.own(request.user)
    note(ExportTaken(object=export, person=person))
    pretty = msgspec.json.format(content, indent=2)
    name = f"my-data-{request.user.emp_no or 'me'}-{clock.today().isoformat()}.json"
    safe = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-."))
    return Response(
        pretty,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{safe}"', "X-Content-Type-Options": "nosniff"},
    )


async def _content(request: WebRequest, export: str) -> bytes:
    actions.own(request.user)
    return await content_of(request.user.scope(EXPORT), request.user.account, export, clock.now())


# -- asking for a correction -------------------------------------------------------------------------------


@get("/privacy/correct", permission=OWN)
async def show_correct(request: WebRequest) -> Response[Any]:
    actions.own(request.user)
    asked = request.query_params.get("field", "")
    return _form(request, {"field": asked if asked in FIELDS else ""})


def _form(request: WebRequest, entered: dict[str, Any], errors: dict[str, str] | None = None) -> Response[Any]:
    fields = [("", _("Please choose")), *((key, _(words)) for key, (words, _plain) in FIELDS.items())]
    return page(
        request,
        "privacy/correct.html",
        status=422 if errors else 200,
        fields=fields,
        entered=entered,
        errors=errors or {},
    )


@post("/privacy/correct", permission=OWN, status_code=200)
async def correct(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, CorrectionForm)
        if problems := _problems(form, clock.today()):
            raise BadForm(problems, msgspec.structs.asdict(form))
    except BadForm as bad:
        return _form(request, bad.entered, bad.errors)
    await actions.ask_correction(request.user, form.field, Wish(form.wanted, form.reason))
    return done(request, "/privacy", _("HR was told. You read here what became of it."))


def _problems(form: CorrectionForm, today: date) -> dict[str, str]:
    found = {}
    if wrong := wrong_with(form.field, form.wanted, today):
        found["field" if form.field not in FIELDS else "wanted"] = _(wrong)
    if form.field in FIELDS and not FIELDS[form.field][1] and not form.reason and not form.wanted:
        found["reason"] = _("Please say what is wrong.")
    for name in ("wanted", "reason"):
        if len(getattr(form, name)) > _LONGEST:
            found[name] = _("Please keep this under %(n)s characters.", n=_LONGEST)
    return found


@post("/privacy/corrections/{correction:str}/withdraw", permission=OWN, status_code=200)
async def withdraw(request: WebRequest, correction: FromPath[str]) -> Response[Any]:
    await actions.withdraw_correction(request.user, correction)
    return done(request, "/privacy", _("The correction is withdrawn."))


PAGES = (show_privacy, ask_export, show_export, download_export, show_correct, correct, withdraw)
