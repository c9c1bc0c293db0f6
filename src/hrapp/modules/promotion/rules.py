"""Progress on a path: what is met, what is missing, who is eligible, and what a new version would change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from hrapp.kernel.criteria import Measurement, Outlook
from hrapp.kernel.rounding import as_decimal

PUBLISHED = "published"
PROBATION, UNPAID_LEAVE = "probation", "unpaid_leave"


class Validity(Protocol):
    """What any row of a criteria version has."""

    @property
    def version(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...


Versioned = TypeVar("Versioned", bound=Validity)


def is_in_force(version: Validity, day: date) -> bool:
    ended = version.effective_to is not None and day > version.effective_to
    return version.status == PUBLISHED and version.effective_from <= day and not ended


def in_force(versions: Iterable[Versioned], day: date) -> Versioned | None:
    """Of several in force the highest counts."""
    return max((v for v in versions if is_in_force(v, day)), key=lambda v: v.version, default=None)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`parameters` is the struct of the kind; this module never looks into it."""

    code: str
    label: str
    kind: str
    parameters: Any
    weight: Decimal
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with one person's measurement; None when nobody offers its kind (a module is off)."""

    criterion: Criterion
    measurement: Measurement | None

    @property
    def met(self) -> bool:
        return self.measurement is not None and self.measurement.met

    @property
    def bar(self) -> Decimal:
        return Decimal(0) if self.measurement is None else self.measurement.bar

    @property
    def outlook(self) -> Outlook | None:
        return None if self.met or self.measurement is None else self.measurement.outlook


@dataclass(frozen=True, slots=True)
class GateRules:
    """Which conditions close the gate of a company's paths."""

    probation_excluded: bool = True
    unpaid_leave_excluded: bool = True

    def closed_by(self, conditions: Collection[str]) -> tuple[str, ...]:
        rules = ((PROBATION, self.probation_excluded), (UNPAID_LEAVE, self.unpaid_leave_excluded))
        return tuple(name for name, excluded in rules if excluded and name in conditions)


@dataclass(frozen=True, slots=True)
class Progress:
    """One person on one path. Eligible opens a review; it promotes nobody."""

    judged: tuple[Judged, ...]
    gates: tuple[str, ...] = ()

    @property
    def overall(self) -> Decimal:
        """Σ weight × min(ratio, 1) / Σ weight. Without any weight every criterion counts the same."""
        weights = [Fraction(each.criterion.weight) for each in self.judged]
        if not any(weights):
            weights = [Fraction(1)] * len(self.judged)
        total = sum(weights, Fraction(0))
        reached = sum((w * Fraction(each.bar) for w, each in zip(weights, self.judged, strict=True)), Fraction(0))
        return as_decimal(reached / total) if total else Decimal(0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the mandatory criteria that are open: what stands between the person and a review."""
        return tuple(each.criterion.code for each in self.judged if each.criterion.mandatory and not each.met)

    @property
    def eligible(self) -> bool:
        """Criteria that are not mandatory move the bar and nothing else."""
        return not self.missing and not self.gates

    @property
    def met_count(self) -> int:
        return sum(each.met for each in self.judged)

    @property
    def open_count(self) -> int:
        return len(self.judged) - self.met_count

    @property
    def earliest(self) -> date | None:
        """When all that is missing could be met; None when something depends on more than the calendar."""
        outlooks = [each.outlook for each in self.judged if each.criterion.code in self.missing]
        days = [outlook.earliest for outlook in outlooks if outlook is not None]
        return max(days) if days and len(days) == len(outlooks) else None


def assess(criteria: Sequence[Criterion], measured: Mapping[str, Measurement], gates: Collection[str] = ()) -> Progress:
    """`measured` by criterion code."""
    return Progress(tuple(Judged(c, measured.get(c.code)) for c in criteria), tuple(gates))


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing a version would change: people by whether they are eligible before and after."""

    gains: tuple[str, ...]
    loses: tuple[str, ...]
    keeps: tuple[str, ...]


def compare(before: Mapping[str, Progress], after: Mapping[str, Progress]) -> Effect:
    """Two versions of a path on the same facts of the same day."""
    then = {person for person, progress in before.items() if progress.eligible}
    now = {person for person, progress in after.items() if progress.eligible}
    return Effect(gains=tuple(sorted(now - then)), loses=tuple(sorted(then - now)), keeps=tuple(sorted(now & then)))


def whom_to_tell(person: str, department_manager: str | None, general_manager: str | None) -> str | None:
    """Whoever manages the department; for the managers themselves the general manager."""
    if department_manager is None or department_manager == person:
        return general_manager
    return department_manager


def eligible_text(wording: str, name: str, emp_no: str) -> str:
    """The company's own sentence. Not str.format: the company may write braces of its own."""
    return wording.replace("{name}", name).replace("{no}", emp_no)
