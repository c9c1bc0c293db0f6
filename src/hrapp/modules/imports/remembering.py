"""What imports of this company taught, kept under a key of its own: read with every file, written with every import
that somebody decided about and applied, shown and forgotten on a page. What an import taught is forgotten when it is
undone, unless another one used it since."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from hrapp.kernel import keys, registry
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.kernel.imports import ImportKind, Type
from hrapp.kernel.work import emit
from hrapp.modules.imports.engine.answers import LEFT_OUT, OTHER, Answers, TableAnswer
from hrapp.modules.imports.engine.found import ColumnReading, Reading, TableReading
from hrapp.modules.imports.engine.memory import LearnedHeader, LearnedLayout, Memory, learned
from hrapp.modules.imports.events import ImportMemoryForgotten

K = TypeVar("K")
V = TypeVar("V")
COMPANY = "company"  # the id of the one row
MEMORY = keys.Place("imports_memory", "sealed", Memory)
_MOST_HEADERS, _MOST_LAYOUTS = 2000, 300
#: Of these fields spellings are kept. Others hold what is of one person: names, numbers, days, pay.
_ANYWHERE = frozenset((Type.TERM, Type.CHOICE))
_WORDS = frozenset((Type.TERM, Type.CHOICE, Type.GENDER, Type.PERIOD))


class Lesson(msgspec.Struct, frozen=True):
    """What an import changed in what is known: the entries as they were before, and as they were then."""

    before: Memory = Memory()
    after: Memory = Memory()


class Taught(msgspec.Struct, frozen=True):
    """How much an import taught."""

    layouts: int = 0
    headers: int = 0


async def memory() -> Memory:
    sealed = await DB.value("select sealed from imports_memory where id = $1", COMPANY)
    key = (await keys.known(SALARY, [COMPANY])).get(COMPANY) if sealed else None
    return MEMORY.read(key, COMPANY, sealed) or Memory()


async def learn(reading: Reading, answers: Answers, now: datetime) -> tuple[Taught, Lesson]:
    """Remember the tables that were taken; with what that changed."""
    before = await memory()
    after = before
    layouts = headers = 0
    taken = [table for file in reading.files for table in file.tables if table.kind and table.columns]
    for table in sorted(taken, key=lambda each: bool(answers.table(each.id).columns)):  # what somebody said comes last
        found, layout = _taught(table, answers.table(table.id), before)
        after = with_layout(with_headers(after, found), layout)
        layouts += 1
        headers += len(found)
    if after != before:
        await _keep(after, now)
    return Taught(layouts, headers), lesson(before, after)


async def unlearn(taught: Lesson, now: datetime) -> None:
    """What is still as this import left it becomes what it was before."""
    known = await memory()
    after = without(known, taught)
    if after != known:
        await _keep(after, now)


async def _keep(after: Memory, now: datetime) -> None:
    key = (await keys.for_writing(SALARY, [COMPANY]))[COMPANY]
    await DB.fetch(
        "insert into imports_memory (id, sealed, changed_at) values ($1, $2, $3)"
        " on conflict (id) do update set sealed = excluded.sealed, changed_at = excluded.changed_at",
        COMPANY,
        key.seal(MEMORY, COMPANY, after),
        now,
    )


def _taught(table: TableReading, answer: TableAnswer, before: Memory) -> tuple[list[LearnedHeader], LearnedLayout]:
    """Columns that nobody confirmed teach nothing; of what was left alone only what somebody said, now or before."""
    kind = table.kind or ""
    confirmed = [
        (c.key, _field(c))
        for c in table.columns
        if c.key
        and c.state != "check"
        and (c.field or c.letter in answer.columns or before.said_to_be_none(kind, c.key))
    ]
    _headers, layout, _values = learned(kind, confirmed, _words_only(kind, answer))
    layout = msgspec.structs.replace(layout, headers=tuple(sorted({column.key for column in table.columns})))
    headers = [
        LearnedHeader(column.kind or kind, column.key, _field(column))
        for column in table.columns
        if column.key and column.state != "check" and (column.field or column.letter in answer.columns)
    ]
    return headers, layout


def _field(column: ColumnReading) -> str:
    return column.field or (OTHER if "other" in column.why else LEFT_OUT)


def _words_only(kind: str, answer: TableAnswer) -> TableAnswer:
    """What 甲等 means is a word of the company in a list of results, too; figures and periods are kept of no such list."""
    kinds: list[ImportKind] = registry.current().each(lambda m: m.imports)
    here = [each for each in kinds if each.name == kind or each.beside]
    kept = {
        fld.key
        for each in here
        for fld in each.fields
        if fld.type in (_ANYWHERE if each.data else _WORDS) or (fld.key == "position" and not each.data)
    }
    return msgspec.structs.replace(answer, values={key: of for key, of in answer.values.items() if key in kept})


# -- pure: what is known and what was said --------------------------------------------------------------------------


def with_headers(known: Memory, said: Sequence[LearnedHeader]) -> Memory:
    """A header that was taken otherwise counts against what was known of it."""
    found = {(each.kind, each.header, each.field): each for each in known.headers}
    for new in said:
        for at, old in list(found.items()):
            if at[:2] == (new.kind, new.header) and at[2] != new.field:
                found[at] = msgspec.structs.replace(old, overrides=old.overrides + 1)
        at = (new.kind, new.header, new.field)
        old_same = found.get(at)
        found[at] = msgspec.structs.replace(old_same, hits=old_same.hits + 1) if old_same else new
    kept = sorted(found.values(), key=lambda each: each.hits - each.overrides, reverse=True)[:_MOST_HEADERS]
    return msgspec.structs.replace(known, headers=tuple(kept))


def with_layout(known: Memory, said: LearnedLayout) -> Memory:
    """The same headers again are the same layout, as it was taken last."""
    same = next((old for old in known.layouts if (old.kind, old.headers) == (said.kind, said.headers)), None)
    if same is not None:
        said = msgspec.structs.replace(
            said,
            hits=same.hits + 1,
            values={
                field: same.values.get(field, {}) | said.values.get(field, {}) for field in {*same.values, *said.values}
            },
            habits=same.habits | said.habits,
        )
    others = [old for old in known.layouts if old is not same and old.headers != said.headers]
    kept = sorted([said, *others], key=lambda each: each.hits, reverse=True)[:_MOST_LAYOUTS]
    return msgspec.structs.replace(known, layouts=tuple(kept))


def lesson(before: Memory, after: Memory) -> Lesson:
    """Layouts of the same headers take each other's place, whatever their kind."""
    layouts = _differ({each.headers: each for each in before.layouts}, {each.headers: each for each in after.layouts})
    headers = _differ({_at(each): each for each in before.headers}, {_at(each): each for each in after.headers})
    return Lesson(*(Memory(tuple(a), tuple(b)) for a, b in zip(headers, layouts, strict=True)))


def _at(each: LearnedHeader) -> tuple[str, str, str]:
    return each.kind, each.header, each.field


def _differ(before: dict[K, V], after: dict[K, V]) -> tuple[list[V], list[V]]:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [before[key] for key in keys if key in before], [after[key] for key in keys if key in after]


def without(known: Memory, taught: Lesson) -> Memory:
    """An entry that another import used or changed since counts otherwise by now, and stays."""
    layouts = {each.headers: each for each in known.layouts}
    _restored(
        layouts,
        {each.headers: each for each in taught.before.layouts},
        {each.headers: each for each in taught.after.layouts},
    )
    headers = {_at(each): each for each in known.headers}
    _restored(
        headers, {_at(each): each for each in taught.before.headers}, {_at(each): each for each in taught.after.headers}
    )
    return msgspec.structs.replace(known, layouts=tuple(layouts.values()), headers=tuple(headers.values()))


def _restored(known: dict[K, V], before: dict[K, V], after: dict[K, V]) -> None:
    for key, value in after.items():
        if known.get(key) != value:
            continue
        if key in before:
            known[key] = before[key]
        else:
            del known[key]


def name_of(each: LearnedHeader | LearnedLayout) -> str:
    """How a form names what it wants forgotten."""
    if isinstance(each, LearnedLayout):
        return f"l{zlib.crc32('|'.join((each.kind, *each.headers)).encode()):08x}"
    return f"h{zlib.crc32('|'.join((each.kind, each.header, each.field)).encode()):08x}"


async def forget(name: str, now: datetime) -> None:
    """Forget one layout or header; "all" forgets everything."""
    known = await memory()
    layouts = tuple(each for each in known.layouts if name_of(each) != name)
    headers = tuple(each for each in known.headers if name_of(each) != name)
    if name == "all":
        layouts, headers = (), ()
    elif (layouts, headers) == (known.layouts, known.headers):
        raise NotFound
    await _keep(Memory(headers, layouts), now)
    n = len(known.layouts) + len(known.headers) - len(layouts) - len(headers)
    await emit(ImportMemoryForgotten(object=COMPANY, details={"entries": n}))
