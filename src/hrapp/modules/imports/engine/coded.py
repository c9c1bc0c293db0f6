"""A row of technical names beside a row of labels: ENAME over 姓名, as systems export them and templates keep them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hrapp.modules.imports.engine.words import as_text

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_ .&/'#-]{0,39}")
_TECHNICAL = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]*)+")
#: As SAP abbreviates: PERSG, ORGEH, STAT2.
_ABBREVIATED = re.compile(r"[A-Z][A-Z0-9]{3,5}")
#: What SAP's own names of columns say, where no label stands beside them.
_SAP = {
    "pernr": "工号", "ename": "姓名", "sname": "姓名", "gesch": "性别", "gbdat": "出生日期", "orgtx": "部门", "orgeh_txt": "部门",
    "orgeh_text": "部门", "plstx": "岗位", "plans_txt": "岗位", "plans_text": "岗位", "stltx": "职务", "kostl": "成本中心",
    "icnum": "身份证号", "famst": "婚姻状况", "natio": "国籍", "persg_txt": "用工形式",
}  # fmt: skip
#: What its codes say, in columns that it names.
_MEANS = {"gesch": {"1": "男", "2": "女"}}
_LABEL = re.compile(r"(?=.*[a-z])[A-Za-z][A-Za-z .&/'()#-]{2,39}")
_FEWEST = 3  # columns


def codes_over(codes: Sequence[tuple[int, Any]], labels: Sequence[tuple[int, Any]], known: bool = True) -> bool:
    """Whether every column has a word in Latin letters right over its label, which is in another script; or what only a
    system would call it over a label in English, unless the words are `known` to head columns: NAME and TEAM head people."""
    return (
        len(labels) >= _FEWEST
        and [column for column, _ in codes] == [column for column, _ in labels]
        and len({value for _, value in codes}) == len(codes)
        and all(isinstance(value, str) and _WORD.fullmatch(as_text(value)) for _, value in codes)
        and (
            sum(isinstance(value, str) and not value.isascii() for _, value in labels) >= 0.8 * len(labels)
            or (not known and _abbreviates(codes, labels))
        )
    )


def _abbreviates(codes: Sequence[tuple[int, Any]], labels: Sequence[tuple[int, Any]]) -> bool:
    """PERSG over Employee Group."""
    return (
        len(codes) > _FEWEST
        and all(_ABBREVIATED.fullmatch(as_text(value)) for _, value in codes)
        and all(isinstance(value, str) and _LABEL.fullmatch(as_text(value)) for _, value in labels)
        and len({value for _, value in labels}) == len(labels)
    )


def codes_under(codes: Sequence[tuple[int, Any]], labels: Sequence[tuple[int, Any]]) -> bool:
    """The same below the labels, where somebody's row could stand as well: most words must be such as only systems write."""
    technical = sum(isinstance(value, str) and bool(_TECHNICAL.fullmatch(value.strip())) for _, value in codes)
    return codes_over(codes, labels) and technical >= 0.5 * len(codes)


def labels(upper: Sequence[tuple[int, Any]], lower: Sequence[tuple[int, Any]]) -> dict[int, tuple[str, ...]]:
    """{column: what it is called beside its technical name} of the two rows of a header; nothing of any other header."""
    called = lower if codes_over(upper, lower, known=False) else upper if codes_under(lower, upper) else ()
    return {column: (as_text(value),) for column, value in called}


def label_of(code: str) -> str | None:
    """姓名 of ENAME; None of what is no name that SAP gives a column, or one that is an English word as well."""
    return _SAP.get(code.lower())


def legend_of(code: str) -> dict[str, str]:
    """What the codes of a column say that SAP names so: 2 under GESCH is 女; under 性别 alone nobody knows."""
    return _MEANS.get(code.strip().lower(), {})
