"""The trail as a file: what the page with the same filter shows, and more of it at once."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, post

from hrapp.kernel import clock
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import read_form
from hrapp.kernel.handing_out import hand_out_list
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.sheets_out import Sheet
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.audit import words
from hrapp.modules.audit.events import AuditRead
from hrapp.modules.audit.pages import EXPORT, FILTERS, entry_line, filter_of
from hrapp.modules.audit.queries import EntryRow, entries

MOST = 10_000


class ExportForm(msgspec.Struct):
    person: str = ""
    actor: str = ""
    kind: str = ""
    data: str = ""
    event: str = ""
    day: str = ""
    file: str = "xlsx"


@post("/audit/export", permission=EXPORT, status_code=200)
async def export_trail(request: WebRequest) -> Response[Any]:
    form, viewer = await read_form(request, ExportForm), request.user
    asked = {key: str(getattr(form, key)) for key in FILTERS}
    wanted, errors = filter_of(asked)
    if errors:
        raise Invalid(errors)
    found = await entries(viewer.scope(EXPORT), wanted, MOST)
    if len(found) > MOST:
        raise Invalid({"day": _("More than %(n)s rows. Choose a day or a person, then export again.", n=MOST)})
    columns = (
        _("No."), _("When"), _("Who did it"), _("What"), _("About whom"), _("How many people"), _("Which data"),
        _("Details"), _("Let through"), _("Page"),
    )  # fmt: skip
    sheet = Sheet(_("Audit trail"), columns, [_row(each) for each in found], viewer.actor.label, clock.now(), asked)
    await emit(AuditRead(details={"filters": [key for key in FILTERS if getattr(wanted, key)]}))
    return await hand_out_list(request, sheet, form.file, "audit")


def _row(entry: EntryRow) -> tuple[Any, ...]:
    line = entry_line(entry)
    return (
        entry.id,
        line.at,
        line.actor,
        line.what,
        "、".join(name for name, _url in line.people),
        entry.subjects,
        words.data_words(entry.data),
        line.details,
        _("no") if line.refused else _("yes"),
        entry.page,
    )
