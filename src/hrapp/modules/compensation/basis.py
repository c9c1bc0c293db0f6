"""The basis of a raise: kept as it was when it was suggested, and told in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import period_text
from hrapp.modules.compensation.rules import Suggestion


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


def basis_words(basis: dict[str, Any], *, name: str | None = None) -> str:
    """季度绩效优秀且晋升，建议加薪10%；入职满12个月，加1个百分点。"""
    parts = [str(basis.get("text") or ""), *(str(text) for text in basis.get("modifiers", []))]
    words = "；".join(part for part in parts if part)
    grade, period = basis.get("grade"), basis.get("grade_period")
    if grade and period:
        words = _("%(period)s: %(grade)s. %(words)s", period=period_text(period), grade=grade, words=words)
    return words


def employee_sentence(basis: dict[str, Any], suggested: Decimal | None, decided: Decimal, reason: str) -> str:
    """The sentence the employee will read: the suggestion, and the decision where it differs."""
    words = str(basis.get("text") or "")
    extra = "；".join(str(text) for text in basis.get("modifiers", []))
    if extra:
        words = f"{words}（{extra}）"
    if suggested is not None and decided == suggested:
        return _("%(basis)s. Decided: %(pct)s.", basis=words, pct=pct_text(decided))
    if reason.strip():
        return _("%(basis)s; finally %(pct)s: %(reason)s", basis=words, pct=pct_text(decided), reason=reason.strip())
    return _("%(basis)s; finally %(pct)s", basis=words, pct=pct_text(decided))
