"""What is true in the demo company, relative to a day: clean facts, before any spreadsheet spoils them.

The workbooks are written from these facts and read back by the import; what the product then shows is
compared with what follows from the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Leave:
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Person:
    emp_no: str
    name: str
    gender: str
    birth: date
    department: str
    position: str
    level: str
    manager: str | None
    hired: date
    id_no: str
    phone: str
    email: str
    contract_end: date | None  # None: 无固定期限
    probation_end: date | None
    leaves: tuple[Leave, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Leaver:
    emp_no: str
    name: str
    gender: str
    department: str
    position: str
    hired: date
    left: date
    voluntary: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """A promotion or a transfer; `effective` may lie ahead while it is still being approved."""

    emp_no: str
    kind: str
    old: tuple[str, str]  # position, level
    new: tuple[str, str]
    effective: date
    done: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """One metric of one person in one month or quarter. A mark instead of a target: not due."""

    emp_no: str
    metric: str
    period: str
    target: Decimal | None
    actual: Decimal | None
    mark: str | None = None
    typed: str | None = None  # the 完成率 that somebody typed by hand
    remark: str = ""


@dataclass(frozen=True, slots=True)
class KeyResult:
    """`kind` number: from start to target; yes_no: done or not; typed: only a percentage is known."""

    title: str
    weight: int
    kind: str
    start: Decimal | None
    current: Decimal | None
    target: Decimal | None
    unit: str = ""
    typed: Decimal | None = None  # what stands in the progress column, when it is not what the figures say


@dataclass(frozen=True, slots=True)
class Objective:
    emp_no: str
    quarter: str
    title: str
    weight: int
    key_results: tuple[KeyResult, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    emp_no: str
    quarter: str
    grade: str | None
    written: str  # the mark of those who were not rated


@dataclass(frozen=True, slots=True)
class Award:
    emp_no: str | None
    quarter: str
    day: date
    title: str
    granted: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    emp_no: str
    course: str
    day: date
    status: str  # completed, in_progress, absent, failed
    rate: Decimal
    score: int | None
    written: str  # the course as somebody wrote it
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan that was handed in."""

    emp_no: str
    kind: str
    title: str
    submitted: date
    state: str  # approved, pending, returned
    reviewed: date | None
    reviewer: str
    comment: str
    written: str


@dataclass(frozen=True, slots=True)
class Pay:
    emp_no: str
    effective: date
    base: int
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Facts:
    day: date
    start: date  # the first day of the current quarter
    people: tuple[Person, ...]
    leavers: tuple[Leaver, ...]
    moves: tuple[Move, ...]
    kpi: tuple[Kpi, ...]
    objectives: tuple[Objective, ...]
    grades: tuple[Grade, ...]
    awards: tuple[Award, ...]
    attempts: tuple[Attempt, ...]
    papers: tuple[Paper, ...]
    pay: tuple[Pay, ...]

    def everybody(self) -> list[Person | Leaver]:
        return [*self.people, *self.leavers]

    def name(self, emp_no: str) -> str:
        return next(p.name for p in self.everybody() if p.emp_no == emp_no)

    def department(self, emp_no: str) -> str:
        return next(p.department for p in self.everybody() if p.emp_no == emp_no)
