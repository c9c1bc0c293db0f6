"""What is true in the demo company on a day. The figures stand in `figures`, the types in `truth`."""

from __future__ import annotations

from datetime import date

from hrapp.demo.dates import Shape
from hrapp.demo.figures import goals, paying, people, results, standing
from hrapp.demo.truth import Facts


def facts(day: date) -> Facts:
    shape = Shape(day)
    return Facts(
        day=day,
        start=shape.start,
        people=people.people(shape),
        leavers=people.leavers(shape),
        moves=people.moves(shape),
        kpi=results.kpi(shape),
        objectives=goals.objectives(shape),
        grades=standing.grades(shape),
        awards=standing.awards(shape),
        attempts=standing.attempts(shape),
        papers=standing.papers(shape),
        pay=paying.pay(shape),
    )
