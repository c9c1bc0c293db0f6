"""Results of a period as a file: everybody whose results one may take along, and an entry in the trail."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, post

from hrapp.kernel import clock, periods
from hrapp.kernel.access import Viewer
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import read_form
from hrapp.kernel.handing_out import hand_out_list
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.periods import Period
from hrapp.kernel.rounding import as_decimal
from hrapp.kernel.rows import Export
from hrapp.kernel.sheets_out import Sheet
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import period_text
from hrapp.modules.people.api import PersonRow, calendar_for, people_in
from hrapp.modules.performance.loading import parts_of
from hrapp.modules.performance.queries import ItemRow, items_of
from hrapp.modules.performance.results import figure_line
from hrapp.modules.performance.summaries import summary_period

EXPORT, VIEW = "performance.export", "performance.view"
MOST, BACK = 20_000, 8  # rows of a file, and how many closed periods are offered


class ExportForm(msgspec.Struct):
    period: str = ""
    department: str = ""
    kind: str = "xlsx"


def export_form(viewer: Viewer, closed: Period, department: str) -> Export | None:
    """For the page with these results."""
    if not viewer.may(EXPORT):
        return None
    offered = [str(closed.shifted(-back)) for back in range(BACK)]
    choices = [(period, period_text(period)) for period in offered]
    return Export(
        "/overview/attainment/export", {"department": department}, ("period", _("Period"), choices, str(closed))
    )


@post("/overview/attainment/export", permission=EXPORT, status_code=200)
async def export_results(request: WebRequest) -> Response[Any]:
    """Read anew with the rights of this moment: of those whose results one may see and take along."""
    form, viewer, today = await read_form(request, ExportForm), request.user, clock.today()
    calendar = await calendar_for(today)
    period = _period(form.period, calendar.last(calendar.summary_kind))
    people = {
        p.id: p
        for p in await people_in(viewer.scope(EXPORT), today)
        if form.department[:100] in ("", p.department or "")
    }
    found = [
        item
        for item in await items_of(viewer.scope(VIEW), list(people), parts_of(period))
        if summary_period(item.period, calendar.summary_kind) == str(period)
    ]
    if len(found) > MOST:
        raise Invalid({"department": _("More than %(n)s rows. Choose a department, then export again.", n=MOST)})
    found.sort(key=lambda item: people[item.person].emp_no)
    columns = (
        _("Employee number"), _("Name"), _("Department"), _("Metric"), _("Period"), _("Target"), _("Result"), _("Unit"),
        _("Completion"), _("State"), _("Origin"),
    )  # fmt: skip
    asked = {"period": str(period), "department": form.department[:100]}
    rows = [_row(item, people[item.person]) for item in found]
    sheet = Sheet(_("Results"), columns, rows, viewer.actor.label, clock.now(), asked)
    return await hand_out_list(request, sheet, form.kind, "performance", PERFORMANCE)


def _period(written: str, closed: Period) -> Period:
    """The one that is asked for, where it is of the company's kind; else the last closed one."""
    try:
        asked = periods.parse(written)
        return asked if asked.kind == closed.kind and asked.start <= closed.end else closed
    except ValueError:  # none, or one in the year nought
        return closed


def _row(item: ItemRow, person: PersonRow) -> tuple[Any, ...]:
    completion = item.row.completion
    return (
        person.emp_no,
        person.name,
        person.department,
        item.name,
        period_text(item.period),
        item.target,
        item.actual,
        item.unit,
        round(as_decimal(completion), 4) if completion is not None else None,
        figure_line(item).state,
        item.origin,
    )
