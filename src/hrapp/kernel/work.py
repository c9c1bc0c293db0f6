"""The unit of work: one decision, one transaction.

Inside it every query shares a connection, events reach their listeners, and jobs are rows. A failing
listener rolls everything back; what must leave the building does so after commit.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hrapp.kernel import proving
from hrapp.kernel.database import DB, IMPORT, WEB, Transaction
from hrapp.kernel.marking import mark


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account in the web, `cli:<unix user>` in the shell, `job:<name>` in a job. `behalf` names whom
    somebody stands in for."""

    account: str | None = None
    person: str | None = None
    label: str = "system"
    behalf: str | None = None


SYSTEM = Actor()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Modules declare frozen subclasses; audit writes every one of them down.

    `person` is whom it is about, `object` the id of the thing; `details` are plain values that may be
    read by an auditor, so never pay, ID numbers or free text of a protected class. `said` goes on from the
    name of who did it: "Ada · signed in". `data` is the class of data it is about, where it is a protected one;
    `outcome` says "refused" of what was not let through.
    """

    said: ClassVar[str] = ""
    data: ClassVar[str] = ""
    outcome: ClassVar[str] = "done"

    object: str = ""
    person: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FactsChanged(Event):
    """Something changed that judgements of people rest on: whoever judges looks again after the commit."""


@dataclass(frozen=True, kw_only=True)
class DataSeen(Event):
    """Protected data of people was shown: which people, which class, which fields. Never the values."""

    said = mark("saw")


@dataclass(frozen=True, kw_only=True)
class AccessRefused(Event):
    """Somebody asked for what they may not see, or may not do (kernel/refusing.py)."""

    said = mark("was refused")
    outcome = "refused"


Listener = Callable[[Any], Awaitable[None]]


@dataclass(slots=True)
class Work:
    """What the current unit knows. `discard` makes it roll back at the end although nothing failed; `keep` lets
    it commit although the answer is a refusal: a failed attempt counts."""

    actor: Actor
    read_only: bool
    role: str = WEB
    discard: bool = False
    keep: bool = False
    after: list[Callable[[], None]] = field(default_factory=list)
    after_discard: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    notes: list[Event] = field(default_factory=list)
    transaction: Transaction | None = None


_current: ContextVar[Work | None] = ContextVar("work", default=None)
_listeners: list[tuple[type[Event], Listener]] = []


def listen(listeners: Iterable[tuple[type[Event], Listener]]) -> None:
    """The registry hands over every active module's listeners, in their order. Called once at start."""
    _listeners[:] = listeners


def current_work() -> Work:
    work = _current.get()
    if work is None:
        raise RuntimeError("no unit of work is open")
    return work


def _opening(actor: Actor, read_only: bool) -> Callable[[int], str]:
    """How a transaction begins on a connection: in the name of whoever acts, provably."""
    mode = "BEGIN READ ONLY" if read_only else "BEGIN"

    def begin(connection: int) -> str:
        told = proving.settings(actor.account, actor.person, connection).items()
        sets = [f"set_config('{key}', '{value}', true)" for key, value in told]
        return f"{mode}; SELECT {', '.join(sets)}" if sets else mode

    return begin


class _Discard(Exception):
    """Leaves the transaction the way an error would, and goes no further."""


_usual: ContextVar[str] = ContextVar("usual_role", default=WEB)


def usually(role: str) -> None:
    """The role of this task's units where they name none: the shell's commands act for the whole company."""
    _usual.set(role)


@asynccontextmanager
async def unit_of_work(
    actor: Actor = SYSTEM, *, read_only: bool = False, look: bool = False, role: str | None = None
) -> AsyncIterator[Work]:
    """Open a unit, or join the one that is open. `look` only reads, without a transaction around it.

    `role` is the database role that everything in it is done with; a unit never takes a wider one along the way.
    """
    joined = _current.get()
    if joined is not None:
        if role not in (None, joined.role) and joined.role != IMPORT:
            raise RuntimeError(f"a unit of the role {joined.role} cannot go on as {role}")
        yield joined
        return
    read_only = read_only or look
    work = Work(actor, read_only, role or _usual.get())
    token = _current.set(work)
    try:
        work.transaction = DB.look() if look and work.role == WEB else _transaction(work)
        await work.transaction.__aenter__()
        try:
            yield work
            if work.discard:
                raise _Discard
        except BaseException as error:
            await work.transaction.__aexit__(type(error), error, error.__traceback__)
            raise
        await work.transaction.__aexit__(None, None, None)
    except _Discard:
        _current.reset(token)
        await _afterwards(work)
        return
    except BaseException:
        _current.reset(token)
        raise
    _current.reset(token)
    for callback in work.after:
        callback()


def _transaction(work: Work) -> Transaction:
    return DB.opened(_opening(work.actor, work.read_only), work.read_only, work.role)


async def act_as(role: str) -> None:
    """Go on in another role's transaction, before anything was written: the guard does, once it knows what the
    page needs. Row policies find the actor there."""
    work = current_work()
    if role == work.role or work.transaction is None:
        return
    known = work.transaction.asking.known_as()
    await work.transaction.__aexit__(None, None, None)
    work.role = role
    work.transaction = _transaction(work)
    await work.transaction.__aenter__()
    _go_on_knowing(work, known)


async def in_the_name_of_the_actor() -> None:
    """Row policies find the actor from here on. A page's transaction was opened before anybody knew who asks, and
    goes on without when the page needs no other role."""
    actor = current_work().actor
    told = proving.settings(actor.account, actor.person, DB.connection.get_server_pid())
    if told:
        sets = ", ".join(f"set_config(${2 * n + 1}, ${2 * n + 2}, true)" for n in range(len(told)))
        await DB.fetch(f"select {sets}", *(each for pair in told.items() for each in pair))


@asynccontextmanager
async def beside(role: str) -> AsyncIterator[None]:
    """Read in another role, next to the unit that is open: for a panel on a page that must not hold that role."""
    outer = current_work()
    if outer.role in (role, IMPORT):
        yield
        return
    work = Work(outer.actor, True, role, seen=outer.seen, notes=outer.notes)
    work.transaction = _transaction(work)
    token = _current.set(work)
    try:
        async with work.transaction:
            if outer.transaction is not None:
                _go_on_knowing(work, outer.transaction.asking.known_as())
            yield
    finally:
        _current.reset(token)


def _go_on_knowing(work: Work, known: tuple[str, str]) -> None:
    """Answers are kept for one account in one role: another role is answered other things."""
    account, snapshot = known
    if snapshot and work.transaction is not None:
        work.transaction.asking.remember(f"{account}|{work.role}", snapshot)


async def _afterwards(work: Work) -> None:
    for callback in work.after_discard:
        async with unit_of_work(work.actor):
            await callback()


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part that may fail alone: its writes are undone, the unit goes on, the error is raised."""
    transaction = DB.current_transaction.get()
    if transaction is None:
        raise RuntimeError("a savepoint outside a unit of work")
    point = await transaction.savepoint()
    work = current_work()
    before = len(work.after)
    try:
        yield
    except BaseException:
        await point.rollback_to()
        del work.after[before:]
        raise
    await point.release()


def saw(data: str, people: Iterable[str], *fields: str) -> None:
    """A query calls this when it hands out protected values: class (kernel/classes.py), whose, which fields.

    What a person sees of their own is not noted, nor what jobs read. The page is only sent once what it shows
    is written down (shell.py).
    """
    work = current_work()
    if work.actor.account is None or _figures_only.get():
        return
    others = set(people) - {work.actor.person or ""}
    for name in fields if others else ():
        work.seen.setdefault((data, name), set()).update(others)


_figures_only: ContextVar[bool] = ContextVar("figures_only", default=False)


@contextmanager
def figures_only() -> Iterator[None]:
    """What is read in here becomes figures about many people: nobody's own value is shown by them, and a list of
    everybody behind each figure would drown the looks that are looks."""
    token = _figures_only.set(True)
    try:
        yield
    finally:
        _figures_only.reset(token)


def note(event: Event) -> None:
    """An event of a page that only reads: emitted with what was seen, before the page is sent; once per page."""
    work = current_work()
    if event not in work.notes:
        work.notes.append(event)


async def emit(event: Event) -> None:
    """Tell every listener, now, inside the unit. A failing listener rolls the action back."""
    current_work()
    for kind, listener in _listeners:
        if isinstance(event, kind):
            await listener(event)


def after_commit(callback: Callable[[], None]) -> None:
    """Run when the unit has committed; never run when it rolls back. Only wakes, never carries work."""
    current_work().after.append(callback)


def after_rollback(callback: Callable[[], Awaitable[None]]) -> None:
    """Do this in a unit of its own when the current one is discarded: counting a failed attempt must
    survive the failure."""
    current_work().after_discard.append(callback)
