"""Asking for a copy, asking for a correction and deciding about it, reading the notice."""

from __future__ import annotations

from datetime import date

from hrapp.kernel import clock, keys
from hrapp.kernel.access import Viewer
from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, NotAllowed, NotFound
from hrapp.kernel.ids import new_id
from hrapp.kernel.jobs import enqueue
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.notify.api import tell
from hrapp.modules.people.api import correct_personal, hr_people
from hrapp.modules.privacy.events import CorrectionAsked, CorrectionDecided, ExportAsked, NoticeRead
from hrapp.modules.privacy.queries import CORRECTION, CorrectionRow, Wish
from hrapp.modules.privacy.rules import FIELDS


def own(viewer: Viewer) -> str:
    if viewer.person is None:
        raise NotFound
    return viewer.person


async def ask_export(viewer: Viewer) -> str:
    """The copy that was there before goes; asking again while one is being made changes nothing."""
    person, id = own(viewer), new_id()
    await DB.fetch("select 1 from people_person where id = $1 for update", person)
    waiting: str | None = await DB.value(
        "select id from privacy_export where person = $1 and account = $2 and state = 'asked'", person, viewer.account
    )
    if waiting:
        return waiting
    await DB.fetch("delete from privacy_export where person = $1", person)
    await DB.fetch(
        "insert into privacy_export (id, person, account, state, asked_at) values ($1, $2, $3, 'asked', $4)",
        id,
        person,
        viewer.account,
        clock.now(),
    )
    await enqueue("privacy.export", {"export": id}, dedupe=id)
    await emit(ExportAsked(object=id, person=person))
    return id


async def acknowledge(viewer: Viewer, version: int) -> None:
    person = own(viewer)
    written = await DB.fetch(
        "insert into privacy_acknowledgement (id, person, version, at) values ($1, $2, $3, $4)"
        " on conflict (person, version) do nothing returning id",
        new_id(),
        person,
        version,
        clock.now(),
    )
    if written:
        await emit(NoticeRead(object=person, person=person, details={"version": version}))


# -- corrections -----------------------------------------------------------------------------------------


async def ask_correction(viewer: Viewer, field: str, wish: Wish) -> str:
    person, id = own(viewer), new_id()
    key = (await keys.for_writing(IDENTITY, [person]))[person]
    await DB.fetch(
        "insert into privacy_correction (id, person, field, sealed, state, asked_at) values ($1, $2, $3, $4, 'open', $5)",
        id,
        person,
        field,
        key.seal(CORRECTION, id, wish),
        clock.now(),
    )
    for each in await hr_people(clock.today()):
        if each.id != person:
            text = f"{viewer.name}（{viewer.emp_no}）申请更正个人信息，请您处理"
            await tell(each.id, "privacy.correction", text, "/privacy/requests", dedupe=f"privacy.correction:{id}")
    await emit(CorrectionAsked(object=id, person=person, details={"field": field}))
    return id


async def withdraw_correction(viewer: Viewer, id: str) -> None:
    person = own(viewer)
    rows = await DB.fetch(
        "update privacy_correction set state = 'withdrawn', decided_at = $3, version = version + 1"
        " where id = $1 and person = $2 and state = 'open' returning field",
        id,
        person,
        clock.now(),
    )
    if not rows:
        raise Conflict(_("This correction is already decided."))
    details = {"field": rows[0]["field"], "result": "withdrawn"}
    await emit(CorrectionDecided(object=id, person=person, details=details))


async def decide_correction(
    viewer: Viewer, found: CorrectionRow, *, accepted: bool, answer: str, version: int, person_version: int
) -> None:
    """A yes writes the value where it is a plain one; nobody decides about themself."""
    if found.person == own(viewer):
        raise NotAllowed
    state = "accepted" if accepted else "refused"
    written = await DB.fetch(
        "update privacy_correction set state = $3, answer = $4, decided_by = $5, decided_at = $6, version = version + 1"
        " where id = $1 and version = $2 and state = 'open' and person <> $5 returning id",
        found.id,
        version,
        state,
        answer,
        viewer.person,
        clock.now(),
    )
    if not written:
        raise Conflict(_("This correction is already decided."))
    if accepted and FIELDS[found.field][1]:
        await correct_personal(found.person, found.field, _value(found), person_version)
    text = "您申请的更正已处理" if accepted else "您申请的更正未采纳，请查看理由"
    await tell(found.person, "privacy.correction", text, "/privacy", dedupe=f"privacy.decided:{found.id}")
    details = {"field": found.field, "result": state}
    await emit(CorrectionDecided(object=found.id, person=found.person, details=details))


def _value(found: CorrectionRow) -> str | date:
    return date.fromisoformat(found.wish.wanted) if found.field == "birth_date" else found.wish.wanted
