"""Results of a period as a file: of whom one may see, of the period that was chosen, and in the trail."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.work import unit_of_work

from ...browser import browser, words
from ...cast import PEOPLE, Cast
from ...company import one

EXPORT, PAGE = "/overview/attainment/export", "/overview/attainment"


async def _told(name: str, **fields: str) -> list[dict[str, str]]:
    async with browser(name) as who:
        answer = await who.submit(EXPORT, kind="csv", **fields)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_file_holds_the_rows_of_the_page(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(PAGE)
        answer = await ada.submit(EXPORT)
    assert f'action="{EXPORT}"' in page.text and 'name="period"' in page.text
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    found = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert "E004" in found and all(f"（{number}）" in page.text for number in found)
    numbers = [row[6] for row in sheet.iter_rows(min_row=2, values_only=True) if row[6] is not None]
    assert numbers and all(isinstance(each, int | float) for each in numbers)


async def test_another_department_and_another_period_hold_other_rows(company_once: Cast) -> None:
    sales = await _told("ada", department="销售部")
    assert sales and {row["部门"] for row in sales} == {"销售部"}
    assert await _told("ada", period="2025Q1") == []
    assert await _told("ada", period="0000Q1") == await _told("ada", period="x") == await _told("ada"), "the last one"


async def test_a_department_s_hr_takes_along_its_people_s_alone(company: Cast) -> None:
    async with unit_of_work(role=IMPORT):
        await DB.fetch(
            "insert into rbac_role_assignment (id, account, role, department, given_by, given_at) select 'x', a.id, 'hrbp',"
            " (select id from people_department where name = '销售部'), 't', now() from accounts_account a"
            " join people_person p on p.id = a.person where p.emp_no = $1", PEOPLE["otto"][0],
        )  # fmt: skip
    assert {row["部门"] for row in await _told("otto")} == {"销售部"}


@pytest.mark.parametrize("name", ["eve", "mona", "olga", "root"])
async def test_nobody_else_does(company_once: Cast, name: str) -> None:
    async with browser(name) as who:
        assert (await who.submit(EXPORT)).status_code == 403
        assert EXPORT not in (await who.get(PAGE)).text


async def test_it_is_in_the_trail_with_everybody_it_was_about(company: Cast) -> None:
    async with browser("ada") as ada:
        await ada.submit(EXPORT, department="销售部")
        page = await ada.get("/audit?event=ListExported")
    found = await one("select details from audit_entry where event = 'ListExported'")
    assert (found["list"], found["data"], found["rows"] > 0) == ("performance", "performance", True)
    seen = await one("select details from audit_entry where event = 'DataSeen' and details -> 'fields' ? 'results'")
    assert await company.person("eve") in seen["people"]
    assert "考核结果" in words(page)
