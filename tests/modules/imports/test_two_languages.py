"""Headers of two languages, sums under one head, and words of weekly reports."""

from __future__ import annotations

import pytest

from .test_clerks import columns
from .test_two_in_one import Rows, records


@pytest.mark.parametrize(
    ("head", "cells", "key"),
    [("性别\n성별", ("男/남", "女/여", "女 Female"), "gender"), ("入社日\n입사일", ("2021-05-12",) * 3, "hire_date")],
)
def test_a_header_of_two_languages_is_known_where_one_of_them_is(head: str, cells: tuple[str, ...], key: str) -> None:
    heads = ["工号\n사번", "姓名\n성명", "部门\n부서", "生日\n생년월일", head]
    rows = [[f"K{n}", name, "生产部", "1989-07-10", cells[n]] for n, name in enumerate(("郭永昊", "金斌军", "林志波"))]
    assert [str(r.values.get(key)) for r in records([heads, *rows]) if r.kind == "person"] == [
        cell[:1] if key == "gender" else cell for cell in cells
    ]


@pytest.mark.parametrize(("fund", "field"), [(False, "si_company"), (True, None)])
def test_a_sum_under_what_the_company_pays_is_of_social_insurance_where_no_fund_is_in_it(
    fund: bool, field: str | None
) -> None:
    parts = ["养老16%", "医疗9%", "公积金" if fund else "工伤"]
    rows: Rows = [
        ["姓名", "工资", "单位承担", None, None, None, "个税", "实发"],
        [None, None, *parts, "小计", None, None],
        *(
            [name, 9000 + n, 960 + n, 540, 24, 1524 + n, 100, 8200 + n]
            for n, name in enumerate(("张伟", "李娜", "王强", "赵敏"))
        ),
    ]
    found = columns(rows, "A1:A2", "B1:B2", "C1:F1", "G1:G2", "H1:H2")
    assert (
        found["单位承担 / 小计"].field == field if "单位承担 / 小计" in found else found["单位承担/小计"].field == field
    )


def test_headers_of_weekly_reports_and_of_work_before_are_known() -> None:
    report = columns(
        [
            ["姓名", "本周工作内容", "计划完成", "实际完成"],
            *([who, "海报设计", "2025-02-27", "2025-02-22"] for who in ("张伟", "李娜", "王强")),
        ]
    )
    assert [report[head].field for head in ("计划完成", "实际完成")] == ["plan_end", "done_on"]
    before = columns(
        [
            ["姓名", "原工作单位", "起始日期", "终止日期", "原担任职务"],
            *([who, "某电子厂", "2012-06-27", "2016-03-27", "运维"] for who in ("张伟", "李娜", "王强")),
        ]
    )
    assert before["原担任职务"].field == "position"
