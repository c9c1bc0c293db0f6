"""Money, shares, scores and counts as people write them. A number is Decimal, money is yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from .cases import PAY, TRAINING, Case, outcomes

BAD = "error number_unreadable"


def pay(written: Any, value: Any, *told: str, title: str = "", below: Sequence[Any] = (9100, 9200)) -> Case:
    return Case("调薪后", "after", written, value and Decimal(value), told, below, PAY, title)


def share(written: Any, value: Any, *told: str, below: Sequence[Any]) -> Case:
    return Case("完成率", "rate", written, None if value is None else Decimal(value), told, below, TRAINING)


def score(written: Any, value: Any, *told: str, below: Sequence[Any] = (88, 92)) -> Case:
    return Case("考核成绩", "score", written, None if value is None else Decimal(value), told, below, TRAINING)


CASES = {
    "a plain number": pay(12000, "12000"),
    "a number as text": pay("12000", "12000"),
    "thousands and cents": pay("12,000.00", "12000", "op number"),
    "a full-width yen sign": pay("￥12,000.00", "12000", "op number"),
    "a half-width yen sign": pay("¥12000", "12000", "op number"),
    "元 behind": pay("12000元", "12000", "op number"),
    "元整 behind": pay("12000元整", "12000", "op number"),
    "RMB in front": pay("RMB 12,000", "12000", "op number"),
    "CNY behind": pay("12000 CNY", "12000", "op number"),
    "人民币 in front": pay("人民币12000元", "12000", "op number"),
    "full-width digits": pay("１２０００", "12000", "op number"),
    "a full-width comma": pay("12，000", "12000", "op number"),
    "spaces between thousands": pay("12 000", None, BAD),
    "万": pay("1.2万", "12000", "op number"),
    "万元": pay("1.2万元", "12000", "op number"),
    "a title that counts in 万元": pay(1.2, "12000", "op unit", title="金额单位：万元"),
    "a cell that says 元 in a table of 万元": pay("12000元", "12000", "op number", title="金额单位：万元"),
    "capital numerals": pay("壹万贰仟元整", "12000", "op number"),
    "capital numerals with a gap": pay("贰万零伍拾元整", "20050", "op number"),
    "capital numerals with 角 and 分": pay("壹万贰仟元伍角", None, BAD),
    "spoken numerals": pay("一万二", "12000", "op number"),
    "spoken numerals written out": pay("一万二千", "12000", "op number"),
    "spoken numerals over ten": pay("十二万", "120000", "op number"),
    "numerals in a row without places": pay("一二三", None, BAD),
    "thousands as K are no figure of a contract": pay("8K", None, BAD),
    "a range in K": pay("8K-10K", None, BAD),
    "a range": pay("8000-10000", None, BAD),
    "a range in 万": pay("60万~100万", None, BAD),
    "a number of salaries": pay("15薪", None, BAD),
    "per month": pay("5000/月", None, BAD),
    "per year": pay("60000/年", None, BAD),
    "per year without a slash": pay("60000元/年", None, BAD),
    "per hour": pay("50元/小时", None, BAD),
    "per day": pay("200元/天", None, BAD),
    "to be discussed": pay("面议", None, BAD),
    "hours are no money": pay("15小时", None, BAD),
    "a level is no money": pay("2级", None, BAD),
    "dollars are no yuan": pay("$12,000", None, "error currency_foreign"),
    "US dollars are no yuan": pay("USD 12000", None, "error currency_foreign"),
    "Hong Kong dollars are no yuan": pay("HK$12000", None, "error currency_foreign"),
    "美元 are no yuan": pay("12000美元", None, "error currency_foreign"),
    "euros are no yuan": pay("€12.000", None, "error currency_foreign"),
    "European points and comma": pay("12.000,50", None, BAD),
    "a European comma": pay("12000,50", None, BAD),
    "a point that may part thousands": pay("12.000", None, "error number_ambiguous"),
    "several points": pay("1.234.567", None, BAD),
    "a percentage is no money": pay("12%", None, BAD),
    "two numbers in a cell": pay("9000 9100", None, BAD),
    "a sum in a cell": pay("9000+500", None, BAD),
    "a number and a remark in brackets": pay("9000（含补贴）", "9000", "op number"),
    "float noise": pay(9030.952380952, "9030.95", "op rounded"),
    "float noise of a sum": pay(0.1 + 0.2, "0.3", "warn pay_odd"),
    "half a cent up": pay("9030.125", "9030.13", "op rounded"),
    "brackets for less than nothing": pay("(500)", "-500", "op number", "error pay_negative"),
    "a minus behind": pay("500-", "-500", "op number", "error pay_negative"),
    "a typographic minus": pay("−500", "-500", "op number", "error pay_negative"),
    "a minus and a currency": pay("-￥500.00", "-500", "op number", "error pay_negative"),
    "a number in letters": pay("12OOO", None, BAD),
    "scientific notation": pay("1.2E+04", None, BAD),
    "a share with its sign": share("95%", "0.95", "op percent", below=["100%", "80%"]),
    "a full-width percent sign": share("95％", "0.95", "op percent", below=["100%", "80%"]),
    "a bare share in a column of shares": share(0.95, "0.95", below=[1, 0.8]),
    "bare points in a column of points": share(95, "0.95", "op percent", below=[100, 80]),
    "a sign in a column of points": share("95%", "0.95", "op percent", below=[100, 80]),
    "a bare share in a column of points": share(0.95, None, "warn percent_mixed", below=[100, 88]),
    "one in a column of points": share(1, None, "warn percent_mixed", below=[100, 88]),
    "nothing in a column of points": share(0, "0", below=[100, 88]),
    "over a hundred": share("120%", "1.2", "op percent", below=["100%", "80%"]),
    "a share in words": share("九成五", None, "warn number_unreadable", below=["100%", "80%"]),
    "a score with its unit": score("95分", "95", "op number"),
    "a bound is no score": score("≥95", None, BAD),
    "a span of points is no score": score("+1~+5", None, BAD),
    "a span is no score": score("80-90", None, BAD),
    "out of a whole": score("90/100", "90", "op number", "warn of_a_whole"),
    "more than the whole is no score": score("90/60", None, BAD),
    "a date is no score": score("2023-05-01", None, BAD),
    "a score as text": score("95.50", "95.5"),
    "hours with an English unit": score("8.21 hrs", "8.21", "op number"),
    "a word instead of a score": score("优秀", None, "warn kept_in_words"),
    "a mark for no score": score("/", None, "op nothing"),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Any, set[str]]]:
    return outcomes(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_number_is_read_right_or_asked_about(name: str) -> None:
    case = CASES[name]
    assert found()[name] == (case.value, set(case.told))
