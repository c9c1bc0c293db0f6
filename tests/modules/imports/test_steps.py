"""What an import asks is decided step by step: tables and columns. Each decision reads the files again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import httpx

from hrapp.modules.imports import steps
from hrapp.modules.imports.words import sentence

from ...browser import NOBODY, Browser, browser, statuses, words
from ...cast import Cast
from ...company import one
from . import locked
from .sheets import workbook
from .test_forms import book, form
from .test_pages import upload

PLAIN = workbook(
    [
        ["花名册（2026年）"],
        ["工号", "姓名", "性别", "部门", "岗位", "入职日期"],
        ["E041", "方新", "男", "销售部", "业务员", date(2026, 3, 1)],
        ["E042", "郝好", "女", "销售部", "业务员", date(2026, 3, 2)],
        ["合计", None, "2人"],
    ],
    "花名册",
)
ODD = workbook([["甲", "乙", "丙"], ["E043", "陶陶", date(2026, 3, 3)], ["E044", "孟孟", date(2026, 3, 4)]], "表一")
DOUBTFUL = workbook(
    [["工号", "姓名", "性别", "部门", "入职报到日"], ["E045", "柳青", "男", "销售部", date(2026, 3, 5)]], "花名册"
)


async def started(who: Browser, *files: tuple[str, bytes]) -> str:
    """The address of the import that these files began, whichever step it opens at."""
    answer = await upload(who, *files)
    assert answer.status_code == 303, answer.text
    found = re.match(r"/imports/[0-9A-Z]{26}", answer.headers["location"])
    assert found
    return found[0]


def version(page: httpx.Response) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.text)
    assert found
    return found[1]


def table_url(page: httpx.Response) -> str:
    found = re.search(r'href="(/imports/\w+/table\?table=\w+)"', page.text)
    assert found
    return found[1]


def table_key(page: httpx.Response) -> str:
    found = re.search(r'name="table" value="(\w+)"', page.text)
    assert found
    return found[1]


def chosen(page: httpx.Response, column: str) -> str:
    """The value that the select of this column stands at."""
    select = page.text[page.text.index(f'name="c_{column}"') :].split("</select>")[0]
    found = re.search(r'value="(\w*)" selected', select)
    return found[1] if found else ""


def test_the_next_step_is_one_with_something_to_decide() -> None:
    assert steps.next_step("B", {"tables": 1, "values": 2}, "tables").url == "/imports/B/values"
    assert steps.next_step("B", {"tables": 1}, "tables").url == "/imports/B"
    assert steps.next_step("B", {"problems": 1}).url == "/imports/B/problems"
    assert [step.open for step in steps.steps("B", {"columns": 3}, "columns")] == [0, 3, 0, 0, 0]


async def test_the_step_that_is_open_keeps_its_name_where_the_others_have_only_their_number(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", DOUBTFUL))
        pages = [await ada.get(f"{url}{step}") for step in ("/tables", "/columns", "/values", "/problems", "")]
    for n, page in enumerate(pages, 1):
        nav = page.text.split('<nav class="tabs numbered"')[1].split("</nav>")[0]
        assert re.findall(r'aria-current="step">(\d)', nav) == [str(n)]
        assert len(re.findall(r"\d<span> \w", nav)) == 5, "every name is there for whoever hears the page"


def test_an_upload_opens_where_only_a_person_can_decide() -> None:
    assert steps.first_open("B", {"problems": 9}) == "/imports/B"
    assert steps.first_open("B", {"columns": 1, "values": 1}) == "/imports/B/columns"


async def test_what_was_found_is_told_by_sheet_with_what_was_left_out(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", PLAIN), ("怪表.xlsx", ODD))
        page = await ada.get(f"{url}/tables")
    assert page.status_code == 200
    said = words(page)
    assert "2 条记录 · 表头在第 2 行 · 数据在第 3–5 行" in said and "怪表.xlsx" in said and "合计行 1" in said
    assert said.index("我们看到的") < said.index("各列对应") < said.index("问题行")


async def test_a_table_nobody_recognised_is_read_once_somebody_says_what_it_is(cast: Cast) -> None:
    async with browser("ada") as ada:
        answer = await upload(ada, ("怪表.xlsx", ODD))
        assert answer.headers["location"].endswith("/tables") and "请说明是什么表" in words(
            await ada.get(answer.headers["location"])
        )
        table = table_url(await ada.get(answer.headers["location"]))
        page = await ada.get(table)
        assert "E043" in page.text and "陶陶" in page.text, "the first rows are shown"
        nobody = await ada.submit(table, version=version(page), kind="person", header_rows="1", do="read")
        assert nobody.status_code == 422 and "请选择哪一列说明这一行是谁" in words(nobody)
        said = {"kind": "person", "header_rows": "1", "emp_no": "A", "name": "B"}
        answer = await ada.submit(table, version=version(page), do="read", **said)
        assert answer.status_code == 303
        columns = await ada.get(answer.headers["location"].removesuffix("/tables") + "/columns")
    assert (chosen(columns, "A"), chosen(columns, "B"), chosen(columns, "C")) == ("emp_no", "name", "other")
    assert await one("select count(*) from imports_line where kind = 'person'") == 2


async def test_a_table_can_be_left_out_and_taken_as_it_was_found_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", PLAIN))
        table = table_url(await ada.get(f"{url}/tables"))
        await ada.submit(table, version=version(await ada.get(table)), do="leave")
        left = await ada.get(f"{url}/tables")
        assert "已按您的选择不导入" in words(left)
        assert not await one("select count(*) from imports_line where action = 'new'")
        await ada.submit(table, version=version(await ada.get(table)), do="found")
    assert await one("select count(*) from imports_line where action = 'new' and kind = 'person'") == 2


async def test_a_kind_that_is_none_and_a_header_that_is_no_row_are_said(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", PLAIN))
        table = table_url(await ada.get(f"{url}/tables"))
        at = version(await ada.get(table))
        wrong = await ada.submit(table, version=at, kind="person", header_rows="第三行", do="read")
        none = await ada.submit(table, version=at, kind="nonsense", header_rows="2", do="read")
    assert (wrong.status_code, none.status_code) == (422, 422)
    assert "请填写表头所在行" in words(wrong) and 'value="第三行"' in wrong.text, "what was typed is still there"
    assert "请选择这张表是什么" in words(none)


async def test_a_doubtful_column_is_asked_about_and_taken_as_somebody_says(cast: Cast) -> None:
    async with browser("ada") as ada:
        answer = await upload(ada, ("花名册.xlsx", DOUBTFUL))
        assert answer.headers["location"].endswith("/columns"), "the upload opens where something is to be decided"
        page = await ada.get(answer.headers["location"])
        assert chosen(page, "E") == "hire_date" and "请核对" in words(page) and "2026-03-05" in page.text
        sent = {f"c_{c}": chosen(page, c) for c in "ABCD"} | {"c_E": ""}
        url = answer.headers["location"]
        after = await ada.submit(url, version=version(page), table=table_key(page), **sent)
        assert after.status_code == 303
        again = await ada.get(url)
    assert chosen(again, "E") == "" and "这一步没有要决定的" in words(again)
    assert await one("select action from imports_line where kind = 'person'") == "blocked", "no day of hire any more"


async def test_one_field_cannot_be_two_columns(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", DOUBTFUL))).headers["location"]
        page = await ada.get(url)
        wrong = await ada.submit(url, version=version(page), table=table_key(page), c_A="name", c_B="name")
    assert wrong.status_code == 422 and "有两列都选了“姓名”" in words(wrong)
    assert chosen(wrong, "A") == "name", "what was chosen is still there"


async def test_what_was_decided_in_another_window_is_not_written_over(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", DOUBTFUL))).headers["location"]
        page = await ada.get(url)
        sent: dict[str, Any] = {"version": version(page), "table": table_key(page), "c_E": "hire_date"}
        first, second = [await ada.submit(url, **sent) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 409) and "另一个窗口" in words(second)


async def test_only_who_uploaded_the_files_decides_about_them(cast: Cast) -> None:
    async with browser("ada") as ada, browser("gina") as gina:
        url = (await upload(ada, ("花名册.xlsx", DOUBTFUL))).headers["location"]
        page = await gina.get(url)
        assert page.status_code == 200
        late = await gina.submit(url, version=version(page), table=table_key(page), c_E="")
    assert late.status_code == 409 and "别人上传的" in words(late)


async def test_what_was_decided_is_written_with_it(cast: Cast) -> None:
    async with browser("ada") as ada:
        columns = (await upload(ada, ("花名册.xlsx", DOUBTFUL))).headers["location"]
        page = await ada.get(columns)
        sent = {f"c_{c}": chosen(page, c) for c in "ABDE"} | {"c_C": ""}
        await ada.submit(columns, version=version(page), table=table_key(page), **sent)
        url = columns.removesuffix("/columns")
        await ada.submit(f"{url}/application", version=version(await ada.get(url)))
        gone = await ada.get(columns)
    assert gone.status_code == 303 and gone.headers["location"] == url, "a written import has nothing to decide"
    assert await one("select gender from people_person where emp_no = 'E045'") is None
    assert not await one("select count(*) from imports_file where content is not null")


async def test_who_changed_an_import_in_another_window_is_told_so_and_nothing_is_written(cast: Cast) -> None:
    async with browser("ada") as ada, browser("gina") as gina:
        columns = (await upload(ada, ("花名册.xlsx", DOUBTFUL))).headers["location"]
        preview = columns.removesuffix("/columns")
        old = version(await ada.get(preview))
        page = await ada.get(columns)
        await ada.submit(columns, version=version(page), table=table_key(page), c_E="hire_date")
        ada.headers["Referer"] = f"http://hrapp.test{preview}"
        late = await ada.submit(f"{preview}/application", version=old)
        other = await gina.submit(f"{preview}/application", version=old)
    assert late.status_code == 409 and "另一个窗口" in words(late)
    assert f'href="{preview}"' in late.text, "the way to see it as it is now"
    assert other.status_code == 409 and "别人上传的" in words(other)
    assert await one("select count(*) from people_person where emp_no = 'E045'") == 0


async def test_steps_are_for_hr_and_an_import_that_is_not_there_has_none(company_once: Cast) -> None:
    read = await one("select id from imports_batch where state = 'read'")
    async with browser("ada") as ada:
        table = table_url(await ada.get(f"/imports/{read}/tables"))
    paths = (f"/imports/{read}/tables", table, f"/imports/{read}/columns")
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, *paths) == [403] * 3, name
        async with browser(name) as who:
            sent = [await who.submit(path, version="1", table="x", do="leave") for path in paths[1:]]
        assert [answer.status_code for answer in sent] == [403] * 2, name
    nowhere = (f"/imports/{NOBODY}/tables", f"/imports/{NOBODY}/columns", f"/imports/{read}/table?table=none")
    assert await statuses("ada", *paths, *nowhere) == [200] * 3 + [404] * 3


# -- what goes by the same name is told apart

PAPERS = workbook(
    [["工号", "姓名", "证书名称", "证书编号", "发证日期"], ["E041", "方新", "电工证", "D-1", date(2024, 3, 1)]], "证书"
)


def roster_of(n: int, sex: str) -> bytes:
    rows = [[f"E04{n}{m}", "陶孟柳方"[m] + "甲乙丙丁戊己"[n], "男", "销售部", date(2026, 3, 1)] for m in range(3)]
    last = [f"E04{n}9", "孟" + "甲乙丙丁戊己"[n], sex, "销售部", date(2026, 3, 2)]
    return workbook([["工号", "姓名", "性别", "部门", "入职日期"], *rows, last], "花名册")


async def test_fields_of_two_kinds_under_one_word_are_told_apart_by_their_kind(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(f"{await started(ada, ('证书.xlsx', PAPERS))}/columns")
    offered = re.findall(r"<option [^>]*>([^<]+)</option>", page.text.split('name="c_E"')[1].split("</select>")[0])
    assert {"发证日期（证书）", "发证日期（身份证件）", "证书名称"} <= set(offered)
    assert len(offered) == len(set(offered))


async def test_tables_of_two_files_are_told_apart_by_their_file(cast: Cast) -> None:
    two = [(f"{n}店.xlsx", roster_of(n, sex)) for n, sex in ((1, "乾"), (2, "坤"))]
    async with browser("ada") as ada:
        url = await started(ada, *two)
        columns, values = await ada.get(f"{url}/columns"), await ada.get(f"{url}/values")
        alone = await ada.get(f"{await started(ada, ('花名册.xlsx', roster_of(3, '男')))}/columns")
    tables = re.findall(r"<option [^>]*>([^<]+)</option>", columns.text.split("</select>")[0])
    assert [each.split(" › ")[0] for each in tables] == ["1店.xlsx", "2店.xlsx"]
    assert "1店.xlsx › " in words(values) and "2店.xlsx › " in words(values)
    assert "花名册.xlsx ›" not in words(alone), "where there is one file, it is not said of every table"


async def test_two_lists_side_by_side_are_told_apart_by_their_columns(cast: Cast) -> None:
    left = [["E0411", "陶甲", "销售部", date(2026, 3, 1)], ["E0412", "孟甲", "销售部", date(2026, 3, 2)]]
    right = [["E0413", "柳甲", "销售部", date(2026, 3, 3)], ["E0414", "方甲", "销售部", date(2026, 3, 4)]]
    head = ["工号", "姓名", "部门", "入职日期"]
    rows = [[*a, None, *b] for a, b in zip([head, *left], [head, *right], strict=True)]
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", workbook(rows, "花名册")))
        found, columns = words(await ada.get(f"{url}/tables")), words(await ada.get(f"{url}/columns"))
    assert all(f"花名册 （第 1 行起，{at} 列）" in columns for at in ("A–D", "F–I"))
    assert all(f"花名册 {at} 列" in found for at in ("A–D", "F–I"))


async def test_what_no_header_names_is_not_offered_as_a_field(cast: Cast) -> None:
    rows = [["姓名", "工号", "甲乙丙", "丁戊己"], ["方新", "E041", "X-1", "Y-1"], ["郝好", "E042", "X-2", "Y-2"]]
    async with browser("ada") as ada:
        page = await ada.get(f"{await started(ada, ('怪表.xlsx', workbook(rows, '怪表')))}/columns")
    assert 'name="c_C"' in page.text and '<option value="values"' not in page.text


async def test_a_list_of_files_says_how_many_they_are_in_all(cast: Cast) -> None:
    files = [(f"{n}店.xlsx", roster_of(n, "男")) for n in range(1, 6)]
    async with browser("ada") as ada:
        url = await started(ada, *files)
        assert "1店.xlsx、2店.xlsx、3店.xlsx 等 5 个文件" in words(await ada.get("/imports"))
        await ada.submit(f"{url}/application", version=version(await ada.get(url)))
        assert "1店.xlsx、2店.xlsx、3店.xlsx 等 5 个文件" in words(await ada.get(f"{url}/undo"))


# -- a password


LOCKED = locked.agile(PLAIN, "春天2026")


async def test_a_protected_file_is_opened_once_with_its_password_and_kept_without_it(cast: Cast) -> None:
    async with browser("ada") as ada:
        answer = await upload(ada, ("锁.xlsx", LOCKED))
        url = answer.headers["location"]
        page = await ada.get(url)
        assert url.endswith("/tables") and 'type="password"' in page.text
        wrong = await ada.submit(url.replace("tables", "password"), file="锁.xlsx", password="夏天")
        assert wrong.status_code == 422 and "密码" in words(wrong) and "夏天" not in wrong.text
        opened = await ada.submit(url.replace("tables", "password"), file="锁.xlsx", password="春天2026")
        assert opened.status_code == 303
        again = await ada.get(url)
        assert 'type="password"' not in again.text and "2 条记录" in words(again)
        preview = url.removesuffix("/tables")
        await ada.submit(f"{preview}/application", version=version(await ada.get(preview)))
    assert await one("select count(*) from people_person where emp_no in ('E041', 'E042')") == 2


async def test_only_a_file_that_is_there_is_opened_and_only_by_who_uploaded_it(cast: Cast) -> None:
    async with browser("ada") as ada, browser("gina") as gina, browser("eve") as eve:
        url = (await upload(ada, ("锁.xlsx", LOCKED))).headers["location"].replace("tables", "password")
        said = {"file": "锁.xlsx", "password": "春天2026"}
        missing = await ada.submit(url, file="没有.xlsx", password="春天2026")
        others = await gina.submit(url, **said)
        outsider = await eve.submit(url, **said)
    assert (missing.status_code, others.status_code, outsider.status_code) == (404, 409, 403)


async def test_a_form_says_in_the_step_of_columns_that_it_has_none(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("考核.xlsx", book(("欧佳", form("2026年5月 KPI考核表", ["姓名", "欧佳"])))))
        page = words(await ada.get(f"{url}/columns"))
    assert "这是表单，不需要对应各列" in page and "没有找到可以导入的表格" not in page


async def test_the_preview_of_a_form_names_its_items_and_counts_them(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("考核.xlsx", book(("欧佳", form("2026年5月 KPI考核表", ["姓名", "欧佳"])))))
        assert "回款率、协作 (2)" in words(await ada.get(url))


def test_a_cell_of_a_column_without_a_header_is_told_by_its_place() -> None:
    note = {"code": "number_unreadable", "cell": "表.xlsx › 表 › E7", "values": {"field": "", "text": "2026-10"}}
    assert "E7" in sentence(note) and not sentence(note).startswith((":", "："))
