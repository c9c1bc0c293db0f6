"""The words in which a module offers kinds of promotion criteria.

Promotion knows no metric, course or award. A module that owns such facts offers a `CriterionSource`: the
kinds it can judge, and one batch query that loads what those kinds need for many people. Promotion asks
every source once, whatever the number of people, and puts the judgements together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel.periods import Calendar


@dataclass(frozen=True, slots=True)
class Outlook:
    """The earliest day on which an open criterion could be met, if all goes well in `periods`.

    `periods` are those still to be met, oldest first (empty: time alone does it, as with tenure).
    """

    earliest: date
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """How far one person is on one criterion, on one day.

    `current` and `target` are in the criterion's own unit; `ratio` is uncapped and exact, so `met` is
    never decided on a rounded figure. `current` is None when there is nothing to measure (ratio 0).
    `evidence` rows are plain values in the order a reader wants them, dates as dates; a row may carry
    `source`, the workbook cell it came from. `beside` holds figures that are shown but do not count
    (documents pending or returned). `outlook` is None when it depends on more than the calendar.
    """

    current: Decimal | None
    target: Decimal
    ratio: Decimal
    evidence: tuple[Mapping[str, Any], ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)
    outlook: Outlook | None = None

    @property
    def met(self) -> bool:
        return self.ratio >= 1

    @property
    def bar(self) -> Decimal:
        """The ratio as the bar and the overall progress use it."""
        return max(Decimal(0), min(self.ratio, Decimal(1)))

    @property
    def gap(self) -> Decimal | None:
        if self.met or self.current is None:
            return None
        return abs(self.target - self.current)


@dataclass(frozen=True, slots=True)
class Asked:
    """How the criteria editor asks for one parameter.

    `vocabulary` names the list of the company's own words to choose from; `open` lets one write another
    word as well. `share`: the figure is a fraction and is written as a percentage.
    """

    label: str
    vocabulary: str = ""
    open: bool = False
    share: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class CriterionKind:
    """One kind: its name in company files, its parameters, and the pure rule that judges one person.

    `parameters` is a frozen msgspec.Struct with forbid_unknown_fields; its fields are the keys of the
    company file beside the common ones. `judge(parameters, rows, calendar)` gets the rows that the
    source loaded for one person (None when there are none).
    The criteria editor shows `title` and asks for the parameters in the words of `asks`, by parameter;
    one that is not there is asked for by its name.
    """

    name: str
    title: str
    parameters: type
    judge: Callable[[Any, Any, Calendar], Measurement]
    asks: Mapping[str, Asked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CriterionSource:
    """Kinds that share one batch query.

    `load(people, wanted, calendar)` takes person ids, the (kind name, parameters) pairs asked for, and
    answers {person id: rows} in a number of SQL statements that does not depend on the people.
    """

    kinds: tuple[CriterionKind, ...]
    load: Callable[[Sequence[str], Sequence[tuple[str, Any]], Calendar], Awaitable[Mapping[str, Any]]]
