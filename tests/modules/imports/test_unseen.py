"""What whoever looks at a sheet does not see: hidden and filtered rows, hidden columns, pictures. Read, and told."""

from __future__ import annotations

import base64
import io
from datetime import date

import xlsxwriter

from hrapp.modules.imports.engine.reading import read_workbooks

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from .sheets import KINDS, VOCABULARY
from .test_second_pass import grid
from .test_steps import started, table_url, version

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PEOPLE = [(f"E05{n}", name, date(2026, 3, n + 1)) for n, name in enumerate(("方新", "郝好", "柳青", "陶陶", "孟孟"))]


def filtered(hidden: tuple[int, ...] = (3, 4, 6)) -> bytes:
    """Five people in rows 2 to 6, their sum in row 7, and two pictures; rows are 1-based."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page, day = book.add_worksheet("花名册"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, ["工号", "姓名", "入职日期", "手机号码"])
        for row, (no, name, hired) in enumerate(PEOPLE, 1):
            page.write_row(row, 0, [no, name])
            page.write_datetime(row, 2, hired, day)
            page.write_string(row, 3, f"1380000000{row}")
        page.write_row(6, 0, ["合计", None, "5人"])
        for row in hidden:
            page.set_row(row - 1, None, None, {"hidden": True})
        page.set_column(3, 3, None, None, {"hidden": True})
        for where in ("F2", "F6"):
            page.insert_image(where, "stamp.png", {"image_data": io.BytesIO(PIXEL)})
    return into.getvalue()


def test_pictures_on_a_sheet_are_counted() -> None:
    assert grid(filtered()).pictures == 2


def test_the_hidden_rows_of_a_table_are_those_of_people() -> None:
    reading = read_workbooks([("名册.xlsx", filtered((1, 3, 4, 6, 7, 9)))], KINDS, VOCABULARY)
    (table,) = reading.files[0].tables
    assert table.hidden_rows == (3, 4, 6) and len(table.data_rows) == 5, "read like the others"
    assert [column.hidden for column in table.columns] == [False, False, False, True]


async def test_what_is_hidden_is_read_and_said_where_the_tables_are_listed(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", filtered()))
        said = words(await ada.get(f"{url}/tables"))
        columns = words(await ada.get(f"{url}/columns"))
    assert "5 条记录" in said and "含 3 行隐藏行，也会读入" in said and "2 张图片不读入" in said
    assert "D 手机号码 隐藏列" in columns


async def test_hidden_rows_are_left_out_together_and_taken_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", filtered()))
        table = table_url(await ada.get(f"{url}/tables"))
        page = await ada.get(table)
        assert "第 3–4, 6 行在表里被隐藏或筛掉，和其他行一样读入。" in words(page)
        answer = await ada.submit(table, version=version(page), do="seen")
        assert answer.status_code == 303
        said = words(await ada.get(f"{url}/tables"))
        assert "2 条记录" in said and "隐藏的 3 行不读入" in said
        assert await one("select count(*) from imports_line where kind = 'person'") == 2
        page = await ada.get(table)
        assert "没有读入" in words(page)
        await ada.submit(table, version=version(page), do="all")
        assert "5 条记录" in words(await ada.get(f"{url}/tables"))
    assert await one("select count(*) from imports_line where kind = 'person'") == 5


async def test_a_sheet_without_hidden_rows_says_nothing_of_them(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", filtered(())))
        said = words(await ada.get(f"{url}/tables"))
        page = await ada.get(table_url(await ada.get(f"{url}/tables")))
    assert "隐藏" not in said and "隐藏的行" not in words(page)


async def test_whoever_left_everybody_out_finds_the_way_back(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", filtered((2, 3, 4, 5, 6))))
        table = table_url(await ada.get(f"{url}/tables"))
        await ada.submit(table, version=version(await ada.get(table)), do="seen")
        assert "隐藏的 5 行不读入" in words(await ada.get(f"{url}/tables"))
        page = await ada.get(table)
        assert "隐藏的行也读入" in words(page)
        await ada.submit(table, version=version(page), do="all")
        assert "5 条记录" in words(await ada.get(f"{url}/tables"))


async def test_of_many_hidden_rows_the_first_are_named(cast: Cast) -> None:
    people = [(f"E{n:03d}", "甲乙丙丁戊己庚辛壬癸"[n // 10] + "方郝柳陶孟安白程邓封"[n % 10]) for n in range(60)]
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page = book.add_worksheet("花名册")
        for row, cells in enumerate([("工号", "姓名"), *people]):
            page.write_row(row, 0, cells)
        for row in range(1, 60, 2):
            page.set_row(row, None, None, {"hidden": True})
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", into.getvalue()))
        said = words(await ada.get(table_url(await ada.get(f"{url}/tables"))))
    assert "第 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, … 行" in said


async def test_the_pictures_of_a_sheet_are_told_once_however_many_tables_it_has(cast: Cast) -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page = book.add_worksheet("两表")
        for start, name in ((0, "方新"), (6, "郝好")):
            page.write_row(start, 0, ["工号", "姓名", "部门"])
            page.write_row(start + 1, 0, [f"E06{start}", name, "销售部"])
        page.write_row(5, 0, ["二、离职人员名单"])
        page.insert_image("F2", "photo.png", {"image_data": io.BytesIO(PIXEL)})
    async with browser("ada") as ada:
        url = await started(ada, ("名册.xlsx", into.getvalue()))
        said = words(await ada.get(f"{url}/tables"))
    assert said.count("条记录") == 2 and said.count("1 张图片不读入") == 1
