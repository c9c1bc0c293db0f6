"""Whether a header says again what the one before it said."""

from __future__ import annotations

from collections.abc import Mapping

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.words import said

_MOST = 0.7


def reads_like(before: Mapping[int, str], now: Mapping[int, str], lexicon: Lexicon) -> bool:
    """Most words are the same, and the others say nothing else: 离职日期 in the place of 入职日期 does.

    `before` and `now` are {column: word}.
    """
    same = {column for column, text in now.items() if _alike(text, before.get(column, ""))}
    if len(same) < _MOST * max(len(before), len(now), 1):
        return False
    return not any(lexicon.knows(text) for column, text in now.items() if column not in same)


def _alike(one: str, other: str) -> bool:
    return said(one) == said(other) or bool(one and other and reduced(one) == reduced(other))
