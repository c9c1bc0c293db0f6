"""Giving and taking access: from the shell directly, on pages through two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from hrapp.kernel import clock, registry
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import current_work, emit
from hrapp.modules.accounts.api import RESET_LIFE, end_sessions, is_entrusted, notice, one_time_code, remove_factor
from hrapp.modules.audit.api import ever
from hrapp.modules.notify.api import tell
from hrapp.modules.rbac.events import AccessAgreed, AccessChanged, AccessProposed, RoleGiven
from hrapp.modules.rbac.queries import holders_of
from hrapp.modules.rbac.resetting import two_of, whole
from hrapp.modules.rbac.rules import (
    AUDITOR,
    FINANCE,
    GENERAL_MANAGER,
    GIVEN,
    GRANTED,
    HR,
    HRBP,
    LONGEST_SAMPLE,
    excluded,
    family_of,
)

APART = mark("The IT role and roles that see personal data exclude each other. Take the other one back first.")


async def give_role(account: str, role: str, person: str | None = None) -> None:
    """Give a role to an account at once, as the shell does before there is anybody to ask; giving it twice changes
    nothing. IT and data roles exclude each other."""
    if role not in GIVEN or role == HRBP:
        raise Refused(f"unknown role {role!r}: choose one of {', '.join(r for r in GIVEN if r != HRBP)}")
    held = await held_roles(account)
    if role in held:
        return
    if excluded(held, role):
        raise Refused("the IT role and roles that see personal data exclude each other")
    await DB.fetch(
        "insert into rbac_role_assignment (id, account, role, given_by, given_at) values ($1, $2, $3, $4, $5)",
        new_id(),
        account,
        role,
        current_work().actor.label,
        clock.now(),
    )
    await end_sessions(account)
    await emit(RoleGiven(object=account, person=person, details={"role": role}))


async def held_roles(account: str) -> set[str]:
    rows = await DB.fetch(
        "select role from rbac_role_assignment where account = $1 and ended_at is null"
        " and (until is null or until > $2)",
        account,
        clock.today(),
    )
    return {row["role"] for row in rows}


async def both_claimed() -> bool:
    """Whether a first HR lead and a first general manager have set their passwords: from then on two are asked, for
    good."""
    return {HR, GENERAL_MANAGER} <= await claimed()


async def claimed() -> set[str]:
    """The roles that somebody ever took who had set a password. A role that ended, an account that is stopped or
    a password that is taken away since then changes nothing: the trail knows."""
    rows = await DB.fetch(
        "select r.role, r.account, r.ended_at is null and a.password_hash is not null and a.state = 'active' as now"
        " from rbac_role_assignment r join accounts_account a on a.id = r.account"
    )
    once = await ever("PasswordSet", {row["account"] for row in rows})
    return {row["role"] for row in rows if row["now"] or row["account"] in once}


# -- proposals ------------------------------------------------------------------------------------------------------


async def propose_role(
    account: str,
    person: str | None,
    role: str,
    reason: str,
    *,
    department: str | None = None,
    until: date | None = None,
) -> str:
    """Ask for a role for somebody. It holds when two of different families have agreed."""
    today = clock.today()
    if role not in GIVEN:
        raise Invalid({"role": _("Choose a role.")})
    if (role == HRBP) != (department is not None):
        raise Invalid({"department": _("Choose the department, for HR of a department and for nobody else.")})
    if until is not None and until <= today:
        raise Invalid({"until": _("Choose a day that is still to come, or leave it empty.")})
    held = await held_roles(account)
    if excluded(held, role):
        raise Invalid({"role": _(APART)})
    if role in held and role != HRBP:
        raise Invalid({"role": _("This account already holds this role.")})
    content = {"id": new_id(), "role": role, "department": department, "since": None, "until": _iso(until)}
    return await _propose("role", account, person, content, reason)


async def propose_grant(
    account: str, person: str | None, permission: str, reach: str, reason: str, until: date, department: str | None
) -> str:
    """Ask for one permission for somebody, for at most ninety days."""
    today = clock.today()
    if permission not in {p.name for p in registry.current().each(lambda m: m.permissions)}:
        raise Invalid({"permission": _("Choose what it is about.")})
    if reach not in GRANTED:
        raise Invalid({"reach": _("Choose how far it reaches.")})
    if not today < until <= today + timedelta(days=LONGEST_SAMPLE):
        raise Invalid({"until": _("Choose a day within the next ninety days.")})
    if (reach == "department") != (department is not None):
        raise Invalid({"department": _("Choose the department whose people it is about.")})
    content = {
        "id": new_id(),
        "permission": permission,
        "reach": reach,
        "department": department,
        "since": today.isoformat(),
        "until": until.isoformat(),
    }
    return await _propose("grant", account, person, content, reason)


async def propose_reset(account: str, person: str | None, reason: str, *, keeps_factor: bool) -> str:
    """Ask for a new one-time code for somebody with a given role or right, whose password is lost; without the telephone, too,
    the second factor goes."""
    if not await is_entrusted(account):
        raise Invalid({"emp_no": _("This is an employee's account: HR makes a code on the person's page.")})
    return await _propose("factor", account, person, {"keeps_factor": keeps_factor}, reason)


async def propose_bundle(changes: Sequence[tuple[str, str, str]], reason: str) -> str:
    """Ask for a change of what roles reach: (role, permission, reach)."""
    told = [{"id": new_id(), "role": r, "permission": p, "reach": reach} for r, p, reach in changes]
    return await _propose("bundle", None, None, {"changes": told}, reason)


async def propose_visibility(wanted: Mapping[str, Any], reason: str = "") -> str:
    return await _propose("visibility", None, None, {"visibility": dict(wanted)}, reason)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def _propose(kind: str, account: str | None, person: str | None, content: dict[str, Any], reason: str) -> str:
    actor = current_work().actor
    if not reason.strip():
        raise Invalid({"reason": _("Please give the reason: those who decide read it, and so does the auditor.")})
    made = new_id()
    await DB.fetch(
        "insert into rbac_proposal (id, kind, account, content, reason, proposed_by, proposed_label, proposed_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        made,
        kind,
        account,
        content,
        reason.strip()[:2000],
        actor.account,
        actor.label[:150],
        clock.now(),
    )
    await emit(AccessProposed(object=made, person=person, details={"kind": kind, **_told(content)}))
    return made


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: content[key] for key in ("role", "permission", "until") if content.get(key)}


class Outcome(msgspec.Struct, frozen=True):
    """What became of a proposal with a vote. `reset`: each of the two now finds half of a code."""

    applied: bool = False
    reset: bool = False


async def vote(viewer: Viewer, proposal: str, verdict: str, comment: str = "") -> Outcome:
    """Agree or reject. Whether it comes into force with this vote the database says, not we."""
    row = await DB.row("select kind, account, content, state from rbac_proposal where id = $1", proposal)
    if row is None or family_of(viewer.roles) is None:
        raise NotFound
    if row["account"] == viewer.account:
        raise NotAllowed
    if row["state"] != "open":
        raise Conflict(_("This proposal was decided in the meantime."))
    written = await DB.fetch(
        "insert into rbac_vote (id, proposal, account, verdict, comment, at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict (proposal, account) do nothing returning id",
        new_id(),
        proposal,
        viewer.account,
        verdict,
        comment.strip()[:2000],
        clock.now(),
    )
    if not written:
        raise Conflict(_("You have already voted on this."))
    person = await person_of(row["account"])
    await emit(AccessAgreed(object=proposal, person=person, details={"verdict": verdict, **_told(row["content"])}))
    if verdict == "reject":
        await _end(proposal, "rejected")
        return Outcome()
    if not await DB.value("select rbac_apply($1)", proposal):
        return Outcome()
    return await _in_force(proposal, row, person)


async def _in_force(proposal: str, row: Any, person: str | None) -> Outcome:
    """Whoever it is about signs in anew; everybody who looks after protected data hears of it."""
    outcome = Outcome(applied=True)
    if row["kind"] == "factor":
        outcome = Outcome(applied=True, reset=True)
        await _reset(proposal, row["account"], person, keeps_factor=bool(row["content"].get("keeps_factor")))
    if row["account"]:
        await end_sessions(row["account"])
    await emit(AccessChanged(object=proposal, person=person, details={"kind": row["kind"], **_told(row["content"])}))
    await _all_hear(proposal)
    return outcome


async def _reset(proposal: str, account: str, person: str | None, *, keeps_factor: bool) -> None:
    """A code that neither of the two holds alone; the owner reads who made it, and so do the others who decide."""
    if not keeps_factor:
        await remove_factor(account, person)
    two = await two_of(proposal)
    names = "、".join(each.name for each in two)
    await one_time_code(account, code=whole(proposal, two), life=RESET_LIFE)
    await notice(account, "reset", by=names)
    for each in two:
        if each.person:
            text = _("Both have agreed. Here is your half of the code to hand over.")
            link, dedupe = f"/settings/access/resets/{proposal}", f"reset:{proposal}:{each.person}"
            await tell(each.person, "access_reset", text, link, dedupe)


async def _all_hear(about: str, also: str | None = None) -> None:
    """Also of what one person may do alone: who takes a colleague's access to the trail away does it in sight of all."""
    holders = await holders_of((HR, GENERAL_MANAGER, AUDITOR, FINANCE), clock.today())
    for holder in dict.fromkeys((*holders, *([also] if also else ()))):
        text = _("Access to protected data has changed. Look at who holds which role.")
        await tell(holder, "access_changed", text, "/settings/access", f"access:{about}:{holder}")


async def withdraw(viewer: Viewer, proposal: str) -> None:
    """Whoever proposed it takes it back."""
    done = await DB.fetch(
        "update rbac_proposal set state = 'withdrawn', ended_at = $3, version = version + 1"
        " where id = $1 and proposed_by = $2 and state = 'open' returning id",
        proposal,
        viewer.account,
        clock.now(),
    )
    if not done:
        raise NotFound


async def _end(proposal: str, state: str) -> None:
    await DB.fetch(
        "update rbac_proposal set state = $2, ended_at = $3, version = version + 1 where id = $1 and state = 'open'",
        proposal,
        state,
        clock.now(),
    )


async def person_of(account: str | None) -> str | None:
    if account is None:
        return None
    found: str | None = await DB.value("select person from accounts_account where id = $1", account)
    return found


# -- taking back ----------------------------------------------------------------------------------------------------


async def end_role(assignment: str) -> None:
    """Take a role back: HR, the general manager, or whoever holds it. Their sessions end."""
    row = await DB.row("select account, role from rbac_role_assignment where id = $1 and ended_at is null", assignment)
    if row is None or not await DB.value("select rbac_end_role($1, $2)", assignment, current_work().actor.label):
        raise NotFound
    await end_sessions(row["account"])
    details, person = {"kind": "revoked", "role": row["role"]}, await person_of(row["account"])
    await emit(AccessChanged(object=assignment, person=person, details=details))
    await _all_hear(assignment, person)


async def end_grant(grant: str) -> None:
    row = await DB.row("select account, permission from rbac_grant where id = $1 and ended_at is null", grant)
    if row is None or not await DB.value("select rbac_end_grant($1, $2)", grant, current_work().actor.label):
        raise NotFound
    await end_sessions(row["account"])
    details, person = {"kind": "revoked", "permission": row["permission"]}, await person_of(row["account"])
    await emit(AccessChanged(object=grant, person=person, details=details))
    await _all_hear(grant, person)


async def narrow(role: str, permission: str, reach: str, default: str) -> None:
    """Make a role reach less far, at once; the database refuses what would reach farther."""
    change = new_id()
    done = await DB.value(
        "select rbac_narrow($1, $2, $3, $4, $5, $6)",
        role,
        permission,
        reach,
        default,
        change,
        current_work().actor.label,
    )
    if not done:
        raise Conflict(_("Somebody changed this role in the meantime. Look at it again."))
    await emit(
        AccessChanged(
            object=f"{role}:{permission}",
            details={"kind": "bundle", "role": role, "permission": permission, "to": reach},
        )
    )
    await _all_hear(change)
