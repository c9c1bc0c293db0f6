"""Whatever somebody types into the address or sends with a form: an answer, never a failure; and no form but our own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from hrapp.kernel.registry import PUBLIC, Registry

from ..browser import NOBODY, browser
from ..cast import Cast
from ..company import one

ODD_IDS = (NOBODY, "x", "0", "%00", "%F0%9F%98%80", "'--", "x" * 300)
ODD_QUERIES = (
    "text=%00", "text=%ED%A0%80", "department='--", "page=0", "page=99999999999999999999", "page=-1", "start=٣", "start=-5",
    "window=²", "version=x", "version=999999999999999", "period=2026Q9", "period=0000-00", "day=0001-01-01", "before=-1",
    "show=%25&about=x&state=x&sort=1%3B", "from=1e9", "figure=1e400&typed_as=new_pay", "course=%25", "status=x&status=left",
)  # fmt: skip


def paths(house: Registry, method: str) -> Iterator[tuple[str, str]]:
    """(path, permission) of every registered route."""
    for page in house.each(lambda m: m.pages):
        if method in page.http_methods:
            for path in page.paths:
                yield path, page.opt["permission"]


def filled(path: str, odd: str) -> str:
    return re.sub(r"{\w+:\w+}", odd, path)


@pytest.mark.parametrize("name", ["gina", "eve"])
async def test_an_odd_id_is_answered(company_once: Cast, house: Registry, name: str) -> None:
    async with browser(name) as who:
        broken = [
            url
            for path, _ in paths(house, "GET")
            for odd in (ODD_IDS if "{" in path else ())
            if (await who.get(url := filled(path, odd))).status_code >= 500
        ]
    assert broken == []


@pytest.mark.parametrize("name", ["gina", "mona"])
async def test_an_odd_query_is_answered(company_once: Cast, house: Registry, name: str) -> None:
    person, in_round = await company_once.person("eve"), await one("select max(id) from compensation_raise_round")
    in_path = await one("select id from promotion_path")
    async with browser(name) as who:
        broken = []
        for path, _ in paths(house, "GET"):
            path = path.replace("{person:str}", person).replace("{round_id:str}", in_round)
            path = path.replace("{path_id:str}", in_path)
            for query in () if "{" in path else ODD_QUERIES:
                if (await who.get(f"{path}?{query}")).status_code >= 500:
                    broken.append(f"{path}?{query}")
    assert broken == []


REAL = {
    "item_id": "select max(id) from performance_kpi_item i where not exists (select 1 from performance_metric_value v"
    " where v.person = i.person and v.metric = i.metric and v.period = i.period)",
    "document": "select id from documents_document where title like '伊薇%'",
    "batch": "select id from imports_batch where state = 'read'",
    "message": "select id from notify_message where kind = 'promotion_eligible'",
    "round_id": "select id from compensation_raise_round where state = 'open'",
    "raise_id": "select x.id from compensation_raise x join compensation_raise_round r on r.id = x.raise_round"
    " join people_person p on p.id = x.person where r.state = 'open' and p.emp_no = 'E004'",
    "case_id": "select id from promotion_case",
    "path_id": "select id from promotion_path",
    "person": "select id from people_person where emp_no = 'E006'",
    "session": "select coalesce(max(handle), 'none') from accounts_session",
    "device": "select coalesce(max(id), 'none') from accounts_device",
}
FIELDS = (
    "login", "password", "next", "code", "old", "language", "theme", "person", "course", "day", "status", "rate", "score",
    "doc_type", "title", "file", "files", "version", "verdict", "comment", "figure", "typed_as", "reason", "effective_on",
    "next_review_on", "actual", "note", "do", "revision", "change_note", "lookback_periods", "promotion_from",
    "promotion_to", "proof_password", "proof_code", "remember", "round_to", "cap_pct", "row_grade", "row_pct", "row_text", "row_place", "more_value", "c_code",
    "c_kind", "c_label", "c_weight", "c_place", "p1_n", "p1_of", "add_kind",
)  # fmt: skip
NONSENSE = {
    "nothing": "",
    "very long": "9" * 400,
    "bytes that are no letters": "\x00\x1f",
    "one": "1",
    "a day": "0001-01-01",
    "far": "99999999999999.99999999",
    "markup": "<script>'\";--",
}


@pytest.mark.parametrize("name", ["gina", "ada", "mona"])
async def test_a_form_of_nonsense_is_answered(company: Cast, house: Registry, name: str) -> None:
    """At things that are there and at things that are not: a sentence, a refusal, never a failure."""
    known = {parameter: await one(sql) for parameter, sql in REAL.items()}
    broken = []
    for path, _ in paths(house, "POST"):
        if path in ("/sign-out", "/account/password"):
            continue  # they end the session
        urls = {filled(path, NOBODY), re.sub(r"{(\w+):\w+}", lambda found: known.get(found[1]) or NOBODY, path)}
        for url in urls:
            for what, value in NONSENSE.items():
                async with browser(name) as who:
                    answer = await who.submit(url, **(dict.fromkeys(FIELDS, value) if value else {}))
                if answer.status_code >= 500:
                    broken.append((path, what))
    assert broken == []


async def test_no_form_is_taken_that_did_not_come_from_our_pages(company_once: Cast, house: Registry) -> None:
    foreign = {"Origin": "https://elsewhere.test"}
    async with browser("gina") as gina:
        for path, permission in paths(house, "POST"):
            url = filled(path, NOBODY)
            if permission != PUBLIC:
                assert (await gina.post(url)).status_code == 403, f"{path} without a token"
                assert (await gina.post(url, headers={"X-CSRF-Token": "x" * 88})).status_code == 403, path
            assert (await gina.post(url, headers=foreign)).status_code == 403, f"{path} from another site"
            assert (await gina.post(url, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403, path


async def test_without_a_session_every_page_asks_to_sign_in(company_once: Cast, house: Registry) -> None:
    async with browser() as nobody:
        for path, permission in paths(house, "GET"):
            if permission != PUBLIC:
                answer = await nobody.get(filled(path, NOBODY))
                assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), path
        for path, permission in paths(house, "POST"):
            if permission != PUBLIC:
                assert (await nobody.post(filled(path, NOBODY))).status_code == 303, path


async def test_every_answer_carries_the_headers_that_keep_strangers_out(company_once: Cast, house: Registry) -> None:
    async with browser("gina") as gina:
        for path, _ in paths(house, "GET"):
            answer = await gina.get(filled(path, NOBODY))
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy, path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert "no-store" in answer.headers["cache-control"], path
