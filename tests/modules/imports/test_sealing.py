"""What stays of imported files: sealed, for the role of imports, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from hrapp.kernel import clock, embedded, keys, migrate
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB
from hrapp.kernel.work import unit_of_work
from hrapp.modules.imports.jobs import DETAILS_DAYS, forget_left_behind
from hrapp.modules.imports.queries import LineFilter, lines_of
from hrapp.modules.people.id_number import check_digit

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import batch, upload

NUMBERS = [first + check_digit(first) for first in ("44010619900307001", "44010619851123002")]
HEAD = ["工号", "姓名", "部门", "入职日期", "身份证号码"]


async def roster(*rows: list[Any]) -> str:
    """Uploaded and written; the page of the import, in words."""
    async with browser("ada") as ada:
        url = (await upload(ada, ("花名册.xlsx", workbook([HEAD, *rows], "花名册")))).headers["location"]
        assert (await ada.submit(f"{url}/application", version="1")).status_code == 303
        return words(await ada.get(url))


async def test_an_id_number_of_somebody_else_is_taken_and_pointed_out(cast: Cast) -> None:
    first = await roster(["E031", "方一", "销售部", "2026-09-01", NUMBERS[0]])
    second = await roster(["E032", "方二", "销售部", "2026-09-01", NUMBERS[0].lower()])
    both = await roster(
        ["E033", "方三", "销售部", "2026-09-01", NUMBERS[1]], ["E034", "方四", "销售部", "2026-09-01", NUMBERS[1]]
    )
    assert "已登记在另一位员工名下" not in first
    assert "已登记在另一位员工名下" in second and both.count("已登记在另一位员工名下") >= 1
    assert await one("select count(*) from people_identity") == 4, "it is a warning, and no more"


async def test_the_same_roster_again_changes_nothing_and_warns_of_nobody(cast: Cast) -> None:
    row = ["E031", "方一", "销售部", "2026-09-01", NUMBERS[0]]
    await roster(row)
    again = await roster(row)
    assert "不变 花名册 方一" in again and "已登记" not in again


async def test_a_changed_number_is_shown_by_its_end(cast: Cast) -> None:
    await roster(["E031", "方一", "销售部", "2026-09-01", NUMBERS[0]])
    changed = await roster(["E031", "方一", "销售部", "2026-09-01", NUMBERS[1]])
    assert all(f"…{number[-4:]}" in changed for number in NUMBERS)
    assert NUMBERS[0] not in changed and NUMBERS[1] not in changed


async def test_the_details_are_forgotten_after_a_while_and_the_record_stays(
    company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = await batch("applied")
    soon = clock.now() + timedelta(days=DETAILS_DAYS - 1)
    for day, there in ((soon, True), (soon + timedelta(days=2), False)):
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        async with unit_of_work(role="import"):
            await forget_left_behind()
            assert bool(await keys.known("salary", [written])) is there
            assert bool(await lines_of(EVERYBODY, written, LineFilter())) is there
    monkeypatch.undo()
    async with browser("ada") as ada:
        page = await ada.get(f"/imports/{written}")
    assert page.status_code == 200 and "旧花名册.xlsx" in page.text and "明细已经删除" in words(page)
    assert "13900009999" not in page.text


async def test_what_was_given_up_can_never_be_read_again(company: Cast) -> None:
    waiting = await batch("read")
    async with browser("ada") as ada:
        assert (await ada.submit(f"/imports/{waiting}/abandonment")).status_code == 303
    async with unit_of_work(role="import", read_only=True):
        assert not await keys.known("salary", [waiting])
        assert not await DB.value("select count(*) from imports_line where batch = $1", waiting)


async def test_ciphertext_of_one_line_does_not_open_in_another(company: Cast) -> None:
    written = await batch("applied")
    async with unit_of_work(role="import"):
        await DB.fetch(
            "update imports_line set sealed = (select sealed from imports_line where batch <> $1 limit 1) where batch = $1",
            written,
        )
        with pytest.raises(keys.KeyMissing):
            await lines_of(EVERYBODY, written, LineFilter())


@pytest.mark.parametrize("table", ["imports_batch", "imports_file", "imports_line"])
@pytest.mark.parametrize("role", [migrate.WEB, migrate.PAY])
async def test_imports_are_there_for_their_own_role_alone(
    server: embedded.Server, company_once: Cast, role: str, table: str
) -> None:
    connection = await asyncpg.connect(**migrate.connection_config(server.url(company_once.database, role)))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(f"select * from {table}")
    finally:
        await connection.close()
