"""What waits: the notice for everybody, corrections for HR, what is over for those who confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import together
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext, time_text
from hrapp.modules.privacy.erasing import HR, MANAGER
from hrapp.modules.privacy.queries import notices_read, open_corrections, read_notice, to_confirm
from hrapp.modules.privacy.settings import privacy_settings


async def notices_panel(_request: WebRequest, viewer: Viewer, person: Any) -> str | None:
    """For HR, on the page of a person: which versions of the notice they read, and when."""
    scope = viewer.scope("privacy.requests")
    if not scope.has(person.id, person.department_id, person.manager_no):
        return None
    read = await notices_read(scope, person.id)
    current = (await privacy_settings()).notice_version
    return panel(
        "privacy/notices_panel.html",
        read=[(version, time_text(at)) for version, at in read],
        missing=current if current not in {version for version, _at in read} else None,
    )


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    return [each for found in await together(_notice(viewer), _corrections(viewer), _over(viewer)) for each in found]


async def _notice(viewer: Viewer) -> Sequence[Waiting]:
    if not viewer.may("privacy.own") or not viewer.person:
        return ()
    version = (await privacy_settings()).notice_version
    if await read_notice(viewer.person, version) is not None:
        return ()
    words = _("Please read how the company handles personal data")
    return (Waiting(words, "/privacy/notice", _("Read the notice"), order=95),)


async def _corrections(viewer: Viewer) -> Sequence[Waiting]:
    if not viewer.may("privacy.requests"):
        return ()
    n = await open_corrections(viewer.scope("privacy.requests"), viewer.person)
    words = ngettext("One correction waits for you", "%(n)s corrections wait for you", n)
    return (Waiting(words, "/privacy/requests", _("Look at it"), order=60),) if n else ()


async def _over(viewer: Viewer) -> Sequence[Waiting]:
    side = "hr" if HR in viewer.roles else "manager" if MANAGER in viewer.roles else ""
    if not side or not viewer.may("privacy.erase"):
        return ()
    n = await to_confirm(viewer.scope("privacy.erase"), side)
    words = ngettext("One person's data is over its time", "%(n)s entries about people who left are over their time", n)
    return (Waiting(words, "/privacy/retention", _("Look at it"), order=92),) if n else ()
