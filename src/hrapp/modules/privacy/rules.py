"""How long each class of data is kept, and which fields a person may ask to have corrected."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date

from hrapp.kernel.classes import CASE, IDENTITY, PERFORMANCE, PERSONAL, SALARY
from hrapp.kernel.marking import mark

# Months after the last working day. Wage records two years at least (three in some places), the text of a contract
# two: 工资支付暂行规定 and 劳动合同法. A company with other duties says so in its file.
MONTHS: Mapping[str, int] = {PERSONAL: 24, IDENTITY: 24, SALARY: 36, PERFORMANCE: 24, CASE: 12}
LEAST: Mapping[str, int] = {PERSONAL: 24, SALARY: 24}
MOST = 600


def due_on(left: date, months: int) -> date:
    """The first day on which the time is over."""
    year, month = divmod(left.year * 12 + left.month - 1 + months, 12)
    return date(year, month + 1, min(left.day, calendar.monthrange(year, month + 1)[1]))


# What somebody may ask to have corrected: words, and whether HR's yes writes the value by itself. Everything else HR
# looks up in a paper first and corrects where it is kept.
FIELDS: Mapping[str, tuple[str, bool]] = {
    "phone": (mark("Telephone"), True),
    "email": (mark("Mail"), True),
    "birth_date": (mark("Born"), True),
    "gender": (mark("Gender"), True),
    "id_no": (mark("ID number"), False),
    "contract": (mark("Contract"), False),
    "history": (mark("Job history"), False),
    "leaves": (mark("Leaves"), False),
    "other": (mark("Something else about me"), False),
}
_PHONE = re.compile(r"^\+?[0-9][0-9 -]{5,20}$")
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def wrong_with(field: str, wanted: str, today: date) -> str | None:
    """What is wrong with a new value; None when it could be written as it is."""
    if field not in FIELDS:
        return mark("Please choose what is wrong.")
    if not FIELDS[field][1]:
        return None
    if not wanted:
        return mark("Please enter what would be right.")
    if field == "phone" and not _PHONE.match(wanted):
        return mark("Please enter a telephone number such as 13800001111.")
    if field == "email" and (len(wanted) > 200 or not _MAIL.match(wanted)):
        return mark("Please enter a mail address such as li@example.com.")
    if field == "gender" and wanted not in ("男", "女"):
        return mark("Please enter 男 or 女.")
    if field == "birth_date" and not _past(wanted, today):
        return mark("Please enter a date such as 1995-09-30.")
    return None


def _past(written: str, today: date) -> bool:
    try:
        return date(1900, 1, 1) < date.fromisoformat(written) < today
    except ValueError:
        return False
