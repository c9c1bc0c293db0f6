"""Days and months as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from .cases import ROSTER, TRAINING, Case, outcomes

MAY = date(2023, 5, 1)


CLEAN = ("2021-03-04", "2022-11-30")


def hired(written: Any, value: Any, *told: str, below: Sequence[Any] = CLEAN) -> Case:
    return Case("入职日期", "hire_date", written, value, told, below, ROSTER)


def born(written: Any, value: Any, *told: str) -> Case:
    return Case("出生日期", "birth_date", written, value, told, ("1991-03-04", "1988-11-30"))


def until(written: Any, value: Any, *told: str) -> Case:
    return Case("合同到期日", "contract_end", written, value, told, ("2027-03-04", "2028-11-30"))


def trained(written: Any, value: Any, *told: str, title: str) -> Case:
    return Case("日期", "date", written, value, told, ("2026-03-04", "2026-04-30"), TRAINING, title)


IMPOSSIBLE, UNREADABLE = "error date_impossible", "error date_unreadable"
CASES = {
    "a real date cell": hired(datetime(2023, 5, 1), MAY),
    "year-month-day as text": hired("2023-05-01", MAY),
    "slashes": hired("2023/5/1", MAY, "op date"),
    "points": hired("2023.5.1", MAY, "op date"),
    "Chinese words": hired("2023年5月1日", MAY, "op date"),
    "号 for 日": hired("2023年5月1号", MAY, "op date"),
    "spaces between the parts": hired("2023 年 5 月 1 日", MAY, "op date"),
    "full-width digits": hired("２０２３年５月１日", MAY, "op date"),
    "Chinese numerals": hired("二〇二三年五月一日", MAY, "op date"),
    "eight digits as text": hired("20230501", MAY, "op date"),
    "eight digits as number": hired(20230501, MAY, "op date", below=[20230601, 20230701]),
    "eight digits that are no day": hired(20231301, None, IMPOSSIBLE),
    "a weekday beside it": hired("2023-05-01（周一）", MAY, "op date"),
    "a quote in front": hired("'2023-05-01", MAY, "op date"),
    "the serial number of a day": hired(45047, MAY, "op serial", "info serial_number"),
    "the serial number as text": hired("45047", MAY, "op serial", "info serial_number"),
    "a small number is no day": hired(12, None, UNREADABLE),
    "serial 60, the day that never was": hired(60, None, UNREADABLE),
    "serial 0 with a date format": hired(date(1900, 1, 1), None, IMPOSSIBLE),
    "two digits of a year": hired("23/5/1", MAY, "op century", "warn century_assumed"),
    "two digits of a year with a quote": hired("'23/5/1", MAY, "op century", "warn century_assumed"),
    "two digits of a year long ago": hired("98.5.1", date(1998, 5, 1), "op century", "warn century_assumed"),
    "two digits of a year that fit no hire": hired("45.5.1", None, "error date_ambiguous"),
    "two digits of a birth year": born("85/5/1", date(1985, 5, 1), "op century", "warn century_assumed"),
    "two digits of a birth in this century": born("03/5/1", date(2003, 5, 1), "op century", "warn century_assumed"),
    "two digits of a birth that fit no age": born("23/5/1", None, "error date_ambiguous"),
    "two digits of a contract's end": until("29.4.30", date(2029, 4, 30), "op century", "warn century_assumed"),
    "day or month first is asked": hired("05/01/2023", None, "error date_ambiguous"),
    "day first told by another row": hired("05/01/2023", date(2023, 1, 5), "op date", below=["25/01/2023"]),
    "month first told by another row": hired("05/01/2023", MAY, "op date", below=["01/25/2023"]),
    "rows that contradict each other are asked": hired("05/01/2023", None, "error date_ambiguous", below=["01/25/2023", "25/01/2023"]),
    "a day over twelve decides itself": hired("13/5/2023", date(2023, 5, 13), "op date"),
    "English words": hired("1-May-2023", MAY, "op date"),
    "English words with the month first": hired("May 1, 2023", MAY, "op date"),
    "a month that is no English month": hired("1-Mei-2023", None, UNREADABLE),
    "a month alone": hired("2023年5月", MAY, "op first_day", "warn day_assumed"),
    "a month alone at an end": until("2023.5", date(2023, 5, 31), "op last_day", "warn day_assumed"),
    "a month as a number may be January or October": hired(1995.1, None, "error month_ambiguous"),
    "a month as a number": hired(1995.06, date(1995, 6, 1), "op first_day", "warn day_assumed"),
    "a year alone": hired("2023年", None, UNREADABLE),
    "a year alone as number": hired(2023, None, UNREADABLE),
    "no year and none around": hired("5月17日", None, "error year_missing"),
    "no year with one in the title": trained("5月17日", date(2026, 5, 17), "op year", "warn year_assumed", title="2026年培训记录"),
    "month-day with a dash and a year in the title": trained("5-13", date(2026, 5, 13), "op year", "warn year_assumed", title="2026年培训记录"),
    "a span of days at an end": until("2023/5/1-2026/4/30", date(2026, 4, 30), "op span"),
    "a span of months at an end": until("2020.9-2023.7", date(2023, 7, 31), "op span", "warn day_assumed"),
    "a span where one day is meant": hired("2020.9.1-2023.7.1", None, UNREADABLE),
    "three dates in a cell": hired("2020.9.1、2021.9.1、2022.9.1", None, UNREADABLE),
    "the 30th of February": hired("2023-02-30", None, IMPOSSIBLE),
    "the 29th of February in a common year": hired("29/02/2023", None, IMPOSSIBLE),
    "the 13th month": hired("2023/13/1", None, IMPOSSIBLE),
    "the 32nd day": hired("2023年5月32日", None, IMPOSSIBLE),
    "a year of five digits": hired("20169-06-25", None, UNREADABLE),
    "a year far away": hired("2923-05-01", None, IMPOSSIBLE),
    "a year long gone": hired("1023-05-01", None, IMPOSSIBLE),
    "the calendar of the Republic": hired("民国112年5月1日", MAY, "op date"),
    "the calendar of the Republic in traditional script": hired("民國112年5月1日", MAY, "op date"),
    "the calendar of the Republic without its name": hired("112/05/01", None, UNREADABLE),
    "a moment": hired("2023-05-01 09:30:00", MAY, "op moment"),
    "midnight": hired("2023-05-01 00:00:00", MAY, "op date"),
    "midnight with microseconds": hired("2023-05-01T00:00:00.000000", MAY, "op date"),
    "words around a day": hired("约2023年5月1日左右入职，待核实", None, UNREADABLE),
    "words instead of a day": hired("待定", None, UNREADABLE),
    "a mark for nothing": hired("——", None, "op nothing"),
    "an open end": until("无固定期限", None, "op open_ended"),
    "a length instead of a day": until("3年", None, UNREADABLE),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Any, set[str]]]:
    return outcomes(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_day_is_read_right_or_asked_about(name: str) -> None:
    case = CASES[name]
    assert found()[name] == (case.value, set(case.told))
