"""A list of departments is read as one, and nothing else is: a roster has a column of departments, too."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from hrapp.modules.imports.alike import pairs
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.reading import read_workbooks

from .sheets import KINDS, VOCABULARY, reading, values

Rows = list[list[Any]]

ESTABLISHMENT: Rows = [
    ["2026年度部门设置与定编表"],
    [None, None, None, None, None, None, None, None, "单位：人"],
    ["部门编号", "部门名称", "上级部门", "负责人岗位", "部门负责人", "定编人数", "现有人数", "缺编", "成立时间"],
    ["D01", "总经办", "—", "总经理", "廖磊", 3, 3, 0, "2012年8月"],
    ["D02", "营销中心", "总经办", "总监", "田明兴", 2, 2, 0, "2016年1月"],
    ["D0201", "直营部", "营销中心", "经理", "武晨福", 12, 10, 2, "2015年2月"],
    [None, "总计", None, None, None, 17, 15, 2, None],
    ["说明：缺编为负数表示超编。"],
]
CLINIC: Rows = [
    ["序号", "科室代码", "科室名称", "级别", "隶属科室", "科主任", "主任手机", "人数"],
    [1, "K01", "医务科", "一级", None, "武亮", "15100000001", 13],
    [2, "K02", "内科", "二级", "医务科", "袁睿", "15100000002", 9],
    [3, None, None, None, None, None, None, None],
    [None, None, "合计", None, None, None, None, 22],
]
STORES: Rows = [
    ["门店编号", "门店名称", "店长", "地址", "电话"],
    ["S1", "人民路店", "张敏", "人民路1号", "021-55550001"],
    ["S2", "西街店", "李强", "西街2号", "021-55550002"],
]
WORKSHOPS: Rows = [
    ["车间", "班组", "班组长", "人数"],
    ["冲压车间", "甲班", "赵刚", 10],
    [None, "乙班", "钱进", 11],
    ["装配车间", "丙班", "孙立", 9],
    [None, "小计", None, 30],
]
CENTRES: Rows = [
    ["一级部门", "二级部门", "负责人", "备注"],
    ["营销中心", None, "田明", None],
    [None, "直营部", "武晨", "新设"],
    [None, "渠道部", "陶浩", None],
    ["财务", None, "黎岩", None],
]
ENGLISH: Rows = [
    ["Department", "Parent department", "Head", "Headcount"],
    ["Operations", None, "Mary Jones", 12],
    ["Logistics", "Operations", "John Smith", 5],
]
CONTACTS: Rows = [
    ["部门名称", "负责人", "电话"],
    ["人事", "张敏", "13800000001"],
    ["财务", "李强", "13800000002"],
    ["设备科", "赵刚", "13800000003"],
]

MANAGERS: Rows = [
    ["部门", "部门经理", "人数"],
    ["销售部", "张敏", 3],
    ["渠道部", "李强", 5],
]
BY_CODE: Rows = [
    ["编号", "机构名称", "上级编号", "备注"],
    [1, "公司办", None, None],
    [2, "一分公司", 1, "在外地"],
]

KINGDEE: Rows = [
    ["编码", "名称", "上级行政组织", "负责人", "负责人工号", "编制人数", "成立日期", "状态", "备注"],
    ["01", "总经办", "翼飞科技有限公司", "张敏", "KD1", 24, "2018-07-09", "启用", None],
    ["02", "财务", "翼飞科技有限公司", "李强", "KD2", 12, "2021-09-04", "启用", "2023年拆分"],
    ["03", "质检", "总经办", "赵刚", "KD3", 5, "2022-06-21", "启用", None],
]
BARE: Rows = [
    ["名称", "上级单位", "人数"],
    ["总经办", None, 3],
    ["渠道", "总经办", 5],
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ESTABLISHMENT, [("D01", "总经办", None, "廖磊"), ("D02", "营销中心", "总经办", "田明兴"), ("D0201", "直营部", "营销中心", "武晨福")]),
        (CLINIC, [("K01", "医务科", None, "武亮"), ("K02", "内科", "医务科", "袁睿")]),
        (STORES, [("S1", "人民路店", None, "张敏"), ("S2", "西街店", None, "李强")]),
        (WORKSHOPS, [(None, "甲班", "冲压车间", "赵刚"), (None, "乙班", "冲压车间", "钱进"), (None, "丙班", "装配车间", "孙立")]),
        (CENTRES, [(None, "营销中心", None, "田明"), (None, "直营部", "营销中心", "武晨"), (None, "渠道部", "营销中心", "陶浩"), (None, "财务", None, "黎岩")]),
        (ENGLISH, [(None, "Operations", None, "Mary Jones"), (None, "Logistics", "Operations", "John Smith")]),
        (CONTACTS, [(None, "人事", None, "张敏"), (None, "财务", None, "李强"), (None, "设备科", None, "赵刚")]),
        (MANAGERS, [(None, "销售部", None, "张敏"), (None, "渠道部", None, "李强")]),
        (BY_CODE, [("1", "公司办", None, None), ("2", "一分公司", "1", None)]),
        (KINGDEE, [("01", "总经办", "翼飞科技有限公司", "张敏"), ("02", "财务", "翼飞科技有限公司", "李强"), ("03", "质检", "总经办", "赵刚")]),
        (BARE, [(None, "总经办", None, None), (None, "渠道", "总经办", None)]),
    ],
    ids=["establishment", "clinic", "stores", "workshops", "centres", "english", "contacts", "managers", "by code", "of a system", "bare"],
)  # fmt: skip
def test_every_row_is_a_department(rows: Rows, expected: list[Any]) -> None:
    found = reading(rows)
    assert {record.kind for record in found.records} == {"department"}
    assert values(rows, "code", "department", "parent", "head") == expected
    assert not found.questions


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["工号", "姓名", "部门", "部门负责人"], ["E1", "张敏", "销售部", "李强"], ["E2", "赵刚", "质检部", "钱进"]], "person"),
        ([["姓名", "部门名称", "上级部门", "入职日期"], ["张敏", "销售部", "总经办", "2020-01-01"], ["赵刚", "质检部", "总经办", "2021-01-01"]], "person"),
        ([["编号", "人员", "部门", "职位"], [1, "张敏", "销售部", "经理"], [2, "赵刚", "质检部", "组长"]], "person"),
        ([["部门", "负责人", "营业额目标", "营业额实际"], ["销售部", "张敏", 100, 90], ["渠道部", "李强", 80, 85]], "kpi"),
        ([["部门", "岗位", "编制人数"], ["销售部", "经理", 1], ["渠道部", "专员", 3]], None),
        ([["部门", "人数", "应发合计"], ["销售部", 5, 40000], ["渠道部", 3, 22000]], None),
        ([["部门", "负责人", "人数"], ["销售部", "张敏", 1], ["销售部", "李强", 2], ["销售部", "赵刚", 3]], "person"),
        ([["部门", "负责人", "问题描述", "整改措施", "完成时间"], ["销售部", "张敏", "账实不符", "盘点", "2026-05-01"], ["渠道部", "李强", "合同缺失", "补签", "2026-06-01"]], None),
        ([["姓名", "部门", "职务"], ["张敏", "门店", "店长"], ["李强", "门店", "门店经理"], ["赵刚", "车间", "班组长"]], "person"),
        ([["机构名称", "负责人", "电话"], ["大华商贸有限公司", "张敏", "13800000001"], ["城西医院", "李强", "13800000002"]], None),
        ([["项目名称", "项目负责人", "开始日期"], ["一期", "张敏", "2026-01-01"], ["二期", "李强", "2026-02-01"]], None),
        ([["编码", "名称", "负责人", "电话"], ["A1", "大华二期", "张敏", "13800000001"], ["A2", "西城改造", "李强", "13800000002"]], None),
    ],
    ids=["roster", "roster with 上级部门", "roster of 编号", "figures", "posts", "sums", "repeated", "problems", "posts that head lists", "customers", "projects", "things"],
)  # fmt: skip
def test_what_is_about_something_else_is_no_list_of_departments(rows: Rows, kind: str | None) -> None:
    found = {table.kind for table in reading(rows).files[0].tables}
    assert "department" not in found
    assert kind is None or kind in found


def test_who_leads_may_have_two_columns_under_one_head() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page = book.add_worksheet()
        page.merge_range("A1:A2", "部门名称")
        page.merge_range("B1:C1", "负责人")
        page.merge_range("D1:D2", "编制")
        for row, cells in enumerate(
            (["", "姓名", "工号"], ["销售部", "张敏", "E1", 3], ["渠道部", "李强", "E2", 5]), 1
        ):
            for column, value in enumerate(cells):
                if value:
                    page.write(row, column, value)
    found = read_workbooks([("部门.xlsx", into.getvalue())], KINDS, VOCABULARY).records
    assert [tuple(r.values.get(key) for key in ("department", "head", "head_no")) for r in found] == [
        ("销售部", "张敏", "E1"),
        ("渠道部", "李强", "E2"),
    ]


def test_a_list_beside_a_roster_is_a_table_of_its_own() -> None:
    rows: Rows = [
        ["编号", "姓名", "部门", "岗位", "入职日期", None, "部门名", "主管", "人数"],
        ["E1", "张敏", "销售部", "经理", "2020-01-01", None, "销售部", "张敏", 2],
        ["E2", "赵刚", "销售部", "专员", "2020-02-01", None, "质检部", "李强", 1],
        ["E3", "李强", "质检部", "组长", "2020-03-01", None, "合计", None, 3],
    ]
    found = reading(rows)
    assert [table.kind for table in found.files[0].tables] == ["person", "department"]
    listed = [(r.values["department"], r.values["head"]) for r in found.records if r.kind == "department"]
    assert listed == [("销售部", "张敏"), ("质检部", "李强")]
    assert [r.values["emp_no"] for r in found.records if r.kind == "person"] == ["E1", "E2", "E3"]


def test_a_roster_cut_by_an_empty_column_stays_one() -> None:
    rows: Rows = [
        ["工号", "姓名", "入职日期", None, "部门名称", "部门负责人", "手机"],
        ["E1", "张敏", "2020-01-01", None, "销售部", "李强", "13800000001"],
        ["E2", "赵刚", "2020-02-01", None, "销售部", "李强", "13800000002"],
    ]
    (table,) = reading(rows).files[0].tables
    assert table.kind == "person" and len(table.data_rows) == 2


def test_what_is_not_kept_is_shown_as_a_column_that_nobody_asked_for() -> None:
    (table,) = [table for table in reading(ESTABLISHMENT).files[0].tables if table.kind]
    assert [c.header for c in table.columns if c.field is None] == [
        "负责人岗位",
        "定编人数",
        "现有人数",
        "缺编",
        "成立时间",
    ]


def test_a_header_again_and_a_row_that_names_none_are_no_departments() -> None:
    rows = [*CLINIC[:2], CLINIC[0], CLINIC[2], [4, "K09", None, None, None, None, None, 2]]
    found = reading(rows)
    assert [record.values["department"] for record in found.records] == ["医务科", "内科"]
    assert {row.code for row in found.skipped} == {"repeated_header", "nameless"}


def test_words_that_head_such_lists_stand_in_the_rows_of_a_roster() -> None:
    rows: Rows = [
        ["姓名", "部门", "职务"],
        ["张敏", "门店", "店长"],
        ["李强", "车间", "车间主任"],
        ["赵刚", "中心", "部门经理"],
    ]
    assert values(rows, "name", "department", "position") == [tuple(row) for row in rows[1:]]


def test_two_departments_of_a_list_are_never_taken_for_one_written_twice() -> None:
    found = reading([["部门名称", "上级部门"], ["营销", None], ["营销部", "营销"], ["财务部", None]])
    assert pairs(found, Answers(), {}) == []
    roster = [["姓名", "工号", "部门"], ["张敏", "E1", "营销"], ["李强", "E2", "营销部"]]
    assert [(each.one, each.other) for each in pairs(reading(roster), Answers(), {})], "in a roster they may be"


def test_a_department_of_a_list_that_is_nearly_a_known_one_may_be_that_one() -> None:
    found = reading([["部门名称", "上级部门"], ["线上营运部", None], ["财务部", None], ["客服部", None]])
    offered = [(each.one, each.other) for each in pairs(found, Answers(), {"departments": {"线上运营部": ()}})]
    assert offered == [("线上运营部", "线上营运部")]
