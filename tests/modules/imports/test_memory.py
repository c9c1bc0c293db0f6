"""What was decided about a file and written is known next time: no question again, until somebody decides otherwise."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.memory import LearnedHeader, LearnedLayout, Memory
from hrapp.modules.imports.remembering import lesson, with_headers, with_layout, without

from ...browser import NOBODY, Browser, browser, statuses, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import upload
from .test_problems import field_of
from .test_steps import ODD, chosen, started, table_key, table_url, version

HEAD = ["编号码", "姓名", "性别", "部门", "岗位", "入职报到日"]
HR = Actor(label="cli:hr")


def roster(*rows: tuple[str, str, str]) -> bytes:
    cells = [[no, name, "男", department, "业务员", date(2026, 3, 1)] for no, name, department in rows]
    return workbook([["九月名单"], HEAD, *cells], "名单")


async def decided(who: Browser, content: bytes) -> str:
    """Upload, answer every question, write; answers the address of the import."""
    url = await started(who, ("名单.xlsx", content))
    page = await who.get(f"{url}/columns")
    sent = {f"c_{c}": chosen(page, c) for c in "BCDE"} | {"c_A": "emp_no", "c_F": "hire_date"}
    await who.submit(f"{url}/columns", version=version(page), table=table_key(page), **sent)
    page = await who.get(f"{url}/values")
    if "销售一部" in page.text:
        said: dict[str, Any] = {field_of(page, "销售一部"): "means 销售部"}
        await who.submit(f"{url}/values", version=version(page), **said)
    await who.submit(f"{url}/application", version=version(await who.get(url)))
    return url


async def test_next_months_file_of_a_layout_that_was_decided_once_asks_nothing(cast: Cast) -> None:
    async with browser("ada") as ada:
        first = await decided(ada, roster(("E081", "方新", "销售一部"), ("E082", "郝好", "销售部")))
        assert "已记住 1 种版式" in words(await ada.get(first))
        answer = await upload(ada, ("十月.xlsx", roster(("E083", "柳青", "销售一部"), ("E081", "方新", "销售部"))))
        url = answer.headers["location"]
        assert url.count("/") == 2, "straight to the preview"
        page, columns = await ada.get(url), await ada.get(f"{url}/columns")
        assert (
            '<span class="badge warn">' not in page.text.split('class="figures"')[0].split('class="tabs numbered"')[1]
        )
        assert (chosen(columns, "A"), chosen(columns, "F")) == ("emp_no", "hire_date") and "与上次相同" in columns.text
        await ada.submit(f"{url}/application", version=version(page))
    assert await one("select count(*) from people_person where emp_no in ('E081', 'E082', 'E083')") == 3
    assert not await one("select count(*) from people_department where name = '销售一部'")


async def test_a_table_that_somebody_had_to_point_out_is_found_next_time(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("怪表.xlsx", ODD))
        table = table_url(await ada.get(f"{url}/tables"))
        said = {"kind": "person", "header_rows": "1", "emp_no": "A", "name": "B"}
        await ada.submit(table, version=version(await ada.get(table)), do="read", **said)
        page = await ada.get(f"{url}/columns")
        columns = {"c_A": "emp_no", "c_B": "name", "c_C": "hire_date"}
        await ada.submit(f"{url}/columns", version=version(page), table=table_key(page), **columns)
        await ada.submit(f"{url}/application", version=version(await ada.get(url)))
        again = await upload(ada, ("怪表二.xlsx", ODD))
    assert again.headers["location"].count("/") == 2
    assert await one("select count(*) from imports_line where kind = 'person' and action in ('same', 'new')") == 4


async def test_what_is_remembered_is_shown_and_each_and_all_of_it_is_forgotten(cast: Cast) -> None:
    async with browser("ada") as ada:
        await decided(ada, roster(("E081", "方新", "销售一部")))
        page = await ada.get("/imports/memory")
        assert "编号码 → 工号" in words(page) and "入职报到日" in page.text and "销售一部" in page.text
        name = re.search(r'name="name" value="(h\w+)"', page.text)
        assert name
        assert (await ada.submit("/imports/memory", name=name[1])).status_code == 303
        assert name[1] not in (await ada.get("/imports/memory")).text
        assert (await ada.submit("/imports/memory", name=name[1])).status_code == 404, "it is gone already"
        await ada.submit("/imports/memory", name="all")
        assert "还没有记住什么" in words(await ada.get("/imports/memory"))
        after = await upload(ada, ("十月.xlsx", roster(("E083", "柳青", "销售部"))))
    assert after.headers["location"].count("/") == 3, "it asks again"
    assert await one("select count(*) from audit_entry where event = 'ImportMemoryForgotten'") == 2


async def test_undoing_an_import_forgets_what_it_taught_and_giving_one_up_teaches_nothing(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("名单.xlsx", roster(("E081", "方新", "销售部"))))
        page = await ada.get(f"{url}/columns")
        sent = {"c_A": "emp_no", "c_F": "hire_date"}
        await ada.submit(f"{url}/columns", version=version(page), table=table_key(page), **sent)
        await ada.submit(f"{url}/abandonment")
        assert not await one("select count(*) from imports_memory")
        url = await decided(ada, roster(("E081", "方新", "销售部")))
        assert "编号码" in (await ada.get("/imports/memory")).text
        await ada.submit(f"{url}/undo")
        assert "编号码" not in (await ada.get("/imports/memory")).text
        assert "已记住" not in words(await ada.get(url))


async def test_what_another_import_used_since_stays_known_when_the_one_that_taught_it_is_undone(cast: Cast) -> None:
    async with browser("ada") as ada:
        first = await decided(ada, roster(("E081", "方新", "销售部")))
        await decided(ada, roster(("E082", "郝好", "销售部")))
        await ada.submit(f"{first}/undo")
        assert "编号码" in (await ada.get("/imports/memory")).text


def test_what_was_known_before_an_import_is_known_again_without_it() -> None:
    before = with_layout(
        with_headers(Memory(), [LearnedHeader("training", "签到", "result")]),
        LearnedLayout(("a", "b"), "training", {"a": "name"}),
    )
    after = with_layout(
        with_headers(before, [LearnedHeader("training", "签到", "score")]),
        LearnedLayout(("a", "b"), "person", {"a": "name"}),
    )
    taught = lesson(before, after)
    assert without(after, taught) == before
    used = with_layout(after, LearnedLayout(("a", "b"), "person", {"a": "name"}))
    assert without(used, taught).layouts == used.layouts


async def test_a_shell_without_answers_teaches_nothing_and_what_is_kept_is_sealed(cast: Cast) -> None:
    await import_files([("名单.xlsx", roster(("E081", "方新", "销售部")))], HR)
    assert not await one("select count(*) from imports_memory")
    async with browser("ada") as ada:
        await decided(ada, roster(("E082", "郝好", "销售部")))
    kept = await one("select sealed from imports_memory")
    assert kept and "编号码".encode() not in kept


def test_a_header_that_was_taken_otherwise_counts_less_and_a_layout_is_as_it_was_last() -> None:
    known = with_headers(Memory(), [LearnedHeader("person", "代号", "emp_no")])
    known = with_headers(known, [LearnedHeader("person", "代号", "emp_no")])
    assert known.headers[0].hits == 2
    known = with_headers(known, [LearnedHeader("person", "代号", "name")])
    assert {each.field: (each.hits, each.overrides) for each in known.headers} == {"emp_no": (2, 1), "name": (1, 0)}
    known = with_headers(known, [LearnedHeader("person", "代号", "name")])
    assert known.field("person", "代号") == "name", "decided otherwise as often as taken"
    layout = LearnedLayout(("a", "b"), "person", {"a": "emp_no"}, {"department": {"x": "y"}})
    other = LearnedLayout(("a", "b"), "person", {"a": "name"}, {"department": {"z": "y"}})
    kept = with_layout(with_layout(Memory(), layout), other).layouts
    assert [(each.hits, each.columns["a"], each.values["department"]) for each in kept] == [
        (2, "name", {"x": "y", "z": "y"})
    ]


async def test_what_imports_remember_is_for_those_who_import(company_once: Cast) -> None:
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, "/imports/memory") == [403]
        async with browser(name) as who:
            assert (await who.submit("/imports/memory", name="all")).status_code == 403
    async with browser("ada") as ada:
        assert (await ada.get("/imports/memory")).status_code == 200
        assert (await ada.submit("/imports/memory", name=NOBODY)).status_code == 404
        assert (await ada.submit("/imports/memory")).status_code == 422
