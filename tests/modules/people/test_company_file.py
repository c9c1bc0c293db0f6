"""The company's own words: applied once, handed back the same, wrong ones named by their path."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from hrapp.kernel import company
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people.api import calendar_for, company_profile, report_windows
from hrapp.modules.people.module import MODULE
from hrapp.modules.people.organisation import unknown_managers, unknown_officers, vocabulary

FILE = """
[company]
name = "蓝帆仪器有限公司"
short_name = "蓝帆"
founded = 2019-05-06
as_of = 2026-10-01
last_closed_month = "2026-08"
last_closed_quarter = "2026Q2"
general_manager = "b001"
hr_owner = "B002"
source = "handbook"
strategy_goals = [ { code = "G1", year = 2026, text = "交付更快", source = "board" } ]

[[departments]]
name = "生产部"
manager = "Ｂ００３"
source = "handbook"
[[departments]]
name = "装配组"
parent = "生产部"

[[families]]
code = "make"
name = "制造"
levels = [ { code = "W1", title = "技工" }, { code = "W2", title = "技师", source = "handbook" } ]

[reminders]
quarter_end_days = ["03-31", "12-31"]
half_end_text = "请完成半年考核"
contract_expiry_days = 45

[reports]
promotion = { from = 2026-01-01, to = 2026-06-30 }
[[reports.turnover]]
name = "year"
from = 2025-07-01
to = 2026-06-30
"""
ONLY_PEOPLE = Registry.build([MODULE])


async def test_a_file_comes_back_as_it_was_and_applying_it_again_changes_nothing(empty: str) -> None:
    async with unit_of_work(role="import"):
        assert await company.apply(ONLY_PEOPLE, company.parse(FILE)) == [
            "company",
            "departments",
            "families",
            "reminders",
            "reports",
        ]
        assert await company.apply(ONLY_PEOPLE, company.parse(FILE)) == []
        written = await company.export(ONLY_PEOPLE)
        assert await company.apply(ONLY_PEOPLE, company.parse(written)) == []
    expected = tomllib.loads(FILE)
    expected["company"]["general_manager"] = "B001"
    expected["departments"][0]["manager"] = "B003"
    assert tomllib.loads(written) == expected


async def test_who_is_not_in_the_roster_yet_is_kept_and_listed(empty: str) -> None:
    async with unit_of_work(role="import"):
        await company.apply(ONLY_PEOPLE, company.parse(FILE))
        assert await unknown_managers() == ["the department 生产部 is led by B003, who is not in the roster"]
        assert len(await unknown_officers()) == 2


async def test_closed_periods_of_the_file_count_on_its_day_only(empty: str) -> None:
    async with unit_of_work(role="import"):
        await company.apply(ONLY_PEOPLE, company.parse(FILE))
        there = await calendar_for(date(2026, 10, 1))
        later = await calendar_for(date(2026, 10, 2))
        profile = await company_profile()
    assert (str(there.last_month), str(there.last_quarter), str(there.last_half)) == ("2026-08", "2026Q2", "2026H1")
    assert (str(later.last_month), str(later.last_quarter)) == ("2026-09", "2026Q3")
    assert profile.title == "蓝帆" and profile.zone == "Asia/Shanghai"


async def test_without_a_company_file_the_calendar_follows_from_the_day(empty: str) -> None:
    async with unit_of_work(read_only=True):
        calendar = await calendar_for(date(2026, 10, 1))
        assert str(calendar.last_quarter) == "2026Q3" and calendar.grade_kind == "quarter"
        assert (await report_windows()).turnover == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("short_name", "shortname"), "company.shortname: unknown key"),
        (("2026Q2", "2026-13"), "company"),
        (('parent = "生产部"', 'parent = "销售部"'), "装配组 lies under 销售部"),
        (("W2", "W1"), "the level W1 is written twice"),
        (("03-31", "31.3."), "31.3. is not a day of the year"),
        (("to = 2026-06-30\n", "to = 2024-06-30\n"), "reports.turnover[0]"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_place(empty: str, change: tuple[str, str], sentence: str) -> None:
    async with unit_of_work(role="import"):
        with pytest.raises(Refused) as refused:
            await company.apply(ONLY_PEOPLE, company.parse(FILE.replace(*change)))
    assert sentence in str(refused.value)


async def test_a_department_that_is_no_longer_written_is_no_longer_declared(empty: str) -> None:
    shorter = FILE.replace('[[departments]]\nname = "装配组"\nparent = "生产部"\n', "")
    async with unit_of_work(role="import"):
        await company.apply(ONLY_PEOPLE, company.parse(FILE))
        assert await company.apply(ONLY_PEOPLE, company.parse(shorter)) == ["departments"]
        assert await company.apply(ONLY_PEOPLE, company.parse(shorter)) == []
        assert [d["name"] for d in tomllib.loads(await company.export(ONLY_PEOPLE))["departments"]] == ["生产部"]


async def test_imports_learn_the_companys_words(empty: str) -> None:
    async with unit_of_work(role="import"):
        await company.apply(ONLY_PEOPLE, company.parse(FILE))
        words = await vocabulary()
    assert words["departments"] == {"生产部": ("生产部", "生产", "生产部门"), "装配组": ("装配组",)}
    assert words["levels"]["W2"] == ("W2", "技师")
