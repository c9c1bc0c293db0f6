"""The basis of a raise: kept as it was when it was suggested, and told in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, period_text
from hrapp.modules.compensation.queries import RaiseRow
from hrapp.modules.compensation.rules import FLOOR, Suggestion


def basis_json(suggestion: Suggestion) -> dict[str, Any]:
    """Everything the suggestion was made of, as plain JSON: it must explain itself in three years."""
    inputs, row = suggestion.inputs, suggestion.row
    return {
        "grade": inputs.grade,
        "grade_period": inputs.grade_period,
        "promoted": inputs.promoted,
        "tenure_months": inputs.tenure_months,
        "matched": list(suggestion.matched),
        "text": row.text if row else "",
        "base_pct": _text(suggestion.base_pct),
        "modifier_pct": _text(suggestion.modifier_pct),
        "modifiers": [m.text for m in suggestion.modifiers],
        "pct": _text(suggestion.pct),
        "effective_pct": _text(suggestion.effective_pct),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def pct_text(pct: Decimal | None) -> str:
    """10 → "10%", 5.5 → "5.5%": a raise's percentages are stored as points."""
    return "" if pct is None else f"{percent_text(pct / 100)}%"


REASONS = {
    "excluded_position": mark("No suggestion: the position takes no part in raise rounds"),
    "probation": mark("No suggestion: on probation"),
    "unpaid_leave": mark("No suggestion: on unpaid leave"),
    "no_grade": mark("No suggestion: no grade in the periods that count"),
    "no_rule": mark("No suggestion: the policy has no row for this case"),
}


def reason_words(reason: str | None) -> str:
    return _(REASONS[reason]) if reason in REASONS else (reason or "")


def basis_words(basis: dict[str, Any], reason_none: str | None = None, *, dated: bool = True) -> str:
    """2026年第三季度绩效优秀；季度绩效优秀且晋升，建议加薪10%；入职满12个月，加1个百分点。"""
    if reason_none:
        return reason_words(reason_none)
    words = "；".join(_parts(basis))
    grade, period = basis.get("grade"), basis.get("grade_period")
    if dated and grade and period:
        words = _("%(period)s: %(grade)s. %(words)s", period=period_text(period), grade=grade, words=words)
    return words


def _parts(basis: dict[str, Any]) -> list[str]:
    """The row that matched, each modifier, and the minimum where it counted, in the policy's own words."""
    parts = [str(basis.get("text") or ""), *(str(text) for text in basis.get("modifiers", []))]
    if FLOOR in basis.get("matched", []):
        parts.append(_("raised to the minimum amount for promoted people"))
    return [part for part in parts if part]


def employee_sentence(
    basis: dict[str, Any], suggested: Decimal | None, decided: Decimal, reason: str, reason_none: str | None = None
) -> str:
    """The sentence the employee will read: the suggestion, and the decision where it differs."""
    parts = [reason_words(reason_none)] if reason_none else _parts(basis)
    words = parts[0] if parts else ""
    if len(parts) > 1:
        words = _("%(first)s (%(more)s)", first=words, more="；".join(parts[1:]))
    if suggested is not None and decided == suggested and not reason.strip():
        return _("%(basis)s. Decided: %(pct)s.", basis=words, pct=pct_text(decided))
    if reason.strip():
        return _("%(basis)s; finally %(pct)s: %(reason)s", basis=words, pct=pct_text(decided), reason=reason.strip())
    return _("%(basis)s; finally %(pct)s", basis=words, pct=pct_text(decided))


def told(row: RaiseRow) -> str:
    """The sentence of a row as it stands: the decision, or the suggestion while there is none."""
    pct = row.suggested_pct if row.decided_pct is None else row.decided_pct
    return employee_sentence(row.inputs, row.suggested_pct, pct or Decimal(0), row.reason, row.reason_none)
