"""Looks unlike those before are told to others than the one who looked, once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.rbac.noticing import notice
from hrapp.modules.rbac.rules import unusual

from ...browser import browser, words
from ...cast import PEOPLE, Cast
from ...signing import Clock, rows

DAY = timedelta(days=1)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize(
    ("people", "usual", "nights", "days", "sensitive", "night", "why"),
    [
        (4, 0, 0, 90, True, True, ""),
        (5, 5, 0, 90, False, True, "night"),
        (5, 5, 2, 90, False, True, ""),
        (10, 0, 0, 90, True, False, "first"),
        (10, 0, 0, 90, False, False, ""),
        (10, 0, 0, 3, True, False, ""),  # of somebody new every look is the first
        (10, 1, 0, 90, True, False, ""),
        (30, 14, 0, 90, False, False, "many"),
        (30, 15, 0, 90, False, False, ""),
        (29, 0, 0, 90, False, False, ""),
        (30, 0, 0, 3, False, False, ""),
    ],
)
def test_what_is_unlike_the_month_before(
    people: int, usual: int, nights: int, days: int, sensitive: bool, night: bool, why: str
) -> None:
    assert unusual(people, usual, nights, days, sensitive=sensitive, night=night) == why


async def _looked(name: str, people: int, ago: timedelta, data: str = "salary") -> None:
    async with unit_of_work():
        account = await account_by_login(PEOPLE[name][0])
        assert account
        entry = await DB.value(
            "insert into audit_entry (at, account, actor, event, data) values ($1, $2, $3, 'DataSeen', $4) returning id",
            clock.now() - ago, account.id, f"{account.name}（{PEOPLE[name][0]}）", data,
        )  # fmt: skip
        await DB.insert_many(
            "insert into audit_subject (entry, person) values ($1, $2)", [(entry, new_id()) for _ in range(people)]
        )


async def _noticed() -> list[str]:
    """Who has a message about it."""
    async with unit_of_work():
        await notice()
    return [
        row["name"]
        for row in await rows(
            "select p.name from notify_message m join people_person p on p.id = m.person where m.kind = 'unusual_looks'"
            " order by p.emp_no"
        )
    ]


async def test_hr_who_sees_pay_of_many_for_the_first_time_is_told_of_to_the_general_manager(
    cast: Cast, now: Clock
) -> None:
    await _looked("ada", 1, 60 * DAY, "performance")
    await _looked("ada", 12, timedelta(minutes=20))
    assert await _noticed() == ["顾宁"], "and not Ada herself"
    assert await _noticed() == ["顾宁"], "once"
    found = await rows("select details, person from audit_entry where event = 'UnusualLooks'")
    assert [row["details"]["people"] for row in found] == [12] and found[0]["person"] == await cast.person("ada")
    async with browser("gina") as gina:
        inbox = await gina.get("/inbox")
    assert "安可（E002）一小时内查看了 12 人的薪资" in words(inbox)


async def test_the_general_manager_s_own_looks_are_told_to_hr(cast: Cast, now: Clock) -> None:
    await _looked("gina", 6, 3 * DAY, "performance")
    now.on(hours=13)  # 23:00 in Shanghai
    await _looked("gina", 6, timedelta(minutes=1), "performance")
    assert await _noticed() == ["安可"]


async def test_what_somebody_does_every_week_is_not_told(cast: Cast, now: Clock) -> None:
    for week in range(1, 5):
        await _looked("ada", 40, week * 7 * DAY)
    await _looked("ada", 45, timedelta(minutes=20))
    await _looked("ada", 45, timedelta(minutes=90))
    assert await _noticed() == []
