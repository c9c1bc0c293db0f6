"""Large files are read and written by a job: one sees how far it is, may stop it at any moment, and nothing is half written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from hrapp.kernel import clock, jobs, registry, watching
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.watching import Stopped, Watch
from hrapp.kernel.work import unit_of_work
from hrapp.modules.imports import jobs as working
from hrapp.modules.imports import pages, pipeline, progress

from ...browser import NOBODY, Browser, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import upload
from .test_undo import everything

ROSTER = workbook(
    [
        ["工号", "姓名", "部门", "岗位", "入职日期"],
        *[[f"G{n:04}", f"员工{n}", "销售部", "业务员", "2026-03-01"] for n in range(1, 61)],
    ],
    "花名册",
)


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LARGE_UNPACKED", 1)
    monkeypatch.setattr(progress, "BEAT", 0.02)


def kinds() -> dict[str, Any]:
    return {kind.name: kind for kind in registry.current().each(lambda m: m.jobs)}


async def work_off() -> None:
    await jobs.drain(kinds())


async def state(url: str) -> str:
    return str(await one("select state from imports_batch where id = $1", url.split("/")[2]))


async def uploaded(who: Browser) -> str:
    """The page of a batch that waits for a job."""
    answer = await upload(who, ("花名册.xlsx", ROSTER))
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def read(who: Browser) -> str:
    """The page of a batch that a job has read."""
    url = (await uploaded(who)).removesuffix("/progress")
    await work_off()
    assert await state(url) == "read"
    return url


async def people() -> int:
    return int(await one("select count(*) from people_person where emp_no like 'G%'"))


async def test_a_large_file_is_read_and_written_by_a_job(cast: Cast) -> None:
    async with browser("ada") as ada:
        waiting = await uploaded(ada)
        page = await ada.get(waiting)
        assert "正在读取文件" in page.text and "排队中" in page.text and "花名册.xlsx" in page.text
        assert (await ada.get(waiting.removesuffix("/progress"))).headers["location"] == waiting
        await work_off()
        url = waiting.removesuffix("/progress")
        assert (await ada.get(waiting)).headers["location"] == url
        assert "新增 花名册 员工1（G0001）" in words(await ada.get(url)) and not await people()
        answer = await ada.submit(f"{url}/application", version="1")
        assert answer.headers["location"] == waiting and await state(url) == "applying"
        assert "正在写入导入内容" in (await ada.get(waiting)).text
        await work_off()
        over = await ada.get(waiting)
        assert over.headers["location"] == url and "导入已写入" in words(await ada.get(url))
    assert await people() == 60
    who = await one("select account from audit_entry where event = 'ImportApplied'")
    assert who == await one("select account from imports_batch"), "under whoever wanted it, not under the job"


async def test_a_small_file_is_done_while_the_browser_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LARGE_UNPACKED", 10**7)
    async with browser("ada") as ada:
        answer = await upload(ada, ("花名册.xlsx", ROSTER))
    assert await state(answer.headers["location"]) == "read"


@pytest.mark.parametrize(
    ("content", "large"), [(b"a,b\n" * 100, False), (b"a,b\n" * 200_000, True), (b"PK\x03\x04broken", False)]
)
def test_what_is_large_is_told_by_size(content: bytes, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress.is_large([("x", content)]) is large


async def test_the_same_answer_is_not_sent_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await uploaded(ada)
        part = await ada.htmx(url)
        assert_block(part, await ada.get(url), "progress")
        seen = part.text.split("?seen=")[1].split('"')[0]
        again = await ada.htmx(f"{url}?seen={seen}")
        other = await ada.htmx(f"{url}?seen=other")
    assert (again.status_code, again.content) == (204, b"") and other.status_code == 200
    assert len(part.content) < 2048


async def test_progress_is_for_those_who_import(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await uploaded(ada)
        assert (await ada.get(f"/imports/{NOBODY}/progress")).status_code == 404
    assert await statuses("eve", url) == [403]
    async with browser("eve") as eve:
        assert (await eve.submit(url.replace("/progress", "/cancellation"))).status_code == 403
    assert await state(url) == "reading"


# -- stopping ----------------------------------------------------------------------------------------------


async def test_what_waits_for_its_turn_is_stopped_at_once(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await uploaded(ada)
        await ada.submit(url.replace("/progress", "/cancellation"))
        assert await state(url) == "abandoned"
        assert (await ada.get(url)).headers["location"] == "/imports"
        assert not await one("select count(*) from imports_file where content is not null")
        await work_off()  # the job finds nothing to do
        assert await state(url) == "abandoned"


Step = Callable[..., Awaitable[Any]]


def held(monkeypatch: pytest.MonkeyPatch, where: str) -> tuple[asyncio.Event, asyncio.Event]:
    """The work stands still there until it is let go, or stopped."""
    there, go = asyncio.Event(), asyncio.Event()
    before: Step = getattr(pipeline, where)

    async def wait(*given: Any, **more: Any) -> Any:
        found = await before(*given, **more)
        there.set()
        await go.wait()
        return found

    monkeypatch.setattr(pipeline, where, wait)
    return there, go


@pytest.mark.parametrize("where", ["read", "_take_all"])
async def test_writing_is_stopped_in_the_middle_and_can_be_begun_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        before = await everything()
        await ada.submit(f"{url}/application", version="1")
        with monkeypatch.context() as patch:
            there, _go = held(patch, where)
            job = asyncio.create_task(work_off())
            await there.wait()
            assert "停止" in (await ada.get(f"{url}/progress")).text
            await ada.submit(f"{url}/cancellation")
            await job
        assert await state(url) == "read" and await everything() == before
        assert "已停止，没有写入任何内容" in words(
            await ada.get((await ada.get(f"{url}/progress")).headers["location"])
        )
        version = await one("select version from imports_batch")
        await ada.submit(f"{url}/application", version=str(version))
        await work_off()
        assert await state(url) == "applied" and await people() == 60
    assert not await one("select count(*) from kernel_job where state <> 'done' and name like 'imports.%'")


async def test_reading_is_stopped_in_the_middle_and_the_files_are_forgotten(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browser("ada") as ada:
        url = await uploaded(ada)
        there, _go = held(monkeypatch, "read")
        job = asyncio.create_task(work_off())
        await there.wait()
        await ada.submit(url.replace("/progress", "/cancellation"))
        await job
    assert await state(url) == "abandoned" and not await one("select count(*) from imports_line")
    assert not await one("select count(*) from imports_file where content is not null")


def test_a_reader_stops_at_its_next_step() -> None:
    watch = Watch()
    with watching.by(watch):
        things = iter(watching.each(range(10_000)))
        assert [next(things) for _ in range(1000)][-1] == 999 and watch.done == 1000
        watch.stopped = True
        with pytest.raises(Stopped):
            list(things)


# -- when something goes wrong -----------------------------------------------------------------------------


async def test_an_error_gives_the_batch_back_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        before = await everything()
        await ada.submit(f"{url}/application", version="1")

        async def broken(*_: Any) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "_take_all", broken)
            await work_off()
        assert await state(url) == "read" and await everything() == before
        assert "没有写入任何内容" in words(await ada.get((await ada.get(f"{url}/progress")).headers["location"]))


async def dead(seconds: int) -> None:
    """As if the worker of every batch had died that long ago."""
    async with unit_of_work(role=IMPORT):
        await DB.fetch(
            "update imports_progress set alive_at = $1, asked_at = $1", clock.now() - timedelta(seconds=seconds)
        )
        await DB.fetch("update kernel_job set state = 'dead' where name like 'imports.%'")


async def test_a_batch_whose_worker_died_goes_back_to_where_it_was(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        await ada.submit(f"{url}/application", version="1")
        await dead(seconds=30)
        await working.give_back_abandoned()
        assert await state(url) == "applying", "half a minute of silence is none"
        await dead(seconds=61)
        await working.give_back_abandoned()
        assert await state(url) == "read"
        version = await one("select version from imports_batch")
        await ada.submit(f"{url}/application", version=str(version))
        await work_off()
    assert await state(url) == "applied" and await people() == 60


async def test_a_batch_that_brings_down_its_worker_again_and_again_is_given_back(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        await ada.submit(f"{url}/application", version="1")
        async with unit_of_work(role=IMPORT):
            await DB.fetch("update imports_progress set attempts = $1", progress.ATTEMPTS)
        await work_off()
        assert await state(url) == "read" and not await people()
        assert "多次被中断" in words(await ada.get((await ada.get(f"{url}/progress")).headers["location"]))


async def test_whoever_may_no_longer_import_does_not(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        await ada.submit(f"{url}/application", version="1")
        async with unit_of_work(role=IMPORT):
            await DB.fetch(
                "update accounts_account set state = 'disabled' where id = (select account from imports_batch)"
            )
        await work_off()
    assert await state(url) == "read" and not await people()


def test_time_left_follows_how_fast_it_went_lately() -> None:
    from collections import deque

    recent: deque[tuple[float, float]] = deque()
    assert progress._left(recent, 0, 0.0) is None and progress._left(recent, 1, 0.1) is None
    assert progress._left(recent, 5, 0.5) == 5
    assert progress._left(recent, 16, 0.5) is None, "it stands still"


def test_pages_offer_files_as_large_as_before() -> None:
    assert pages.LARGEST == 20 * 1024 * 1024


async def test_a_large_import_that_would_be_otherwise_than_it_was_shown_waits_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await read(ada)
        async with unit_of_work(role=IMPORT, read_only=False):
            await DB.fetch("update imports_line set action = 'same' where row = 2")  # as if it stood there then
        await ada.submit(f"{url}/application", version="1")
        await work_off()
        page = await ada.get((await ada.get(f"{url}/progress")).headers["location"])
        assert await state(url) == "read" and not await one("select count(*) from people_person where emp_no = 'G0001'")
        assert "没有写入：看过预览之后" in words(page)
