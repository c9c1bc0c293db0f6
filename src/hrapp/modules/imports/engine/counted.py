"""年龄 and 工龄: counted from days, and left out for it, unless what stands under them are no years."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine import numbers
from hrapp.modules.imports.engine.shapes import Sample
from hrapp.modules.imports.engine.words import outside, said

_SERVICE = frozenset(("工龄", "司龄", "本企业工龄", "tenure"))
_AGE = frozenset(("年龄", "周岁", "虚岁", "age"))
_OF_MONEY = re.compile(r"元|金额|工资|补贴|津贴|奖")
_LONGEST, _OLDEST, _STEP = 60, 100, 50  # years


def counts_service(header: str) -> bool:
    """工龄, 司龄（年）; 工龄（元） says itself that it is paid."""
    return said(outside(header)) in _SERVICE and not _OF_MONEY.search(header)


def counts(header: str) -> bool:
    return said(outside(header)) in _SERVICE | _AGE


def no_years(header: str, cells: Sample) -> bool:
    """Whether nobody can be so old, or have worked so long: most are 60 and more, or all are 50, 100, 150."""
    found = [read.value for raw in cells.raws if (read := numbers.read(raw.value)) and read.value > 0]
    if said(outside(header)) in _AGE:
        return sum(value > _OLDEST for value in found) * 2 > len(found)
    most = sum(value >= _LONGEST for value in found) * 2 > len(found)
    return most or (bool(found) and all(value % _STEP == 0 for value in found))
