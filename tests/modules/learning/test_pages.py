"""Trainings: one's own, who is advised what, and HR recording how one ended."""

from __future__ import annotations

from typing import Any

import pytest

from ...browser import NOBODY, browser, statuses, words
from ...cast import Cast
from ...company import one


async def fields(cast: Cast, **other: Any) -> dict[str, Any]:
    course = await one("select id from learning_course where name = '谈单技巧'")
    ended = {"day": "2026-10-12", "status": "completed", "rate": "", "score": "91"}
    return {"person": await cast.person("finn"), "course": course, **ended, **other}


async def test_everybody_reads_their_own_trainings(company_once: Cast) -> None:
    async with browser("eve") as eve:
        page = await eve.get("/learning")
    assert page.status_code == 200 and "带队管理" in page.text and "2026-06-10" in page.text


async def test_advice_reaches_the_person_their_manager_and_hr_and_nobody_else(company_once: Cast) -> None:
    advice = "范恩，你本季度的KPI达标率是0%，建议参加谈单技巧培训"
    seen = set()
    for name in ("finn", "mona", "ada", "gina", "eve", "otto", "olga", "root"):
        async with browser(name) as who:
            page = await who.get("/learning")
        assert page.status_code == 200, name
        if advice in words(page):
            seen.add(name)
    assert seen == {"finn", "mona", "ada", "gina"}


async def test_only_hr_records_trainings(company_once: Cast) -> None:
    for name in ("eve", "mona", "gina", "root", "olga"):
        assert await statuses(name, "/learning/record") == [403], name
        async with browser(name) as who:
            assert (await who.submit("/learning/record", **await fields(company_once))).status_code == 403, name
    assert not await one("select count(*) from learning_attempt where day = '2026-10-12'")


async def test_the_form_starts_with_whom_and_what_was_advised(company_once: Cast) -> None:
    finn = await company_once.person("finn")
    async with browser("ada") as ada:
        page = await ada.get(f"/learning/record?person={finn}&course=谈单技巧")
    course = await one("select id from learning_course where name = '谈单技巧'")
    assert f'<option value="{finn}" selected' in page.text and f'<option value="{course}" selected' in page.text


async def test_a_recorded_training_is_read_by_the_person(company: Cast) -> None:
    async with browser("ada") as ada, browser("finn") as finn:
        answer = await ada.submit("/learning/record", **await fields(company))
        assert answer.status_code == 303
        page = await finn.get("/learning")
    assert "2026-10-12" in page.text and "91" in words(page)


async def test_the_same_training_again_corrects_it(company: Cast) -> None:
    async with browser("ada") as ada:
        for status, rate in (("in_progress", "60"), ("completed", "")):
            assert (
                await ada.submit("/learning/record", **await fields(company, status=status, rate=rate))
            ).status_code == 303
    assert await one("select array_agg(status) from learning_attempt where day = '2026-10-12'") == ["completed"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": "2026-10-16"}, "这一天还没有到：请选“计划中”，或换一个日期。"),
        ({"day": "下周"}, "请填写日期，例如 2026-09-30。"),
        ({"rate": "101"}, "请填 0 到 100 的百分比。"),
        ({"rate": "一半"}, "请填写数字，例如 9500 或 4.5。"),
        ({"status": "won"}, "请选择培训结果。"),
        ({"person": ""}, "请填写此项。"),
        ({"person": NOBODY}, "请从名单中选择一个人。"),
    ],
    ids=str,
)
async def test_bad_input_says_what_to_change_and_keeps_the_rest(
    company_once: Cast, change: dict[str, str], sentence: str
) -> None:
    sent = await fields(company_once, **change)
    async with browser("ada") as ada:
        page = await ada.submit("/learning/record", **sent)
    assert page.status_code == 422 and sentence in words(page)
    assert 'value="91"' in page.text and f'value="{sent["day"]}"' in page.text
    assert f'<option value="{sent["course"]}" selected' in page.text
    assert not await one("select count(*) from learning_attempt where day >= '2026-10-12'")


async def test_a_course_that_is_gone_is_said_and_nothing_is_written(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/learning/record", **await fields(company_once, course=NOBODY))
    assert page.status_code == 409 and "这门课程已不存在" in words(page)


async def test_a_training_that_is_still_to_come_can_be_planned(company: Cast) -> None:
    async with browser("ada") as ada:
        sent = await fields(company, day="2026-12-01", status="planned")
        assert (await ada.submit("/learning/record", **sent)).status_code == 303
