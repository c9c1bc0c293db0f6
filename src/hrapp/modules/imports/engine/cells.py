"""One cell with what is known about it and about its column, and what reading it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hrapp.kernel.imports import Field
from hrapp.modules.imports.engine import shares
from hrapp.modules.imports.engine.words import Terms, as_text


@dataclass(frozen=True, slots=True)
class Remark:
    """A note to be: it gets its cell where it is made into a kernel Note."""

    level: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


SHARED = "shared"  # in the place of what broke a cell: its figure stands for several people or columns


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell with what the grid knows about it."""

    value: Any
    format: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a column is written, found by looking at all of it, and what the table says about itself."""

    today: date
    order: str | None = None  # of 03/04/2025
    republic: bool = False  # years count from 1912, as in Taiwan
    padded: bool = False  # months in numbers have two figures: 1982.06, so that 1982.1 is October
    january: int | None = None  # what 2024.1 in a column of months is: 1, 10, or None where nobody can tell
    scale: shares.Scale = shares.SHARES  # of what a bare number is a share
    unit: int = 1  # money: 万元 is 10 000
    beside: int = 0  # money: the unit of the columns beside this one, which says none and may be in it
    foreign: str = ""  # what is said beside the figures: another currency than yuan
    per: str = ""  # money: what says that it is not the pay of a month
    counts: str = ""  # the unit of time that the header or a title says
    year: int | None = None
    year_said: bool = False  # by whoever was asked
    terms: Terms | None = None
    others_lost: bool = False  # another ID number of the column lost its last digits in a number cell
    since_1904: bool = False  # what a bare number of a day counts from
    span: str | None = None  # what a bare number of a column of periods counts: quarters, half-years


Result = tuple[Any, list[Remark]]


def fail(fld: Field, code: str, raw: Raw) -> Result:
    return None, [Remark("error", code, {"text": as_text(raw.value), "field": fld.key})]
