"""Words of lists that were known by no field, and 审批 over what came of it."""

from __future__ import annotations

import pytest

from .test_clerks import columns
from .test_two_in_one import Rows, notes, records, table


def test_the_word_under_审批_is_the_state_of_a_raise_and_a_name_is_none() -> None:
    def raised(*cells: str) -> Rows:
        names = ("张伟", "李娜", "王强")
        rows = [[name, 5000, 5500, "2026-07-01", cell] for name, cell in zip(names, cells, strict=True)]
        return [["姓名", "调薪前", "调薪后", "生效日期", "审批"], *rows]

    found = [record for record in records(raised("同意", "待批", "已批")) if record.kind == "pay_change"]
    told = table(found, "state")
    assert told == [("in_force",), ("proposed",), ("in_force",)]
    assert "choice_unknown" in notes(records(raised("同意", "董事会研究", "待批")))
    assert columns(raised("王总", "刘总", "王总"))["审批"].field is None


@pytest.mark.parametrize(
    ("head", "cells", "beside", "field"),
    [
        ("责任部门", "生产部", ["项目", "工作描述", "计划开始", "计划结束"], "department"),
        ("所室", "生产部", ["证书类别", "证书编号", "发证日期", "发证机关"], "department"),
        ("工作描述", "安装调试", ["项目", "阶段", "计划开始", "计划结束"], "description"),
        ("是否批准", "同意", ["假别", "请假开始时间", "请假结束时间", "请假天数"], "state"),
        ("工时提成", "2390", ["底薪", "全勤奖", "应发工资", "实发工资"], "commission"),
    ],
)
def test_words_of_a_list_that_were_missing(head: str, cells: str, beside: list[str], field: str) -> None:
    under = {
        "部门": "生产部",
        "项目": "ERP升级",
        "阶段": "实施",
        "假别": "事假",
        "证书类别": "造价师",
        "岗位": "操作工",
    }
    under |= dict.fromkeys(("工作描述", "发证机关", "证书编号"), "住建部")
    row = [
        under.get(word, "2026-07-01" if word[-2:] in ("日期", "时间", "开始", "结束") else "3000") for word in beside
    ]
    rows: Rows = [["姓名", *beside, head], *([name, *row, cells] for name in ("张伟", "李娜", "王强"))]
    assert columns(rows)[head].field == field


@pytest.mark.parametrize(
    ("heads", "cells", "fields"),
    [
        (("底薪", "运费提成", "实发金额"), (3000, 900, 3900), ("base_pay", "commission", "net")),
        (("底薪", "手工提成", "产品提成", "实发金额"), (3000, 900, 10, 3910), ("base_pay", "commission", None, "net")),
        (("底薪", "扣回提成", "实发金额"), (3000, 900, 2100), ("base_pay", None, "net")),
        (("基本工资", "工龄补", "实发工资"), (3000, 90, 3090), ("base_pay", "seniority_pay", "net")),
        (("基本工资", "应补", "实发工资"), (3000, 90, 3090), ("base_pay", None, "net")),
        (("工资", "到手", "发钱日期"), (3000, 3000, "2024-08-05"), ("base_pay", "net", "pay_date")),
        (("Basic", "Meal Allw.", "Net Pay"), (3000, 90, 3090), ("base_pay", "meal_allowance", "net")),
        (
            ("银行卡号", "开户银行", "开户支行"),
            ("6222021234567890128", "工行", "东湖支行"),
            ("bank_account", "bank_name", "bank_branch"),
        ),
        (("队别", "工种", "入职日期"), ("一队", "采茶工", "2020-07-07"), ("department", None, "hire_date")),
        (("部门", "队别", "入职日期"), ("茶园", "一队", "2020-07-07"), ("department", "team", "hire_date")),
        (
            ("Cost Ctr", "Department", "Hire Date"),
            ("CC10", "IT", "2020-07-07"),
            ("cost_center", "department", "hire_date"),
        ),
    ],
)
def test_words_of_a_list_are_known(
    heads: tuple[str, ...], cells: tuple[object, ...], fields: tuple[str | None, ...]
) -> None:
    found = columns([["姓名", *heads], *([name, *cells] for name in ("张伟", "李娜", "王强"))])
    told = {head: found[head].field for head in heads}
    assert told == {head: field or told[head] for head, field in zip(heads, fields, strict=True)}
    assert list(told.values()).count("commission") <= 1 and told.get("扣回提成") is None and told.get("应补") is None
