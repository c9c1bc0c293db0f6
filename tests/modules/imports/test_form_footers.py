"""What stands below the total of a score form is no item of it: grades, opinions, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.imports import Record
from hrapp.kernel.work import unit_of_work

from ...cast import Cast
from .test_forms import HR, book, read, take

__all__ = ["book"]

HEADS: list[list[Any]] = [
    ["序号", "考核指标", "权重", "目标值", "实际完成", "评分标准", "自评", "上级评分"],
    ["考核指标", "权重", "评分标准", "自评", "上级评分", "备注"],
    ["类别", "考核内容", "分值", "考核标准", "自评分", "主管评分"],
]
CELLS = {"序号": 1, "类别": "业绩", "权重": "50%", "分值": 50, "目标值": "12家", "实际完成": "10家", "自评": 90, "自评分": 90,
         "上级评分": 88, "主管评分": 88, "评分标准": "按完成率", "考核标准": "按完成率"}  # fmt: skip
SIGNED = [
    ["员工签字", None, "日期", "2026-04-05"],
    ["员工签名：", "上级签名：", "日期："],
    ["被考核人签字：李四 日期：2026年4月5日"],
    ["本人确认签字", None, None, "年 月 日"],
    ["被考核人", "李四", "考核人", "张三"],
    ["审核：", None, "批准："],
    ["员工签字/日期"],
    ["Employee signature", None, "Date"],
]
WRITTEN: list[tuple[list[Any], dict[str, str]]] = [
    (["考核人意见：继续努力"], {"考核人意见": "继续努力"}),
    (["主管评语", "表现稳定，需加强沟通"], {"主管评语": "表现稳定，需加强沟通"}),
    (["主管评语", None, None, "表现稳定"], {"主管评语": "表现稳定"}),
    (["员工自评", "完成得好", None, "上级评价", "同意"], {"员工自评": "完成得好", "上级评价": "同意"}),
    (["自评：完成得好；95%以上"], {"自评": "完成得好；95%以上"}),
    (["主管评语/自评", "同意"], {"主管评语/自评": "同意"}),
    (["审批意见：同意 签字：张三 日期：4月5日"], {"审批意见": "同意"}),
    (["部门经理：同意，下季度重点跟进新客户"], {"部门经理": "同意，下季度重点跟进新客户"}),
    (["改进计划", "每周回访客户"], {"改进计划": "每周回访客户"}),
    (["绩效系数", 1.2], {"绩效系数": "1.2"}),
    (["Manager comments: keep going"], {"Manager comments": "keep going"}),
]
GRADED = [["考核等级：B"], ["考核等级", "B"], ["绩效评定", None, None, "B"], ["最终评级：B"], ["季度等级", "B", None, "绩效系数", 1.2],
          ["考核结论：B"]]  # fmt: skip


def line(head: Sequence[Any], name: str) -> list[Any]:
    return [name if text in ("考核指标", "考核内容") else CELLS.get(text) for text in head]


def form(head: Sequence[Any], *rows: Sequence[Any]) -> Record:
    (record,) = read(("李四", [["2026年5月绩效考核表"], ["姓名", "李四"], list(head), *[list(row) for row in rows]]))
    return record


def names(record: Record) -> list[str]:
    return [item.name for item in record.values["items"]]


def total(head: Sequence[Any], word: str = "合计") -> list[Any]:
    return [word, *[None] * (len(head) - 2), 88]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("above", [[], [["合计"]]])
@pytest.mark.parametrize("signed", SIGNED)
def test_who_signed_and_when_is_no_item_and_no_words(head: Any, above: Any, signed: Any) -> None:
    sums = [total(head) for _ in above]
    record = form(head, line(head, "回款率"), line(head, "协作"), *sums, signed, signed)
    assert names(record) == ["回款率", "协作"]
    assert "words" not in record.values


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("word", ["合计", "总分", "合计得分", "总计"])
@pytest.mark.parametrize(("written", "words"), WRITTEN)
def test_what_somebody_wrote_below_the_total_is_kept_as_words(
    head: Any, word: str, written: list[Any], words: dict[str, str]
) -> None:
    record = form(head, line(head, "回款率"), line(head, "协作"), total(head, word), written, SIGNED[0])
    assert names(record) == ["回款率", "协作"]
    assert record.values["words"] == words
    assert record.values["total"] == 88


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("graded", GRADED)
def test_a_grade_below_the_total_is_that_of_the_form(head: Any, graded: list[Any]) -> None:
    record = form(head, line(head, "回款率"), line(head, "协作"), total(head), graded, WRITTEN[1][0])
    assert names(record) == ["回款率", "协作"]
    assert record.values["grade"] == "B"
    assert "主管评语" in record.values["words"]


def test_an_opinion_may_stand_in_the_row_below_its_label_and_below_what_is_signed() -> None:
    head = HEADS[0]
    below = [
        ["主管评语："],
        ["表现稳定"],
        ["员工签字：", None, "日期："],
        ["总经理意见", "同意"],
        ["等级说明"],
        ["S", "95分以上"],
    ]
    record = form(head, line(head, "回款率"), line(head, "协作"), total(head), *below)
    assert names(record) == ["回款率", "协作"]
    assert record.values["words"] == {"主管评语": "表现稳定", "总经理意见": "同意"}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("between", ["定量小计", "小计", "合计", "定量指标合计"])
@pytest.mark.parametrize("closing", ["合计", "总分", "综合得分合计", None])
def test_items_below_the_total_of_their_first_part_stay_items(head: Any, between: str, closing: str | None) -> None:
    end = [total(head, closing)] if closing else []
    record = form(
        head, line(head, "回款率"), total(head, between), line(head, "协作"), line(head, "创新"), *end, SIGNED[0]
    )
    assert names(record) == ["回款率", "协作", "创新"]


def test_a_task_called_like_a_footer_is_an_item_where_it_has_figures() -> None:
    head = HEADS[1]
    record = form(head, line(head, "收集客户意见"), line(head, "培训计划"), line(head, "自评"), total(head))
    assert names(record) == ["收集客户意见", "培训计划", "自评"]


async def test_the_words_of_a_form_are_kept_with_it(cast: Cast) -> None:
    head = HEADS[0]
    rows = [["2026年5月绩效考核表"], ["工号：E007"], head, line(head, "回款率"), total(head), ["主管评语", "表现稳定"]]
    await take(("Sheet1", rows))
    async with unit_of_work(HR, role=IMPORT):
        kept = await DB.fetch("select name, score, note from performance_form_item order by ordinal")
    assert [(item["name"], item["score"], item["note"]) for item in kept] == [
        ("回款率", 88, None),
        ("主管评语", None, "表现稳定"),
    ]
