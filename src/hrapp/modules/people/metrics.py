"""Headcount, turnover, promotions and ending contracts, for dashboards: three statements for all four."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import together
from hrapp.kernel.module import Bar, Figure
from hrapp.kernel.periods import QUARTER, add_months, last_closed
from hrapp.kernel.rounding import as_decimal, percent_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.profile import Reports
from hrapp.modules.people.rules import Stay, expires_within, headcount_at_close, turnover
from hrapp.modules.people.standing import (
    Standing,
    promotion_choices,
    promotions_in,
    span_words,
    standings,
    stays_of,
    turnover_choices,
    windows_and_days,
)

VIEW = "people.overview"


async def figures(viewer: Viewer, day: date) -> Sequence[Figure]:
    scope = viewer.scope(VIEW)
    people, (reports, days) = await together(standings(scope, day), windows_and_days())
    stays = stays_of(people, day)
    window = promotion_choices(reports, day)[0]
    promoted = await promotions_in(scope, window, day)
    here = [p for p in people if p.here(day)]
    return [
        _headcount(here, stays, day),
        _turnover(reports, stays, day),
        _promotions(
            Counter(p.family or _("other") for p in promoted), headcount_at_close(window.end, stays), span_words(window)
        ),
        _contracts([p for p in here if expires_within(p.contract_end, day, days)], days),
    ]


def _headcount(here: Sequence[Standing], stays: Sequence[Stay], day: date) -> Figure:
    counts = Counter(p.department or _("no department") for p in here)
    bars = [
        Bar(name, Fraction(n, len(here)), str(n), f"/people?{urlencode({'department': name})}")
        for name, n in counts.most_common()
    ]
    before = headcount_at_close(day - timedelta(days=365), stays)
    return Figure(
        "headcount",
        _("Headcount"),
        str(len(here)),
        _("%(n)s a year ago", n=before),
        "/overview/headcount",
        bars=bars,
        order=10,
    )


def _turnover(reports: Reports, stays: Sequence[Stay], day: date) -> Figure:
    windows = turnover_choices(reports, day)
    found = [turnover(stays, w.start, w.end) for w in windows]
    bars = [
        Bar(span_words(w), t.rate or Fraction(0), _share(t.rate), f"/overview/turnover?window={n}")
        for n, (w, t) in enumerate(zip(windows, found, strict=True))
    ]
    return Figure(
        "turnover",
        _("Turnover"),
        _share(found[0].rate),
        _("%(span)s: %(n)s left", span=span_words(windows[0]), n=len(found[0].leavers)),
        "/overview/turnover",
        bars=bars,
        trend=_rolling(stays, day),
        order=20,
    )


def _rolling(stays: Sequence[Stay], day: date) -> list[tuple[str, Decimal]]:
    """The rate of the twelve months up to each of the last six quarters' ends."""
    last = last_closed(day, QUARTER)
    points = []
    for back in range(5, -1, -1):
        quarter = last.shifted(-back)
        start = add_months(quarter.end + timedelta(days=1), -12)
        rate = turnover(stays, start, quarter.end).rate
        if rate is not None:
            points.append((str(quarter), as_decimal(rate)))
    return points


def _promotions(families: Counter[str], headcount: int, span: str) -> Figure:
    n = families.total()
    rate = Fraction(n, headcount) if headcount else None
    bars = [Bar(name, Fraction(k, n), str(k), "/overview/promotions") for name, k in families.most_common()]
    hint = _("%(span)s: %(n)s of %(people)s", span=span, n=n, people=headcount)
    return Figure(
        "promotion_rate", _("Promotion rate"), _share(rate), hint, "/overview/promotions", bars=bars, order=30
    )


def _contracts(ending: Sequence[Standing], days: int) -> Figure:
    hint = _("within %(n)s days", n=days)
    return Figure("contracts", _("Contracts that end"), str(len(ending)), hint, "/overview/contracts", order=60)


def _share(rate: Fraction | None) -> str:
    return "—" if rate is None else f"{percent_text(rate)}%"
