"""What was and what is: 调整前 and 调整后 over a column, 原职务 beside 新职务."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hrapp.kernel.imports import ImportKind
from hrapp.modules.imports.engine.levels import without_titles
from hrapp.modules.imports.engine.spelling import CHANGE, reduced
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import said

_STRUCTURE = "(?:的?(?:工资|薪资|薪酬)?(?:结构|情况|信息|标准|工资|薪资|薪酬|待遇))?"
_BEFORE = re.compile(rf"(?:(?:{CHANGE})之?前|原){_STRUCTURE}|before|old|previous", re.IGNORECASE)
_AFTER = re.compile(rf"(?:(?:{CHANGE})之?后|新|拟(?:{CHANGE})?){_STRUCTURE}|after|new|proposed", re.IGNORECASE)


_ANY_SIDE = re.compile(rf"{_BEFORE.pattern}|{_AFTER.pattern}", re.IGNORECASE)


def only_a_side(text: str) -> bool:
    """调整后 below 岗位津贴: of what, only the header over it says."""
    return bool(_ANY_SIDE.fullmatch(said(text)))


def of_what(path: Sequence[str]) -> str:
    """The header of a column, with the ones over it where it says no more than a side."""
    return " / ".join(path) if only_a_side(path[-1]) else path[-1]


def sided(path: Sequence[str]) -> tuple[str, ...]:
    """调整前 over 岗位 makes 原岗位 of it, and nothing else: what was before is not what is. So does 岗位工资 over 调整前,
    whatever title stands over both."""
    *above, last = path or ("",)
    if above and _ANY_SIDE.fullmatch(said(last)) and not any(_ANY_SIDE.fullmatch(said(text)) for text in above):
        path = (last, without_titles(above))
    for text in path[:-1]:
        for pattern, words in ((_BEFORE, ("原", "调整前", "Old ")), (_AFTER, ("新", "调整后", "New "))):
            if pattern.fullmatch(said(text)):
                return tuple(f"{word}{path[-1]}" for word in words if word.isascii() == path[-1].isascii())
    return ()


_ONCE = frozenset(("原来", "原先", "以前", "之前", "原", "过去"))
_NOW = frozenset(("现在", "目前", "现", "如今", "今后", "以后"))


def tell_sides(columns: Iterable[Column]) -> None:
    """原来 over some columns makes of 现在 over others what a change led to; alone it is what is."""
    columns = list(columns)
    _tell_now(columns)
    grouped = [(column, said(column.path[0])) for column in columns if len(column.path) > 1]
    groups = {group for _, group in grouped}
    if not (groups & _ONCE and groups & _NOW):
        return
    for column, group in grouped:
        if side := "调整前" if group in _ONCE else "调整后" if group in _NOW else "":
            column.meant = (side, *column.path[1:])


#: What only a list of changes says beside both sides, and what only a list of people does.
_OF_A_CHANGE = re.compile(
    r"(?:岗位|职务|部门|工作|人事)?(?:轮换|轮岗|交流|调整|异动|变动|晋升|调动|变更|调岗|任免|调店)(?:日期|时间|日|月份|[类种]型|类别|方式|形式|性质|原因)"
)
_OF_PEOPLE = re.compile(r".*(?:入职|入司|进厂|入厂|出生|身份证|手机).*")


def _tell_now(columns: Sequence[Column]) -> None:
    """现部门 beside 原部门 is what a change led to, where something else says that the list is one of changes; in a list
    of people it is where somebody is."""
    heads = {said(column.path[0]): column for column in columns if len(column.path) == 1}
    if not any(map(_OF_A_CHANGE.fullmatch, heads)) or any(map(_OF_PEOPLE.fullmatch, heads)):
        return
    for head, column in heads.items():
        if len(head) > 2 and head.startswith("现") and f"原{head[1:]}" in heads:
            column.meant = (f"新{head[1:]}",)


def both_sides(paths: Iterable[Sequence[str]]) -> bool:
    """Whether a table says of something what it was and what it is: 原职务 and 新职务, 调整前 and 调整后 over 岗位."""
    sides: dict[str, set[str]] = {"原": set(), "新": set()}
    for path in paths:
        words = {reduced(text) for text in (sided(path) or path[-1:])}
        if path and _BEFORE.fullmatch(said(path[-1])):  # 调薪前 beside 调薪后, and nothing said of what
            words.add("原调整")
        elif path and _AFTER.fullmatch(said(path[-1])):
            words.add("新调整")
        for side, found in sides.items():
            found.update(word[1:] for word in words if word.startswith(side) and len(word) > 2)
    return bool(sides["原"] & sides["新"])


def tells_a_change(kind: ImportKind) -> bool:
    """Whether the kind has fields for both sides."""
    return both_sides([(name,) for fld in kind.fields for name in fld.names])
