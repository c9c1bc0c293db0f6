"""Groups under five are told only to those who may open the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel import registry
from hrapp.kernel.module import Bar, Figure, Metric
from hrapp.kernel.registry import Registry
from hrapp.modules.reporting.small_groups import FEWEST, hidden, without_small_groups

from ...browser import browser
from ...cast import Cast

counts = st.lists(st.integers(0, 40), max_size=12)


@pytest.mark.parametrize(
    ("parts", "small"),
    [([12, 9, 7], set()), ([12, 4, 9], {1, 2}), ([3, 2, 20], {0, 1}), ([0, 10], set()), ([4], {0}), ([], set())],
)
def test_a_small_part_is_hidden_and_never_alone(parts: list[int], small: set[int]) -> None:
    assert hidden(parts) == small


@given(counts)
def test_no_small_part_is_told_and_none_can_be_computed_from_the_rest(parts: list[int]) -> None:
    small = hidden(parts)
    assert all(at in small for at, n in enumerate(parts) if 0 < n < FEWEST)
    if small:
        others = [n for at, n in enumerate(parts) if at not in small]
        assert len(small) > 1 or not [n for n in others if n >= FEWEST]


def figure(*parts: int) -> Figure:
    bars = [Bar(f"D{at}", Decimal(n), str(n), f"/rows/{at}", people=n) for at, n in enumerate(parts)]
    return Figure("f", "F", f"{parts[0]}", "of all", "/rows", bars=bars, people=sum(parts))


def test_whoever_may_not_open_the_rows_gets_no_way_there_and_no_small_figure() -> None:
    told = without_small_groups(figure(2, 3, 20))
    assert told.rows_url == "" and [bar.url for bar in told.bars] == ["", "", ""]
    assert [bar.words for bar in told.bars][2] == "20" and told.text == "—" and told.hint == ""
    assert without_small_groups(figure(2, 1)).bars == ()


async def test_the_overview_hides_them_from_a_reader_of_figures_alone(
    company_once: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def figures(_viewer: Any, _day: date) -> list[Figure]:
        return [figure(3, 2, 31)]

    def with_rows(permission: str) -> Registry:
        metric = Metric("reporting.view", figures, rows=permission)
        return Registry(
            house.installed, tuple(replace(m, metrics=(metric,) if m.name == "reporting" else ()) for m in house.active)
        )

    async with browser("gina") as gina:
        monkeypatch.setattr(registry, "_current", with_rows("reporting.view"))
        assert "/rows/0" in (await gina.get("/overview")).text
        monkeypatch.setattr(registry, "_current", with_rows("nobody.has_it"))
        page = (await gina.get("/overview")).text
        assert "/rows" not in page and "少于五人" in page and "31" in page
