"""Cells that are their value as they stand: most are, so this is asked before all that may be wrong with one. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import dates

PATTERNS = {
    Type.EMP_NO: re.compile(r"[A-Z]{0,4}[0-9]{1,15}"),
    Type.NAME: re.compile(r"(?!没有|暂无|不详|未填)[\u4e00-\u9fff]{2,3}"),
    Type.PHONE: re.compile(r"1[3-9][0-9]{9}"),
    Type.EMAIL: re.compile(r"[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
}


def certain(fld: Field, value: Any) -> bool:
    """Whether what stands in the cell is the value, letter by letter, with nothing to tell about it."""
    if type(value) is str:
        return (pattern := PATTERNS.get(fld.type)) is not None and pattern.fullmatch(value) is not None
    return type(value) is date and fld.type == Type.DATE and dates.FIRST_YEAR <= value.year <= dates.LAST_YEAR
