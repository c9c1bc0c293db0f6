"""An applied import can be taken back: what it wrote goes, what was edited since stays, and a new import works."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hrapp.kernel import clock, csrf, registry
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.errors import Conflict
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.undo import UndoRow, undo_batch, undo_of
from hrapp.modules.imports.undo_words import TABLES
from hrapp.piccolo_conf import __file__ as _INSIDE

from ...browser import NOBODY, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import workbook

ROSTER = workbook(
    [
        ["工号", "姓名", "性别", "部门", "岗位", "入职日期", "身份证号", "手机"],
        ["E021", "方新", "男", "销售部", "业务员", "2026-03-01", "11010519491231002X", "13800000021"],
        ["E022", "郝好", "女", "采购部", "采购员", "2026-03-01", None, "13800000022"],
        ["E007", "余飞", None, "运营部", None, "2024-03-01", None, "13900000007"],
    ],
    "花名册",
)
PAY = workbook([["工号", "姓名", "月薪", "生效日期"], ["E021", "方新", 8000, "2026-03-01"]], "薪酬")
FILES = [("花名册.xlsx", ROSTER), ("薪酬.xlsx", PAY)]
HR = Actor(label="cli:hr")
SOURCE = Path(_INSIDE).parent


async def take(files: Any = FILES) -> pipeline.Taken:
    return await import_files(files, HR)


async def undo(batch: str, days: int = 0) -> bool:
    async with unit_of_work(HR, role=IMPORT):
        return await undo_batch(batch, pipeline.for_the_company(HR), clock.now() + timedelta(days=days))


async def undone(batch: str) -> UndoRow:
    async with unit_of_work(HR, role=IMPORT):
        found = await undo_of(batch)
    assert found is not None
    return found


async def everything() -> dict[str, list[Any]]:
    """Every row of every table about people, but for how often it was written."""
    async with unit_of_work(HR, role=IMPORT):
        tables = await DB.fetch("select tablename from pg_tables where schemaname = 'public' order by 1")
        names = [
            row["tablename"] for row in tables if not row["tablename"].startswith(("imports_", "audit_", "kernel_"))
        ]
        return {
            name: [
                row["row"] for row in await DB.fetch(f"select to_jsonb(t) - 'version' as row from {name} t order by 1")
            ]
            for name in names
            if name not in ("migration", "accounts_session")
        }


async def test_import_and_undo_leave_everything_as_it_was(cast: Cast) -> None:
    before = await everything()
    taken = await take()
    assert {o.action for o in taken.outcomes} >= {Action.NEW}
    assert await everything() != before
    assert await undo(taken.batch)
    assert await everything() == before
    counts = (await undone(taken.batch)).counts
    assert counts["reversed"] and not counts["edited"] and not counts["impossible"]
    assert await undo(taken.batch) is False, "a second time changes nothing"


DEPARTMENTS = workbook(
    [
        ["部门编号", "部门名称", "上级部门", "负责人"],
        ["01", "仓储部", "供应中心", "方新"],
        ["02", "采购部", "供应中心", None],
        ["00", "供应中心", None, None],
    ],
    "部门设置",
)


async def test_departments_that_were_there_before_their_people_and_got_a_head_after_them_go_as_well(cast: Cast) -> None:
    before = await everything()
    people = workbook(
        [["工号", "姓名", "部门", "岗位", "入职日期"], ["E021", "方新", "仓储部", "保管员", "2026-03-01"]], "花名册"
    )
    taken = await take([("花名册.xlsx", people), ("部门.xlsx", DEPARTMENTS)])
    assert await one("select manager_no from people_department where name = '仓储部'") == "E021"
    assert await undo(taken.batch)
    assert await everything() == before
    assert not (await undone(taken.batch)).counts["impossible"]


async def test_after_an_undo_the_same_files_are_new_again(cast: Cast) -> None:
    first = await take()
    await undo(first.batch)
    second = await take()
    assert [o.action for o in first.outcomes] == [o.action for o in second.outcomes]


async def test_an_undo_by_somebody_with_an_account_is_no_edit_of_theirs(cast: Cast) -> None:
    """Else the next import would leave out as edited in hrapp what nobody edited."""
    await take()
    first = await take(moved("13833333333"))
    async with unit_of_work(HR, role=IMPORT):
        account = await DB.value("select id from accounts_account limit 1")
        await DB.fetch("select set_config('app.account', $1, true)", account)
        await undo_batch(first.batch, pipeline.for_the_company(HR), clock.now())
    second = await take(moved("13833333333"))
    assert [o.action for o in second.outcomes] == [o.action for o in first.outcomes] == [Action.CHANGED] * 2


async def test_what_somebody_edited_since_is_kept_and_the_rest_goes(cast: Cast) -> None:
    taken = await take()
    async with unit_of_work(HR, role=IMPORT):
        await DB.fetch("update people_person set phone = '13811111111' where emp_no = 'E021'")
    await undo(taken.batch)
    found = await undone(taken.batch)
    async with unit_of_work(HR, role=IMPORT):
        left = await DB.fetch("select emp_no, phone from people_person where emp_no in ('E021', 'E022')")
        pay = await DB.value("select count(*) from compensation_pay_record where person = (select id from people_person where emp_no = 'E021')")  # fmt: skip
    assert [tuple(row.values()) for row in left] == [("E021", "13811111111")]
    assert pay == 0, "pay was not edited"
    assert found.told is not None
    assert {(each.bucket, each.reason) for each in found.told.stays} == {("edited", "edited")}
    assert found.counts["edited"] == len(found.told.stays) > 1, "post and history stay with the person"


async def test_a_person_whom_others_depend_on_stays_and_the_reason_is_told(cast: Cast) -> None:
    taken = await take()
    async with unit_of_work(HR, role=IMPORT):
        person = await DB.value("select id from people_person where emp_no = 'E022'")
        await DB.fetch(
            "insert into learning_course (id, name, ordinal, declared) values ('01ARZ3NDEKTSV4RRFFQ69G5FAV', '新课', 1, true)"
        )
        await DB.fetch(
            "insert into learning_attempt (id, person, course, status, origin) values"
            " ('01ARZ3NDEKTSV4RRFFQ69G5FAV', $1, '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'completed', '')",
            person,
        )
    await undo(taken.batch)
    found = await undone(taken.batch)
    assert found.told is not None
    why = {(s.person, s.reason, s.detail) for s in found.told.stays}
    assert why == {
        (person, "depended_on", "learning_attempt"),
        (None, "depended_on", "people_assignment"),  # the department that came with them
    }
    async with unit_of_work(HR, role=IMPORT):
        assert await DB.value("select count(*) from people_assignment where person = $1", person) == 1
        assert await DB.value("select count(*) from people_person where emp_no in ('E021', 'E022')") == 1


async def test_rows_that_a_later_import_wrote_wait_for_its_undo(cast: Cast) -> None:
    first = await take()
    later = workbook(
        [["工号", "姓名", "部门", "岗位", "入职日期", "手机"], ["E021", "方新", "销售部", "业务员", "2026-03-01", "13822222222"]],
        "花名册",
    )  # fmt: skip
    second = await take([("花名册.xlsx", later)])
    await undo(first.batch)
    told = (await undone(first.batch)).told
    assert told and {each.reason for each in told.stays} == {"written_later"}
    await undo(second.batch)
    async with unit_of_work(HR, role=IMPORT):
        assert await DB.value("select phone from people_person where emp_no = 'E021'") == "13800000021"


async def test_an_undo_that_can_take_nothing_back_yet_is_not_used_up(cast: Cast) -> None:
    await take()
    first = await take(moved("13833333333"))
    later = await take(moved("13844444444"))
    with pytest.raises(Conflict):
        await undo(first.batch)
    assert await undo(later.batch) and await undo(first.batch)
    async with unit_of_work(HR, role=IMPORT):
        assert await DB.value("select phone from people_person where emp_no = 'E021'") == "13800000021"


async def test_after_thirty_days_it_is_too_late(cast: Cast) -> None:
    taken = await take()
    with pytest.raises(Conflict, match="30"):
        await undo(taken.batch, days=31)


async def test_importing_again_writes_nothing(cast: Cast) -> None:
    await take()
    second = await take()
    assert {o.action for o in second.outcomes} == {Action.SAME}
    async with unit_of_work(HR, role=IMPORT):
        assert await DB.value("select count(*) from kernel_change where batch = $1", second.batch) == 0


# --- what people edited -----------------------------------------------------------------------------------------------


async def by_hand(query: str) -> None:
    """As a form does: in the name of somebody with an account."""
    async with unit_of_work(HR, role=IMPORT):
        account = await DB.value("select id from accounts_account limit 1")
        await DB.fetch("select set_config('app.account', $1, true)", account)
        await DB.fetch(query)


def moved(phone: str) -> list[tuple[str, bytes]]:
    rows = [["工号", "姓名", "部门", "岗位", "入职日期", "手机"], ["E021", "方新", "销售部", "业务员", "2026-03-01", phone], ["E022", "郝好", "采购部", "采购员", "2026-03-01", phone]]  # fmt: skip
    return [("花名册.xlsx", workbook(rows, "花名册"))]


async def test_what_a_person_edited_is_not_overwritten_unasked(cast: Cast) -> None:
    await take()
    await by_hand("update people_person set phone = '13811111111' where emp_no = 'E021'")
    taken = await take(moved("13833333333"))
    by_no = {o.record.values["emp_no"]: o for o in taken.outcomes}
    assert by_no["E021"].action == Action.SKIPPED and by_no["E022"].action == Action.CHANGED
    assert [n.code for n in by_no["E021"].notes if n.level == "warn"] == ["edited_in_hrapp"]
    async with unit_of_work(HR, role=IMPORT):
        assert await DB.value("select phone from people_person where emp_no = 'E021'") == "13811111111"
        assert await DB.value("select phone from people_person where emp_no = 'E022'") == "13833333333"


async def test_a_ticked_row_is_written_over_the_edit(cast: Cast) -> None:
    await take()
    await by_hand("update people_person set phone = '13811111111' where emp_no = 'E021'")
    async with unit_of_work(HR, role=IMPORT):
        reading = await pipeline.read(moved("13833333333"), clock.today())
        ticked = frozenset({"花名册.xlsx›花名册›2"})
        context = ImportContext(new_id(), pipeline.for_the_company(HR), clock.today(), ticked)
        taken = await pipeline.take(reading, context)
        assert {o.action for o in taken.outcomes} == {Action.CHANGED}
        assert await DB.value("select phone from people_person where emp_no = 'E021'") == "13833333333"


async def test_an_edit_of_something_else_does_not_stand_in_the_way(cast: Cast) -> None:
    await take()
    await by_hand("update people_person set gender = '女' where emp_no = 'E021'")
    taken = await take(moved("13833333333"))
    assert {o.action for o in taken.outcomes} == {Action.CHANGED}


async def test_no_role_of_the_application_writes_the_journal_by_hand(cast: Cast) -> None:
    for table in ("kernel_change", "kernel_edit"):
        for role in ("hrapp_web", "hrapp_pay", "hrapp_import"):
            async with unit_of_work(HR, role=IMPORT):
                assert not await DB.value("select has_table_privilege($1, $2, 'insert')", role, table), (role, table)
                assert not await DB.value("select has_table_privilege($1, $2, 'update')", role, table), (role, table)


async def test_every_table_that_an_import_writes_is_under_the_journal(cast: Cast) -> None:
    """A table without it would silently stay when the import is undone."""
    async with unit_of_work(HR, role=IMPORT):
        rows = await DB.fetch("select tgrelid::regclass::text as name from pg_trigger where tgname = 'kernel_journal'")
    under = {row["name"] for row in rows}
    known = set(TABLES)
    assert under == known, "each has a word on the page, and each is under the journal"
    modules = {kind_module.name for kind_module in registry.current().active if kind_module.imports}
    written = {
        match[1]
        for name in modules
        for path in (SOURCE / "modules" / name).rglob("imports*")
        for file in ([path] if path.suffix == ".py" else path.rglob("*.py"))
        for match in re.finditer(r"(?:insert into|update|delete from) ([a-z]+_[a-z_]+)", file.read_text("utf-8"))
    }
    assert written <= under, written - under


async def test_the_page_tells_what_would_go_and_undoes_it_once(company: Cast) -> None:
    async with browser("ada") as ada:
        sent = [("files", ("花名册.xlsx", ROSTER, "application/octet-stream"))]
        answer = await ada.post("/imports", files=sent, headers={"X-CSRF-Token": csrf.mask(ada.secret)})
        url = "/".join(answer.headers["location"].split("/")[:3])  # whichever step it opens at
        assert (await ada.get(f"{url}/undo")).status_code == 404, "nothing to undo yet"
        await ada.submit(f"{url}/application", version="1")
        before = words(await ada.get(f"{url}/undo"))
        assert "将撤销" in before and "员工档案 3" in before
        first = await ada.submit(f"{url}/undo")
        second = await ada.submit(f"{url}/undo")
        after = words(await ada.get(f"{url}/undo"))
        listed, record = words(await ada.get("/imports")), await ada.get(url)
    assert first.status_code == second.status_code == 303
    assert "已撤销" in listed and f"{url}/undo" in record.text and "写入前" not in words(record)
    assert "已撤销的导入" in after and "没有重复执行" in after
    assert await one("select count(*) from people_person where emp_no = 'E021'") == 0
    assert await one("select count(*) from audit_entry where event = 'ImportUndone'") == 1


async def test_an_undo_is_not_for_others(company_once: Cast) -> None:
    url = "/imports/" + str(await one("select id from imports_batch where state = 'applied'")) + "/undo"
    assert await statuses("finn", url) == await statuses("mona", url) == [403]
    assert await statuses("ada", f"/imports/{NOBODY}/undo", url) == [404, 200]
