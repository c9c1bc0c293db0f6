"""The raise budget, for dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import PAY
from hrapp.kernel.module import Bar, Figure
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import money, percent
from hrapp.kernel.work import beside
from hrapp.modules.compensation.queries import round_lines


async def budget_use(viewer: Viewer, _day: date) -> Sequence[Figure]:
    """Of the newest round; the earlier ones as bars."""
    async with beside(PAY):
        found = await round_lines(viewer.scope("compensation.rounds"))
    if not found:
        return [Figure("raise_budget", _("Raise budget"), "—", _("No raise round yet"), "/raises", order=50)]
    newest = found[0]
    used = newest.increments / newest.budget if newest.budget else None
    return [
        Figure(
            "raise_budget",
            _("Raise budget used"),
            percent(used) or money(newest.increments),
            _(
                "%(title)s: %(used)s of %(limit)s",
                title=newest.title,
                used=money(newest.increments),
                limit=money(newest.budget) or "—",
            ),
            f"/raises/{newest.id}",
            bars=[
                Bar(
                    each.title,
                    each.increments / each.budget,
                    percent(each.increments / each.budget),
                    f"/raises/{each.id}",
                )
                for each in found[:6]
                if each.budget
            ],
            order=50,
        )
    ]
