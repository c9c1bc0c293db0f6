"""Raise rounds: the list, one round with its people and budget, accepting and releasing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import Conflict, Refused
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.compensation import actions, fairness
from hrapp.modules.compensation.pages.lines import line, meter
from hrapp.modules.compensation.policy import in_force
from hrapp.modules.compensation.queries import RaiseRow, Round, policies, raises_of, round_lines, visible_round

PAGE = 50
SHOWN: dict[str, Callable[[RaiseRow], bool]] = {
    "": lambda row: True,
    "open": lambda row: not row.decided and (row.suggested_pct is not None or row.proposed_by is not None),
    "proposed": lambda row: not row.decided and row.proposed_by is not None,
    "decided": lambda row: row.decided,
    "differs": lambda row: row.differs,
    "none": lambda row: row.suggested_pct is None,
}


class OpenForm(msgspec.Struct):
    title: str | None = None
    effective_on: date | None = None


@get("/raises", permission="compensation.rounds")
async def show_rounds(request: WebRequest) -> Response[Any]:
    return await _rounds_page(request)


async def _rounds_page(
    request: WebRequest, errors: dict[str, str] | None = None, entered: dict[str, Any] | None = None
) -> Response[Any]:
    today = clock.today()
    found = await round_lines(request.user.scope("compensation.rounds"), request.user.person)
    policy = in_force(await policies(), today)
    return page(
        request,
        "compensation/rounds.html",
        "rounds",
        status=422 if errors else 200,
        rounds=[(each, meter(each.budget, each.increments)) for each in found],
        policy=policy,
        may_open=request.user.may("compensation.open") and policy is not None,
        running=any(each.state == "open" for each in found),
        errors=errors or {},
        entered=entered or {"title": actions.default_title(today), "effective_on": actions.first_of_next_month(today)},
    )


@post("/raises", permission="compensation.open", whole=True, status_code=200)
async def open_round(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, OpenForm)
        opened = await actions.open_round(clock.today(), form.title or "", form.effective_on)
    except BadForm as bad:
        return await _rounds_page(request, bad.errors, bad.entered)
    except (Refused, Conflict) as why:
        return await _rounds_page(
            request, {"title": str(why)}, {"title": form.title or "", "effective_on": form.effective_on}
        )
    return done(request, f"/raises/{opened}", _("The round is open. Every suggestion waits for a decision."))


@get("/raises/{round_id:str}", permission="compensation.rounds")
async def show_round(request: WebRequest, round_id: FromPath[str]) -> Response[Any]:
    in_round, rows = await _round(request, round_id)
    show = request.query_params.get("show", "")
    department = request.query_params.get("department", "")
    wanted = [r for r in rows if SHOWN.get(show, SHOWN[""])(r) and department in ("", r.department or "")]
    number = _page_number(request, len(wanted))
    open_ones = sum(SHOWN["open"](row) for row in rows if row.person != request.user.person)
    return page(
        request,
        "compensation/round.html",
        "people",
        round=in_round,
        meter=meter(in_round.budget, _total(rows)),
        lines=[line(row, in_round, request.user.person) for row in wanted[(number - 1) * PAGE : number * PAGE]],
        views=_tabs(in_round, rows, show, department),
        departments=sorted({row.department for row in rows if row.department}),
        show=show,
        department=department,
        undecided=open_ones,
        acceptable=sum(SHOWN["open"](row) and not row.proposed_by for row in rows if row.person != request.user.person),
        unequal=len(fairness.same_inputs(_without_own(rows, in_round, request))),
        may_decide=request.user.may("compensation.decide") and in_round.state == "open",
        newer=_page_url(request, number - 1) if number > 1 else "",
        older=_page_url(request, number + 1) if number * PAGE < len(wanted) else "",
    )


async def _round(request: WebRequest, round_id: str) -> tuple[Round, list[RaiseRow]]:
    scope = request.user.scope("compensation.rounds")
    in_round = await visible_round(scope, round_id)
    return in_round, await raises_of(scope, in_round.id, in_round.as_of)


def _without_own(rows: Sequence[RaiseRow], in_round: Round, request: WebRequest) -> list[RaiseRow]:
    return [row for row in rows if in_round.state != "open" or row.person != request.user.person]


def _total(rows: Sequence[RaiseRow]) -> Decimal:
    return sum((row.increment for row in rows), Decimal(0))


def _tabs(in_round: Round, rows: Sequence[RaiseRow], show: str, department: str) -> list[tuple[str, str, bool]]:
    counts = Counter({key: sum(map(test, rows)) for key, test in SHOWN.items()})
    names = {
        "": _("All"),
        "open": _("Open"),
        "proposed": _("With a proposal"),
        "decided": _("Decided"),
        "differs": _("Differs from the suggestion"),
        "none": _("Without a suggestion"),
    }
    base = f"/raises/{in_round.id}"
    kept = {"department": department} if department else {}
    return [
        (f"{name} {counts[key]}", f"{base}?{urlencode({'show': key, **kept})}", key == show)
        for key, name in names.items()
        if counts[key] or key in ("", "open", "decided")
    ]


def _page_number(request: WebRequest, rows: int) -> int:
    asked = request.query_params.get("page", "1")
    last = max(-(-rows // PAGE), 1)
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1


def _page_url(request: WebRequest, number: int) -> str:
    kept = {k: v for k, v in request.query_params.items() if k in ("show", "department")}
    return f"{request.url.path}?{urlencode({**kept, 'page': number})}"


@post("/raises/{round_id:str}/acceptance", permission="compensation.decide", status_code=200)
async def accept_open(request: WebRequest, round_id: FromPath[str]) -> Response[Any]:
    scope = request.user.scope("compensation.decide")
    in_round = await visible_round(scope, round_id)
    n = await actions.accept_open(request.user, in_round, scope)
    return done(
        request,
        f"/raises/{in_round.id}",
        ngettext("One suggestion is accepted.", "%(n)s suggestions are accepted.", n),
    )


@get("/raises/{round_id:str}/release", permission="compensation.decide", whole=True)
async def confirm_release(request: WebRequest, round_id: FromPath[str]) -> Response[Any]:
    """What a release does, before it is done."""
    in_round, rows = await _round(request, round_id)
    return _release_page(request, in_round, rows)


def _release_page(request: WebRequest, in_round: Round, rows: Sequence[RaiseRow], problem: str = "") -> Response[Any]:
    return page(
        request,
        "compensation/release.html",
        status=422 if problem else 200,
        round=in_round,
        meter=meter(in_round.budget, _total(rows)),
        told=sum(row.decided for row in rows),
        raised=sum(row.decided and row.increment > 0 for row in rows),
        direct=[row for row in rows if row.direct],
        undecided=sum(SHOWN["open"](row) for row in rows if row.person != request.user.person),
        problem=problem,
    )


@post("/raises/{round_id:str}/release", permission="compensation.decide", whole=True, status_code=200)
async def release(request: WebRequest, round_id: FromPath[str]) -> Response[Any]:
    in_round, rows = await _round(request, round_id)
    try:
        n = await actions.release(request.user, in_round, clock.today())
    except Conflict as why:
        return _release_page(request, in_round, rows, str(why))
    return done(
        request,
        f"/raises/{in_round.id}",
        ngettext("Released: one person gets more.", "Released: %(n)s people get more.", n),
    )


@get("/raises/{round_id:str}/fairness", permission="compensation.rounds")
async def show_fairness(request: WebRequest, round_id: FromPath[str]) -> Response[Any]:
    in_round, found = await _round(request, round_id)
    rows = _without_own(found, in_round, request)
    suggested = [row for row in rows if row.suggested_pct is not None or row.decided]
    return page(
        request,
        "compensation/fairness.html",
        round=in_round,
        tables=[
            (_("Grade"), fairness.groups(suggested, lambda row: str(row.inputs.get("grade") or _("none")))),
            (_("Department"), fairness.groups(suggested, lambda row: row.department or _("none"))),
            (_("Gender"), fairness.groups(suggested, lambda row: row.gender or _("not known"))),
            (_("Years in the company"), fairness.groups(suggested, fairness.tenure_group)),
        ],
        unequal=[[line(row, in_round, request.user.person) for row in group] for group in fairness.same_inputs(rows)],
        direct=[line(row, in_round, request.user.person) for row in rows if row.direct],
    )
