"""The first page: what waits for me, most urgent first, and nothing that is not mine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrapp.kernel import registry
from hrapp.kernel.module import Waiting
from hrapp.kernel.registry import Registry

from ...browser import assert_block, browser, words
from ...cast import Cast


async def test_what_waits_differs_with_who_one_is(company_once: Cast) -> None:
    seen = {}
    for name in ("mona", "otto", "gina", "eve", "root"):
        async with browser(name) as who:
            page = await who.get("/")
        assert page.status_code == 200
        text = words(page)
        found = {"case": "/promotion/cases/" in page.text, "document": "带队方案" in text}
        seen[name] = {**found, "raises": "2026年秋季调薪" in text}
    assert seen["mona"] == {"case": True, "document": True, "raises": False}
    assert seen["otto"] == {"case": False, "document": True, "raises": False}
    assert seen["gina"]["raises"] and not seen["gina"]["case"], "Mona's turn is not Gina's yet"
    for name in ("eve", "root"):
        assert not any(seen[name].values()), name


async def test_who_has_nothing_to_do_reads_so(company_once: Cast) -> None:
    async with browser("root") as root:
        assert "没有事情等您处理。" in words(await root.get("/"))


async def test_what_is_due_first_stands_first(
    company_once: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def waiting(_request: Any, _viewer: Any) -> list[Waiting]:
        late = Waiting("逾期的事", "/late", "做", deadline=date(2026, 10, 1))
        soon = Waiting("明天的事", "/soon", "做", deadline=date(2026, 10, 16))
        return [Waiting("随时的事", "/some", "做", order=1), soon, late]

    active = tuple(replace(m, waiting=(waiting,) if m.name == "home" else ()) for m in house.active)
    monkeypatch.setattr(registry, "_current", Registry(house.installed, active))
    async with browser("eve") as eve:
        text = words(await eve.get("/"))
    assert text.index("逾期的事") < text.index("明天的事") < text.index("随时的事")
    assert "2026年10月1日" in text and "2026年10月16日" in text


async def test_the_part_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("mona") as mona:
        assert_block(await mona.htmx("/"), await mona.get("/"), "waiting")


async def test_the_figures_of_the_company_are_for_hr_and_the_general_manager(company_once: Cast) -> None:
    seen = set()
    for name in ("ada", "gina", "mona", "eve", "olga", "root"):
        async with browser(name) as who:
            if 'id="figures"' in (await who.get("/")).text:
                seen.add(name)
    assert seen == {"ada", "gina"}


async def test_the_navigation_offers_only_what_opens(company_once: Cast) -> None:
    for name in ("eve", "mona", "ada", "gina", "root", "olga"):
        async with browser(name) as who:
            page = await who.get("/")
            nav = page.text[page.text.index('class="groups"') : page.text.index('class="me"')]
            for url in {part.split('"')[0] for part in nav.split('href="')[1:]}:
                assert (await who.get(url)).status_code == 200, (name, url)


async def test_who_is_not_signed_in_is_asked_to(company_once: Cast) -> None:
    async with browser() as nobody:
        answer = await nobody.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_a_page_that_does_not_exist_says_so_in_both_languages(company_once: Cast) -> None:
    async with browser("eve") as eve:
        missing = await eve.get("/no-such-page")
        english = await eve.get("/no-such-page", headers={"cookie": "hrapp_language=en"})
    assert missing.status_code == english.status_code == 404
    assert "404" in words(missing) and "This page is not here." in words(english)
