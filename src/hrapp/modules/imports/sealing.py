"""What is kept of imported files is sealed: a workbook with pay is pay. Every batch has a key of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.classes import SALARY
from hrapp.modules.imports.engine.answers import Answers


class Told(msgspec.Struct, frozen=True):
    """What a line says. `subject` is a 工号 where the row's person is known, else what the row says."""

    subject: str | None
    changes: dict[str, list[Any]]
    notes: list[dict[str, Any]]
    ops: list[dict[str, Any]] = []
    name: str | None = None  # as the row has it
    cells: list[list[str]] = []  # of a row with a problem: [field, header, cell, as it is written]
    where: str = ""  # the first cell of the row's own table, where another one stands beside it


REPORT = keys.Place("imports_batch", "sealed", dict[str, Any])
ANSWERS = keys.Place("imports_batch", "answers", Answers)
ANSWERS_BEFORE = keys.Place("imports_batch", "answers_before", Answers)
CONTENT = keys.Place("imports_file", "content", bytes)
CONTENT_BEFORE = keys.Place("imports_file", "content_before", bytes)
LINE = keys.Place("imports_line", "sealed", Told)


async def key_of(batch: str) -> keys.Key | None:
    """None once it was destroyed."""
    return (await keys.known(SALARY, [batch])).get(batch)


async def new_key(batch: str) -> keys.Key:
    return (await keys.for_writing(SALARY, [batch]))[batch]


async def forget(batch: str) -> None:
    """Nothing that was kept of this batch can be read again, in no copy."""
    await keys.destroy(SALARY, batch)
