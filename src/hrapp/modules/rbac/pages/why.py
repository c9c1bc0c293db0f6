"""Why somebody can see somebody, who can see somebody, and who can see me."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import Response, get

from hrapp.kernel import clock, registry
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.classes import IDENTITY, PERFORMANCE, PERSONAL, SALARY, WORDS
from hrapp.kernel.errors import NotFound
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.audit.api import actor_words, fields_words, last_accesses
from hrapp.modules.rbac.access import scopes_of, with_loans
from hrapp.modules.rbac.explaining import Explained, Lent, Path, Subject, explained
from hrapp.modules.rbac.guards import SENTENCES
from hrapp.modules.rbac.queries import Account, everybody, own_subject, subject_of
from hrapp.modules.rbac.rules import REACH_WORDS, ROLE_WORDS

EXPLAIN, OWN = "access.explain", "access.own"
SHOWN = (SALARY, PERFORMANCE, IDENTITY, PERSONAL)


class Reason(msgspec.Struct, frozen=True):
    """One right, as it is read: what it opens, by which ways, and what closes it."""

    sentence: str
    ways: list[str]
    closed: list[str]
    allowed: bool


class Reader(msgspec.Struct, frozen=True):
    """Somebody who can see the person, and why."""

    name: str
    emp_no: str
    ways: list[str]


@get("/access", permission=EXPLAIN)
async def show_why(request: WebRequest) -> Response[Any]:
    """For a viewer, a person and a class: every way, every guard, the last looks."""
    asked = {key: str(request.query_params.get(key, "")).strip() for key in ("viewer", "person", "data")}
    data = asked["data"] if asked["data"] in SHOWN else SALARY
    day, errors = clock.today(), {}
    subject, account, accounts = None, None, await everybody(day)
    if asked["person"]:
        try:
            subject = await subject_of(request.user.scope(EXPLAIN), asked["person"], day)
        except NotFound:
            errors["person"] = _("There is nobody with this number.")
    if asked["viewer"]:
        account = next((a for a in accounts if a.emp_no and a.emp_no.upper() == asked["viewer"].upper()), None)
        if account is None:
            errors["viewer"] = _("Nobody with this number has an account here.")
    reasons = _reasons(account, accounts, subject, data, day) if account and subject else None
    readers = _readers(accounts, subject, data, day) if subject and not asked["viewer"] else None
    looks = await _looks(subject, data, account.name if account else None) if subject else []
    return page(
        request,
        "rbac/why.html",
        "answer",
        status=422 if errors else 200,
        entered={**asked, "data": data},
        errors=errors,
        classes=[(name, _(WORDS[name])) for name in SHOWN],
        subject=subject,
        account=account,
        reasons=reasons,
        readers=readers,
        looks=looks,
        data_words=_(WORDS[data]),
        guards=[(each_id, _(sentence)) for each_id, sentence in SENTENCES],
    )


@get("/me/access", permission=OWN)
async def show_own(request: WebRequest) -> Response[Any]:
    """Who can see my data, class by class, and why."""
    if request.user.person is None:
        raise NotFound
    day = clock.today()
    subject, accounts = await own_subject(request.user.person, day), await everybody(day)
    found = [
        (_(WORDS[data]), [r for r in _readers(accounts, subject, data, day) if r.emp_no != subject.emp_no])
        for data in SHOWN
    ]
    return page(request, "rbac/own.html", "readers", classes=found)


def _lent(account: Account, accounts: list[Account]) -> Lent:
    by_id = {each.id: each for each in accounts}
    return [(loan, by_id[loan.giver].standing) for loan in account.standing.loans if loan.giver in by_id]


def _reasons(account: Account, accounts: list[Account], subject: Subject, data: str, day: date) -> list[Reason]:
    found = explained(account.standing, _lent(account, accounts), subject, data, day)
    return [_reason(each, accounts) for each in found]


def _reason(each: Explained, accounts: list[Account]) -> Reason:
    return Reason(
        sentence=_(each.permission.sentence),
        ways=[_way(path, accounts) for path in each.paths],
        closed=[f"{guard.id} {_(guard.sentence)}" for guard in each.closed_by],
        allowed=each.allowed,
    )


def _way(path: Path, accounts: list[Account]) -> str:
    far = _(REACH_WORDS[path.reach])
    if path.kind == "role":
        return _("as %(role)s, who reach %(far)s", role=_(ROLE_WORDS[path.name]), far=far)
    if path.kind == "grant":
        return _("by a grant for a while, which reaches %(far)s", far=far)
    lender = next((a.name for a in accounts if a.id == path.name), "")
    return _("standing in for %(name)s, who reaches %(far)s", name=lender, far=far)


def _readers(accounts: list[Account], subject: Subject, data: str, day: date) -> list[Reader]:
    """Everybody whose rights reach the person with at least one permission of this class that looks."""
    looking = {
        p.name for p in registry.current().each(lambda m: m.permissions) if p.data == data and p.action != "propose"
    }
    found = []
    for account in accounts:
        lent = _lent(account, accounts)
        own = scopes_of(account.standing, day)
        scopes = (
            with_loans(
                own, account.standing, [(loan, giver.person, scopes_of(giver, day)) for loan, giver in lent], day
            )
            if lent
            else own
        )
        if any(name in looking and subject.inside(scope) for name, scope in scopes.items()):
            ways = {
                _way(path, accounts)
                for each in explained(account.standing, lent, subject, data, day)
                if each.allowed
                for path in each.paths
            }
            found.append(Reader(account.name, account.emp_no or "", sorted(ways)))
    return found


async def _looks(subject: Subject, data: str, actor: str | None) -> list[str]:
    rows = await last_accesses(EVERYBODY, subject.id, data)
    return [
        f"{time_text(row.at)} {actor_words(row.actor)} {fields_words(row.fields)}".strip()
        for row in rows
        if actor is None or actor in row.actor
    ]


PAGES = (show_why, show_own)
