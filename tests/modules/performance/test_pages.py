"""Goals and results: one's own, a person's file, the team, and a figure that was missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work

from ...browser import NOBODY, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import one


async def item(emp_no: str, metric: str, period: str = "2026-09") -> str:
    found = await one(
        "select i.id from performance_kpi_item i join people_person p on p.id = i.person"
        " join performance_metric m on m.id = i.metric where p.emp_no = $1 and m.code = $2 and i.period = $3",
        emp_no, metric, period,
    )  # fmt: skip
    return str(found)


async def test_everybody_reads_their_own_results_with_where_they_come_from(company_once: Cast) -> None:
    async with browser("eve") as eve:
        page = await eve.get("/goals")
    assert page.status_code == 200
    assert "123,456" in page.text and "九月KPI.xlsx›F4" in page.text and "优秀" in page.text
    assert "31,000" not in page.text and "录入数据" not in page.text, "nobody enters their own figures"


async def test_a_performance_file_is_for_the_person_their_manager_hr_and_the_general_manager(
    company_once: Cast,
) -> None:
    url = f"/people/{await company_once.person('eve')}/performance"
    for name in ("eve", "mona", "ada", "gina"):
        async with browser(name) as who:
            page = await who.get(url)
        assert page.status_code == 200 and "123,456" in page.text, name
    for name in ("finn", "otto", "olga", "root"):
        assert await statuses(name, url, f"/people/{NOBODY}/performance") == [404, 404], name


async def test_an_earlier_period_is_a_choice_and_an_unknown_one_shows_the_last(company_once: Cast) -> None:
    url = f"/people/{await company_once.person('finn')}/performance"
    async with browser("mona") as mona:
        before, last, nonsense = [await mona.get(f"{url}?period={p}") for p in ("2026Q2", "2026Q3", "never")]
    assert "90,000" in before.text and "31,000" not in before.text
    assert "31,000" in last.text and "31,000" in nonsense.text


async def test_the_results_that_htmx_gets_are_those_of_the_page(company_once: Cast) -> None:
    async with browser("eve") as eve:
        assert_block(await eve.htmx("/goals?period=2026Q3"), await eve.get("/goals?period=2026Q3"), "results")


async def test_the_team_shows_whom_one_leads_and_nobody_else(company_once: Cast) -> None:
    seen = {}
    for name in ("mona", "otto", "ada"):
        async with browser(name) as who:
            page = await who.get("/team")
            assert_block(await who.htmx("/team"), page, "team")
        seen[name] = {person for person in ("伊薇", "范恩", "欧佳") if person in page.text}
    assert seen == {"mona": {"伊薇", "范恩"}, "otto": {"欧佳"}, "ada": {"伊薇", "范恩", "欧佳"}}


async def test_who_leads_nobody_has_no_team_page(company_once: Cast) -> None:
    for name in ("eve", "olga", "root"):
        assert await statuses(name, "/team") == [403], name


async def test_a_missing_figure_is_entered_by_the_manager_and_counts_at_once(company: Cast) -> None:
    missing = await item("E004", "retention")
    async with browser("mona") as mona:
        answer = await mona.submit(f"/performance/items/{missing}/actual", actual="82.5", note="客户部月报")
        assert answer.status_code == 303
        page = await mona.get(answer.headers["location"])
    assert "82.5%" in page.text and "客户部月报" in page.text and "录入数据" not in page.text
    async with unit_of_work(read_only=True):
        row = await DB.row("select value, source, entered_by from performance_metric_value where note = '客户部月报'")
        told = await DB.value("select actor from audit_entry where event like '%MetricValueChanged'")
    assert row and dict(row) == {"value": Decimal("0.825"), "source": "typed", "entered_by": "莫兰（E003）"}
    assert told == "莫兰（E003）"


async def test_a_figure_that_is_no_number_is_named_and_kept(company_once: Cast) -> None:
    missing = await item("E004", "retention")
    async with browser("mona") as mona:
        answer = await mona.submit(f"/performance/items/{missing}/actual", actual="八成多", note="客户部月报")
        empty = await mona.submit(f"/performance/items/{missing}/actual", note="客户部月报")
    assert answer.status_code == 422 and "请填写数字，例如 9500 或 4.5。" in answer.text
    assert 'value="八成多"' in answer.text and 'value="客户部月报"' in answer.text
    assert empty.status_code == 422 and "请填写此项。" in empty.text


async def test_what_was_typed_for_an_earlier_period_is_kept_as_well(company_once: Cast) -> None:
    missing = await item("E005", "revenue", "2026-05")
    async with browser("mona") as mona:
        answer = await mona.submit(f"/performance/items/{missing}/actual", actual="九万", note="补录五月")
    assert answer.status_code == 422 and 'value="九万"' in answer.text and 'value="补录五月"' in answer.text


async def test_a_figure_of_an_earlier_period_leads_back_to_that_period(company: Cast) -> None:
    missing = await item("E005", "revenue", "2026-05")
    async with browser("mona") as mona:
        answer = await mona.submit(f"/performance/items/{missing}/actual", actual="91,234")
        page = await mona.get(answer.headers["location"])
    assert answer.status_code == 303 and "91,234" in page.text


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [("mona", "E003", 404), ("mona", "E007", 404), ("otto", "E004", 404), ("eve", "E004", 403), ("gina", "E004", 404), ("root", "E004", 403)],
)  # fmt: skip
async def test_figures_are_entered_by_manager_and_hr_and_never_ones_own(
    company_once: Cast, who: str, whose: str, status: int
) -> None:
    missing = await item(whose, "revenue" if whose == "E003" else "retention")
    async with browser(who) as client:
        answer = await client.submit(f"/performance/items/{missing}/actual", actual="1")
    assert answer.status_code == status
    assert not await one("select count(*) from performance_metric_value where source = 'typed'")


async def test_an_item_that_does_not_exist_is_missing(company_once: Cast) -> None:
    async with browser("ada") as ada:
        assert (await ada.submit(f"/performance/items/{NOBODY}/actual", actual="1")).status_code == 404


async def test_a_form_without_our_token_changes_nothing(company_once: Cast) -> None:
    missing = await item("E004", "retention")
    async with browser("mona") as mona:
        answer = await mona.post(f"/performance/items/{missing}/actual", data={"actual": "1"})
    assert answer.status_code == 403
    assert not await one("select count(*) from performance_metric_value where source = 'typed'")


async def test_the_persons_page_shows_results_only_to_who_may_see_them(company_once: Cast) -> None:
    eve = await company_once.person("eve")
    for name, sees in (("mona", True), ("finn", False), ("root", False)):
        async with browser(name) as who:
            page = await who.get(f"/people/{eve}")
        assert ("最近绩效等级" in words(page) or f"/people/{eve}/performance" in page.text) == sees, name
