"""Whether pay is that of a month: 年薪, 元/天 and Hourly Rate say that it is not, by the header or in a column beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.words import as_text, is_nothing, plain, simplified

_MONTH = re.compile(r"月|month", re.IGNORECASE)
_OTHER = re.compile(
    r"年薪|年工资|年收入|[日周时]薪|日工资|周工资|小时工资|[/每](?:年|天|日|工日|周|小?时)"
    r"|\b(?:annual|yearly|daily|weekly|hourly)\b|\bper (?:annum|year|day|week|hour)\b|/ ?(?:year|yr|day|week|hour|hr|h)\b",
    re.IGNORECASE,
)


def of_header(path: Sequence[str]) -> str:
    """The header, where it says another span than a month."""
    text = simplified(plain(" ".join(path)))
    return path[-1] if _OTHER.search(text) and not _MONTH.search(text) else ""


def of_a_month(path: Sequence[str]) -> bool:
    return _MONTH.search(" ".join(path)) is not None


#: 计薪单位, 工资类型, Pay Type. How often it is paid out says nothing about what stands there.
_HEADER = re.compile(r"[薪酬]|工资|单位|pay|salary|wage|rate|unit|basis|\bper\b", re.IGNORECASE)
_PAID_OUT = re.compile(r"发[放薪]|支付|frequency|schedule|cycle", re.IGNORECASE)
_SPAN = r"年|天|日|工日|周|小时|时|月|个月"
_CELL = re.compile(
    rf"(?:元|圆|rmb|cny|¥)?(?:/|每)?(?P<one>{_SPAN})|(?:按)?(?P<two>{_SPAN})(?:薪|工资|计|算|结|计薪|计算)制?"
    r"|(?:per )?(?P<three>year|annum|day|week|hour|month)|(?P<four>annual|annually|yearly|daily|weekly|hourly|monthly)"
    r"|(?P<none>计件|件|元/件|固定|salary|salaried|fixed|提成|其他|piece ?rate|commission)制?",
    re.IGNORECASE,
)
_MONTHS = frozenset(("月", "个月", "month", "monthly"))
_MOST = 0.8


def names_spans(header: str, values: Sequence[object]) -> bool:
    """Whether a column says of its rows what their pay is the pay of."""
    if not _HEADER.search(header) or _PAID_OUT.search(header):
        return False
    filled = [value for value in values if not is_nothing(value)]
    return bool(filled) and sum(_read(value) is not None for value in filled) >= _MOST * len(filled)


def of_cell(value: object) -> str:
    """What the cell says, where it is another span than a month."""
    match = None if is_nothing(value) else _read(value)
    span = match and next((word for word in match.group("one", "two", "three", "four") if word), None)
    return as_text(value) if span and span.lower() not in _MONTHS else ""


def _read(value: object) -> re.Match[str] | None:
    return _CELL.fullmatch(simplified(plain(as_text(value))).replace(" ", "")) if isinstance(value, str) else None
