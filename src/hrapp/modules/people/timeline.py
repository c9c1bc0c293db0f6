"""From today's post and the changes that led to it, back to the post of every earlier day.

Pure. A roster says where somebody stands now; the record of promotions and transfers says what it was
before each change. Together they give the whole history.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody stands: names and codes as people write them."""

    department: str | None = None
    position: str | None = None
    level: str | None = None
    manager_no: str | None = None
    manager_name: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An effective change: what was before it and after it; None where the record does not say."""

    effective_on: date
    before: Post
    after: Post


@dataclass(frozen=True, slots=True)
class Span:
    """A post from `since` until the day before `until`."""

    since: date
    until: date | None
    post: Post


_SAID = ("department", "position", "level")


def timeline(hired: date, now: Post, moves: Iterable[Move]) -> list[Span]:
    """The spans of one person, oldest first, without gaps from the day of hire on.

    A roster older than the latest moves still shows what was before them: such a move leads on from the
    roster's post instead of back from it.
    """
    ordered = sorted((move for move in moves if move.effective_on > hired), key=lambda move: move.effective_on)
    known = len(ordered)
    while known and _unknown_to(now, ordered[known - 1]):
        known -= 1
    if known == len(ordered) and (first := _shown_before(now, ordered)) is not None:
        known = first
    posts = [*_backwards(now, ordered[:known]), *_forwards(now, ordered[known:])]
    starts = [hired, *(move.effective_on for move in ordered)]
    ends = [*starts[1:], None]
    spans = [Span(since, until, post) for since, until, post in zip(starts, ends, posts, strict=True) if since != until]
    return _joined(spans)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """A change that leaves everything as it was, such as the end of a probation, ends no span."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].post == span.post:
            found[-1] = replace(found[-1], until=span.until)
        else:
            found.append(span)
    return found


def _unknown_to(now: Post, move: Move) -> bool:
    """The post still shows what was before the move, and nothing of what came after."""
    told = [
        name for name in _SAID if getattr(move.after, name) and getattr(move.before, name) != getattr(move.after, name)
    ]
    old = [name for name in told if getattr(now, name) == getattr(move.before, name)]
    return bool(old) and not any(getattr(now, name) == getattr(move.after, name) for name in told)


def _shown_before(now: Post, ordered: Sequence[Move]) -> int | None:
    """Before which of several changes that follow each other the roster was written, if before any: 工程师 of
    工程师 → 高级工程师 → 主管."""
    last = len(ordered) - 1
    if last < 1 or any(
        getattr(now, name) == getattr(ordered[last].after, name) for name in _SAID if getattr(now, name)
    ):
        return None
    return next((n for n in range(last - 1, -1, -1) if _unknown_to(now, ordered[n]) and _chained(ordered[n:])), None)


def _chained(moves: Sequence[Move]) -> bool:
    """Each begins where the one before it ended."""
    for move, following in itertools.pairwise(moves):
        pairs = [(getattr(move.after, name), getattr(following.before, name)) for name in _SAID]
        said = [(after, before) for after, before in pairs if after and before]
        if not said or any(after != before for after, before in said):
            return False
    return True


def _backwards(now: Post, moves: Sequence[Move]) -> list[Post]:
    posts = [now]
    for move in reversed(moves):
        posts.append(led_on(posts[-1], move.before))
    return posts[::-1]


def _forwards(now: Post, moves: Sequence[Move]) -> list[Post]:
    posts = [now]
    for move in moves:
        posts.append(led_on(posts[-1], move.after))
    return posts[1:]


def led_on(post: Post, said: Post) -> Post:
    """`post` with what a record says of another time. A manager belongs to a department: in another one
    it was somebody else, and the record does not say who."""
    changed = replace(post, **{name: value for name in _SAID if (value := getattr(said, name)) is not None})
    if changed.department != post.department:
        changed = replace(changed, manager_no=None, manager_name=None)
    return changed
