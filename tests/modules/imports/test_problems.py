"""Values to decide and rows with problems: decided where they stand, read again at once, and open again on demand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import httpx
import pytest

from hrapp.modules.imports.alike import same_slip
from hrapp.modules.imports.problems import anchor

from ...browser import NOBODY, block, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import ROSTER, upload
from .test_steps import started, version
from .test_undo import by_hand

HEAD = ["工号", "姓名", "性别", "部门", "岗位", "入职日期"]
MANY = workbook(
    [HEAD, *([f"E1{n:03}", "" if n % 2 else f"新人{n}", "男", "销售部", "业务员", "2026-03-01"] for n in range(40))],
    "花名册",
)
ODD_VALUES = workbook(
    [
        HEAD,
        ["E051", "方新", "男", "销售部", "业务员", "2026-03-01"],
        ["E052", "郝好", "女", "销售一部", "业务员", "2026-03-01"],
        ["E053", "柳青", "女", "销售一部", "业务员", "去年冬天"],
    ],
    "花名册",
)
PLACE = {"file": "花名册.xlsx", "sheet": "花名册", "row": "3"}


def field_of(page: httpx.Response, text: str) -> str:
    """The name of the field in which this spelling is decided."""
    at = page.text.index(f"<b>{text}</b>")
    found = re.search(r'name="(v\d+)"', page.text[at:])
    assert found
    return found[1]


async def action(row: int, kind: str = "person") -> Any:
    return await one("select action from imports_line where row = $1 and kind = $2", row, kind)


# -- values


async def test_what_a_spelling_means_is_decided_once_for_all_its_cells(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ODD_VALUES)) + "/values"
        page = await ada.get(url)
        assert "销售一部" in words(page) and "去年冬天" in words(page)
        said = {field_of(page, "销售一部"): "means 销售部", field_of(page, "去年冬天"): "2025-12-20"}
        await ada.submit(url, version=version(page), **said)
        again = await ada.get(url)
        assert "这一步没有要决定的" in words(again) and "“销售一部” → 销售部" in words(again), "and can be read again"
        preview = url.removesuffix("/values")
        await ada.submit(f"{preview}/application", version=version(await ada.get(preview)))
    assert await one("select hire_date from people_person where emp_no = 'E053'") == date(2025, 12, 20)
    assert not await one("select count(*) from people_department where name = '销售一部'")


async def test_what_was_decided_about_a_spelling_can_be_opened_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ODD_VALUES)) + "/values"
        page = await ada.get(url)
        await ada.submit(url, version=version(page), **{field_of(page, "销售一部"): "as written"})
        decided = await ada.get(url)
        assert "<b>销售一部</b>" not in decided.text
        name = re.search(r'name="again" value="([^"]+)"', decided.text)
        assert name
        await ada.submit(url, version=version(decided), again=name[1])
        assert "<b>销售一部</b>" in (await ada.get(url)).text


async def test_a_meaning_that_cannot_be_read_and_one_that_is_not_offered_are_said(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ODD_VALUES)) + "/values"
        page = await ada.get(url)
        day, department = field_of(page, "去年冬天"), field_of(page, "销售一部")
        wrong = await ada.submit(url, version=version(page), **{day: "冬至", department: "means 月球部"})
    assert wrong.status_code == 422 and "“冬至”仍无法识别" in words(wrong) and "请从列表中选择" in words(wrong)
    assert 'value="冬至"' in wrong.text, "what was typed is still there"


@pytest.mark.parametrize(
    ("one_word", "other", "same"),
    [
        ("质量检验部", "质量检验", True),
        ("质量检验部", "质量捡验部", True),
        ("一车间", "二车间", False),
        ("高级工程师", "中级工程师", False),
        ("工程师", "助理工程师", False),
        ("销售部", "销售1部", False),
        ("Engineering", "Enginering", True),
        ("财务部", "业务部", False),
        ("A线", "B线", False),
    ],
)
def test_words_that_are_nearly_the_same_are_told_from_those_that_only_look_so(
    one_word: str, other: str, same: bool
) -> None:
    assert same_slip(one_word, other) is same and same_slip(other, one_word) is same


async def test_nearly_the_same_positions_are_offered_and_merged_only_when_said(cast: Cast) -> None:
    rows = [HEAD, *([f"E06{n}", f"甲{n}", "男", "销售部", "质量检验员", "2026-03-01"] for n in range(3))]
    rows.append(["E069", "乙一", "男", "销售部", "质量捡验员", "2026-03-01"])
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", workbook(rows, "花名册")))
        page = await ada.get(f"{url}/values")
        assert "质量检验员 × 3 · 质量捡验员 × 1" in words(page)
        await ada.submit(f"{url}/values", version=version(page), a0="one")
        assert "质量捡验员 × 1" not in words(await ada.get(f"{url}/values"))
        await ada.submit(f"{url}/application", version=version(await ada.get(url)))
    positions = await one(
        "select string_agg(distinct position, ',') from people_assignment where position like '质量%'"
    )
    assert positions == "质量检验员"


# -- problems


async def test_a_cell_is_corrected_in_place_and_its_row_is_read_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ROSTER)) + "/problems"
        page = await ada.get(url)
        assert ("新员工需要姓名" in words(page) and 'name="cell.A3"' in page.text) or 'name="cell.B3"' in page.text
        assert await action(3) == "blocked"
        sent = {"cell.B3": "郝好"}
        answer = await ada.submit(url, htmx=True, do="correct", **PLACE, **sent)
        at = anchor("花名册.xlsx", "花名册", 3)
        assert answer.status_code == 200 and "可以导入了" in block(answer.text, at)
        assert "<html" not in answer.text and 'id="steps"' in answer.text, "the row and the steps, not the page"
        after = await ada.get(url)
        assert "没有待处理的行" in words(after) and "已决定的" in words(after)
    assert await action(3) == "new"


async def test_the_fragment_of_a_row_is_part_of_the_page(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", MANY)) + "/problems"
        fragment, page = await ada.htmx(url), await ada.get(url)
        at = anchor("花名册.xlsx", "花名册", 3)
        token = re.compile(r'value="[A-Za-z0-9_-]{80,}={0,2}"')
        assert token.sub("", block(fragment.text, at)) == token.sub("", block(page.text, at))
        edit = await ada.submit(url, htmx=True, do="correct", **PLACE, **{"cell.B3": "新人"})
    assert len(edit.content) < 8000, "an edit answers one row"


async def test_without_script_a_correction_goes_back_to_the_list(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ROSTER)) + "/problems"
        answer = await ada.submit(url, do="correct", **PLACE, **{"cell.B3": "郝好"})
        assert answer.status_code == 303 and answer.headers["location"] == url
        page = await ada.get(url)
        name = re.search(r'name="again" value="([^"]+)"', page.text)
        assert name
        await ada.submit(url, do="again", again=name[1])
    assert await action(3) == "blocked", "as in the file"


async def test_a_row_is_left_out_and_all_rows_with_a_problem_at_once(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", MANY)) + "/problems"
        page = await ada.get(url)
        assert "有 20 行需要您处理" in words(page) and "name_missing" in page.text
        await ada.submit(url, do="skip", **PLACE)
        filtered = await ada.get(f"{url}?issue=name_missing")
        assert "有此问题的 19 行都不导入" in words(filtered)
        await ada.submit(f"{url}?issue=name_missing", do="all_skip", issue="name_missing")
        assert "没有待处理的行" in words(await ada.get(url))
    counted = Counter(
        {
            "new": await one("select count(*) from imports_line where action = 'new'"),
            "skipped": await one("select count(*) from imports_line where action = 'skipped'"),
        }
    )
    assert counted["new"] == 20 and counted["skipped"] == 20


async def test_nothing_changed_and_a_person_who_is_not_there_are_said(cast: Cast) -> None:
    rows = [["工号", "姓名", "课程", "日期", "结果"], ["", "无此人", "带队管理", "2026-09-01", "通过"]]
    async with browser("ada") as ada:
        url = await started(ada, ("培训.xlsx", workbook(rows, "培训"))) + "/problems"
        place = {"file": "培训.xlsx", "sheet": "培训", "row": "2"}
        page = await ada.get(url)
        assert "花名册里没有 无此人" in words(page)
        same = await ada.submit(url, do="correct", **place, **{"cell.B2": "无此人"})
        nobody = await ada.submit(url, htmx=True, do="person", emp_no="E999", **place)
        gone = await ada.submit(url, do="skip", **{**place, "row": "77"})
        meant = await ada.submit(url, htmx=True, do="person", emp_no="e007", **place)
    assert same.status_code == 422 and "没有改动" in words(same)
    assert nobody.status_code == 422 and "没有工号 E999" in words(nobody) and "<html" not in nobody.text
    assert gone.status_code == 404 and meant.status_code == 200


async def test_a_row_decided_in_another_window_says_so_and_stays_as_it_was_decided(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ROSTER)) + "/problems"
        await ada.submit(url, htmx=True, do="correct", **PLACE, **{"cell.B3": "郝好"})
        late = await ada.submit(url, htmx=True, do="skip", **PLACE)
        assert late.status_code == 204 and late.headers["hx-redirect"] == url
        assert "刚刚在另一个窗口里决定过了" in words(await ada.get(url))
    assert await action(3) == "new"


async def test_a_number_beside_the_name_of_another_renames_nobody(cast: Cast) -> None:
    """A phone list with two names mixed up, as clerks sort one column and not the other."""
    head = ["工号", "姓名", "手机"]
    first, second = (
        await one("select name from people_person where emp_no = 'E007'"),
        await one("select name from people_person where emp_no = 'E004'"),
    )
    mixed = workbook([head, ["E007", second, "13800000071"], ["E004", first, "13800000041"]], "通讯录")
    async with browser("ada") as ada:
        url = await started(ada, ("通讯录.xlsx", mixed)) + "/problems"
        page = words(await ada.get(url))
    assert page.count("指的是谁") >= 2 and await action(2) == await action(3) == "blocked"


async def test_two_people_of_one_row_are_two_problems_and_one_answer_is_about_one_of_them(cast: Cast) -> None:
    head = ["姓名", "课程", "日期", "结果"]
    rows = [head * 2, ["无此人", "带队管理", "2026-09-01", "通过", "也没有", "带队管理", "2026-09-01", "通过"]]
    async with browser("ada") as ada:
        url = await started(ada, ("培训.xlsx", workbook(rows, "培训"))) + "/problems"
        page = words(await ada.get(url))
        assert "有 2 行需要您处理" in page and "培训 › A2" in page and "培训 › E2" in page
        place = {"file": "培训.xlsx", "sheet": "培训", "row": "E2"}
        meant = await ada.submit(url, htmx=True, do="person", emp_no="E007", **place)
        left = words(await ada.get(url))
        preview = words(await ada.get(url.removesuffix("/problems")))
    assert "培训 → 培训记录 新增 1 待处理 1 表头在第 1 行，记录在第 2–2 行" in preview
    assert meant.status_code == 200 and "培训 › A2" in left and "培训 › E2" not in left.split("已决定的")[0]
    assert "花名册里没有 无此人" in left


async def test_a_row_about_somebody_edited_here_is_taken_once_it_is_ticked(cast: Cast) -> None:
    rows = [["工号", "姓名", "手机"], ["E007", "余飞", "13800001111"]]
    async with browser("ada") as ada:
        first = await started(ada, ("花名册.xlsx", workbook(rows, "花名册")))
        await ada.submit(f"{first}/application", version="1")
        await by_hand("update people_person set phone = '13900002222' where emp_no = 'E007'")
        later = [rows[0], [*rows[1][:2], "13800003333"]]
        url = await started(ada, ("花名册.xlsx", workbook(later, "花名册"))) + "/problems"
        page = await ada.get(url)
        assert "之后在系统中改过" in words(page)
        await ada.submit(url, do="take", **{**PLACE, "row": "2"})
    assert await action(2) == "changed"


async def test_who_may_not_import_sees_neither_values_nor_problems(company_once: Cast) -> None:
    read = await one("select id from imports_batch where state = 'read'")
    paths = (f"/imports/{read}/values", f"/imports/{read}/problems")
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, *paths) == [403] * 2, name
        async with browser(name) as who:
            assert [(await who.submit(path, version="1", do="again")).status_code for path in paths] == [403] * 2
    nowhere = (f"/imports/{NOBODY}/values", f"/imports/{NOBODY}/problems")
    assert await statuses("ada", *paths, *nowhere) == [200] * 2 + [404] * 2


async def test_an_import_with_nothing_to_decide_says_so_on_every_step(cast: Cast) -> None:
    rows = [HEAD, ["E071", "方新", "男", "销售部", "业务员", "2026-03-01"]]
    async with browser("ada") as ada:
        answer = await upload(ada, ("花名册.xlsx", workbook(rows, "花名册")))
        url = answer.headers["location"]
        assert url.count("/") == 2, "straight to the preview"
        for step, said in (
            ("tables", "这一步没有要决定的"),
            ("columns", "这一步没有要决定的"),
            ("problems", "没有待处理的行"),
        ):
            page = await ada.get(f"{url}/{step}")
            assert said in words(page) and "下一步：预览" in words(page), step


# -- which problem is looked at

TWO_KINDS = workbook(
    [
        HEAD,
        ["E101", "", "男", "销售部", "业务员", "2026-03-01"],
        ["E102", "方新", "男", "销售部", "业务员", "2026年2月30日"],
        ["E103", "郝好", "女", "销售部", "业务员", "2026年4月31日"],
    ],
    "花名册",
)


async def test_with_the_last_row_of_a_problem_decided_the_other_rows_are_not_lost_sight_of(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", TWO_KINDS)) + "/problems"
        only = f"{url}?issue=name_missing"
        await ada.submit(only, **{**PLACE, "row": "2"}, do="skip")
        page = await ada.get(only)
        none = await ada.get(f"{url}?issue=name_missing&about=checks")
    said = words(page)
    assert "没有待处理的行" not in said and "这类问题都处理完了" in said and "还有 2 行" in said
    assert f'href="{url}"' in page.text.split('id="steps"')[1].split("</nav>")[1], "the way to the others"
    assert none.status_code == 200


async def test_a_page_that_is_no_more_is_the_last_one(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(await started(ada, ("花名册.xlsx", TWO_KINDS)) + "/problems?page=7")
    assert "花名册.xlsx › 花名册 › 第 2 行" in words(page)


async def test_the_choice_of_a_problem_does_not_pass_the_value_of_one_row_for_that_of_all(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(await started(ada, ("花名册.xlsx", TWO_KINDS)) + "/problems")
    offered = page.text.split('name="issue"')[1].split("</select>")[0]
    assert "“2026年2月30日”等" in offered and "(2)" in offered
    assert "新员工需要姓名，请补上。 (1)" in offered


async def test_who_chose_a_person_and_pressed_correct_is_told_which_button_says_so(cast: Cast) -> None:
    rows = [["工号", "姓名", "课程", "日期", "结果"], ["", "无此人", "带队管理", "2026-09-01", "通过"]]
    async with browser("ada") as ada:
        url = await started(ada, ("培训.xlsx", workbook(rows, "培训"))) + "/problems"
        place = {"file": "培训.xlsx", "sheet": "培训", "row": "2"}
        same = await ada.submit(url, do="correct", emp_no="E007", **place, **{"cell.B2": "无此人"})
    assert same.status_code == 422 and "如果这一行就是 E007，请按“就是此人”" in words(same)


async def test_the_heading_of_the_problems_follows_a_row_that_is_settled_without_a_reload(cast: Cast) -> None:
    rows = [
        ["工号", "姓名", "课程", "日期", "结果"],
        *[["", f"无此人{n}", "带队管理", "2026-09-01", "通过"] for n in "甲乙"],
    ]
    async with browser("ada") as ada:
        url = await started(ada, ("培训.xlsx", workbook(rows, "培训"))) + "/problems"
        page = await ada.get(url)
        assert "有 2 行需要您处理" in words(page) and 'hx-select-oob="#steps,#waiting"' in page.text
        place = {"file": "培训.xlsx", "sheet": "培训"}
        one_left = await ada.submit(url, htmx=True, do="skip", row="2", **place)
        none_left = await ada.submit(url, htmx=True, do="skip", row="3", **place)
    assert "有 1 行需要您处理" in words(one_left) and 'id="waiting"' in one_left.text
    assert "没有待处理的行" in words(none_left)
