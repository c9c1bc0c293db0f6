"""What compensation says on other pages: somebody's pay on their page, and rounds that wait on the first page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import PAY
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import money, ngettext
from hrapp.kernel.work import beside
from hrapp.modules.compensation.queries import open_rounds, pay_lines


async def person_pay(request: WebRequest, viewer: Viewer, *, person: Any) -> str | None:
    """Nothing at all for whoever may not see this person's pay: not even a heading."""
    today = clock.today()
    async with beside(PAY):
        lines = await pay_lines(viewer.scope("compensation.pay"), today, person.id)
    known = [line for line in lines if line.state == "in_force" and line.effective_on <= today]
    if not known:
        return None
    return panel(
        "compensation/person_panel.html",
        base=money(known[-1].base),
        since=known[-1].effective_on,
        reason=known[-1].reason,
        url="/pay" if person.id == viewer.person else f"/people/{person.id}/pay",
    )


async def waiting(_request: WebRequest, viewer: Viewer) -> Sequence[Waiting]:
    """For the general manager: decisions of open rounds; then the release."""
    if not viewer.may("compensation.decide"):
        return []
    found = []
    async with beside(PAY):
        rounds = await open_rounds(viewer.scope("compensation.rounds"), viewer.person)
    for each in rounds:
        text = (
            ngettext(
                "%(title)s: one raise waits for your decision",
                "%(title)s: %(n)s raises wait for your decision",
                each.undecided,
                title=each.title,
            )
            if each.undecided
            else _("%(title)s: everything is decided; employees wait for the release", title=each.title)
        )
        found.append(Waiting(text, f"/raises/{each.id}", _("Decide raises") if each.undecided else _("Release")))
    return found
