"""A kind laid over a table, and what was said about the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hrapp.kernel.imports import PERSON_KEYS, Field, ImportKind
from hrapp.modules.imports.engine.answers import TableAnswer
from hrapp.modules.imports.engine.lexicon import Facets
from hrapp.modules.imports.engine.memory import Memory

PERSON = frozenset(fld.key for fld in PERSON_KEYS)


@dataclass(slots=True)
class Fit:
    """A kind laid over a table. `fields`: {column: field}; `measures`: {column: what its header says}."""

    kind: ImportKind
    score: float
    fields: dict[int, Field]
    sure: dict[int, float]
    measures: dict[int, Facets] = field(default_factory=dict)
    inferred: dict[str, Any] = field(default_factory=dict)
    why: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: bool = False  # somebody said that it is this kind
    beside: list[Fit] = field(default_factory=list)  # kinds that take columns which this one left over
    kept: tuple[int, ...] = ()  # columns that are kept as a further record of the person
    of_a_list: bool = False  # they say nothing of the person for good: which list it is belongs to them
    year: int | None = None  # a column that says the year of the period beside it
    halves: tuple[int, int] | None = None  # given and family name, where no column holds the whole
    levels: tuple[int, ...] = ()  # 一级部门, 二级部门 …: the last that is filled is the department

    def column(self, key: str) -> int | None:
        return next((column for column, fld in self.fields.items() if fld.key == key), None)

    @property
    def elsewhere(self) -> set[int]:
        """The columns of which a record of its kind has nothing: they go to kinds beside it, or are kept aside."""
        of_parts = {c for part in self.beside for c, fld in part.fields.items() if fld.key not in PERSON}
        return {*self.kept, *of_parts} - self.fields.keys()


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about a table: now, or about one like it before."""

    answer: TableAnswer
    memory: Memory
    letters: Mapping[str, int]

    @property
    def columns(self) -> dict[int, str]:
        """{column: field key, "" or "other"}; the key may be one of a kind that stands beside."""
        return {self.letters[at]: key for at, key in self.answer.columns.items() if at in self.letters}
