"""How a unit asks the database: side by side, and never twice the same.

A page is put together from the panels of many modules, and none of them knows of the others. Each would cost
its own round trip. So in a unit that only reads, a question that was asked before is answered from before, and
questions that are asked while others wait go out together as one statement:

    select array(select q from (first) q), array(select q from (second) q)

A unit that writes asks one question after the other, in the order of asking.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

import asyncpg

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
_PLACE = re.compile(r"\$(\d+)")
_names: dict[str, tuple[str, ...]] = {}  # of the columns of a question, learnt when it is asked alone
_AT_ONCE = 12


class Row:
    """A row of a question that was asked with others: like asyncpg's Record, which cannot be made by hand."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: tuple[str, ...], values: Sequence[Any]) -> None:
        self._names, self._values = names, values

    def __getitem__(self, key: int | str) -> Any:
        return self._values[key if isinstance(key, int) else self._at(key)]

    def _at(self, key: str) -> int:
        try:
            return self._names.index(key)
        except ValueError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, key: object) -> bool:
        return key in self._names

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self._names else default

    def keys(self) -> Iterator[str]:
        return iter(self._names)

    def values(self) -> Iterator[Any]:
        return iter(self._values)

    def items(self) -> Iterator[tuple[str, Any]]:
        return zip(self._names, self._values, strict=True)


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

    async def many(self, query: str, rows: Sequence[Sequence[Any]]) -> None:
        async with self._turn:
            self.note(query)
            await self.connection.executemany(query, rows)

    async def quiet(self) -> None:
        """Nothing is on its way: every asker waits for its own answer."""


class Reading(Turns):
    """For a unit that only reads."""

    def __init__(self, connection: asyncpg.Connection[Any], note: Note) -> None:
        super().__init__(connection, note)
        self._answers: dict[str, asyncio.Future[list[Any]]] = {}
        self._waiting: list[tuple[Question, asyncio.Future[list[Any]]]] = []
        self._sender: asyncio.Task[None] | None = None

    async def ask(self, query: str, arguments: tuple[Any, ...]) -> list[Any]:
        key = f"{query}\0{arguments!r}"
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = asyncio.get_running_loop().create_future()
            self._waiting.append(((query, arguments), answer))
            if self._sender is None or self._sender.done():
                self._sender = asyncio.create_task(self._send())
        return list(await asyncio.shield(answer))

    async def _send(self) -> None:
        while self._waiting:
            alone = [asked for asked in self._waiting if asked[0][0] not in _names][:1]
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
            await asyncio.sleep(0)  # let the askers go on: their next questions join the next statement

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
            [Row(_names[query], values) for values in found] for (query, _), found in zip(questions, row, strict=True)
        ]

    async def quiet(self) -> None:
        if self._sender is not None:
            await asyncio.wait([self._sender])


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
