"""From facts to suggestions: the people of a day, their grades, the policy in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hrapp.kernel import registry
from hrapp.kernel.periods import Calendar
from hrapp.modules.compensation.policy import Policy, in_force, promoted_within
from hrapp.modules.compensation.queries import RaiseFacts, policies, raise_facts
from hrapp.modules.compensation.rules import RaiseInputs, Suggestion, suggest
from hrapp.modules.people.api import calendar_for, tenure_months

GRADES = "performance.grades"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a day, read once, for any number of policies to be tried on."""

    people: Sequence[RaiseFacts]
    grades: Mapping[str, Mapping[str, str | None]]
    calendar: Calendar

    def under(self, policy: Policy | None) -> list[tuple[RaiseFacts, Suggestion]]:
        """A suggestion per person, in 工号 order."""
        return [
            (p, suggest(policy, _inputs(p, self.grades.get(p.person, {}), policy, self.calendar))) for p in self.people
        ]

    @property
    def base_total(self) -> Decimal:
        return sum((p.base for p in self.people), Decimal(0))


async def gather(day: date, ids: Sequence[str] | None = None) -> Gathered:
    people = await raise_facts(day, ids)
    known = await registry.current().fetch_facts([GRADES], [p.person for p in people], day)
    grades = {person: facts.get(GRADES) or {} for person, facts in known.items()}
    return Gathered(people, grades, await calendar_for(day))


async def suggestions_on(
    day: date, *, policy: Policy | None = None, ids: Sequence[str] | None = None
) -> list[tuple[RaiseFacts, Suggestion]]:
    """A suggestion per person employed on the day, in 工号 order, under the policy in force or the given one."""
    return (await gather(day, ids)).under(policy or in_force(await policies(), day))


def _inputs(
    facts: RaiseFacts, grades: Mapping[str, str | None], policy: Policy | None, calendar: Calendar
) -> RaiseInputs:
    period, grade = _latest(grades, policy.lookback_periods if policy else 0, calendar)
    conditions = [
        *(["probation"] if facts.probation_end and calendar.today <= facts.probation_end else []),
        *(["unpaid_leave"] if facts.on_unpaid_leave else []),
    ]
    return RaiseInputs(
        base=facts.base,
        position=facts.position,
        conditions=tuple(conditions),
        grade=grade,
        grade_period=period,
        promoted=promoted_within(policy, facts.promotions, calendar.today) if policy else False,
        tenure_months=tenure_months(facts.hire_date, calendar.today),
    )


def _latest(grades: Mapping[str, str | None], lookback: int, calendar: Calendar) -> tuple[str | None, str | None]:
    """The latest rated of the last `lookback` closed grade periods: (period, grade)."""
    period = calendar.last(calendar.grade_kind)
    for back in range(lookback):
        at = str(period.shifted(-back))
        if grades.get(at):
            return at, grades[at]
    return None, None


__all__ = ["GRADES", "Gathered", "RaiseFacts", "gather", "suggestions_on"]
