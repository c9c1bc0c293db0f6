"""What promotion criteria of this module need, for any number of people, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.criteria import CriterionSource
from hrapp.kernel.periods import Calendar
from hrapp.modules.learning.criteria import KINDS, AttemptRow
from hrapp.modules.learning.queries import attempts_of, by_person


async def load(people: Sequence[str], wanted: Sequence[tuple[str, Any]], _: Calendar) -> Mapping[str, list[AttemptRow]]:
    return by_person(await attempts_of(EVERYBODY, people, sorted({p.course for _kind, p in wanted})))


CRITERIA = CriterionSource(KINDS, load)
