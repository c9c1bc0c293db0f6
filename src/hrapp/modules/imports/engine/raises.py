"""A list of raises that says by how much and not to what: what people are paid now is there what they were paid before.

现工资 9000 beside 调薪比例 10% and a day from which on it counts: 9000 is not the pay from that day on, as it would be in a
list of what everybody is paid. Such a list is one of changes, also where it says neither what was nor what is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hrapp.modules.imports.engine.spelling import CHANGE
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import outside, said

_MEASURE = "(?:金额|数额|额度?|比例|幅度|百分比|率|多少钱?|了?多少钱?)"
#: By how much, and of nothing else than pay.
_RAISED = re.compile(
    rf"(?:月|拟|建议|申请|本次)?(?:调薪|加薪|涨薪|调资|涨工资|加工资){_MEASURE}|(?:月)?(?:增资|调增)额|[加涨]了?多少钱?"
    r"|(?:merit|raise|increment)(?:increase)?(?:%|amount|percent(?:age)?)?|(?:salary|pay)increase(?:%|amount|percent(?:age)?)?"
)
#: By how much, of whatever the list is about.
_CHANGED = re.compile(
    rf"(?:月|拟|建议|申请|本次)?(?:调整|增加|上调|增长|提高|上涨){_MEASURE}|[涨调增加]幅|增加|比例|幅度|差额"
    r"|increase(?:%|amount|percent(?:age)?)?|(?:%|percent|amountof)?change(?:%|amount|percent)?"
)
_TITLE = re.compile(
    r"[调加涨]薪|[加涨增]工资|[调增]资|(?:薪资|工资|薪酬)(?:调整|普调|增长)|raises?\b|merit|increment", re.I
)
_PAY = "(?:月|月度|税前)?(?:基本|基础|固定|标准|岗位基本)?(?:工资|薪资|月薪|薪酬|底薪|薪水|薪金)(?:标准|水平|金额)?"
_NOW = re.compile(
    rf"(?:现在|当前|目前|现有|现行|现)?的?{_PAY}"
    r"|(?:current|present)?(?:base|basic|monthly|annual)?(?:salary|basepay|basicpay|pay)"
)
_ONCE = re.compile(
    rf"(?:(?:{CHANGE}|涨薪)之?前|调前|原来?|以前|之前)的?(?:{_PAY})?|(?:old|previous)(?:base)?(?:salary|pay)|before"
)
_SINCE = re.compile(
    rf".*(?:(?:{CHANGE}|[涨加])之?后|加到|涨到|加完|调至|调到|增至).*|(?:新|拟(?:调整?|定)?(?:至|为)?|建议|申请)的?(?:{_PAY}|(?:合计|总额)).*"
    r"|(?:new|proposed).*(?:salary|pay|base).*|after"
)
_BESIDE = re.compile(
    "(?:岗位|职务|技能|学历|职称|工龄|餐费?|交通|通讯|话费|住房)?(?:津贴|补贴|补助|餐补)|(?:岗位|职务|绩效|技能|工龄)工资"
)
#: What is paid out, or taken off it: 调整金额 of a month. And what only a list of people says.
_OTHER_LISTS = re.compile(
    r".*(?:应发|实发|实付|个税|社保|公积金|扣|年终奖|netpay|grosspay|tax|出生|身份证|手机|电话|学历|籍贯|民族).*"
)
_FROM_A_DAY = re.compile(r"(?:生效|执行|起薪|调薪|调整)(?:起始)?(?:日期?|时间|月份?)|从.*起|effective.*")


def tells_raises(columns: Iterable[Column], titles: Sequence[str]) -> bool:
    """Whether it is such a list; then what is paid now is marked as what was."""
    heads = [(column, said(outside(column.path[-1])) or said(column.path[-1])) for column in columns]
    words = [*(head for _, head in heads), *(said(text) for column, _ in heads for text in column.path[:-1])]
    if _none(words, _RAISED, _CHANGED) or not _none(words, _SINCE, _OTHER_LISTS):
        return False
    paid = [column for column, head in heads if _NOW.fullmatch(head)]
    named = any(_TITLE.search(text) for text in titles) or bool(paid and not _none(words, _FROM_A_DAY))
    if _none(words, _RAISED) and not named:
        return False
    for column, head in heads if not paid else ():  # by how much of what, or of all, is not said
        if _BESIDE.fullmatch(head):
            column.meant = (f"调整前{head}",)
    for column in paid if _none(words, _ONCE) else ():  # 现工资 beside 原工资 is what the raise came to
        column.meant = ("调整前",)
    return True


def _none(words: Iterable[str], *patterns: re.Pattern[str]) -> bool:
    return not any(pattern.fullmatch(word) for word in words for pattern in patterns)
