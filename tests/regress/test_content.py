"""Published vulnerabilities of others in what is shown: markup, templates, sorting and messages, one test per row."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.pages import templates
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import savepoint, unit_of_work
from hrapp.modules.people.queries import PersonRow
from hrapp.modules.people.roster import SORTS, RosterFilter, roster

from ..browser import NOBODY, Browser, application, browser
from ..cast import TODAY, Cast
from ..company import one
from ..house.test_no_page_breaks import FIELDS, REAL, filled, paths

EVIL = "<img src=x onerror=alert(1)>'\"><svg onload=alert(2)>{{7*7}}${7*7}<script>alert(3)</script>"
RAW = ("<img src=x", "<svg onload", "<script>alert", "onerror=alert(1)>'\"", ">49<", "$49")
FORMULAS = (
    "{{7*7}}",
    "{{ config }}",
    "${7*7}",
    "{x.__class__}",
    "%(secret)s",
    "{%raw%}",
    "#{7*7}",
    "{0.__class__.__mro__}",
)


@pytest.fixture
async def ada(company_once: Cast) -> AsyncIterator[Browser]:
    async with browser("ada") as who:
        yield who


def raw_in(text: str) -> list[str]:
    return [each for each in RAW if each in text]


async def _evil_company() -> None:
    """Every text that somebody wrote, in every table, is markup from now on."""
    async with unit_of_work():
        await DB.fetch("update people_person set name = $1 where emp_no in ('E004', 'E005')", EVIL[:100])
        await DB.fetch("update people_department set name = $1 where name = '销售部'", EVIL[:100])
        await DB.fetch("update people_assignment set position = $1 where position = '业务员'", EVIL[:100])
        await DB.fetch("update documents_document set title = $1, comment = $2, doc_type = $3", EVIL, EVIL, EVIL[:100])
        await DB.fetch("update documents_document set file_name = $1 where content is not null", EVIL)


async def test_row_71_72_77_80_names_of_markup_are_text_on_every_page_and_in_every_part(
    company: Cast, house: Registry
) -> None:
    """No filter of input takes anything away: `<b>` stays `<b>`, and is only ever written as text."""
    await _evil_company()
    eve = await company.person("eve")
    known = {name: await one(sql) for name, sql in REAL.items() if name != "document"}
    known["document"] = await one("select id from documents_document where content is not null")
    shown = 0
    for name in ("gina", "ada", "mona", "eve"):
        async with browser(name) as who:
            for path, _ in paths(house, "GET"):
                url = re.sub(r"{(\w+):\w+}", lambda found: str(known.get(found[1], eve)), path)
                for answer in (await who.get(url), await who.htmx(url)):
                    if answer.headers.get("content-type", "").startswith("text/html"):
                        assert raw_in(answer.text) == [], url
                        shown += "&lt;img src=x" in answer.text
    assert shown > 20, "and they are shown"


@pytest.mark.parametrize("name", ["gina", "ada"])
async def test_row_76_what_is_asked_or_typed_comes_back_as_text(company_once: Cast, house: Registry, name: str) -> None:
    asked = (
        "text",
        "department",
        "status",
        "sort",
        "next",
        "code",
        "type",
        "about",
        "file",
        "period",
        "day",
        "course",
        "state",
        "page",
    )
    query = "&".join(f"{key}={quote(EVIL)}" for key in asked)
    async with browser(name) as who:
        for path, _ in paths(house, "GET"):
            for url in (f"{filled(path, NOBODY)}?{query}", filled(path, quote(EVIL, safe=""))):
                for answer in (await who.get(url), await who.htmx(url)):
                    assert answer.status_code < 500 and raw_in(answer.text) == [], url


async def test_row_76_a_form_of_markup_comes_back_as_text(company: Cast, house: Registry) -> None:
    for path, _ in paths(house, "POST"):
        if path in ("/sign-out", "/account/password"):
            continue
        async with browser("ada") as ada:
            answer = await ada.submit(filled(path, NOBODY), **dict.fromkeys(FIELDS, EVIL))
        assert answer.status_code < 500 and raw_in(answer.text) == [], path


async def test_row_68_a_cookie_of_markup_is_not_repeated(company_once: Cast) -> None:
    for cookie in ("hrapp_session", "hrapp_form", "hrapp_theme", "hrapp_language", "hrapp_flash", "csrftoken"):
        async with browser() as who:
            answer = await who.get("/sign-in", headers={"Cookie": f'{cookie}="{EVIL.replace(chr(34), "")}"'})
            assert answer.status_code == 200 and raw_in(answer.text) == [], cookie


async def test_row_82_a_flash_is_text_whoever_wrote_the_cookie(company_once: Cast) -> None:
    import base64

    import msgspec

    packed = base64.urlsafe_b64encode(msgspec.json.encode(["ok", EVIL])).decode()
    async with browser() as who:
        answer = await who.get("/sign-in", headers={"Cookie": f"hrapp_flash={packed}"})
    assert raw_in(answer.text) == []


def test_row_82_the_environment_escapes_everything() -> None:
    application()
    assert templates().autoescape is True
    assert templates().from_string("{{ x }}").render(x=EVIL).count("<") == 0


@pytest.mark.parametrize("text", FORMULAS)
async def test_row_85_what_looks_like_a_template_stays_as_it_was_typed(company: Cast, text: str) -> None:
    """There are no templates that people write; reasons, titles and names are never filled in."""
    async with browser("finn") as finn:
        sent = ("a.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
        await finn.submit("/documents", doc_type="证明", title=text, file=sent)
        page = await finn.get("/documents")
    import html

    assert text in html.unescape(page.text)


async def test_row_69_88_an_order_is_one_of_ours(company_once: Cast) -> None:
    odd = (
        "emp_no; drop table people_person",
        "(select 1)",
        "name desc",
        "1",
        "p.id",
        "password_hash",
        "sort",
        "id_no",
        "'",
        "/**/",
        "leave_date",
    )
    async with unit_of_work(read_only=True):
        from hrapp.kernel.access import EVERYBODY

        first, _ = await roster(EVERYBODY, TODAY, RosterFilter(), EVERYBODY)
        for sort in odd:
            found, _ = await roster(EVERYBODY, TODAY, RosterFilter(sort=sort), EVERYBODY)
            assert [row.id for row in found] == [row.id for row in first], sort
    assert set(SORTS) == {"emp_no", "name", "hire_date", "department"} and all(
        isinstance(row, PersonRow) for row in first
    )


async def test_row_36_88_a_field_that_is_not_offered_is_not_looked_for(company_once: Cast) -> None:
    """A search reaches what the page shows; a pay, a telephone number or an ID number answers nothing."""
    async with browser("eve") as eve:
        page = (await eve.get("/people?text=nobody-is-called-so")).text
        plain = re.compile(r'value="[^"]*"')
        for key in ("phone", "pay", "salary", "amount", "id_no", "birth_date", "base_salary", "leave_reason", "email"):
            other = (await eve.get(f"/people?text=nobody-is-called-so&{key}=1")).text
            assert plain.sub("", other) == plain.sub("", page), key


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "'", "' or 1=1 --", "%' or '1'='1", "$1", "{}", "{0}", "E00%", "\\%", "安_"]
)
async def test_row_89_a_search_is_a_text_and_no_pattern(ada: Browser, typed: str) -> None:
    answer = await ada.get("/people", params={"text": typed})
    assert answer.status_code == 200 and "E004" not in answer.text


async def test_row_93_a_savepoint_has_a_name_of_ours() -> None:
    import inspect

    assert list(inspect.signature(savepoint).parameters) == [], "nobody names one"


async def test_row_85_92_a_company_file_is_data_and_runs_nothing(company: Cast) -> None:
    async with browser("ada") as ada:
        for written in (
            'a = "{{7*7}}"',
            "!!python/object/apply:os.system ['id']",
            "[company]\nname = {a = 1}",
            "x" * 70_000,
            "[[[[" * 20_000,
            "a." * 30_000 + "b = 1",
            "a = " + "[" * 60_000,
        ):
            answer = await ada.submit("/settings/company", text=written, do="look")
            assert answer.status_code in (413, 422, 403), written[:20]
    assert issubclass(Refused, Exception)


async def test_row_37_what_is_not_there_and_what_is_not_yours_look_alike(company_once: Cast) -> None:
    document = await one("select id from documents_document where title like '伊薇%'")
    async with browser("finn") as finn:
        token = re.compile(r'value="[A-Za-z0-9_-]{80,}={0,2}"')
        for path in ("/documents/{}", "/documents/{}/file"):
            theirs, nothing = await finn.get(path.format(document)), await finn.get(path.format(NOBODY))
            assert theirs.status_code == nothing.status_code == 404
            assert token.sub("", theirs.text) == token.sub("", nothing.text)


async def test_row_96_a_header_cannot_be_ended_by_what_was_sent(company_once: Cast) -> None:
    async with browser() as who:
        for value in ("/a%0d%0aX-Mine: yes", "/a\r\nX-Mine: yes", "/人", "/a b", "/%E2%80%A8x"):
            answer = await who.submit("/theme?next=" + quote(value), theme="dark")
            assert answer.status_code < 500 and "x-mine" not in answer.headers, value
