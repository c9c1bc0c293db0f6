"""The list of empty tables, the tables themselves, and the guide: who gets them, and what is in them."""

from __future__ import annotations

import io

import openpyxl

from ...browser import browser, statuses, words
from ...cast import Cast

PAGES = ("/imports/templates", "/imports/templates/person.xlsx", "/imports/guide")


async def test_every_kind_is_listed_with_a_sentence_and_can_be_downloaded(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get("/imports/templates")
        assert page.status_code == 200 and "在职的每个人，一人一行" in words(page)
        files = {part.split('"')[0] for part in page.text.split('href="/imports/templates/')[1:]}
        assert {"person.xlsx", "kpi.xlsx", "kpi_form.xlsx", "key_result.xlsx", "contract.xlsx"} <= files
        for file in files:
            answer = await ada.get(f"/imports/templates/{file}")
            assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"], file
            assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets) == 2, file


async def test_an_empty_table_offers_the_words_of_the_company(company_once: Cast) -> None:
    async with browser("ada") as ada:
        answer = await ada.get("/imports/templates/person.xlsx")
    table, notes = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    assert table["A1"].value == "工号" and table["A2"].value == "示例" and "必填" in table["A1"].comment.text
    assert "销售部" in {cell.value for row in notes.iter_rows() for cell in row}
    assert any("$" in rule.formula1 for rule in table.data_validations.dataValidation)


async def test_whoever_may_not_see_pay_is_not_offered_its_table(company_once: Cast) -> None:
    async with browser("gina") as gina:
        page = await gina.get("/imports/templates")
        offered = "pay.xlsx" in page.text
        assert (await gina.get("/imports/templates/pay.xlsx")).status_code == (200 if offered else 404)
        assert (await gina.get("/imports/templates/nonsense.xlsx")).status_code == 404
        assert (await gina.get("/imports/templates/person")).status_code == 404


async def test_the_guide_says_what_to_do_before_about_problems_and_how_to_take_it_back(company_once: Cast) -> None:
    async with browser("ada") as ada:
        guide, start = await ada.get("/imports/guide"), await ada.get("/imports")
    for heading in ("上传之前", "hrapp 会问什么", "有问题怎么办", "怎样撤销"):
        assert heading in words(guide)
    assert 'href="/imports/guide"' in start.text and 'href="/imports/templates"' in start.text


async def test_empty_tables_and_the_guide_are_for_those_who_import(company_once: Cast) -> None:
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, *PAGES) == [403] * 3, name
    for name in ("ada", "gina"):
        assert await statuses(name, *PAGES) == [200] * 3, name
