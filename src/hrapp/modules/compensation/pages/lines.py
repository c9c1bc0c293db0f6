"""Rows of a round as they are read: figures as text, the state in words, one's own row without figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import money, period_text
from hrapp.modules.compensation.basis import basis_words, pct_text
from hrapp.modules.compensation.queries import RaiseRow, Round
from hrapp.modules.compensation.rules import Budget


class Line(msgspec.Struct, frozen=True):
    """One person of a round. `own`: the viewer's own row, which tells nothing before release."""

    id: str
    person: str
    name: str
    emp_no: str
    department: str
    url: str
    own: bool
    grade: str
    promoted: str
    tenure: str
    basis: str
    base: str
    suggested: str
    decided: str
    state: str
    tone: str


def line(row: RaiseRow, in_round: Round, viewer_person: str | None) -> Line:
    own = row.person == viewer_person and in_round.state == "open"
    state, tone = state_words(row)
    return Line(
        id=row.id,
        person=row.person,
        name=row.name,
        emp_no=row.emp_no,
        department=row.department or "",
        url=f"/raises/{in_round.id}/{row.id}",
        own=own,
        grade="" if own else str(row.inputs.get("grade") or ""),
        promoted="" if own else promoted_words(row.inputs),
        tenure=tenure_words(row.inputs),
        basis=_("Your own result is told at release; others decide on it.")
        if own
        else basis_words(row.inputs, row.reason_none, dated=False),
        base="" if own else money(row.base),
        suggested="" if own else suggested_words(row),
        decided="" if own else decided_words(row),
        state=_("told at release") if own else state,
        tone="quiet" if own else tone,
    )


def state_words(row: RaiseRow) -> tuple[str, str]:
    if row.decided:
        if row.direct:
            return _("decided directly"), "warn"
        return (_("decided, differs"), "info") if row.differs else (_("decided as suggested"), "ok")
    if row.proposed_by:
        return _("proposal waits"), "warn"
    return (_("no suggestion"), "quiet") if row.suggested_pct is None else (_("open"), "info")


def grade_words(inputs: dict[str, Any]) -> str:
    grade, period = inputs.get("grade"), inputs.get("grade_period")
    return _("%(grade)s (%(period)s)", grade=grade, period=period_text(period)) if grade and period else ""


def promoted_words(inputs: dict[str, Any]) -> str:
    return _("promoted") if inputs.get("promoted") else _("not promoted")


def tenure_words(inputs: dict[str, Any]) -> str:
    return _("%(n)s months", n=inputs.get("tenure_months") or 0)


def suggested_words(row: RaiseRow) -> str:
    return "" if row.suggested_pct is None else with_amount(row.suggested_pct, row.suggested_increment)


def decided_words(row: RaiseRow) -> str:
    if row.decided_increment is None:
        return ""
    return with_amount(row.decided_pct, row.decided_increment)


def with_amount(pct: Decimal | None, increment: Decimal) -> str:
    """10% · +¥880.00"""
    return f"{pct_text(pct)} · +{money(increment)}" if increment else pct_text(pct)


class Meter(msgspec.Struct, frozen=True):
    """The budget in words and as a bar."""

    words: str
    left: str
    ratio: Decimal
    over: bool


def meter(limit: Decimal | None, used: Decimal) -> Meter:
    spent = Budget(limit, used)
    if limit is None or spent.use is None or spent.left is None:
        return Meter(_("%(used)s a month; no budget is set", used=money(used)), "", Decimal(0), False)
    words = _(
        "%(used)s of %(limit)s a month, %(pct)s",
        used=money(used),
        limit=money(limit),
        pct=pct_text(100 * spent.use),
    )
    left = (
        _("Over budget by %(amount)s: allowed, and worth a second look", amount=money(-spent.left))
        if spent.over
        else _("%(amount)s left", amount=money(spent.left))
    )
    return Meter(words, left, spent.use, spent.over)
