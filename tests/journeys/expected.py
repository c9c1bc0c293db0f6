"""What follows from the demo company's facts, worked out a second time in plain Python.

Nothing of the product is used here: no query, no rule, no reader of spreadsheets. Where this and the product
differ, one of them is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hrapp.demo.truth import Facts, KeyResult, Kpi, Objective

STREAKS = {"signed": (200_000, 3), "material": (60_000, 2), "designs": (2, 2), "booking_growth": ("0.15", 3)}
LOWER = {"cancel"}
RAISES = {("优秀", True): 10, ("优秀", False): 5, ("良好", True): 8, ("良好", False): 5}


def four(value: Fraction | Decimal) -> Decimal:
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def quarter_of(period: str) -> str:
    return period if "Q" in period else f"{period[:4]}Q{(int(period[5:]) - 1) // 3 + 1}"


def months_between(first: date, day: date) -> int:
    """Full months; a start on the 31st ends with the month."""
    months = (day.year - first.year) * 12 + day.month - first.month
    last_of_month = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - date(day.year, day.month, 1)).days
    return months - (day.day < min(first.day, last_of_month))


def completion(row: Kpi) -> Fraction | None:
    if row.target is None or row.actual is None:
        return None
    target, actual = Fraction(row.target), Fraction(row.actual)
    if row.metric in LOWER:
        return Fraction(2) if actual <= 0 else target / actual
    return max(actual / target, Fraction(0))


def state(row: Kpi) -> str:
    if row.mark is not None or row.target is None:
        return "not_due"
    return "pending" if row.actual is None else "due"


def items(facts: Facts, emp_no: str) -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for row in facts.kpi:
        if row.emp_no != emp_no or (row.mark is None and row.target is None):
            continue
        reached = completion(row) if state(row) == "due" else None
        found[row.metric, row.period] = {
            "metric": row.metric, "period": row.period, "state": state(row), "target": row.target,
            "actual": row.actual, "completion": None if reached is None else four(reached),
            "met": None if reached is None else reached >= 1,
        }  # fmt: skip
    return found


def attainment(facts: Facts, emp_no: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"due": 0, "met": 0, "pending": 0, "not_due": 0})
    for row in items(facts, emp_no).values():
        counts = found[quarter_of(row["period"])]
        counts[row["state"]] += 1
        counts["met"] += row["met"] is True
    for counts in found.values():
        counts["attainment_rate"] = four(Fraction(counts["met"], counts["due"])) if counts["due"] else None
    return dict(found)


def reached(result: KeyResult) -> Fraction:
    if result.kind == "yes_no":
        return Fraction(result.current == 1)
    if result.kind == "typed":
        return Fraction(result.typed or 0)
    start, current, target = (Fraction(x or 0) for x in (result.start, result.current, result.target))
    return min(max((current - start) / (target - start), Fraction(0)), Fraction(1))


def okr(objectives: Iterable[Objective]) -> Decimal | None:
    rows = list(objectives)
    if not rows:
        return None
    total = Fraction(0)
    for each in rows:
        weights = sum(result.weight for result in each.key_results)
        inner = sum((result.weight * reached(result) for result in each.key_results), Fraction(0)) / weights
        total += each.weight * inner
    return four(total / sum(each.weight for each in rows))


def streak(facts: Facts, emp_no: str, metric: str, threshold: Fraction) -> int:
    """Back from the last closed period: not-due ones are skipped, a pending or missed one ends it."""
    count = 0
    rows = [row for row in facts.kpi if row.emp_no == emp_no and row.metric == metric and closed(row.period, facts.day)]
    for row in sorted(rows, key=lambda row: row.period, reverse=True):
        if state(row) == "not_due":
            continue
        if state(row) == "pending" or Fraction(row.actual or 0) < threshold:
            break
        count += 1
    return count


def closed(period: str, day: date) -> bool:
    return period < (f"{day.year}Q{(day.month - 1) // 3 + 1}" if "Q" in period else month_of(day))


def trained(facts: Facts, emp_no: str, course: str) -> Decimal:
    best = Decimal(0)
    for attempt in facts.attempts:
        if (attempt.emp_no, attempt.course) == (emp_no, course) and attempt.day <= facts.day:
            rate = {"completed": Decimal(1), "in_progress": min(attempt.rate, Decimal("0.99"))}.get(
                attempt.status, Decimal(0)
            )
            best = max(best, rate)
    return best


def awarded(facts: Facts, emp_no: str, title: str) -> int:
    return len(
        {
            a.quarter
            for a in facts.awards
            if a.emp_no == emp_no and a.title == title and a.granted and a.day <= facts.day
        }
    )


def approved(facts: Facts, emp_no: str, kind: str) -> int:
    return sum(
        p.emp_no == emp_no and p.kind == kind and p.state == "approved" and p.reviewed is not None and p.reviewed <= facts.day
        for p in facts.papers
    )  # fmt: skip


def currents(facts: Facts, emp_no: str, path: str) -> dict[str, Any]:
    """{criterion: current} of the paths that are counted without OKR."""
    match path:
        case "consult-g1-g2":
            return {
                "signed": streak(facts, emp_no, "signed", Fraction(200_000)),
                "course": trained(facts, emp_no, "带队管理"),
                "award": awarded(facts, emp_no, "季度之星"),
                "plan": approved(facts, emp_no, "带队方案"),
            }
        case "care-b1-b2":
            return {
                "sales": streak(facts, emp_no, "material", Fraction(60_000)),
                "course": trained(facts, emp_no, "量房与沟通"),
                "award": awarded(facts, emp_no, "季度之星"),
            }
        case "design-d1-d2":
            return {"designs": streak(facts, emp_no, "designs", Fraction(2))}
    return {}


def base_pay(facts: Facts, emp_no: str) -> int | None:
    known = [p for p in facts.pay if p.emp_no == emp_no and p.in_force and p.effective <= facts.day]
    return max(known, key=lambda p: p.effective).base if known else None


def suggested(facts: Facts, emp_no: str, window: tuple[date, date]) -> int | None:
    """The percentage of the raise policy; None where it suggests nothing."""
    person = next(p for p in facts.people if p.emp_no == emp_no)
    if person.position == "总经理" or (person.probation_end and facts.day <= person.probation_end):
        return None
    rated = {
        g.quarter: g.grade for g in facts.grades if g.emp_no == emp_no and g.grade and closed(g.quarter, facts.day)
    }
    if not rated:
        return None
    grade = rated[max(rated)]
    promoted = any(
        m.emp_no == emp_no and m.kind == "promotion" and m.done and window[0] <= m.effective <= window[1]
        for m in facts.moves
    )
    percent = RAISES.get((grade or "", promoted), 0)
    return percent + (1 if percent and months_between(person.hired, facts.day) >= 12 else 0)
