"""The kind of promotion criterion that learning judges: a course completed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.criteria import Asked, CriterionKind, Measurement
from hrapp.kernel.marking import mark
from hrapp.kernel.periods import Calendar

COMPLETED, IN_PROGRESS = "completed", "in_progress"
_ALMOST = Decimal("0.99")  # in progress is never done, even when the sheet says 100 %


@dataclass(frozen=True, slots=True)
class AttemptRow:
    course: str
    day: date | None
    status: str
    rate: Decimal | None
    source: str | None = None
    score: Decimal | None = None


class TrainingCompleted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    course: str


def judge_training(wanted: TrainingCompleted, rows: Iterable[AttemptRow] | None, calendar: Calendar) -> Measurement:
    attempts = [row for row in in_order(rows or (), calendar.today) if row.course == wanted.course]
    best = max((progress(row) for row in attempts), default=Decimal(0))
    return Measurement(current=best, target=Decimal(1), ratio=best, evidence=tuple(_evidence(row) for row in attempts))


def progress(attempt: AttemptRow) -> Decimal:
    """Absent, failed and planned are nothing, whatever rate stands beside them."""
    if attempt.status == COMPLETED:
        return Decimal(1)
    if attempt.status == IN_PROGRESS:
        return max(Decimal(0), min(attempt.rate or Decimal(0), _ALMOST))
    return Decimal(0)


def in_order(rows: Iterable[AttemptRow], today: date) -> list[AttemptRow]:
    """What had happened by `today`, by date (undated ones first), then course."""
    known = [row for row in rows if row.day is None or row.day <= today]
    return sorted(known, key=lambda row: (row.day or date.min, row.course))


def _evidence(row: AttemptRow) -> Mapping[str, Any]:
    plain: dict[str, Any] = {"date": row.day, "status": row.status, "rate": row.rate}
    return plain if row.source is None else {**plain, "source": row.source}


_ASKS = {"course": Asked(mark("Course"), "courses", open=True)}
KINDS = (CriterionKind("training_completed", mark("Course completed"), TrainingCompleted, judge_training, _ASKS),)
