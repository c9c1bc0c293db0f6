"""Progress, eligibility, versions and the effect of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.criteria import Measurement, Outlook
from hrapp.modules.promotion.json_shape import criterion_json, event_json, progress_json
from hrapp.modules.promotion.rules import (
    Criterion,
    GateRules,
    Judged,
    Progress,
    assess,
    compare,
    eligible_text,
    in_force,
    whom_to_tell,
)


@dataclass(frozen=True)
class Version:
    version: int
    status: str
    effective_from: date
    effective_to: date | None = None


FIRST = Version(1, "published", date(2026, 1, 1), date(2026, 12, 31))
SECOND = Version(2, "published", date(2027, 1, 1))
DRAFT = Version(90, "draft", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), FIRST),
        (date(2026, 12, 31), FIRST),
        (date(2027, 1, 1), SECOND),
    ],
)
def test_a_version_is_in_force_from_its_first_to_its_last_day(day: date, found: Version | None) -> None:
    assert in_force([SECOND, DRAFT, FIRST], day) is found


def test_of_several_versions_in_force_the_highest_counts() -> None:
    early = Version(3, "published", date(2026, 6, 1))
    assert in_force([FIRST, early, Version(4, "retired", date(2026, 1, 1))], date(2026, 7, 1)) is early


def criterion(code: str, weight: int = 1, mandatory: bool = True) -> Criterion:
    return Criterion(code, code.title(), "some_kind", None, Decimal(weight), mandatory)


def measured(current: int | str, target: int | str = 1, outlook: Outlook | None = None) -> Measurement:
    now, goal = Decimal(current), Decimal(target)
    return Measurement(now, goal, now / goal, outlook=outlook)


FOUR = (criterion("kpi", 40), criterion("training", 20), criterion("award", 20), criterion("plan", 20))


def test_the_overall_bar_is_the_weighted_mean_of_the_bars() -> None:
    progress = assess(
        FOUR, {"kpi": measured(2, 3), "training": measured(1), "award": measured(1, 2), "plan": measured(0)}
    )
    assert round(progress.overall, 4) == Decimal("0.5667")
    assert progress.missing == ("kpi", "award", "plan")
    assert (progress.met_count, progress.open_count, progress.eligible) == (1, 3, False)


def test_more_than_enough_of_one_does_not_make_up_for_another() -> None:
    progress = assess(FOUR[:2], {"kpi": measured(9, 3), "training": measured("0.99")})
    assert progress.overall < 1
    assert not progress.eligible


def test_all_but_a_hair_is_not_eligible() -> None:
    hair = Measurement(Decimal("0.8"), Decimal("0.8"), Decimal("0.99999999"))
    progress = assess(FOUR[:1], {"kpi": hair})
    assert round(progress.overall, 4) == 1
    assert not progress.eligible


def test_a_criterion_that_is_not_mandatory_moves_only_the_bar() -> None:
    progress = assess(
        (criterion("kpi"), criterion("extra", mandatory=False)), {"kpi": measured(1), "extra": measured(0)}
    )
    assert (progress.overall, progress.missing, progress.eligible) == (Decimal("0.5"), (), True)


def test_a_criterion_that_nobody_judges_is_open() -> None:
    progress = assess(FOUR[:2], {"kpi": measured(1)})
    assert progress.missing == ("training",)
    with pytest.raises(ValueError, match="nobody judges some_kind"):
        criterion_json(progress.judged[1])


@pytest.mark.parametrize(
    ("rules", "conditions", "gates"),
    [
        (GateRules(), ["probation"], ("probation",)),
        (GateRules(), ["unpaid_leave", "probation"], ("probation", "unpaid_leave")),
        (GateRules(probation_excluded=False), ["probation"], ()),
        (GateRules(unpaid_leave_excluded=False), ["unpaid_leave"], ()),
        (GateRules(), [], ()),
    ],
)
def test_gates(rules: GateRules, conditions: list[str], gates: tuple[str, ...]) -> None:
    progress = assess(FOUR[:1], {"kpi": measured(1)}, rules.closed_by(conditions))
    assert (progress.gates, progress.eligible) == (gates, not gates)


def test_without_any_weight_all_criteria_count_the_same() -> None:
    progress = assess((criterion("a", 0), criterion("b", 0)), {"a": measured(1), "b": measured(0)})
    assert progress.overall == Decimal("0.5")
    assert assess((), {}).overall == 0


EARLY, LATE = Outlook(date(2026, 11, 1), ("2026-10",)), Outlook(date(2027, 1, 1), ("2026Q4",))


def test_the_earliest_day_is_that_of_the_slowest_open_criterion() -> None:
    progress = assess(FOUR[:2], {"kpi": measured(2, 3, EARLY), "training": measured(0, 1, LATE)})
    assert progress.earliest == date(2027, 1, 1)


def test_no_day_is_promised_when_something_depends_on_more_than_time() -> None:
    assert assess(FOUR[:2], {"kpi": measured(2, 3, EARLY), "training": measured(0)}).earliest is None
    assert assess(FOUR[:1], {"kpi": measured(3, 3, EARLY)}).earliest is None


parts = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 20), st.integers(1, 10), st.booleans()), max_size=6)


def progress_of(values: list[tuple[int, int, int, bool]]) -> Progress:
    criteria = tuple(criterion(str(i), weight, mandatory) for i, (weight, _, _, mandatory) in enumerate(values))
    return assess(criteria, {str(i): measured(now, goal) for i, (_, now, goal, _) in enumerate(values)})


@given(parts)
def test_the_bar_stays_between_nothing_and_all(values: list[tuple[int, int, int, bool]]) -> None:
    progress = progress_of(values)
    assert 0 <= progress.overall <= 1
    if values and progress.open_count == 0:
        assert progress.overall == 1
        assert progress.eligible


@given(parts, st.randoms())
def test_the_order_of_criteria_changes_nothing(values: list[tuple[int, int, int, bool]], random: st.DataObject) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = progress_of(values), progress_of(shuffled)
    assert (one.overall, one.eligible, one.met_count) == (other.overall, other.eligible, other.met_count)


@given(parts.filter(bool), st.data())
def test_getting_further_never_moves_the_bar_back(
    values: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    weight, now, goal, mandatory = values[at]
    further = [*values[:at], (weight, now + 1, goal, mandatory), *values[at + 1 :]]
    assert progress_of(further).overall >= progress_of(values).overall
    assert progress_of(further).eligible >= progress_of(values).eligible


def test_the_effect_of_a_version_is_who_gains_and_who_loses() -> None:
    yes, no = assess(FOUR[:1], {"kpi": measured(1)}), assess(FOUR[:1], {"kpi": measured(0)})
    effect = compare({"a": yes, "b": yes, "c": no, "d": no}, {"a": yes, "b": no, "c": yes, "e": yes})
    assert (effect.gains, effect.loses, effect.keeps) == (("c", "e"), ("b",), ("a",))


@pytest.mark.parametrize(
    ("person", "manager", "told"), [("p", "m", "m"), ("m", "m", "g"), ("p", None, "g"), ("g", "g", "g")]
)
def test_who_manages_the_department_is_told(person: str, manager: str | None, told: str) -> None:
    assert whom_to_tell(person, manager, "g") == told


def test_the_company_s_sentence_is_used_as_it_is() -> None:
    assert eligible_text("{name} ({no}) {level} 100%", "Zhang San", "N1") == "Zhang San (N1) {level} 100%"


def test_a_criterion_as_a_snapshot_says_it() -> None:
    measurement = Measurement(
        Decimal(2), Decimal(3), Decimal(2) / 3,
        evidence=({"period": "2026-09", "value": Decimal("0.15234"), "source": "book › C3"}, {"date": date(2026, 9, 1), "rate": None}),
        beside={"pending": 1},
    )  # fmt: skip
    assert criterion_json(Judged(criterion("kpi", 40), measurement)) == {
        "code": "kpi", "label": "Kpi", "kind": "some_kind", "current": 2, "target": 3, "ratio": 0.6667, "met": False,
        "mandatory": True, "weight": 40, "gap": 1, "pending": 1,
        "evidence": [{"period": "2026-09", "value": 0.15234}, {"date": "2026-09-01", "rate": None}],
    }  # fmt: skip


def test_progress_and_its_event_as_a_snapshot_says_them() -> None:
    progress = assess(FOUR[:1], {"kpi": measured(1)})
    plain = progress_json({"path": "p", "flow": "f"}, 2, progress, Fraction(2, 3))
    assert plain.pop("criteria") == [criterion_json(progress.judged[0])]
    assert plain == {
        "path": "p", "flow": "f", "version": 2, "overall_progress": 1, "gates": [], "eligible": True, "missing": [],
        "kpi_attainment_rate": 0.6667,
    }  # fmt: skip
    event = event_json(emp_no="N1", path="p", version=2, flow="f", notify="N2", text="t")
    assert event["kind"] == "promotion_eligible"
