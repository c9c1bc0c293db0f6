"""Merged cells of a header: how many rows it has, and what lies under what. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_DEEPEST = 3  # rows

Merges = Mapping[tuple[int, int], tuple[int, int]]  # {(top, left): (bottom, right)}


def levels(merges: Merges, group: list[int], before: int) -> list[int]:
    """The rows of a header with those that its cells reach over: three at most, and none that is `before` it."""
    spans = [(top, bottom) for (top, _), (bottom, _) in merges.items() if top < bottom < top + _DEEPEST]
    bottom = max((b for t, b in spans if t in group), default=group[-1])
    top = min((t for t, b in spans if b in group and before < t), default=group[0])
    whole = list(range(min(top, group[0]), max(bottom, group[-1]) + 1))
    return whole if len(whole) <= _DEEPEST else group


def only_groups(merges: Merges, row: int, cells: Sequence[tuple[int, Any]]) -> bool:
    """被考核人 and 考核人, each merged over some columns: the level above a header."""
    return len(cells) > 1 and all(merges.get((row, c), (row, c))[1] > c for c, _ in cells)


def all_under(merges: Merges, row: int, upper: Sequence[tuple[int, Any]], cells: Sequence[tuple[int, Any]]) -> bool:
    """Each of the cells lies under a wide cell of the `upper` ones in the row above, or under none."""
    wide = [(left, merges[row, left][1]) for left, _ in upper if (row, left) in merges]
    return any(right > left for left, right in wide) and all(
        any(left <= c <= right for left, right in wide) for c, _ in cells
    )
