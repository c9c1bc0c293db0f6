"""The kind of promotion criterion that people judge: months in the company or at the level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from hrapp.kernel.criteria import Asked, CriterionKind, Measurement, Outlook
from hrapp.kernel.marking import mark
from hrapp.kernel.periods import Calendar, add_months, full_months


@dataclass(frozen=True, slots=True)
class TenureRow:
    """`level_since`: the last effective change of level, else the hire date."""

    hire_date: date
    level_since: date | None = None


class TenureMonths(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    of: Literal["company", "level"]
    n: int

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("n must be at least 1")


def judge_tenure(wanted: TenureMonths, row: TenureRow | None, calendar: Calendar) -> Measurement:
    if row is None:
        return Measurement(current=None, target=Decimal(wanted.n), ratio=Decimal(0))
    since = row.level_since or row.hire_date if wanted.of == "level" else row.hire_date
    months = full_months(since, calendar.today)
    return Measurement(
        current=Decimal(months),
        target=Decimal(wanted.n),
        ratio=Decimal(months) / wanted.n,
        evidence=({"since": since},),
        outlook=None if months >= wanted.n else Outlook(add_months(since, wanted.n)),
    )


_ASKS = {"of": Asked(mark("Counted from")), "n": Asked(mark("Full months"))}
KINDS = (
    CriterionKind("tenure_months", mark("Months in the company or at the level"), TenureMonths, judge_tenure, _ASKS),
)
