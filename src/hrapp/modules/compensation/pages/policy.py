"""调薪规则: every version as a table; a new one is published after its effect on today's data was seen."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import clock, settings_store
from hrapp.kernel.classes import SALARY
from hrapp.kernel.errors import Conflict, Invalid, NotFound
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import money
from hrapp.kernel.work import saw
from hrapp.modules.compensation import actions
from hrapp.modules.compensation.basis import pct_text, reason_words
from hrapp.modules.compensation.pages.lines import meter
from hrapp.modules.compensation.pages.policy_form import (
    PolicyForm,
    entered_of,
    lines_entered,
    lines_of,
    policy_from,
)
from hrapp.modules.compensation.policy import Policy, in_force, pairs_without_row
from hrapp.modules.compensation.queries import policies, policy_versions
from hrapp.modules.compensation.rules import Suggestion
from hrapp.modules.compensation.suggesting import gather
from hrapp.modules.compensation.trying import Effect, effect

STATUSES = ("probation", "unpaid_leave")


class ChangeLine(msgspec.Struct, frozen=True):
    name: str
    emp_no: str
    person: str
    before: str
    after: str
    difference: str
    tone: str


@get("/settings/raise-policy", permission="compensation.policy", whole=True)
async def show_policies(request: WebRequest) -> Response[Any]:
    versions = await policy_versions()
    today = clock.today()
    running = in_force([each.policy for each in versions], today)
    asked = request.query_params.get("version", "")
    shown = next((v.policy for v in versions if str(v.policy.version) == asked), running)
    if asked and (shown is None or str(shown.version) != asked):
        raise NotFound
    shown = shown or (versions[0].policy if versions else None)
    grades = await _grades(shown)
    return page(
        request,
        "compensation/policies.html",
        policy=shown,
        versions=versions,
        running=running,
        missing=missing_words(pairs_without_row(shown, grades)) if shown else [],
        pct=pct_text,
    )


async def _grades(policy: Policy | None) -> list[str]:
    """The company's grades, best first, and those that only the policy knows."""
    order: list[str] = (await settings_store.read("grades")).get("order", [])
    return [*order, *dict.fromkeys(r.grade for r in (policy.rows if policy else ()) if r.grade not in order)]


def missing_words(pairs: Any) -> list[str]:
    return [
        _("%(grade)s, promoted", grade=grade) if promoted else _("%(grade)s, not promoted", grade=grade)
        for grade, promoted in pairs
    ]


@get("/settings/raise-policy/new", permission="compensation.policy", whole=True)
async def edit_policy(request: WebRequest) -> Response[Any]:
    newest = next(iter(reversed(await policies())), None)
    start = newest or _first()
    return await _edit_page(request, newest, {**entered_of(start), "effective_from": clock.today()}, lines_of(start))


def _first() -> Policy:
    """What an empty form starts from."""
    today = clock.today()
    return Policy(
        version=0, effective_from=today, lookback_periods=4, promotion_from=today, promotion_to=today, rows=()
    )


async def _edit_page(
    request: WebRequest,
    newest: Policy | None,
    entered: dict[str, Any],
    lines: Any,
    errors: dict[str, str] | None = None,
    shown: Effect | None = None,
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "compensation/policy_edit.html",
        status=422 if errors and status == 200 else status,
        version=(newest.version if newest else 0) + 1,
        entered=entered,
        rows=lines[0],
        more=lines[1],
        grades=await _grades(newest),
        errors=errors or {},
        effect=shown,
        meter=meter(shown.after.limit, shown.after.used) if shown else None,
        before=money(shown.before) if shown else "",
        changes=[_change_line(change) for change in shown.changes] if shown else [],
        missing=missing_words(shown.missing) if shown else [],
    )


def _change_line(change: Any) -> ChangeLine:
    difference = change.difference
    return ChangeLine(
        name=change.person.name,
        emp_no=change.person.emp_no,
        person=change.person.person,
        before=_suggested(change.before),
        after=_suggested(change.after),
        difference=f"{'+' if difference > 0 else '-' if difference < 0 else ''}{money(abs(difference))}",
        tone="ok" if difference > 0 else "bad" if difference < 0 else "quiet",
    )


def _suggested(suggestion: Suggestion) -> str:
    if suggestion.pct is None:
        return reason_words(suggestion.reason_none)
    return f"{pct_text(suggestion.pct)} · +{money(suggestion.increment)}"


@post("/settings/raise-policy", permission="compensation.policy", whole=True, status_code=200)
async def publish_policy(request: WebRequest) -> Response[Any]:
    """`do=effect` shows what would change; `do=publish` does it."""
    known = await policies()
    newest = known[-1] if known else None
    submitted = await request.form()
    try:
        form = await read_form(request, PolicyForm)
        entered = msgspec.structs.asdict(form)
        wanted = policy_from(form, (newest.version if newest else 0) + 1, newest)
    except BadForm as bad:
        return await _edit_page(request, newest, bad.entered, lines_entered(bad.entered), bad.errors)
    except Invalid as bad:
        return await _edit_page(request, newest, entered, lines_entered(entered), bad.errors)
    today = clock.today()
    if submitted.get("do") != "publish":
        gathered = await gather(today)
        shown = effect(gathered, in_force(known, today), wanted, await _grades(wanted))
        saw(SALARY, (change.person.person for change in shown.changes), "raise")
        return await _edit_page(request, newest, entered, lines_entered(entered), shown=shown)
    try:
        await actions.publish_policy(wanted)
    except Conflict as why:
        return await _edit_page(request, newest, entered, lines_entered(entered), {"row_pct": str(why)}, status=409)
    return done(request, "/settings/raise-policy", _("Version %(n)s is published.", n=wanted.version))
