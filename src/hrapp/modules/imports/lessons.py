"""What an import taught, kept with its report as long as it can be undone."""

from __future__ import annotations

from datetime import datetime

import msgspec

from hrapp.kernel.database import DB
from hrapp.modules.imports.remembering import Lesson, unlearn
from hrapp.modules.imports.sealing import REPORT, key_of

_LESSON = "lesson"


async def keep_lesson(batch: str, lesson: Lesson) -> None:
    key, whole = await key_of(batch), await _report(batch)
    if key is not None:
        whole[_LESSON] = msgspec.to_builtins(lesson)
        await DB.fetch("update imports_batch set sealed = $2 where id = $1", batch, key.seal(REPORT, batch, whole))


async def forget_lesson(batch: str, now: datetime) -> None:
    told = (await _report(batch)).get(_LESSON)
    if told is not None:
        await unlearn(msgspec.convert(told, Lesson), now)


async def _report(batch: str) -> dict[str, object]:
    sealed = await DB.value("select sealed from imports_batch where id = $1", batch)
    found: dict[str, object] | None = REPORT.read(await key_of(batch), batch, sealed)
    return found or {}
