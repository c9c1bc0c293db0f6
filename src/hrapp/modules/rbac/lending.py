"""Standing in: rights on loan for a while, and who leads a department for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.classes import IDENTITY, PERFORMANCE, PERSONAL, SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid, NotFound
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import current_work, emit
from hrapp.modules.rbac.actions import held_roles, person_of
from hrapp.modules.rbac.events import AccessChanged, RightsLent
from hrapp.modules.rbac.rules import IT

_LONGEST_LOAN = 92
LENDABLE = (PERFORMANCE, SALARY, PERSONAL, IDENTITY)  # how the system is run is nobody's to lend


async def lend(
    viewer: Viewer, taker: str, actions: Sequence[str], classes: Sequence[str], since: date, until: date, reason: str
) -> str:
    """Lend one's own rights to somebody for a while. What was lent to oneself is not lent on."""
    today = clock.today()
    if taker == viewer.account:
        raise Invalid({"taker": _("Choose somebody else.")})
    if not set(actions) <= {"view", "approve"} or not actions:
        raise Invalid({"actions": _("Choose whether they may look, decide, or both.")})
    if not classes or not set(classes) <= set(LENDABLE):
        raise Invalid({"classes": _("Choose what it is about.")})
    if until <= since or until <= today or until > max(since, today) + timedelta(days=_LONGEST_LOAN):
        raise Invalid({"until": _("Choose an end after the beginning, at most three months away.")})
    if IT in await held_roles(taker):
        raise Invalid({"taker": _("The IT person cannot stand in for others.")})
    made = new_id()
    await DB.fetch(
        "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, reason, made_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        made,
        viewer.account,
        taker,
        list(actions),
        list(classes),
        since,
        until,
        reason.strip()[:2000],
        clock.now(),
    )
    details = {"kind": "lent", "classes": list(classes), "from": since.isoformat(), "until": until.isoformat()}
    await emit(RightsLent(object=made, person=await person_of(taker), details=details))
    return made


async def end_loan(viewer: Viewer, loan: str) -> None:
    """Either of the two may end it."""
    done = await DB.fetch(
        "update rbac_delegation set ended_at = $3 where id = $1 and ended_at is null and (giver = $2 or taker = $2)"
        " returning taker",
        loan,
        viewer.account,
        clock.now(),
    )
    if not done:
        raise NotFound
    await emit(RightsLent(object=loan, person=await person_of(done[0]["taker"]), details={"kind": "ended"}))


async def let_act(department: str, person: str, since: date, until: date) -> str:
    """Somebody leads a department for a while."""
    if until <= since:
        raise Invalid({"until": _("Choose an end after the beginning.")})
    made = new_id()
    await DB.fetch(
        "insert into rbac_acting (id, department, person, since, until, given_by, given_at) values ($1, $2, $3, $4, $5, $6, $7)",
        made,
        department,
        person,
        since,
        until,
        current_work().actor.label[:100],
        clock.now(),
    )
    await emit(AccessChanged(object=made, person=person, details={"kind": "acting", "until": until.isoformat()}))
    return made
