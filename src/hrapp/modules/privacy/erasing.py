"""What is over is proposed, confirmed by two people, and erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hrapp.kernel import clock, keys, registry
from hrapp.kernel.access import EVERYBODY, Viewer
from hrapp.kernel.classes import IDENTITY, PERFORMANCE, SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, NotAllowed
from hrapp.kernel.ids import new_id
from hrapp.kernel.jobs import enqueue
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.notify.api import tell
from hrapp.modules.people.api import hr_people
from hrapp.modules.privacy.due import Over, is_over, over
from hrapp.modules.privacy.events import DataErased, ErasureConfirmed, ErasureDropped, ErasureKept, ErasureProposed
from hrapp.modules.privacy.queries import ErasureRow, erasures
from hrapp.modules.privacy.rules import due_on

# Whose keys go with a class: what is kept under them can then be read nowhere, in no copy and no backup.
_KEYS = {IDENTITY: (IDENTITY,), SALARY: (SALARY,), PERFORMANCE: (keys.FILES,)}
HR, MANAGER = "hr", "general_manager"
_SIDES = {HR: "hr_by", MANAGER: "manager_by"}


_PROPOSE = """
insert into privacy_erasure (id, person, data, due_on, state, proposed_on) values ($1, $2, $3, $4, 'proposed', $5)
on conflict (person, data) do update set due_on = excluded.due_on, state = 'proposed',
    proposed_on = excluded.proposed_on, hr_by = null, manager_by = null, reason = '', again_on = null, done_at = null,
    touched = 0, version = privacy_erasure.version + 1
returning id
"""


async def propose(day: date) -> int:
    """Everybody who left long enough ago, class by class; what was kept longer comes again on its day. What is not
    over any more, since somebody is back or left later than was known, is not proposed any more."""
    due = await over(day)
    known = {
        (row["person"], row["data"]): row
        for row in await DB.fetch("select id, person, data, due_on, state, done_at from privacy_erasure")
    }
    for key, row in known.items():
        if row["state"] != "done" and key not in due:
            await _drop(row["id"], *key)
    fresh = [each for key, each in due.items() if key not in known or _left_again(each, known[key])]
    for each in fresh:
        id = await DB.value(_PROPOSE, new_id(), each.person, each.data, each.due_on, day)
        await emit(ErasureProposed(object=id, person=each.person, details={"what": each.data}))
    again = await DB.fetch(
        "update privacy_erasure set state = 'proposed', again_on = null, version = version + 1"
        " where state = 'kept' and again_on <= $1 returning id",
        day,
    )
    found = len(fresh) + len(again)
    for reader in await hr_people(day) if found else []:
        text = f"有 {found} 项离职人员信息已到保存期限，请您确认是否删除"
        await tell(reader.id, "privacy.retention", text, "/privacy/retention", dedupe=f"privacy.retention:{day}")
    return found


def _left_again(each: Over, known: Mapping[str, Any]) -> bool:
    """Proposed for an earlier day of leaving; what was erased comes again only for who came back after it."""
    if known["state"] == "done":
        return bool(each.left > known["done_at"].date())
    return bool(each.due_on > known["due_on"])


async def _drop(id: str, person: str, data: str) -> None:
    gone = await DB.fetch("delete from privacy_erasure where id = $1 and state <> 'done' returning id", id)
    if gone:
        await emit(ErasureDropped(object=id, person=person, details={"what": data}))


async def confirm(viewer: Viewer, found: ErasureRow, version: int) -> bool:
    """HR and the general manager, in any order, two persons; the second yes has it done. Answers whether it was
    the second."""
    column = side_of(viewer, found)
    if column is None:
        raise NotAllowed
    if not await is_over(found.person, found.data, clock.today()):
        raise Conflict(_("The time of this is not over any more: the last working day has changed."))
    rows = await DB.fetch(
        f"update privacy_erasure set {column} = $3, version = version + 1,"
        f" state = case when {_other(column)} is null then 'proposed' else 'confirmed' end"
        f" where id = $1 and version = $2 and state = 'proposed' and {column} is null"
        f" and {_other(column)} is distinct from $3 and person <> $3 returning state",
        found.id,
        version,
        viewer.person,
    )
    if not rows:
        raise Conflict(_("Somebody decided about this in the meantime. Look at it again."))
    await emit(ErasureConfirmed(object=found.id, person=found.person, details={"what": found.data}))
    if rows[0]["state"] != "confirmed":
        return False
    await enqueue("privacy.erase", {"erasure": found.id}, dedupe=found.id)
    return True


def side_of(viewer: Viewer, found: ErasureRow) -> str | None:
    """The side that this viewer may still confirm; nobody does both, and nobody about themself."""
    if viewer.person is None or viewer.person in (found.person, found.hr_by, found.manager_by):
        return None
    if found.state != "proposed":
        return None
    free = {"hr_by": found.hr_by is None, "manager_by": found.manager_by is None}
    return next((column for role, column in _SIDES.items() if role in viewer.roles and free[column]), None)


def may_keep(viewer: Viewer, found: ErasureRow) -> bool:
    """Whoever is one of the two sides and not the one it is about."""
    return viewer.person not in (None, found.person) and not viewer.roles.isdisjoint(_SIDES)


def _other(column: str) -> str:
    return "manager_by" if column == "hr_by" else "hr_by"


async def keep(viewer: Viewer, found: ErasureRow, reason: str, version: int) -> None:
    """A dispute, a duty: for a year, then it is proposed again. Either side's to say."""
    if not may_keep(viewer, found):
        raise NotAllowed
    until = due_on(clock.today(), 12)
    rows = await DB.fetch(
        "update privacy_erasure set state = 'kept', reason = $3, again_on = $4, hr_by = null, manager_by = null,"
        " version = version + 1 where id = $1 and version = $2 and state = 'proposed' returning id",
        found.id,
        version,
        reason,
        until,
    )
    if not rows:
        raise Conflict(_("Somebody decided about this in the meantime. Look at it again."))
    details = {"what": found.data, "until": until.isoformat()}
    await emit(ErasureKept(object=found.id, person=found.person, details=details))


async def erase(erasure: str) -> None:
    """The job after the second yes: the keys of the class, then what the modules keep in clear."""
    found = next(iter(await erasures(EVERYBODY, erasure)), None)
    if found is None or found.state != "confirmed":
        return
    if not await is_over(found.person, found.data, clock.today()):
        await _drop(found.id, found.person, found.data)
        return
    touched = 0
    for data in _KEYS.get(found.data, ()):
        touched += await keys.destroy(data, found.person)
    for each in registry.current().each(lambda m: m.erasures):
        if each.data == found.data:
            touched += await each.run(found.person)
    await DB.fetch(
        "update privacy_erasure set state = 'done', done_at = $2, touched = $3, reason = '', version = version + 1"
        " where id = $1 and state = 'confirmed'",
        erasure,
        clock.now(),
        touched,
    )
    details = {"what": found.data, "rows": touched}
    await emit(DataErased(object=erasure, person=found.person, details=details))
