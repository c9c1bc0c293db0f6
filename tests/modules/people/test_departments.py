"""A list of departments is taken: what is missing is made, what lies above and who leads is set, and all of it goes back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from hrapp.kernel import text
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.blanks import blank
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.people.imports.renamed import renamed

from ...browser import browser, words
from ...cast import Cast
from ..imports.sheets import workbook
from ..imports.test_steps import started, table_url, version
from ..imports.test_undo import everything, undo

HEAD = ["部门编号", "部门名称", "上级部门", "负责人", "备注"]
HR = Actor(label="cli:hr")
Rows = list[list[Any]]


async def take(*rows: list[Any], head: list[str] = HEAD, answers: Answers | None = None) -> pipeline.Taken:
    return await import_files([("部门.xlsx", workbook([head, *rows], "部门"))], HR, answers)


async def departments() -> dict[str, tuple[Any, ...]]:
    async with unit_of_work(HR, role=IMPORT):
        rows = await DB.fetch(
            "select d.name, d.code, u.name as parent, d.manager_no, d.note from people_department d"
            " left join people_department u on u.id = d.parent"
        )
    return {row["name"]: (row["code"], row["parent"], row["manager_no"], row["note"]) for row in rows}


def told(taken: pipeline.Taken) -> list[tuple[str | None, str, list[str]]]:
    return [(o.subject, o.action.value, [note.code for note in o.notes]) for o in taken.outcomes]


LIST: Rows = [
    ["D0201", "直营组", "直营部", "伊薇", None],
    ["D02", "直营部", "销售部", "E005", "新设"],
    ["D03", "技术部", "总经办", "鲁特", None],
    ["D04", "仓储部", "物流中心", "空缺", None],
]


async def test_what_lies_above_comes_first_whatever_the_order_and_all_of_it_goes_back(cast: Cast) -> None:
    before = await everything()
    taken = await take(*LIST)
    assert told(taken) == [
        ("直营组", "new", []),
        ("直营部", "new", []),
        ("技术部", "changed", []),
        ("仓储部", "new", ["parent_made"]),
    ]
    found = await departments()
    assert found["直营组"] == ("D0201", "直营部", "E004", None)
    assert found["直营部"] == ("D02", "销售部", "E005", "新设")
    assert found["技术部"] == ("D03", "总经办", "E008", None)
    assert found["仓储部"] == ("D04", "物流中心", None, None) and found["物流中心"] == (None, None, None, None)
    assert await undo(taken.batch)
    assert await everything() == before


async def test_levels_side_by_side_are_made_as_they_lie_above_each_other(cast: Cast) -> None:
    taken = await take(
        ["生产中心", "一车间", "甲班", "欧佳"],
        [None, None, "乙班", None],
        ["运营部", "二车间", "丙班", None],
        head=["中心", "部门", "班组", "负责人"],
    )
    assert [action for _, action, _ in told(taken)] == ["new"] * 3
    assert {note.level for outcome in taken.outcomes for note in outcome.notes} == {"info"}
    found = {name: parent for name, (_, parent, _, _) in (await departments()).items()}
    assert (found["甲班"], found["乙班"], found["丙班"]) == ("一车间", "一车间", "二车间")
    assert (found["一车间"], found["二车间"], found["生产中心"]) == ("生产中心", "运营部", None)
    assert await undo(taken.batch) and "生产中心" not in await departments()


async def test_the_same_list_again_writes_nothing(cast: Cast) -> None:
    await take(*LIST)
    before = await everything()
    again = await take(*LIST)
    assert {outcome.action for outcome in again.outcomes} == {Action.SAME}
    assert await everything() == before


async def test_a_list_and_its_people_come_in_one_upload(cast: Cast) -> None:
    roster = [["工号", "姓名", "部门", "入职日期"], ["E021", "方新", "仓储部", "2026-03-01"]]
    listed = [["部门名称", "上级部门", "主管"], ["仓储部", "运营部", "方新"], ["运营部", None, "欧拓"]]
    files = [("部门.xlsx", workbook(listed)), ("花名册.xlsx", workbook(roster))]
    await import_files(files, HR)
    assert (await departments())["仓储部"] == (None, "运营部", "E021", None)


async def test_a_department_that_is_called_otherwise_under_its_code_is_the_same_one(cast: Cast) -> None:
    await take(["D04", "仓储部", "运营部", "欧佳", None], ["D0401", "成品库", "仓储部", None, None])
    before = await everything()
    taken = await take(["D04", "物流中心", "运营部", "欧佳", None], ["D0401", "成品库", "物流中心", None, None])
    assert told(taken) == [("物流中心", "changed", ["department_renamed"]), ("成品库", "same", [])]
    assert taken.outcomes[0].changes == {"department": ("仓储部", "物流中心")}
    found = await departments()
    assert "仓储部" not in found and found["成品库"][1] == "物流中心"
    assert await undo(taken.batch) and await everything() == before


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["部门名称", "上级部门"], ["物流中心（原仓储部）", "运营部"]),
        (["部门名称", "上级部门", "曾用名"], ["物流中心", "运营部", "仓储部"]),
        (["部门名称", "原部门名称", "上级部门"], ["物流中心", "仓储部", "运营部"]),
    ],
)
async def test_a_row_that_says_what_it_was_called_renames_the_department(
    cast: Cast, head: list[str], row: list[Any]
) -> None:
    await take([None, "仓储部", "运营部", "欧佳", "老库"])
    before = await departments()
    others: Rows = [["采购组", "运营部"], ["成品库", "仓储部"], ["原料库", "物流中心（原仓储部）"]]
    rows = [
        row,
        *([dict(zip(("部门名称", "上级部门"), each, strict=True)).get(name) for name in head] for each in others),
    ]
    taken = await take(*rows, head=head)
    assert told(taken)[0] == ("物流中心", "changed", ["department_formerly"])
    found = await departments()
    assert "仓储部" not in found and found["物流中心"] == before["仓储部"]
    assert found["成品库"][1] == found["原料库"][1] == "物流中心"
    again = await take(*rows, head=head)
    assert {action for _, action, _ in told(again)} == {"same"}


async def test_a_department_that_goes_on_beside_the_one_that_came_of_it_is_not_renamed(cast: Cast) -> None:
    await take([None, "仓储部", "运营部", None, None])
    head = ["部门名称", "上级部门"]
    taken = await take(["物流中心（原仓储部）", "运营部"], ["仓储部", "运营部"], head=head)
    assert told(taken)[0] == ("物流中心", "new", ["department_goes_on"])
    taken = await take(["客服部（原售后部）", "运营部"], ["采购组", "运营部"], head=head)
    assert told(taken)[0] == ("客服部", "new", ["former_unknown"])


async def test_a_department_of_the_company_file_keeps_its_name_until_it_changes_there(cast: Cast) -> None:
    await take(["D03", "技术部", None, None, None])
    taken = await take(["D03", "研发中心", None, None, None])
    assert told(taken) == [("技术部", "blocked", ["department_declared"])]
    assert "研发中心" not in await departments() and "技术部" in await departments()


async def test_whoever_stands_in_is_not_made_the_head(cast: Cast) -> None:
    await take([None, "仓储部", None, "欧佳", None])
    taken = await take([None, "仓储部", None, "鲁特（代理）", None], [None, "质检部", None, "鲁特（代）", None])
    assert told(taken) == [("仓储部", "same", ["head_stands_in"]), ("质检部", "new", ["head_stands_in"])]
    found = await departments()
    assert found["仓储部"][2] and found["仓储部"][2] != "E008" and found["质检部"][2] is None


@pytest.mark.parametrize(
    ("before", "listed", "names"),
    [
        ({"销售部": "D01"}, [("营销中心", "D01")], {"销售部": "营销中心"}),
        ({"销售部": "D01"}, [("营销中心", "D01"), ("销售部", "D09")], {}),
        ({"销售部": "D01"}, [("营销中心", "D01"), ("电商部", "D01")], {}),
        ({"销售部": "D01", "营销中心": "D02"}, [("营销中心", "D01")], {}),
        ({"销售部": "2"}, [("法务部", "2")], {}),
        ({"销售部": "1001"}, [("营销中心", "1001")], {"销售部": "营销中心"}),
    ],
    ids=["another name", "the old name is listed", "two rows of a code", "a known name", "a count", "a number"],
)
def test_only_a_code_that_is_one_departments_own_says_that_it_was_renamed(
    before: dict[str, str | None], listed: list[tuple[str, str | None]], names: dict[str, str]
) -> None:
    assert renamed(listed, before) == names


async def test_a_circle_is_blocked_and_says_its_way(cast: Cast) -> None:
    taken = await take(
        [None, "甲部", "乙部", None, None],
        [None, "乙部", "甲部", None, None],
        [None, "丙部", "丙部", None, None],
        [None, "丁部", "甲部", None, None],
    )
    assert told(taken) == [
        ("甲部", "blocked", ["department_circle"]),
        ("乙部", "blocked", ["department_circle"]),
        ("丙部", "blocked", ["department_circle"]),
        ("丁部", "new", ["parent_waits"]),
    ]
    assert taken.outcomes[0].notes[0].values["path"] == "甲部 → 乙部 → 甲部"
    assert set(await departments()) >= {"丁部"} and not set(await departments()) & {"甲部", "乙部", "丙部"}


async def test_a_head_whom_nobody_knows_leaves_the_department_without_one(cast: Cast) -> None:
    taken = await take([None, "仓储部", None, "无名氏", None], [None, "质检部", None, "张三、李四", None])
    (first, second) = told(taken)
    assert first == ("仓储部", "new", ["head_unknown"])
    assert second[:2] == ("质检部", "new")
    assert (await departments())["仓储部"][2] is None and (await departments())["质检部"][2] is None


async def test_the_company_itself_lies_above_nothing_and_a_code_names_a_department(cast: Cast) -> None:
    taken = await take(
        ["D1", "仓储部", "公司", None, None], ["D2", "质检部", "D1", None, None], ["D3", "采购部", "D9", None, None]
    )
    assert [notes for _, _, notes in told(taken)] == [["parent_is_company"], [], ["parent_unknown"]]
    found = await departments()
    assert [found[name][1] for name in ("仓储部", "质检部", "采购部")] == [None, "仓储部", None]


async def test_what_the_company_file_says_counts_until_the_row_is_ticked(cast: Cast) -> None:
    row = [None, "销售部", "总经办", "欧拓", None]
    taken = await take(row)
    assert told(taken) == [("销售部", "skipped", ["rules_say_otherwise"])]
    assert (await departments())["销售部"] == (None, None, "E003", None)
    taken = await take(row, answers=Answers(rows={"部门.xlsx›部门›2": "take"}))
    assert taken.outcomes[0].changes == {"parent": (None, "总经办"), "head": ("E003", "E006")}
    assert (await departments())["销售部"] == (None, "总经办", "E006", None)


async def test_what_somebody_edited_in_hrapp_is_not_overwritten_unasked(cast: Cast) -> None:
    await take(["D9", "仓储部", "运营部", "欧拓", None])
    account = str(await _one("select id from accounts_account limit 1"))
    async with unit_of_work(Actor(account=account, label="ada"), role=IMPORT):
        await DB.fetch("update people_department set manager_no = 'E007' where name = '仓储部'")
    row = ["D9", "仓储部", "运营部", "范恩", None]
    assert told(await take(row)) == [("仓储部", "skipped", ["edited_in_hrapp"])]
    assert (await departments())["仓储部"][2] == "E007"
    await take(row, answers=Answers(rows={"部门.xlsx›部门›2": "take"}))
    assert (await departments())["仓储部"][2] == "E005"


async def _one(sql: str) -> Any:
    async with unit_of_work(HR, role=IMPORT):
        return await DB.value(sql)


async def test_nobody_makes_themself_a_head(cast: Cast) -> None:
    files = [("部门.xlsx", workbook([HEAD, [None, "仓储部", None, "安可", None]], "部门"))]
    viewer = replace(pipeline.for_the_company(HR), person=await cast.person("ada"))
    async with unit_of_work(HR, role=IMPORT) as work:
        work.discard = True
        found = await pipeline.read(files, date(2026, 10, 15))
        taken = await pipeline.take(found, ImportContext(new_id(), viewer, date(2026, 10, 15)))
    assert told(taken) == [("仓储部", "blocked", ["own_row"])]


async def test_whoever_uploads_a_list_sees_what_becomes_of_it_and_the_page_of_departments_shows_it(cast: Cast) -> None:
    rows = [["D01", "总经办", "公司", "顾宁", "月底搬迁"], ["D02", "销售部", "总经办", "欧拓", None], LIST[3]]
    async with browser("ada") as ada:
        url = await started(ada, ("部门.xlsx", workbook([[*HEAD, "定编人数"], *rows], "部门")))
        page = await ada.get(url)
        assert "F 定编人数 未读取" in words(page)
        assert "公司规则写的是莫兰（E003），这一行写的是欧拓（E006），因此未导入这一行" in words(page)
        problems = await ada.get(f"{url}/problems?issue=rules_say_otherwise")
        assert "导入" in words(problems) and 'value="take"' in problems.text
        columns = await ada.get(f"{url}/columns")
        assert 'value="other"' not in columns.text and 'value="id_no"' not in columns.text, "nobody to keep it with"
        await ada.submit(f"{url}/application", version=version(page))
        listed = await ada.get("/people/departments")
        assert (
            "部门编号" in listed.text
            and "D04" in listed.text
            and "物流中心" in listed.text
            and "月底搬迁" in listed.text
        )
    async with browser("eve") as eve:
        listed = await eve.get("/people/departments")
        assert "D04" in listed.text and "月底搬迁" not in listed.text


async def test_a_table_that_nobody_knew_is_read_as_departments_once_somebody_says_so(cast: Cast) -> None:
    odd = workbook([["甲", "乙", "丙"], ["仓储部", "欧拓", 3], ["质检部", "范恩", 4]], "表一")
    async with browser("ada") as ada:
        url = await started(ada, ("表.xlsx", odd))
        tables = await ada.get(f"{url}/tables")
        where = table_url(tables)
        said = {"version": version(await ada.get(where)), "do": "read", "kind": "department", "header_rows": "1"}
        refused = await ada.submit(where, **said)
        assert refused.status_code == 422
        await ada.submit(where, **said, subject="A")
        page = await ada.get(url)
        assert "新增 2" in words(page)
        await ada.submit(f"{url}/application", version=version(page))
    assert {"仓储部", "质检部"} <= set(await departments())


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_empty_table_filled_in_asks_nothing_and_is_taken(cast: Cast, language: str) -> None:
    (kind,) = [kind for kind in pipeline.kinds() if kind.name == "department"]
    async with unit_of_work(HR, role=IMPORT):
        known = await pipeline.vocabulary(date(2026, 10, 15))
    token = text.language.set(language)
    try:
        book = openpyxl.load_workbook(io.BytesIO(blank(kind, known)))
    finally:
        text.language.reset(token)
    for column, value in enumerate(("仓储部", "D9", "运营部", "欧拓", "E006", "新设"), 1):
        book.worksheets[0].cell(3, column, value)
    body = io.BytesIO()
    book.save(body)
    async with unit_of_work(HR, role=IMPORT) as work:
        work.discard = True
        found = await pipeline.read([("部门.xlsx", body.getvalue())], date(2026, 10, 15))
    assert not found.questions and [column.state for column in found.files[0].tables[0].columns] == ["sure"] * 7
    assert told(await import_files([("部门.xlsx", body.getvalue())], HR)) == [("仓储部", "new", [])]
    assert (await departments())["仓储部"] == ("D9", "运营部", "E006", "新设")


async def test_two_rows_of_one_department_count_once_or_wait_for_somebody(cast: Cast) -> None:
    row = ["D9", "仓储部", "运营部", "欧拓", None]
    others: Rows = [[None, f"{word}组", "仓储部", None, None] for word in "甲乙丙丁"]
    contradicts, adds = ["D9", "仓储部", "销售部", "欧拓", None], [None, "仓储部", None, None, "在二楼"]
    taken = await take(row, row, contradicts, adds, *others)
    assert told(taken)[:4] == [
        ("仓储部", "new", []),
        ("仓储部", "skipped", ["said_twice"]),
        ("仓储部", "blocked", ["contradiction"]),
        ("仓储部", "changed", []),
    ]
    assert (await departments())["仓储部"] == ("D9", "运营部", "E006", "在二楼")
