"""Attainment by department and the distribution of grades, for dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from hrapp.kernel.access import Viewer
from hrapp.kernel.module import Bar, Figure
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import period_text
from hrapp.modules.performance.snapshot import Standing, standing
from hrapp.modules.performance.summaries import grade_distribution, summary


async def figures(viewer: Viewer, day: date) -> Sequence[Figure]:
    """Of those whose results the viewer may see: a figure never knows more than its rows."""
    found = await standing(viewer.scope("performance.view"), day)
    return [_attainment(found), _grades(found)]


def _attainment(found: Standing) -> Figure:
    told = {p.id: summary(found.items[p.id]) for p in found.people}
    everybody = [each for each in told.values() if each.due]
    bars = []
    for name in found.departments:
        inside = [told[p.id] for p in found.people if p.department == name and told[p.id].due]
        if inside:
            rate = Fraction(sum(each.met for each in inside), sum(each.due for each in inside))
            url = f"/overview/attainment?{urlencode({'department': name})}"
            bars.append(Bar(name, rate, f"{percent_text(rate)}%", url, people=len(inside)))
    met, due = sum(each.met for each in everybody), sum(each.due for each in everybody)
    return Figure(
        "attainment",
        _("KPI attainment rate"),
        f"{percent_text(Fraction(met, due))}%" if due else "—",
        f"{period_text(found.attained)}: {met} / {due}",
        "/overview/attainment",
        bars=bars,
        order=40,
        people=len(everybody),
    )


def _grades(found: Standing) -> Figure:
    counts = grade_distribution(found.order, [g.grade for g in found.grades])
    total = sum(counts.values())
    bars = [
        Bar(
            grade,
            Decimal(n) / total if total else Decimal(0),
            str(n),
            f"/overview/grades?{urlencode({'show': grade})}",
            people=n,
        )
        for grade, n in counts.items()
    ]
    text, hint = _most(counts, total, found.rated)
    return Figure("grades", _("Grades"), text, hint, "/overview/grades", bars=bars, order=45, people=total)


def _most(counts: dict[str, int], total: int, period: str) -> tuple[str, str]:
    """The best grade's share says more on a tile than how many were rated."""
    if not total:
        return "—", period_text(period)
    best, n = next(iter(counts.items()))
    text = f"{percent_text(Fraction(n, total))}%"
    return text, _("%(period)s: %(grade)s %(n)s of %(total)s", period=period_text(period), grade=best, n=n, total=total)
