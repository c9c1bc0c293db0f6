"""Uploading old spreadsheets: what would happen, writing it once, and what earlier imports did."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from hrapp.kernel import csrf
from hrapp.modules.imports import pages

from ...browser import NOBODY, Browser, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROSTER_HEAD = ["工号", "姓名", "部门", "岗位", "入职日期"]
ROSTER = workbook(
    [["工号", "姓名", "部门", "岗位", "入职日期"], ["E021", "方新", "销售部", "业务员", "2026-09-01"], ["E022", "", "销售部", "业务员", "2026-09-01"]],
    "花名册",
)  # fmt: skip


async def upload(who: Browser, *files: tuple[str, bytes]) -> Any:
    sent = [("files", (name, content, XLSX)) for name, content in files]
    return await who.post("/imports", files=sent, headers={"X-CSRF-Token": csrf.mask(who.secret)})


async def batch(state: str) -> str:
    return str(await one("select id from imports_batch where state = $1", state))


async def test_a_file_shows_what_would_happen_and_nothing_is_written(cast: Cast) -> None:
    async with browser("ada") as ada:
        answer = await upload(ada, ("花名册.xlsx", ROSTER))
        assert answer.status_code == 303
        page = await ada.get(answer.headers["location"])
    assert page.status_code == 200 and "花名册.xlsx" in page.text
    assert "新增 花名册 方新（E021） 部门: 销售部 · " in words(page) and "岗位: 业务员 · 入职日期: 2026-09-01" in words(
        page
    )
    assert "新员工需要姓名，请补上。 E022 花名册.xlsx › 花名册 › A3" in words(page)
    assert not await one("select count(*) from people_person where emp_no in ('E021', 'E022')")


async def test_writing_it_twice_writes_it_once(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", ROSTER))).headers["location"]
        first, second = [await ada.submit(f"{url}/application", version="1") for _ in range(2)]
        page = await ada.get(url)
        people = await ada.get("/people")
    assert first.status_code == second.status_code == 303
    assert "之前已经写入" in words(page), "the second click is told so"
    assert "方新" in people.text and 'name="version"' not in page.text
    assert await one("select count(*) from people_person where emp_no = 'E021'") == 1
    assert await one("select count(*) from audit_entry where event = 'ImportApplied'") == 1


async def test_old_workbooks_are_not_kept_once_they_are_written_or_given_up(company: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", ROSTER))).headers["location"]
        await ada.submit(f"{url}/application", version="1")
        assert (await ada.submit(f"/imports/{await batch('read')}/abandonment")).status_code == 303
        assert "新花名册.xlsx" not in (await ada.get("/imports")).text
    assert not await one("select count(*) from imports_file where content is not null")


async def test_what_has_no_field_is_told_once_under_its_own_header(company: Cast) -> None:
    rows = [["2026年3月工资表"], ["工号", "姓名", "基本工资", "应发工资", "个税", "实发工资", "车位"], ["E007", "欧佳", 8000, 8500, 120, 7300, "B12"]]  # fmt: skip
    async with browser("ada") as ada:
        page = await ada.get((await upload(ada, ("工资.xlsx", workbook(rows, "3月")))).headers["location"])
    assert words(page).count("B12") == 1 and "车位: B12" in words(page) and "Values" not in page.text


async def test_who_leaves_an_import_is_asked_first(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(f"/imports/{await batch('read')}")
    form = page.text.split("/abandonment")[1].split("</form>")[0]
    assert 'data-confirm="' in form and "上传的文件" in form


async def test_an_import_that_was_given_up_cannot_be_written(company: Cast) -> None:
    url = f"/imports/{await batch('read')}"
    async with browser("ada") as ada, browser("gina") as gina:
        await ada.submit(f"{url}/abandonment")
        late = await gina.submit(f"{url}/application", version="1")
    assert late.status_code == 409 and "请重新上传" in words(late)


async def test_what_was_written_is_not_given_up(company_once: Cast) -> None:
    written = await batch("applied")
    async with browser("ada") as ada:
        await ada.submit(f"/imports/{written}/abandonment")
        assert (await ada.get(f"/imports/{written}")).status_code == 200
    assert await one("select state from imports_batch where id = $1", written) == "applied"


async def test_the_record_of_an_import_says_who_wrote_what_from_which_cell(company_once: Cast) -> None:
    async with browser("gina") as gina:
        page, listed = await gina.get(f"/imports/{await batch('applied')}"), await gina.get("/imports")
    assert "旧花名册.xlsx" in page.text and "范恩" in page.text and "13900009999" in page.text
    assert "旧花名册.xlsx" in listed.text and "新花名册.xlsx" in listed.text


async def test_the_rows_that_htmx_gets_are_those_of_the_page(company_once: Cast) -> None:
    async with browser("ada") as ada:
        url = f"/imports/{await batch('read')}"
        for query in ("", "?about=issues", "?about=changed", "?about=nonsense&page=x&file=%25"):
            assert_block(await ada.htmx(url + query), await ada.get(url + query), "lines")
        assert_block(await ada.htmx("/imports"), await ada.get("/imports"), "upload")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n....", "这不是可以读取的表格"),
        ("半个.xlsx", ROSTER[: len(ROSTER) // 2], "损坏"),
        ("记事.docx", b"PK\x03\x04 nothing", "损坏"),
    ],
    ids=["a picture", "half a file", "no workbook"],
)
async def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    async with browser("ada") as ada:
        answer = await upload(ada, (name, content), ("花名册.xlsx", ROSTER))
        assert answer.status_code == 303, "the other files are still read"
        page = await ada.get(answer.headers["location"])
    assert name in page.text and "新增 花名册 方新（E021）" in words(page)
    problem = page.text[page.text.index(f"<h3>{name}") :]
    assert sentence in problem and 'class="error"' in problem[: problem.index("</ul>")]


async def test_no_file_an_empty_one_and_too_many_are_said(company_once: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_FILES", 2)
    monkeypatch.setattr(pages, "LARGEST", 9000)
    async with browser("ada") as ada:
        none = await ada.submit("/imports")
        empty = await upload(ada, ("空.xlsx", b""))
        many = await upload(ada, *[(f"{n}.xlsx", ROSTER) for n in range(3)])
        big = await upload(ada, ("大.xlsx", b"x" * 9001))
    assert [answer.status_code for answer in (none, empty, many, big)] == [422] * 4
    assert "请选择一个或几个文件。" in words(none) and "空.xlsx 是空的。" in words(empty)
    assert "2" in words(many) and "大.xlsx" in words(big)
    assert await one("select count(*) from imports_batch") == 3


async def test_two_files_of_one_name_and_a_name_with_folders_are_told_apart(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("C:\\旧\\表.xlsx", ROSTER), ("../../表.xlsx", ROSTER))).headers["location"]
        page = await ada.get(url)
    assert "<h3>表.xlsx</h3>" in page.text and "<h3>表 (2).xlsx</h3>" in page.text and ".." not in words(page)
    assert "表.xlsx 和另外 1 个文件" in words(page)


async def test_what_stands_in_a_cell_is_text_and_never_a_page(cast: Cast) -> None:
    rows = [["工号", "姓名", "部门", "入职日期"], ["E031", "<script>alert(1)</script>", "销售部", "2026-09-01"]]
    async with browser("ada") as ada:
        url = (await upload(ada, ("<b>.xlsx", workbook(rows)))).headers["location"]
        page = await ada.get(url)
    assert "<script>alert" not in page.text and "<b>.xlsx" not in page.text


async def test_imports_are_for_hr_and_the_general_manager(company_once: Cast) -> None:
    read = await batch("read")
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, "/imports", f"/imports/{read}", f"/imports/{NOBODY}") == [403] * 3, name
        async with browser(name) as who:
            sent = [await upload(who, ("花名册.xlsx", ROSTER))]
            sent += [
                await who.submit(f"/imports/{read}/{what}", version="1") for what in ("application", "abandonment")
            ]
        assert [answer.status_code for answer in sent] == [403] * 3, name
    for name in ("ada", "gina"):
        assert await statuses(name, "/imports", f"/imports/{read}", f"/imports/{NOBODY}") == [200, 200, 404], name
    assert await one("select count(*) from imports_batch where state = 'read'") == 1


async def test_an_import_that_does_not_exist_is_neither_written_nor_given_up(company_once: Cast) -> None:
    async with browser("ada") as ada:
        for what in ("application", "abandonment"):
            assert (await ada.submit(f"/imports/{NOBODY}/{what}", version="1")).status_code == 404
        odd = await ada.submit(f"/imports/{await batch('read')}/application", version="one")
    assert odd.status_code == 422
    assert await one("select count(*) from imports_batch where state = 'read'") == 1


OWN = [
    ("调薪记录", ["工号", "姓名", "生效日期", "调整前", "调整后", "原因"], ["E002", "安可", "2026-10-01", "1", "99999", "好"]),
    ("花名册", ["工号", "姓名", "部门", "岗位", "职级"], ["E002", "安可", "人事部", "总经理", "M2"]),
    ("异动", ["工号", "姓名", "生效日期", "类型", "原职级", "新职级"], ["E002", "安可", "2026-10-01", "晋升", "A1", "M1"]),
    ("培训", ["工号", "姓名", "课程", "日期", "结果"], ["E002", "安可", "带队管理", "2026-10-01", "通过"]),
]  # fmt: skip
_HERS = """
select (select count(*) from compensation_pay_record r where r.person = p.id)
    || (select string_agg(a.position || a.level, ';') from people_assignment a where a.person = p.id)
    || (select count(*) from people_job_change j where j.person = p.id)
    || (select count(*) from learning_attempt t where t.person = p.id)
from people_person p where p.emp_no = 'E002'
"""


async def test_nobody_writes_their_own_pay_level_or_results_by_a_workbook(company: Cast) -> None:
    before = await one(_HERS)
    async with browser("ada") as ada:
        for sheet, heads, row in OWN:
            url = (await upload(ada, ("她的.xlsx", workbook([heads, row], sheet)))).headers["location"]
            page = await ada.get(url)
            assert "待处理 这一行是您本人的数据" in words(page), sheet
            assert (await ada.submit(f"{url}/application", version="1")).status_code == 303
    assert await one(_HERS) == before


async def test_the_row_of_a_colleague_beside_ones_own_is_written(company: Cast) -> None:
    sheet, heads, row = OWN[0]
    both = workbook([heads, row, ["E007", "欧佳", "2026-10-01", "36482.75", "40000", "好"]], sheet)
    async with browser("ada") as ada:
        url = (await upload(ada, ("两人.xlsx", both))).headers["location"]
        await ada.submit(f"{url}/application", version="1")
    assert await one("select count(*) from compensation_pay_record where effective_on = '2026-10-01'") == 1


async def test_what_somebody_else_looked_at_is_not_written_unseen(company: Cast) -> None:
    sheet, heads, row = OWN[0]
    async with browser("ada") as ada, browser("gina") as gina:
        url = (await upload(ada, ("她的.xlsx", workbook([heads, row], sheet)))).headers["location"]
        late = await gina.submit(f"{url}/application", version="1")
    assert late.status_code == 409 and "请您自己上传" in words(late)
    assert not await one("select count(*) from compensation_pay_record where effective_on = '2026-10-01'")


async def test_what_would_be_otherwise_than_it_was_shown_is_shown_again_and_not_written(cast: Cast) -> None:
    rows = [["姓名", "生效日期", "调整前", "调整后", "原因"], ["欧佳", "2026-10-01", "36482.75", "40000", "好"]]
    written = "select count(*) from compensation_pay_record where effective_on = '2026-10-01'"
    async with browser("ada") as ada:
        url = (await upload(ada, ("调薪.xlsx", workbook(rows, "调薪记录")))).headers["location"]
        seen = await ada.get(url)
        assert "待处理 0" in words(seen), "so it is shown"
        second = workbook([ROSTER_HEAD, ["E777", "欧佳", "销售部", "业务员", "2026-09-01"]], "花名册")
        other = (await upload(ada, ("花名册.xlsx", second))).headers["location"].split("/")[2]
        await ada.submit(f"/imports/{other}/application", version="1")
        late = await ada.submit(f"{url}/application", version="1")
        assert late.status_code == 409 and "没有写入：看过预览之后" in words(late)
        assert "待处理 0" not in words(late)
        assert not await one(written) and await one("select state from imports_batch where id = $1", url.split("/")[2])
        again = await ada.submit(f"{url}/application", version="2")
        assert again.status_code == 303, "seen as it is now, it is written"
    assert await one("select state from imports_batch where id = $1", url.split("/")[2]) == "applied"


async def test_rows_that_were_not_written_are_told_with_what_to_do_and_can_be_downloaded(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", ROSTER))).headers["location"]
        assert "没有写入的行" not in words(await ada.get(url))
        assert (await ada.submit(f"{url}/left")).status_code == 404, "nothing is written yet"
        await ada.submit(f"{url}/application", version="1")
        page = words(await ada.get(url))
        assert "文件里有 1 行没有写入" in page and "重新上传" in page and "“问题行”一步" not in page
        assert "新员工需要姓名，请补上。" in page.split("没有写入的行")[1].split("识别结果")[0]
        listed = await ada.submit(f"{url}/left")
    (sheet, *_) = load_workbook(io.BytesIO(listed.content))
    told = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert told[0][:4] == ["文件", "工作表", "行", "问题和怎么改"] and "E022" in told[1]
    assert (
        len(told) == 2
        and "新员工需要姓名" in told[1][3]
        and await one("select count(*) from audit_entry where event = 'ListExported'")
    )


async def test_an_import_that_wrote_nothing_says_so_where_it_would_be_undone(cast: Cast) -> None:
    async with browser("ada") as ada:
        rows = [ROSTER_HEAD, ["E022", "", "销售部", "业务员", "2026-09-01"]]
        url = (await upload(ada, ("花名册.xlsx", workbook(rows, "花名册")))).headers["location"]
        await ada.submit(f"{url}/application", version="1")
        page = words(await ada.get(f"{url}/undo"))
    assert "这次导入没有写入任何内容" in page and "原因见下面" not in page


async def test_an_import_that_was_left_says_so_at_its_address(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", ROSTER))).headers["location"]
        await ada.submit(f"{url}/abandonment")
        page = words(await ada.get(url))
    assert "这次导入已放弃" in page and "将会发生" not in page and "写入之前" not in page


async def test_records_and_rows_are_told_apart_where_their_numbers_differ(cast: Cast) -> None:
    rows = [["工号", "姓名", "部门", "岗位", "入职日期", "车位"], ["E022", "", "销售部", "业务员", "2026-09-01", "B12"]]
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", workbook(rows, "花名册")))).headers["location"]
        page = words(await ada.get(url))
        assert "待处理 2" in page and "需要您处理的在文件的 1 行里" in page
        assert "花名册 → 花名册 待处理 2" in page, "what is kept of its other columns is counted with the table"
        await ada.submit(f"{url}/application", version="1")
        assert "没有可写入的内容" in words(await ada.get(url))
