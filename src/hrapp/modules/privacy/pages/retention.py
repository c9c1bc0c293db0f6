"""How long what is kept, what is over, and erasing it: HR and the general manager together."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import classes
from hrapp.kernel.errors import NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import date_iso, mark, time_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.privacy import erasing
from hrapp.modules.privacy.queries import ErasureRow, erasures
from hrapp.modules.privacy.settings import privacy_settings
from hrapp.modules.privacy.stored import stored

VIEW = "privacy.erase"
_LONGEST = 300
STATES = {
    "proposed": (mark("to be confirmed"), "warn"),
    "confirmed": (mark("is being erased"), "info"),
    "kept": (mark("kept longer"), "quiet"),
    "done": (mark("erased"), "ok"),
}


class ConfirmForm(msgspec.Struct):
    version: int


class KeepForm(msgspec.Struct):
    version: int
    reason: str


class DueLine(msgspec.Struct, frozen=True):
    id: str
    person: str
    name: str
    emp_no: str
    data: str
    due: str
    state: str
    tone: str
    said: str
    hr: str
    manager: str
    may: bool
    may_keep: bool
    final: bool
    version: int


@get("/privacy/retention", permission=VIEW)
async def show_retention(request: WebRequest) -> Response[Any]:
    return await _page(request, {}, {}, "")


async def _page(request: WebRequest, entered: dict[str, Any], errors: dict[str, str], wrong: str) -> Response[Any]:
    found = await erasures(request.user.scope(VIEW))
    lines = [_line(row, request) for row in found]
    return page(
        request,
        "privacy/retention.html",
        status=422 if errors else 200,
        stored=stored((await privacy_settings()).kept),
        due=[line for row, line in zip(found, lines, strict=True) if row.state in ("proposed", "confirmed")],
        over=[line for row, line in zip(found, lines, strict=True) if row.state in ("kept", "done")],
        people=len({row.person for row in found if row.state == "proposed"}),
        entered=entered,
        errors=errors,
        wrong=wrong,
    )


def _line(row: ErasureRow, request: WebRequest) -> DueLine:
    words, tone = STATES[row.state]
    said = ""
    if row.state == "kept":
        said = _("%(reason)s; proposed again on %(day)s", reason=row.reason, day=date_iso(row.again_on))
    elif row.state == "done":
        said = _("%(at)s, entries: %(n)s", at=time_text(row.done_at), n=row.touched)
    return DueLine(
        id=row.id,
        person=row.person,
        name=row.name,
        emp_no=row.emp_no,
        data=_(classes.WORDS[row.data]),
        due=row.due_on.isoformat(),
        state=_(words),
        tone=tone,
        said=said,
        hr=row.hr_name or "",
        manager=row.manager_name or "",
        may=erasing.side_of(request.user, row) is not None,
        may_keep=row.state == "proposed" and erasing.may_keep(request.user, row),
        final=row.hr_by is not None or row.manager_by is not None,
        version=row.version,
    )


async def _found(request: WebRequest, id: str) -> ErasureRow:
    found = await erasures(request.user.scope(VIEW), id)
    if not found:
        raise NotFound
    return found[0]


@post("/privacy/retention/{erasure:str}/confirm", permission=VIEW, fresh=True, status_code=200)
async def confirm(request: WebRequest, erasure: FromPath[str]) -> Response[Any]:
    found = await _found(request, erasure)
    form = await read_form(request, ConfirmForm)
    second = await erasing.confirm(request.user, found, form.version)
    said = _("Confirmed by both; it is being erased.") if second else _("Confirmed. The other one has to confirm, too.")
    return done(request, "/privacy/retention", said)


@post("/privacy/retention/{erasure:str}/keep", permission=VIEW, status_code=200)
async def keep(request: WebRequest, erasure: FromPath[str]) -> Response[Any]:
    found = await _found(request, erasure)
    try:
        form = await read_form(request, KeepForm)
        if len(form.reason) > _LONGEST:
            raise BadForm(
                {"reason": _("Please keep this under %(n)s characters.", n=_LONGEST)}, msgspec.structs.asdict(form)
            )
    except BadForm as bad:
        return await _page(request, bad.entered, bad.errors, erasure)
    await erasing.keep(request.user, found, form.reason, form.version)
    return done(request, "/privacy/retention", _("Kept for another year."))


PAGES = (show_retention, confirm, keep)
