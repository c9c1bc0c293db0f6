"""Who holds which access, and what waits for two: /settings/access."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import Response, get

from hrapp.kernel import clock, registry
from hrapp.kernel.classes import PROTECTED
from hrapp.kernel.module import Permission
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.reach import DEPARTMENT
from hrapp.kernel.text import date_iso, time_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.rbac.queries import Holding, ProposalRow, acting, departments, holdings, proposals
from hrapp.modules.rbac.rules import FAMILIES, GIVEN, GRANTED, LONGEST_SAMPLE, REACH_WORDS, ROLE_WORDS, family_of

VIEW, CHANGE = "access.view", "access.change"


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
    return await access_page(request)


async def access_page(
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
        permissions=[("", _("Please choose"))] + [(p.name, _(p.sentence)) for p in grantable()],
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
        *("emp_no", "reason", "department", "until", "reset_no", "reset_reason", "reset_factor"),
        *("grant_no", "permission", "grant_department", "grant_last", "grant_reason"),
        *("acting_no", "acting_department", "acting_since", "acting_last"),
    ),
    "",
)


def grantable() -> list[Permission]:
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
    if row.content.get("keeps_factor"):
        return _("A new one-time code; the second factor stays")
    return _("A new one-time code; the second factor is removed")


PAGES = (show_access,)
