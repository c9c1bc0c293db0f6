"""Of several studies of a person the one that a table is asked for: 最高学历 beside 第一学历, alone or over columns of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import said

_STUDIED = re.compile(
    r"(?P<when>最高|最终|现|第一|第二|第三|初始|原始|全日制|在职|非全日制)(?:学历|学位|教育|毕业|院校|专业|学校)"
)
_LAST_FIRST = (("最高", "最终", "现"), ("全日制",), ("第一", "初始", "原始"))


def not_the_last(columns: Sequence[Column]) -> tuple[set[int], set[int]]:
    """第一学历 where there is a 最高学历 as well, and 第二学历 in any case: they stay as they are written. The second set:
    what is said under such a group alone (专业), which one may take for that of the last."""
    when = {c.index: found for c in columns if (found := _when(c))}
    best = next((words for words in _LAST_FIRST if {*words} & {*when.values()}), ())
    if not best:
        return set(), set()
    last = {_what(c) for c in columns if when.get(c.index) in best}
    others = [c for c in columns if c.index in when and when[c.index] not in best]
    alone = {c.index for c in others if len(c.path) > 1 and _what(c) not in last}
    return {c.index for c in others} - alone, alone


def _when(column: Column) -> str:
    found = (_STUDIED.match(said(text)) for text in reversed(column.path))
    return next((match["when"] for match in found if match), "")


def _what(column: Column) -> str:
    """专业 under 第一学历, and 第一学历专业."""
    return reduced(_STUDIED.sub(lambda match: match[0].removeprefix(match["when"]), said(column.path[-1]), count=1))
