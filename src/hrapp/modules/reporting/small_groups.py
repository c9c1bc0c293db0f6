"""Figures of few people say who they are about: they are told only to those who may open the rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hrapp.kernel.module import Bar, Figure
from hrapp.kernel.text import gettext as _

FEWEST = 5


def hidden(counts: Sequence[int | None]) -> set[int]:
    """Which of the parts of a whole are not told: those of one to four people, and, where that is a single one, the
    next smallest too, since the whole and the others would tell it."""
    small = {at for at, n in enumerate(counts) if n is not None and 0 < n < FEWEST}
    if len(small) == 1:
        others = [(n, at) for at, n in enumerate(counts) if n is not None and n >= FEWEST]
        small |= {at for _, at in sorted(others)[:1]}
    return small


def without_small_groups(figure: Figure) -> Figure:
    """The figure for somebody who may not open its rows."""
    if figure.people is not None and 0 < figure.people < FEWEST:
        return replace(figure, text="—", hint=_("fewer than five people"), rows_url="", bars=(), trend=())
    small = hidden([bar.people for bar in figure.bars])
    told = set(range(len(figure.bars))) - small
    bars = [_bar(bar, told=at in told) for at, bar in enumerate(figure.bars)]
    # A tile may say in its own words what its first bar says.
    return replace(
        figure, rows_url="", bars=bars, hint="" if small else figure.hint, text="—" if 0 in small else figure.text
    )


def _bar(bar: Bar, *, told: bool) -> Bar:
    if told:
        return replace(bar, url="")
    return replace(bar, url="", ratio=Decimal(0), words=_("fewer than five people"), people=None)
