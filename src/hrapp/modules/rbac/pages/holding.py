"""Who holds which access, and what waits for two: /settings/access."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock, registry
from hrapp.kernel.classes import PROTECTED
from hrapp.kernel.errors import Conflict, Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.module import Permission
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.reach import DEPARTMENT
from hrapp.kernel.text import date_iso, time_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.rbac import actions, lending
from hrapp.modules.rbac.queries import Holding, ProposalRow, account_of, acting, departments, holdings, proposals
from hrapp.modules.rbac.rules import FAMILIES, GIVEN, GRANTED, LONGEST_SAMPLE, REACH_WORDS, ROLE_WORDS, family_of

VIEW, CHANGE = "access.view", "access.change"


class RoleForm(msgspec.Struct):
    emp_no: str
    role: str
    reason: str
    department: str | None = None
    until: date | None = None


class GrantForm(msgspec.Struct):
    grant_no: str
    permission: str
    reach: str
    grant_last: date
    grant_reason: str
    grant_department: str | None = None


class ResetForm(msgspec.Struct):
    reset_no: str
    reset_reason: str


class ActingForm(msgspec.Struct):
    acting_no: str
    acting_department: str
    acting_since: date
    acting_last: date


class VoteForm(msgspec.Struct):
    verdict: str
    comment: str | None = None


class Line(msgspec.Struct, frozen=True):
    """A role or grant as it is read."""

    id: str
    kind: str
    name: str
    emp_no: str
    person: str
    what: str
    span: str
    given: str
    own: bool


class Waiting(msgspec.Struct, frozen=True):
    """A proposal as it is read, and what the viewer may do with it."""

    id: str
    what: str
    who: str
    reason: str
    proposed: str
    votes: list[str]
    may_vote: bool
    may_withdraw: bool
    state: str


@get("/settings/access", permission=VIEW)
async def show_access(request: WebRequest) -> Response[Any]:
    return await _access_page(request)


async def _access_page(
    request: WebRequest, errors: dict[str, str] | None = None, entered: dict[str, Any] | None = None, status: int = 0
) -> Response[Any]:
    viewer = request.user
    return page(
        request,
        "rbac/access.html",
        "waiting",
        status=status or (422 if errors else 200),
        holdings=[_line(row, viewer.account) for row in await holdings()],
        waiting=[_waiting(row, request) for row in await proposals(open_ones=True)],
        ended=[_waiting(row, request) for row in await proposals(open_ones=False, most=20)],
        may_change=viewer.may(CHANGE),
        roles=[(role, _(ROLE_WORDS[role])) for role in GIVEN],
        permissions=[("", _("Please choose"))] + [(p.name, _(p.sentence)) for p in _grantable()],
        reaches=[(reach, _(REACH_WORDS[reach])) for reach in GRANTED],
        longest=LONGEST_SAMPLE,
        departments=[("", _("none"))] + [(each.id, each.name) for each in await departments()],
        errors=errors or {},
        entered={**_EMPTY, "role": "hr", "reach": DEPARTMENT, **(entered or {})},
        acting=await acting(clock.today()),
        families="、".join(_(ROLE_WORDS[family]) for family in FAMILIES),
    )


_EMPTY = dict.fromkeys(
    (
        *("emp_no", "reason", "department", "until", "reset_no", "reset_reason"),
        *("grant_no", "permission", "grant_department", "grant_last", "grant_reason"),
        *("acting_no", "acting_department", "acting_since", "acting_last"),
    ),
    "",
)


def _grantable() -> list[Permission]:
    """What one permission for a while may be about: the data of people. How the system is run is for roles."""
    return [p for p in registry.current().each(lambda m: m.permissions) if p.data in PROTECTED]


def _line(row: Holding, own: str) -> Line:
    return Line(
        id=row.id,
        kind=row.kind,
        name=row.name,
        emp_no=row.emp_no or "",
        person=row.person or "",
        what=_what(row.kind, row.what, row.reach, row.department),
        span=_span(row.since, row.until),
        given=_("%(who)s, %(when)s", who=row.given_by, when=time_text(row.given_at)),
        own=row.account == own,
    )


def _what(kind: str, what: str, reach: str | None, department: str | None) -> str:
    if kind == "role":
        name = _(ROLE_WORDS[what]) if what in ROLE_WORDS else what
        return f"{name}：{department}" if department else name
    sentence = next((p.sentence for p in registry.current().each(lambda m: m.permissions) if p.name == what), what)
    far = department if reach == DEPARTMENT and department else _(REACH_WORDS.get(reach or "", ""))
    return f"{_(sentence)}：{far}"


def _span(since: date | None, until: date | None) -> str:
    if until is None:
        return _("from %(day)s", day=date_iso(since)) if since else _("without an end")
    return _("until the day before %(day)s", day=date_iso(until))


def _waiting(row: ProposalRow, request: WebRequest) -> Waiting:
    viewer = request.user
    voted = {vote["account"] for vote in row.votes}
    about_me = row.account == viewer.account
    return Waiting(
        id=row.id,
        what=_proposed(row),
        who=f"{row.name}（{row.emp_no}）" if row.emp_no else (row.name or ""),
        reason=row.reason,
        proposed=_("%(who)s, %(when)s", who=row.proposed_label, when=time_text(row.proposed_at)),
        votes=[_vote_words(vote) for vote in row.votes],
        may_vote=viewer.may(CHANGE)
        and family_of(viewer.roles) is not None
        and not about_me
        and viewer.account not in voted,
        may_withdraw=row.proposed_by == viewer.account and row.state == "open",
        state=_states()[row.state],
    )


def _states() -> dict[str, str]:
    return {"open": _("open"), "applied": _("in force"), "rejected": _("rejected"), "withdrawn": _("withdrawn")}


def _vote_words(vote: dict[str, Any]) -> str:
    words = (
        _("%(name)s agrees", name=vote["name"])
        if vote["verdict"] == "agree"
        else _("%(name)s says no", name=vote["name"])
    )
    return f"{words}：{vote['comment']}" if vote["comment"] else words


def _proposed(row: ProposalRow) -> str:
    content = row.content
    if row.kind == "role":
        return _what("role", content.get("role", ""), None, row.department)
    if row.kind == "grant":
        return _what("grant", content.get("permission", ""), content.get("reach"), row.department)
    if row.kind == "bundle":
        return "；".join(
            f"{_(ROLE_WORDS.get(each['role'], each['role']))}：{_what('grant', each['permission'], each['reach'], None)}"
            for each in content.get("changes", [])
        )
    if row.kind == "visibility":
        return _(
            "Who reads what: %(lists)s",
            lists="；".join(
                f"{k} = {', '.join(v)}" for k, v in content.get("visibility", {}).items() if isinstance(v, list)
            ),
        )
    return _("A new one-time code; the second factor is removed")


@post("/settings/access/roles", permission=CHANGE, status_code=200)
async def propose_role(request: WebRequest) -> Response[Any]:
    asked = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    try:
        form = await read_form(request, RoleForm)
        found = await account_of(form.emp_no)
        if found is None:
            raise Invalid(
                {"emp_no": _("Nobody with this number has an account here. HR can make one on the person's page.")}
            )
        await actions.propose_role(
            found.account, found.person, form.role, form.reason, department=form.department, until=form.until
        )
    except BadForm as bad:
        return await _access_page(request, bad.errors, {**asked, **bad.entered})
    except Invalid as bad:
        return await _access_page(request, bad.errors, asked)
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


@post("/settings/access/grants", permission=CHANGE, status_code=200)
async def propose_grant(request: WebRequest) -> Response[Any]:
    """One permission for somebody for a while, for instance to help out or to check a sample."""
    asked = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    try:
        form = await read_form(request, GrantForm)
        problems = {}
        found = await account_of(form.grant_no)
        if found is None:
            problems["grant_no"] = _("Nobody with this number has an account here.")
        if form.permission not in {p.name for p in _grantable()}:
            problems["permission"] = _("Choose what it is about.")
        if form.grant_department and form.grant_department not in {each.id for each in await departments()}:
            problems["grant_department"] = _("Choose a department.")
        if problems or found is None:
            raise Invalid(problems)
        await actions.propose_grant(
            found.account,
            found.person,
            form.permission,
            form.reach,
            form.grant_reason,
            form.grant_last + timedelta(days=1),
            form.grant_department or None,
        )
    except (BadForm, Invalid) as bad:
        return await _access_page(request, {_GRANT.get(k, k): v for k, v in bad.errors.items()}, asked)
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


_GRANT = {"until": "grant_last", "reason": "grant_reason", "department": "grant_department"}


@post("/settings/access/resets", permission=CHANGE, status_code=200)
async def propose_reset(request: WebRequest) -> Response[Any]:
    """The password or telephone of somebody with a given role is lost."""
    try:
        form = await read_form(request, ResetForm)
        found = await account_of(form.reset_no)
        if found is None:
            raise BadForm({"reset_no": _("Nobody with this number has an account here.")}, msgspec.structs.asdict(form))
        await actions.propose_reset(found.account, found.person, form.reset_reason)
    except BadForm as bad:
        return await _access_page(request, bad.errors, bad.entered)
    except Invalid as bad:
        return await _access_page(
            request, {_RESET.get(k, k): v for k, v in bad.errors.items()}, msgspec.structs.asdict(form)
        )
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


_RESET = {"emp_no": "reset_no", "reason": "reset_reason"}


@post("/settings/access/acting", permission=CHANGE, status_code=200)
async def let_act(request: WebRequest) -> Response[Any]:
    """Somebody leads a department until the last day, and sees what its head sees."""
    try:
        form = await read_form(request, ActingForm)
        problems = {}
        found = await account_of(form.acting_no)
        if found is None:
            problems["acting_no"] = _("Nobody with this number has an account here.")
        elif found.account == request.user.account:
            problems["acting_no"] = _("A colleague enters this for you.")
        if form.acting_department not in {each.id for each in await departments()}:
            problems["acting_department"] = _("Choose a department.")
        if not form.acting_since <= form.acting_last <= form.acting_since + timedelta(days=366):
            problems["acting_last"] = _("Choose a last day after the beginning, at most a year away.")
        if problems or found is None:
            raise BadForm(problems, msgspec.structs.asdict(form))
        await lending.let_act(
            form.acting_department, found.person, form.acting_since, form.acting_last + timedelta(days=1)
        )
    except BadForm as bad:
        return await _access_page(request, bad.errors, bad.entered)
    return done(request, "/settings/access", _("%(name)s leads the department in that time.", name=found.name))


@post("/settings/access/proposals/{proposal:str}/vote", permission=CHANGE, status_code=200)
async def vote(request: WebRequest, proposal: FromPath[str]) -> Response[Any]:
    form = await read_form(request, VoteForm)
    if form.verdict not in ("agree", "reject"):
        return await _access_page(request, {"verdict": _("Choose whether you agree.")})
    try:
        outcome = await actions.vote(request.user, proposal, form.verdict, form.comment or "")
    except Conflict as why:
        return await _access_page(request, {"verdict": str(why)}, status=409)
    if form.verdict == "reject":
        return done(request, "/settings/access", _("Rejected. Nothing was changed."))
    if outcome.code:
        return page(request, "rbac/reset_code.html", name=outcome.name, code=outcome.code)
    return done(request, "/settings/access", _("In force.") if outcome.applied else _("Noted. One more has to agree."))


@post("/settings/access/proposals/{proposal:str}/withdraw", permission=CHANGE, status_code=200)
async def withdraw(request: WebRequest, proposal: FromPath[str]) -> Response[Any]:
    await actions.withdraw(request.user, proposal)
    return done(request, "/settings/access", _("Withdrawn."))


@post("/settings/access/{kind:str}/{held:str}/end", permission=CHANGE, status_code=200)
async def end(request: WebRequest, kind: FromPath[str], held: FromPath[str]) -> Response[Any]:
    await (actions.end_grant if kind == "grant" else actions.end_role)(held)
    return done(request, "/settings/access", _("Taken back. Whoever held it is signed out everywhere."))


PAGES = (show_access, propose_role, propose_grant, propose_reset, let_act, vote, withdraw, end)
