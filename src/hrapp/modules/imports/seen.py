"""Whether what is written now is what somebody saw: every row with what becomes of it, as the preview kept it."""

from __future__ import annotations

from collections import Counter

from hrapp.kernel.database import DB
from hrapp.kernel.imports import Action
from hrapp.modules.imports.pipeline import Taken

Fates = Counter[tuple[str, str, int, str, str]]  # file, sheet, row, kind, action


async def as_seen(batch: str, taken: Taken) -> bool:
    """The company may have changed since: then a row is written, or waits, that was shown otherwise. Values are not
    compared: what changes is told with old and new when it is written."""
    rows = await DB.fetch("select file, sheet, row, kind, action from imports_line where batch = $1", batch)
    return _fates(taken) == Counter(tuple(row.values()) for row in rows)


def _fates(taken: Taken) -> Fates:
    found: Fates = Counter()
    for outcome in taken.outcomes:
        at = outcome.record
        found[at.file[:300], at.sheet[:200], at.row, at.kind, outcome.action.value] += 1
    for row in taken.reading.skipped:
        found[row.file[:300], row.sheet[:200], row.row, "", Action.SKIPPED.value] += 1
    return found
