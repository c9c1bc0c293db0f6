"""What the levels of a header say together where none of them says it alone: 请假 over 事, 第一学历 over 学历."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hrapp.modules.imports.engine import units
from hrapp.modules.imports.engine.variants import both_languages
from hrapp.modules.imports.engine.words import inside, outside, plain, said

#: Over what it is taken for; 请假扣款 over the same words is money.
_OF_LEAVE = re.compile(
    r"(?:请休?|休|带薪|法定|各[类种])?假(?:期|别|类别?|种类?)?(?:天数|时数|小时数?|时长|情况|明细|统计|记录)?|缺勤(?:天数|情况|明细)?"
)
_A_WORD = re.compile(r"[\u4e00-\u9fff]{1,2}")
#: Whatever it certifies, what stands under it is that of a certificate. 身份证 and 毕业证 are kept elsewhere.
_CERTIFIES = re.compile(r".*(?:资格|执业|职业|从业|资质|上岗|作业|操作|技能|等级)证书?")
#: Over a start, an end or a kind that say nothing alone.
_A_CONTRACT = re.compile(
    r"(?:劳动|劳务|聘用|现行?)?合同(?:信息|情况|资料|内容|期限|签订)?|(?:employment|labou?r)?contract(?:info|details)?"
)
_OF_A_CONTRACT = (
    (re.compile(r"(?:起|自|从|开始|起始|生效|from|start|begin)(?:日期|时间|日|date)?|startdate"), "合同开始"),
    (re.compile(r"(?:止|至|到|终止|结束|截止|到期|to|end|until|expiry)(?:日期|时间|日|date)?"), "合同结束"),
    (re.compile(r"类型|类别|种类|性质|区分|type|kind"), "合同类型"),
)
#: It says nothing of what stands below: 月工资标准 over 岗位工资, 2024年度工资套改情况 over everything.
_ONLY_A_TITLE = re.compile(
    r"(?:20\d\d年?度?|\d{1,2}月|每?月|年度|现行|本次|职工|员工|个人)*(?:工资|薪资|薪酬|薪金|待遇|收入)?(?:标准|结构|构成|组成|情况|明细|项目|内容|调整|套改|变动|金额)*"
)


def of_contract(path: Sequence[str]) -> str:
    """合同结束 of 结束 To under 合同 Contract; nothing where no contract stands over it, or it has a name of its own."""
    if len(path) < 2 or not any(map(_A_CONTRACT.fullmatch, _either(path[-2]))):
        return ""
    words = _either(path[-1])
    return next((name for pattern, name in _OF_A_CONTRACT if any(map(pattern.fullmatch, words))), "")


def _either(text: str) -> list[str]:
    """A header whole, and in each of its two languages."""
    return [said(part) for part in (outside(text), *both_languages(plain(outside(text)))) if part]


def together(path: Sequence[str]) -> Iterator[str]:
    """Names that the lowest level makes with the one above it."""
    if len(path) < 2:
        return
    group, word = said(outside(path[-2])), said(outside(path[-1]))
    if _OF_LEAVE.fullmatch(group) and _A_WORD.fullmatch(word):
        yield f"{word.removesuffix('假')}假{'小时' if _in_hours(path[-2:]) else ''}"
    if _CERTIFIES.fullmatch(group):
        yield f"证书{word}"
    if both := _once(group, word):
        yield both


def _in_hours(path: Sequence[str]) -> bool:
    return any(units.span(part) == units.HOUR for text in path for part in inside(text))


def _once(group: str, word: str) -> str:
    """第一学历 over 学历 is 第一学历, and 资格证 over 证号 is 资格证号: what both say is said once."""
    shared = next((n for n in range(min(len(group), len(word)), 0, -1) if group.endswith(word[:n])), 0)
    return group + word[shared:] if shared else ""


def without_titles(path: Sequence[str]) -> str:
    """What the levels name; the lowest where all of them are titles."""
    return "".join(text for text in path if not _ONLY_A_TITLE.fullmatch(said(outside(text)))) or path[-1]
