"""Several grades for one period: which of them counts, by who gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.words import plain

_FINAL = re.compile(r"最终|终[评审]|审定|核定|校准|综合|评定结果|总评|确认|final|calibrated|overall", re.IGNORECASE)
_OTHERS = re.compile(r"自[评我]|本人|互评|同事|同级|下[级属]|self|peer|360", re.IGNORECASE)


_WHO = r"自我?|本人|上级|直属上级|直接上级|主管|经理|总经理|领导|部门|公司|同事|同级|互|下级|下属|初|复|终|最终|综合"
_HEADS = re.compile(
    rf"(?:{_WHO})(?:评价?|评定|评分|评级|考评|打分)(?:等级|得分|分数?|结果)?|(?:最终|审定|校准)(?:等级|得分|分数|结果)"
    r"|(?:self|peer|manager|final|overall)[ -](?:review|rating|assessment|grade|score)",
    re.IGNORECASE,
)


def heads(text: str) -> bool:
    """Whether the text says nothing but who gave what stands below it: 自评, 上级评分, 最终等级."""
    return _HEADS.fullmatch(plain(text)) is not None


def weight(path: Sequence[str]) -> int:
    """Of a header: what was fixed in the end counts more than what a superior thought, and that more than one's own."""
    text = plain(" ".join(path))
    return 2 if _FINAL.search(text) else 0 if _OTHERS.search(text) else 1
