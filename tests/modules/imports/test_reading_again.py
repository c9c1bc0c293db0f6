"""What is decided about a large import is read again by a job: one is led back to the step, and a job that does not come
to its end changes nothing."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from hrapp.modules.imports import pipeline, progress
from hrapp.modules.imports.engine.answers import Answers

from ...browser import Browser, assert_block, browser, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_marked_pages import answers, corrected, count, marked, version
from .test_pages import upload
from .test_progress import dead, state, work_off, working

HEADS = ["工号", "姓名", "部门", "岗位", "入职日期"]
PEOPLE = [[f"L{n:04}", f"员工{n}", "销售部", "业务员", "2026-03-01"] for n in range(1, 31)]
WRONG = [["L0040", "员工四十", "销售部", "业务员", "2026-13-01"], ["L0041", "", "销售部", "业务员", "2026-03-01"]]


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LARGE_UNPACKED", 1)
    monkeypatch.setattr(progress, "BEAT", 0.02)


async def read(who: Browser, *, name: str = "花名册.xlsx", content: bytes | None = None) -> str:
    body = content or workbook([HEADS, *PEOPLE, *WRONG], "花名册")
    url = str((await upload(who, (name, body))).headers["location"]).removesuffix("/progress")
    await work_off()
    assert await state(url) == "read"
    return url


async def decide(who: Browser, url: str, **more: str) -> Any:
    """The column of the positions is left out."""
    key = (await who.get(f"{url}/columns")).text.split('name="table" value="')[1].split('"')[0]
    return await who.submit(f"{url}/columns", table=key, version=str(await version()), c_D="", **more)


async def test_a_job_reads_a_large_import_again_and_leads_back_to_the_step(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        answer = await decide(ada, url)
        waiting = str(answer.headers["location"])
        assert waiting == f"{url}/progress?step=columns" and await state(url) == "rereading"
        page = await ada.get(waiting)
        assert "正在读取文件" in page.text and "step=columns" in page.text
        assert_block(await ada.htmx(waiting), page, "progress")
        assert (await ada.get(f"{url}/columns")).headers["location"] == url
        assert (await ada.get(url)).headers["location"] == f"{url}/progress"
        await work_off()
        over = await ada.get(waiting)
        assert over.headers["location"] == f"{url}/problems", "no column is open; two rows are"
        assert "业务员" not in words(await ada.get(url))
        await ada.submit(f"{url}/application", version=str(await version()))
        await work_off()
    assert await count("people_person where emp_no like 'L%'") == 30
    assert not await one("select answers_before from imports_batch")


async def test_a_row_is_corrected_and_one_is_back_among_the_problems(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        form = {"do": "correct", "file": "花名册.xlsx", "sheet": "花名册", "row": "32", "cell.E32": "2026-12-01"}
        answer = await ada.submit(f"{url}/problems", **form)
        assert answer.headers["location"] == f"{url}/progress?step=problems"
        await work_off()
        assert (await ada.get(str(answer.headers["location"]))).headers["location"] == f"{url}/problems"
        page = words(await ada.get(f"{url}/problems"))
    assert "员工四十" not in page and "L0041" in page


async def test_while_it_is_read_again_nothing_else_is_decided_and_nothing_written(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        await decide(ada, url)
        form = {"do": "skip", "file": "花名册.xlsx", "sheet": "花名册", "row": "32"}
        for where, fields in (("problems", form), ("application", {"version": str(await version())})):
            answer = await ada.submit(f"{url}/{where}", **fields)
            assert answer.status_code == 409 and "正在重新读取" in answer.text, where
        await work_off()
    assert await state(url) == "read"


async def _stopped(who: Browser, url: str, patch: pytest.MonkeyPatch) -> None:
    await who.submit(f"{url}/cancellation")


async def _died(who: Browser, url: str, patch: pytest.MonkeyPatch) -> None:
    await dead(seconds=61)
    await working.give_back_abandoned()


async def _failed(who: Browser, url: str, patch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with patch.context() as broken_once:
        broken_once.setattr(pipeline, "preview", broken)
        await work_off()


@pytest.mark.parametrize("how", [_stopped, _died, _failed])
async def test_a_job_that_does_not_come_to_its_end_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        before = await _findings()
        await decide(ada, url)
        await how(ada, url, monkeypatch)
        assert await state(url) == "read" and await answers(url) == Answers()
        assert await _findings() == before
        await decide(ada, url)
        await work_off()
        assert (await answers(url)).tables, "and can be decided once more"


async def _findings() -> Any:
    return await one("select array_agg(id order by ordinal) from imports_line")


async def test_a_corrected_file_is_read_by_a_job_and_what_was_left_out_stays_so(cast: Cast) -> None:
    async with browser("ada") as ada:
        url, back = await _corrected(ada)
        answer = await upload(ada, ("改好的.xlsx", back))
        assert answer.headers["location"].startswith(f"{url}/progress") and await state(url) == "rereading"
        await work_off()
        assert await state(url) == "read" and not await count("imports_file where content_before is not null")
        assert (await answers(url)).rows == {"花名册.xlsx›花名册›32": "skip"}, "one row higher than it was"
        assert not await count("imports_line where level = 'error'")


async def test_a_corrected_file_that_could_not_be_read_leaves_the_one_before(cast: Cast) -> None:
    async with browser("ada") as ada:
        url, back = await _corrected(ada)
        sizes = await one("select array_agg(array[size::text, sha256::text]) from imports_file")
        await upload(ada, ("改好的.xlsx", back))
        assert await one("select array_agg(array[size::text, sha256::text]) from imports_file") != sizes
        await ada.submit(f"{url}/cancellation")
    assert await state(url) == "read" and not await count("imports_file where content_before is not null")
    assert await one("select array_agg(array[size::text, sha256::text]) from imports_file") == sizes
    assert (await answers(url)).rows == {"花名册.xlsx›花名册›33": "skip"}


async def _corrected(who: Browser) -> tuple[str, bytes]:
    """An import of which a row was left out, and its file with the other wrong row corrected and one deleted."""
    url = await read(who)
    form = {"do": "skip", "file": "花名册.xlsx", "sheet": "花名册", "row": "33"}
    await who.submit(f"{url}/problems", **form)
    await work_off()
    content = corrected((await marked(who, url, "花名册.xlsx")).content, 花名册={"E32": "2026-12-01"})
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["花名册"].delete_rows(2)
    body = io.BytesIO()
    book.save(body)
    return url, body.getvalue()
