"""The notice: what the company stores, why and how long; that it was read; and who has read it."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import clock
from hrapp.kernel.asking import together
from hrapp.kernel.errors import Conflict
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.people.api import company_profile
from hrapp.modules.privacy import actions
from hrapp.modules.privacy.queries import notices_read, readers
from hrapp.modules.privacy.settings import privacy_settings
from hrapp.modules.privacy.stored import stored

OWN, MANAGE = "privacy.own", "privacy.requests"


class ReadForm(msgspec.Struct):
    version: int


@get("/privacy/notice", permission=OWN)
async def show_notice(request: WebRequest) -> Response[Any]:
    person = actions.own(request.user)
    settings, profile = await together(privacy_settings(), company_profile())
    before = await notices_read(request.user.scope(OWN), person)
    read = dict(before).get(settings.notice_version)
    return page(
        request,
        "privacy/notice.html",
        company=profile.name or _("The company"),
        written=[line for line in (settings.notice or "").splitlines() if line.strip()],
        stored=stored(settings.kept),
        contact=settings.contact or "",
        version=settings.notice_version,
        read_at=time_text(read) if read else "",
        before=[(version, time_text(at)) for version, at in before if version != settings.notice_version],
    )


@post("/privacy/notice", permission=OWN, status_code=200)
async def acknowledge(request: WebRequest) -> Response[Any]:
    """The version that was on the page counts, not one that came in the meantime."""
    form = await read_form(request, ReadForm)
    if form.version != (await privacy_settings()).notice_version:
        raise Conflict(_("There is a new version of the notice. Please read that one."))
    await actions.acknowledge(request.user, form.version)
    return done(request, "/", _("Thank you. It is noted that you have read it."))


@get("/privacy/notice/readers", permission=MANAGE)
async def show_readers(request: WebRequest) -> Response[Any]:
    settings = await privacy_settings()
    found = await readers(request.user.scope(MANAGE), settings.notice_version, clock.today())
    return page(
        request,
        "privacy/readers.html",
        version=settings.notice_version,
        lines=[(row, time_text(row.at) if row.at else "") for row in found],
        read=sum(row.at is not None for row in found),
        total=len(found),
    )


PAGES = (show_notice, acknowledge, show_readers)
