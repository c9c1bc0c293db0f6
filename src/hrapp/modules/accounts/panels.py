"""What accounts shows on the pages of others."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.accounts.queries import notices_of


async def person_panel(request: WebRequest, viewer: Viewer, person: Any) -> str | None:
    return panel("accounts/person_panel.html", person=person)


async def waiting(request: WebRequest, viewer: Viewer) -> list[Waiting]:
    """Somebody tried, something changed: the owner hears of it on the first page."""
    told = await notices_of(viewer.account)
    if not told:
        return []
    words = ngettext(
        "There is news about your account.", "There are %(n)s pieces of news about your account.", len(told)
    )
    return [Waiting(words, "/account", _("Look at it"), order=5)]
