"""Known figures, numbers and titles of every protected class: whoever walks over every page meets only those that the
model lets them see, in whatever form they are written."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import pytest

from hrapp.kernel.classes import CASE, IDENTITY, PERFORMANCE, PERSONAL, SALARY
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from ..browser import browser
from ..cast import PEOPLE, Cast
from ..company import ID_NUMBERS, PHONE
from ..house.canaries import _encoded
from ..house.test_pay_stays_secret import canaries, every_url, walk
from . import reading, worlds
from .model import World, may

# The cast, with a department's HR and finance in the place of two who reported to nobody special.
WHO = ("eve", "finn", "mona", "otto", "olga", "root", "ada")
GIVEN = {"otto": ("hrbp", "运营部"), "finn": ("compensation", None)}
RESULT = {"eve": "918264", "finn": "734615", "mona": "562907", "olga": "0.8371"}
NOTE = {"eve": "候选人谈话记录QX7"}  # of her case
PHONES = {"eve": PHONE, "mona": "13977730001", "olga": "13977730002", "ada": "13977730003"}
TITLES = {"eve": "伊薇的带队方案", "mona": "莫兰的带队方案", "olga": "欧佳的带队方案"}
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
    """As written, and as somebody would write it who does not want it found."""
    return told | {each.decode() for one in told if len(one) > 5 for each in _encoded(one.encode())}


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
async def told(company_once: Cast, house: Registry) -> tuple[Planted, World, list[str]]:
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
                if said := tells(answer.text, values - shared):
                    leaked[url, *key] = said
            seen |= {key for key in open_ if tells(answer.text, found[key])}
    assert leaked == {}
    assert len(seen) >= min(2, len(open_)), "a walk that meets nothing at all proves nothing"


async def test_lists_to_take_along_hold_no_protected_value(told: tuple[Planted, World, list[str]]) -> None:
    found, _, _ = told
    secrets = set().union(*(values for (_, data), values in found.items() if data != PERSONAL))
    for name in ("ada", "gina"):
        async with browser(name) as who:
            answer = await who.submit("/people/export", kind="csv")
            assert tells(answer.content.decode("utf-8", "replace"), secrets) == set(), name


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
                said = re.sub(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{64}|\d\d:\d\d:\d\d\.\d+", " ", row["said"])
                assert tells(said, secrets) == set(), (table, said[:300])
