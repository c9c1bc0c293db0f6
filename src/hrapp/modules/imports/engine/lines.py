"""The rows of a table: which are records, what the others are, and what an empty cell takes from above."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.ours import is_example
from hrapp.modules.imports.engine.roles import (
    is_bare_total,
    is_footer,
    is_number_or_address,
    is_to_sign,
    is_total,
    total_code,
)
from hrapp.modules.imports.engine.table import Table, serial_column
from hrapp.modules.imports.engine.values import Raw, term_of
from hrapp.modules.imports.engine.words import Terms, as_text, is_nothing, said, squeezed

#: A row that shows how to fill in the others.
_EXAMPLE = re.compile(r"[(（\[【]?(?:示例|样例|范例|举例|例如|例子|例[:：]|sample\b|example\b|e\.g\.)", re.IGNORECASE)


#: Beside nothing but one figure: 头条平均阅读 is what all of them had.
_SUMMED_UP = re.compile(r"平均|合计|总计|小计|人均")


@dataclass(slots=True)
class Lines:
    """Rows that may be records, the code of every other row, and departments that stand in rows of their own."""

    data: list[int] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)  # row → department said above it


def sort_rows(table: Table, lexicon: Lexicon) -> Lines:
    lines = Lines()
    people = {c.index for c in table.columns if any(lexicon.person_key(text) for text in c.path)}
    words = {c.index: {said(text) for text in c.path} for c in table.columns}
    serial = serial_column(table.columns)
    first_label = min(people, default=table.columns[0].index)
    group: str | None = None
    ordinary = _Ordinary(table, {c for c in people if c != serial}, _Plain(set().union(*words.values())))
    for row in range(table.first, table.last + 1):
        code, said_group = (
            (None, None) if ordinary(row) else _code(table, row, people, words, serial, first_label, lexicon)
        )
        group = said_group or group
        if code:
            lines.skipped[row] = code
        else:
            lines.data.append(row)
            if group:
                lines.groups[row] = group
    return lines


class _Plain(dict[Any, bool]):
    """{cell: whether it is nothing but a value: no word of the header, of a total, of a footer or of an example}"""

    def __init__(self, words: set[str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, value: Any) -> bool:
        if not isinstance(value, str):
            found = True
        elif is_number_or_address(value):
            found = value not in self._words
        else:
            text = as_text(value)
            found = said(text) not in self._words and not (
                is_total(text) or is_footer(text) or is_to_sign(text) or _EXAMPLE.match(text) or is_example(value)
            )
        self[value] = found
        return found


@dataclass(frozen=True, slots=True)
class _Ordinary:
    """Whether a row is about somebody and nothing in it is more than a value: most are, so this is asked first."""

    table: Table
    people: set[int]
    plain: _Plain

    def __call__(self, row: int) -> bool:
        cells = self.table.grid.rows[row] if row < len(self.table.grid.rows) else []
        mine = cells[self.table.columns[0].index : self.table.columns[-1].index + 1]
        return (
            len(mine) - mine.count(None) > 1
            and all(map(self.plain.__getitem__, mine))
            and any(c < len(cells) and not is_nothing(cells[c]) for c in self.people)
        )


def _code(
    table: Table,
    row: int,
    people: set[int],
    words: dict[int, set[str]],
    serial: int | None,
    first_label: int,
    lexicon: Lexicon,
) -> tuple[str | None, str | None]:
    """Why a row is no record (None: it may be one), and the department it announces, if it does."""
    low, high = table.columns[0].index, table.columns[-1].index
    cells = (
        [(c, v) for c, v in enumerate(table.grid.rows[row]) if v is not None and low <= c <= high]
        if row < len(table.grid.rows)
        else []
    )
    if not cells:
        outside = row < len(table.grid.rows) and any(v is not None for v in table.grid.rows[row])
        return ("footer" if outside else "blank"), None
    if is_example(cells[0][1]):
        return "example", None
    named = any(c in people for c, _ in cells)
    label = max([first_label, *people], default=first_label)
    for c, value in cells:
        text = as_text(value)
        if (
            isinstance(value, str)
            and (is_total(text) if c <= label else not named and is_bare_total(text))
            and not (c in people and _identified(table, row, people - {c}))
        ):
            return total_code(text), None
    if len(cells) <= 2 < len(table.columns) - 2 and _SUMMED_UP.search(as_text(cells[0][1])):
        return "total", None
    if all(isinstance(v, str) and is_to_sign(v) for _, v in cells):
        return "footer", None
    if sum(said(as_text(v)) in words.get(c, ()) for c, v in cells) >= max(2, 0.6 * len(cells)):
        return "repeated_header", None
    if len(cells) == 1 and cells[0][0] == serial and not isinstance(cells[0][1], str):
        return "serial_only", None
    text = as_text(cells[0][1])
    if all(c == serial for c, v in cells if not is_nothing(v)):
        return ("serial_only" if re.fullmatch(r"\d*", text) else "footer"), None
    if (
        isinstance(cells[0][1], str)
        and is_footer(text)
        and (len(cells) <= 2 or ":" in text)
        and not _identified(table, row, people)
    ):
        return "footer", None
    if any(isinstance(v, str) and _EXAMPLE.match(as_text(v)) for c, v in cells if c <= label):
        return "example", None
    if len(cells) == 1 and isinstance(cells[0][1], str):
        return _single(cells[0][0], text, people, table, lexicon)
    if not named and isinstance(cells[0][1], str) and cells[0][0] == serial and not re.fullmatch(r"\d+", text):
        return "total" if any(not isinstance(v, str) for _, v in cells) else "footer", None
    return None, None


def _identified(table: Table, row: int, people: set[int]) -> bool:
    """Whether another cell of the row says who it is about: 27人 beside 总人数 does not."""
    texts = [as_text(table.grid.at(row, c)) for c in people]
    return any(
        not is_nothing(t) and not is_total(t) and not is_footer(t) and not re.fullmatch(r"\d{1,4} ?[人名位个]?", t)
        for t in texts
    )


def _single(column: int, text: str, people: set[int], table: Table, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """One word alone in a row: a department over the rows below it, a footer, or a row that only holds a name."""
    terms = lexicon.terms.get("departments", Terms({}))
    bare = re.sub(r"^[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]\s*", "", squeezed(text))
    known = term_of(terms, re.sub(r"[(（].*", "", bare)) or next(
        (found for part in re.split(r"[-:：\s]", bare) if part and (found := terms.exact(part))), None
    )
    if known or re.fullmatch(r".{2,10}(?:部|中心|组|室|科|处)", bare):
        return "group", known or bare
    if column in people and column != table.columns[0].index:
        return None, None
    if column in people and len(text) <= 8 and not is_footer(text):
        return None, None
    return "footer" if column not in people or is_footer(text) or len(text) > 8 else None, None


def fill_down(table: Table, column: int, rows: Sequence[int], begins: frozenset[int] = frozenset()) -> dict[int, int]:
    """{row: the row whose value counts} where a whole column is written so that an empty cell means "as above".

    Whoever writes so does not repeat a value, unless somebody else's rows begin (`begins`).
    """
    if table.merged_in(column):
        return {}
    values = [(row, table.raw(row, column)) for row in rows]
    filled = [raw for _, raw in values if raw.value is not None]
    if not values or values[0][1].value is None or len(filled) == len(values) or len(filled) > 0.8 * len(values):
        return {}
    if any(
        as_text(a.value) == as_text(b.value)
        for (_, a), (row, b) in itertools.pairwise(values)
        if a.value is not None and b.value is not None and row not in begins
    ):
        return {}
    source: dict[int, int] = {}
    above = values[0][0]
    for row, raw in values:
        if raw.value is not None:
            above = row
        else:
            source[row] = above
    return source


def cell_of(
    table: Table, row: int, column: int, above: dict[int, dict[int, int]], *, across: bool = False
) -> tuple[Raw, tuple[int, int]]:
    """The cell that counts for a row and where it stands."""
    raw = table.raw(row, column, across=across)
    if raw.value is None and not raw.broken and (source := above.get(column, {}).get(row)) is not None:
        return table.raw(source, column), (source, column)
    return raw, table.origin(row, column)
