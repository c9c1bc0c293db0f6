"""Pay as the employee reads it, and as HR and the general manager do: what it is, how it came, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import NotFound
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import money
from hrapp.modules.compensation.basis import basis_words, pct_text, told
from hrapp.modules.compensation.pages.lines import (
    decided_words,
    grade_words,
    promoted_words,
    suggested_words,
    tenure_words,
)
from hrapp.modules.compensation.queries import PayLine, Released, pay_lines, released_raise, released_raises
from hrapp.modules.people.api import PersonRow, visible_person


class Result(msgspec.Struct, frozen=True):
    """A released raise in words."""

    id: str
    title: str
    effective_on: date
    sentence: str
    suggested: str
    decided: str
    new_base: str
    url: str


class PayEntry(msgspec.Struct, frozen=True):
    """One pay record. `state` says whether it counts today."""

    effective_on: date
    base: str
    change: str
    reason: str
    state: str
    tone: str
    origin: str


@get("/pay", permission="compensation.pay")
async def show_my_pay(request: WebRequest) -> Response[Any]:
    if request.user.person is None:
        raise NotFound
    return await _pay_page(request, await _person(request, request.user.person), mine=True)


@get("/people/{person:str}/pay", permission="compensation.pay")
async def show_pay(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    return await _pay_page(request, await _person(request, person), mine=person == request.user.person)


async def _person(request: WebRequest, person: str) -> PersonRow:
    return await visible_person(request.user.scope("compensation.pay"), person, clock.today())


async def _pay_page(request: WebRequest, person: PersonRow, *, mine: bool) -> Response[Any]:
    today = clock.today()
    lines = await pay_lines(request.user.scope("compensation.pay"), today, person.id)
    told_ones = await released_raises(request.user.scope("compensation.basis"), person.id, today)
    current = _current(lines, today)
    return page(
        request,
        "compensation/pay.html",
        person=person,
        mine=mine,
        current=current,
        current_base=money(current.base) if current else "",
        entries=list(reversed(entries(lines, today))),
        results=[result(row) for row in told_ones],
    )


def _current(lines: Sequence[PayLine], day: date) -> PayLine | None:
    known = [line for line in lines if line.state == "in_force" and line.effective_on <= day]
    return known[-1] if known else None


def entries(lines: Sequence[PayLine], day: date) -> list[PayEntry]:
    """Oldest first, each with its difference to the pay before it."""
    current, before, found = _current(lines, day), None, []
    for line in lines:
        rise = "" if before is None or not before.base else pct_text(100 * (line.base - before.base) / before.base)
        state, tone = _state(line, current, day)
        change = f"{'' if rise.startswith('-') else '+'}{rise}" if rise else ""
        found.append(PayEntry(line.effective_on, money(line.base), change, line.reason, state, tone, line.origin or ""))
        if line.state == "in_force":
            before = line
    return found


def _state(line: PayLine, current: PayLine | None, day: date) -> tuple[str, str]:
    if line.state == "proposed":
        return _("proposed, not in force"), "warn"
    if line is current:
        return _("in force"), "ok"
    return (_("from then on"), "info") if line.effective_on > day else (_("before"), "quiet")


def result(row: Released) -> Result:
    return Result(
        id=row.id,
        title=row.title,
        effective_on=row.effective_on,
        sentence=told(row),
        suggested=suggested_words(row),
        decided=decided_words(row),
        new_base=money(row.new_base),
        url=f"/pay/{row.id}",
    )


@get("/pay/{raise_id:str}", permission="compensation.basis")
async def show_letter(request: WebRequest, raise_id: FromPath[str]) -> Response[Any]:
    """调薪通知书: the result with everything it was made of, to read and to print."""
    row = await released_raise(request.user.scope("compensation.basis"), raise_id, clock.today())
    return page(
        request,
        "compensation/letter.html",
        row=row,
        sentence=told(row),
        basis=basis_words(row.inputs, row.reason_none),
        grade=grade_words(row.inputs),
        promoted=promoted_words(row.inputs),
        tenure=tenure_words(row.inputs),
        matched="、".join(row.inputs.get("matched", [])),
        suggested=suggested_words(row),
        decided=decided_words(row),
        mine=row.person == request.user.person,
    )
