"""A marked workbook that comes back corrected takes the place of the file it was, in the import that still waits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from string import ascii_uppercase
from typing import Any

import msgspec

from hrapp.kernel.access import Viewer
from hrapp.modules.imports.actions import decide, read_again
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.ours import mark_in, rows_before, without_ours
from hrapp.modules.imports.pipeline import Files
from hrapp.modules.imports.progress import was_large
from hrapp.modules.imports.queries import answers_of, waiting_file
from hrapp.modules.imports.replacing import keep, replace_file, replaced

Moved = Mapping[str, tuple[str, Mapping[int, int]]]  # sheet → its name now, and {row before: row now}


async def take_back(files: Files, viewer: Viewer, today: date) -> tuple[list[str], Files]:
    """The imports that go on, and the files that are new. A mark of an import that is gone, or of somebody else,
    means nothing: its file is read like any."""
    marks = await asyncio.to_thread(lambda: [mark_in(content) for _, content in files])
    batches: dict[str, bool] = {}
    new = []
    for (name, content), mark in zip(files, marks, strict=True):
        kept = await waiting_file(mark.batch, viewer.actor.account, id=mark.file) if mark else None
        if mark is None or kept is None:
            new.append((name, content))
            continue
        ident, was, before = kept
        large = await was_large(mark.batch)
        batches[mark.batch] = large
        if large:
            await keep(mark.batch, ident, before)
        await replace_file(mark.batch, ident, content)
        if not large:
            moved = await asyncio.to_thread(_moved, before, content)
            await decide(mark.batch, partial(_carried, file=was, moved=moved), viewer, today)
    for batch, large in batches.items():
        if large:  # a job looks where the rows stand now, and reads
            await decide(batch, lambda answers: answers, viewer, today)
    return list(batches), new


async def read_again_with_returned(batch: str, viewer: Viewer, today: date) -> None:
    """What a job does for a large import about which something was decided."""
    answers = await answers_of(batch)
    for name, before, content in await replaced(batch):
        moved = await asyncio.to_thread(_moved, before, content)
        answers = _carried(answers, name, moved)
    await read_again(batch, answers, viewer, today)


def _moved(before: bytes, after: bytes) -> dict[str, tuple[str, dict[int, int]]]:
    old, new = open_files([before, after])
    rows = {grid.name: rows_before(grid) for grid in new.grids}
    names = [grid.name for grid in without_ours(new.grids)]
    was = [grid.name for grid in without_ours(old.grids)]
    if len(was) != len(names):
        return {name: (name, rows.get(name, {})) for name in was}
    return {name: (now, rows[now]) for name, now in zip(was, names, strict=True)}


def _carried(answers: Answers, file: str, moved: Moved) -> Answers:
    """What was decided stays decided, where the rows stand now. Cells that were written anew in hrapp stand in the
    workbook already, and may have been corrected once more there."""
    return msgspec.structs.replace(
        answers,
        tables={_table(key, file, moved): answer for key, answer in answers.tables.items()},
        cells={key: text for key, text in answers.cells.items() if not key.startswith(f"{file}›")},
        rows=dict(_rows(answers.rows, file, moved)),
        people=dict(_rows(answers.people, file, moved)),
    )


def _table(key: str, file: str, moved: Moved) -> str:
    for sheet, (now, _) in moved.items():
        if key.startswith(f"{file}›{sheet}›"):
            return f"{file}›{now}›{key.removeprefix(f'{file}›{sheet}›')}"
    return key


def _rows(answers: Mapping[str, Any], file: str, moved: Moved) -> Sequence[tuple[str, Any]]:
    kept = []
    for key, answer in answers.items():
        if not key.startswith(f"{file}›"):
            kept.append((key, answer))
            continue
        sheet, _, row = key.removeprefix(f"{file}›").rpartition("›")
        now, rows = moved.get(sheet, (sheet, {}))
        letters, number = row.rstrip("0123456789"), int(row.lstrip(ascii_uppercase))
        if number in rows or not rows:
            kept.append((f"{file}›{now}›{letters}{rows.get(number, number)}", answer))
    return kept
