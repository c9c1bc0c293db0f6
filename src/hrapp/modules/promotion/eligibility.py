"""Finding out who became eligible, once: the event, the case, and the word to the manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import emit
from hrapp.modules.approvals.api import open_request
from hrapp.modules.notify.api import tell
from hrapp.modules.people.api import PeopleTakenBack, managers_responsible, reminders
from hrapp.modules.promotion.assessing import Standing, progress_of_all
from hrapp.modules.promotion.events import BecameEligible, CaseOpened
from hrapp.modules.promotion.json_shape import progress_json
from hrapp.modules.promotion.rules import eligible_text
from hrapp.modules.promotion.wording import ELIGIBLE

SUBJECT = "promotion.case"
_RUNNING = "('open', 'approved', 'scheduled', 'returned', 'deferred')"


async def evaluate(day: date) -> int:
    """Look at everybody. Answers how many became eligible; looking again changes nothing."""
    found = await progress_of_all(day)
    eligible = [each for each in found if each.progress.eligible]
    await _close([(each.person.id, each.version.id) for each in eligible], day)
    fresh = await _open([each for each in eligible if each.person.id not in await _not_yet(day)], day)
    managers = await managers_responsible([each.person.id for each, _ in fresh], day)
    wording = (await reminders()).eligible_text or ELIGIBLE
    for each, eligibility in fresh:
        await emit(BecameEligible(object=eligibility, person=each.person.id, details={"path": each.version.code}))
        case = await open_case(each, day)
        manager = managers[each.person.id]
        if manager:
            text = eligible_text(wording, each.person.name, each.person.emp_no)
            await tell(manager, "promotion_eligible", text, f"/promotion/cases/{case}", f"eligible:{eligibility}")
    return len(fresh)


async def _close(eligible: Sequence[tuple[str, str]], day: date) -> None:
    """Who is no longer eligible may become so again, and is then told again."""
    await DB.fetch(
        "update promotion_eligibility set closed_on = $1 where closed_on is null and (person, criteria_version) not in"
        " (select * from unnest($2::varchar[], $3::varchar[]))",
        day,
        [person for person, _ in eligible],
        [version for _, version in eligible],
    )


async def _not_yet(day: date) -> set[str]:
    """People with a running case, or whose next review lies ahead."""
    rows = await DB.fetch(f"select person from promotion_case where state in {_RUNNING} or next_review_on > $1", day)
    return {row["person"] for row in rows}


async def _open(eligible: Sequence[Standing], day: date) -> list[tuple[Standing, str]]:
    fresh = []
    for each in eligible:
        made = await DB.value(
            "insert into promotion_eligibility (id, person, criteria_version, found_on) values ($1, $2, $3, $4)"
            " on conflict (person, criteria_version) where closed_on is null do nothing returning id",
            new_id(),
            each.person.id,
            each.version.id,
            day,
        )
        if made:
            fresh.append((each, str(made)))
    return fresh


async def open_case(
    standing: Standing, day: date, *, origin: str = "eligibility", opened_by: str | None = None, reason: str = ""
) -> str:
    """A case with the facts as they are, on its way through the path's flow. Answers its id."""
    case = new_id()
    await DB.fetch(
        "insert into promotion_case (id, person, criteria_version, origin, state, opened_on, facts, opened_by, reason)"
        " values ($1, $2, $3, $4, 'open', $5, $6, $7, $8)",
        case,
        standing.person.id,
        standing.version.id,
        origin,
        day,
        facts_json(standing),
        opened_by,
        reason,
    )
    await open_request(
        flow=standing.version.path.flow, subject_kind=SUBJECT, subject=case, person=standing.person.id, day=day
    )
    await emit(CaseOpened(object=case, person=standing.person.id, details={"origin": origin}))
    return case


def facts_json(standing: Standing) -> dict[str, Any]:
    """Progress as it is now, to be read in three years."""
    path = {"path": standing.version.code, "title": standing.version.path.title}
    return progress_json(path, standing.version.version, standing.progress, None)


def default_next_review(day: date) -> date:
    """Half a year later, where nobody says otherwise."""
    return day + timedelta(days=183)


async def let_go(taken: PeopleTakenBack) -> None:
    """What was found about people who are taken out again, unless somebody took it up."""
    await DB.fetch(
        "delete from promotion_eligibility e where e.person = any($1::varchar[])"
        " and not exists (select 1 from promotion_case c where c.person = e.person)",
        list(taken.people),
    )
