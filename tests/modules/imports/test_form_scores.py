"""Which of several columns of a score form is the score, what is only the standard, and where the total stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel.imports import Record

from .test_forms import book, read

__all__ = ["book"]

JUDGED = ["序号", "考核指标", "权重", "评分标准", "自评得分", "上级评分", "最终得分"]


def form(head: Sequence[Any], *lines: Sequence[Any]) -> Record:
    (record,) = read(("方新", [["2026年5月绩效考核表"], ["姓名", "方新"], list(head), *[list(line) for line in lines]]))
    return record


def scores(record: Record) -> list[Any]:
    return [(item.name, item.score) for item in record.values["items"]]


def codes(record: Record) -> list[str]:
    return [note.code for note in record.notes]


@pytest.mark.parametrize("standard", ["100%", 5, "按完成率", "100%得满分，每低1%扣2分", "0起满分", 1])
@pytest.mark.parametrize(
    "word", ["评分标准", "考核标准", "计分办法", "评分细则", "打分标准", "得分说明", "Scoring criteria"]
)
def test_a_standard_of_scoring_is_no_score_whatever_its_cells_look_like(word: str, standard: Any) -> None:
    head = [word if text == "评分标准" else text for text in JUDGED]
    record = form(head, [1, "回款率", 0.4, standard, 90, 80, 84], [2, "协作", 0.6, standard, 85, 78, 79])
    assert scores(record) == [("回款率", 84), ("协作", 79)]
    assert [item.standard for item in record.values["items"]] == [str(standard)] * 2
    assert [item.self_score for item in record.values["items"]] == [90, 85]


@pytest.mark.parametrize("whose", ["上级评分", "主管评分", "考核得分", "直接上级评分", "Manager score"])
def test_the_score_is_the_final_one_where_filled_else_that_of_the_superior(whose: str) -> None:
    head = [whose if text == "上级评分" else text for text in JUDGED]
    record = form(head, [1, "回款率", 0.4, "细则", 90, 80, 84], [2, "协作", 0.6, "细则", 85, 78, None])
    assert scores(record) == [("回款率", 84), ("协作", 78)]
    assert "80" in record.values["items"][0].note  # what the superior gave is not lost


def test_what_people_give_themselves_is_never_silently_the_score() -> None:
    record = form(JUDGED, [1, "回款率", 0.4, "细则", 90, None, None], [2, "协作", 0.6, "细则", 85, None, None])
    assert scores(record) == [("回款率", None), ("协作", None)]
    assert "score_of_self_only" in codes(record)


@pytest.mark.parametrize(
    "below",
    [
        [["总分", 81], ["等级", "B"]],
        [["总分", None, None, None, None, None, 81], ["等级", None, None, None, None, None, "B"]],
        [[None, "总得分", 1, None, 87, 79, 81], [None, "考核等级", None, None, None, None, "B"]],
        [["合计", None, "100%", None, 87, 79, 81], ["考核等级", "B"]],
        [["等级", "B"], ["合计", 81]],
        [["合计", 81, None, "等级", "B"]],
        [["考核等级", "B"], ["合计", None, 1, None, None, None, 81], ["总分", None, None, None, None, None, 81]],
    ],
)
def test_the_total_and_the_grade_come_from_their_rows_and_are_no_items(below: list[list[Any]]) -> None:
    record = form(JUDGED, [1, "回款率", 0.4, 5, 90, 80, 84], [2, "协作", 0.6, 5, 85, 78, 79], *below)
    assert scores(record) == [("回款率", 84), ("协作", 79)]
    assert (record.values["total"], record.values.get("grade")) == (81, "B")


def test_a_sum_of_weights_or_of_what_people_gave_themselves_is_no_total() -> None:
    lines = [1, "回款率", 0.4, "细则", 90, 80, 84], [2, "协作", 0.6, "细则", 85, 78, 79]
    assert form(JUDGED, *lines, ["合计", None, 1]).values["total"] is None
    assert form(JUDGED, *lines, ["总分", None, None, None, 87]).values["total"] is None


WEIGHED = ["考核指标", "权重", "目标", "实际完成", "自评", "上级评分", "得分"]


@pytest.mark.parametrize("weights", [(0.4, 0.6), ("40%", "60%"), (40, 60)])
@pytest.mark.parametrize("label", ["合计", "总分", None])
def test_a_score_times_its_weight_is_kept_beside_the_score_and_sums_up_to_the_total(weights: Any, label: Any) -> None:
    record = form(
        WEIGHED,
        ["回款率", weights[0], 100, 96, 95, 94, 37.6],
        ["协作", weights[1], 100, 90, 90, 88, 52.8],
        [label, None, None, None, None, None, 90.4],
    )
    assert scores(record) == [("回款率", 94), ("协作", 88)]
    assert record.values["total"] == Decimal("90.4")
    assert [item.note for item in record.values["items"]] == ["得分：37.6", "得分：52.8"]


def test_five_points_are_weighed_to_hundred() -> None:
    record = form(WEIGHED, ["回款率", 0.4, 1, 1, 4, 4, 32], ["协作", 0.6, 1, 1, 5, 3, 36], ["合计", *[None] * 5, 68])
    assert scores(record) == [("回款率", 4), ("协作", 3)] and record.values["total"] == 68


def test_a_result_that_follows_from_nothing_is_asked_about_and_kept() -> None:
    record = form(WEIGHED, ["回款率", 0.4, 1, 1, 95, 94, 12], ["协作", 0.6, 1, 1, 90, 88, 70])
    assert scores(record) == [("回款率", 94), ("协作", 88)]
    assert "score_of_several" in codes(record)
    assert [item.note for item in record.values["items"]] == ["得分：12", "得分：70"]
