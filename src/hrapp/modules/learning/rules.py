"""When an attainment rate is low, advise a course, in the company's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from hrapp.kernel.periods import HALF, QUARTER, Calendar
from hrapp.kernel.rounding import percent_text

When = Literal["quarter_attainment_below", "half_attainment_below"]
_KIND = {"quarter_attainment_below": QUARTER, "half_attainment_below": HALF}


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One advice rule of a company file. No families: it is for everyone."""

    code: str
    when: When
    threshold: Decimal
    course: str
    text: str
    families: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Attained:
    """What one person attained in one closed period."""

    person: str
    name: str
    family: str | None
    period: str
    due: int
    met: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.met, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class Advice:
    person: str
    rule: str
    period: str
    rate: Fraction
    met: int
    due: int
    course: str
    text: str


def period_of(rule: Rule, calendar: Calendar) -> str:
    """The period a rule looks at: the last closed quarter or half-year."""
    return str(calendar.last(_KIND[rule.when]))


def advise(rules: Iterable[Rule], attained: Iterable[Attained], calendar: Calendar) -> list[Advice]:
    """The advice for one person; `attained` holds a row per period that a rule may look at."""
    by_period = {row.period: row for row in attained}
    looked_at = ((rule, by_period.get(period_of(rule, calendar))) for rule in rules)
    return [
        _advice(rule, row, row.rate) for rule, row in looked_at if row and row.rate is not None and _applies(rule, row)
    ]


def _applies(rule: Rule, row: Attained) -> bool:
    in_family = not rule.families or row.family in rule.families
    return in_family and row.rate is not None and row.rate < rule.threshold


def _advice(rule: Rule, row: Attained, rate: Fraction) -> Advice:
    # Not str.format: the company may write braces of its own.
    text = rule.text.replace("{name}", row.name).replace("{pct}", percent_text(rate))
    return Advice(row.person, rule.code, row.period, rate, row.met, row.due, rule.course, text)
