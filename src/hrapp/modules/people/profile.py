"""The company's own words about itself: profile, calendar, report windows and reminders.

They need no table: each is a section of the company file, kept in the settings store as it was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.clock import DEFAULT_TIMEZONE
from hrapp.kernel.periods import HALF, MONTH, QUARTER, Calendar, Period, parse

T = TypeVar("T", bound=msgspec.Struct)


def canonical_no(written: str) -> str:
    """A 工号 as it is stored: full-width letters made plain, upper case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


class StrategyGoal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    code: str
    text: str
    year: int | None = None
    source: str | None = None


class CompanyProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`last_closed_*` count on the day `as_of` only; on every other day they follow from the day."""

    name: str = ""
    short_name: str | None = None
    founded: date | None = None
    business: str | None = None
    as_of: date | None = None
    last_closed_month: str | None = None
    last_closed_quarter: str | None = None
    last_closed_half: str | None = None
    timezone: str | None = None
    currency: str | None = None
    general_manager: str | None = None
    hr_owner: str | None = None
    strategy_goals: list[StrategyGoal] = []
    source: str | None = None

    def __post_init__(self) -> None:
        for kind, written in self._closed():
            if written is not None and parse(written).kind != kind:
                raise ValueError(f"{written} is not a {kind}")
        try:
            ZoneInfo(self.zone)
        except (KeyError, OSError):
            raise ValueError(f"{self.timezone} is not a time zone such as {DEFAULT_TIMEZONE}") from None

    def _closed(self) -> tuple[tuple[str, str | None], ...]:
        return ((MONTH, self.last_closed_month), (QUARTER, self.last_closed_quarter), (HALF, self.last_closed_half))

    @property
    def zone(self) -> str:
        return self.timezone or DEFAULT_TIMEZONE

    @property
    def title(self) -> str:
        return self.short_name or self.name

    def closed_on(self, day: date) -> dict[str, Period]:
        """The last closed periods that the company named itself, by kind."""
        if day != self.as_of:
            return {}
        return {kind: parse(written) for kind, written in self._closed() if written is not None}


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A span of whole days; `name` tells the windows of one report apart."""

    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")
    name: str = ""
    source: str | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("`to` is before `from`")


class Reports(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    turnover: list[Window] = []
    promotion: Window | None = None
    source: str | None = None


class Reminders(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`quarter_end_days` are days of the year as "MM-DD"; `eligible_text` fills in {name} and {no}."""

    quarter_end: str | None = None
    quarter_end_days: list[str] = []
    quarter_end_to: str | None = None
    quarter_end_text: str | None = None
    half_end_text: str | None = None
    eligible_text: str | None = None
    contract_expiry_days: int = 30
    source: str | None = None

    def __post_init__(self) -> None:
        for written in self.quarter_end_days:
            try:
                date.fromisoformat(f"2024-{written}")
            except ValueError:
                raise ValueError(f"{written} is not a day of the year such as 03-31") from None


class CompanyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    company: CompanyProfile

    def __post_init__(self) -> None:
        if not self.company.name:
            raise ValueError("the company has no name")


class ReportsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reports: Reports


class RemindersFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reminders: Reminders


# -- asking -------------------------------------------------------------------------------------------


async def company_profile() -> CompanyProfile:
    """What the company says about itself; an unnamed one before a company file was applied."""
    return await _stored("company", CompanyProfile)


async def report_windows() -> Reports:
    return await _stored("reports", Reports)


async def reminders() -> Reminders:
    return await _stored("reminders", Reminders)


async def calendar_for(day: date) -> Calendar:
    """The closed periods on a day, as the company counts them. One statement."""
    settings = await settings_store.read_all()
    plain = Calendar.on(
        day,
        grade_kind=settings.get("grades", {}).get("period") or QUARTER,
        summary_kind=settings.get("kpi", {}).get("summary_period") or QUARTER,
    )
    named = msgspec.convert(settings.get("company", {}), CompanyProfile).closed_on(day)
    return Calendar(
        today=day,
        last_month=named.get(MONTH, plain.last_month),
        last_quarter=named.get(QUARTER, plain.last_quarter),
        last_half=named.get(HALF, plain.last_half),
        grade_kind=plain.grade_kind,
        summary_kind=plain.summary_kind,
    )


async def _stored(key: str, kind: type[T]) -> T:
    return msgspec.convert(await settings_store.read(key), kind)


# -- the sections of the company file -----------------------------------------------------------------


async def apply_company(file: CompanyFile) -> bool:
    profile = msgspec.structs.replace(
        file.company,
        general_manager=_no(file.company.general_manager),
        hr_owner=_no(file.company.hr_owner),
    )
    return await _write("company", profile)


async def apply_reports(file: ReportsFile) -> bool:
    return await _write("reports", file.reports)


async def apply_reminders(file: RemindersFile) -> bool:
    return await _write("reminders", file.reminders)


async def export_company() -> dict[str, Any]:
    return await _export("company", CompanyProfile)


async def export_reports() -> dict[str, Any]:
    return await _export("reports", Reports)


async def export_reminders() -> dict[str, Any]:
    return await _export("reminders", Reminders)


def _no(written: str | None) -> str | None:
    return canonical_no(written) if written else None


async def _write(key: str, value: msgspec.Struct) -> bool:
    return await settings_store.write(key, msgspec.to_builtins(value))


async def _export(key: str, kind: type[msgspec.Struct]) -> dict[str, Any]:
    stored = await settings_store.read(key)
    if not stored:
        return {}
    return {key: msgspec.to_builtins(msgspec.convert(stored, kind), builtin_types=(date,))}


def turnover_windows(reports: Reports, day: date) -> Sequence[Window]:
    """The company's windows; without any, the twelve months that end on the last closed month."""
    if reports.turnover:
        return reports.turnover
    last = Calendar.on(day).last_month
    return [Window(start=last.shifted(-11).start, end=last.end, name="rolling_12m")]
