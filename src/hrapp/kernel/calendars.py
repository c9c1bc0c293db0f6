"""The company's closed periods on a day, from its settings: every module asks here, so all agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.periods import QUARTER, Calendar, parse


async def calendar_on(day: date) -> Calendar:
    """One statement. What the company file says about closed periods counts only on the day it was written for."""
    rows = await DB.fetch("select key, value from kernel_setting where key = any($1)", ["company", "kpi", "grades"])
    return calendar_from({row["key"]: row["value"] for row in rows}, day)


def calendar_from(settings: Mapping[str, Mapping[str, Any]], day: date) -> Calendar:
    company = settings.get("company", {})
    derived = Calendar.on(
        day,
        grade_kind=settings.get("grades", {}).get("period") or QUARTER,
        summary_kind=settings.get("kpi", {}).get("summary_period") or QUARTER,
    )
    if str(company.get("as_of")) != day.isoformat():
        return derived
    month, quarter, half = (company.get(f"last_closed_{kind}") for kind in ("month", "quarter", "half"))
    return Calendar(
        today=day,
        last_month=parse(month) if month else derived.last_month,
        last_quarter=parse(quarter) if quarter else derived.last_quarter,
        last_half=parse(half) if half else derived.last_half,
        grade_kind=derived.grade_kind,
        summary_kind=derived.summary_kind,
    )
