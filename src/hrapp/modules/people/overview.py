"""The rows behind the figures about people: who left, who was promoted, who is where, whose contract ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from hrapp.kernel import clock
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.rows import Cell, person_cell, show_rows
from hrapp.kernel.text import date_text, ngettext
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.profile import Window
from hrapp.modules.people.rules import headcount_at_close, tenure_months, turnover
from hrapp.modules.people.standing import (
    promotion_choices,
    promotions_in,
    span_words,
    standings,
    stays_of,
    turnover_choices,
    windows_and_days,
)

VIEW = "people.overview"


def _chosen(request: WebRequest, windows: Sequence[Window]) -> int:
    asked = request.query_params.get("window", "0")
    return int(asked) if asked.isdecimal() and len(asked) < 3 and int(asked) < len(windows) else 0


def _tabs(url: str, windows: Sequence[Window], chosen: int) -> list[tuple[str, str, bool]]:
    return [(span_words(w), f"{url}?window={n}", n == chosen) for n, w in enumerate(windows)]


@get("/overview/turnover", permission=VIEW)
async def show_turnover(request: WebRequest) -> Response[Any]:
    today = clock.today()
    people = await standings(request.user.scope(VIEW), today)
    windows = turnover_choices((await windows_and_days())[0], today)
    chosen = _chosen(request, windows)
    found = turnover(stays_of(people, today), windows[chosen].start, windows[chosen].end)
    left = sorted((p for p in people if p.id in found.leavers), key=lambda p: (str(p.leave_date), p.emp_no))
    lead = _(
        "%(leavers)s left / mean of %(start)s and %(end)s people = %(rate)s",
        leavers=len(left),
        start=found.headcount_start,
        end=found.headcount_end,
        rate=f"{percent_text(found.rate)}%" if found.rate is not None else "—",
    )
    heads = [_("Name"), _("Department"), _("Position"), _("Hired"), _("Last working day"), _("Own wish"), _("Reason")]
    rows = [
        [
            person_cell(p.name, p.emp_no, p.id),
            Cell(p.department or ""),
            Cell(p.position or ""),
            Cell(p.hire_date.isoformat()),
            Cell(str(p.leave_date)),
            Cell("—" if p.voluntary is None else _("yes") if p.voluntary else _("no")),
            Cell(p.leave_reason or ""),
        ]
        for p in left
    ]
    return show_rows(request, _("Turnover"), lead, heads, rows, _tabs("/overview/turnover", windows, chosen))


@get("/overview/promotions", permission=VIEW)
async def show_promotions(request: WebRequest) -> Response[Any]:
    today, scope = clock.today(), request.user.scope(VIEW)
    windows = promotion_choices((await windows_and_days())[0], today)
    chosen = _chosen(request, windows)
    found = await promotions_in(scope, windows[chosen], today)
    headcount = headcount_at_close(windows[chosen].end, stays_of(await standings(scope, today), today))
    lead = ngettext(
        "One promotion took effect; %(people)s people at the end of the span",
        "%(n)s promotions took effect; %(people)s people at the end of the span",
        len(found),
        people=headcount,
    )
    heads = [_("Name"), _("In force from"), _("Change"), _("Job family"), _("Reason"), _("Origin")]
    rows = [
        [
            person_cell(p.name, p.emp_no, p.id, "/promotion"),
            Cell(p.effective_on.isoformat()),
            Cell(p.words),
            Cell(p.family or ""),
            Cell(p.reason or ""),
            Cell(p.origin or "", quiet=True),
        ]
        for p in found
    ]
    return show_rows(request, _("Promotions"), lead, heads, rows, _tabs("/overview/promotions", windows, chosen))


@get("/overview/headcount", permission=VIEW)
async def show_headcount(request: WebRequest) -> Response[Any]:
    today = clock.today()
    here = [p for p in await standings(request.user.scope(VIEW), today) if p.here(today)]
    joined = Counter(p.department for p in here if tenure_months(p.hire_date, today) < 12)
    rows = [
        [
            Cell(name or _("no department"), f"/people?{urlencode({'department': name})}" if name else "/people"),
            Cell(str(n), number=True),
            Cell(str(joined[name]), number=True),
        ]
        for name, n in sorted(Counter(p.department for p in here).items(), key=lambda pair: (-pair[1], pair[0] or ""))
    ]
    lead = _("%(n)s people are employed on %(day)s", n=len(here), day=date_text(today))
    heads = [_("Department"), _("People"), _("Of them here for less than a year")]
    return show_rows(request, _("Headcount"), lead, heads, rows)


@get("/overview/contracts", permission=VIEW)
async def show_contracts(request: WebRequest) -> Response[Any]:
    today = clock.today()
    people = await standings(request.user.scope(VIEW), today)
    days = (await windows_and_days())[1]
    found = sorted(
        (
            (p.contract_end, p)
            for p in people
            if p.here(today) and p.contract_end and (p.contract_end - today).days <= days
        ),
        key=lambda pair: (pair[0], pair[1].emp_no),
    )
    rows = [
        [
            person_cell(p.name, p.emp_no, p.id),
            Cell(p.department or ""),
            Cell(p.position or ""),
            Cell(end.isoformat()),
            Cell(_in_days((end - today).days), number=True),
        ]
        for end, p in found
    ]
    heads = [_("Name"), _("Department"), _("Position"), _("Contract ends"), _("Days left")]
    lead = _("Contracts that end within %(n)s days, or have ended and were not renewed", n=days)
    return show_rows(request, _("Contracts that end"), lead, heads, rows)


def _in_days(n: int) -> str:
    return _("ended %(n)s days ago", n=-n) if n < 0 else str(n)


PAGES = (show_turnover, show_promotions, show_headcount, show_contracts)
