"""Criteria are changed on screen without a programmer: draft, effect, publish; nothing entered is lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from hrapp.kernel import company
from hrapp.kernel.database import DB
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from ...browser import Browser, browser
from ...cast import Cast

COMPANY = """
[[metrics]]
code = "revenue"
name = "月营收"
unit = "元"
direction = "higher"
period = "month"
[[metrics]]
code = "retention"
name = "客户留存率"
unit = "%"
direction = "higher"
period = "month"
[[flows]]
code = "short"
name = "部门经理→总经理"
steps = [{role = "department_manager", name = "部门经理"}, {role = "general_manager", name = "总经理"}]
[[paths]]
code = "s1-s2"
title = "业务员→销售主管"
family = "sales"
from = "S1"
to = "S2"
flow = "short"
[[paths.versions]]
version = 1
status = "published"
effective_from = 2026-01-01
[[paths.versions.criteria]]
code = "service"
label = "入职满12个月"
kind = "tenure_months"
of = "company"
n = 12
weight = 2
mandatory = true
"""


@pytest.fixture
async def path(cast: Cast, house: Registry) -> AsyncIterator[str]:
    async with unit_of_work(role="import"):
        await company.apply(house, company.parse(COMPANY))
        found = str(await DB.value("select id from promotion_path"))
    yield found


def fields(**more: Any) -> dict[str, Any]:
    """The form as the page of version 1 sends it."""
    service = {
        "c_code": ["service"], "c_kind": ["tenure_months"], "c_label": ["入职满12个月"], "c_weight": ["2"],
        "c_mandatory": ["yes"], "c_place": ["10"], "p1_of": "company", "p1_n": "12",
    }  # fmt: skip
    return {"revision": "0", "effective_from": "2026-10-15", "change_note": "更看重留存", **service, **more}


def with_retention(**more: Any) -> dict[str, Any]:
    """One more criterion: 客户留存率 ≥ 80 %, the average of three periods."""
    second = {
        "c_code": ["service", ""], "c_kind": ["tenure_months", "metric_average"], "c_label": ["入职满12个月", ""],
        "c_weight": ["2", "1"], "c_mandatory": ["yes", "yes"], "c_place": ["10", "20"],
        "p2_metric": "retention", "p2_threshold": "80%", "p2_n": "3",
    }  # fmt: skip
    return fields(**{**second, **more})


async def send(who: Browser, path: str, do: str, values: dict[str, Any]) -> Any:
    return await who.submit(f"/settings/paths/{path}/draft", do=do, **values)


async def written(path: str) -> list[tuple[int, str, int]]:
    """(version, status, number of criteria) of the path."""
    async with unit_of_work(read_only=True):
        rows = await DB.fetch(
            "select v.version, v.status, count(c.id) as criteria from promotion_criteria_version v"
            " left join promotion_criterion c on c.criteria_version = v.id where v.path = $1"
            " group by v.id order by v.version",
            path,
        )
    return [(row["version"], row["status"], row["criteria"]) for row in rows]


async def test_hr_reads_every_path_and_every_version(path: str) -> None:
    async with browser("ada") as ada:
        assert "业务员→销售主管" in (await ada.get("/settings/paths")).text
        page = await ada.get(f"/settings/paths/{path}")
    assert page.status_code == 200 and "入职满12个月" in page.text and "满多少个月 12" in page.text


async def test_employees_managers_and_it_do_not_change_criteria(path: str) -> None:
    for name in ("eve", "mona", "root"):
        async with browser(name) as who:
            answers = [await who.get(url) for url in ("/settings/paths", f"/settings/paths/{path}")]
            answers.append(await send(who, path, "publish", fields()))
        assert [answer.status_code for answer in answers] == [403, 403, 403], name
    assert await written(path) == [(1, "published", 1)]


async def test_an_unknown_path_is_missing(path: str) -> None:
    async with browser("ada") as ada:
        assert (await ada.get("/settings/paths/" + "0" * 26)).status_code == 404
        assert (await ada.get(f"/settings/paths/{path}?version=9")).status_code == 404


async def test_the_effect_names_who_loses_before_anything_is_written(path: str) -> None:
    async with browser("ada") as ada:
        page = await send(ada, path, "effect", with_retention())
    assert page.status_code == 200
    effect = re.sub(r"\s+", " ", page.text[page.text.index('id="effect"') :])
    assert "不再达到条件：伊薇（E004）、范恩（E005）" in effect and "1/1 · 100%" in effect and "1/2 · 67%" in effect
    assert await written(path) == [(1, "published", 1)], "looking changes nothing"


async def test_a_published_version_counts_from_its_day_and_says_who_and_why(path: str) -> None:
    async with browser("ada") as ada:
        done = await send(ada, path, "publish", with_retention())
        assert done.status_code == 303
        page = await ada.get(done.headers["location"])
    assert "第 2 版" in page.text and "更看重留存" in page.text and "安可" in page.text
    assert await written(path) == [(1, "published", 1), (2, "published", 2)]
    async with unit_of_work(read_only=True):
        row = await DB.row("select label, parameters, unit from promotion_criterion where kind = 'metric_average'")
        told = await DB.row(
            "select actor, details from audit_entry where event ilike '%CriteriaPublished' order by id desc"
        )
    assert row is not None and dict(row) == {
        "label": "指标平均值：客户留存率 · 门槛值 80% · 期数 3",
        "parameters": {"metric": "retention", "threshold": "0.8", "n": 3},
        "unit": "%",
    }
    assert told and told["details"] == {"path": "s1-s2", "version": 2, "effective_from": "2026-10-15"}


async def test_a_draft_judges_nobody_and_is_found_again(path: str) -> None:
    async with browser("ada") as ada:
        assert (await send(ada, path, "save", with_retention())).status_code == 303
        again = await ada.get(f"/settings/paths/{path}/draft")
        seen = await ada.get("/settings/paths")
    assert 'value="80%"' in again.text and "更看重留存" in again.text and "草稿" in seen.text
    assert await written(path) == [(1, "published", 1), (2, "draft", 2)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"p2_threshold": "80"}, "请带百分号填写"),
        ({"p2_threshold": "很多"}, "请填写数字"),
        ({"p2_n": "0"}, "请至少填 1"),
        ({"p2_n": "1.5"}, "请填写整数"),
        ({"p2_metric": ""}, "请填写此项"),
        ({"c_weight": ["2", "-1"]}, "请填写 0 或以上的权重"),
        ({"c_mandatory": ["no", "no"]}, "至少要有一条是必须达到的"),
        ({"effective_from": "2026-10-14"}, "请选择今天或以后的日期"),
        ({"effective_from": "明天"}, "2026-09-30"),
        ({"change_note": ""}, "请写明修改原因"),
    ],
    ids=str,
)
async def test_bad_input_says_what_to_change_and_keeps_the_rest(
    path: str, change: dict[str, Any], sentence: str
) -> None:
    async with browser("ada") as ada:
        page = await send(ada, path, "publish", with_retention(**change))
    assert page.status_code == 422 and sentence in page.text
    assert 'value="入职满12个月"' in page.text and page.text.count('class="panel criterion"') == 2
    assert await written(path) == [(1, "published", 1)]


async def test_criteria_are_added_removed_and_moved_without_javascript(path: str) -> None:
    async with browser("ada") as ada:
        more = await send(ada, path, "add", fields(add_kind="grade_count"))
        fewer = await send(ada, path, "remove-1", with_retention())
        moved = await send(ada, path, "effect", with_retention(c_place=["30", "20"]))
    assert 'name="p2_window"' in more.text
    assert 'value="入职满12个月"' not in fewer.text and 'name="p1_threshold"' in fewer.text
    assert moved.text.index("指标平均值") < moved.text.index("入职满12个月")


async def test_of_two_who_edit_the_same_draft_the_second_is_told(path: str) -> None:
    async with browser("ada") as ada, browser("gina") as gina:
        await send(ada, path, "save", fields())
        assert (await send(gina, path, "save", with_retention(revision="1"))).status_code == 303
        late = await send(ada, path, "publish", fields(revision="1"))
    assert late.status_code == 409 and "请先看一下最新内容" in late.text
    assert await written(path) == [(1, "published", 1), (2, "draft", 2)]


async def test_days_gone_by_keep_the_version_of_their_time(path: str) -> None:
    from hrapp.modules.promotion.queries import versions_in_force

    async with browser("ada") as ada:
        await send(ada, path, "publish", with_retention(effective_from="2026-11-01"))
    async with unit_of_work(read_only=True):
        before, after = [(await versions_in_force(day))[0].version for day in (date(2026, 10, 31), date(2026, 11, 1))]
    assert (before, after) == (1, 2)
