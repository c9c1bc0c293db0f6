"""Decisions about pay: one function, one decision, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel import clock, keys
from hrapp.kernel.access import EVERYBODY, Scope, Viewer
from hrapp.kernel.classes import SALARY
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
from hrapp.modules.compensation.figures import PAY, RAISE, ROUND, PayFigures, RaiseFigures, RoundFigures
from hrapp.modules.compensation.policy import Policy, in_force
from hrapp.modules.compensation.queries import PayLine, RaiseRow, Round, pay_lines, policies, raises_of
from hrapp.modules.compensation.rules import Suggestion, budget_limit
from hrapp.modules.compensation.suggesting import suggestions_on
from hrapp.modules.notify.api import tell

CHANGED = mark("Somebody decided this in the meantime. Look at it again, then decide.")
DECIDE = "compensation.decide"
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
    round_id = new_id()
    own_key = (await keys.for_writing(SALARY, [round_id]))[round_id]
    opened = await DB.fetch(
        "insert into compensation_raise_round (id, title, policy, as_of, effective_on, sealed, opened_by, opened_at)"
        " select $1, $2, p.id, $3, $4, $5, $6, $7 from compensation_raise_policy p where p.version = $8"
        " on conflict ((true)) where state = 'open' do nothing returning id",
        round_id,
        title.strip() or default_title(day),
        day,
        effective_on or first_of_next_month(day),
        own_key.seal(ROUND, round_id, RoundFigures(total, budget_limit(policy, total))),
        current_work().actor.label,
        clock.now(),
        policy.version,
    )
    if not opened:
        raise Conflict(_("A round is still open. Release it before you open the next one."))
    of_people = await keys.for_writing(SALARY, [facts.person for facts, _s in found])
    await DB.insert_many(
        "insert into compensation_raise (id, raise_round, person, sealed, suggested) values ($1, $2, $3, $4, $5)",
        [
            (id := new_id(), round_id, f.person, of_people[f.person].seal(RAISE, id, _figures(s)), s.pct is not None)
            for f, s in found
        ],
    )
    await emit(RoundOpened(object=round_id, details={"policy": policy.version, "people": len(found)}))
    return round_id


def _figures(suggestion: Suggestion) -> RaiseFigures:
    return RaiseFigures(
        base=suggestion.inputs.base,
        inputs=basis_json(suggestion),
        reason_none=suggestion.reason_none,
        suggested_pct=suggestion.pct,
        suggested_increment=suggestion.increment,
    )


async def _sealed(row: RaiseRow, **changed: Any) -> bytes:
    """The row's figures with what changes, sealed again in the row's place."""
    told = RaiseFigures(**{name: getattr(row, name) for name in RaiseFigures.__struct_fields__})
    key = (await keys.for_writing(SALARY, [row.person]))[row.person]
    return key.seal(RAISE, row.id, msgspec.structs.replace(told, **changed))


def default_title(day: date) -> str:
    return f"{day.year}年{day.month}月调薪"


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


async def propose(viewer: Viewer, row: RaiseRow, in_round: Round, typed: Decided, reason: str, version: int) -> None:
    """Ask for another figure than the engine's. Whoever proposes does not decide, and never on their own pay."""
    _checked(viewer, row, typed, reason)
    reason = reason.strip()
    taken = await DB.fetch(
        "update compensation_raise x set sealed = $3, proposed_by = $4,"
        " version = x.version + 1 from compensation_raise_round r where x.id = $1 and x.version = $2"
        " and r.id = x.raise_round and r.state = 'open' and x.decided_by is null and x.person <> $4 returning x.id",
        row.id,
        version,
        await _sealed(row, proposed_pct=typed.pct, proposed_increment=typed.increment, proposed_reason=reason),
        viewer.person,
    )
    if not taken:
        raise Conflict(_(CHANGED))
    await emit(RaiseProposed(object=row.id, person=row.person, details={"round": in_round.title}))


async def decide(viewer: Viewer, row: RaiseRow, in_round: Round, typed: Decided, reason: str, version: int) -> None:
    """Decide one person's raise, and none that was proposed by whom one stands in for. The engine counts as proposer of an unchanged suggestion, and whoever
    proposed another figure of theirs; anything else is 总经理直接决定 and is marked for the auditor."""
    _checked(viewer, row, typed, reason)
    if row.proposed_by in {part.person for part in viewer.scope(DECIDE).more if part.person}:
        raise Invalid({"figure": _("You stand in for whoever proposed this figure, so somebody else decides on it.")})
    direct = typed.needs_reason and typed.increment != row.proposed_increment
    told = reason.strip() if typed.needs_reason else ""
    taken = await DB.fetch(
        "update compensation_raise x set sealed = $3, decided_by = $4,"
        " decided_at = $5, direct = $6, version = x.version + 1 from compensation_raise_round r"
        " where x.id = $1 and x.version = $2 and r.id = x.raise_round and r.state = 'open' and x.person <> $4"
        " and x.proposed_by is distinct from $4 returning x.id",
        row.id,
        version,
        await _sealed(row, decided_pct=typed.pct, decided_increment=typed.increment, reason=told),
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


async def accept_open(viewer: Viewer, in_round: Round, scope: Scope = EVERYBODY) -> int:
    """Agree to every suggestion within the viewer's scope that nobody decided yet; one with a proposal waits to be
    looked at."""
    if viewer.person is None:
        raise NotAllowed
    waiting = [
        row
        for row in await raises_of(scope, in_round.id, in_round.as_of)
        if not row.decided and row.suggested and not row.proposed_by and row.person != viewer.person
    ]
    sealed = [
        await _sealed(row, decided_pct=row.suggested_pct, decided_increment=row.suggested_increment) for row in waiting
    ]
    taken = await DB.fetch(
        "update compensation_raise x set sealed = w.sealed, decided_by = $2, decided_at = $3, version = x.version + 1"
        " from compensation_raise_round r, unnest($4::varchar[], $5::int[], $6::bytea[]) as w (id, version, sealed)"
        " where x.raise_round = $1 and r.id = x.raise_round and r.state = 'open' and x.decided_by is null"
        " and x.id = w.id and x.version = w.version and x.proposed_by is null and x.person <> $2 returning x.id, x.person",
        in_round.id,
        viewer.person,
        clock.now(),
        [row.id for row in waiting],
        [row.version for row in waiting],
        sealed,
    )
    details = {"follows_suggestion": True, "direct": False, "round": in_round.title}
    for row in taken:
        await emit(RaiseDecided(object=row["id"], person=row["person"], details=details))
    return len(taken)


# What waits: a suggestion or a proposal without a decision. One's own is a paper decision of others and
# holds nobody up.
_UNDECIDED = """
select count(*) from compensation_raise where raise_round = $1 and decided_by is null
    and (suggested or proposed_by is not null) and person is distinct from $2
"""

_ADD_PAY = """
insert into compensation_pay_record (id, person, effective_on, sealed, state, origin, decision)
select w.id, w.person, $4, w.sealed, 'in_force', $5, w.decision
from unnest($1::varchar[], $2::varchar[], $3::varchar[], $6::bytea[]) as w (id, person, decision, sealed)
on conflict (person, effective_on, state) do nothing returning person
"""


async def _add_pay(in_round: Round, raised: Sequence[RaiseRow]) -> list[str]:
    """New pay from the round's day on; answers for whom. The decided amount goes on top of the pay in force on that
    day, so that a change that took effect since the suggestion was made is kept."""
    before: dict[str, PayLine] = {}
    for line in await pay_lines(EVERYBODY, in_round.effective_on):
        if line.state == "in_force" and line.effective_on < in_round.effective_on:
            before[line.person] = line
    of_people = await keys.for_writing(SALARY, [row.person for row in raised])
    ids = [new_id() for _row in raised]
    paid = await DB.fetch(
        _ADD_PAY,
        ids,
        [row.person for row in raised],
        [row.id for row in raised],
        in_round.effective_on,
        in_round.title,
        [
            of_people[row.person].seal(PAY, id, _raised(row, before.get(row.person)))
            for id, row in zip(ids, raised, strict=True)
        ],
    )
    return [row["person"] for row in paid]


def _raised(row: RaiseRow, before: PayLine | None) -> PayFigures:
    """A raise is one of the base: what is paid beside it goes on."""
    base, components = (before.base, before.components) if before else (row.base, {})
    return PayFigures(base + row.increment, dict(components), "年度调薪")


async def release(viewer: Viewer, in_round: Round, today: date) -> int:
    """Tell everybody: results become readable, and pay changes on the round's day. Once. Answers how many got more."""
    if await DB.value(_UNDECIDED, in_round.id, viewer.person):
        raise Conflict(_("Some raises are not decided yet. Decide them, or accept their suggestions, then release."))
    decided = [row for row in await raises_of(EVERYBODY, in_round.id, in_round.as_of) if row.decided]
    raised = [row for row in decided if row.increment > 0]
    paid = await _add_pay(in_round, raised)
    if len(paid) != len(raised):
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
            row.person,
            "raise",
            _("The result of your raise review is there, with its basis."),
            link="/pay",
            dedupe=f"raise:{in_round.id}",
        )
    await emit(RoundReleased(object=in_round.id, details={"title": in_round.title, "people": len(paid)}))
    return len(paid)
