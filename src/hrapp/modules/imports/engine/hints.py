"""What a header says beside its name: how a cell is to be written, and what the codes in its cells mean.

性别1男 2女 is 性别, and a 2 under it is 女; 入厂时间 yyyy-MM-dd is 入厂时间.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hrapp.modules.imports.engine.words import plain, said

_DATE_FORMAT = re.compile(
    r"[\s(（\[【,，:：-]*(?:格式\s*[:：为]?\s*)?(?:[yY]{4}|[dD]{2}|[mM]{2})[-/.年]?(?:[mM]{1,2}|[dD]{1,2})(?:[-/.月]?(?:[dD]{1,2}|[yY]{2,4})日?)?[)）\]】]?\s*$"
)
_ADVICE = re.compile(
    r"[\s,，;；。(（]+(?:取值|格式|例如|例[:：]|如[:：有]|选项|可选|选填|必填|下拉选|请填|请选|请输|单位为|注[:：]|默认)[为:：是]?.*$",
    re.DOTALL,
)
_CODE = re.compile(
    r"(?<![\dA-Za-z])(?P<code>\d{1,2}|[A-Z])\s*[-:：=.、_]?\s*(?P<word>[^\d\s年月日号周季度级岁%.\-~～—至A-Za-z:：=,，;；、/|()（）][^\d\s:：=,，;；、/|()（）]{0,11})"
)
_BETWEEN = re.compile(r"[\s,，;；、/|()（）:：]*|(?:取值|其中)?为?")


@lru_cache(maxsize=8192)
def without_hint(text: str) -> str:
    """The name in a header; the text itself where it says nothing else."""
    name = _listed(text)[0] or plain(text)
    name = _ADVICE.sub("", _DATE_FORMAT.sub("", name))
    return name.strip().rstrip(" ,，:：(（-") or text


@lru_cache(maxsize=8192)
def legend(text: str) -> dict[str, str]:
    """{code: what it means} of a header that lists them, or that asks for the opposite: 是 under 是否被动离职 is 被动."""
    if _AGAINST_ONE_S_WILL.fullmatch(said(text)):
        return {"是": "被动离职", "Y": "被动离职", "√": "被动离职", "否": "主动离职", "N": "主动离职", "×": "主动离职"}
    return dict(_listed(text)[1])


_AGAINST_ONE_S_WILL = re.compile(r"(?:是否)?(?:属于|为|系)?(?:被动离职|被动|非自愿离职|involuntary)(?:与否)?")


def _listed(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The name before a list of two and more codes, and the list; nothing may stand between its codes."""
    line = plain(text)
    found = list(_CODE.finditer(line))
    if len(found) < 2 or not line[: found[0].start()].strip(" (（,，:："):
        return "", ()
    ends = [found[0].start(), *(match.end() for match in found)]
    gaps = [line[end : match.start()] for end, match in zip(ends, found, strict=False)]
    if not all(_BETWEEN.fullmatch(gap) for gap in (*gaps, line[ends[-1] :])):
        return "", ()
    codes = tuple((match["code"], match["word"]) for match in found)
    if len({code for code, _ in codes}) < len(codes):
        return "", ()
    return _ADVICE.sub("", line[: found[0].start()]).strip(" (（,，:："), codes
