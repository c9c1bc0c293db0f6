"""The units in which columns count: sizes of money, spans of time, shares of a whole. What is not sure is no unit. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from hrapp.modules.imports.engine.numbers import tidy
from hrapp.modules.imports.engine.words import inside, outside, plain, said

# --- money

_PREFIXES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9}  # fmt: skip
_THOUSANDS = re.compile(r"(?:rmb|cny|¥)?\s*'?000'?s?|(?:in )?thousands?", re.IGNORECASE)
_WHOLE = r"(?:十亿|亿|千万|百万|十万|万|千|百|[kKwW])?[元圆块]"
_SIZE = rf"{_WHOLE}|(?:十亿|亿|千万|百万|十万|万|千|百|[kKwW])(?![\w])"
#: What may follow a unit; 百元店 and 千元人家 are names.
_ENDS = (
    r"(?=$|[^\u4e00-\u9fff]|人民币|整|计|为|的|[制填][表报单]|编制|审[核批]|复核|核对|经办|负责|联系|报[表送]|[日月年]|时间|日期|部门|币种"
    r"|保留|精确|四舍|含|不含|未|均|均为|除|注|说明|备注|税|以[上下]|其中|金额|统计)"
)
#: 单位：万元 · 金额单位均为百元 · 单位：人、万元 · 以万元为单位.
_STATED = re.compile(
    rf"单位\s*(?:均|都|皆)?\s*[:：为是以/]*\s*[(（]?\s*(?:人民币|RMB|CNY)?\s*(?:[人个件天次项台套%]+\s*[、/,，]\s*)?(?P<size>{_SIZE}){_ENDS}"
    rf"|(?:以|按)\s*(?:人民币)?(?P<size2>{_SIZE})\s*(?:为单位|计(?!提)算?|列示|填报)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?<![\d.〇零一二三四五六七八九两数几])(?:十亿|亿|千万|百万|十万|万|千|百)元$|(?<=[\s_,，:：-]){_WHOLE}$"
)


@lru_cache(maxsize=4096)
def money(text: str) -> int | None:
    """The size of a written unit of money: 万元 is 10 000, and so it is in 万元/月."""
    bare = re.sub(r"^(?:单位|人民币|RMB|CNY)\s*[:：]?\s*|(?:人民币|RMB|CNY)$", "", plain(text), flags=re.IGNORECASE)
    bare = re.split(r"/", bare.replace(" ", ""), maxsplit=1)[0].lower()
    if _THOUSANDS.fullmatch(bare):
        return 1000
    prefix = re.sub(r"[元圆块]$", "", bare)
    return _PREFIXES.get(prefix) if bare else None


def money_in_titles(texts: Sequence[str]) -> int | None:
    """The size that a title or a footer states; in brackets alone only what can be nothing else. The nearest text first."""
    for text in texts:
        if match := _STATED.search(plain(text)):
            return money(match["size"] or match["size2"])
        for part in inside(text):
            if re.search(r"[元圆]|^[百千十]?[万亿]$|单位", part) and (size := money(part)):
                return size
    return None


def money_in_header(path: Sequence[str]) -> int | None:
    """销售额（万元）, 销售额/万元, 销售额万元, 工资(K). The lowest level first."""
    for text in reversed(path):
        if match := _STATED.search(plain(text)):
            return money(match["size"] or match["size2"])
        if found := next((size for part in inside(text) if (size := money(part))), None):
            return found
        bare = outside(text)
        behind = re.search(rf"[/／|]\s*({_SIZE})(?:/.*)?$", bare) or _BEHIND.search(bare)
        if behind and (size := money(behind[0].strip(" /／|_,，:：-"))):
            return size
    return None


# --- time

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR, TIMES = "minute", "hour", "day", "week", "month", "year", "times"
_SPANS = {
    MINUTE: ("分钟", "分", "min", "mins", "minute", "minutes"),
    HOUR: ("小时", "个小时", "钟头", "个钟头", "时", "h", "hr", "hrs", "hour", "hours", "个工时", "工时", "时数"),
    DAY: ("天", "日", "个工作日", "工作日", "d", "day", "days"),
    WEEK: ("周", "星期", "个星期", "week", "weeks"),
    MONTH: ("个月", "月", "month", "months"),
    YEAR: ("年", "周年", "year", "years", "yr", "yrs"),
    TIMES: ("次", "回", "times"),
}
_BY_WORD = {word: span for span, words in _SPANS.items() for word in words}
_MINUTES = {MINUTE: 1, HOUR: 60}
_MONTHS = {MONTH: 1, YEAR: 12}
#: In brackets behind 加班 they are as likely to say of which month or day.
_OF_WHEN = frozenset(("月", "年", "日", "周", "month", "year", "day", "week"))
_COUNTING = re.compile(r"(分钟|小时|工时|时数|天|次|个?月|年)数?$")
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\d\s.,]+?)(?=[\d\s]|$)")


def span(text: str) -> str | None:
    """What a written unit of time counts."""
    return _BY_WORD.get(plain(text).replace(" ", "").lower())


def times(one: str, other: str) -> Fraction | None:
    """How many of the other are one of it; None where nobody can tell: a day of work has no fixed number of hours."""
    if one == other:
        return Fraction(1)
    for known in (_MINUTES, _MONTHS):
        if one in known and other in known:
            return Fraction(known[one], known[other])
    return None


def span_in_header(path: Sequence[str], own: str) -> str | None:
    """What a header says that its column counts: 加班（分钟）, 请假时长/小时, 加班分钟数. The lowest level first."""
    for text in reversed(path):
        tail = re.search(r"[/／]\s*([^/／]+)$", outside(text))
        for part in (*inside(text), *([tail[1]] if tail else [])):
            word = re.sub(r"^(?:单位|按)\s*[:：为]?\s*|计$", "", part).strip()
            found = span(word)
            if found and not (word.lower() in _OF_WHEN and own not in (found, MONTH, YEAR)):
                return found
    counting = _COUNTING.search(said(outside(path[-1]))) if path else None
    return span(counting[1]) if counting and (counting[1] not in _OF_WHEN or own in (MONTH, YEAR)) else None


def only_counts(path: Sequence[str]) -> bool:
    """缺勤(天), 夜班次数: a count of time or times, and so no sum of money. 加班费(小时) may be either."""
    if not path or re.search(
        r"费|钱|元|金额?|工资|薪|补贴|津贴|补助|扣款|扣除|奖|提成|标准|单价|pay|amount|rate", said(path[-1])
    ):
        return False
    parted = (re.sub(r"^(?:单位|按)\s*[:：为]?\s*|计$", "", part).strip().lower() for part in inside(path[-1]))
    if any(span(part) and part not in _OF_WHEN for part in parted):
        return True
    counting = _COUNTING.search(said(outside(path[-1])))
    return counting is not None and counting[1] not in (*_OF_WHEN, "个月") and counting.start() > 0


def span_in_titles(texts: Sequence[str]) -> str | None:
    """单位：小时 over a table. Of several units none."""
    for text in texts:
        match = re.search(r"单位\s*[:：为]*\s*(分钟|小时|天|个月)(?=$|[\s)）。;；,，])", plain(text))
        if match and not re.search(r"[、/,，]", plain(text)[match.end() : match.end() + 1]):
            return span(match[1])
    return None


def amounts(text: str) -> list[tuple[Decimal, str]]:
    """[(1, 小时), (30, 分)] of 1小时30分; empty where anything else stands in it."""
    whole = plain(text)
    found = list(_AMOUNT.finditer(whole))
    covered = "".join(match[0] for match in found)
    return [(Decimal(match[1]), match[2]) for match in found] if covered.strip() == whole and found else []


def in_unit(value: Decimal, factor: Fraction) -> Decimal:
    """To four places: a third of a second of an hour is nobody's."""
    return tidy(round(value * factor.numerator / factor.denominator, 4))


# --- shares

_SIGNS = (
    (10**6, re.compile(r"(?<![a-z])ppm(?![a-z])|百万分", re.IGNORECASE)),
    (10**4, re.compile(r"‱|(?<![a-z])bps?(?![a-z])|基点|(?<![百千])万分", re.IGNORECASE)),
    (1000, re.compile(r"‰|千分[比之率数]")),
    (100, re.compile(r"%|(?<![\w])百分[比之数](?![\w])")),
)
#: What comes to about a whole as a rule, so that 0.95 is 95 % whatever the header says.
_NEAR_ONE = re.compile(
    r"完成|达成|达标|合格|及时|准时|满意|出勤|到岗|到课|覆盖|通过|良品|直通|准确|执行|履约|回款|利用|稼动|开机|进度|实现"
    r"|completion|complete|achieve|progress|attendance|yield|on.?time|%$",
    re.IGNORECASE,
)


def parts(text: str) -> int | None:
    """Of how many a number is a share, where a sign or a word says so: 100 of %, a million of ppm."""
    return next((whole for whole, sign in _SIGNS if sign.search(plain(text))), None)


def near_one(text: str) -> bool:
    return _NEAR_ONE.search(plain(text)) is not None and not re.search(r"[不未]", text)


# --- pieces

_PIECES = r"人次|[件个台套份单人次辆条吨箱只瓶双张位户项株桶袋卷片颗支枚家]"
_MANY = re.compile(rf"(?P<size>十亿|亿|千万|百万|十万|万|千|百|[kKwW])?(?P<what>{_PIECES})?")


def many(text: str) -> int | None:
    """How many one of a written unit of things are: 1000 of 千件, 1 of 件."""
    match = _MANY.fullmatch(plain(text).replace(" ", ""))
    return _PREFIXES[(match["size"] or "").lower()] if match and match[0] else None


def many_of(text: str, own: str) -> Fraction:
    return Fraction(many(text) or 1, many(own) or 1)


def written(text: str) -> str:
    """The unit that stands behind a name: in brackets, behind a slash, or right behind it. Empty where none does."""
    bare = outside(text)
    tail = re.search(r"[/／|]\s*([^/／|]+)$", bare) or _BEHIND.search(bare)
    parted = [*inside(text), *([tail[0].strip(" /／|_,，:：-")] if tail else []), *re.findall(r"[%‰‱]$", bare)]
    cut = (re.sub(r"^单位\s*[:：]?\s*", "", part) for part in parted)
    return next((part for part in cut if part and (money(part) or parts(part) or span(part) or many(part))), "")
