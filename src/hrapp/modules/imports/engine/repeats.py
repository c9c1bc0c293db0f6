"""Whether a header says again what the one before it said."""

from __future__ import annotations

from collections.abc import Mapping

from hrapp.modules.imports.engine import units
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.words import outside, said

_MOST = 0.7


def reads_like(before: Mapping[int, str], now: Mapping[int, str], lexicon: Lexicon) -> bool:
    """Most words are the same, and the others say nothing else: 离职日期 in the place of 入职日期 does.

    `before` and `now` are {column: word}.
    """
    if any(_counted_otherwise(before.get(column, ""), text) for column, text in now.items()):
        return False
    same = {column for column, text in now.items() if _alike(text, before.get(column, ""))}
    if len(same) < _MOST * max(len(before), len(now), 1):
        return False
    others = {column: text for column, text in now.items() if column not in same}
    return not any(lexicon.knows(text) or not _slip(text, before.get(column, "")) for column, text in others.items())


def _slip(one: str, other: str) -> bool:
    """补帖 for 补贴: half of the characters are the same; 乐捐 in the place of 奖金 is another thing."""
    return len({*one} & {*other}) >= 0.5 * max(len(one), len(other), 1)


def _alike(one: str, other: str) -> bool:
    return said(one) == said(other) or bool(one and other and reduced(one) == reduced(other))


def _counted_otherwise(before: str, now: str) -> bool:
    """销售额(万元) below 销售额(元); without a unit the header before still holds."""
    unit = units.written(now)
    return bool(unit) and said(outside(before)) == said(outside(now)) and unit != units.written(before)
