"""The roster, a person, the departments."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment
from litestar import Response, get
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.asking import together
from hrapp.kernel.pages import WebRequest, page, panel, panels, templates
from hrapp.kernel.reach import COMPANY
from hrapp.kernel.text import date_text, language
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.export import EXPORT
from hrapp.modules.people.identity import on_record
from hrapp.modules.people.queries import PersonRow, visible_person
from hrapp.modules.people.revealing import REVEAL
from hrapp.modules.people.roster import (
    CHANGE_STATES,
    KINDS,
    PAGE,
    ChangeRow,
    PersonalRow,
    RosterFilter,
    RosterLine,
    changes_of,
    departments,
    line,
    personal,
    roster,
    standing_of,
)
from hrapp.modules.people.rules import tenure_months

VIEW, PERSONAL = "people.view", "people.personal"


@get("/people", permission=VIEW)
async def show_people(request: WebRequest) -> Response[Any]:
    today, wanted = clock.today(), _filter(request)
    personal_of = request.user.scope(PERSONAL)
    (found, total), known = await together(
        roster(request.user.scope(VIEW), today, wanted, personal_of), departments(today)
    )
    names = [row.name for row in known]
    return page(
        request,
        "people/people.html",
        "people",
        lines=[_row(templates(), language.get(), line(person, today, personal_of)) for person in found[:PAGE]],
        total=total,
        wanted=wanted,
        may_export=request.user.may(EXPORT) and bool(found),
        departments=[("", _("All departments")), *((name, name) for name in names)],
        statuses=[
            ("here", _("Employed")),
            *([("probation", _("In probation"))] if personal_of.others else []),
            ("left", _("Left")),
        ],
        sorts=[("emp_no", _("Employee number")), ("name", _("Name")), ("department", _("Department")), ("hire_date", _("Hired"))],
        newer=_url(wanted, wanted.start - PAGE) if wanted.start else "",
        older=_url(wanted, wanted.start + PAGE) if len(found) > PAGE else "",
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _row(_made: Environment, _language: str, line: RosterLine) -> str:
    """The same words are the same row: most pages show again what others did."""
    return panel("people/line.html", e=line)


def _filter(request: WebRequest) -> RosterFilter:
    asked = request.query_params
    start = asked.get("start", "")
    return RosterFilter(
        text=asked.get("text", "").strip()[:60],
        department=asked.get("department", "")[:100],
        status=asked.get("status", "here")[:20],
        sort=asked.get("sort", "emp_no")[:20],
        start=int(start) if start.isdecimal() and len(start) < 7 else 0,
    )


def _url(wanted: RosterFilter, start: int) -> str:
    kept = {**msgspec.structs.asdict(wanted), "start": max(0, start)}
    return "/people?" + urlencode({key: value for key, value in kept.items() if value})


class ChangeLine(msgspec.Struct, frozen=True):
    day: str
    what: str
    words: str
    state: str
    origin: str


@get("/people/{person:str}", permission=VIEW)
async def show_person(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    today = clock.today()
    row = await visible_person(request.user.scope(VIEW), person, today)
    scope = request.user.scope(PERSONAL)
    own, changes, known, found = await together(
        personal(scope, row.id),
        changes_of(scope, row.id),
        on_record(request.user.scope(REVEAL), row.id),
        panels(request, "person.page", person=row),
    )
    words, tone = standing_of(row, today, scope)
    return page(
        request,
        "people/person.html",
        person=row,
        status_words=words,
        tone=tone,
        work=_work(row, today),
        personal=_personal(own, row) if own else [],
        changes=[_change(each) for each in changes],
        id_on_record=known,
        own=row.id == request.user.person,
        entered={},
        errors={},
        panels=found,
    )


def _work(row: PersonRow, today: date) -> list[tuple[str, str]]:
    months = tenure_months(row.hire_date, min(today, row.leave_date or today))
    level = f"{row.level}（{row.level_title}）" if row.level else ""
    return [
        (_("Department"), row.department or ""),
        (_("Position"), row.position or ""),
        (_("Level"), level),
        (_("Manager"), row.manager_name or ""),
        (_("Hired"), _("%(day)s (%(months)s months)", day=date_text(row.hire_date), months=months)),
    ]


def _personal(own: PersonalRow, row: PersonRow) -> list[tuple[str, str]]:
    kinds = {"fixed": _("fixed term"), "open_ended": _("open-ended")}
    contract = kinds.get(own.contract_kind or "", "")
    if own.contract_end:
        contract = f"{contract} {_('until %(day)s', day=date_text(own.contract_end))}"
    return [
        (_("Gender"), own.gender or ""),
        (_("Born"), date_text(own.birth_date)),
        (_("Telephone"), own.phone or ""),
        (_("Mail"), own.email or ""),
        (_("Contract"), contract),
        (_("Probation until"), date_text(own.probation_end)),
        (_("Kind of employment"), own.employment),
        *([(_("Last working day"), date_text(row.leave_date))] if row.leave_date else []),
        *([(_("Reason of leaving"), own.leave_reason)] if own.leave_reason else []),
        (_("Note"), own.note or ""),
    ]


def _change(row: ChangeRow) -> ChangeLine:
    pairs = [
        (row.from_department, row.to_department),
        (row.from_position, row.to_position),
        (row.from_level, row.to_level),
    ]
    words = "；".join(f"{a or '—'} → {b or '—'}" for a, b in pairs if a != b and (a or b))
    state = CHANGE_STATES[row.state]
    return ChangeLine(
        row.effective_on.isoformat(), _(KINDS[row.kind]), words, _(state) if state else "", row.origin or ""
    )


@get("/people/departments", permission=VIEW)
async def show_departments(request: WebRequest) -> Response[Any]:
    rows = await departments(clock.today())
    hr = request.user.scope(PERSONAL).kind == COMPANY  # a note may say what is planned with a department
    return page(
        request,
        "people/departments.html",
        rows=rows,
        codes=any(row.code for row in rows),
        notes=hr and any(row.note for row in rows),
    )
