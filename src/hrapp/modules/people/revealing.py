"""Opening an ID number: asked for by a form, with a reason, by whoever may; written down before it is shown."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.people.events import IdentityRevealed
from hrapp.modules.people.identity import number_of
from hrapp.modules.people.queries import PersonRow, visible_person

REVEAL = "people.reveal"
_LONGEST = 200


class RevealForm(msgspec.Struct):
    reason: str | None = None


@post("/people/{person:str}/identity", permission=REVEAL, status_code=200)
async def reveal(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    """The number stands on this one answer, and on no page that could be opened again."""
    scope = request.user.scope(REVEAL)
    row = await visible_person(scope, person, clock.today())
    own = row.id == request.user.person
    try:
        reason = _reason(await read_form(request, RevealForm), own)
    except BadForm as bad:
        return _page(request, row, own=own, entered=bad.entered, errors=bad.errors)
    number = await number_of(scope, row.id)
    if number is not None:
        await emit(IdentityRevealed(object=row.id, person=row.id, details={"reason": reason} if reason else {}))
    return _page(request, row, own=own, asked=True, number=number)


def _reason(form: RevealForm, own: bool) -> str:
    """Nobody has to say why they look at their own."""
    reason = (form.reason or "").strip()
    if not own and not reason:
        raise BadForm({"reason": _("Please say what it is needed for: the person can read it.")}, {"reason": ""})
    if len(reason) > _LONGEST:
        raise BadForm(
            {"reason": _("Please keep this under %(n)s characters.", n=_LONGEST)}, {"reason": reason[:_LONGEST]}
        )
    return "" if own else reason


def _page(
    request: WebRequest,
    person: PersonRow,
    *,
    own: bool,
    asked: bool = False,
    number: str | None = None,
    entered: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> Response[Any]:
    return page(
        request,
        "people/identity.html",
        status=422 if errors else 200,
        person=person,
        own=own,
        asked=asked,
        number=number,
        entered=entered or {},
        errors=errors or {},
    )
