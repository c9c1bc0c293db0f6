"""门店：汉街店 in a line of its own: whose rows follow, until the next such line."""

from __future__ import annotations

import pytest

from .test_two_in_one import Rows, records, table

HEAD = ["序号", "姓名", "性别", "岗位"]
ONE: Rows = [[1, "张伟", "男", "店长"], [2, "李娜", "女", "收银"], [3, "王强", "男", "厨师"]]
TWO: Rows = [[1, "赵敏", "女", "店长"], [2, "孙立", "男", "厨师"], [3, "周杰", "男", "收银"]]


def departments(rows: Rows) -> list[tuple[str, ...]]:
    return table([record for record in records(rows) if record.kind == "person"], "name", "department")


def each(first: str, second: str) -> list[tuple[str, str]]:
    return [(name, first) for name in ("张伟", "李娜", "王强")] + [(name, second) for name in ("赵敏", "孙立", "周杰")]


@pytest.mark.parametrize(
    "label", ["门店", "部门", "车间", "科室", "班组", "店铺", "分店", "分公司", "区域", "所属部门"]
)
@pytest.mark.parametrize("beside", [[], [None, None, "负责人：吴芳"]], ids=["alone", "beside another"])
@pytest.mark.parametrize("gap", [[["小计：3人"], []], []], ids=["apart", "below one another"])
def test_a_line_over_each_of_several_tables_says_the_department_of_its_rows(
    label: str, beside: list[str], gap: Rows
) -> None:
    first, second = ([f"{label}：{name}", *beside] for name in ("汉街甲", "楚河乙"))
    rows = [["川味小馆人员名单（10月底）"], first, HEAD, *ONE, *gap, second, HEAD, *TWO]
    assert departments(rows) == each("汉街甲", "楚河乙")


def test_a_line_between_the_rows_of_one_table_says_it_as_well() -> None:
    for beside in ([], ["店长：赵敏"]):
        rows = [["人员名单"], ["门店：汉街店", *beside], HEAD, *ONE, ["门店：楚河店", *beside], *TWO]
        assert departments(rows) == each("汉街店", "楚河店")


def test_of_two_labels_the_narrower_one_says_it() -> None:
    rows = [["区域：华东", "门店：汉街店"], HEAD, *ONE, [], ["门店：楚河店　区域：华东"], HEAD, *TWO]
    assert departments(rows) == each("汉街店", "楚河店")


@pytest.mark.parametrize(
    "line", ["单位：元", "制表部门：人事部", "部门：全部", "部门：", "原部门：汉街甲", "部门：财务部、销售部"]
)
def test_a_line_that_names_no_department_of_the_rows_says_none(line: str) -> None:
    assert {department for _, department in departments([[line], HEAD, *ONE])} == {"None"}


def test_a_column_of_departments_is_not_overruled() -> None:
    rows = [["门店：汉街店"], [*HEAD, "部门"], *([*row, "后厨"] for row in ONE)]
    assert {department for _, department in departments(rows)} == {"后厨"}
