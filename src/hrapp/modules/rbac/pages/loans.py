"""Standing in for somebody: what I lent, what was lent to me. /account/delegations"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.classes import PERFORMANCE, WORDS
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.modules.rbac import lending
from hrapp.modules.rbac.queries import LoanRow, account_of, loans_of

LEND = "access.lend"


class LoanForm(msgspec.Struct):
    emp_no: str
    since: date
    until: date
    reason: str
    look: bool = False
    decide: bool = False
    classes: list[str] = []


class Line(msgspec.Struct, frozen=True):
    id: str
    mine: bool
    name: str
    what: str
    since: date
    last_day: date
    reason: str


@get("/account/delegations", permission=LEND)
async def show_loans(request: WebRequest) -> Response[Any]:
    return await _loans_page(request)


async def _loans_page(
    request: WebRequest, errors: dict[str, str] | None = None, entered: dict[str, Any] | None = None
) -> Response[Any]:
    today = clock.today()
    start = {
        "emp_no": "",
        "since": today,
        "until": today + timedelta(days=14),
        "reason": "",
        "classes": [PERFORMANCE],
        "look": True,
        "decide": True,
    }
    return page(
        request,
        "rbac/loans.html",
        "loans",
        status=422 if errors else 200,
        lines=[_line(row, request.user.account) for row in await loans_of(request.user.account)],
        classes=[(name, _(WORDS[name])) for name in lending.LENDABLE],
        errors=errors or {},
        entered={**start, **(entered or {})},
    )


def _line(row: LoanRow, own: str) -> Line:
    mine = row.giver == own
    verbs = {"view": _("look"), "approve": _("decide")}
    what = "、".join(verbs[a] for a in row.actions) + "：" + "、".join(_(WORDS[c]) for c in row.classes)
    name = row.taker_name if mine else row.giver_name
    return Line(row.id, mine, name, what, row.since, row.until - timedelta(days=1), row.reason)


@post("/account/delegations", permission=LEND, fresh=True, status_code=200)
async def lend(request: WebRequest) -> Response[Any]:
    """With a proof of who it is: whoever finds an unlocked screen would take three months of its owner's rights along."""
    try:
        form = await read_form(request, LoanForm)
        found = await account_of(form.emp_no)
        if found is None:
            raise Invalid({"emp_no": _("Nobody with this number has an account here.")})
        wanted = [name for name, chosen in (("view", form.look), ("approve", form.decide)) if chosen]
        classes = [name for name in form.classes if name in lending.LENDABLE]
        await lending.lend(
            request.user, found.account, wanted, classes, form.since, form.until + timedelta(days=1), form.reason
        )
    except BadForm as bad:
        return await _loans_page(request, bad.errors, bad.entered)
    except Invalid as bad:
        entered = msgspec.structs.asdict(form)
        return await _loans_page(
            request, {("emp_no" if k == "taker" else k): v for k, v in bad.errors.items()}, entered
        )
    return done(request, "/account/delegations", _("%(name)s stands in for you in that time.", name=found.name))


@post("/account/delegations/{loan:str}/end", permission=LEND, status_code=200)
async def end_loan(request: WebRequest, loan: FromPath[str]) -> Response[Any]:
    await lending.end_loan(request.user, loan)
    return done(request, "/account/delegations", _("Ended."))


PAGES = (show_loans, lend, end_loan)
