"""The roster as a file: what the page shows to this viewer, with the same filter, and an entry in the trail."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import Response, post

from hrapp.kernel import clock
from hrapp.kernel.access import Scope
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import read_form
from hrapp.kernel.handing_out import hand_out_list
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.sheets_out import Sheet
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.queries import PersonRow
from hrapp.modules.people.roster import RosterFilter, standing_of, whole_roster

EXPORT = "people.export"
MOST = 2000


class ExportForm(msgspec.Struct):
    text: str = ""
    department: str = ""
    status: str = "here"
    sort: str = "emp_no"
    kind: str = "xlsx"


@post("/people/export", permission=EXPORT, status_code=200)
async def export_people(request: WebRequest) -> Response[Any]:
    """Read anew with the rights of this moment; nothing is kept on the server."""
    form, viewer, today = await read_form(request, ExportForm), request.user, clock.today()
    wanted = RosterFilter(form.text[:60], form.department[:100], form.status[:20], form.sort[:20])
    personal = viewer.scope("people.personal")
    found = await whole_roster(viewer.scope(EXPORT), today, wanted, MOST + 1, personal)
    if len(found) > MOST:
        raise Invalid({"text": _("More than %(n)s rows. Choose a department, then export again.", n=MOST)})
    columns = (
        _("Employee number"), _("Name"), _("Department"), _("Position"), _("Level"), _("Manager"), _("Hired"), _("Status"),
    )  # fmt: skip
    asked = {key: value for key, value in msgspec.structs.asdict(wanted).items() if key != "start"}
    rows = [_row(person, today, personal) for person in found]
    sheet = Sheet(_("People"), columns, rows, viewer.actor.label, clock.now(), asked)
    return await hand_out_list(request, sheet, form.kind, "people")


def _row(person: PersonRow, today: date, personal: Scope) -> tuple[Any, ...]:
    return (
        person.emp_no,
        person.name,
        person.department,
        person.position,
        person.level,
        person.manager_name,
        person.hire_date,
        standing_of(person, today, personal)[0],
    )
