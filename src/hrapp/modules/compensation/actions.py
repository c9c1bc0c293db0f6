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
from hrapp.modules.compensation.events import PolicyPublished, RaiseDecided, RoundOpened, RoundReleased
from hrapp.modules.compensation.policy import Policy, in_force
from hrapp.modules.compensation.queries import RaiseRow, Round, policies
from hrapp.modules.compensation.rules import budget_limit
from hrapp.modules.compensation.suggesting import suggestions_on

CHANGED = mark("Somebody decided this in the meantime. Look at it again, then decide.")
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


async def open_round(day: date, title: str = "", effective_on: date | None = None) -> str:
    """A round with everybody's suggestion as of the day, under the policy in force. Answers its id."""
    policy = in_force(await policies(), day)
    if policy is None:
        raise Refused(_("No raise policy is in force on this day. Publish one first."))
    found = await suggestions_on(day, policy=policy)
    total = sum((facts.base for facts, _s in found), Decimal(0))
    round_id = new_id()
    await DB.fetch(
        "insert into compensation_raise_round (id, title, policy, as_of, effective_on, base_total, budget, opened_by, opened_at)"
        " select $1, $2, p.id, $3, $4, $5, $6, $7, $8 from compensation_raise_policy p where p.version = $9",
        round_id,
        title or _default_title(day),
        day,
        effective_on or _first_of_next_month(day),
        total,
        budget_limit(policy, total),
        current_work().actor.label,
        clock.now(),
        policy.version,
    )
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


def _default_title(day: date) -> str:
    return f"{day.year}年{day.month}月调薪"


def _first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


async def decide(viewer: Viewer, row: RaiseRow, in_round: Round, decided: Decided, reason: str, version: int) -> None:
    """Decide one person's raise. The engine counts as proposer of an unchanged suggestion; a different
    figure is 总经理直接决定, needs its reason, and is marked for the auditor."""
    if viewer.person is None or viewer.person == row.person:
        raise NotAllowed
    if decided.needs_reason and not reason.strip():
        raise Invalid({"reason": _(REASON_NEEDED)})
    if decided.is_cut:
        raise Invalid({"figure": _("Lower pay needs the employee's written consent and is not part of a raise round.")})
    taken = await DB.fetch(
        "update compensation_raise x set decided_pct = $3, decided_increment = $4, reason = $5, decided_by = $6,"
        " decided_at = $7, direct = $8, version = version + 1 from compensation_raise_round r"
        " where x.id = $1 and x.version = $2 and r.id = x.raise_round and r.state = 'open' and x.person <> $6 returning x.id",
        row.id,
        version,
        decided.pct,
        decided.increment,
        reason.strip(),
        viewer.person,
        clock.now(),
        "y" if decided.needs_reason else "",
    )
    if not taken:
        raise Conflict(_(CHANGED))
    details = {"follows_suggestion": not decided.needs_reason, "round": in_round.title}
    await emit(RaiseDecided(object=row.id, person=row.person, details=details))


async def accept_open(viewer: Viewer, in_round: Round) -> int:
    """Agree to every suggestion that nobody decided yet. Answers how many there were."""
    if viewer.person is None:
        raise NotAllowed
    taken = await DB.fetch(
        "update compensation_raise x set decided_pct = suggested_pct, decided_increment = suggested_increment,"
        " decided_by = $2, decided_at = $3, version = x.version + 1 from compensation_raise_round r"
        " where x.raise_round = $1 and r.id = x.raise_round and r.state = 'open' and x.decided_by is null"
        " and x.suggested_pct is not null and x.person <> $2 returning x.id, x.person",
        in_round.id,
        viewer.person,
        clock.now(),
    )
    for row in taken:
        await emit(
            RaiseDecided(
                object=row["id"], person=row["person"], details={"follows_suggestion": True, "round": in_round.title}
            )
        )
    return len(taken)


async def release(viewer: Viewer, in_round: Round, today: date) -> int:
    """Tell everybody: results become readable, and pay changes on the round's day. Once."""
    if await DB.value(
        "select count(*) from compensation_raise where raise_round = $1 and suggested_pct is not null and decided_by is null",
        in_round.id,
    ):
        raise Conflict(_("Some raises are not decided yet. Decide them, or accept their suggestions, then release."))
    taken = await DB.fetch(
        "update compensation_raise_round set state = 'released', released_on = $3, version = version + 1"
        " where id = $1 and version = $2 and state = 'open' returning id",
        in_round.id,
        in_round.version,
        today,
    )
    if not taken:
        raise Conflict(_(CHANGED))
    paid = await DB.fetch(
        "insert into compensation_pay_record (id, person, effective_on, base, reason, state, origin, decision)"
        " select x.id, x.person, $2, x.base + x.decided_increment, $3, 'in_force', $4, x.id from compensation_raise x"
        " where x.raise_round = $1 and x.decided_increment > 0 on conflict do nothing returning person",
        in_round.id,
        in_round.effective_on,
        "年度调薪",
        in_round.title,
    )
    await emit(RoundReleased(object=in_round.id, details={"title": in_round.title, "people": len(paid)}))
    return len(paid)
