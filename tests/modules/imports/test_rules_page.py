"""The company's rules as one file: seen, changed on screen or by another file, with a look before anything counts."""

from __future__ import annotations

import pytest

from hrapp.kernel.asking import kept
from hrapp.kernel.database import DB, statements
from hrapp.kernel.work import unit_of_work

from ...browser import browser
from ...cast import Cast

METRIC = '[[metrics]]\ncode = "revenue"\nname = "月营收"\nunit = "元"\ndirection = "higher"\nperiod = "month"\n'


async def metrics() -> list[str]:
    async with unit_of_work(read_only=True):
        return [row["name"] for row in await DB.fetch("select name from performance_metric")]


async def test_looking_tells_the_parts_and_changes_nothing(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/settings/company", do="look", text=METRIC)
    assert page.status_code == 200 and "将会修改" in page.text and "指标" in page.text
    assert await metrics() == []


async def test_what_was_looked_at_is_applied_and_comes_back_in_the_file(cast: Cast) -> None:
    async with browser("gina") as gina:
        done = await gina.submit("/settings/company", do="apply", text=METRIC)
        assert done.status_code == 303
        again = await gina.submit("/settings/company", do="look", text=(await gina.get("/settings/company/file")).text)
    assert await metrics() == ["月营收"] and "规则完全相同" in again.text


async def test_the_file_of_a_company_at_work_is_put_together_of_few_statements(company: Cast) -> None:
    async with browser("gina") as gina:
        await gina.get("/settings/company/file")  # the first time every question's columns are learnt
        kept.at("")
        token = statements.set(asked := [])
        assert (await gina.get("/settings/company/file")).text.count("[[paths.versions]]")
        statements.reset(token)
    assert len(asked) <= 4


async def test_a_file_is_read_instead_of_the_text_and_stands_there_to_be_changed(cast: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit(
            "/settings/company", do="look", text="", file=("company.toml", METRIC.encode(), "text/plain")
        )
    assert page.status_code == 200 and "月营收" in page.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (METRIC.replace("unit", "unti"), "metrics[0].unti: unknown key"),
        (METRIC + "[[paths]]\ncode = 1\n", "paths[0]"),
        ("this is = = no TOML", "not a readable TOML file"),
    ],
)
async def test_an_error_names_its_place_keeps_the_text_and_changes_nothing(
    cast: Cast, text: str, sentence: str
) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/settings/company", do="apply", text=text)
    assert page.status_code == 422 and sentence in page.text and text.splitlines()[0] in page.text.replace("&#34;", '"')
    assert await metrics() == []


async def test_employees_managers_and_it_do_not_read_the_rules_as_a_file(cast: Cast) -> None:
    for name in ("eve", "mona", "root"):
        async with browser(name) as who:
            assert (await who.get("/settings/company")).status_code == 403
            assert (await who.get("/settings/company/file")).status_code == 403
            assert (await who.submit("/settings/company", do="apply", text=METRIC)).status_code == 403
    assert await metrics() == []
