"""A row below a header that holds nothing but units: 天, 元/天, 次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hrapp.modules.imports.engine.words import as_text, plain

_WORDS = (
    r"[百千万亿十]?元|[万千]|人民币|RMB|CNY|[¥￥]|天|日|小时|时|h|hrs?|分钟?|min|月|年|个月|次|个|人|件|套|台|份|%|％|百分比"
    r"|元?/?\s*(?:天|日|小时|月|年|人|件|次)|days?|hours?|times?|yuan"
)
_UNIT = re.compile(rf"(?:单位[:：])?(?:{_WORDS})|[(（\[](?:{_WORDS})[)）\]]", re.IGNORECASE)


def units_under(cells: Sequence[Any], rows: Sequence[int]) -> dict[int, str]:
    """{column: unit} where the last of the rows of a header says nothing else."""
    if len(rows) < 2:
        return {}
    found = {column: plain(as_text(value)) for column, value in enumerate(cells) if value is not None}
    return found if found and all(_UNIT.fullmatch(text) for text in found.values()) else {}
