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
from hrapp.modules.performance.snapshot import company


async def figures(_viewer: Viewer, day: date) -> Sequence[Figure]:
    told = await company(day)
    return [*_attainment(told["kpi_attainment_by_department"]), *_grades(told["grade_distribution"])]


def _attainment(periods: dict[str, dict[str, dict[str, int]]]) -> list[Figure]:
    found = []
    for period, departments in periods.items():
        due, met = (sum(each[key] for each in departments.values()) for key in ("due", "met"))
        bars = [
            Bar(name, Fraction(each["met"], each["due"]), f"{percent_text(Fraction(each['met'], each['due']))}%",
                f"/overview/attainment?{urlencode({'department': name})}")
            for name, each in departments.items()
            if each["due"]
        ]  # fmt: skip
        text = f"{percent_text(Fraction(met, due))}%" if due else "—"
        hint = f"{period_text(period)}: {met} / {due}"
        found.append(
            Figure("attainment", _("KPI attainment rate"), text, hint, "/overview/attainment", bars=bars, order=40)
        )
    return found


def _grades(periods: dict[str, dict[str, int]]) -> list[Figure]:
    found = []
    for period, counts in periods.items():
        total = sum(counts.values())
        bars = [
            Bar(grade, Decimal(n) / total, str(n), f"/overview/grades?{urlencode({'show': grade})}")
            for grade, n in counts.items()
        ]
        found.append(
            Figure("grades", _("Grades"), *_most(counts, total, period), "/overview/grades", bars=bars, order=45)
        )  # fmt: skip
    return found


def _most(counts: dict[str, int], total: int, period: str) -> tuple[str, str]:
    """The best grade's share says more on a tile than how many were rated."""
    if not total:
        return "—", period_text(period)
    best, n = next(iter(counts.items()))
    text = f"{percent_text(Fraction(n, total))}%"
    return text, _("%(period)s: %(grade)s %(n)s of %(total)s", period=period_text(period), grade=best, n=n, total=total)
