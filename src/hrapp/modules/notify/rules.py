"""Which reminders are due on a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_HALF_ENDS = ("06-30", "12-31")


def period_end_texts(
    day: date, quarter_end_days: Sequence[str], quarter_text: str | None, half_text: str | None
) -> list[tuple[str, str]]:
    """(kind, text) of the reminders of a period's end. A day that both halves and quarters end on tells both."""
    written = f"{day:%m-%d}"
    if written not in quarter_end_days:
        return []
    found = [("quarter_end", quarter_text)]
    if written in _HALF_ENDS or not quarter_text:
        found.append(("half_end", half_text))
    return [(kind, text) for kind, text in found if text]
