"""In which unit a column counts: money, time and shares are read in their own unit, or nobody is told a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.answers import Answers, Habit, TableAnswer
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.imports import KINDS as FURTHER

from .sheets import KINDS, VOCABULARY, workbook

ALL = (*KINDS, *FURTHER)
PAY = {"生效日期": "2026-01-01", "调薪前": "8000元"}
MONTH = {"月份": "2026-01", "实际出勤天数": 20, "旷工天数": 0}
TRAINED = {"课程": "安全生产", "日期": "2026-03-05"}
KPI = {"月份": "2026-01"}
BAD, OTHER, MIXED = "error number_unreadable", "warn unit_other", "warn percent_mixed"


class Case:
    """One or two columns beside clean ones; what the first row becomes of each key, and what is said about it."""

    def __init__(
        self,
        base: dict[str, Any],
        columns: dict[str, Sequence[Any]],
        expected: dict[str, Any],
        *told: str,
        above: Sequence[str] = (),
        below: Sequence[str | list[str | None]] = (),
        sheet: str = "Sheet1",
    ) -> None:
        self.columns, self.expected, self.told, self.above, self.sheet = columns, expected, told, above, sheet
        rows = max(map(len, columns.values()))
        people = [[f"HP00{n}", f"{'李王张刘陈'[n]}强"] for n in range(rows)]
        cells = [[*people[n], *base.values(), *(cells[n] for cells in columns.values())] for n in range(rows)]
        head = ["工号", "姓名", *base, *columns]
        self.rows = [
            *([text] for text in above),
            head,
            *cells,
            *([line] if isinstance(line, str) else line for line in below),
        ]


def pay(header: str, cells: Sequence[Any], value: Any, *told: str, **around: Any) -> Case:
    return Case(PAY, {header: cells}, {"after": value}, *told, sheet="调薪记录", **around)


def raised(header: str, cells: Sequence[Any], value: Any, *told: str) -> Case:
    return Case(PAY | {"调薪后": "9000元"}, {header: cells}, {"pct": value}, *told, sheet="调薪记录")


def month(header: str, cells: Sequence[Any], key: str, value: Any, *told: str, **around: Any) -> Case:
    return Case(MONTH, {header: cells}, {key: value}, *told, **around)


def trained(header: str, cells: Sequence[Any], value: Any, *told: str) -> Case:
    return Case(TRAINED, {header: cells}, {"rate": value}, *told, sheet="培训记录")


def scored(cells: Sequence[Any], value: Any, *told: str) -> Case:
    return Case(TRAINED, {"考核成绩": cells}, {"score": value}, *told, sheet="培训记录")


def kpi(columns: dict[str, Sequence[Any]], *told: str, **expected: Any) -> Case:
    return Case(KPI, columns, expected, *told)


CASES = {
    "money: 百元 in the header": pay("调薪后(百元)", [90, 91], 9000),
    "money: K in the header": pay("调薪后(K)", [9, 9.1], 9000),
    "money: k in the header": pay("调薪后（k）", [9, 9.1], 9000),
    "money: 百元 in a title": pay("调薪后", [90, 91], 9000, above=["金额单位:百元"]),
    "money: 千元 in a title with a verb": pay("调薪后", [9, 9.1], 9000, above=["金额单位均为千元"]),
    "money: 以万元为单位": pay("调薪后", [0.9, 0.91], 9000, above=["本表以万元为单位"]),
    "money: 万元 behind a slash": pay("调薪后/万元", [0.9, 0.91], 9000),
    "figures: 万元 behind the name": kpi({"营业额万元": [1.2, 1.3]}, actual=12000),
    "money: 万元 in a note below": pay("调薪后", [0.9, 0.91], 9000, below=["注：金额单位为万元"]),
    "money: 以上金额单位 below": pay("调薪后", [0.9, 0.91], 9000, below=["以上金额单位：万元"]),
    "money: 单位 beside who made the list": pay("调薪后", [0.9, 0.91], 9000, below=[["制表人：李娜", None, "单位：万元"]]),
    "money: paid by 万元 is no unit": pay("调薪后", [9000, 9100], 9000, below=["说明：提成按万元计提"]),
    "money: the share of the company is no unit": pay("调薪后", [9000, 9100], 9000, below=["注：社保单位部分未列示"]),
    "money: the header beats the note below": pay("调薪后(元)", [9000, 9100], 9000, below=["注：金额单位为万元"]),
    "money: 元 of a month": pay("调薪后(元/月)", [9000, 9100], 9000, above=["单位：万元"]),
    "money: a company called 万科 is no unit": pay("调薪后", [9000, 9100], 9000, above=["单位：万科物业"]),
    "money: dollars in the header": pay("调薪后(USD)", [9000, 9100], None, "error currency_foreign"),
    "money: dollars in a title": pay("调薪后", [9000, 9100], None, "error currency_foreign", above=["币种：美元"]),
    "figures: a unit for each column": kpi({"指标": ["营业额"] * 2, "目标值(万元)": [1.2, 1.3], "实际值(元)": [11000, 11100]}, target=12000, actual=11000),
    "figures: a unit for each column of a metric": kpi({"营业额目标(万元)": [1.2, 1.3], "营业额实际(元)": [11000, 11100]}, target=12000, actual=11000),
    "figures: the other way about": kpi({"营业额目标(元)": [12000, 13000], "营业额实际(万元)": [1.1, 1.2]}, target=12000, actual=11000),
    "time: minutes are hours": month("加班时长（分钟）", [90, 120], "overtime_hours", Decimal("1.5")),
    "time: hours are minutes": month("迟到时长（小时）", [0.5, 1], "late_minutes", 30),
    "time: months are years": Case({"部门": "质检部", "岗位": "检验员", "入职日期": "2020-03-02"}, {"工作年限（月）": [36, 24]}, {"work_years": 3}),
    "time: hours are no days": month("事假（小时）", [4, 8], "personal_leave", "no such column"),
    "time: hours of leave are no days": Case({"请假类型": "事假", "开始时间": "2026-01-05"}, {"请假时长(小时)": [4, 8]}, {"leave_days": "no such column"}),
    "time: days of leave": Case({"请假类型": "事假", "开始时间": "2026-01-05"}, {"请假时长(天)": [0.5, 1]}, {"leave_days": Decimal("0.5")}),
    "time: a cell in minutes": month("加班时长", ["90分钟", "1小时"], "overtime_hours", Decimal("1.5")),
    "time: a cell in hours and minutes": month("加班时长", ["1小时30分", "2h"], "overtime_hours", Decimal("1.5")),
    "time: a cell in hours under minutes": month("迟到时长", ["1小时", "20分"], "late_minutes", 60),
    "time: a cell in days under hours": month("加班时长", ["2天", "3小时"], "overtime_hours", None, OTHER),
    "time: a cell in hours under days": month("事假", ["4小时", "1天"], "personal_leave", None, OTHER),
    "time: a cell in another unit": month("事假", ["3次", "1天"], "personal_leave", None, OTHER),
    "time: a cell in m is no million": month("加班时长", ["90m", "60m"], "overtime_hours", None, OTHER),
    "time: nothing of hours is no day": month("事假（小时）", [0, 8], "personal_leave", "no such column"),
    "time: months of a contract under years": Case({"部门": "质检部", "岗位": "检验员", "入职日期": "2020-03-02"}, {"工作年限": ["36个月", "2年"]}, {"work_years": 3}),
    "time: a title that counts in hours": month("事假", [4, 8], "personal_leave", None, OTHER, above=["2026年1月考勤（单位：小时）"]),
    "time: a title that counts in minutes": month("加班时长", [90, 60], "overtime_hours", Decimal("1.5"), above=["单位：分钟"]),
    "time: a unit of its own beats the title": month("事假(天)", [1, 2], "personal_leave", 1, above=["单位：小时"]),
    "time: of which month is no unit": month("加班时长(月)", [9, 8], "overtime_hours", 9),
    "time: a field in its own unit": month("加班时长(小时)", [1.5, 2], "overtime_hours", Decimal("1.5")),
    "shares: 3 alone may be 300 %": raised("调薪幅度", [3, 2], None, MIXED),
    "scores: a sign among points": scored(["85%", 90, "78分"], 85),
    "scores: all with a sign": scored(["85%", "90%"], 85),
    "scores: a sign among marks of one to five": scored(["85%", 4.5, 5], None, BAD),
    "scores: a sign among points that go beyond a hundred": scored(["85%", 120, 135], None, BAD),
    "scores: without any sign": scored([0.85, 90], Decimal("0.85")),
    "figures: a sign in a rate that nobody declared": kpi({"指标": ["留存率"] * 3, "目标": [80, "80%", 0.8], "实际": [81, 0.82, "83%"]}, target=Decimal("0.8"), actual=Decimal("0.81")),
    "figures: a share of one in a rate of points that nobody declared": kpi({"指标": ["留存率"] * 3, "目标": [0.9, "80%", 85], "实际": [None, 82, "83%"]}, "error percent_mixed", target=None),
    "figures: no sign in a rate that nobody declared": kpi({"指标": ["留存率"] * 2, "目标": [80, 85], "实际": [81, 82]}, target=80, actual=81),
    "figures: a sign in the weight of a rate": kpi({"指标": ["留存率"] * 2, "权重": ["20%", "30%"], "目标": [80, 85], "实际": [81, 82], "完成率": ["101%", "96%"]}, target=80, actual=81),
    "figures: 96 beside 95% of what is not called a rate": kpi({"指标": ["满意程度"], "目标": ["95%"], "实际": [96]}, "warn percent_beside", target=Decimal("0.95"), actual=Decimal("0.96"), unit="%"),
    "figures: points of what the unit calls a share": kpi({"指标": ["留存率"], "单位": ["%"], "目标": [95], "实际": [96]}, target=Decimal("0.95"), actual=Decimal("0.96")),
    "figures: a percentage beside a count": kpi({"指标": ["拜访客户数"], "目标": ["95%"], "实际": [96]}, "error percent_mixed", actual=None),
    "figures: 万元 of what is counted in pieces": kpi({"指标": ["月产量"], "单位": ["万元"], "目标": [50], "实际": [48]}, "error unit_other", target=None, actual=None),
    "figures: 万元 in the header of what is counted in pieces": kpi({"指标": ["月产量"], "目标(万元)": [50], "实际": [48]}, "error unit_other", target=None, actual=48),
    "figures: 万 of pieces": kpi({"指标": ["月产量"], "目标(万)": [5], "实际": [48000]}, target=50000, actual=48000),
    "figures: pieces of what is money": kpi({"指标": ["营业额"], "单位": ["件"], "目标": [50], "实际": [48]}, "error unit_other", target=None, actual=None),
    "figures: what a file says of a metric without a unit": kpi({"指标": ["成交额"], "单位": ["万元"], "目标": [50], "实际": [48]}, target=500000, actual=480000, unit="元"),
    "figures: a sign in what is no rate": kpi({"指标": ["产量"] * 2, "目标": [1000, 1100], "实际": [900, "95%"]}, target=1000, actual=900),
    "shares: 1 and 0.5 under a sign": raised("调薪幅度(%)", [0.5, 1], Decimal("0.005")),
    "shares: 0.05 under a sign is too little for a raise": raised("调薪幅度(%)", [0.05, 0.03], None, MIXED),
    "shares: nothing is nothing": raised("调薪幅度", [0, 3], 0),
    "shares: a sign in the cell": raised("调薪幅度", ["3%", 2], Decimal("0.03")),
    "shares: points": raised("调薪幅度", [8, 5], Decimal("0.08")),
    "shares: of one": raised("调薪幅度", [0.08, 0.05], Decimal("0.08")),
    "shares: a multiple": raised("调薪幅度", ["3倍", "2倍"], None, "warn number_unreadable"),
    "shares: 4 among 80 and 95": trained("完成率", [4, 80, 95], Decimal("0.04")),
    "shares: 6 among 0.8": trained("完成率", [6, 0.8, 0.9], None, MIXED),
    "shares: more than all": trained("完成率", [1.2, 0.8, 0.9], Decimal("1.2")),
    "shares: 0.95 under a sign of what comes to about all": trained("完成率(%)", [0.95, 0.9], None, MIXED),
    "shares: ‰ in the cell": trained("完成率", ["6‰", "8‰"], Decimal("0.006")),
    "shares: 千分比 in the header": trained("完成率(千分比)", [600, 800], Decimal("0.6")),
    "shares: ‰ in the header": trained("完成率(‰)", [600, 800], Decimal("0.6")),
    "shares: a typed completion of 4": kpi({"指标": ["月产量"] * 3, "目标值": [100] * 3, "实际值": [4, 80, 95], "完成率": [4, 80, 95]}, typed_completion=Decimal("0.04")),
    "shares: a typed completion of 6 among 0.8": kpi({"指标": ["月产量"] * 2, "目标值": [100] * 2, "实际值": [4, 80], "完成率": [6, 0.8]}, MIXED, typed_completion=None),
    "shares: a typed completion of 1.2": kpi({"指标": ["月产量"] * 2, "目标值": [100] * 2, "实际值": [120, 80], "完成率": [1.2, 0.8]}, typed_completion=Decimal("1.2")),
    "shares: a metric of 0.5 under a sign": kpi({"不良率(%)目标": [0.5, 0.5], "不良率(%)实际": [0.4, 0.6]}, target=Decimal("0.005"), actual=Decimal("0.004")),
    "shares: a metric in ‰": kpi({"指标": ["不良率"] * 2, "目标值": ["5‰", "5‰"], "实际值": ["4‰", "6‰"]}, target=Decimal("0.005"), actual=Decimal("0.004")),
    "shares: a metric under ‰": kpi({"不良率(‰)目标": [5, 5], "不良率(‰)实际": [4, 6]}, target=Decimal("0.005"), actual=Decimal("0.004")),
    "shares: a weight of 1 among 30": kpi({"指标": ["月产量"] * 2, "目标值": [100] * 2, "实际值": [4, 80], "权重": [1, 30]}, MIXED, weight=None),
    "shares: a metric beside its target": kpi({"不良率目标": [2, 2], "不良率实际": [0.9, 1.2]}, target=Decimal("0.02"), actual=Decimal("0.009")),
    "clock: a moment has its time": Case({"日期": "2024-01-05"}, {"上班时间": [datetime(2024, 1, 5, 8, 31)] * 2, "下班时间": [datetime(2024, 1, 5, 17, 30)] * 2}, {"check_in": "2024-01-05 08:31", "check_out": "2024-01-05 17:30"}),
    "clock: 打卡时间 has its time": Case({"日期": "2024-01-05"}, {"打卡时间": [datetime(2024, 1, 5, 8, 31, 9)] * 2}, {"check_in": "2024-01-05 08:31:09"}),
    "clock: a day stays a day": Case({"部门": "质检部", "岗位": "检验员"}, {"入职日期": [datetime(2024, 1, 5, 8, 31)] * 2}, {"hire_date": date(2024, 1, 5)}),
    "of what: cumulated is not of the month": Case({"月份": "2026-01", "应发工资": 9000, "实发工资": 8000}, {"累计专项附加扣除": [3000, 6000]}, {"special_deduction": "no such column"}),
    "of what: a certificate is no ID card": Case({"部门": "质检部", "岗位": "检验员", "入职日期": "2020-03-02"}, {"证书到期日": ["2027-01-02"] * 2}, {"id_expire_date": "no such column"}),
    "of what: 是 to an involuntary leave": Case({"部门": "质检部", "离职日期": "2025-01-02"}, {"是否被动离职": ["是", "否"]}, {"voluntary": "no"}),
    "of what: 否 to an involuntary leave": Case({"部门": "质检部", "离职日期": "2025-01-02"}, {"是否被动离职": ["否", "是"]}, {"voluntary": "yes"}),
    "of what: 是 to a voluntary leave": Case({"部门": "质检部", "离职日期": "2025-01-02"}, {"是否主动离职": ["是", "否"]}, {"voluntary": "yes"}),
}  # fmt: skip


@cache
def found() -> dict[str, list[Record]]:
    files = [(f"{n}.xlsx", workbook(case.rows, case.sheet)) for n, case in enumerate(CASES.values())]
    records = read_workbooks(files, ALL, VOCABULARY).records
    return {name: [r for r in records if r.file == f"{n}.xlsx"] for n, name in enumerate(CASES)}


@pytest.mark.parametrize("name", CASES)
def test_a_figure_is_read_in_the_unit_of_its_column_or_not_at_all(name: str) -> None:
    case = CASES[name]
    row = len(case.above) + 2
    mine = [record for record in found()[name] if record.row == row]
    read = {key: next((r.values[key] for r in mine if key in r.values), "no such column") for key in case.expected}
    about = set(case.expected)
    told = {
        f"{note.level} {note.code}"
        for record in mine
        for note in record.notes
        if note.values.get("field") in about and note.level != "info"
    }
    assert (read, told) == (case.expected, set(case.told))


def test_a_converted_time_is_told() -> None:
    record = next(r for r in found()["time: minutes are hours"] if r.row == 2)
    assert [(op.rule, op.before, op.after) for op in record.ops if op.field == "overtime_hours"] == [
        ("unit", "90", "1.5")
    ]


def test_whoever_is_asked_about_shares_is_obeyed() -> None:
    case = CASES["shares: 3 alone may be 300 %"]
    said = {"表.xlsx›调薪记录›1": TableAnswer(habits={"pct": Habit(percent="points")})}
    content = [("表.xlsx", workbook(case.rows, case.sheet))]
    records = read_workbooks(content, ALL, VOCABULARY, Answers(tables=said)).records
    assert [r.values["pct"] for r in records if r.kind == "pay_change"] == [Decimal("0.03"), Decimal("0.02")]
