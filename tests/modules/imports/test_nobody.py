"""Rows that sum up, sign or wait for somebody, and people who are called as such rows are."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.modules.imports.engine.unnamed import name_shaped

from .test_two_in_one import notes, reading, records, table

HEAD = ["姓名", "部门", "基本工资", "实发工资"]
THREE = [["张伟", "生产部", 5000, 5300], ["李娜", "销售部", 5200, 5400], ["王强", "生产部", 5100, 5200]]
SUMS = (
    "合計 總計 小計 平均數 计 合记 TTL Σ 加总 全部 以上总共 平均工资 月均 部门小结 其中:女 男 环比 上月 去年同期 差额 差异 较上月增减 同比增长"
    " 占比 标准差 预算 标准 核对 大写 金额大写 全厂 公司总体 空缺 空编 缺编 待招 新招 招聘中 达成率 排名第一 2人 生产部 增幅 应到"
)  # fmt: skip


@pytest.mark.parametrize("word", SUMS.split())
def test_what_is_told_of_all_of_them_is_nobody(word: str) -> None:
    last: list[Any] = [word, None, 15300, 15900]
    beside = [[row[1], row[0], *row[2:]] for row in (HEAD, *THREE, [word, "销售部", *last[2:]])]
    assert [record.values["name"] for record in records([HEAD, *THREE, last])] == ["张伟", "李娜", "王强"]
    assert [record.values["name"] for record in records(beside)] == ["张伟", "李娜", "王强"]


def test_somebody_with_a_number_may_be_called_like_a_sum() -> None:
    rows = [["工号", "姓名", "实发工资"], ["E1", "张伟", 1], ["E2", "全员", 2], ["E3", "李娜", 2]]
    assert [record.values["name"] for record in records(rows)] == ["张伟", "全员", "李娜"]


@pytest.mark.parametrize("name", ["全员", "平均", "何平均", "张求和"])
@pytest.mark.parametrize("place", [1, 3])
def test_somebody_called_like_a_sum_is_told_where_the_figures_are_none(name: str, place: int) -> None:
    rows = [HEAD, *THREE[:place], [name, "生产部", 4100, 4321], *THREE[place:]]
    found = {r.values["name"]: "name_sums" in notes([r]) for r in records([["2024年3月"], *rows])}
    assert found == {"张伟": False, "李娜": False, "王强": False, name: True}


@pytest.mark.parametrize("figures", [(15300, 15900), ("15,300.00", "15,900.00"), (5100, 5300)])
@pytest.mark.parametrize("name", ["全员", "平均", "何平均"])
def test_a_word_that_can_be_a_name_is_a_sum_where_the_figures_are(name: str, figures: tuple[Any, Any]) -> None:
    for rows in ([HEAD, *THREE, [name, None, *figures]], [HEAD, [name, "生产部", *figures], *THREE]):
        whole = reading(rows)
        assert {record.values["name"] for record in whole.records} == {"张伟", "李娜", "王强"}
        assert [row.code for row in whole.skipped if row.row > 1] == ["total"]


def test_a_name_like_a_sum_beside_figures_alone_waits_until_somebody_says_who_it_is() -> None:
    found = records([HEAD, *THREE, ["平均", None, 4100, 4321], ["刘洋", "生产部", 1, 2]])
    assert [n.level for r in found for n in r.notes if n.code == "name_sums"] == ["error"]
    rows = [["姓名", "岗位", "手机号"], ["张伟", "工人", "13800000001"], ["平均", "工人", "13800000002"]]
    assert table(records(rows), "name") == [("张伟",), ("平均",)] and not notes(records(rows))


def test_those_who_sign_are_no_records_and_an_accountant_is_one() -> None:
    found = records([HEAD, *THREE, ["财务", "会计", 1, 2], ["制表人", "王芳", "审核人", "李总"]])
    assert [record.values["name"] for record in found][:3] == ["张伟", "李娜", "王强"]
    assert not {"制表人", "王芳", "审核人"} & {record.values["name"] for record in found}


def test_whoever_is_called_unlike_the_others_and_has_no_number_is_looked_at() -> None:
    found = records([HEAD, *THREE, ["陈静", "生产部", 1, 2], ["车间补差", "生产部", 1, 2], ["刘洋", "生产部", 1, 2]])
    assert [note.values["text"] for record in found for note in record.notes if note.code == "name_odd"] == ["车间补差"]


def test_a_sum_without_a_word_is_a_sum() -> None:
    rows = [["姓名", "项目", "实发工资"], ["张伟", "a", 100], [None, "b", 50], ["李娜", "a", 30], [None, None, 180]]
    whole = reading(rows)
    assert [(row.row, row.code) for row in whole.skipped if row.row == 5] == [(5, "total")]


@pytest.mark.parametrize(
    ("text", "shaped"),
    [("赖佳", True), ("康娟涵", True), ("欧阳娜娜", True), ("司马云", True), ("李登科", True), ("王科", True),
     ("康复科", False), ("万达广场店", False), ("金山店", False), ("项目部", False), ("应发", False)],
)  # fmt: skip
def test_a_name_begins_with_a_family_name_and_does_not_end_like_a_department(text: str, shaped: bool) -> None:
    assert name_shaped(text) is shaped


@pytest.mark.parametrize("name", ["云辉磊", "奚立", "毕燕", "傅欣", "凤浩", "臧明", "虞佳", "阚伟", "鞠萍", "缪云"])
def test_whoever_has_one_of_the_rarer_family_names_is_somebody(name: str) -> None:
    rows = [["姓名", "部门", "岗位"], *([each, "生产部", "操作工"] for each in ("张伟", "李娜", "王强", "赵敏", name))]
    assert "name_odd" not in notes(records(rows))


@pytest.mark.parametrize(
    "word", ["毕业生", "毕业院校", "云南", "云计算", "项目", "经理", "时间", "司机", "全员", "劳务工"]
)
def test_words_that_begin_like_a_family_name_are_none(word: str) -> None:
    assert not name_shaped(word)
