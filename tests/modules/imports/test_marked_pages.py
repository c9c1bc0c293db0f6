"""Downloading what is wrong, correcting it, and going on with the same import."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from hrapp.kernel import csrf
from hrapp.modules.imports.engine.ours import mark_in

from ...browser import NOBODY, Browser, browser
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import upload

HEADS = ["工号", "姓名", "部门", "岗位", "入职日期", "手机号"]
ROSTER = [
    HEADS,
    ["E021", "方新", "销售部", "业务员", "2026-09-01", "13800138021"],
    ["E022", "", "销售部", "业务员", "2026-09-01", "13800138022"],
    ["E023", "何勤", "销售部", "业务员", "2026-13-01", "13800138023"],
    ["E024", "郑理", "销售部", "业务员", "2026-09-01", "1380013802"],
    ["E021", "方新", "销售部", "经理", "2026-09-01", "13800138021"],
]  # fmt: skip
TRAINING = [
    ["工号", "姓名", "课程", "培训日期", "结果"],
    ["E021", "方新", "带队管理", "2026-09-20", "通过"],
    ["E999", "谁呢", "带队管理", "2026-09-20", "通过"],
    ["E023", "何勤", "带队管理", "2026-09-20", "也许"],
]  # fmt: skip

PAY = [
    ["工号", "部门", "基本工资", "生效日期"],
    ["E003", "销售部", "9000", "2026-01-01"],
    ["E004", "总经办", "9500", "2026-01-01"],
]


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    for page, name, rows in ((book.active, "花名册", ROSTER), (book.create_sheet(), "培训", TRAINING)):
        assert page is not None
        page.title = name
        for row in rows:
            page.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


async def marked(who: Browser, url: str, file: str = "人员.xlsx") -> Any:
    return await who.post(f"{url}/marked", data={"file": file}, headers={"X-CSRF-Token": csrf.mask(who.secret)})


async def started(who: Browser, name: str = "人员.xlsx", content: bytes | None = None) -> str:
    where = (await upload(who, (name, content or two_sheets()))).headers["location"]
    return "/".join(where.split("/")[:3])


def corrected(content: bytes, **cells: dict[str, str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet, values in cells.items():
        for where, value in values.items():
            book[sheet][where] = value
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


async def count(what: str, *args: Any) -> int:
    return int(await one(f"select count(*) from {what}", *args))  # our own words


async def test_what_is_corrected_in_the_marked_file_goes_on_in_the_same_import(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        answer = await marked(ada, url)
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        summary, roster, _ = book.worksheets
        told = {row[0].value for row in summary.iter_rows() if row[0].hyperlink}
        assert {"花名册 E4", "花名册 F5", "培训 A3", "培训 E4"} <= told, told
        assert roster["E4"].fill.start_color.rgb == "FFF8C9C4" and roster["F5"].fill.start_color.rgb == "FFFBE9A9"
        assert roster["G3"].value == "待处理" and "姓名" in roster["H3"].value and not roster["H2"].value
        back = corrected(
            answer.content,
            花名册={"B3": "钱多", "E4": "2026-12-01", "F5": "13800138024", "A6": "E025", "B6": "冯远", "D6": "业务员"},
            培训={"A3": "E022", "B3": "钱多", "E4": "通过"},
        )
        again = await upload(ada, ("改好的.xlsx", back))
        assert again.status_code == 303 and again.headers["location"].startswith(url)
        page = await ada.get(url)
        assert "人员.xlsx" in page.text and "怎么改" not in page.text.split("识别结果")[1]
        assert not await count("imports_line where level = 'error'")
        assert await count("imports_line where level = 'warn'") == 1, "the course that the company does not have"
        assert (await ada.submit(f"{url}/application", version=str(await version()))).status_code == 303
    assert await count("people_person where emp_no in ('E021', 'E022', 'E023', 'E024', 'E025')") == 5
    assert await count("imports_batch") == 1 and await count("learning_attempt") == 3


async def version() -> int:
    return int(await one("select max(version) from imports_batch"))


async def test_rows_that_were_left_out_stay_so_where_they_stand_now(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        await decided(url, "ada", rows={"人员.xlsx›花名册›6": "skip"}, cells={"人员.xlsx›花名册›B3": "钱多"})
        answer = await marked(ada, url)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book["花名册"]["B3"].value == "钱多", "what was corrected in hrapp stands in the file"
        book["花名册"].delete_rows(2)
        body = io.BytesIO()
        book.save(body)
        await upload(ada, ("人员.xlsx", body.getvalue()))
    kept = await answers(url)
    assert kept.rows == {"人员.xlsx›花名册›5": "skip"} and kept.cells == {}


async def decided(url: str, name: str, **what: Any) -> None:
    import msgspec

    from hrapp.kernel.database import IMPORT
    from hrapp.kernel.work import Actor, unit_of_work
    from hrapp.modules.imports import pipeline
    from hrapp.modules.imports.actions import decide

    from ...cast import TODAY

    account = await one("select account from imports_batch")
    viewer = pipeline.for_the_company(Actor(account=account, label=name))
    async with unit_of_work(viewer.actor, role=IMPORT):
        await decide(url.rpartition("/")[2], lambda a: msgspec.structs.replace(a, **what), viewer, TODAY)


async def answers(url: str) -> Any:
    from hrapp.kernel.database import IMPORT
    from hrapp.kernel.work import unit_of_work
    from hrapp.modules.imports.queries import answers_of

    async with unit_of_work(role=IMPORT):
        return await answers_of(url.rpartition("/")[2])


async def test_a_marked_file_of_an_import_that_is_gone_is_a_new_file(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        content = (await marked(ada, url)).content
        await ada.submit(f"{url}/abandonment")
        again = await upload(ada, ("改.xlsx", content))
        assert not again.headers["location"].startswith(url)
    assert await count("imports_batch where state = 'read'") == 1
    assert await count("imports_line where sheet not in ('花名册', '培训')") == 0


async def test_a_marked_file_of_somebody_else_is_a_new_import(cast: Cast) -> None:
    async with browser("ada") as ada, browser("gina") as gina:
        url = await started(ada)
        content = (await marked(ada, url)).content
        assert (await marked(gina, url)).status_code == 404, "only whoever uploaded it gets it"
        again = await upload(gina, ("改.xlsx", content))
        assert again.status_code == 303 and not again.headers["location"].startswith(url)
    assert await count("imports_batch where state = 'read'") == 2


async def test_a_new_file_beside_a_marked_one_is_an_import_of_its_own(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        content = (await marked(ada, url)).content
        again = await upload(ada, ("改.xlsx", content), ("新.xlsx", workbook([HEADS, ROSTER[1]], "花名册")))
        assert not again.headers["location"].startswith(url)
    assert await count("imports_batch where state = 'read'") == 2


async def test_the_download_is_written_down_as_a_look_and_in_the_trail(company: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, "人员.xlsx", workbook(PAY, "工资"))
        before = await count("audit_entry where event = 'DataSeen'")
        assert (await marked(ada, url)).status_code == 200
    assert await count("audit_entry where event = 'MarkedTaken'") == 1
    assert await count("audit_entry where event = 'DataSeen'") > before


async def test_other_kinds_of_files_come_back_as_workbooks(cast: Cast) -> None:
    text = "\n".join(",".join(row) for row in ROSTER).encode("gb18030")
    async with browser("ada") as ada:
        url = await started(ada, "人员.csv", text)
        answer = await marked(ada, url, "人员.csv")
        page = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1]
        assert page["B2"].value == "方新" and mark_in(answer.content)
        back = corrected(
            answer.content, **{page.title: {"B3": "钱多", "E4": "2026-12-01", "F5": "13800138024", "A6": "E025"}}
        )
        again = await upload(ada, ("人员.xlsx", back))
        assert again.headers["location"].startswith(url)
    assert not await count("imports_line where level = 'error'")


@pytest.mark.parametrize("file", ["不存在.xlsx", "", "坏.xlsx"])
async def test_a_file_that_is_not_there_or_could_not_be_read_is_not_found(cast: Cast, file: str) -> None:
    async with browser("ada") as ada:
        where = await upload(ada, ("人员.xlsx", two_sheets()), ("坏.xlsx", b"\x89PNG\r\n\x1a\n...."))
        url = "/".join(where.headers["location"].split("/")[:3])
        assert (await marked(ada, url, file)).status_code == 404


async def test_marked_files_are_for_those_who_import(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        assert (await marked(ada, f"/imports/{NOBODY}")).status_code == 404
    for name in ("eve", "mona", "otto", "olga", "root"):
        async with browser(name) as who:
            assert (await marked(who, url)).status_code == 403, name


async def test_after_writing_there_is_nothing_to_download(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada)
        assert f'action="{url}/marked"' in (await ada.get(url)).text
        await ada.submit(f"{url}/application", version="1")
        assert f'action="{url}/marked"' not in (await ada.get(url)).text
        assert (await marked(ada, url)).status_code == 404
