"""A row below a header that holds nothing but units: 天, 元/天, 次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hrapp.modules.imports.engine.words import as_text, plain

_WORDS = (
    r"[百千万亿十]?元|[万千]|人民币|RMB|CNY|[¥￥]|天|日|小时|时|h|hrs?|分钟?|min|月|年|个月|次|个|人|件|套|台|份|[百千万]?[件个台套人份]|%|％|‰|ppm|百分比"
    r"|元?/?\s*(?:天|日|小时|月|年|人|件|次)|days?|hours?|times?|yuan"
)
_UNIT = re.compile(rf"(?:单位[:：])?(?:{_WORDS})|[(（\[](?:{_WORDS})[)）\]]", re.IGNORECASE)


_LABEL = re.compile(r"[(（]?(?:计量|金额)?单位[)）]?[:：]?|units?", re.IGNORECASE)


def says_units(values: Sequence[Any]) -> bool:
    """Whether cells hold nothing but units, behind a word that says so: 单位 | 万元."""
    texts = [plain(as_text(value)) for value in values]
    return len(texts) > 1 and _LABEL.fullmatch(texts[0]) is not None and all(map(_UNIT.fullmatch, texts[1:]))


def units_under(cells: Sequence[Any], rows: Sequence[int]) -> dict[int, str]:
    """{column: unit} where the last of the rows of a header says nothing else."""
    if len(rows) < 2:
        return {}
    found = {column: plain(as_text(value)) for column, value in enumerate(cells) if value is not None}
    if says_units(list(found.values())):
        del found[min(found)]
    return (
        {column: text.strip("()（）[]") for column, text in found.items()}
        if found and all(_UNIT.fullmatch(text) for text in found.values())
        else {}
    )
