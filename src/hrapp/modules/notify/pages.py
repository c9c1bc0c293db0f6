"""One's own inbox."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import gettext as _
from hrapp.modules.notify import actions
from hrapp.modules.notify.queries import PAGE, inbox


@get("/inbox", permission=SIGNED_IN)
async def show_inbox(request: WebRequest) -> Response[Any]:
    asked = request.query_params.get("page", "1")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 6 else 1
    found = await inbox(request.user, (number - 1) * PAGE)
    pages = -(-found.total // PAGE)
    return page(request, "notify/inbox.html", "messages", inbox=found, number=number, pages=pages)


@post("/inbox/read", permission=SIGNED_IN, status_code=200)
async def read_all(request: WebRequest) -> Response[Any]:
    await actions.mark_all_read(request.user)
    return done(request, "/inbox", _("All messages are marked as read."))


@post("/inbox/{message:str}/read", permission=SIGNED_IN, status_code=200)
async def read_message(request: WebRequest, message: FromPath[str]) -> Response[Any]:
    """Opening a message is what marks it as read: one click, and it leads where it points."""
    return done(request, await actions.mark_read(request.user, message) or "/inbox")
