"""What stands at the top of a sheet, and for which of the tables below it speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.table import Column, Table

_LABELS_IN = re.compile(r"([^\s:：]{1,8})\s*[:：]")


def for_a_block(text: str) -> bool:
    """一、销售部—业务员 speaks for the block below it, not for the sheet."""
    return bool(
        re.match(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]", text)
        or re.fullmatch(r".{2,12}(?:部|组|中心|室|科)", text)
    )


def goes_on(columns: Sequence[Column], before: Sequence[Table]) -> bool:
    """Whether a table before has the same header: this one is a further block of it."""
    words = [column.header for column in columns]
    return any([column.header for column in table.columns] == words for table in before)


def still_said(top: list[str], columns: Sequence[Column], before: Sequence[Table], lexicon: Lexicon) -> list[str]:
    """What the top of the sheet says, without 姓名：张三 where the next block is about somebody else."""
    if not goes_on(columns, before):
        return top
    return [text for text in top if not any(map(lexicon.person_key, _LABELS_IN.findall(text)))]


def of_others(top: list[str], own: Sequence[str], columns: Sequence[Column], before: Sequence[Table]) -> list[str]:
    """What the top says above a table that has another header and a title of its own: a unit there may not be meant.
    二、技术部 is no title of its own: the top speaks for all such blocks."""
    apart = own and not all(map(for_a_block, own)) and not goes_on(columns, before)
    return [text for text in top if text not in own] if apart else []
