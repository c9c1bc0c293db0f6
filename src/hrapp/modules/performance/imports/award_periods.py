"""The period of an award of which a list names only the day. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.periods import HALF, MONTH, MONTHS, QUARTER, YEAR, Period, containing, last_closed, parse
from hrapp.kernel.taking import note

_KINDS = (
    (re.compile(r"月度|每月|当月|本月|月之星|monthly|of the month", re.IGNORECASE), MONTH),
    (re.compile(r"季度|季之星|quarter", re.IGNORECASE), QUARTER),
    (re.compile(r"半年|half[- ]year", re.IGNORECASE), HALF),
    (re.compile(r"年度|全年|年终|annual|of the year", re.IGNORECASE), YEAR),
)
#: Days before the end of a period from which on an award is for the period that is ending: nobody waits as long for the last one.
_ENDING = {MONTH: 6, QUARTER: 12, HALF: 30, YEAR: 61}
_PENALTY = re.compile(r"批评|警告|处分|处罚|记过|罚款|违纪|扣款|reprimand|warning|penalty", re.IGNORECASE)
_CORRECTED = re.compile(r"更正|修正|修订|更新|correct|revis", re.IGNORECASE)


def kind_of(title: str) -> str | None:
    """How often a title is given, where it says so itself."""
    return next((found for pattern, found in _KINDS if pattern.search(title)), None)


def meant(record: Record, kind: str) -> Period:
    """An award is for the last period that was over on its day or nearly so, of the kind that its title says or that people are graded in
    (`kind`). The period that a title line says of the whole list counts, unless the award is given more often."""
    day, said = record.values["date"], record.values.get("period")
    own = kind_of(str(record.values.get("title") or ""))
    if said and (own is None or MONTHS[own] >= MONTHS[parse(said).kind]):
        return parse(said)
    kind = own or kind
    running = containing(day, kind)
    if (running.end - day).days < _ENDING[kind]:
        return running
    return last_closed(day + timedelta(days=1), kind)


def guessed(record: Record) -> bool:
    """It names its day, and no period of its own."""
    return "period" not in record.cells and record.values.get("date") is not None


def penalty(record: Record) -> bool:
    """通报批评 in a list of 奖惩 is no honour."""
    return _PENALTY.search(str(record.values.get("title") or "")) is not None


def own_instead(
    records: Sequence[Record], stored: Mapping[tuple[Any, ...], Mapping[str, Any]], kind: str
) -> dict[int, list[Note]]:
    """Of two that would be of one period, each granted on a day of its own, the later one is of the period in which it was
    granted: an award is never lost to a guess. Sets periods that were guessed; {id of a record: what to tell}.

    `stored` has day and state under (person, period, title).
    """
    granted = [record for record in records if (record.values.get("state") or "granted") == "granted"]
    taken = {key: _own_day(key, row["day"]) for key, row in stored.items() if row["state"] == "granted"}
    taken |= {award_key(record): record.values["date"] for record in granted if not guessed(record)}
    told: dict[int, list[Note]] = {}
    for record in sorted(filter(guessed, granted), key=lambda record: record.values["date"]):
        day, period = record.values["date"], record.values["period"]
        if known := _known(record, stored):
            record.values["period"] = known
        elif taken.get(award_key(record)) not in (None, day) and not _CORRECTED.search(record.file):
            own = str(containing(day, kind_of(str(record.values["title"])) or kind))
            if (record.values["person"], own, record.values["title"]) not in taken:
                record.values["period"] = own
                told[id(record)] = [note(record, "warn", "award_of_own_period", "date", period=own, other=period)]
        taken.setdefault(award_key(record), day)
    return told


def _own_day(key: tuple[Any, ...], day: date) -> date | None:
    """The end of the period stands in for a day that nobody named."""
    return None if day == parse(key[1]).end else day


def _known(record: Record, stored: Mapping[tuple[Any, ...], Mapping[str, Any]]) -> str | None:
    """The period under which the award of this day is known, however it came there."""
    person, _, title = award_key(record)
    rows = ((key, row) for key, row in stored.items() if key[0] == person and key[2] == title)
    return next((str(key[1]) for key, row in rows if row["day"] == record.values["date"]), None)


def award_key(record: Record) -> tuple[Any, ...]:
    """A title is given once to a person in a period."""
    return tuple(record.values[key] for key in ("person", "period", "title"))
