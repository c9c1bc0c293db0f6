"""The wizard asks once, for a list of people who stand elsewhere, from which day on they do."""

from __future__ import annotations

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_steps import started, version

HEADS = ["工号", "姓名", "部门", "岗位", "入职日期"]
BEFORE = workbook([HEADS, ["N01", "王海峰", "销售部", "业务员", "2019-03-04"]], "花名册")
LATER = workbook([HEADS, ["N01", "王海峰", "运营部", "运营专员", "2019-03-04"]], "花名册")
POSTS = (
    "select string_agg(concat(a.since, ' ', d.name), ', ' order by a.since) from people_assignment a"
    " join people_person p on p.id = a.person join people_department d on d.id = a.department where p.emp_no = 'N01'"
)


async def begun() -> None:
    await import_files([("一月.xlsx", BEFORE)], Actor(label="cli:hr"))


async def test_a_move_without_a_day_is_a_value_to_decide_and_no_problem_of_its_row(cast: Cast) -> None:
    await begun()
    async with browser("ada") as ada:
        url = await started(ada, ("三月.xlsx", LATER))
        page = await ada.get(f"{url}/values")
        said = words(page)
        assert (
            "从哪天起是名单上写的部门、岗位、职级或薪资" in said and "王海峰：销售部、业务员 → 运营部、运营专员" in said
        )
        assert "一直都是这样：hrapp 里原来记错了" in said
        nothing = words(await ada.get(f"{url}/problems"))
        assert "王海峰" not in nothing and "还在等“待定的写法”一步的决定" in nothing and "都可以导入" not in nothing
        wrong = await ada.submit(f"{url}/values", v0="三月份", version=version(page))
        assert wrong.status_code == 422 and "“三月份”" in words(wrong)
        late = await ada.submit(f"{url}/values", v0="2062-03-01", version=version(page))
        assert late.status_code == 422 and "还没有到" in words(late) and "2062-03-01" in late.text
        page = await ada.get(f"{url}/values")
        await ada.submit(f"{url}/values", v0="2026.3.1", version=version(page))
        assert "起始日: 2026.3.1" in words(await ada.get(f"{url}/values"))
        await ada.submit(f"{url}/application", version="2")
    assert await one(POSTS) == "2019-03-04 销售部, 2026-03-01 运营部"


async def test_a_list_may_correct_instead(cast: Cast) -> None:
    await begun()
    async with browser("ada") as ada:
        url = await started(ada, ("三月.xlsx", LATER))
        page = await ada.get(f"{url}/values")
        await ada.submit(f"{url}/values", v0="", e0="1", version=version(page))
        assert "一直如此，hrapp 里原来记错了" in words(await ada.get(f"{url}/values"))
        await ada.submit(f"{url}/application", version="2")
    assert await one(POSTS) == "2019-03-04 运营部"


async def test_a_choice_is_offered_and_told_in_words_of_the_page(cast: Cast) -> None:
    rows = [[*HEADS, "人员状态"], ["N01", "王海峰", "销售部", "业务员", "2019-03-04", "待岗"]]
    async with browser("ada") as ada:
        url = await started(ada, ("三月.xlsx", workbook(rows, "花名册")))
        page = await ada.get(f"{url}/values")
        assert ">停薪留职</option>" in page.text and ">unpaid_leave</option>" not in page.text
        await ada.submit(f"{url}/values", v0="means unpaid_leave", version=version(page))
        assert "停薪留职" in words(await ada.get(url)) and "unpaid_leave" not in words(await ada.get(url))
