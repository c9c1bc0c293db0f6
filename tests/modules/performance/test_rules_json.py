"""What a snapshot says of results, goals and awards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hrapp.modules.performance.completion import KpiRow
from hrapp.modules.performance.criteria import AwardRow
from hrapp.modules.performance.json_shape import attainment_json, awards_json, kpi_json, okr_json
from hrapp.modules.performance.okr import KeyResultRow, ObjectiveRow
from hrapp.modules.performance.summaries import Attainment, summaries

ITEMS = (
    KpiRow("calls", "2026-01", Decimal("3"), Decimal("2")),
    KpiRow("calls", "2026-02", None, None, mark="leave"),
    KpiRow("calls", "2026-03", Decimal("0.15"), None),
)


def test_an_item_says_only_what_its_state_knows() -> None:
    assert kpi_json(ITEMS, summaries(ITEMS, "quarter")) == {
        "periods": {
            "2026Q1": {
                "due": 1, "met": 0, "pending": 1, "not_due": 1, "attainment_rate": 0, "completion_mean": 0.6667
            }
        },
        "items": [
            {"metric": "calls", "period": "2026-01", "state": "due", "target": 3, "actual": 2, "completion": 0.6667, "met": False},
            {"metric": "calls", "period": "2026-02", "state": "not_due", "why": "leave"},
            {"metric": "calls", "period": "2026-03", "state": "pending", "target": 0.15},
        ],
    }  # fmt: skip
    assert kpi_json((), {}) == {"periods": {}, "items": []}


def test_a_key_result_without_figures_says_null() -> None:
    typed = KeyResultRow("plan", Decimal(50), "typed", typed_progress=Decimal("0.6"))
    figure = KeyResultRow("users", Decimal(50), "number", Decimal(0), Decimal(3), Decimal(1))
    assert okr_json({"2026Q3": [ObjectiveRow("grow", Decimal(100), (typed, figure))]}) == {
        "2026Q3": {
            "progress": 0.4667,
            "objectives": [
                {
                    "title": "grow", "weight": 100, "progress": 0.4667,
                    "key_results": [
                        {"title": "plan", "start": None, "current": None, "target": None, "weight": 50, "progress": 0.6},
                        {"title": "users", "start": 0, "current": 1, "target": 3, "weight": 50, "progress": 0.3333},
                    ],
                }
            ],
        }
    }  # fmt: skip


def test_an_award_of_a_later_day_is_only_proposed() -> None:
    awards = (
        AwardRow("Star", "2026Q3", date(2026, 10, 10), "granted"),
        AwardRow("Star", "2026Q2", date(2026, 7, 10), "granted"),
    )
    assert [(a["quarter"], a["state"]) for a in awards_json(awards, date(2026, 10, 1))] == [
        ("2026Q2", "granted"),
        ("2026Q3", "proposed"),
    ]


def test_a_department_says_its_rate() -> None:
    assert attainment_json({"Sales": Attainment(3, 2)}) == {"Sales": {"due": 3, "met": 2, "rate": 0.6667}}
