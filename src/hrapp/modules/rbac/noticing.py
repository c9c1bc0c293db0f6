"""Looks that are unlike those before are told to whoever looks after access, and never only to the one who looked."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.classes import IDENTITY, SALARY, WORDS
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import emit
from hrapp.modules.audit.api import Looked, looked
from hrapp.modules.notify.api import tell
from hrapp.modules.rbac.actions import person_of
from hrapp.modules.rbac.events import UnusualLooks
from hrapp.modules.rbac.queries import holders_of
from hrapp.modules.rbac.rules import AUDITOR, GENERAL_MANAGER, HR, unusual

_SAID = {
    "night": mark("%(who)s saw %(data)s of %(n)s people at night, which did not happen in the month before."),
    "first": mark("%(who)s saw %(data)s of %(n)s people within an hour, and none in the month before."),
    "many": mark("%(who)s saw %(data)s of %(n)s people within an hour, far more than in the month before."),
}


async def notice() -> None:
    """Once per account, class and day; it may run as often as it likes."""
    now = clock.now()
    night = not 6 <= clock.local(now).hour < 22
    for each in await looked(now):
        why = unusual(
            each.people, each.usual, each.nights, each.days, sensitive=each.data in (IDENTITY, SALARY), night=night
        )
        if why:
            await _tell(each, why)


async def _tell(found: Looked, why: str) -> None:
    """It is in the trail once it is told to somebody, and told to nobody twice."""
    person, day = await person_of(found.account), clock.local(clock.now()).date().isoformat()
    words = _(_SAID[why], who=found.actor, data=_(WORDS[found.data]), n=found.people)
    said = f"{words} {_('Please ask why, and look at the audit trail.')}"
    told = False
    for holder in await holders_of((HR, GENERAL_MANAGER, AUDITOR), clock.today()):
        if holder != person:
            told |= await tell(
                holder, "unusual_looks", said, "/audit?kind=seen", f"looks:{found.account}:{found.data}:{day}"
            )
    if told:
        await emit(
            UnusualLooks(object=found.account, person=person, details={"data": found.data, "people": found.people})
        )
