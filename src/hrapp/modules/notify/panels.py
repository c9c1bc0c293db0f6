"""What the inbox says on the home page."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.notify.queries import unread


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    if viewer.person is None:
        return []
    count, newest = await unread(viewer)
    if not count:
        return []
    more = ngettext("%(n)s unread message", "%(n)s unread messages", count)
    return [Waiting(f"{newest}（{more}）" if count > 1 else newest, "/inbox", _("Open the inbox"), order=90)]
