"""How a unit asks the database: side by side, and never twice the same.

A page is put together from the panels of many modules, and none of them knows of the others. Each would cost
its own round trip. So in a unit that only reads, a question that was asked before is answered from before, and
questions that are asked while others wait go out together as one statement:

    select array(select q from (first) q), array(select q from (second) q)

Rows are read by their columns' names, `row["name"]`: asked alone they are asyncpg's records, asked with others
they are dicts.

A unit that writes asks one question after the other, in the order of asking.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar, overload

import asyncpg

from hrapp.kernel import watching

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
_PLACE = re.compile(r"\$(\d+)")
_names: dict[str, tuple[str, ...]] = {}  # of the columns of a question, learnt when it is asked alone
_AT_ONCE, _TICKS = 12, 3
_FEW_ROWS, _MANY = 500, 2_000


Question = tuple[str, tuple[Any, ...]]
Note = Callable[[str], None]


class Turns:
    """For a unit that writes: one question after the other."""

    def __init__(self, connection: asyncpg.Connection[Any], note: Note) -> None:
        self.connection, self.note, self._turn = connection, note, asyncio.Lock()

    async def ask(self, query: str, arguments: tuple[Any, ...]) -> list[Any]:
        async with self._turn:
            self.note(query)
            rows: list[Any] = await self.connection.fetch(query, *arguments)
            return rows

    async def at_once(self, query: str, arguments: tuple[Any, ...]) -> Any:
        """The row of a question that nobody else's waits for: the one a page begins with."""
        async with self._turn:
            self.note(query)
            return await self.connection.fetchrow(query, *arguments)

    async def many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        async with self._turn:
            self.note(query)
            for part in watching.parts(rows):
                await self.connection.executemany(query, part)

    def remember(self, account: str, snapshot: str) -> None:
        """A unit that writes changes what it reads: it remembers nothing."""

    def known_as(self) -> tuple[str, str]:
        """For whom, and as of when, answers are kept here."""
        return "", ""

    async def once(self, key: str, make: Callable[[], Awaitable[A]]) -> A:
        """What `make` makes of the database's answers and of nothing else but what `key` names."""
        return await make()

    async def quiet(self) -> None:
        """Nothing is on its way: every asker waits for its own answer."""

    @property
    def busy(self) -> bool:
        """Whether an answer is still on its way although nobody waits for it any more."""
        return False


class Kept:
    """What was answered since the last write, for the pages that ask it again.

    Two statements with the same snapshot (PostgreSQL's own word for which transactions are visible) see the
    same database, so the answer to the same question is the same. The first statement of a page, the session
    lookup, tells its snapshot; any commit anywhere changes it, and everything kept is dropped. Answers are
    kept for one account: nobody is ever given what another was answered.
    """

    def __init__(self) -> None:
        self.snapshot = ""
        self.answers: dict[str, list[Any]] = {}

    def at(self, snapshot: str) -> None:
        if snapshot != self.snapshot:
            self.snapshot = snapshot
            self.answers.clear()

    def known(self, key: str) -> tuple[Any, str]:
        """What was put there, with the snapshot it is of; that is "" when nothing was."""
        rows = self.answers.get(key)
        return (rows[0], self.snapshot) if rows else (None, "")

    def put(self, snapshot: str, key: str, rows: list[Any]) -> None:
        if snapshot == self.snapshot and len(rows) <= _FEW_ROWS:
            if len(self.answers) >= _MANY:
                self.answers.clear()
            self.answers[key] = rows


kept = Kept()


class Reading(Turns):
    """For a unit that only reads."""

    def __init__(self, connection: asyncpg.Connection[Any], note: Note) -> None:
        super().__init__(connection, note)
        self._answers: dict[str, asyncio.Future[list[Any]]] = {}
        self._waiting: list[tuple[Question, asyncio.Future[list[Any]]]] = []
        self._sender: asyncio.Task[None] | None = None
        self._account = self._snapshot = ""

    def remember(self, account: str, snapshot: str) -> None:
        """From here on answers may come from what was kept at this snapshot for this account."""
        self._account, self._snapshot = account, snapshot
        kept.at(snapshot)

    def known_as(self) -> tuple[str, str]:
        return self._account, self._snapshot

    async def ask(self, query: str, arguments: tuple[Any, ...]) -> list[Any]:
        key = f"{self._account}\0{query}\0{arguments!r}"
        if self._snapshot and self._snapshot == kept.snapshot and (known := kept.answers.get(key)) is not None:
            return list(known)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = asyncio.get_running_loop().create_future()
            self._waiting.append(((query, arguments), answer))
            if self._sender is None or self._sender.done():
                self._sender = asyncio.create_task(self._send())
        rows = await asyncio.shield(answer)
        if self._snapshot:
            kept.put(self._snapshot, key, rows)
        return list(rows)

    async def at_once(self, query: str, arguments: tuple[Any, ...]) -> Any:
        if self._waiting or self.busy:
            return next(iter(await self.ask(query, arguments)), None)
        return await super().at_once(query, arguments)

    async def once(self, key: str, make: Callable[[], Awaitable[A]]) -> A:
        key = f"{self._account}\0{key}"
        if self._snapshot and self._snapshot == kept.snapshot and (known := kept.answers.get(key)) is not None:
            made: A = known[0]
            return made
        made = await make()
        if self._snapshot:
            kept.put(self._snapshot, key, [made])
        return made

    async def _send(self) -> None:
        while await self._settled():
            alone = [asked for asked in self._waiting if asked[0][0] not in _names or _large(asked[0])][:1]
            batch = alone or self._waiting[:_AT_ONCE]
            self._waiting = [asked for asked in self._waiting if asked not in batch]
            questions = [question for question, _ in batch]
            try:
                answers = await (self._alone(*questions[0]) if len(batch) == 1 else self._together(questions))
            except Exception as error:
                for _, future in batch:
                    future.set_exception(error)
                    future.exception()  # whoever asked may be gone: then nobody reads it
            else:
                for (_, future), answer in zip(batch, answers, strict=True):
                    future.set_result(answer)

    async def _settled(self) -> int:
        """How many wait, once everybody who is about to ask has asked: a question may stand behind a few calls."""
        known = -1
        while known != len(self._waiting):
            known = len(self._waiting)
            for _ in range(_TICKS):
                await asyncio.sleep(0)
        return known

    async def _alone(self, query: str, arguments: tuple[Any, ...]) -> list[list[Any]]:
        self.note(query)
        if query in _names:
            return [await self.connection.fetch(query, *arguments)]
        prepared = await self.connection.prepare(query)
        _names[query] = tuple(each.name for each in prepared.get_attributes())
        return [await prepared.fetch(*arguments)]

    async def _together(self, questions: Sequence[Question]) -> list[list[Any]]:
        parts: list[str] = []
        everything: list[Any] = []
        for query, arguments in questions:
            shift = len(everything)
            placed = _PLACE.sub(lambda found, shift=shift: f"${int(found[1]) + shift}", query)  # type: ignore[misc]
            parts.append(f"array(select q from ({placed}) q)")
            everything += arguments
        statement = "select " + ", ".join(parts)
        self.note(statement)
        row = await self.connection.fetchrow(statement, *everything)
        assert row is not None
        return [
            [dict(zip(_names[query], values, strict=True)) for values in found]
            for (query, _), found in zip(questions, row, strict=True)
        ]

    async def quiet(self) -> None:
        if self._sender is not None:
            await asyncio.wait([self._sender])

    @property
    def busy(self) -> bool:
        return self._sender is not None and not self._sender.done()


def _large(question: Question) -> bool:
    """About hundreds of people: its rows come faster as rows than folded into one."""
    return any(isinstance(given, list) and len(given) > _FEW_ROWS for given in question[1])


@overload
async def together(first: Awaitable[A], second: Awaitable[B], /) -> tuple[A, B]: ...
@overload
async def together(first: Awaitable[A], second: Awaitable[B], third: Awaitable[C], /) -> tuple[A, B, C]: ...
@overload
async def together(
    first: Awaitable[A], second: Awaitable[B], third: Awaitable[C], fourth: Awaitable[D], /
) -> tuple[A, B, C, D]: ...
async def together(*asked: Awaitable[Any]) -> Any:
    """The answers of independent questions, asked side by side."""
    return tuple(await each(asked))


async def each(asked: Iterable[Awaitable[A]]) -> list[A]:
    """The answers in the order of the questions. When one fails the others are given up before it is raised."""
    tasks = [asyncio.ensure_future(one) for one in asked]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
