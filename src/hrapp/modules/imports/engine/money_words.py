"""Whether the name of a figure says that it is money, that it is none, or neither. Pure.

单位：万元 over a table of 销售额, 新增客户数 and 留存率 is about the first of them.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from hrapp.modules.imports.engine.words import plain, simplified


class Says(Enum):
    MONEY = auto()
    OTHER = auto()  # a count, a share, a score, a span of time
    NEITHER = auto()


_RATE = re.compile(
    r"率|[占同环]比|比[例重值]|幅度?$|[%‰]|程?度$|[指系]数|[评得计]?分[数值]?$|排名|名次"
    r"|\b(?:rate|ratio|percent(?:age)?|share|score|index|rank)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:[人次个户家单件台套笔天日场份条项吨]|小时|分钟|数)[数量]$|[人频]次$|数$|时长$|[周天]期$|人$|产量$|销量$|数量"
    r"|\b(?:number|count|headcount|hours|days|times|quantity|qty)\b|^(?:no\.?|#) ",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?<![名份限])额(?![定外度])|收入|利润|毛利|净利|成本|(?<!付)费用|[^付免收消]费$|营收|[产总]值|工资|薪[酬资水金]|奖金|提成|佣金|预算|支出|税金"
    r"|[回货欠借贷收付存罚][款]|现金流|GMV"
    r"|\b(?:amount|revenue|income|profit|costs?|expenses?|salar(?:y|ies)|wages?|budget|payroll|cash)\b",
    re.IGNORECASE,
)


def is_share(name: str) -> bool:
    """满意度 and 合格率, and no count or sum of money."""
    return _RATE.search(simplified(plain(name))) is not None


@lru_cache(maxsize=4096)
def says(name: str, around: str = "") -> Says:
    """What a name says; only where it says neither, what stands around it. 回款数 may be either."""
    text = simplified(plain(name))
    if _RATE.search(text):
        return Says.OTHER
    money, count = _MONEY.search(text), _COUNT.search(text)
    if money or count:
        return Says.NEITHER if money and count else Says.MONEY if money else Says.OTHER
    return says(around) if around else Says.NEITHER
