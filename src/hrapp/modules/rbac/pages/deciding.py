"""What becomes of a proposal, and taking back what is held."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.errors import Conflict
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.rbac import actions, resetting
from hrapp.modules.rbac.pages.holding import CHANGE, access_page


class VoteForm(msgspec.Struct):
    verdict: str
    comment: str | None = None


@post("/settings/access/proposals/{proposal:str}/vote", permission=CHANGE, status_code=200)
async def vote(request: WebRequest, proposal: FromPath[str]) -> Response[Any]:
    form = await read_form(request, VoteForm)
    if form.verdict not in ("agree", "reject"):
        return await access_page(request, {"verdict": _("Choose whether you agree.")})
    try:
        outcome = await actions.vote(request.user, proposal, form.verdict, form.comment or "")
    except Conflict as why:
        return await access_page(request, {"verdict": str(why)}, status=409)
    if form.verdict == "reject":
        return done(request, "/settings/access", _("Rejected. Nothing was changed."))
    if outcome.reset:
        return done(request, f"/settings/access/resets/{proposal}", _("In force."))
    return done(request, "/settings/access", _("In force.") if outcome.applied else _("Noted. One more has to agree."))


@get("/settings/access/resets/{proposal:str}", permission=CHANGE)
async def show_half(request: WebRequest, proposal: FromPath[str]) -> Response[Any]:
    """Half of the code, for each of the two who agreed."""
    half = await resetting.own_half(request.user, proposal)
    return page(request, "rbac/reset_code.html", half=half, until=time_text(half.until))


@post("/settings/access/proposals/{proposal:str}/withdraw", permission=CHANGE, status_code=200)
async def withdraw(request: WebRequest, proposal: FromPath[str]) -> Response[Any]:
    await actions.withdraw(request.user, proposal)
    return done(request, "/settings/access", _("Withdrawn."))


@post("/settings/access/{kind:str}/{held:str}/end", permission=CHANGE, status_code=200)
async def end(request: WebRequest, kind: FromPath[str], held: FromPath[str]) -> Response[Any]:
    await (actions.end_grant if kind == "grant" else actions.end_role)(held)
    return done(request, "/settings/access", _("Taken back. Whoever held it is signed out everywhere."))


PAGES = (vote, show_half, withdraw, end)
