"""What this module keeps of one person, for that person; and taking it away when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.approvals.api import requests_about
from hrapp.modules.promotion.case_queries import cases_of
from hrapp.modules.promotion.eligibility import SUBJECT
from hrapp.modules.promotion.verdicts import VERDICTS

_STATES = {
    "open": mark("Open"),
    "in_approval": mark("In approval"),
    "approved": mark("Approved"),
    "scheduled": mark("Approved"),
    "effective": mark("in force"),
    "returned": mark("sent back"),
    "deferred": mark("put off"),
    "rejected": mark("did not agree"),
    "withdrawn": mark("Withdrawn"),
}


async def cases(person: str, day: date) -> Sequence[dict[str, Any]]:
    rows = await cases_of(Scope(SELF, person=person), person, day)
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def decisions(person: str, day: date) -> Sequence[dict[str, Any]]:
    """What was said at the steps, as the person reads it on the page of the case."""
    found = await cases_of(Scope(SELF, person=person), person, day)
    requests = await requests_about(SUBJECT, [case.id for case in found], day)
    return [
        {"title": case.title, "at": said.at, "name": said.name, "verdict": said.verdict, "comment": said.comment}
        for case in found
        if case.id in requests
        for said in requests[case.id].said
    ]


async def progress(person: str, _day: date) -> Sequence[dict[str, Any]]:
    rows = await DB.fetch(
        "select t.title as path, d.day, d.progress from promotion_progress_day d join promotion_path t on t.id = d.path"
        " where d.person = $1 order by d.day desc, t.title limit 400",
        person,
    )
    return [dict(row) for row in rows]


async def _forget(person: str) -> int:
    """That there was a case and how it ended stays, for its history; the reasons and figures go."""
    gone = await DB.fetch("delete from promotion_progress_day where person = $1 returning id", person)
    gone += await DB.fetch("delete from promotion_eligibility where person = $1 returning id", person)
    gone += await DB.fetch(
        "update promotion_case set reason = '', closing_note = '', facts = '{}', version = version + 1"
        " where person = $1 and (reason <> '' or closing_note <> '' or facts <> '{}') returning id",
        person,
    )
    return len(gone)


PERSONAL_DATA = (
    PersonalData(
        "promotion_cases",
        mark("Promotion reviews"),
        {
            "title": mark("Path"),
            "state": mark("State"),
            "opened_on": mark("Opened"),
            "effective_on": mark("In force from"),
            "next_review_on": mark("Next review"),
            "reason": mark("Why"),
            "facts": mark("What was reached when it was opened"),
        },
        cases,
        words=_STATES,
        order=50,
    ),
    PersonalData(
        "promotion_decisions",
        mark("What was said at the steps"),
        {
            "title": mark("Path"),
            "at": mark("When"),
            "name": mark("Who"),
            "verdict": mark("What was decided"),
            "comment": mark("Comment"),
        },
        decisions,
        words=VERDICTS,
        order=51,
    ),
    PersonalData(
        "promotion_progress",
        mark("Progress on the path"),
        {"path": mark("Path"), "day": mark("Day"), "progress": mark("Progress")},
        progress,
        order=52,
    ),
)
ERASURES = (Erasure(PERFORMANCE, _forget),)
