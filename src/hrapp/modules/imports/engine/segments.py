"""Two lists side by side without an empty column between them: where the columns that name somebody begin again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.lexicon import SERIAL, Lexicon
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import said

#: 姓名 beside 关系 is a relative's, and begins no list of our people.
_RELATIVE = re.compile(
    r"关系|称谓|配偶|家[属庭]|亲属|父|母|子女|联系人|介绍人|担保|师[傅父]|relation|spouse|contact", re.IGNORECASE
)
#: Groups that are about one person each: 考核人 beside 被考核人, 师傅 beside 徒弟, 调整前 beside 调整后.
_SOMEBODY = re.compile(r"(?:[^工人]人|者|师|徒弟|学员|上级|下级|领导|主管|经理|本人|员工|[前后])$|^[原新]|^第.次")


def segments(columns: Sequence[Column], lexicon: Lexicon, titles: Sequence[str] = ()) -> list[tuple[str, list[Column]]]:
    """(what the group over a list says, the columns of the list) from left to right. `titles`: of the sheet."""
    if not columns:
        return []
    whole = _whole_again(columns, lexicon)
    starts = whole or ([0] if any(map(_RELATIVE.search, titles)) else _named_again(columns, lexicon))
    if len(starts) < 2:
        return [("", list(columns))]
    ends = [*starts[1:], len(columns)]
    return [_of_its_group(columns[a:z]) for a, z in zip(starts, ends, strict=True)]


def _whole_again(columns: Sequence[Column], lexicon: Lexicon) -> list[int]:
    """Where the whole header starts again beside itself; nothing where it does not."""
    words = [said(column.header) for column in columns]
    for size in range(2, len(words) // 2 + 1):
        repeated = len(words) % size == 0 and all(words[n] == words[n % size] for n in range(len(words)))
        if repeated and any(lexicon.person_key(text) for c in columns[:size] for text in c.path):
            return list(range(0, len(words), size))
    return []


def _named_again(columns: Sequence[Column], lexicon: Lexicon) -> list[int]:
    """The first column, and every column from which on somebody else is named by the same word."""
    starts, named = [0], dict[str, Column]()
    for n, column in enumerate(columns):
        word = said(column.path[-1])
        if not lexicon.person_key(column.path[-1]) or (column.path[-1] == "" and not word):
            continue
        if word in named and _may_begin(named[word], column):
            start = n
            while start - 1 > starts[-1] and said(columns[start - 1].path[-1]) in SERIAL:
                start -= 1
            starts.append(start)
            named = {}
        named.setdefault(word, column)
    parts = [columns[a:z] for a, z in zip(starts, [*starts[1:], len(columns)], strict=True)]
    return starts if all(map(_of_our_people, parts)) and min(map(len, parts)) >= min(2, len(parts[0])) else [0]


def _may_begin(first: Column, again: Column) -> bool:
    """Both stand alone, or under groups that have people."""
    groups = [column.path[:-1] for column in (first, again)]
    if groups[0] == groups[1]:
        return True
    return all(group and not _SOMEBODY.search(said(group[0])) for group in groups)


def _of_our_people(columns: Sequence[Column]) -> bool:
    return not any(_RELATIVE.search(text) for column in columns for text in column.path)


def _of_its_group(columns: Sequence[Column]) -> tuple[str, list[Column]]:
    """A group over all of a list is its title, where others stand beside it."""
    groups = {column.path[0] if len(column.path) > 1 else "" for column in columns}
    group = groups.pop() if len(groups) == 1 else ""
    if not group:
        return "", list(columns)
    return group, [Column(column.index, column.path[1:]) for column in columns]
