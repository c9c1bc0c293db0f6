"""Which of several scores of an item counts, and the total below them.

上级评分 | 得分: where 得分 is the score times the weight, the score stays on the scale that the form uses; where it is a score
of the same scale (最终得分), it is what counts. What does not count is kept beside the item, under its header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

#: The first words of a row below the items. 结果 alone can be an item.
TOTAL_ROW = re.compile(
    r"^.{0,6}(?:总分数?|总得分|总评分|总成绩|得分合计|合计得分)$|^(?:考核|绩效|综合|最终)得分$|^total ?score$", re.I
)
GRADE = (
    r"(?:本?[月季年]度?|考[核评]|绩效|综合|最终|评定|总体)*(?:等级|评级|等次|级别)(?:评定)?"
    r"|(?:考[核评]|绩效|综合|最终|评定)(?:结果|结论|评定)(?:等级)?|(?:overall|final|performance)? ?(?:grade|rating)"
)
GRADE_ROW = re.compile(rf"^(?:{GRADE})$", re.I)
LEGEND = re.compile(r"[≥≤<>＜＞~～]|\d{2}|.{9}")  # A≥90: what the grades mean

How = Literal["same", "weighed", "unclear"]


class Line(Protocol):
    """What is asked of an item of a form."""

    weight: Decimal | None
    self_score: Decimal | None
    score: Decimal | None
    note: str | None


@dataclass(slots=True)
class Scored:
    """An item with what stands in the other columns of scores. `beside`: their header and what is written there."""

    item: Line
    row: int
    result: Decimal | None = None
    beside: list[tuple[str, str]] = field(default_factory=list)


def settle(lines: Sequence[Scored], score: str, result: str) -> bool:
    """Every item gets the score that counts; whether that is without doubt. `score`, `result`: the two headers."""
    how = _how(lines)
    for line in lines:
        item = line.item
        if line.result is not None and how == "same":
            if item.score is not None and item.score != line.result:
                line.beside.insert(0, (score, written(item.score)))
            item.score = line.result
        elif line.result is not None:
            line.beside.insert(0, (result, written(line.result)))
        told = [f"{header}：{text}" for header, text in line.beside]
        item.note = "；".join(filter(None, (item.note, *told))) or None
    return how != "unclear"


def _how(lines: Sequence[Scored]) -> How:
    pairs = [(line.item, line.result, sides) for line in lines if line.result is not None and (sides := _sides(line))]
    if not pairs or all(_within(result, sides, _blur(result)) for _, result, sides in pairs):
        return "same"
    weights = [item.weight for item, _, _ in pairs if item.weight]
    if len(weights) == len(pairs):
        whole = Decimal(1) if max(weights) <= 1 else Decimal(100)
        shares = [weight / whole for weight in weights]
        parts = list(zip(shares, pairs, strict=True))
        if all(_within(result, [share * side for side in sides], _blur(result)) for share, (_, result, sides) in parts):
            return "weighed"
        if len(set(shares)) > 1 and _alike([result / (share * sides[-1]) for share, (_, result, sides) in parts]):
            return "weighed"  # four of five points at 40% are 32 of 100
    near = all(Decimal("0.7") <= result / sides[-1] <= Decimal("1.3") for _, result, sides in pairs)
    return "same" if near else "unclear"


def _sides(line: Scored) -> list[Decimal]:
    """What people gave themselves and what was given to them: nothing tells of a zero how it was counted."""
    return [side for side in (line.item.self_score, line.item.score) if side]


def _blur(result: Decimal) -> Decimal:
    """How far from what it was counted from a rounded figure can lie."""
    return Decimal("0.5") if result % 1 == 0 else Decimal("0.06")


def _within(value: Decimal, sides: Iterable[Decimal], blur: Decimal) -> bool:
    known = list(sides)
    return min(known) - blur <= value <= max(known) + blur


def _alike(ratios: Sequence[Decimal]) -> bool:
    return min(ratios) > 0 and max(ratios) / min(ratios) <= Decimal("1.03")


def total_of(numbers: Mapping[str, Decimal], sums: Mapping[str, Decimal]) -> Decimal | None:
    """Of the numbers of a row that sums up, by the role of their column, the one that is the total."""
    for role in ("counted", "result", "score"):
        if role in numbers:
            return numbers[role]
    left = {
        role: number
        for role, number in numbers.items()
        if role not in ("self_score", "other", "adjustment", "target", "actual")
    }
    if len(left) != 1:
        return None
    ((role, number),) = left.items()
    return None if role in ("weight", "points") and number in (sums.get(role), 1, 100) else number


def written(number: Decimal) -> str:
    return f"{number.normalize():f}"
