"""How far a long piece of work is, for whoever waits for it, and a way to stop it: told step by step by the work itself,
which knows nothing of who watches. Without a watcher it costs nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_PART = 500  # so many steps between two looks


class Stopped(Exception):
    """Somebody does not want this any more."""


class Watch:
    """`stage` names what is being done; `done` of `total` steps of it. `stopped` ends the work at its next step;
    `expected` knows better than the work how many steps a stage has, `counted` how many those before had."""

    def __init__(self) -> None:
        self.stage, self.done, self.total, self.stopped = "", 0, 0, False
        self.expected: dict[str, int] = {}
        self.counted: dict[str, int] = {}

    def begin(self, stage: str, total: int) -> None:
        self.counted[self.stage] = self.done
        self.stage, self.done, self.total = stage, 0, self.expected.get(stage) or total
        self.advance(0)

    def advance(self, steps: int) -> None:
        self.done += steps
        if self.stopped:
            raise Stopped


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def by(watch: Watch) -> Iterator[None]:
    """Also threads and tasks that are begun in here tell this one."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def begin(stage: str, total: int) -> None:
    if watch := _watch.get():
        watch.begin(stage, total)


def advance(steps: int = 1) -> None:
    if watch := _watch.get():
        watch.advance(steps)


def each(things: Iterable[T]) -> Iterable[T]:
    """The same things, each a step."""
    watch = _watch.get()
    return things if watch is None else _counted(things, watch)


def _counted(things: Iterable[T], watch: Watch) -> Iterator[T]:
    n = 0
    for n, thing in enumerate(things, 1):
        if n % _PART == 0:
            watch.advance(_PART)
        yield thing
    watch.advance(n % _PART)


def parts(rows: Iterable[T]) -> Iterator[Iterable[T]]:
    """The rows in parts, each a step per row once it is done; all at once where nobody watches."""
    watch = _watch.get()
    if watch is None:
        yield rows
        return
    coming = iter(rows)
    while part := list(itertools.islice(coming, _PART)):
        yield part
        watch.advance(len(part))
