"""What becomes of a case: the flow decides, the promotion takes effect on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from hrapp.kernel import clock, jobs
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Invalid
from hrapp.kernel.text import date_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Event, emit
from hrapp.modules.approvals.api import RequestView, decide, reopen, request_by_id, requests_about, withdraw
from hrapp.modules.notify.api import tell
from hrapp.modules.people.api import apply_level_change
from hrapp.modules.promotion.eligibility import SUBJECT, default_next_review
from hrapp.modules.promotion.events import CaseDecided, CaseEnded, PromotionEffective

APPLY = "promotion.apply_due"


async def decide_case(
    request: RequestView,
    *,
    person: str,
    verdict: str,
    comment: str,
    effective_on: date | None,
    next_review_on: date | None,
    facts: dict[str, Any],
    day: date,
    stands_in_for: Collection[str] = (),
) -> RequestView:
    """Take the open step of a case. The day of effect and of the next review are kept with it."""
    if effective_on is not None and effective_on < day.replace(day=1):
        raise Invalid({"effective_on": _("Choose a day of this month or later: history is not rewritten.")})
    await DB.fetch(
        "update promotion_case set effective_on = coalesce($2, effective_on), next_review_on = $3, version = version + 1"
        " where id = $1",
        request.subject,
        effective_on,
        (next_review_on or default_next_review(day)) if verdict in ("reject", "defer") else None,
    )
    step = request.current.name if request.current else ""
    after = await decide(
        request,
        person=person,
        verdict=verdict,
        comment=comment,
        facts=facts,
        day=day,
        stands_in_for=stands_in_for,
    )
    details = {"step": step, "verdict": verdict}
    await emit(CaseDecided(object=request.subject, person=request.person, details=details))
    await _call(after)
    return after


async def _call(request: RequestView) -> None:
    """Tell those whose turn it is."""
    for following in request.current.people if request.current else ():
        text = _("A promotion case waits for you: %(name)s", name=request.person_name)
        link = f"/promotion/cases/{request.subject}"
        await tell(following, "case_waits", text, link, f"case:{request.subject}:{request.round}:{request.step}")


async def take_up_again(request: RequestView) -> None:
    """After it was sent back or put off: the flow begins again, and what was said stays readable."""
    await reopen(request)


async def take_up_due(day: date) -> int:
    """What was put off until today or earlier goes on its way again by itself. Answers how many."""
    rows = await DB.fetch(
        "select id from promotion_case where state = 'deferred' and next_review_on <= $1 order by id"
        " for update skip locked",
        day,
    )
    requests = await requests_about(SUBJECT, [row["id"] for row in rows], day)
    for request in requests.values():
        await reopen(request)
    return len(requests)


async def withdraw_case(request: RequestView, comment: str) -> None:
    await withdraw(request, comment=comment)


def _is_ours(event: Event) -> bool:
    return bool(event.details.get("kind") == SUBJECT)


async def when_approved(event: Event) -> None:
    """Scheduled for its day; a day that is here already is applied at once by the job."""
    if not _is_ours(event):
        return
    today = clock.today()
    moved = await DB.row(
        "update promotion_case set state = 'scheduled', effective_on = coalesce(effective_on, $2), version = version + 1"
        " where id = $1 and state in ('open', 'returned', 'deferred') returning person, effective_on",
        event.details["subject"],
        first_of_next_month(today),
    )
    if moved is None:
        raise Conflict(_("This case is no longer open."))
    await _ended(event, "approved")
    text = _("Your promotion is approved. It takes effect on %(day)s.", day=date_text(moved["effective_on"]))
    await tell(moved["person"], "case_approved", text, "/promotion", f"approved:{event.details['subject']}")
    await jobs.enqueue(APPLY, dedupe=str(event.details["subject"]))


async def when_returned(event: Event) -> None:
    await _becomes(
        event,
        "returned",
        _("Your promotion case was sent back. Why is on its page: complete it, then hand it in again there."),
    )


async def when_deferred(event: Event) -> None:
    await _becomes(event, "deferred", _("Your promotion case was put off. Why, and until when, is on its page."))


async def when_rejected(event: Event) -> None:
    await _becomes(event, "rejected", _("Your promotion case was not agreed to. Why, and what helps, is on its page."))


async def when_withdrawn(event: Event) -> None:
    await _becomes(event, "withdrawn", None)


async def when_reopened(event: Event) -> None:
    if not _is_ours(event):
        return
    await DB.fetch(
        "update promotion_case set state = 'open', next_review_on = null, version = version + 1"
        " where id = $1 and state in ('returned', 'deferred')",
        event.details["subject"],
    )
    if request := await request_by_id(event.object, clock.today()):
        await _call(request)


async def _becomes(event: Event, state: str, sentence: str | None) -> None:
    if not _is_ours(event):
        return
    case = event.details["subject"]
    person = await DB.value(
        "update promotion_case set state = $2::varchar, version = version + 1,"
        " next_review_on = case when $2::varchar = 'withdrawn' then coalesce(next_review_on, $3) else next_review_on end"
        " where id = $1 and state in ('open', 'returned', 'deferred', 'scheduled') returning person",
        case,
        state,
        default_next_review(clock.today()),
    )
    if person is None:
        raise Conflict(_("This case is no longer open."))
    if state in ("rejected", "withdrawn"):
        await _close_eligibility(case)
    await _ended(event, state)
    if sentence:
        await tell(person, f"case_{state}", sentence, "/promotion", f"{state}:{case}:{event.object}:{clock.today()}")


async def _ended(event: Event, state: str) -> None:
    await emit(CaseEnded(object=event.details["subject"], person=event.person, details={"state": state}))


async def _close_eligibility(case: str) -> None:
    await DB.fetch(
        "update promotion_eligibility e set closed_on = $2 from promotion_case c where c.id = $1"
        " and e.person = c.person and e.criteria_version = c.criteria_version and e.closed_on is null",
        case,
        clock.today(),
    )


_DUE = """
select c.id, c.person, c.effective_on, p.to_level, p.title
from promotion_case c join promotion_criteria_version v on v.id = c.criteria_version join promotion_path p on p.id = v.path
where c.state = 'scheduled' and c.applied_at is null and c.effective_on <= $1
order by c.effective_on, c.id for update of c skip locked
"""


async def apply_due(day: date) -> int:
    """Put every approved promotion whose day has come into effect, once. Answers how many."""
    rows = await DB.fetch(_DUE, day)
    for row in rows:
        await apply_level_change(
            row["person"], row["effective_on"], row["to_level"], None, "promotion", f"case:{row['id']}", row["title"]
        )
        await DB.fetch(
            "update promotion_case set state = 'effective', applied_at = $2, version = version + 1"
            " where id = $1 and state = 'scheduled'",
            row["id"],
            clock.now(),
        )
        await _close_eligibility(row["id"])
        await emit(PromotionEffective(object=row["id"], person=row["person"], details={"to": row["to_level"]}))
        text = _("Your promotion is in effect: %(path)s", path=row["title"])
        await tell(row["person"], "promotion_effective", text, "/promotion", f"effective:{row['id']}")
    return len(rows)


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
