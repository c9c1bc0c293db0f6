"""What waits: the notice for everybody, corrections for HR, what is over for those who confirm."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.privacy.erasing import HR, MANAGER
from hrapp.modules.privacy.queries import open_corrections, read_notice, to_confirm
from hrapp.modules.privacy.settings import privacy_settings


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    found = []
    if viewer.may("privacy.own") and viewer.person:
        version = (await privacy_settings()).notice_version
        if await read_notice(viewer.person, version) is None:
            found.append(
                Waiting(
                    _("Please read how the company handles personal data"),
                    "/privacy/notice",
                    _("Read the notice"),
                    order=95,
                )
            )
    if viewer.may("privacy.requests"):
        n = await open_corrections(viewer.scope("privacy.requests"), viewer.person)
        if n:
            words = ngettext("One correction waits for you", "%(n)s corrections wait for you", n)
            found.append(Waiting(words, "/privacy/requests", _("Look at it"), order=60))
    side = "hr" if HR in viewer.roles else "manager" if MANAGER in viewer.roles else ""
    if side and viewer.may("privacy.erase"):
        n = await to_confirm(viewer.scope("privacy.erase"), side)
        if n:
            words = ngettext(
                "One person's data is over its time", "%(n)s entries about people who left are over their time", n
            )
            found.append(Waiting(words, "/privacy/retention", _("Look at it"), order=92))
    return found
