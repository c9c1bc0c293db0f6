"""Words of clerks, units below a header, sides below an item, and headers that can mean two things."""

from __future__ import annotations

from typing import Any

import pytest

from hrapp.modules.imports.engine.found import ColumnReading

from .test_two_in_one import Rows, notes, reading, records, table

_WIDE = str.maketrans("（）", "()")


def columns(rows: Rows, *merges: str) -> dict[str, ColumnReading]:
    """{header: what was made of it} of the first table."""
    return {column.header: column for column in reading(rows, merges).files[0].tables[0].columns}


def test_a_row_of_units_is_no_level_of_the_header_and_says_the_unit_of_its_columns() -> None:
    rows = [
        ["姓名", "出勤天数", "日工资", "应发工资", "实发工资"],
        [None, "天", "元/天", "千元", "元"],
        ["张伟", 26, 330, 8.4, 7900],
        ["李娜", 25, 330, 6.1, 5100],
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1,)
    paid = [record for record in whole.records if record.kind == "payroll"]
    assert table(paid, "name", "gross", "net") == [("张伟", "8400", "7900"), ("李娜", "6100", "5100")]


def test_words_that_a_clerk_made_up_are_a_header_beside_one_over_names() -> None:
    rows = [
        ["姓名", "哪个店", "哪天来的", "工服退没", "工资结清没", "为啥走"],
        *([name, "万达店", "2020/7/7", "退", "结清", "嫌工资低"] for name in ("邵小翠", "段春燕", "曾超")),
    ]
    whole = reading(rows)
    assert whole.files[0].tables[0].header_rows == (1,)
    assert table(whole.records[:3], "name", "department", "hire_date")[0] == ("邵小翠", "万达店", "2020-07-07")


def test_words_over_words_that_are_no_names_are_no_header() -> None:
    rows = [["姓名", "为啥", "咋办", "几时", "谁管"], *(["一号机", "坏了", "修", "周一", "机修"] for _ in range(3))]
    assert not reading(rows).records


def test_an_item_over_its_sides_is_read_like_sides_over_items() -> None:
    heads: Rows = [["姓名", "岗位工资", None, "工资合计", None], [None, "调整前", "调整后", "调整前", "调整后"]]
    rows = [*heads, ["张伟", 2200, 2400, 5000, 5200], ["李娜", 2300, 2400, 5000, 5100]]
    found = {c.header: c.field for c in columns(rows, "B1:C1", "D1:E1").values()}
    assert found["岗位工资 / 调整前"] == "post_before" and found["岗位工资 / 调整后"] == "post_after"


def test_what_is_taken_for_meals_is_no_allowance() -> None:
    rows: Rows = [["姓名", "基本工资", "扣款项目", None, "实发工资"], [None, None, "伙食费", "水电费", None]]
    found = columns([*rows, ["张伟", 5000, 100, 50, 4850], ["李娜", 5000, 100, 50, 4850]], "C1:D1")
    assert found["扣款项目 / 伙食费"].field != "meal_allowance"


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("工种", ["焊工", "钳工"], "position"),
        ("团队", ["一队", "二队"], "department"),
        ("考勤号", ["11", "12"], "emp_no"),
    ],
)
def test_a_word_that_can_mean_two_things_is_looked_at_once(header: str, cells: list[Any], field: str) -> None:
    rows = [["姓名", header, "入职日期"], *([n, c, "2020/7/7"] for n, c in zip(("张伟", "李娜"), cells, strict=True))]
    assert (columns(rows)[header].field, columns(rows)[header].state) == (field, "check")


def test_of_two_columns_of_one_thing_neither_is_taken_unseen() -> None:
    rows = [["姓名", "基础性绩效", "奖励性绩效", "实发工资"], ["张伟", 1000, 800, 5000], ["李娜", 1000, 900, 5100]]
    assert "sure" not in {columns(rows)[head].state for head in ("基础性绩效", "奖励性绩效")}


def test_kinds_of_residence_are_no_place() -> None:
    rows = [["姓名", "户籍", "入职日期"], ["张伟", "本市", "2020/7/7"], ["李娜", "外地", "2021/7/7"]]
    assert columns(rows)["户籍"].field != "hukou_address"


def test_a_table_that_counts_years_as_taiwan_does_is_read_so_in_every_column() -> None:
    rows = [
        ["工號", "姓名", "到職日", "出生日期"],
        ["A1", "曾靜雯", "111/02/25", "66/02/13"],
        ["A2", "詹家豪", "103/09/19", "64/06/19"],
        ["A3", "張雅婷", "98/11/08", "89/04/06"],
    ]
    found = table(records(rows), "hire_date", "birth_date")
    assert found == [("2022-02-25", "1977-02-13"), ("2014-09-19", "1975-06-19"), ("2009-11-08", "2000-04-06")]


def test_a_principal_who_signs_in_the_column_of_names_is_nobody() -> None:
    rows = [
        ["序号", "姓名", "手机"],
        [1, "张伟", "13800000001"],
        [2, "李娜", "13800000002"],
        [None, "校长签字：", "2023年9月1日"],
    ]
    assert table(records(rows), "name") == [("张伟",), ("李娜",)]


@pytest.mark.parametrize("head", ["事假（小时）", "事假(h)", "事假/小时", "事假小时数"])
def test_hours_of_leave_are_kept_as_hours_and_are_no_part_of_its_days(head: str) -> None:
    rows = [["姓名", "出勤天数", head, "事假"], ["张伟", 22, 8, 1], ["李娜", 21, "90分钟", 0]]
    found = records(rows)
    assert table(found, "personal_leave_hours", "personal_leave") == [("8", "1"), ("1.5", "0")]
    assert {record.kind for record in found} == {"attendance"}


def test_days_in_a_column_of_hours_are_asked_about() -> None:
    found = reading([["姓名", "出勤天数", "病假（小时）"], ["张伟", 22, 8], ["李娜", 21, "1天"]])
    assert table(found.records, "sick_leave_hours") == [("8",), ("None",)]
    assert [question.code for question in found.questions] == ["unit_other"]


@pytest.mark.parametrize("head", ["事假时数", "事假（分钟）", "陪护假（小时）"])
def test_what_has_no_field_of_its_unit_stays_under_its_own_header(head: str) -> None:
    found = records([["姓名", "出勤天数", head], ["张伟", 22, 8], ["李娜", 21, 4]])
    assert {record.kind for record in found} == {"attendance"}
    kept = [list(record.values["values"].items()) for record in found]
    assert [[(name.translate(_WIDE), cell) for name, cell in each] for each in kept] == [
        [(head.translate(_WIDE), "8")],
        [(head.translate(_WIDE), "4")],
    ]


def test_a_unit_below_the_people_is_nobody_and_counts() -> None:
    rows = [["姓名", "应发工资", "实发工资"], ["张伟", 0.8, 0.7], ["李娜", 0.9, 0.8], ["单位：万元"]]
    assert table(records(rows), "name", "net") == [("张伟", "7000"), ("李娜", "8000")]


@pytest.mark.parametrize("header", ["客户编号", "客户级别", "信用额度"])
def test_customers_are_none_of_our_people(header: str) -> None:
    rows = [
        ["客户名称", header, "联系人", "职务", "手机", "业务员"],
        *(["锐达", "C1", "蒋佳怡", "经理", "13994760307", "宋飞"],) * 2,
    ]
    assert not records(rows)


def test_a_former_post_of_a_sales_clerk_is_no_header() -> None:
    heads = ["姓名", "开始时间", "结束时间", "工作单位", "职位", "离职原因"]
    rows = [
        heads,
        ["孙振宇", "2010.09", "2018.10", "永辉超市", "工程师", "个人发展"],
        [None, "2005.03", "2010.01", "顺丰速运", "业务员", "合同到期"],
        [None, "2005.03", "2005.02", "顺丰速运", "业务员", "合同到期"],
    ]
    assert [record.values["name"] for record in records(rows, ["A2:A4"])] == ["孙振宇"] * 3


def test_an_empty_space_to_sign_in_is_no_clock() -> None:
    rows = [["姓名", "课程", "签到（上午）"], ["张伟", "安全", "√"], ["李娜", "安全", "√"]]
    assert "check_in" not in {column.field for column in columns(rows).values()}


def test_no_allowance_of_many_is_lost_or_added_to_another() -> None:
    heads = [
        "餐补",
        "夜餐补贴",
        "高温补贴",
        "岗位津贴",
        "技能津贴",
        "保密津贴",
        "学历补贴",
        "交通补贴",
        "夜班补贴",
        "误餐补贴",
        "取暖补贴",
        "驻外津贴",
    ]
    rows: Rows = [["姓名", "基本工资", *heads, "实发工资"], *([name, 5000, *range(n, n + len(heads)), 9000] for name, n in (("张伟", 101), ("李娜", 201)))]  # fmt: skip
    whole = reading(rows)
    for name, n in (("张伟", 101), ("李娜", 201)):
        own = [record.values for record in whole.records if record.values["name"] == name]
        said = [str(cell) for values in own for key, cell in values.items() if key not in ("name", "labels", "values")]
        said += [cell for values in own for cell in values.get("values", {}).values()]
        assert sorted(cell for cell in said if cell.isdigit() and int(cell) < 1000) == [
            str(n + i) for i in range(len(heads))
        ]
    taken = {c.header: (c.field, c.state) for c in whole.files[0].tables[0].columns}
    assert taken["餐补"] == ("meal_allowance", "sure") and taken["高温补贴"] == ("heat_allowance", "sure")
    assert taken["夜餐补贴"][1] == taken["保密津贴"][1] == "check"


# --- who gave a grade, below the quarter it is for

_QUARTERS = "C1:D1", "E1:F1"


def _rated(first: str, second: str, *cells: Any) -> Rows:
    heads: Rows = [["姓名", "部门", "第一季度", None, "第二季度", None], [None, None, first, second, first, second]]
    return [*heads, ["张伟", "质检部", *cells], ["李娜", "质检部", *cells]]


@pytest.mark.parametrize(("first", "second"), [("自评", "上级评"), ("自评等级", "终评"), ("互评", "最终等级")])
def test_below_a_quarter_the_superiors_grade_counts_and_ones_own_is_kept(first: str, second: str) -> None:
    rows = _rated(first, second, "优秀", "良好", "良好", "合格")
    found = reading(rows, _QUARTERS, "2024年绩效").records
    grades = [record for record in found if record.kind == "grade"]
    assert table(grades, "period", "grade")[:2] == [("2024Q1", "良好"), ("2024Q2", "合格")]
    kept = [record.values["values"] for record in found if record.kind == "other"]
    assert kept == [{f"第一季度 / {first}": "优秀", f"第二季度 / {first}": "良好"}] * 2


def test_scores_below_a_quarter_say_who_gave_them() -> None:
    found = reading(_rated("自评", "等级", 90, "良好", 80, "合格"), _QUARTERS, "2024年绩效").records
    assert table([r for r in found if r.kind == "grade"], "grade", "score")[:2] == [("良好", "None"), ("合格", "None")]
    assert next(r for r in found if r.kind == "other").values["values"] == {
        "第一季度 / 自评": "90",
        "第二季度 / 自评": "80",
    }


def test_where_only_oneself_gave_grades_they_are_the_grades() -> None:
    rows = [["姓名", "第一季度（自评）", "第二季度（自评）"], ["张伟", "优秀", "良好"], ["李娜", "优秀", "良好"]]
    assert table(records(rows, (), "2024年绩效"), "period", "grade")[:2] == [("2024Q1", "优秀"), ("2024Q2", "良好")]


def test_scores_of_a_quarter_are_no_figures_of_the_metric_in_the_title() -> None:
    rows: Rows = [["2024年销售额考核"], *_rated("自评", "上级评", 90, 88, 80, 78)]
    found = reading(rows, ("C2:D2", "E2:F2")).records
    assert {record.kind for record in found} == {"other"}
    assert found[0].values["values"] == {"期间": "2024", "表名": "2024年销售额考核"} | dict(
        zip([f"第{n}季度 / {who}" for n in "一二" for who in ("自评", "上级评")], ["90", "88", "80", "78"], strict=True)
    )


def test_where_somebody_is_now_beside_where_he_was_is_what_a_move_led_to() -> None:
    rows = [
        ["序号", "柜员号", "姓名", "原部门", "原岗位", "现部门", "现岗位", "轮换日期", "轮换方式"],
        *(
            [n, f"60000{n}", name, "营业部", "综合柜员", "公司业务部", "客户经理", 20200421, "调动"]
            for n, name in enumerate(("余梦", "乔彩云", "王伟"), 1)
        ),
    ]
    moves = [record for record in records(rows) if record.kind == "job_change"]
    said = table(moves, "emp_no", "from_department", "to_department", "to_position", "effective", "kind")
    assert said[0] == ("600001", "营业部", "公司业务部", "客户经理", "2020-04-21", "transfer")


def test_in_a_list_of_people_the_department_of_now_is_the_department() -> None:
    head = ["姓名", "性别", "原部门", "现部门", "调动日期", "入职日期"]
    rows = [
        head,
        *([name, "女", "营业部", "质检部", "2021-03-01", "2019-05-06"] for name in ("余梦", "乔彩云", "王伟")),
    ]
    assert table(records(rows), "name", "department", "hire_date")[0] == ("余梦", "质检部", "2019-05-06")


@pytest.mark.parametrize(
    "header, cells, first",
    [("Type (V/I)", ("V", "V", "I"), "yes"), ("自离/辞职/辞退", ("自离", "辞职", "辞退"), "walked_off")],
)
def test_a_header_that_lists_what_its_cells_can_say_names_the_choice(
    header: str, cells: tuple[str, ...], first: str
) -> None:
    people = zip(("余梦", "乔彩云", "王伟"), cells, strict=True)
    rows = [
        ["姓名", "入职日期", "离职日期", header],
        *([name, "2019-05-06", "2023-02-03", cell] for name, cell in people),
    ]
    assert table(records(rows), "voluntary") == [(first,), ("yes",), ("no",)]


def test_yes_or_no_in_a_header_names_nothing() -> None:
    rows = [["姓名", "入职日期", "是/否"], *([name, "2019-05-06", "是"] for name in ("余梦", "乔彩云", "王伟"))]
    assert columns(rows)["是/否"].field is None


def _raised(title: str) -> Rows:
    head = ["姓名", "车间", "原工资", "加多少", "现工资", "从哪月起", "为啥加"]
    return [
        [title],
        head,
        *([name, "冲压车间", 4500, 200, 4700, "6月", "干得好"] for name in ("余梦", "乔彩云", "王伟")),
    ]


def test_raises_in_the_words_of_a_clerk_count_from_the_month_of_the_year_in_the_title() -> None:
    raises = [record for record in records(_raised("2022年加工资")) if record.kind == "pay_change"]
    found = table(raises, "before", "amount", "after", "effective", "reason")
    assert found[0] == ("4500", "200", "4700", "2022-06-01", "干得好")
    assert {"year_assumed", "day_assumed"} <= notes(raises)


def test_a_month_of_no_year_is_no_day_from_which_anything_counts() -> None:
    raises = [record for record in records(_raised("加工资名单")) if record.kind == "pay_change"]
    assert raises and "date_unreadable" in notes(raises) and table(raises, "effective")[0] == ("None",)


def test_a_month_under_the_end_of_a_probation_may_be_how_long_it_is() -> None:
    head = ["姓名", "入职日期", "试用期至"]
    rows = [["2022年花名册"], head, *([name, "2022-01-04", "6月"] for name in ("余梦", "乔彩云", "王伟"))]
    assert "2022-06" not in str(table(records(rows), "probation_end"))


def test_what_is_paid_into_social_insurance_is_a_pay_run() -> None:
    rows: Rows = [
        ["2023年12月社保公积金缴费明细表", None, None, None, None, None],
        ["姓名", "缴费基数", "单位缴纳", None, "个人缴纳", None],
        [None, None, "养老保险", "公积金", "养老保险", "公积金"],
        ["魏阿水", 4500, 720, 105, 360, 105],
        ["曾仁杰", 3957, 633.12, 105, 316.56, 105],
    ]
    found = [r for r in reading(rows, ["A1:F1", "C2:D2", "E2:F2"]).records if r.kind == "payroll"]
    keys = ("name", "period", "pension_company", "fund_company", "pension_personal", "fund_personal")
    assert table(found, *keys) == [
        ("魏阿水", "2023-12", "720", "105", "360", "105"),
        ("曾仁杰", "2023-12", "633.12", "105", "316.56", "105"),
    ]


def test_a_log_of_trainings_of_staff_members_is_found() -> None:
    rows = [
        ["Staff member", "Course", "Date completed", "Result", "Score %"],
        ["Zara Fletcher", "Fire Warden", "2023-01-12", "Fail", 48],
        ["Marta Wright", "Forklift", "2023-04-08", "Pass", 69],
        ["Aisha Khan", "Forklift", "2023-04-09", "Booked", None],
    ]
    assert table(records(rows), "name", "date", "status", "score") == [
        ("Zara Fletcher", "2023-01-12", "failed", "48"),
        ("Marta Wright", "2023-04-08", "completed", "69"),
        ("Aisha Khan", "2023-04-09", "planned", "None"),
    ]


@pytest.mark.parametrize("header", ["奖金%", "奖金（%）", "奖金 %", "Bonus %"])
def test_a_share_is_no_amount_of_money(header: str) -> None:
    rows = [["姓名", "部门", "基本工资", header, "实发工资"], ["张伟", "质检部", 5000, 10, 5500]]
    found = columns([*rows, ["李娜", "质检部", 5000, 20, 6000]])
    assert {c.field for c in found.values()} == {"name", "department", "base_pay", None, "net"}


def test_what_is_paid_of_a_base_by_a_rate_is_money() -> None:
    rows = [["姓名", "基本工资", "养老保险8%", "医疗（2%）", "实发工资"], ["张伟", 5000, 400, 100, 4500]]
    found = columns([*rows, ["李娜", 5000, 400, 100, 4500]])
    assert found["养老保险8%"].field == "pension_personal" and found["实发工资"].field == "net"


def test_plan_and_done_over_a_pair_is_no_metric_beside_a_column_of_metrics() -> None:
    rows: Rows = [["姓名", "指标名称", "权重%", "计划与完成", None], [None, None, None, "计划数", "完成数"]]
    rows = [*rows, ["郝静", "销售额", 40, 290, 110], ["王伟", "销售额", 60, 250, 325]]
    found = [record for record in records(rows, ["D1:E1"], "2022年四季度KPI") if record.kind == "kpi"]
    assert table(found, "name", "metric", "weight", "target", "actual") == [
        ("郝静", "销售额", "40", "290", "110"),
        ("王伟", "销售额", "60", "250", "325"),
    ]


@pytest.mark.parametrize(
    ("sheet", "heads", "header", "field"),
    [
        ("工资表", ["姓名", "固定工资", "扣水电", "实发"], "扣水电", "utilities_deduction"),
        ("健康证", ["姓名", "健康证编号", "办证日期"], "办证日期", "certificate_date"),
        ("周报", ["姓名", "本周工作内容", "遇到的问题"], "遇到的问题", "problem"),
        ("职称", ["姓名", "证书名称", "证书编号", "评审机构"], "评审机构", "certificate_authority"),
        ("执业证", ["姓名", "证书类别", "执业证书编码"], "证书类别", "certificate"),
        ("奖惩", ["姓名", "扣分项目", "扣分", "处理结果"], "扣分项目", "item"),
        ("劳动合同", ["姓名", "合同编号", "用工主体"], "用工主体", "contract_company"),
        ("计划", ["负责人", "工作项目", "具体内容", "计划开始", "计划完成"], "具体内容", "description"),
    ],
)
def test_words_of_the_trade_are_known(sheet: str, heads: list[str], header: str, field: str) -> None:
    rows = [heads, *([name, *(None for _ in heads[1:])] for name in ("张伟", "李娜"))]
    assert {c.header: c.field for c in reading(rows, (), sheet).files[0].tables[0].columns}[header] == field


def test_what_was_before_an_appointment_and_what_is_after_it_are_both_sides_of_a_move() -> None:
    head = [["姓名", "任免类型", "任职前", None, "任职后", None, "任职时间"],
            [None, None, "所在部门", "职务", "所在部门", "职务", None]]  # fmt: skip
    rows = [[name, "提任", "财务部", "副所长", "管网所", "所长", "2019.12"] for name in ("张伟", "李娜", "王芳")]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    moves = [record for record in records([*head, *rows], merges) if record.kind == "job_change"]
    said = table(moves, "from_department", "from_position", "to_department", "to_position")
    assert said == [("财务部", "副所长", "管网所", "所长")] * 3


def test_the_month_from_which_a_raise_is_paid_makes_a_list_of_raises() -> None:
    head = ["姓名", "调薪前（元/月）", "调薪后（元/月）", "执行月份"]
    found = records([head, *([name, "8,500", "9,000", "2022年7月"] for name in ("张伟", "李娜", "王芳"))])
    raises = [record for record in found if record.kind == "pay_change"]
    assert table(raises, "before", "after", "effective") == [("8500", "9000", "2022-07-01")] * 3


@pytest.mark.parametrize("header", ["Employee #", "Employee#", "Emp. #", "Staff #", "EMP #"])
def test_a_number_sign_behind_a_word_says_number(header: str) -> None:
    rows = [[header, "First Name", "Last Name", "Dept"], *([f"E-{n}", "Priya", "Nair", "Sales"] for n in range(4))]
    assert columns(rows)[header].field == "emp_no"


@pytest.mark.parametrize(
    "rows",
    [
        [["王晓燕", "离职", "2026-09-30", "销售代表", None, "个人原因"]],
        [
            ["王晓燕", "离职", "2026-09-30", "销售代表", None, "个人原因"],
            ["吴志强", "转正", "2023-11-21", None, None, None],
        ],
        [["Ann Lee", "离职", "2026-09-30", "销售", None, "辞职"], ["Bo Li", "转正", "2026-09-30", None, "会计", None]],
    ],
)
def test_a_first_row_that_is_half_filled_with_known_words_is_somebodys(rows: Rows) -> None:
    whole = reading([["姓名", "异动类型", "生效日期", "原岗位", "新岗位", "备注"], *rows])
    assert [each.kind for each in whole.files[0].tables] == ["job_change"]
    assert [r.values["name"] for r in whole.records if r.kind == "job_change"] == [row[0] for row in rows]
