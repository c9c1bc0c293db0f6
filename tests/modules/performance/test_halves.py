"""Targets in one table and actuals in another are one item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hrapp.kernel.imports import Record
from hrapp.modules.performance.imports.kpi import _join_halves

METRICS: dict[str, Any] = {"sales": {"id": "m1"}}


def half(target: int | None, actual: int | None, mark: str | None = None) -> Record:
    values = {
        "person": "p1",
        "metric": "sales",
        "period": "2026-01",
        "target": None if target is None else Decimal(target),
        "target_mark": mark,
        "actual": None if actual is None else Decimal(actual),
    }
    return Record("kpi", values, {}, "file", "sheet", 1)


def said(records: list[Record]) -> list[tuple[Any, ...]]:
    return [tuple(record.values[key] for key in ("target", "target_mark", "actual")) for record in records]


def test_halves_of_one_batch_say_the_same() -> None:
    records = [half(None, 90), half(100, None)]
    _join_halves(records, METRICS, {})
    assert said(records) == [(100, None, 90), (100, None, 90)]


def test_an_actual_finds_the_target_of_an_earlier_import() -> None:
    records = [half(None, 90)]
    _join_halves(records, METRICS, {("p1", "m1", "2026-01"): {"target": Decimal(100), "mark": None, "actual": None}})
    assert said(records) == [(100, None, 90)]


def test_a_whole_item_stays_as_it_is() -> None:
    records = [half(100, 90), half(None, 80)]
    _join_halves(records, METRICS, {})
    assert said(records) == [(100, None, 90), (None, None, 80)]
