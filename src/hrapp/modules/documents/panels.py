"""What documents say on other pages: somebody's documents on their page, and what waits on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.documents.lines import line
from hrapp.modules.documents.queries import WaitingRow, documents_of, waiting_for
from hrapp.modules.people.api import PersonRow


async def person_panel(request: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    found = await documents_of(viewer.scope("documents.view"), [person.id])
    if not found:
        return None
    return panel("documents/person_panel.html", lines=[line(each) for each in reversed(found)])


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    if viewer.person is None or not viewer.may("documents.view"):
        return []
    rows = await waiting_for(viewer.scope("documents.review"), viewer.person)
    returned = [_returned(row) for row in rows if row.mine]
    return [*returned, *_to_review([row for row in rows if not row.mine])]


def _returned(row: WaitingRow) -> Waiting:
    text = _("“%(title)s” came back: read why and hand it in again", title=row.title)
    return Waiting(text, f"/documents/{row.id}", _("See what is missing"), order=45)


def _to_review(rows: Sequence[WaitingRow]) -> list[Waiting]:
    """One by one while they are few, so that the button leads right to it."""
    if len(rows) <= 2:
        return [
            Waiting(
                _("%(name)s handed in “%(title)s”: please review it", name=row.name, title=row.title),
                f"/documents/{row.id}",
                _("Review"),
                order=40,
            )
            for row in rows
        ]
    text = ngettext("%(n)s document waits for your review", "%(n)s documents wait for your review", len(rows))
    return [Waiting(text, "/documents", _("Review"), order=40)]
