"""What earlier imports of the company taught: headers, whole layouts and spellings, as plain data.

Nothing here is stored; whoever stores it writes it after an import was applied, and only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from hrapp.modules.imports.engine.answers import LEFT_OUT, NO_ANSWER, OTHER, Habit, TableAnswer
from hrapp.modules.imports.engine.words import said

SAME_LAYOUT = 0.8  # so much of the headers of two tables must be the same (Jaccard)


class LearnedHeader(msgspec.Struct, frozen=True):
    """A header of a kind and the field it was taken for ("": left out, "other": kept as a further record)."""

    kind: str
    header: str  # as `header_key` writes it
    field: str
    hits: int = 1
    overrides: int = 0  # how often somebody decided otherwise since

    @property
    def counts(self) -> bool:
        return self.hits > self.overrides


class LearnedLayout(msgspec.Struct, frozen=True):
    """A table as a whole: what its columns were taken for, and what was answered about it."""

    headers: tuple[str, ...]
    kind: str
    columns: dict[str, str]  # header → field
    values: dict[str, dict[str, Any]] = {}
    habits: dict[str, Habit] = {}
    hits: int = 1


class LearnedValue(msgspec.Struct, frozen=True):
    """A spelling of a field and what it was said to mean."""

    field: str
    spelling: str
    canonical: Any
    hits: int = 1


class Memory(msgspec.Struct, frozen=True, dict=True):
    headers: tuple[LearnedHeader, ...] = ()
    layouts: tuple[LearnedLayout, ...] = ()
    values: tuple[LearnedValue, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """What is known to stand in headers."""
        learned = {header for layout in self.layouts for header in layout.headers}
        return frozenset(learned | {each.header for each in self.headers if each.counts})

    @cached_property
    def _fields(self) -> dict[tuple[str, str], str]:
        kept = sorted((each for each in self.headers if each.counts), key=lambda each: each.hits - each.overrides)
        return {(each.kind, each.header): each.field for each in kept}

    def field(self, kind: str, header: str) -> str | None:
        """The field that a header was taken for before; None where nobody knows."""
        return self._fields.get((kind, header))

    def said_to_be_none(self, kind: str, header: str) -> bool:
        """Whether somebody said that it is to be left out, or to be kept as a further record."""
        return self.field(kind, header) in (LEFT_OUT, OTHER)

    def layout(self, headers: Iterable[str]) -> LearnedLayout | None:
        """The layout that these headers repeat, the most alike and then the most used."""
        ours = set(headers)
        best, most = None, (0.0, 0)
        for layout in self.layouts:
            theirs = set(layout.headers)
            alike = len(ours & theirs) / max(len(ours | theirs), 1)
            if alike >= SAME_LAYOUT and (alike, layout.hits) > most:
                best, most = layout, (alike, layout.hits)
        return best

    def values_of(self, field: str) -> dict[str, Any]:
        return {each.spelling: each.canonical for each in self.values if each.field == field}


def header_key(path: Sequence[str]) -> str:
    """How a header is remembered: all its levels, only what they say."""
    return "/".join(said(text) for text in path)


def remembered(memory: Memory, columns: Mapping[str, Sequence[str]], answer: TableAnswer) -> TableAnswer:
    """The answer for a table whose layout is known, with what somebody said now before what was said then.

    `columns` is {letter: levels of its header}. Of a header that stands there twice nothing is remembered. A column is left
    alone only where somebody said so of its header: one that was merely empty is read anew.
    """
    keys = {letter: header_key(path) for letter, path in columns.items()}
    layout = memory.layout(keys.values())
    if layout is None or (answer.kind and answer.kind != layout.kind):
        return answer
    once = [key for key in keys.values() if list(keys.values()).count(key) == 1]
    known = {letter: layout.columns[key] for letter, key in keys.items() if key in once and key in layout.columns}
    known = {
        letter: field
        for letter, field in known.items()
        if field not in (LEFT_OUT, OTHER) or memory.said_to_be_none(layout.kind, keys[letter])
    }
    return TableAnswer(
        skip=answer.skip,
        kind=answer.kind or layout.kind,
        header_rows=answer.header_rows,
        columns=known | answer.columns,
        values={
            field: layout.values.get(field, {}) | answer.values.get(field, {})
            for field in {*layout.values, *answer.values}
        },
        habits=layout.habits | answer.habits,
        context=answer.context,
    )


def learned(
    kind: str, columns: Sequence[tuple[str, str | None]], answer: TableAnswer = NO_ANSWER
) -> tuple[list[LearnedHeader], LearnedLayout, list[LearnedValue]]:
    """What a table that was applied teaches. `columns` is [(header path as `header_key` writes it, field)], those only
    that are sure or that somebody decided about."""
    headers = [LearnedHeader(kind, header, field or "") for header, field in columns if header]
    layout = LearnedLayout(
        tuple(sorted({header for header, _ in columns})),
        kind,
        {header: field or "" for header, field in columns},
        dict(answer.values),
        {
            field: habit
            for field, habit in answer.habits.items()
            if habit.year is None  # next year's file is of another year
        },
    )
    values = [
        LearnedValue(field, spelling, to) for field, known in answer.values.items() for spelling, to in known.items()
    ]
    return headers, layout, values
