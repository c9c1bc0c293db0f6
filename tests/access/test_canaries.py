"""Known figures, numbers and titles of every protected class: whoever walks over every page meets only those that the
model lets them see, in whatever form they are written."""

from __future__ import annotations

import html
import io
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import openpyxl
import pytest
from openpyxl.utils.exceptions import InvalidFileException

from hrapp.kernel.classes import CASE, IDENTITY, PERFORMANCE, PERSONAL, SALARY
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from ..browser import browser
from ..cast import PEOPLE, Cast
from ..company import ID_NUMBERS, PHONE
from ..house.canaries import _encoded
from ..house.test_pay_stays_secret import canaries, every_url, walk
from ..house.test_second_wall import _listening
from . import reading, worlds
from .model import World, may

# The cast, with a department's HR and finance in the place of two who reported to nobody special.
WHO = ("eve", "finn", "mona", "otto", "olga", "root", "ada")
GIVEN = {"otto": ("hrbp", "运营部"), "finn": ("compensation", None)}
RESULT = {"eve": "918264", "finn": "734615", "mona": "562907", "olga": "0.8371"}
NOTE = {"eve": "候选人谈话记录QX7"}  # of her case
PHONES = {"eve": PHONE, "mona": "13977730001", "olga": "13977730002", "ada": "13977730003"}
TITLES = {"eve": "伊薇的带队方案", "mona": "莫兰的带队方案", "olga": "欧佳的带队方案"}
EXPORTS = ("/people/export", "/overview/attainment/export", "/audit/export")
EXPORTED_BY = {
    "ada": set(EXPORTS),
    "gina": set(EXPORTS),
    "otto": {"/people/export", "/overview/attainment/export"},  # of operations
    "olga": {"/audit/export"},
}
_NOISE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{32,}|\d\d:\d\d:\d\d[.,]\d+")
Planted = Mapping[tuple[str, str], set[str]]


async def plant() -> None:
    """Odd figures where the company of the tests has round ones."""
    async with unit_of_work(role=IMPORT):
        for name, value in RESULT.items():
            await DB.fetch("delete from performance_metric_value v using people_person p where p.id = v.person"
                           " and p.emp_no = $1", PEOPLE[name][0])  # fmt: skip
            await DB.fetch("insert into performance_metric_value (id, person, metric, period, value, source, origin,"
                           " entered_by, entered_at) select i.id, i.person, i.metric, i.period, $2::numeric,"
                           " 'spreadsheet', 'x', 'x', now() from performance_kpi_item i join people_person p"
                           " on p.id = i.person where p.emp_no = $1 and i.period = '2026-09' order by i.target desc"
                           " limit 1", PEOPLE[name][0], value)  # fmt: skip
        for name, phone in PHONES.items():
            await DB.fetch("update people_person set phone = $2 where emp_no = $1", PEOPLE[name][0], phone)
        for name, note in NOTE.items():
            await DB.fetch("update promotion_case c set closing_note = $2, reason = $2 from people_person p"
                           " where p.id = c.person and p.emp_no = $1", PEOPLE[name][0], note)  # fmt: skip
        for name, (role, department) in GIVEN.items():
            await DB.fetch("insert into rbac_role_assignment (id, account, role, department, given_by, given_at)"
                           " select 'R' || left(a.id, 25), a.id, $2, (select id from people_department where name = $3),"
                           " 't', now() from accounts_account a join people_person p on p.id = a.person"
                           " where p.emp_no = $1", PEOPLE[name][0], role, department)  # fmt: skip


async def planted() -> Planted:
    """{(who it is about, class): every writing of it}"""
    names = {row[0]: name for name, row in PEOPLE.items()}
    found = {(names[emp_no], SALARY): told for emp_no, told in (await canaries()).items()}
    found |= {(name, IDENTITY): {number, number[:17], number[6:14]} for name, number in ID_NUMBERS.items()}
    found |= {(name, PERSONAL): {phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}"} for name, phone in PHONES.items()}
    for name in PEOPLE:
        told = {TITLES[name]} if name in TITLES else set()
        if value := RESULT.get(name):
            told |= {value, f"{int(value):,}"} if value.isdecimal() else {value, "83.71"}
        if told:
            found[name, PERFORMANCE] = told
    return found | {(name, CASE): {note} for name, note in NOTE.items()}


def forms(told: set[str]) -> set[str]:
    """As written, and as somebody would write it who does not want it found, or as a program does: in base64, in
    hexadecimal, in an address, in JSON."""
    written = {form for one in told for form in (quote(one), quote_plus(one), json.dumps(one)[1:-1])}
    return told | written | {each.decode() for one in told if len(one) > 5 for each in _encoded(one.encode())}


def read(answer: httpx.Response) -> str:
    """What is in it: of a workbook every cell, of everything else the text."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    try:
        book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
    except (KeyError, InvalidFileException):  # another kind of archive
        return answer.text
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join(str(cell) for cell in cells if cell is not None)


def tells(body: str, told: set[str]) -> set[str]:
    text = html.unescape(re.sub(r"<[^>]*>", "", body)) + body
    return {each for each in told if each in text}


def opens(world: World, account: str, subject: str, data: str) -> bool:
    """Whether some permission of this class reaches that person; a case is read with results."""
    data = PERFORMANCE if data == CASE else data
    if world.accounts[account] == subject:
        return True
    return any(may(world, account, right, subject) for right in worlds.rights() if right.data == data)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[str], Path]]:
    """What is logged while this file runs, and a temporary folder of its own."""
    logged, folder = [], tmp_path_factory.mktemp("temporary")  # type: list[str], Path
    with _listening(logged), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield logged, folder


@pytest.fixture(scope="module")
async def told(left: tuple[list[str], Path], company_once: Cast, house: Registry) -> tuple[Planted, World, list[str]]:
    await plant()
    urls = await every_url(house)
    async with unit_of_work(read_only=True, role=IMPORT):
        return await planted(), await reading.world(), urls


@pytest.mark.parametrize("name", WHO)
async def test_whoever_walks_over_every_page_meets_what_is_theirs_alone(
    told: tuple[Planted, World, list[str]], name: str
) -> None:
    found, world, urls = told
    people = {p.emp_no: p.id for p in world.people.values()}
    account = next(a for a, person in world.accounts.items() if person == people[PEOPLE[name][0]])
    open_ = {key for key in found if opens(world, account, people[PEOPLE[key[0]][0]], key[1])}
    secrets = {key: forms(values) for key, values in found.items() if key not in open_}
    shared = set().union(*(forms(found[key]) for key in open_))
    leaked, seen = {}, set()
    async with browser(name) as who:
        for url, answer in await walk(who, urls):
            for key, values in secrets.items():
                if said := tells(read(answer), values - shared):
                    leaked[url, *key] = said
            seen |= {key for key in open_ if tells(read(answer), found[key])}
    assert leaked == {}
    assert len(seen) >= min(2, len(open_)), "a walk that meets nothing at all proves nothing"


@pytest.mark.parametrize("name", (*WHO, "gina"))
async def test_lists_to_take_along_hold_what_is_theirs_alone(told: tuple[Planted, World, list[str]], name: str) -> None:
    """Every list, as a workbook and as CSV."""
    found, world, _ = told
    people = {p.emp_no: p.id for p in world.people.values()}
    account = next(a for a, person in world.accounts.items() if person == people[PEOPLE[name][0]])
    open_ = {key for key in found if opens(world, account, people[PEOPLE[key[0]][0]], key[1])}
    shared = set().union(*(forms(found[key]) for key in open_))
    secrets = {key: forms(values) - shared for key, values in found.items() if key not in open_}
    got, seen = set(), set()
    async with browser(name) as who:
        for url, kind in product(EXPORTS, ("xlsx", "csv")):
            answer = await who.submit(url, **{"file" if url == "/audit/export" else "kind": kind})
            got |= {url} if answer.status_code == 200 else set()
            seen |= {key for key in open_ if tells(read(answer), found[key])}
            assert {key: said for key, values in secrets.items() if (said := tells(read(answer), values))} == {}, url
            assert not {data for _, data in seen} & {SALARY, IDENTITY}, "no list has a column of these"
    assert got == EXPORTED_BY.get(name, set())
    assert seen or name not in ("ada", "gina"), "a list that holds nothing proves nothing"


def test_no_log_and_no_temporary_file_holds_one(
    told: tuple[Planted, World, list[str]], left: tuple[list[str], Path]
) -> None:
    """After every walk above: logs of every level, and whatever was put on the disk for a moment."""
    found, (logged, folder) = told[0], left
    secrets = set().union(*(forms(values) for values in found.values()))
    assert logged and {said for line in logged if (said := ", ".join(tells(_NOISE.sub(" ", line), secrets)))} == set()
    assert list(folder.iterdir()) == []


async def test_messages_jobs_and_the_trail_hold_no_protected_value(told: tuple[Planted, World, list[str]]) -> None:
    """After everything that the company of the tests did, and after every walk above."""
    found, _, _ = told
    titles = set(TITLES.values())  # a message says what was handed in, to those who may read it
    secrets = set().union(*(forms(values) for values in found.values())) - set().union(*(forms({t}) for t in titles))
    async with unit_of_work(read_only=True, role=IMPORT):
        for table in ("notify_message", "kernel_job", "audit_entry"):
            rows = await DB.fetch(f"select to_jsonb(t)::text as said from {table} t")
            assert rows or table == "kernel_job", table
            for row in rows:
                said = _NOISE.sub(" ", row["said"])
                assert tells(said, secrets) == set(), (table, said[:300])
