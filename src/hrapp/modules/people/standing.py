"""Everybody's time in the company with what the figures of people are computed from: two statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.periods import Calendar
from hrapp.kernel.text import gettext as _
from hrapp.modules.people.profile import Reminders, Reports, Window
from hrapp.modules.people.rules import Stay, as_known_on, employed_on


class Standing(msgspec.Struct, frozen=True):
    """A person who is or was here: where (at the end, or today), until when, and why they left."""

    id: str
    emp_no: str
    name: str
    department: str | None
    position: str | None
    hire_date: date
    leave_date: date | None
    voluntary: bool | None
    leave_reason: str | None
    contract_end: date | None

    def here(self, day: date) -> bool:
        return employed_on(day, self.hire_date, self.leave_date)


_STANDING = """
select p.id, p.emp_no, p.name, d.name as department, a.position, p.hire_date, p.leave_date, p.voluntary,
    p.leave_reason, p.contract_end
from people_person p
left join lateral (
    select a.department, a.position, a.manager_no from people_assignment a
    where a.person = p.id and a.since <= least(p.leave_date, {}) order by a.since desc limit 1
) a on true
left join people_department d on d.id = a.department
where p.hire_date <= {} and {} order by p.emp_no
"""


async def standings(scope: Scope, day: date) -> list[Standing]:
    rows = await DB.select(SQL(_STANDING, day, day, scope.where("p.id", "a.department", "a.manager_no")))
    return [Standing(**row) for row in rows]


def stays_of(people: Sequence[Standing], day: date) -> list[Stay]:
    return as_known_on(day, [Stay(p.id, p.hire_date, p.leave_date, p.voluntary) for p in people])


async def windows_and_days() -> tuple[Reports, int]:
    """The company's report windows and how early it wants to know of ending contracts; one statement."""
    stored = await settings_store.read_all()
    reminders = msgspec.convert(stored.get("reminders", {}), Reminders)
    return msgspec.convert(stored.get("reports", {}), Reports), reminders.contract_expiry_days


def rolling_year(day: date) -> Window:
    last = Calendar.on(day).last_month
    return Window(start=last.shifted(-11).start, end=last.end, name="rolling")


def turnover_choices(reports: Reports, day: date) -> list[Window]:
    """The twelve months that just ended, then the company's own windows."""
    rolling = rolling_year(day)
    return [rolling, *(w for w in reports.turnover if (w.start, w.end) != (rolling.start, rolling.end))]


def promotion_choices(reports: Reports, day: date) -> list[Window]:
    rolling = rolling_year(day)
    own = reports.promotion
    return [own, rolling] if own and (own.start, own.end) != (rolling.start, rolling.end) else [rolling]


def span_words(window: Window) -> str:
    """Whole months are said as months."""
    if window.start.day == 1:
        return f"{window.start:%Y-%m} – {window.end:%Y-%m}"
    return f"{window.start} – {window.end}"


class PromotionFound(msgspec.Struct, frozen=True):
    id: str
    emp_no: str
    name: str
    effective_on: date
    family: str | None
    from_position: str | None
    to_position: str | None
    from_level: str | None
    to_level: str | None
    reason: str | None
    origin: str | None

    @property
    def words(self) -> str:
        return _(
            "%(before)s → %(after)s",
            before=self.from_position or self.from_level or "—",
            after=self.to_position or self.to_level or "—",
        )


async def promotions_in(scope: Scope, window: Window, day: date) -> list[PromotionFound]:
    """Promotions that took effect in the window, by day and 工号."""
    rows = await DB.select(
        SQL(
            "select p.id, p.emp_no, p.name, j.effective_on, f.name as family, j.from_position, j.to_position,"
            " j.from_level, j.to_level, j.reason, j.origin from people_job_change j"
            " join people_person p on p.id = j.person"
            " left join people_level l on l.code = coalesce(j.to_level, j.from_level)"
            " left join people_family f on f.id = l.family"
            " where j.kind = 'promotion' and j.state = 'effective' and j.effective_on between {} and {} and {}"
            " order by j.effective_on, p.emp_no",
            window.start,
            min(window.end, day),
            scope.where("p.id"),
        )
    )
    return [PromotionFound(**row) for row in rows]
