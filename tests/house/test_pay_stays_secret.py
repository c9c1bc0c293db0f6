"""Every page, asked by every role: nobody reads the pay of somebody else, except HR and the general manager.

The walk goes over the routes that the modules register, so a new page is walked from its first day; one with a
new kind of id in its path has to say here where real ids come from.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

import httpx
import pytest

from hrapp.kernel import jobs
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.compensation.queries import pay_lines, raises_of

from ..browser import Browser, browser
from ..cast import PEOPLE, TODAY, Cast
from ..company import PAY, one

# Where real ids come from, by the name of the parameter. The people: one of sales, its head, HR, the boss.
IDS = {
    "person": "select id from people_person where emp_no in ('E001', 'E002', 'E003', 'E004')",
    "round_id": "select id from compensation_raise_round",
    "raise_id": "select r.id from compensation_raise r join people_person p on p.id = r.person"
    " where p.emp_no in ('E002', 'E003', 'E004')",
    "document": "select id from documents_document",
    "batch": "select id from imports_batch",
    "file": "select unnest(array['person.xlsx', 'pay.xlsx', 'payroll.xlsx']) as id",
    "form": "select id from performance_form",
    "case_id": "select id from promotion_case",
    "path_id": "select id from promotion_path",
    "export": "select id from privacy_export",
    "proposal": "select id from rbac_proposal",
}
# What changes a page by its query: drafts, filters, other versions.
QUERIES = {"/people/{person:str}/performance": ("?period=2026Q3",), "/audit": ("?person=E004", "?event=RoundReleased")}
OUTSIDERS = ("mona", "otto", "eve", "finn", "olga", "root")  # managers, colleagues, the auditor, IT
RISE = Decimal(7392)  # Eve's raise of spring


def written(amount: Decimal) -> set[str]:
    """How a figure may be written: ¥73,918.46 · 73918.46 · 73,918 · 73918."""
    return {f"{amount:,.2f}", f"{amount:.2f}", f"{int(amount):,}", str(int(amount))}


async def canaries() -> dict[str, set[str]]:
    """{工号: everything that tells what somebody earns, earned, or would earn}."""
    found: dict[str, set[str]] = defaultdict(set)
    async with unit_of_work(read_only=True, role=IMPORT):
        no = {row["id"]: row["emp_no"] for row in await DB.fetch("select id, emp_no from people_person")}
        for line in await pay_lines(EVERYBODY, TODAY):
            found[no[line.person]] |= written(line.base)
        for row in await DB.fetch("select id from compensation_raise_round"):
            for each in await raises_of(EVERYBODY, row["id"], TODAY):
                for rise in {each.suggested_increment, each.decided_increment, each.proposed_increment} - {None}:
                    assert rise is not None
                    if each.base:
                        found[each.emp_no] |= written(each.base + rise) | ({f"¥{rise:,.2f}"} if rise else set())
    return found


def tells(answer: httpx.Response, secrets: set[str]) -> set[str]:
    text = html.unescape(re.sub(r"<[^>]*>", "", answer.text)) + answer.text
    return {secret for secret in secrets if secret in text}


async def own_copy(house: Registry) -> None:
    """Eve has a copy of her own data, with her pay in it."""
    async with browser("eve") as eve:
        assert (await eve.submit("/privacy/export")).status_code == 303
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})


async def reset_agreed() -> None:
    """HR and the general manager agreed to a new code for the auditor: each reads half of it on a page."""
    async with browser("ada") as ada, browser("gina") as gina:
        assert (
            await ada.submit("/settings/access/resets", reset_no="E007", reset_reason="忘记密码")
        ).status_code == 303
        proposal = await one("select id from rbac_proposal where kind = 'factor' and state = 'open'")
        for who in (ada, gina):
            await who.submit(f"/settings/access/proposals/{proposal}/vote", verdict="agree")


async def every_url(house: Registry) -> list[str]:
    await own_copy(house)
    await reset_agreed()
    async with unit_of_work(read_only=True, role=IMPORT):
        known = {name: [row["id"] for row in await DB.fetch(sql)] for name, sql in IDS.items()}
    assert all(known.values()), "an empty list of ids walks past its pages"
    urls = []
    for page in house.each(lambda m: m.pages):
        for path in sorted(page.paths) if "GET" in page.http_methods else ():
            names = re.findall(r"{(\w+):\w+}", path)
            assert set(names) <= set(IDS), f"{path}: say in IDS where real ids of its parameters come from"
            for ids in product(*(known[name] for name in names)):
                filled = dict(zip(names, ids, strict=True))
                url = re.sub(r"{(\w+):\w+}", lambda found, filled=filled: filled[found[1]], path)  # type: ignore[misc]
                urls += [url, *(url + query for query in QUERIES.get(path, ()))]
    return urls


async def walk(who: Browser, urls: Sequence[str]) -> list[tuple[str, httpx.Response]]:
    """Each address as a page and, where there is one, as the part of it that htmx gets."""
    found = []
    for url in urls:
        page = await who.get(url)
        found.append((url, page))
        if page.status_code == 200:
            found.append((f"{url} (htmx)", await who.htmx(url)))
    return found


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_nobody_reads_the_pay_of_somebody_else_on_any_page(
    company_once: Cast, house: Registry, name: str
) -> None:
    found = await canaries()
    assert found.keys() == {row[0] for row in PEOPLE.values()}
    secrets = set().union(*(told for emp_no, told in found.items() if emp_no != PEOPLE[name][0]))
    urls = await every_url(house)
    assert len(urls) > 80
    async with browser(name) as who:
        answers = await walk(who, urls)
    assert {url: told for url, answer in answers if (told := tells(answer, secrets))} == {}
    assert [url for url, answer in answers if answer.status_code >= 500] == []
    assert sum(answer.status_code == 200 for _, answer in answers) > 20, "a walk before closed doors proves nothing"


async def test_the_figures_are_there_for_the_person_hr_and_the_general_manager(
    company_once: Cast, house: Registry
) -> None:
    """The same walk sees them where they should be: otherwise the one above would prove nothing."""
    now = f"¥{Decimal(PAY['eve']) + RISE:,.2f}"
    eve = await company_once.person("eve")
    urls = await every_url(house)
    seen = {}
    for name in ("eve", "ada", "gina"):
        async with browser(name) as who:
            seen[name] = {url for url, answer in await walk(who, urls) if now in answer.text}
    assert {"/pay", f"/people/{eve}", f"/people/{eve}/pay"} <= seen["eve"]
    assert not [url for url in seen["eve"] if url.startswith("/raises")]
    for name in ("ada", "gina"):
        assert {f"/people/{eve}", f"/people/{eve}/pay"} <= seen[name]
        assert [url for url in seen[name] if url.startswith("/raises/")], name


async def test_hr_does_not_learn_their_own_raise_before_its_release(company_once: Cast, house: Registry) -> None:
    """Ada's own suggestion of the open round: 10 % of what she has since the spring round."""
    base = Decimal(PAY["ada"])
    now = base + (base / 10).quantize(Decimal(1))
    suggested = (now / 10).quantize(Decimal(1))
    async with browser("ada") as ada:
        answers = await walk(ada, await every_url(house))
    told = {url for url, answer in answers if tells(answer, {f"¥{now + suggested:,.2f}", f"¥{suggested:,.2f}"})}
    assert told == set()
    async with browser("gina") as gina:
        answers = await walk(gina, [url for url in await every_url(house) if url.startswith("/raises/")])
    assert [url for url, answer in answers if tells(answer, {f"¥{suggested:,.2f}"})]
