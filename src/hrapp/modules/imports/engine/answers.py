"""What people decided about files: the very JSON of `hrapp import --answers FILE`.

A table's id is "file›sheet›first header row" as it was first found (1-based; 0: no header was), and stays so when
another header row is answered. Cells and rows are named "file›sheet›F17" and "file›sheet›17"; a row of one of two tables
that stand side by side by the first cell of it, "file›sheet›I17". `first_no` is the first
工号 to give to new people of lists that have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

#: Answers for a column that is no field: leave it out, or keep it as a further record of the person.
LEFT_OUT, OTHER = "", "other"


class Habit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a column is written, where its cells alone do not tell."""

    order: Literal["dmy", "mdy", "ymd"] | None = None
    percent: Literal["points", "ratio"] | None = None
    unit: int | None = None
    year: int | None = None
    partial: Literal["first_day"] | None = None


class TableAnswer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`columns`: letter → field key, "" or "other"; `values`: field → {as written: what it means}; `context`: what holds for
    all rows, "period" → 2026-09 or the key of a day → 2026-09-30."""

    skip: bool | None = None
    kind: str | None = None
    header_rows: list[int] | None = None
    columns: dict[str, str] = {}
    values: dict[str, dict[str, Any]] = {}
    habits: dict[str, Habit] = {}
    context: dict[str, str] = {}


class Answers(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    tables: dict[str, TableAnswer] = {}
    cells: dict[str, str] = {}
    rows: dict[str, Literal["skip", "take"]] = {}
    people: dict[str, str] = {}
    first_no: str | None = None

    def table(self, ident: str) -> TableAnswer:
        return self.tables.get(ident, NO_ANSWER)

    def of_sheet(self, file: str, sheet: str, answers: Mapping[str, str]) -> dict[str, str]:
        """{F17 or 17: answer} of one sheet."""
        start = f"{file}›{sheet}›"
        return {key.removeprefix(start): value for key, value in answers.items() if key.startswith(start)}


NO_ANSWER = TableAnswer()


def table_id(file: str, sheet: str, header: int) -> str:
    """`header` is the first row of the header, 1-based; 0 where there is none."""
    return f"{file}›{sheet}›{header}"
