"""The rows behind attainment and grades: every item and every grade of the last closed period, with its origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from hrapp.kernel import clock
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.rows import PAGE, Cell, person_cell, show_rows
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import period_text
from hrapp.modules.people.api import PersonRow, calendar_for, people_in
from hrapp.modules.performance.completion import PENDING
from hrapp.modules.performance.export import export_form, export_results
from hrapp.modules.performance.loading import parts_of
from hrapp.modules.performance.queries import GradeRow, ItemRow, grades_of, items_of
from hrapp.modules.performance.results import figure_line
from hrapp.modules.performance.summaries import summary, summary_period

VIEW = "performance.team"
SHOWN: dict[str, Callable[[ItemRow], bool]] = {
    "": lambda item: True,
    "met": lambda item: item.row.met is True,
    "missed": lambda item: item.row.met is False,
    "pending": lambda item: item.row.state == PENDING,
}


@get("/overview/attainment", permission=VIEW)
async def show_attainment(request: WebRequest) -> Response[Any]:
    today, scope = clock.today(), request.user.scope(VIEW)
    calendar = await calendar_for(today)
    closed = calendar.last(calendar.summary_kind)
    department, show = (request.query_params.get(key, "") for key in ("department", "show"))
    people = {p.id: p for p in await people_in(scope, today) if department in ("", p.department or "")}
    items = [
        item
        for item in await items_of(scope, list(people), parts_of(closed))
        if summary_period(item.period, calendar.summary_kind) == str(closed)
    ]
    summed = summary([item.row for item in items])
    rate = f"{percent_text(summed.attainment_rate)}%" if summed.attainment_rate is not None else "—"
    wanted = sorted(filter(SHOWN.get(show, SHOWN[""]), items), key=lambda item: people[item.person].emp_no)
    start = _start(request)
    lead = _("%(period)s: %(met)s of %(due)s items met, %(rate)s", period=period_text(str(closed)), met=summed.met, due=summed.due, rate=rate)  # fmt: skip
    return show_rows(
        request,
        _("KPI attainment of %(department)s", department=department) if department else _("KPI attainment rate"),
        lead,
        [_("Name"), _("Metric"), _("Period"), _("Target"), _("Result"), _("Completion"), _("State"), _("Origin")],
        [_item_cells(item, people[item.person]) for item in wanted[start : start + PAGE]],
        _tabs(items, department, show),
        newer=_url("attainment", department, show, max(start - PAGE, 0)) if start else "",
        older=_url("attainment", department, show, start + PAGE) if start + PAGE < len(wanted) else "",
        export=export_form(request.user, closed, department),
    )


def _item_cells(item: ItemRow, person: PersonRow) -> list[Cell]:
    line = figure_line(item)
    return [
        person_cell(person.name, person.emp_no, person.id, "/performance"),
        Cell(line.metric),
        Cell(line.period),
        Cell(line.target, number=True),
        Cell(line.actual, number=True),
        Cell(line.completion, number=True),
        Cell(line.state),
        Cell(line.origin, quiet=True),
    ]


def _tabs(items: list[ItemRow], department: str, show: str) -> list[tuple[str, str, bool]]:
    names = {"": _("All"), "met": _("Met"), "missed": _("Missed"), "pending": _("Still to be entered")}
    return [
        (f"{name} {sum(map(SHOWN[key], items))}", _url("attainment", department, key, 0), key == show)
        for key, name in names.items()
    ]


def _url(page: str, department: str, show: str, start: int) -> str:
    asked = {"department": department, "show": show, "start": start}
    kept = urlencode({key: value for key, value in asked.items() if value})
    return f"/overview/{page}?{kept}" if kept else f"/overview/{page}"


def _start(request: WebRequest) -> int:
    asked = request.query_params.get("start", "0")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


@get("/overview/grades", permission=VIEW)
async def show_grades(request: WebRequest) -> Response[Any]:
    """Grades of the last closed period; who was not rated is there too, with the word that says why."""
    today, scope = clock.today(), request.user.scope(VIEW)
    calendar = await calendar_for(today)
    period = str(calendar.last(calendar.grade_kind))
    people = {p.id: p for p in await people_in(scope, today)}
    found = [row for row in await grades_of(scope, list(people), period) if row.period == period]
    show = request.query_params.get("show", "")
    counts: dict[str, int] = {}
    for row in found:
        counts[_grade(row)] = counts.get(_grade(row), 0) + 1
    wanted = sorted((r for r in found if show in ("", _grade(r))), key=lambda row: people[row.person].emp_no)
    start = _start(request)
    tabs = [(f"{_('All')} {len(found)}", "/overview/grades", not show)]
    tabs += [(f"{name} {n}", _url("grades", "", name, 0), name == show) for name, n in sorted(counts.items(), key=lambda p: -p[1])]  # fmt: skip
    return show_rows(
        request,
        _("Grades"),
        period_text(period),
        [_("Name"), _("Department"), _("Grade"), _("Why not rated"), _("Origin")],
        [
            [
                person_cell(people[row.person].name, people[row.person].emp_no, row.person, "/performance"),
                Cell(people[row.person].department or ""),
                Cell(row.grade or "—"),
                Cell("" if row.grade else row.mark or ""),
                Cell(row.origin or "", quiet=True),
            ]
            for row in wanted[start : start + PAGE]
        ],
        tabs,
        newer=_url("grades", "", show, max(start - PAGE, 0)) if start else "",
        older=_url("grades", "", show, start + PAGE) if start + PAGE < len(wanted) else "",
    )


def _grade(row: GradeRow) -> str:
    return row.grade or _("not rated")


PAGES = (show_attainment, export_results, show_grades)
