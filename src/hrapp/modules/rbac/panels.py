"""What rbac shows on the first page."""

from __future__ import annotations

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.rbac.queries import proposals

CHANGE = "access.change"


async def waiting(request: WebRequest, viewer: Viewer) -> list[Waiting]:
    """Proposals that one could agree to."""
    if not viewer.may(CHANGE):
        return []
    found = [
        row
        for row in await proposals(open_ones=True)
        if row.account != viewer.account and all(vote["account"] != viewer.account for vote in row.votes)
    ]
    if not found:
        return []
    words = ngettext("A change of access waits for you.", "%(n)s changes of access wait for you.", len(found))
    return [Waiting(words, "/settings/access", _("Look at it"), order=10)]
