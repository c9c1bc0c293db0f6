"""The raise policy as a form: its tables line by line, read back into a policy with every error at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import msgspec

from hrapp.kernel.errors import Invalid
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import number
from hrapp.modules.compensation.policy import Modifier, Policy, Promoted, Row

SPARE = 2  # empty lines offered at the end of each table


class PolicyForm(msgspec.Struct):
    effective_from: date
    lookback_periods: int
    promotion_from: date
    promotion_to: date
    round_to: Decimal = Decimal(1)
    cap_pct: Decimal | None = None
    budget_pct: Decimal | None = None
    budget_amount: Decimal | None = None
    promoted_min_increment: Decimal | None = None
    exclude_positions: str | None = None
    exclude_status: list[str] = []
    row_place: list[str] = []
    row_id: list[str] = []
    row_grade: list[str] = []
    row_promoted: list[str] = []
    row_from: list[str] = []
    row_below: list[str] = []
    row_pct: list[str] = []
    row_text: list[str] = []
    more_id: list[str] = []
    more_value: list[str] = []
    more_below: list[str] = []
    more_pct: list[str] = []
    more_text: list[str] = []


class RowLine(msgspec.Struct, frozen=True):
    place: str = ""
    id: str = ""
    grade: str = ""
    promoted: str = "any"
    start: str = ""
    below: str = ""
    pct: str = ""
    text: str = ""


class MoreLine(msgspec.Struct, frozen=True):
    id: str = ""
    value: str = ""
    below: str = ""
    pct: str = ""
    text: str = ""


def lines_of(policy: Policy) -> tuple[list[RowLine], list[MoreLine]]:
    rows = [
        RowLine(
            str(10 * place),
            r.id,
            r.grade,
            r.promoted,
            _text(r.tenure_from),
            _text(r.tenure_below),
            _text(r.pct),
            r.text,
        )
        for place, r in enumerate(policy.rows, 1)
    ]
    more = [MoreLine(m.id, str(m.value), _text(m.below), _text(m.add_pct), m.text) for m in policy.modifiers]
    return rows + [RowLine()] * SPARE, [*more, MoreLine()]


def lines_entered(entered: Mapping[str, Any]) -> tuple[list[RowLine], list[MoreLine]]:
    """What was typed, as it was typed."""
    rows = [RowLine(*cells) for cells in _zip(entered, _ROW)]
    return rows, [MoreLine(*cells) for cells in _zip(entered, _MORE)]


_ROW = ("row_place", "row_id", "row_grade", "row_promoted", "row_from", "row_below", "row_pct", "row_text")
_MORE = ("more_id", "more_value", "more_below", "more_pct", "more_text")


def _zip(entered: Mapping[str, Any], names: Sequence[str]) -> list[tuple[str, ...]]:
    columns = [[str(cell).strip() for cell in entered.get(name) or []] for name in names]
    longest = max(map(len, columns), default=0)
    return [tuple(column[i] if i < len(column) else "" for column in columns) for i in range(longest)]


def entered_of(policy: Policy) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: _text(getattr(policy, name))
        for name in ("lookback_periods", "round_to", "cap_pct", "budget_pct", "budget_amount", "promoted_min_increment")
    }
    days = {name: getattr(policy, name) for name in ("effective_from", "promotion_from", "promotion_to")}
    return {
        **plain,
        **days,
        "exclude_positions": "、".join(policy.exclude_positions),
        "exclude_status": list(policy.exclude_status),
    }


def policy_from(form: PolicyForm, version: int, base: Policy | None) -> Policy:
    """The policy that was entered; raises Invalid with a sentence for each cell that cannot be read."""
    rows, more = lines_entered(msgspec.structs.asdict(form))
    errors: dict[str, str] = {}
    if form.budget_pct is not None and form.budget_amount is not None:
        errors["budget_amount"] = _("A percentage and an amount are two budgets; keep one.")
    if form.round_to <= 0:
        errors["round_to"] = _("Please enter a number above 0.")
    if form.promotion_to < form.promotion_from:
        errors["promotion_to"] = _("The window ends before it begins.")
    if form.lookback_periods < 1:
        errors["lookback_periods"] = _("At least one period.")
    known = {row.id: row for row in base.rows} if base else {}
    wanted = [
        _row(line, n, known, errors) for n, line in enumerate(_in_order(rows), 1) if line.grade or line.pct or line.text
    ]
    extra = [_modifier(line, n, errors) for n, line in enumerate(more, 1) if line.value or line.pct or line.text]
    if not wanted:
        errors["row_pct"] = _("The policy needs at least one row.")
    if errors:
        raise Invalid(errors)
    return Policy(
        version=version,
        effective_from=form.effective_from,
        lookback_periods=form.lookback_periods,
        promotion_from=form.promotion_from,
        promotion_to=form.promotion_to,
        rows=tuple(row for row in wanted if row),
        modifiers=tuple(modifier for modifier in extra if modifier),
        exclude_positions=tuple(
            filter(None, (form.exclude_positions or "").replace("，", "、").replace(",", "、").split("、"))
        ),
        exclude_status=tuple(s for s in form.exclude_status if s in ("probation", "unpaid_leave")),
        cap_pct=form.cap_pct,
        round_to=form.round_to,
        budget_pct=form.budget_pct,
        budget_amount=form.budget_amount,
        promoted_min_increment=form.promoted_min_increment,
    )


def _in_order(rows: Sequence[RowLine]) -> list[RowLine]:
    """By the number in front, which is how a line is moved; without one, where it stands."""
    at = {id(row): int(row.place) if row.place.isdecimal() else 10_000 for row in rows}
    return sorted(rows, key=lambda row: at[id(row)])


def _row(line: RowLine, n: int, known: Mapping[str, Row], errors: dict[str, str]) -> Row | None:
    where = _("Row %(n)s", n=n)
    pct = _figure(line.pct, f"row_pct_{n}", where, errors)
    start, below = (_months(cell, f"row_pct_{n}", where, errors) for cell in (line.start, line.below))
    if not line.grade or line.promoted not in ("yes", "no", "any"):
        errors[f"row_grade_{n}"] = _("%(where)s: choose a grade.", where=where)
    if not line.text:
        errors[f"row_text_{n}"] = _("%(where)s: write the sentence that the employee will read.", where=where)
    if pct is None or f"row_grade_{n}" in errors:
        return None
    before = known.get(line.id)
    return Row(
        id=line.id or f"N{n}",
        grade=line.grade,
        promoted=cast(Promoted, line.promoted),
        pct=pct,
        text=line.text,
        tenure_from=start,
        tenure_below=below,
        compa_from=before.compa_from if before else None,
        compa_below=before.compa_below if before else None,
    )


def _modifier(line: MoreLine, n: int, errors: dict[str, str]) -> Modifier | None:
    where = _("Addition %(n)s", n=n)
    pct = _figure(line.pct, f"more_pct_{n}", where, errors)
    value = _months(line.value, f"more_value_{n}", where, errors)
    below = _months(line.below, f"more_value_{n}", where, errors)
    if value is None or not line.text:
        errors.setdefault(f"more_value_{n}", _("%(where)s: say from how many months, and in words.", where=where))
    if pct is None or value is None:
        return None
    return Modifier(id=line.id or f"T{n}", kind="tenure_months", value=value, below=below, add_pct=pct, text=line.text)


def _figure(cell: str, name: str, where: str, errors: dict[str, str]) -> Decimal | None:
    try:
        found = Decimal(cell.replace("%", "").replace("％", ""))
        if found.is_finite() and 0 <= found <= 100:
            return found
    except InvalidOperation:
        pass
    errors[name] = _("%(where)s: enter a percentage from 0 to 100, such as 5.5.", where=where)
    return None


def _months(cell: str, name: str, where: str, errors: dict[str, str]) -> int | None:
    if not cell:
        return None
    if cell.isdecimal() and len(cell) < 5:
        return int(cell)
    errors[name] = _("%(where)s: months are a whole number.", where=where)
    return None


def _text(value: Decimal | int | None) -> str:
    return number(value).replace(",", "")
