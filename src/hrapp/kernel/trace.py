"""Where something happened: the request, the page and its permission, the session and its roles.

The shell begins a trace for every request; the audit trail writes it down beside what happened. Jobs and commands
have none.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Trace:
    """Filled while the request goes on. `page` is its pattern, so that nothing typed into an address is kept;
    `session` the beginning of the session's id: enough to tell two apart."""

    request: str
    page: str = ""
    session: str = ""
    permission: str = ""
    roles: tuple[str, ...] = ()


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin(trace: Trace) -> None:
    _current.set(trace)


def current() -> Trace | None:
    return _current.get()
