"""Several grades for one period: which of them counts, by who gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.words import plain

_FINAL = re.compile(r"最终|终[评审]|审定|核定|校准|综合|评定结果|总评|确认|final|calibrated|overall", re.IGNORECASE)
_OTHERS = re.compile(r"自[评我]|本人|互评|同事|同级|下[级属]|self|peer|360", re.IGNORECASE)


def weight(path: Sequence[str]) -> int:
    """Of a header: what was fixed in the end counts more than what a superior thought, and that more than one's own."""
    text = plain(" ".join(path))
    return 2 if _FINAL.search(text) else 0 if _OTHERS.search(text) else 1
