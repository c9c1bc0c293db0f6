"""A list of what people have anew: 原卡号 beside 新卡号 is an account that somebody has now, and no change of post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hrapp.modules.imports.engine.levels import without_titles
from hrapp.modules.imports.engine.spelling import CHANGE
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import said

_CHANGED = f"(?:{CHANGE}|更换|更改|修改|换卡|换号|换)"
_BEFORE = re.compile(rf"(?:原来?|旧|老|{_CHANGED}之?前|之?前|以前|old|previous|former)的?", re.IGNORECASE)
_AFTER = re.compile(rf"(?:新|现在?|拟?{_CHANGED}(?:之?后|为)|new|current)的?", re.IGNORECASE)
#: What belongs to somebody, and not to the post: its new one is simply what it is.
_OWN = re.compile(
    r"(?!.*(?:考勤|工牌|门禁|工号|社保|公积金|办公|公司|合同))(?:.*(?:卡号?|[账帐](?:号|户)|号码)|.*(?:开户|银行|支行|户名).*"
    r"|.*(?:手机|电话|联系方式|邮箱|邮件|住址|地址|微信|紧急联系人).*"
    r"|.*(?:account|iban|bank|phone|mobile|e-?mail|address).*)",
    re.IGNORECASE,
)
#: When and why, which a list of changes of post says in the same words.
_OF_THE_CHANGE = re.compile(
    rf"(?:{_CHANGED}|生效|登记|申请|办理|执行)?(?:日期|时间|日)|(?:{_CHANGED})?(?:原因|事由|理由|说明|类型|内容|情况)"
    r"|(?:effective|change)? ?(?:date|from)|(?:change )?reason",
    re.IGNORECASE,
)
NO_FIELD = "此前所用"  # is not, and never becomes, the name of one
#: The other side of what a post changes in, or pay.
_ANY_SIDE = re.compile(rf"(?:{_BEFORE.pattern}|{_AFTER.pattern})(?=.)", re.IGNORECASE)


def tell_replaced(columns: Sequence[Column]) -> None:
    """What is new is what is, what was is kept as it is written; so is when and why, unless a post changes as well."""
    before, after = _sided(columns, _BEFORE), _sided(columns, _AFTER)
    if not {*before.values()} & {*after.values()}:
        return
    alone = not _others(columns, {*before, *after})
    for column in columns:
        if column.index in after:
            column.meant = (after[column.index],)
        elif column.index in before or (alone and _OF_THE_CHANGE.fullmatch(said(column.path[-1]))):
            column.meant = (NO_FIELD,)


def _sided(columns: Iterable[Column], side: re.Pattern[str]) -> dict[int, str]:
    """{column: what it is the side of}, of what belongs to somebody."""
    return {c.index: what for c in columns if (what := _of_what(c.path, side)) and _OWN.fullmatch(what)}


def _of_what(path: Sequence[str], side: re.Pattern[str]) -> str:
    """卡号 of 新卡号, and of 卡号 below 变更后."""
    *above, last = path or ("",)
    if above and side.fullmatch(said(without_titles(above))):
        return last.strip()
    match = side.match(last.strip())
    return last.strip()[match.end() :].strip() if match else ""


def kept_as_written(column: Column) -> bool:
    return column.meant == (NO_FIELD,)


def columns_of_it(columns: Iterable[Column]) -> list[Column]:
    """Without what is only kept as it is written."""
    return [column for column in columns if not kept_as_written(column)]


def _others(columns: Iterable[Column], own: set[int]) -> bool:
    return any(_ANY_SIDE.match(said(text)) for c in columns if c.index not in own for text in c.path)
