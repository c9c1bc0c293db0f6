"""How a training ended, by what a row of an old list says and by what is known. Pure.

Nothing is completed without a reason: a result, a score or a rate, a sign that somebody came, or at least a day that
is over, in a list that has no column for who came.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

ENDED = ("completed", "failed", "absent")


def status(
    values: Mapping[str, Any], before: Mapping[str, Any] | None, whole: Mapping[str, Any], today: date
) -> tuple[str, bool]:
    """The status, and whether nothing says that somebody came where others were signed. `whole`: what the row says, and
    what is known where it says nothing."""
    if values.get("status"):
        return str(values["status"]), False
    came = values.get("attended")
    if came == "absent":
        return "absent", False
    if came == "attended" and before and before["status"] not in ("completed", "failed"):
        return _by_rate(whole) or "completed", False
    said = values.get("rate") is not None or values.get("score") is not None
    if before and (before["status"] in ENDED or not said):  # that stands: nothing is said against it
        return str(before["status"]), False
    if (known := _by_rate(whole)) or whole.get("score") is not None or came:
        return known or "completed", False
    if "attended" in values:
        return "planned", True
    return ("completed" if whole.get("day") and whole["day"] <= today else "planned"), False


def _by_rate(whole: Mapping[str, Any]) -> str | None:
    """Below 100 % it is under way."""
    rate = whole.get("rate")
    return None if rate is None else "completed" if rate >= 1 else "in_progress"
