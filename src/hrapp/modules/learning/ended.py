"""How a training ended, by what a row of an old list says and by what is known. Pure.

Nothing is completed without a reason: a result, a score or a rate, a sign that somebody came, or at least a day that
is over, in a list that has no column for who came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

ENDED = ("completed", "failed", "absent")


_PASSED = re.compile(r"优秀?|良好?|中等?|合格|及格|通过|excellent|good|pass(?:ed)?", re.IGNORECASE)
_FAILED = re.compile(r"差|[不未没](?:合格|及格|通过)|fail(?:ed)?", re.IGNORECASE)


def sittings(values: Mapping[str, Any], missed: Set[str], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The attempts that a row tells of: one, and one more where it says when or how somebody sat again. Its result is
    that of the last. `missed`: the scores in whose place it says that somebody did not sit; `words`: those in words."""
    first = {**values, "day": values.get("date")}
    if "score" in words and not first.get("status"):
        first["status"] = _in_words(words["score"])
        first.setdefault("attended", None)  # 免考: no reason to call it completed
    if "score" in missed and first.get("status") != "completed":
        first["status"] = "absent"
    if not retaken(values, missed | words.keys()):
        return [first]
    again = {"day": values.get("retake_date"), "score": values.get("retake_score"), "status": values.get("status")}
    again["status"] = again["status"] or _in_words(words.get("retake_score", ""))
    if "retake_score" not in words:
        again["status"] = "absent" if "retake_score" in missed else _of_the_last(again, values.get("score"))
    first["status"] = "absent" if "score" in missed else "failed"
    return [again] if again["day"] == first["day"] else [first, again]


def retaken(values: Mapping[str, Any], told: Set[str]) -> bool:
    """Whether somebody sat again, or is to: a day for it beside a pass and no second score may stand there for all."""
    if values.get("retake_score") is not None or "retake_score" in told:
        return True
    return values.get("retake_date") is not None and values.get("status") != "completed"


def _in_words(text: str) -> str | None:
    return "completed" if _PASSED.fullmatch(text) else "failed" if _FAILED.fullmatch(text) else None


def _of_the_last(again: Mapping[str, Any], score: Any) -> str | None:
    """Without a score it is still to come; no better than the first it failed."""
    if again["score"] is None:
        return "planned"
    worse = score is not None and again["score"] <= score
    return again["status"] or ("failed" if worse else None)


def status(
    said: Mapping[str, Any], before: Mapping[str, Any] | None, whole: Mapping[str, Any], today: date
) -> tuple[str, bool]:
    """The status of one sitting, and whether nothing says that somebody came where others were signed. `whole`: what
    the row says, and what is known where it says nothing."""
    if said.get("status"):
        return str(said["status"]), False
    came = said.get("attended")
    if came == "absent":
        return "absent", False
    if came == "attended" and before and before["status"] not in ("completed", "failed"):
        return _by_rate(whole) or "completed", False
    scored = said.get("rate") is not None or said.get("score") is not None
    if before and (before["status"] in ENDED or not scored):  # that stands: nothing is said against it
        return str(before["status"]), False
    if (known := _by_rate(whole)) or whole.get("score") is not None or came:
        return known or "completed", False
    if "attended" in said:
        return "planned", True
    return ("completed" if whole.get("day") and whole["day"] <= today else "planned"), False


def _by_rate(whole: Mapping[str, Any]) -> str | None:
    """Below 100 % it is under way."""
    rate = whole.get("rate")
    return None if rate is None else "completed" if rate >= 1 else "in_progress"
