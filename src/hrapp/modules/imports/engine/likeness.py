"""How well a header names a field: by its words, by what they come down to, and almost by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine.levels import of_contract, together
from hrapp.modules.imports.engine.sides import sided
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.variants import both_languages, variants
from hrapp.modules.imports.engine.words import inside, outside, plain, said

REDUCED, REORDERED, MISSPELT = 0.955, 0.9, 0.72
BOTH = 0.99
LISTED = 0.98
#: One of these characters makes another word of it: 入职 and 离职, 应发 and 实发, 前 and 后, 事假 and 病假.
_DISCRIMINATING = frozenset(
    "入离应实起止始终前后原新上下个单公月日年增减初复试转父母配紧急家校毕银开户时长数次天率额元事病婚产丧男女"
    "养医失工伤生育金税件书主被迟早旷缺加班夜餐车房水电周末节平正副老高中低一二三四五六七八九十累计总分考评目标完成"
)
#: A group that says whose or which side makes another thing of what stands under it.
_SIDE = re.compile(
    r"个人|单位|公司|企业|家属|紧急|配偶|爱人|亲属|子女|孩子|小孩|父亲|母亲|父母|[前后]$|^[原新]|累计|员工负担|本年|^(?:第一|初始|全日制)学历|^(?:第一次|首次|首份|上一?次|上期)"
)
_NOT_ONE_S_OWN = re.compile(
    r"(?:单位|公司|企业)(?:部分|缴纳|承担|缴存|负担)?|.*[前后]|本?年?累计|(?:employer|company|er)\b.*", re.IGNORECASE
)
_REORDERED = 5  # 工资实发合计 and 实发工资合计: more than a pair of characters
_RANK = 0.0005  # of two fields with the name, the one that names it first


def likeness(path: Sequence[str], fld: Field) -> float:
    """From 0 to 1; 0.955 and more is as good as the name itself."""
    names = _names(fld)
    key = tuple(path)
    if key not in names.known:
        if len(names.known) >= _MOST_KNOWN:
            names.known.clear()
        names.known[key] = _likeness(key, fld, names)
    return names.known[key]


def _likeness(path: Sequence[str], fld: Field, names: _Names) -> float:
    if fld.type == Type.MONEY and _other_way(path, fld):
        return 0.0
    if path and (fld.type == Type.MONEY or fld.unit) and _A_SHARE.search(plain(path[-1])):
        return 0.0
    best = 0.0
    for text, weight in _texts(path):
        if names.choices and _lists(text, names.choices):
            best = max(best, LISTED * weight)
        for word, sure in variants(text):
            if word in names.said and not (fld.type == Type.MONEY and sure < 1 and _other_side(text)):
                best = max(best, sure * weight - names.said[word] * _RANK)
        chinese, latin = map(said, both_languages(plain(outside(text))))
        if chinese in names.said and latin in names.said:
            best = max(best, BOTH * weight)  # IIT 个税: each of the two is a name of it
        if (way := reduced(text)) in names.ways:
            best = max(best, REDUCED * weight - names.ways[way] * _RANK / 10)
    return best or max((_almost(reduced(text), names) * weight for text, weight in _texts(path)), default=0.0)


#: 奖金% and 奖金（%） are how much of something, neither yuan nor days; 养老保险8% is what is paid.
_A_SHARE = re.compile(r"(?<![\d.])(?:\(%\)|\s?%)$")
_EITHER = frozenset(
    map(said, ("是", "否", "有", "无", "Y", "N", "Yes", "No", "√", "×"))
)  # says nothing of what is asked


def _lists(text: str, choices: frozenset[str]) -> bool:
    """自离/辞职/辞退, and Type (V/I): the words that stand in the cells, and no other."""
    for part in (plain(outside(text)), *inside(text)):
        words = [said(word) for word in re.split(r"[/、|]", part)]
        if len(words) >= 2 and choices.issuperset(words) and not _EITHER & {*words}:
            return True
    return False


_TAKEN = re.compile(r"^(?:应?扣|代扣|扣[款除减项]|减项|应扣)|扣[款除]|deduct", re.IGNORECASE)
_PAID = re.compile(r"^(?:应发|补[贴助]|津贴|收入|加项|发放|奖金)|earning|allowance", re.IGNORECASE)
_PAYS = re.compile(r".*(?:allowance|_pay|bonus|commission|_addition)|full_attendance|gross|net")
_TAKES = re.compile(r".*deduction.*|tax|.*_personal")


def _other_way(path: Sequence[str], fld: Field) -> bool:
    """伙食费 under 扣款 is no allowance for meals."""
    above = [said(text) for text in path[:-1]]
    if any(map(_TAKEN.search, above)):
        return _PAYS.fullmatch(fld.key) is not None
    own = "扣" in path[-1] or "deduct" in path[-1].lower()  # 缺勤扣款 under 应发工资 is taken from it all the same
    return not own and any(map(_PAID.search, above)) and _TAKES.fullmatch(fld.key) is not None


def _other_side(text: str) -> bool:
    """养老保险（单位） is not what 养老保险 is."""
    return any(_NOT_ONE_S_OWN.fullmatch(part) for part in inside(text))


#: What says nothing by itself: 截止日期 is the end of a study only beside a school.
GENERIC = frozenset((
    "开始日期", "开始时间", "起始日期", "起始时间", "结束日期", "结束时间", "截止日期", "截止时间", "终止日期", "终止时间", "起止时间", "起止日期", "日期", "时间", "起", "止", "自", "至", "从", "到", "起始", "截止",
    "状态", "类型", "级别", "等级", "名称", "编号", "金额", "单位", "startdate", "enddate", "from", "to", "start", "end", "date", "status", "type", "deadline", "duedate",
))  # fmt: skip
#: 缴费基数 over 社保 is what it is reckoned from, and 比例 how much of it: neither is what is paid.
_OF_A_BASE = re.compile(
    r"(?:缴费|缴存|缴纳|计提|社保|申报|公积金)*(?:基数|比例|费率|税率)|(?:contribution)?(?:base|rate)s?"
)


#: 交通 over what is paid on top is what is paid for it.
_ON_TOP = re.compile(r"(?:各[项类种]|其[他它]|固定)?(?:补贴|津贴|补助|津补贴)(?:部分|项目|项|类|明细|标准)?")


def _texts(path: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The whole header, in either order, and its lowest level alone."""
    if not path:
        return
    if any(_OF_A_BASE.fullmatch(said(text)) for text in path[:-1]):
        yield "".join(path), 1.0
        return
    if name := of_contract(path):
        yield "".join(path), 1.0
        yield name, 0.98
        return
    if words := sided(path):
        yield "".join(path), 1.0
        yield from ((text, 0.98) for text in words)
        return
    yield "".join(path), 1.0
    if len(path) > 1 and _ON_TOP.fullmatch(said(path[-2])):
        yield f"{path[-1]}补贴", 0.98
    yield from ((text, 0.98) for text in together(path))
    if len(path) > 2 and (side := next((text for text in path[-2::-1] if _SIDE.search(said(text))), "")):
        yield f"{side}{path[-1]}", 0.98  # 单位部分 over 社会保险 over 养老
    if len(path) > 1:
        yield "".join(reversed(path)), 0.98
        yield (
            path[-1],
            0.7 if said(path[-1]) in GENERIC else 0.85 if any(_SIDE.search(said(text)) for text in path[:-1]) else 0.96,
        )


@dataclass(slots=True)
class _Names:
    """The names of a field in every way they are compared, and what headers came to so far."""

    field: Field
    said: dict[str, int]  # {said(name): rank}
    ways: dict[str, int]  # {reduced(name): rank}
    orders: frozenset[str]  # the characters of each in one order
    lengths: dict[int, list[str]]  # {length: ways}
    choices: frozenset[str]  # what may stand in its cells
    known: dict[tuple[str, ...], float]


_MOST_KNOWN = 5000  # headers
_NAMES: dict[int, _Names] = {}


def _names(fld: Field) -> _Names:
    """Computed once per field."""
    known = _NAMES.get(id(fld))
    if known is None or known.field is not fld:
        names: dict[str, int] = {}
        ways: dict[str, int] = {}
        for rank, name in enumerate((*fld.names, *fld.weak)):
            names.setdefault(said(name) or plain(name), rank)
            ways.setdefault(reduced(name), rank)
        lengths: dict[int, list[str]] = {}
        for way in ways:
            lengths.setdefault(len(way), []).append(way)
        orders = frozenset("".join(sorted(name)) for name in (*ways, *names))
        choices = frozenset(said(word) for words in fld.choices.values() for word in words)
        known = _NAMES[id(fld)] = _Names(fld, names, ways, orders, lengths, choices, {})
    return known


def _almost(word: str, names: _Names) -> float:
    """The same characters in another order, or one slip of the pen that changes no meaning."""
    once = re.sub(r"(..+?)\1", r"\1", word)  # 入职报到日 says it twice
    if (once != word and once in names.ways) or (len(word) >= _REORDERED and "".join(sorted(word)) in names.orders):
        return REORDERED
    latin = word.isascii()
    if len(word) < (7 if latin else 5):
        return 0.0
    if latin:
        return (
            MISSPELT
            if any(n.isascii() and fuzz.ratio(word, n) >= 90 and _same_parts(word, n) for n in names.ways)
            else 0.0
        )
    near = (name for length in (-1, 0, 1) for name in names.lengths.get(len(word) + length, ()))
    return MISSPELT if any(_one_slip(word, name) for name in near) else 0.0


def _one_slip(word: str, name: str) -> bool:
    """One character more, less or other, and none of those that make another word of it."""
    if abs(len(word) - len(name)) > 1 or len(name) < 4 or _DISCRIMINATING & (set(word) ^ set(name)):
        return False
    return bool(fuzz.ratio(word, name) >= 100 * (1 - 1.5 / max(len(word), len(name))))


def _same_parts(word: str, name: str) -> bool:
    """As many words, each alike: a slip within one of them."""
    ours, theirs = word.split(), name.split()
    return len(ours) == len(theirs) and all(fuzz.ratio(a, b) >= 80 for a, b in zip(ours, theirs, strict=True))
