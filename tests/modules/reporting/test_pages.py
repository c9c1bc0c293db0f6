"""The company in figures: each number opens the rows it was computed from, for whom they are meant."""

from __future__ import annotations

import re

import pytest

from ...browser import assert_block, browser, statuses, words
from ...cast import Cast
from ...company import LEAVER

WHOLE = ("turnover", "promotions", "headcount", "contracts")
RESULTS = ("attainment", "grades")


async def test_every_figure_opens_its_rows(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get("/overview")
        assert page.status_code == 200
        main = page.text[page.text.index('id="overview"') :]
        urls = set(re.findall(r'href="(/[^"]+)"', main[: main.index("</main>")]))
        assert {f"/overview/{name}" for name in (*WHOLE, *RESULTS)} <= {url.split("?")[0] for url in urls}
        for url in urls:
            assert (await ada.get(url.replace("&amp;", "&"))).status_code == 200, url


async def test_the_overview_is_for_hr_and_the_general_manager(company_once: Cast) -> None:
    urls = ["/overview", *(f"/overview/{name}" for name in WHOLE)]
    for name in ("ada", "gina"):
        assert await statuses(name, *urls) == [200] * 5, name
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, *urls) == [403] * 5, name


async def test_attainment_and_grades_are_also_for_who_leads_and_only_of_the_team(company_once: Cast) -> None:
    seen = {}
    for name in ("mona", "otto", "ada"):
        async with browser(name) as who:
            pages = [await who.get(f"/overview/{rows}") for rows in RESULTS]
        assert [page.status_code for page in pages] == [200, 200]
        seen[name] = ["".join(p for p in ("伊薇", "范恩", "欧佳") if p + "（" in page.text) for page in pages]
    assert seen == {"mona": ["伊薇范恩"] * 2, "otto": ["欧佳"] * 2, "ada": ["伊薇范恩欧佳"] * 2}
    for name in ("eve", "olga", "root"):
        assert await statuses(name, *(f"/overview/{rows}" for rows in RESULTS)) == [403, 403], name


async def test_turnover_names_who_left_and_shows_the_sum(company_once: Cast) -> None:
    async with browser("gina") as gina:
        page = words(await gina.get("/overview/turnover"))
    assert LEAVER in page and "2026-08-31" in page and "个人发展" in page and "1 人" in page and "11.8%" in page


async def test_promotions_contracts_and_headcount_name_their_rows(company_once: Cast) -> None:
    async with browser("ada") as ada:
        promotions, contracts, headcount = [
            words(await ada.get(f"/overview/{name}")) for name in ("promotions", "contracts", "headcount")
        ]
    assert "欧拓（E006） 2026-03-01" in promotions and "运营主管 → 部门经理" in promotions and "异动表›B7" in promotions
    assert "伊薇（E004）" in contracts and "2026-10-31 16" in contracts and "范恩" not in contracts
    assert "销售部 3" in headcount and "8" in headcount and LEAVER not in headcount


async def test_attainment_shows_each_item_with_its_origin(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page, missed = await ada.get("/overview/attainment"), await ada.get("/overview/attainment?show=missed")
        sales = await ada.get("/overview/attainment?department=运营部")
    assert "123,456" in page.text and "九月KPI.xlsx›F4" in page.text
    assert "范恩" in missed.text and "伊薇" not in missed.text
    assert "欧佳" in sales.text and "伊薇" not in sales.text


async def test_grades_are_filtered_by_the_grade(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get("/overview/grades?show=优秀")
    assert "伊薇" in page.text and "范恩" not in page.text and "绩效表›D2" in page.text


@pytest.mark.parametrize("name", [*WHOLE, *RESULTS])
async def test_the_rows_that_htmx_gets_are_those_of_the_page(company_once: Cast, name: str) -> None:
    async with browser("ada") as ada:
        assert_block(await ada.htmx(f"/overview/{name}"), await ada.get(f"/overview/{name}"), "rows")


async def test_the_overview_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("ada") as ada:
        assert_block(await ada.htmx("/overview"), await ada.get("/overview"), "overview")


@pytest.mark.parametrize(
    "odd",
    ["turnover?window=9", "turnover?window=-1", "promotions?window=x", "attainment?start=x&show=x&department=%25", "attainment?start=999999", "grades?show=x&start=²"],
)  # fmt: skip
async def test_a_filter_that_makes_no_sense_is_no_error(company_once: Cast, odd: str) -> None:
    assert await statuses("ada", f"/overview/{odd}") == [200]


async def test_a_company_without_results_still_has_its_pages(cast_once: Cast) -> None:
    urls = [
        "/overview",
        *(f"/overview/{name}" for name in (*WHOLE, *RESULTS)),
        "/",
        "/team",
        "/learning",
        "/promotion/people",
    ]
    assert await statuses("ada", *urls) == [200] * len(urls)
    mine = ("/goals", "/pay", "/promotion", "/documents", "/learning", "/inbox")
    for name in ("eve", "mona", "root", "gina"):
        assert await statuses(name, *mine) == [200] * len(mine), name
