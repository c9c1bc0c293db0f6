"""One person's raise: the facts on the left, the decision on the right, and what the employee will read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.asking import together
from hrapp.kernel.errors import Conflict, Invalid, NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, money, number
from hrapp.modules.compensation import actions, fairness
from hrapp.modules.compensation.basis import basis_words, employee_sentence
from hrapp.modules.compensation.decisions import Decided, TypedAs, decided
from hrapp.modules.compensation.pages.lines import (
    Meter,
    decided_words,
    grade_words,
    line,
    meter,
    promoted_words,
    suggested_words,
    tenure_words,
    with_amount,
)
from hrapp.modules.compensation.queries import RaiseRow, Round, background, policies, raises_of, visible_round
from hrapp.modules.people.api import people_in

TYPED = ("pct", "amount", "new_pay")
UNREADABLE = mark("Choose percent, amount or new pay.")


class DecisionForm(msgspec.Struct):
    figure: Decimal
    version: int
    typed_as: str = "pct"
    reason: str | None = None


class PreviewForm(msgspec.Struct):
    figure: Decimal | None = None
    typed_as: str = "pct"
    reason: str | None = None


class Preview(msgspec.Struct, frozen=True):
    """What the entered figure comes to: new pay, the employee's sentence, the budget with it."""

    result: str
    new_base: str
    sentence: str
    meter: Meter
    warning: str


class Found(msgspec.Struct, frozen=True):
    round: Round
    rows: list[RaiseRow]
    row: RaiseRow


@get("/raises/{round_id:str}/{raise_id:str}", permission="compensation.rounds")
async def show_raise(request: WebRequest, round_id: FromPath[str], raise_id: FromPath[str]) -> Response[Any]:
    return await _raise_page(request, await _find(request, round_id, raise_id))


async def _find(request: WebRequest, round_id: str, raise_id: str, to: str = "compensation.rounds") -> Found:
    """The row within its round. One's own is not there before release: others decide on it. Who wants `to` do more
    than look must reach the person with that right, too: on loan it does not reach the lender."""
    scope = request.user.scope("compensation.rounds")
    in_round = await visible_round(scope, round_id)
    rows = await raises_of(scope, in_round.id, in_round.as_of)
    row = next((each for each in rows if each.id == raise_id), None)
    if row is None or (row.person == request.user.person and in_round.state == "open"):
        raise NotFound
    if not await _reaches(request, to, row, in_round):
        raise NotFound
    return Found(in_round, rows, row)


async def _reaches(request: WebRequest, permission: str, row: RaiseRow, in_round: Round) -> bool:
    return bool(await people_in(request.user.scope(permission), in_round.as_of, [row.person]))


async def _open_to(request: WebRequest, permission: str, found: Found) -> bool:
    return found.round.state == "open" and await _reaches(request, permission, found.row, found.round)


async def _raise_page(
    request: WebRequest,
    found: Found,
    errors: dict[str, str] | None = None,
    entered: dict[str, Any] | None = None,
    status: int | None = None,
) -> Response[Any]:
    row, in_round = found.row, found.round
    typed = entered or _start(row)
    may_decide, known, preview = await together(
        _open_to(request, "compensation.decide", found),
        background(request.user.scope("compensation.rounds"), row.person, in_round.as_of),
        _preview(found, typed),
    )
    return page(
        request,
        "compensation/raise.html",
        "raise_preview",
        status=status or (422 if errors else 200),
        round=in_round,
        row=row,
        grade=grade_words(row.inputs),
        promoted=promoted_words(row.inputs),
        tenure=tenure_words(row.inputs),
        basis=basis_words(row.inputs, row.reason_none),
        matched=row.inputs.get("matched", []),
        suggested=suggested_words(row),
        decided=decided_words(row),
        known=known,
        proposed=with_amount(row.proposed_pct, row.proposed_increment) if row.proposed_increment is not None else "",
        alike=_alike(request, found),
        may_decide=may_decide,
        may_propose=not may_decide and not row.decided and await _open_to(request, "compensation.open", found),
        typed_options=_typed_options(),
        entered=typed,
        errors=errors or {},
        preview=preview,
        next_url=_next(request, found),
    )


def _typed_options() -> list[tuple[str, str]]:
    return [("pct", _("Percent")), ("amount", _("Amount a month")), ("new_pay", _("New pay a month"))]


def _start(row: RaiseRow) -> dict[str, Any]:
    """What the form shows first: the decision, else the proposal, else the suggestion."""
    if row.decided_increment is not None:
        return _typed(row, row.decided_pct, row.decided_increment, row.reason)
    if row.proposed_increment is not None:
        return _typed(row, row.proposed_pct, row.proposed_increment, row.proposed_reason)
    return _typed(row, row.suggested_pct or Decimal(0), row.suggested_increment, "")


def _typed(row: RaiseRow, pct: Decimal | None, increment: Decimal, reason: str) -> dict[str, Any]:
    whole = pct is not None and pct == pct.quantize(Decimal("0.01"))
    as_pct = whole and pct is not None
    figure = number(pct if as_pct else increment).replace(",", "")
    return {"typed_as": "pct" if as_pct else "amount", "figure": figure, "reason": reason, "version": row.version}


async def _preview(found: Found, entered: dict[str, Any]) -> Preview | None:
    try:
        figure = Decimal(str(entered.get("figure") or "").replace(",", "").replace("，", ""))
    except ArithmeticError:
        return None
    if not figure.is_finite() or abs(figure) >= Decimal(10) ** 12:
        return None
    typed_as = str(entered.get("typed_as"))
    typed = await _decided(found, typed_as if typed_as in TYPED else "pct", figure)
    return _as_preview(found, typed, str(entered.get("reason") or ""))


async def _decided(found: Found, typed_as: str, figure: Decimal) -> Decided:
    if typed_as not in TYPED:
        raise Invalid({"typed_as": _(UNREADABLE)})
    rules = next(p for p in await policies() if p.version == found.round.policy_version)
    return decided(
        found.row.base,
        cast(TypedAs, typed_as),
        figure,
        round_to=rules.round_to,
        suggested_pct=found.row.suggested_pct,
        suggested_increment=found.row.suggested_increment,
    )


def _as_preview(found: Found, typed: Decided, reason: str) -> Preview:
    row = found.row
    used = sum((r.increment for r in found.rows), Decimal(0)) - row.increment + typed.increment
    spent = meter(found.round.budget, used)
    warning = ""
    if typed.is_cut:
        warning = _("Lower pay needs the employee's written consent and is not part of a raise round.")
    elif typed.needs_reason and not reason.strip():
        warning = _(actions.REASON_NEEDED)
    return Preview(
        result=with_amount(typed.pct, typed.increment),
        new_base=_("%(before)s → %(after)s", before=money(row.base), after=money(typed.new_base)),
        sentence=employee_sentence(
            row.inputs, row.suggested_pct, typed.pct, reason if typed.needs_reason else "", row.reason_none
        ),
        meter=spent,
        warning=warning,
    )


def _alike(request: WebRequest, found: Found) -> list[Any]:
    """The others whom the policy sees like this one and who got something else."""
    group = next((g for g in fairness.same_inputs(found.rows) if any(r.id == found.row.id for r in g)), [])
    return [
        line(r, found.round, request.user.person)
        for r in group
        if r.id != found.row.id and r.person != request.user.person
    ]


def _next(request: WebRequest, found: Found) -> str:
    """The next person without a decision after this one, round the end of the list."""
    at = next(i for i, row in enumerate(found.rows) if row.id == found.row.id)
    after = [*found.rows[at + 1 :], *found.rows[:at]]
    return next((f"/raises/{found.round.id}/{row.id}" for row in after if _waits(row, request.user.person)), "")


def _waits(row: RaiseRow, own: str | None) -> bool:
    return not row.decided and (row.suggested_pct is not None or row.proposed_by is not None) and row.person != own


@get("/raises/{round_id:str}/{raise_id:str}/preview", permission="compensation.rounds")
async def preview(request: WebRequest, round_id: FromPath[str], raise_id: FromPath[str]) -> Response[Any]:
    """The figure so far, while it is typed. Nothing is kept."""
    found = await _find(request, round_id, raise_id)
    asked = request.query_params
    entered = {key: str(asked.get(key, "")) for key in ("typed_as", "figure", "reason")}
    return await _raise_page(request, found, entered={**entered, "version": found.row.version})


@post("/raises/{round_id:str}/{raise_id:str}/decision", permission="compensation.decide", status_code=200)
async def decide(request: WebRequest, round_id: FromPath[str], raise_id: FromPath[str]) -> Response[Any]:
    found = await _find(request, round_id, raise_id, "compensation.decide")
    return await _take(request, found, actions.decide, _("Decided."))


@post("/raises/{round_id:str}/{raise_id:str}/proposal", permission="compensation.open", status_code=200)
async def propose(request: WebRequest, round_id: FromPath[str], raise_id: FromPath[str]) -> Response[Any]:
    found = await _find(request, round_id, raise_id, "compensation.open")
    return await _take(request, found, actions.propose, _("The proposal is with the general manager."))


async def _take(request: WebRequest, found: Found, action: Any, message: str) -> Response[Any]:
    asked = await request.form()
    entered = {key: str(asked.get(key) or "") for key in ("typed_as", "figure", "reason", "version")}
    try:
        form = await read_form(request, DecisionForm)
        if asked.get("do") == "preview":  # the button for those without JavaScript
            return await _raise_page(request, found, entered=entered, status=200)
        typed = await _decided(found, form.typed_as, form.figure)
        await action(request.user, found.row, found.round, typed, form.reason or "", form.version)
    except (BadForm, Invalid) as bad:
        return await _raise_page(request, found, bad.errors, entered)
    except Conflict as why:
        return await _raise_page(
            request, found, {"figure": str(why)}, {**entered, "version": found.row.version}, status=409
        )
    return done(request, _next(request, found) or f"/raises/{found.round.id}", message)


__all__: Sequence[str] = ("decide", "preview", "propose", "show_raise")
