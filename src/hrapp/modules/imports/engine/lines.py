"""The rows of a table: which are records, what the others are, and what an empty cell takes from above."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hrapp.modules.imports.engine import sums
from hrapp.modules.imports.engine.grid import place
from hrapp.modules.imports.engine.headings import NO_HEADING, Heading, heading
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.ours import is_example
from hrapp.modules.imports.engine.periods import Said
from hrapp.modules.imports.engine.roles import (
    is_bare_total,
    is_footer,
    is_latin_total,
    is_number_or_address,
    is_signed,
    is_to_sign,
    is_total,
    is_unit,
    is_vacant,
    tells_of_all,
    total_code,
)
from hrapp.modules.imports.engine.table import Table, serial_column
from hrapp.modules.imports.engine.unnamed import name_shaped, names_one_of
from hrapp.modules.imports.engine.values import Raw
from hrapp.modules.imports.engine.words import Terms, as_text, is_nothing, said

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
    periods: dict[int, Said] = field(default_factory=dict)  # row → month said above it
    perhaps: dict[int, bool] = field(
        default_factory=dict
    )  # row → whether words tell of somebody who is called like a sum


def sort_rows(table: Table, lexicon: Lexicon) -> Lines:
    lines = Lines()
    people = {c.index for c in table.columns if any(lexicon.person_key(text) for text in c.path)}
    words = {c.index: {said(text) for text in c.path} for c in table.columns}
    serial = serial_column(table.columns)
    first_label = min(people, default=table.columns[0].index)
    above = NO_HEADING
    unnamed: list[int] = []
    ordinary = _ordinary(table, {c for c in people if c != serial}, _Plain(set().union(*words.values())))
    ordinary |= _corrected(table, {c for c in people if c != serial})
    for row in range(table.first, table.last + 1):
        code = None
        if row not in ordinary:
            code, said_here = _code(table, row, people, words, serial, first_label, lexicon, above)
            above = _within(above, said_here)
            if people and not (code or any(not is_nothing(table.raw(row, c).value) for c in people)):
                unnamed.append(row)
        if code == "total" and _called_so(table, row, people, lines, serial):
            code = None
        if code in ("subtotal", "total") and above.group:
            above = replace(above, group="")  # what a heading began ends here
        if code:
            lines.skipped[row] = code
            continue
        lines.data.append(row)
        if above.group:
            lines.groups[row] = above.group
        if above.period:
            lines.periods[row] = above.period
    _without_sums(table, lines, unnamed, serial)
    return lines


def _within(above: Heading, below: Heading) -> Heading:
    """A new month begins all over again; a department stands under its month."""
    if below.period:
        return Heading(None, "", below.period)
    return replace(above, group=below.group) if below.group is not None else above


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


class _Named(dict[Any, bool]):
    """{cell of a column of names: whether it says nothing else than who is meant, if it says anything}"""

    def __missing__(self, value: Any) -> bool:
        text = as_text(value) if isinstance(value, str) and not is_number_or_address(value) else ""
        self[value] = found = not (text and (tells_of_all(text) or is_vacant(text) or is_unit(text)))
        return found


def _ordinary(table: Table, people: set[int], plain: _Plain) -> set[int]:
    """The rows that are about somebody and in which nothing is more than a value: most are, so this is found first, and
    column by column."""
    rows = range(table.first, min(table.last + 1, len(table.grid.rows)))
    low, high = table.columns[0].index, table.columns[-1].index
    enough = 1 if len(table.columns) <= 3 else 2
    within = [table.grid.rows[row][low : high + 1] for row in rows]
    found = {row for row, cells in zip(rows, within, strict=True) if len(cells) - cells.count(None) > enough}
    about, named = set[int](), _Named()
    for column in range(low, high + 1):
        values = table.grid.column(column, rows)
        told = set(values)
        odd = {value for value in told if not plain[value]}
        if column in people:
            odd |= {value for value in told if not named[value]}
            nothing = {value for value in told if is_nothing(value)}
            about.update(row for row, value in zip(rows, values, strict=True) if value not in nothing)
        if odd:
            found.difference_update([row for row, value in zip(rows, values, strict=True) if value in odd])
    return found & about


def _corrected(table: Table, people: set[int]) -> set[int]:
    """The rows in which somebody wrote anew who is meant: whatever that looks like, such a row is one of somebody."""
    cells = [(row, table.grid.at(row, column)) for row, column in map(place, table.grid.corrected) if column in people]
    named = {row for row, value in cells if not (is_nothing(value) or is_bare_total(as_text(value)))}
    return {row for row in named if table.first <= row <= table.last}


def _code(
    table: Table,
    row: int,
    people: set[int],
    words: dict[int, set[str]],
    serial: int | None,
    first_label: int,
    lexicon: Lexicon,
    above: Heading,
) -> tuple[str | None, Heading]:
    """Why a row is no record (None: it may be one), and what it says of the rows below it."""
    low, high = table.columns[0].index, table.columns[-1].index
    cells = (
        [(c, v) for c, v in enumerate(table.grid.rows[row]) if v is not None and low <= c <= high]
        if row < len(table.grid.rows)
        else []
    )
    if not cells:
        outside = row < len(table.grid.rows) and any(v is not None for v in table.grid.rows[row])
        return ("footer" if outside else "blank"), NO_HEADING
    if is_example(cells[0][1]):
        return "example", NO_HEADING
    named = any(c in people for c, _ in cells)
    label = max([first_label, *people], default=first_label)
    somebody = _identified(table, row, people)
    for c, value in cells:
        text = as_text(value)
        if (
            isinstance(value, str)
            and (_sums_up(text, c in people, somebody) if c <= label else not named and is_bare_total(text))
            and not (c in people and _identified(table, row, people - {c}))
        ):
            return total_code(text), NO_HEADING
    if len(cells) <= 2 < len(table.columns) - 2 and _SUMMED_UP.search(as_text(cells[0][1])):
        return "total", NO_HEADING
    if all(isinstance(v, str) and is_to_sign(v) for _, v in cells) or is_signed([as_text(v) for _, v in cells]):
        return "footer", NO_HEADING
    found = heading(table, row, people, lexicon, above) if len(cells) <= 2 else NO_HEADING
    if found.group is not None or found.period:
        return found.code, found
    if code := _instead_of_a_name(table, row, people, lexicon):
        return code, NO_HEADING
    if sum(said(as_text(v)) in words.get(c, ()) for c, v in cells) >= max(2, 0.6 * len(cells)):
        return "repeated_header", NO_HEADING
    if len(cells) == 1 and cells[0][0] == serial and not isinstance(cells[0][1], str):
        return "serial_only", NO_HEADING
    text = as_text(cells[0][1])
    if all(c == serial for c, v in cells if not is_nothing(v)):
        return ("serial_only" if re.fullmatch(r"\d*", text) else "footer"), NO_HEADING
    if (
        isinstance(cells[0][1], str)
        and is_footer(text)
        and (len(cells) <= 2 or ":" in text)
        and not _identified(table, row, people)
    ):
        return "footer", NO_HEADING
    if any(isinstance(v, str) and _EXAMPLE.match(as_text(v)) for c, v in cells if c <= label):
        return "example", NO_HEADING
    if found.code:
        return found.code, found
    if not named and isinstance(cells[0][1], str) and cells[0][0] == serial and not re.fullmatch(r"\d+", text):
        return "total" if any(not isinstance(v, str) for _, v in cells) else "footer", NO_HEADING
    return None, NO_HEADING


_COUNT = re.compile(r"(?!0\d)\d{1,4} ?[人名位个]?")


def _next_number(table: Table, row: int, column: int) -> bool:
    """27 below 26 in a column of 工号 is the next one of them; 27 below 27 counts them."""
    here, above = (as_text(table.grid.at(r, column)) for r in (row, row - 1))
    return here.isdigit() and above.isdigit() and int(here) > int(above) and row > table.first


_HEADS = frozenset(("负责人", "责任人", "所有者", "owner"))  # of what the row is about: nobody, perhaps


def _instead_of_a_name(table: Table, row: int, people: set[int], lexicon: Lexicon) -> str | None:
    """环比, 2人, 空缺 or a department where a name should stand, and nothing else that says who it is."""
    heads = {c.index for c in table.columns if said(c.path[-1]) in _HEADS}
    cells = [v for v in table.grid.rows[row] if v is not None]
    for c in people - heads:
        text = as_text(table.grid.at(row, c))
        if not text or _identified(table, row, people - {c}):
            continue
        if tells_of_all(text):
            return "total"
        if is_to_sign(text):
            return "footer"
        if is_vacant(text):
            return "nobody"
        unit = is_unit(text) or lexicon.terms.get("departments", Terms({})).exact(text) is not None
        if unit and len(cells) > 1 and not (name_shaped(text) or names_one_of(text)):
            return "subtotal" if any(isinstance(v, int | float) for v in cells) else "nobody"
    return None


def _sums_up(text: str, whose: bool, somebody: bool) -> bool:
    """Of a cell up to the names: 数据汇总 beside somebody's name is what he does, and Max Weber is called so."""
    if not whose and somebody:
        return is_bare_total(text)
    return is_total(text) and not (whose and text.isascii() and not is_latin_total(text))


def _identified(table: Table, row: int, people: set[int]) -> bool:
    """Whether another cell of the row says who it is about: 27人 beside 总人数 does not."""
    texts = [as_text(table.grid.at(row, c)) for c in people]
    return any(
        not is_nothing(t) and not is_total(t) and not is_footer(t) and not _COUNT.fullmatch(t) for t in texts
    ) or any(_next_number(table, row, c) for c in people)


def _called_so(table: Table, row: int, people: set[int], lines: Lines, serial: int | None) -> bool:
    """Whether the word that sums up is somebody's name, as the figures and the words beside it tell. Whoever is taken for
    somebody so is looked at."""
    texts = {c: as_text(table.grid.at(row, c)) for c in people}
    named = [c for c, text in texts.items() if text and not is_nothing(text)]
    if len(named) != 1 or not sums.may_be_called(texts[named[0]]):
        return False
    if not sums.few_enough(table, len(lines.perhaps) + [*lines.skipped.values()].count("total")):
        return False
    if any(is_total(as_text(v)) for c, v in enumerate(table.grid.rows[row]) if c not in people and isinstance(v, str)):
        return False
    worded = sums.tells_of_somebody(table, row, {*people, *(() if serial is None else (serial,))})
    adds_up = sums.sums_up(table, row, lines.data, serial)
    if adds_up or (adds_up is None and not worded):
        return False
    lines.perhaps[row] = worded
    return True


_MOST_SUMS = 50  # of more than that in a table each is somebody's next row


def _without_sums(table: Table, lines: Lines, unnamed: Sequence[int], serial: int | None) -> None:
    """Figures beside nobody that are what the rows above them add up to: a total to which nobody wrote the word."""
    bare = [row for row in unnamed if not any(isinstance(v, str) for v in table.grid.rows[row])]
    for row in bare if len(bare) <= _MOST_SUMS else ():
        above = [each for each in lines.data if each < row]
        figures = {c: v for c, v in _figures(table, row).items() if c != serial}
        if len(above) >= 2 and figures and all(_sums(table, above, c, v) for c, v in figures.items()):
            lines.data.remove(row)
            lines.groups.pop(row, None)
            lines.skipped[row] = "total"


def _figures(table: Table, row: int) -> dict[int, float]:
    cells = table.grid.rows[row] if row < len(table.grid.rows) else []
    return {c: v for c, v in enumerate(cells) if isinstance(v, int | float) and not isinstance(v, bool)}


def _sums(table: Table, rows: Sequence[int], column: int, value: float) -> bool:
    """Whether the last two and more of the rows add up to the value."""
    total = 0.0
    for n, row in enumerate(reversed(rows), 1):
        total += _figures(table, row).get(column, 0.0)
        if n >= 2 and abs(total - value) < 0.006:
            return True
    return False


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
