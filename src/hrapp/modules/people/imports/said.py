"""What a row of a roster or a list of leavers says of a person, in the words of our tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.periods import add_months
from hrapp.kernel.taking import note
from hrapp.modules.people import id_number
from hrapp.modules.people.imports.known import Known, Organisation

ID_NO = "id_no"  # said of a person like a column of theirs; kept sealed (identity.py)
COLUMNS = (
    "name",
    "gender",
    "birth_date",
    "phone",
    "email",
    "hire_date",
    "leave_date",
    "voluntary",
    "leave_reason",
    "employment",
    "contract_kind",
    "contract_end",
    "probation_end",
    "note",
)
_LONGEST = {"phone": 40, "email": 200, "employment": 20, "name": 100, "id_no": 40}
_OUR_NAMES = {"reason": "leave_reason"}
_VOLUNTARY = {"yes": True, "no": False}
_WALKED_OFF = "walked_off"  # 自离: nobody gave notice, so nobody knows whose wish it was
_STILL_HERE = re.compile(r"still.?employed|n/?a|未离职|在职|没有离职", re.IGNORECASE)
_UNPAID = ("事假", "无薪", "停薪")
_UNPAID_LEAVE = "停薪留职"

Leaves = dict[tuple[str, date], tuple[date | None, bool]]


@dataclass(slots=True)
class Said:
    """One row: what it says of a person, and nothing where it is silent."""

    record: Record
    emp_no: str
    columns: dict[str, Any]
    post: dict[str, Any]
    manager: str | None
    leaves: Leaves
    notes: list[Note] = field(default_factory=list)


def said_by(record: Record, row: Mapping[str, Any], person: Known | None, organised: Organisation, today: date) -> Said:
    """`row` are the values to be taken from the record; `person` is who it is about, when they are known already."""
    values = {_OUR_NAMES.get(key, key): value for key, value in row.items() if value is not None}
    if values.get("voluntary") == _WALKED_OFF:
        values.setdefault("leave_reason", "自离")
    values["voluntary"] = _VOLUNTARY.get(values.get("voluntary", ""))
    columns = {key: _fitting(key, values[key]) for key in (*COLUMNS, ID_NO) if values.get(key) is not None}
    if (number := columns.get(ID_NO)) and id_number.is_valid(number):
        columns.setdefault("birth_date", id_number.birth_date(number))
        columns.setdefault("gender", id_number.gender(number))
    _contract(columns)
    if "regular_date" in values and "probation_end" not in columns:
        columns["probation_end"] = values["regular_date"] - timedelta(days=1)
    if "probation_months" in values and "hire_date" in columns:
        end = add_months(columns["hire_date"], values["probation_months"]) - timedelta(days=1)
        columns.setdefault("probation_end", end)
    post: dict[str, Any] = {key: str(values[key])[:100] for key in ("department", "position") if key in values}
    said = Said(record, values["emp_no"], columns, post, values.get("manager"), _leaves(values.get("leaves", ())))
    _level(said, values.get("level"), person, organised)
    _status(said, values.get("status"), person, today)
    _leaving(said, values.get("status"), person, today)
    return said


def _fitting(key: str, value: Any) -> Any:
    return value[: _LONGEST[key]] if key in _LONGEST else value


def _contract(columns: dict[str, Any]) -> None:
    """A contract with an end is a fixed one unless the row says otherwise; an open-ended one has no end."""
    if "contract_end" in columns:
        columns.setdefault("contract_kind", "fixed")
    elif columns.get("contract_kind") == "open_ended":
        columns["contract_end"] = None


def _level(said: Said, written: str | None, person: Known | None, organised: Organisation) -> None:
    """The level as written; without one, for somebody who has none yet, the only one whose title is the position."""
    if written:
        code = organised.level_code(written)
        if code is None:
            said.notes.append(note(said.record, "warn", "level_unknown", "level", written=written))
    else:
        code = None if person and person.post.level else organised.titles.get(said.post.get("position", ""))
        if code:
            said.notes.append(note(said.record, "info", "level_from_position", "position", found=code))
    if code:
        said.post["level"] = code


def _leaves(found: Sequence[Mapping[str, Any]]) -> Leaves:
    return {
        (leave["kind"][:40], leave["from"]): (leave.get("to"), leave.get("paid", not leave["kind"].startswith(_UNPAID)))
        for leave in found
    }


def _status(said: Said, status: str | None, person: Known | None, today: date) -> None:
    """A status without its day is asked for; only unpaid leave, which closes a gate, counts from today on."""
    if status == "left" and "leave_date" not in said.columns and not (person and person.columns["leave_date"]):
        said.notes.append(note(said.record, "warn", "left_without_day", "status"))
    if (
        status == "probation"
        and "probation_end" not in said.columns
        and not (person and person.columns["probation_end"])
    ):
        said.notes.append(note(said.record, "warn", "probation_without_end", "status"))
    if status == "unpaid_leave" and not _away(said.leaves) and not _away(person.leaves if person else {}):
        said.leaves[_UNPAID_LEAVE, today] = (None, False)
        said.notes.append(note(said.record, "warn", "unpaid_leave_without_start", "status"))


def _leaving(said: Said, status: str | None, person: Known | None, today: date) -> None:
    """Why somebody left who has not; and 在职 beside a last day that is over."""
    left = said.columns.get("leave_date") or (person and person.columns["leave_date"])
    if not left and status != "left" and _STILL_HERE.search(said.columns.get("leave_reason", "")):
        del said.columns["leave_reason"]
    day = said.columns.get("leave_date")
    gone = person.columns["leave_date"] if person else None
    hired = said.columns.get("hire_date")
    if day is None and gone and gone < today and not (hired and hired > gone):
        if status in ("active", "probation"):
            said.notes.append(note(said.record, "warn", "left_and_active", "status", text=gone.isoformat()))
        elif said.record.kind == "person" and not {"status", "leave_date"} & said.record.values.keys():
            said.notes.append(note(said.record, "warn", "left_and_listed", "name", text=gone.isoformat()))
    if status == "active" and day and day < today:
        said.notes.append(note(said.record, "warn", "active_and_left", "leave_date", text=day.isoformat()))


def _away(leaves: Mapping[tuple[str, date], tuple[date | None, bool]]) -> bool:
    return any(last_day is None and not paid for last_day, paid in leaves.values())


_LEAVING = {"leave_date", "voluntary", "leave_reason"}


def only_leaving(said: Said, person: Known | None) -> None:
    """A list of leavers says who left and why; of somebody who is known it changes nothing else."""
    if person is None:
        return
    hired, known_as = said.columns.get("hire_date"), person.columns["hire_date"]
    if hired and hired != known_as:
        days = {"text": hired.isoformat(), "known": known_as.isoformat()}
        said.notes.append(note(said.record, "warn", "hired_otherwise", "hire_date", **days))
    known = {key for key, value in person.columns.items() if value is not None} - _LEAVING
    said.columns = {key: value for key, value in said.columns.items() if key not in known}
    said.post = {key: value for key, value in said.post.items() if getattr(person.post, key) is None}
