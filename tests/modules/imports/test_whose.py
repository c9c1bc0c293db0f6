"""Whose a column, a row and a month are: what a second look at ordinary sheets had found wrong."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, notes, reading, records, table


def period(
    title: str, sheet: str = "Sheet1", file: str = "表.xlsx", head: str = "实发工资", cell: Any = 5000
) -> set[Any]:
    found = records([[title], ["姓名", head], ["张三", cell], ["李四", cell]], (), sheet, file)
    return {record.values.get("period") for record in found}


# --- other people


@pytest.mark.parametrize(
    ("groups", "heads"), [(("在职", "离职"), ("入职日期", "离职日期")), (("正式工", "临时工"), ("岗位", "职务"))]
)
def test_two_lists_under_groups_of_their_own_are_two(groups: tuple[str, str], heads: tuple[str, str]) -> None:
    cells = ("2020-01-01", "2024-01-01") if "日期" in heads[0] else ("工人", "班长")
    rows: Rows = [[groups[0], None, groups[1], None], ["姓名", heads[0], "姓名", heads[1]],
                  ["张三", cells[0], "李四", cells[1]], ["王五", cells[0], "赵六", cells[1]]]  # fmt: skip
    found = [r.values["name"] for r in records(rows, ["A1:B1", "C1:D1"]) if r.kind != "other"]
    assert sorted(found) == sorted(["张三", "王五", "李四", "赵六"])


def test_one_who_is_rated_beside_the_one_who_rates_begins_no_list() -> None:
    rows: Rows = [
        ["被考核人", None, "考核人", None],
        ["姓名", "部门", "姓名", "职务"],
        ["张三", "质检部", "李四", "经理"],
    ]
    assert {r.values["name"] for r in records([*rows, ["王五", "质检部", "李四", "经理"]], ["A1:B1", "C1:D1"])} == {
        "张三",
        "王五",
    }


def test_children_in_a_list_of_children_are_no_staff() -> None:
    rows = [["员工子女信息登记表"], ["姓名", "部门", "姓名", "出生日期"], ["张三", "质检部", "张小宝", "2018-01-01"],
            ["李四", "质检部", "李小贝", "2019-01-01"]]  # fmt: skip
    assert {record.values["name"] for record in records(rows)} == {"张三", "李四"}


@pytest.mark.parametrize("somebody", ["紧急联系人", "配偶", "介绍人", "师傅", "担保人", "交接人"])
@pytest.mark.parametrize(
    ("head", "cell"), [("手机号", "13800000003"), ("工号", "0012"), ("身份证号", "110105194912310021")]
)
def test_what_stands_behind_somebody_else_is_looked_at_before_it_counts(somebody: str, head: str, cell: str) -> None:
    rows = [
        ["姓名", "部门", "入职日期", somebody, head],
        *([n, "质检部", "2020-01-01", "王芳", cell] for n in ("张三", "李四")),
    ]
    (column,) = (c for c in reading(rows).files[0].tables[0].columns if c.header == head)
    assert column.state != "sure"


def test_the_phone_before_somebody_else_is_ones_own() -> None:
    rows = [["姓名", "部门", "手机", "紧急联系人及电话", "联系电话"], ["张三", "质检部", "13800000001", "王芳", "13800000003"],
            ["李四", "质检部", "13800000002", "赵敏", "13800000004"]]  # fmt: skip
    assert [p for p in table(records(rows), "phone") if p != ("None",)] == [("13800000001",), ("13800000002",)]


CHILD = ["孩子生日", "子女出生日期", "孩子姓名", "小孩出生年月"]


@pytest.mark.parametrize("child", CHILD)
def test_the_sex_behind_a_child_is_looked_at_before_it_is_ones_own(child: str) -> None:
    rows = [["姓名", "部门", "入职日期", child, "性别"], ["张三", "质检部", "2020-01-01", "2018-01-01", "女"],
            ["李四", "质检部", "2020-01-01", "2019-01-01", "男"]]  # fmt: skip
    (column,) = (c for c in reading(rows).files[0].tables[0].columns if c.header == "性别")
    assert column.state != "sure"


@pytest.mark.parametrize("child", CHILD)
def test_of_two_the_sex_behind_a_child_is_the_childs_and_so_is_what_stands_over_it(child: str) -> None:
    day = "2020-01-01"
    rows = [
        ["姓名", "性别", "入职日期", child, "性别"],
        ["张三", "男", day, "2018-01-01", "女"],
        ["李四", "男", day, "2019-01-01", "女"],
    ]
    turned = [[row[3], row[4], *row[:3]] for row in rows]
    assert table([r for r in records(rows) if r.kind == "person"], "gender") == [("男",), ("男",)]
    assert [r.values["gender"] for r in records(turned) if r.values.get("gender")] == ["男", "男"]


def test_what_was_said_of_the_child_is_ones_own_where_it_comes_again() -> None:
    rows = [["姓名", "部门", "入职日期", "孩子姓名", "孩子性别", "性别"], ["张三", "质检部", "2020-01-01", "张小宝", "女", "男"],
            ["李四", "质检部", "2020-01-01", "李小贝", "女", "男"]]  # fmt: skip
    whole = reading(rows)
    assert [(c.field, c.state) for c in whole.files[0].tables[0].columns][-1] == ("gender", "sure")
    assert table([r for r in whole.records if r.kind == "person"], "gender") == [("男",), ("男",)]


def test_what_stands_under_a_group_about_children_is_theirs() -> None:
    rows = [["姓名", "部门", "入职日期", "子女信息", None, None], [None, None, None, "姓名", "性别", "出生日期"],
            ["张三", "质检部", "2020-01-01", "张小宝", "女", "2018-01-01"]]  # fmt: skip
    (one,) = (r for r in records(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:F1"]) if r.kind == "person")
    assert one.values.get("gender") is None and one.values.get("birth_date") is None


def test_a_word_that_nobody_knows_in_the_place_of_another_begins_a_table_of_its_own() -> None:
    head = ["姓名", "部门", "基本工资", "奖金", "实发工资"]
    rows = [head, ["张三", "质检部", 5, 1, 6], ["李四", "质检部", 5, 1, 6], ["姓名", "部门", "基本工资", "乐捐", "实发工资"],
            ["王五", "质检部", 5, 1, 4]]  # fmt: skip
    paid = [record for record in records(rows) if record.kind == "payroll"]
    assert table(paid, "name", "bonus") == [("张三", "1"), ("李四", "1"), ("王五", "None")]


# --- months


@pytest.mark.parametrize(
    "name", ["八月瓜餐饮有限公司", "九月天餐饮", "三月三", "五月花", "十月初五饼家", "四季酒店", "Marketing", "Octopus"]
)
def test_a_name_that_begins_like_a_month_is_none_wherever_it_stands(name: str) -> None:
    assert period(f"{name}员工工资表") == period("工资", name) == period("工资", file=f"{name}工资表.xlsx") == {None}
    assert period(f"{name}2024年7月工资表") == {"2024-07"}


@pytest.mark.parametrize(
    "title",
    [
        "八月工资表",
        "八月份工资",
        "员工八月考勤",
        "八月（定稿）",
        "工资 八月",
        "八月员工工资",
        "八月一车间工资",
        "八月销售额",
        "Aug payroll",
        "August payroll",
    ],
)
def test_a_month_before_what_lists_are_about_is_one(title: str) -> None:
    assert period(title) == period("工资", title) == period("工资", file=f"{title}.xlsx") == {"2025-08"}


def test_a_month_that_may_be_part_of_a_name_is_asked_about() -> None:
    assert period("2024年五月花公司工资表") == period("2024年工资表（八月冲压）") == {None}
    assert period("2024年八月冲压工资") == {"2024-08"}
    assert period("六月雪茶店2024年绩效", head="绩效等级", cell="优秀") == {"2024"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2025年1月发放12月工资", "2024-12"),
        ("五月花公司2024年4月工资表", "2024-04"),
        ("Payroll for the period 26 Feb - 25 Mar 2024", "2024-03"),
        ("12月工资 2024年1月5日制表", "2023-12"),
        ("2024年3月份工资发放表", "2024-03"),
        ("2024年1-3月工资表", "2024Q1"),
        ("2023年10月-2024年2月工资表", None),
        ("2024年1月、2月工资表", None),
        ("2024年前三季度工资", None),
        ("2024年Q1-Q2工资", None),
        ("2024年度工资（2025年1月评定）", "2024"),
        ("113年Q1工资", "2024Q1"),
    ],
)
def test_what_a_title_says_about_the_month(title: str, expected: str | None) -> None:
    assert period(title) == {expected}


def test_the_day_on_which_a_file_was_written_is_not_the_year_of_its_month() -> None:
    assert period("工资", "12月", "工资表(2025.1.5更新).xlsx") == {"2024-12"}
    assert period("2023-2024年工资表", "12月") == {None}


@pytest.mark.parametrize("heads", [("2023年12月", "1月", "2月"), ("12月", "1月", "2024年2月")])
def test_months_between_rows_take_their_years_from_each_other(heads: tuple[str, ...]) -> None:
    rows: list[list[Any]] = [["姓名", "基本工资", "实发工资"]]
    for head in heads:
        rows += [[head], ["张三", 5000, 4000]]
    assert [r.values["period"] for r in records(rows)] == ["2023-12", "2024-01", "2024-02"]


def test_columns_take_their_years_from_each_other() -> None:
    rows = [["销售额"], ["姓名", "2023年11月", "12月", "1月"], ["张三", 1, 2, 3], ["李四", 1, 2, 3]]
    assert [r.values["period"] for r in records(rows)][:3] == ["2023-11", "2023-12", "2024-01"]


def test_december_in_the_list_of_january_is_asked_about() -> None:
    found = records([["2024年1月"], ["姓名", "12月销售额"], ["张三", 1], ["李四", 2]])
    assert {r.values["period"] for r in found} == {None} and "period_missing" in notes(found)


@pytest.mark.parametrize("line", ["5月离职人员工资", "2月新入职员工工资", "以下为4月入职人员", "2023年度奖金"])
def test_a_heading_about_some_of_them_changes_no_month(line: str) -> None:
    rows = [["姓名", "部门", "岗位", "实发工资"], ["张三", "质检部", "a", 4000], [line], ["李四", "质检部", "a", 300]]
    found = records(rows, (), "2024年3月工资")
    assert table(found, "name", "period") == [("张三", "2024-03"), ("李四", "2024-03")]


def test_somebody_called_may_is_no_month() -> None:
    rows = [["Name", "Net Pay", "Note"], ["Alice", 100, None], ["May", None, None], ["Bob", 200, None]]
    assert {r.values["period"] for r in records(rows, (), "2024-03")} == {"2024-03"}


# --- people and what is none


@pytest.mark.parametrize("name", ["Max Weber", "Min Zhang", "Sum Yi", "Total Chen", "Count Basie"])
def test_whoever_is_called_like_a_sum_in_english_is_somebody(name: str) -> None:
    rows = [["Name", "Base Salary", "Net Pay"], [name, 8000, 7000], ["Anna Li", 9000, 8000], ["Total", 17000, 15000],
            ["Average salary", 8500, 7500]]  # fmt: skip
    assert [r.values["name"] for r in records(rows)] == [name, "Anna Li"]


def test_what_somebody_does_is_no_sum() -> None:
    rows = [["岗位", "姓名", "基本工资"], ["数据汇总", "张三", 5000], ["质检员", "李四", 6000], ["合计", None, 11000]]
    assert {r.values["name"] for r in records(rows)} == {"张三", "李四"}


def test_in_a_list_to_be_signed_names_that_end_like_departments_are_people() -> None:
    rows = [["“安全生产”培训签到表"], ["姓名", "签到"], *([name] for name in ("张三", "陈店", "张小班", "江科"))]
    found = records(rows)
    assert [r.values["name"] for r in found] == ["张三", "陈店", "张小班", "江科"]


@pytest.mark.parametrize("heading", ["喷涂（1人）", "喷涂", "董事会", "Finance Team", "退休人员"])
def test_a_heading_that_nobody_knows_ends_the_one_before_it(heading: str) -> None:
    for head in (["序号", "姓名", "岗位", "手机号"], ["姓名", "岗位", "手机号", "邮箱"]):
        mine = [[1] if head[0] == "序号" else [], []][head[0] != "序号"]
        rows = [
            head,
            ["质检部"],
            [*mine, "张三", "工人", "13800000002"],
            [heading],
            [*mine, "李四", "工人", "13800000001"],
        ]
        found = records(rows)
        assert [r.values["name"] for r in found] == ["张三", "李四"]
        assert [r.values.get("department") == "质检部" for r in found] == [True, False]


def test_a_subtotal_ends_what_a_heading_began() -> None:
    rows = [
        ["姓名", "岗位", "实发工资"],
        ["质检部"],
        ["张三", "a", 4000],
        ["小计", None, 4000],
        ["王五", "b", 3000],
        ["合计", None, 7000],
    ]
    assert table(records(rows), "name", "department") == [("张三", "质检部"), ("王五", "None")]


def test_a_heading_ends_a_department_that_was_filled_in_above_it() -> None:
    rows = [
        ["部门", "姓名", "岗位"],
        ["质检部"],
        ["质检部", "张三", "a"],
        [None, "李四", "a"],
        ["冲压车间"],
        [None, "王五", "b"],
    ]
    assert table(records(rows), "name", "department") == [("张三", "质检部"), ("李四", "质检部"), ("王五", "冲压车间")]


@pytest.mark.parametrize(
    "title", ["抄送：财务部", "审批部门：财务部", "地点：财务部会议室", "除财务部外全体员工", "财务部、销售部"]
)
def test_a_department_that_is_named_for_another_reason_is_nobodys(title: str) -> None:
    rows = [[title], ["姓名", "岗位", "实发工资"], ["张三", "a", 4000]]
    assert table(records(rows), "department") == [("None",)]


def test_a_merged_figure_is_settled_cell_by_cell() -> None:
    rows = [["姓名", "奖金", "实发工资"], ["张三", 300, 5000], ["李四", None, 5200], ["王五", 100, 5100]]

    def read(**told: str) -> tuple[list[tuple[str, ...]], list[str]]:
        cells = {f"表.xlsx›Sheet1›{where}": text for where, text in told.items()}
        found = read_workbooks([("表.xlsx", book(rows, ["B2:B3"]))], every_kind(), WORDS, Answers(cells=cells)).records
        return table(found, "bonus"), [str(n.cell.address) for r in found for n in r.notes if n.code == "cell_shared"]

    assert read() == ([("None",), ("None",), ("100",)], ["B2", "B3"])
    assert read(B3="120") == ([("None",), ("120",), ("100",)], ["B2"])
    assert read(B2="180", B3="120") == ([("180",), ("120",), ("100",)], [])
    assert read(B2="300", B3="") == ([("300",), ("None",), ("100",)], [])


def test_a_unit_at_the_top_holds_for_every_block_below_it() -> None:
    rows: Rows = [["2024年3月业绩"], ["单位：万元"], ["一、销售部"], ["姓名", "销售额"], ["张三", 7], [None],
                  ["二、外贸部"], ["姓名", "岗位", "销售额"], ["李四", "业务员", 8]]  # fmt: skip
    found = [r for r in records(rows) if r.kind == "kpi"]
    assert table(found, "name", "actual") == [("张三", "70000"), ("李四", "80000")] and "unit_beside" not in notes(
        found
    )


@pytest.mark.parametrize("relation", ["关系", "Relationship 关系", "称谓"])
def test_the_relation_right_behind_whom_to_call_is_that_ones(relation: str) -> None:
    rows = [["工号", "姓名", "部门", "入职日期", "手机", "紧急联系人", relation],
            ["0001", "张伟", "质检部", "2020-01-01", "13800000001", "李娜", "配偶"],
            ["0002", "王芳", "质检部", "2020-01-02", "13800000002", "王强", "父亲"]]  # fmt: skip
    found = [record for record in records(rows) if record.kind == "emergency_contact"]
    assert table(found, "emergency_contact", "emergency_relation") == [("李娜", "配偶"), ("王强", "父亲")]


@pytest.mark.parametrize(
    "heads",
    [
        ["工号", "姓名", "部门", "紧急联系人", "关系", "电话"],
        ["Staff No. 工号", "Name 姓名", "Dept 部门", "Emergency Contact 紧急联系人", "Relationship 关系", "Tel 电话"],
    ],
)
def test_in_a_list_of_whom_to_call_the_phone_is_that_ones(heads: list[str]) -> None:
    rows = [heads, ["0001", "张伟", "质检部", "李娜", "配偶", "13800000001"],
            ["0002", "王芳", "质检部", "王强", "父亲", "13800000002"]]  # fmt: skip
    found = records(rows)
    assert {record.kind for record in found} == {"emergency_contact"}
    assert table(found, "emergency_relation", "emergency_phone") == [("配偶", "13800000001"), ("父亲", "13800000002")]
    assert not any("phone" in record.values for record in found)


_CALLED = {"紧急联系人": ["李娜", "王强"], "联系人": ["李娜", "王强"], "关系": ["配偶", "父亲"], "联系电话": ["13800000001", "13800000002"],
           "家庭住址": ["济南市工业路61号", "深圳市人民路81号"], "身份证号": ["110101199003071233", "110101199003072017"]}  # fmt: skip


def called(*heads: str, sheet: str = "Sheet1") -> Rows:
    """Two people of a ward, and what stands behind them."""
    return [
        ["工号", "姓名", "科室", *heads],
        *([f"000{n}", ("张伟", "王芳")[n], "内科", *(_CALLED[head][n] for head in heads)] for n in (0, 1)),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("紧急联系人", "关系", "联系电话", "家庭住址"),
        ("联系人", "关系", "联系电话", "家庭住址"),
        ("紧急联系人", "联系电话"),
    ],
)
def test_an_address_behind_it_makes_the_phone_of_whom_to_call_nobody_elses(heads: tuple[str, ...]) -> None:
    found = records(called(*heads))
    assert table([r for r in found if r.kind == "emergency_contact"], "emergency_phone") == [
        ("13800000001",),
        ("13800000002",),
    ]
    assert not any("phone" in record.values for record in found)


def test_in_a_list_of_whom_to_call_nothing_behind_them_is_the_employees_unasked() -> None:
    """Columns that kinds beside the list's own take are looked at with the whole table before them."""
    for heads in (("紧急联系人", "关系", "联系电话", "身份证号"), ("紧急联系人", "身份证号")):
        (whole,) = reading(called(*heads), sheet="紧急联系人").files[0].tables
        told = {column.header: (column.field, column.state) for column in whole.columns}
        assert told["身份证号"] == ("id_no", "check"), heads
        assert told.get("联系电话", ("", "check"))[1] == "check", heads


def test_behind_a_roster_the_phone_after_the_relation_is_looked_at() -> None:
    rows = [["姓名", "部门", "入职日期", "紧急联系人", "关系", "电话"],
            ["张伟", "质检部", "2020-01-01", "李娜", "配偶", "13800000001"],
            ["王芳", "质检部", "2020-01-02", "王强", "父亲", "13800000002"]]  # fmt: skip
    found = {column.header: column for column in reading(rows).files[0].tables[0].columns}
    assert found["电话"].state != "sure"


def test_the_sum_of_the_parts_of_a_raise_is_looked_at_before_it_is_the_pay() -> None:
    rows: Rows = [
        ["姓名", "岗位工资", None, "绩效工资", None, "合计", None, "生效日期"],
        [None, "调整前", "调整后", "调整前", "调整后", "调整前", "调整后", None],
        ["张三", 4000, 4300, 2000, 2150, 6000, 6450, "2026-07-01"],
        ["李四", 4200, 4500, 2100, 2250, 6300, 6750, "2026-07-01"],
    ]
    merges = ["A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:H2"]
    told = {c.header: (c.field, c.state) for c in reading(rows, merges).files[0].tables[0].columns}
    assert told["合计 / 调整前"] == ("before", "check") and told["合计 / 调整后"] == ("after", "check")
    assert told["岗位工资 / 调整前"] == ("post_before", "sure")
    turned = [["姓名", "套改前", None, "套改后", None, "生效日期"], [None, "岗位工资", "合计", "岗位工资", "合计", None], ["张三", 4000, 6000, 4300, 6450, "2026-07-01"], ["李四", 4200, 6300, 4500, 6750, "2026-07-01"]]  # fmt: skip
    other = {
        c.header: c.state for c in reading(turned, ["A1:A2", "B1:C1", "D1:E1", "F1:F2"]).files[0].tables[0].columns
    }
    assert other["套改后 / 合计"] == "check" and other["套改后 / 岗位工资"] == "sure"
    alone = [[row[0], *row[5:]] for row in rows]
    told = {
        c.header: (c.field, c.state) for c in reading(alone, ["A1:A2", "B1:C1", "D1:D2"]).files[0].tables[0].columns
    }
    assert told["合计 / 调整后"] == ("after", "sure"), "without parts it is the pay"
