"""Headcount, turnover and promotions, for dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Bar, Figure
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.profile import report_windows, turnover_windows
from hrapp.modules.people.queries import people_in
from hrapp.modules.people.snapshot import over, promotions, stays


async def figures(viewer: Viewer, day: date) -> Sequence[Figure]:
    people = await people_in(viewer.scope("people.view"), day)
    reports = await report_windows()
    known = await stays(day)
    windows = [(window, over(window, known)) for window in turnover_windows(reports, day)]
    departments = sorted({person.department for person in people if person.department})
    found = [_headcount(len(people), [(d, sum(p.department == d for p in people)) for d in departments])]
    if windows:
        window, turned = windows[0]
        found.append(
            Figure(
                "turnover",
                _("Turnover"),
                _share(turned.rate),
                f"{window.start} – {window.end}",
                "/people?status=left",
                bars=[Bar(f"{w.start} – {w.end}", t.rate or Fraction(0), _share(t.rate)) for w, t in windows],
                order=20,
            )
        )
    told = await promotions(reports.promotion, known, day)
    if told:
        rate = Fraction(told["promotions"], told["headcount"]) if told["headcount"] else None
        hint = f"{told['from']} – {told['to']}: {told['promotions']} / {told['headcount']}"
        found.append(Figure("promotion_rate", _("Promotion rate"), _share(rate), hint, "/promotion/cases", order=30))
    return found


def _headcount(total: int, departments: Sequence[tuple[str, int]]) -> Figure:
    bars = [Bar(name, Fraction(n, total), str(n), f"/people?department={name}") for name, n in departments if total]
    return Figure("headcount", _("Headcount"), str(total), "", "/people", bars=bars, order=10)


def _share(rate: Fraction | None) -> str:
    return "—" if rate is None else f"{percent_text(rate)}%"
