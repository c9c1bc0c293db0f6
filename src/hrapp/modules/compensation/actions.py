"""Decisions about pay: one function, one decision, one transaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import current_work, emit
from hrapp.modules.compensation.basis import basis_json
from hrapp.modules.compensation.decisions import Decided
from hrapp.modules.compensation.events import (
    PolicyPublished,
    RaiseDecided,
    RaiseProposed,
    RoundOpened,
    RoundReleased,
)
from hrapp.modules.compensation.policy import Policy, in_force
from hrapp.modules.compensation.queries import RaiseRow, Round, policies
from hrapp.modules.compensation.rules import budget_limit
from hrapp.modules.compensation.suggesting import suggestions_on
from hrapp.modules.notify.api import tell

CHANGED = mark("Somebody decided this in the meantime. Look at it again, then decide.")
_SLIP = Decimal(1_000)  # percent: no raise, but a figure typed in the wrong unit
REASON_NEEDED = mark("Please give the reason: the employee will read it.")


async def store_policy(policy: Policy) -> bool:
    """Write a version, or replace one that no round has used. False when a round has used it."""
    written = await DB.fetch(
        "insert into compensation_raise_policy (id, version, effective_from, rules) values ($1, $2, $3, $4)"
        " on conflict (version) do update set effective_from = excluded.effective_from, rules = excluded.rules"
        " where not exists (select 1 from compensation_raise_round r where r.policy = compensation_raise_policy.id)"
        " returning id",
        new_id(),
        policy.version,
        policy.effective_from,
        msgspec.to_builtins(policy),
    )
    if written:
        await emit(PolicyPublished(object=written[0]["id"], details={"version": policy.version}))
    return bool(written)


async def publish_policy(policy: Policy) -> None:
    """A new version. Two people who publish the same number at once are not both right."""
    written = await DB.fetch(
        "insert into compensation_raise_policy (id, version, effective_from, rules) values ($1, $2, $3, $4)"
        " on conflict (version) do nothing returning id",
        new_id(),
        policy.version,
        policy.effective_from,
        msgspec.to_builtins(policy),
    )
    if not written:
        raise Conflict(_("Somebody published a version in the meantime. Look at it first, then publish yours."))
    await emit(PolicyPublished(object=written[0]["id"], details={"version": policy.version}))


async def open_round(day: date, title: str = "", effective_on: date | None = None) -> str:
    """A round with everybody's suggestion as of the day, under the policy in force. Answers its id.

    One round at a time: two open ones would each suggest a raise for the same results.
    """
    policy = in_force(await policies(), day)
    if policy is None:
        raise Refused(_("No raise policy is in force on this day. Publish one first."))
    found = await suggestions_on(day, policy=policy)
    total = sum((facts.base for facts, _s in found), Decimal(0))
    opened = await DB.fetch(
        "insert into compensation_raise_round (id, title, policy, as_of, effective_on, base_total, budget, opened_by, opened_at)"
        " select $1, $2, p.id, $3, $4, $5, $6, $7, $8 from compensation_raise_policy p where p.version = $9"
        " on conflict ((true)) where state = 'open' do nothing returning id",
        round_id := new_id(),
        title.strip() or default_title(day),
        day,
        effective_on or first_of_next_month(day),
        total,
        budget_limit(policy, total),
        current_work().actor.label,
        clock.now(),
        policy.version,
    )
    if not opened:
        raise Conflict(_("A round is still open. Release it before you open the next one."))
    await DB.insert_many(
        "insert into compensation_raise (id, raise_round, person, base, inputs, reason_none, suggested_pct, suggested_increment)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            (new_id(), round_id, f.person, s.inputs.base, basis_json(s), s.reason_none, s.pct, s.increment)
            for f, s in found
        ],
    )
    await emit(RoundOpened(object=round_id, details={"policy": policy.version, "people": len(found)}))
    return round_id


def default_title(day: date) -> str:
    return f"{day.year}年{day.month}月调薪"


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


async def propose(viewer: Viewer, row: RaiseRow, in_round: Round, typed: Decided, reason: str, version: int) -> None:
    """Ask for another figure than the engine's. Whoever proposes does not decide, and never on their own pay."""
    _checked(viewer, row, typed, reason)
    taken = await DB.fetch(
        "update compensation_raise x set proposed_pct = $3, proposed_increment = $4, proposed_reason = $5, proposed_by = $6,"
        " version = x.version + 1 from compensation_raise_round r where x.id = $1 and x.version = $2"
        " and r.id = x.raise_round and r.state = 'open' and x.decided_by is null and x.person <> $6 returning x.id",
        row.id,
        version,
        typed.pct,
        typed.increment,
        reason.strip(),
        viewer.person,
    )
    if not taken:
        raise Conflict(_(CHANGED))
    await emit(RaiseProposed(object=row.id, person=row.person, details={"round": in_round.title}))


async def decide(viewer: Viewer, row: RaiseRow, in_round: Round, typed: Decided, reason: str, version: int) -> None:
    """Decide one person's raise. The engine counts as proposer of an unchanged suggestion, and whoever
    proposed another figure of theirs; anything else is 总经理直接决定 and is marked for the auditor."""
    _checked(viewer, row, typed, reason)
    direct = typed.needs_reason and typed.increment != row.proposed_increment
    taken = await DB.fetch(
        "update compensation_raise x set decided_pct = $3, decided_increment = $4, reason = $5, decided_by = $6,"
        " decided_at = $7, direct = $8, version = x.version + 1 from compensation_raise_round r"
        " where x.id = $1 and x.version = $2 and r.id = x.raise_round and r.state = 'open' and x.person <> $6"
        " and x.proposed_by is distinct from $6 returning x.id",
        row.id,
        version,
        typed.pct,
        typed.increment,
        reason.strip() if typed.needs_reason else "",
        viewer.person,
        clock.now(),
        "y" if direct else "",
    )
    if not taken:
        raise Conflict(_(CHANGED))
    details = {"follows_suggestion": not typed.needs_reason, "direct": direct, "round": in_round.title}
    await emit(RaiseDecided(object=row.id, person=row.person, details=details))


def _checked(viewer: Viewer, row: RaiseRow, typed: Decided, reason: str) -> None:
    if viewer.person is None or viewer.person == row.person:
        raise NotAllowed
    if typed.is_cut:
        raise Invalid({"figure": _("Lower pay needs the employee's written consent and is not part of a raise round.")})
    if typed.pct > _SLIP:
        raise Invalid(
            {"figure": _("This is more than ten times the pay. Please check the figure and how it is meant.")}
        )
    if typed.needs_reason and not reason.strip():
        raise Invalid({"reason": _(REASON_NEEDED)})


async def accept_open(viewer: Viewer, in_round: Round) -> int:
    """Agree to every suggestion that nobody decided yet; one with a proposal waits to be looked at."""
    if viewer.person is None:
        raise NotAllowed
    taken = await DB.fetch(
        "update compensation_raise x set decided_pct = suggested_pct, decided_increment = suggested_increment,"
        " decided_by = $2, decided_at = $3, version = x.version + 1 from compensation_raise_round r"
        " where x.raise_round = $1 and r.id = x.raise_round and r.state = 'open' and x.decided_by is null"
        " and x.suggested_pct is not null and x.proposed_by is null and x.person <> $2 returning x.id, x.person",
        in_round.id,
        viewer.person,
        clock.now(),
    )
    details = {"follows_suggestion": True, "direct": False, "round": in_round.title}
    for row in taken:
        await emit(RaiseDecided(object=row["id"], person=row["person"], details=details))
    return len(taken)


# What waits: a suggestion or a proposal without a decision. One's own is a paper decision of others and
# holds nobody up.
_UNDECIDED = """
select count(*) from compensation_raise where raise_round = $1 and decided_by is null
    and (suggested_pct is not null or proposed_by is not null) and person is distinct from $2
"""

# The decided amount goes on top of the pay in force on the round's day, so that a change that took effect
# since the suggestion was made is kept.
_PAY = """
insert into compensation_pay_record (id, person, effective_on, base, reason, state, origin, decision)
select x.id, x.person, $2, coalesce(pay.base, x.base) + x.decided_increment, $3, 'in_force', $4, x.id
from compensation_raise x left join lateral (
    select r.base from compensation_pay_record r where r.person = x.person and r.state = 'in_force'
        and r.effective_on < $2 order by r.effective_on desc limit 1
) pay on true
where x.raise_round = $1 and x.decided_increment > 0
on conflict (person, effective_on, state) do nothing returning person
"""


async def release(viewer: Viewer, in_round: Round, today: date) -> int:
    """Tell everybody: results become readable, and pay changes on the round's day. Once. Answers how many got more."""
    if await DB.value(_UNDECIDED, in_round.id, viewer.person):
        raise Conflict(_("Some raises are not decided yet. Decide them, or accept their suggestions, then release."))
    paid = await DB.fetch(_PAY, in_round.id, in_round.effective_on, "年度调薪", in_round.title)
    decided = await DB.fetch(
        "select person, decided_increment > 0 as more from compensation_raise where raise_round = $1 and decided_by is not null",
        in_round.id,
    )
    if len(paid) != sum(row["more"] for row in decided):
        raise Conflict(
            _("Somebody already has a change of pay on the day this round takes effect. Correct that record first.")
        )
    taken = await DB.fetch(
        "update compensation_raise_round set state = 'released', released_on = $3, version = version + 1"
        " where id = $1 and version = $2 and state = 'open' returning id",
        in_round.id,
        in_round.version,
        today,
    )
    if not taken:
        raise Conflict(_(CHANGED))
    for row in decided:
        await tell(
            row["person"],
            "raise",
            _("The result of your raise review is there, with its basis."),
            link="/pay",
            dedupe=f"raise:{in_round.id}",
        )
    await emit(RoundReleased(object=in_round.id, details={"title": in_round.title, "people": len(paid)}))
    return len(paid)
