"""Where the tables of a sheet are: header rows by evidence, titles above them, rows below them, side by side or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.modules.imports.engine import header_merges, numbered, periods, raters, tops, unnamed
from hrapp.modules.imports.engine.coded import codes_over, codes_under, labels
from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.headings import is_title
from hrapp.modules.imports.engine.known_words import LONGEST, KnownWords
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.repeats import reads_like
from hrapp.modules.imports.engine.roles import is_footer, is_total
from hrapp.modules.imports.engine.segments import segments
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.unit_rows import says_units, units_under
from hrapp.modules.imports.engine.words import as_text, said

Cells = list[tuple[int, Any]]
#: What stands before a value where a table is about one person: 姓名 | 张三 | 周期 | 2024年7-9月.
_LABEL = re.compile(
    r"^(?:所属|所在|直接|直属|考[核评]|被考[核评]|评估|填表|填报)?"
    r"(?:部门|岗位|职位|职务|上级|领导|主管|周期|期间|月份|季度|年度|日期|时间|人|period|quarter|month|date|department|position|title|manager|supervisor)$",
    re.IGNORECASE,
)


def find_tables(grid: Grid, lexicon: Lexicon) -> list[Table]:
    """Every table of a sheet, from top to bottom and from left to right."""
    bands = _bands(grid, lexicon)
    tables = [table for left, right in bands for table in _Search(grid, lexicon, left, right).tables()]
    return sorted(tables, key=lambda table: (table.header[0], table.columns[0].index))


def table_with(grid: Grid, lexicon: Lexicon, header: Sequence[int], last: int) -> Table | None:
    """The table under the header rows that somebody pointed out."""
    rows = sorted(row for row in header if 0 <= row < len(grid.rows))
    search = _Search(grid, lexicon, 0, max(grid.width - 1, 0))
    return search.table_under(rows, max(last, rows[-1])) if rows else None


def _bands(grid: Grid, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Column ranges that hold tables of their own: separated by an empty column, each with a header about people, or
    about something that has one row each."""
    width = grid.width
    wide = [row for row in grid.rows if len(row) - row.count(None) > 1]
    empty = [column for column in range(width) if all(column >= len(row) or row[column] is None for row in wide)]
    edges = [-1, *empty, width]
    parts = [(left + 1, right - 1) for left, right in itertools.pairwise(edges) if right - left > 2]
    whole = [(0, max(width - 1, 0))]
    if len(parts) < 2:
        return whole
    people = [part for part in parts if _Search(grid, lexicon, *part).any_people()]
    if len(people) < 2:
        return whole
    starts = [0, *(left for left, _ in people[1:])]
    return [(start, (starts[n + 1] - 1) if n + 1 < len(starts) else width - 1) for n, start in enumerate(starts)]


class _Search:
    """The tables within a range of columns."""

    def __init__(self, grid: Grid, lexicon: Lexicon, left: int, right: int) -> None:
        self.grid, self.lexicon, self.left, self.right = grid, lexicon, left, right
        self.height = len(grid.rows)
        self._words = KnownWords(lexicon)
        self._merge_at = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}

    def cells(self, row: int) -> Cells:
        if not 0 <= row < self.height:
            return []
        return [(c, v) for c, v in enumerate(self.grid.rows[row][: self.right + 1]) if v is not None and c >= self.left]

    def any_people(self) -> bool:
        return any(self._heads(r) and (self._people(r) or self._one_each(r)) for r in range(min(self.height, 60)))

    def _one_each(self, row: int) -> bool:
        """部门 over words of which none comes twice: beside people it would."""
        column = next((c for c, v in self.cells(row) if isinstance(v, str) and self.lexicon.is_subject(v)), None)
        below = [as_text(v) for r in self.grid.rows[row + 1 :] if column is not None and (v := _at(r, column))]
        return len(below) >= 2 and len(set(below)) == len(below)

    def tables(self) -> list[Table]:
        headers = self._headers() or self._unnamed()
        found: list[Table] = []
        end = -1  # last row that belongs to what came before
        for n, rows in enumerate(headers):
            titles = self._titles(rows[0], end, first=not found)
            stop = headers[n + 1][0] if n + 1 < len(headers) else self.height
            if n + 1 < len(headers):
                stop = min([stop, *self._titles(stop, rows[-1], first=False)])
            last = stop - 1
            while last > rows[-1] and not self.cells(last):
                last -= 1
            shared = [as_text(v) for row in range(headers[0][0]) for _, v in self.cells(row)] if found else []
            top = [text for text in shared if not tops.for_a_block(text)]
            texts = self._texts(titles)
            for group, columns in segments(self._columns(rows), self.lexicon, [self.grid.name, *texts, *top]):
                said_above = [*([group] if group else []), *texts, *tops.still_said(top, columns, found, self.lexicon)]
                table = Table(self.grid, rows, columns, rows[-1] + 1, last, said_above, titles)
                table.of_others = tops.of_others(top, texts, columns, found)
                if units_under(self.grid.rows[rows[-1]], rows):
                    table.header, table.title_rows = rows[:-1], [*titles, rows[-1]]
                table.about_people = any(self.lexicon.person_key(text) for column in columns for text in column.path)
                found.append(table if table.about_people else self._with_names(table))
            end = last
        return found

    def _with_names(self, table: Table) -> Table:
        """A column of names tells who the rows are about, though no header, or none that is known, says so."""
        headed = {column.index: column for column in table.columns}
        low = max(self.left, min(headed) - 1)
        free = [c for c in range(low, max(headed) + 1) if c not in headed or not self.lexicon.knows(headed[c].path[-1])]
        named = unnamed.named_column(table.grid, table.first, table.last, free)
        if named is not None:
            table.about_people = True
            if named not in headed:
                table.columns = sorted([*table.columns, Column(named, ("",))], key=lambda column: column.index)
        return table

    def table_under(self, rows: list[int], last: int) -> Table | None:
        columns = self._columns(rows)
        titles = self._titles(rows[0], -1, first=True)
        return Table(self.grid, rows, columns, rows[-1] + 1, last, self._texts(titles), titles) if columns else None

    # --- header rows

    def _headers(self) -> list[list[int]]:
        """Groups of header rows. A header that only repeats the one before it is a row of that table."""
        groups: list[list[int]] = []
        row, before = 0, -1
        while row < self.height:
            if not self._heads(row) or (groups and self._repeats(groups[-1], row)):
                row += 1
                continue
            coded = codes_over(self.cells(row), self.cells(row + 1))  # technical names: the labels below head the table
            if (
                coded or (header_merges.only_groups(self._merge_at, row, self.cells(row)) and self._people(row + 1))
            ) and self._heads(row + 1):
                row += 1
                continue
            if not self._people(row) and (
                any(self._joins_below(row, ahead) for ahead in (1, 2)) or not self._alone(row, groups)
            ):
                row += 1
                continue
            if groups and not self._begins_anew(row, groups[-1]):
                row += 1
                continue
            group = self._as_merged([*self._above(row, before), row, *self._below(row)], before)
            groups.append(group)
            before = group[-1]
            row = group[-1] + 1
        return groups

    def _unnamed(self) -> list[list[int]]:
        rows = unnamed.header_rows(self.grid, self.left, self.right)
        return [rows] if rows else []

    def _heads(self, row: int) -> bool:
        """Whether a row looks like the names of columns: short known words, hardly any figures."""
        whole = self.grid.rows[row][self.left : self.right + 1] if row < self.height else []
        if not any(map(self._words.__getitem__, whole)):
            return False
        cells = self.cells(row)
        if len(cells) < 2 or self._pairs(row):
            return False
        days = unnamed.runs(cells)  # 1, 2, 3 … 31 over a month
        if days and any(column not in days for column, _ in cells):
            cells = [(column, value) for column, value in cells if column not in days]
            if len(cells) == 1:
                return isinstance(cells[0][1], str) and self.lexicon.person_key(as_text(cells[0][1])) is not None
        listing = any(isinstance(value, str) and self.lexicon.is_subject(value) for _, value in cells)
        hits = figures = 0
        for _, value in cells:
            text = as_text(value)
            known = isinstance(value, str) and len(text) <= LONGEST and self.lexicon.knows(text)
            if known or (listing and isinstance(value, str) and self.lexicon.is_weak(text)):
                hits += 1
            elif (not isinstance(value, str) and not unnamed.yearlike(value)) or (
                isinstance(value, str) and re.fullmatch(r"[¥￥\d.,%％-]{3,}|\d{4}[-/.]\d.*", text)
            ):
                figures += 1
        if 0 < hits < max(2, 0.4 * len(cells)) and self._people(row):
            hits += len(numbered.heads([as_text(v) for _, v in cells], self.lexicon))
        distinct = len({as_text(v) for _, v in cells})
        enough = hits >= 2 and (hits >= 0.4 * len(cells) or hits >= 5 or self._over_names(row, cells))
        return enough and figures <= 0.2 * len(cells) and distinct >= 2

    def _over_names(self, row: int, cells: Cells) -> bool:
        """Words that a clerk made up, beside one over people's names: 哪天来的, 为啥走."""
        short = all(isinstance(v, str) and len(as_text(v)) <= LONGEST for _, v in cells)
        person = next((c for c, v in cells if short and self.lexicon.person_key(as_text(v)) == "name"), None)
        return person is not None and unnamed.named_below(self.grid, row, person)

    def _pairs(self, row: int) -> list[str]:
        """["姓名：张三", "部门：研发部"] where every second cell of a row only says what the next one is."""
        cells = [as_text(v) for _, v in self.cells(row)]
        labels, values = cells[::2], cells[1::2]
        if len(labels) < 2 or len(labels) != len(values) or not all(map(self._labels, labels)):
            return []
        below = self.cells(row + 1)
        runs_on = not below or self._labels(as_text(below[0][1])) or below[0][0] != self.cells(row)[0][0]
        if any(map(self._labels, values)) or not runs_on:
            return []
        return [f"{label.rstrip(':：')}：{value}" for label, value in zip(labels, values, strict=True)]

    def _labels(self, text: str) -> bool:
        bare = said(text.rstrip(":："))
        known = self.lexicon.knows(text) and not periods.whole(text)  # a period heads columns, and is no label
        return bool(_LABEL.match(bare)) or self.lexicon.person_key(text) is not None or known

    def _people(self, row: int) -> bool:
        return any(isinstance(v, str) and self.lexicon.person_key(as_text(v)) for _, v in self.cells(row))

    def _person_columns(self, row: int) -> list[int]:
        return [c for c, v in self.cells(row) if isinstance(v, str) and self.lexicon.person_key(as_text(v))]

    def _repeats(self, group: Sequence[int], row: int) -> bool:
        """The same words in the same columns as a header before, and no title of its own above it."""
        now = {c: as_text(v) for c, v in self.cells(row)}
        if not any(reads_like({c: as_text(v) for c, v in self.cells(head)}, now, self.lexicon) for head in group):
            return False
        titles = self._titles(row, group[-1], first=False)
        return not titles or self._says_again(group, titles)

    def _says_again(self, group: Sequence[int], titles: Sequence[int]) -> bool:
        """Slips to be cut apart: whoever prints them writes the same title over each."""
        before = {said(as_text(v)) for up in range(max(0, group[0] - 4), group[0]) for _, v in self.cells(up)}
        return {said(as_text(v)) for up in titles for _, v in self.cells(up)} <= before

    def _joins_below(self, row: int, ahead: int) -> bool:
        """Whether this row is an upper level of a header about people that follows at once."""
        return self._heads(row + ahead) and self._people(row + ahead) and row in self._above(row + ahead, row - 1)

    def _begins_anew(self, row: int, group: Sequence[int]) -> bool:
        """Right below a row of data: 业务员 beside 合同到期 is what somebody was, and why he left."""
        if self._somebody(row, group):
            return False
        if not self.cells(row - 1) or row - 1 <= group[-1] or self._titles(row, group[-1], first=False):
            return True
        cells = self.cells(row)
        named = {c for head in group for c in self._person_columns(head)}
        words = [v for _, v in cells if isinstance(v, str) and not re.search(r"\d", v) and self.lexicon.knows(v)]
        return bool(named & {*self._person_columns(row)}) or len(words) >= 0.6 * len(cells)

    def _somebody(self, row: int, group: Sequence[int]) -> bool:
        """A row of data, be it the first and half empty: under what heads people stands somebody, and no word for people."""
        below = [as_text(self.grid.at(row, c)) for head in group for c in self._person_columns(head)]
        told = [text for text in below if text]
        near = row - 1 <= group[-1] and not self._titles(row, group[-1], first=False)
        return bool(told) and all(not self.lexicon.knows(t) and (near or unnamed.name_shaped(t)) for t in told)

    def _alone(self, row: int, groups: Sequence[Sequence[int]]) -> bool:
        """A header that names nobody starts a table only where nothing runs on from above."""
        return not groups or not self.cells(row - 1) or bool(self._titles(row, groups[-1][-1], first=False))

    def _below(self, row: int) -> list[int]:
        """Lower levels: 目标/实际 or 一季度/二季度 under the names, with nobody's name beside them."""
        people = self._person_columns(row)
        found: list[int] = []
        if codes_under(self.cells(row + 1), self.cells(row)):
            return [row + 1]
        for ahead in range(row + 1, min(row + 3, self.height)):
            cells = self.cells(ahead)
            if says_units([value for _, value in cells]):
                return [*found, ahead]
            beside = any(self._holds(ahead, column) for column in people)
            if (
                not cells
                or beside
                or not all(isinstance(v, str) or unnamed.yearlike(v) or unnamed.dayish(v) for _, v in cells)
            ):
                break
            known = sum(self._is_level(as_text(v)) or unnamed.dayish(v) for _, v in cells)
            if len(cells) == 1 and cells[0][0] <= min(people, default=-1) and periods.whole(as_text(cells[0][1])):
                break  # 2020年 alone before the names heads the rows below it
            if (
                known < 0.5 * len(cells)
                or is_total(as_text(cells[0][1]))
                or (not people and not header_merges.all_under(self._merge_at, row, self.cells(row), cells))
            ):
                break
            found.append(ahead)
        return found

    def _is_level(self, text: str) -> bool:
        return self.lexicon.knows(text) or raters.heads(text)

    def _holds(self, row: int, column: int) -> bool:
        """Whether something stands in the cell, or over it and its neighbours."""
        return self.grid.at(row, column) is not None or any(
            top == row and left <= column <= self._merge_at[top, left][1] for top, left in self._merge_at
        )

    def _as_merged(self, group: list[int], before: int) -> list[int]:
        whole = header_merges.levels(self._merge_at, group, before)
        return whole if all(map(self.cells, whole)) else group

    def _above(self, row: int, before: int) -> list[int]:
        """Upper levels: years, metrics or groups over the columns. A title is none."""
        names = dict(self.cells(row))
        width = (max(names) - min(names) + 1) if names else 0
        found: list[int] = []
        for up in range(row - 1, max(before, row - 3), -1):
            cells = self.cells(up)
            first = up == row - 1 and (before < 0 or not self.cells(up - 1))
            if first and codes_over(cells, self.cells(row), self._heads(up)):
                return [up]
            if not cells or not all(self._groups(up, c, v, width) for c, v in cells):
                break
            if len(cells) == 1 and (cells[0][0] <= min(names) or not self.lexicon.knows(as_text(cells[0][1]))):
                break
            found.insert(0, up)
        return found

    def _groups(self, row: int, column: int, value: Any, width: int) -> bool:
        text = as_text(value)
        if re.search(r"[:：]", text) or len(text) > 24 or isinstance(value, date):
            return False
        right = self._merge_at.get((row, column), (row, column))[1]
        return (0 < right - column < 0.8 * width) or (self.lexicon.knows(text) and not is_total(text))

    # --- around the header

    def _texts(self, rows: Sequence[int]) -> list[str]:
        """What titles say, a label together with what it is the label of."""
        return [text for row in rows for text in self._pairs(row) or [as_text(v) for _, v in self.cells(row)]]

    def _titles(self, row: int, before: int, *, first: bool) -> list[int]:
        """Rows above a header that speak for the whole table, from near to far."""
        if first:
            return [up for up in range(row - 1, before, -1) if self.cells(up)]
        found: list[int] = []
        for up in range(row - 1, before, -1):
            cells = self.cells(up)
            if not cells:
                if found or row - up > 2:
                    break
                continue
            texts = [as_text(v) for _, v in cells]
            labelled = [bool(re.search(r"[:：]", text)) for text in texts]
            titled = len(cells) <= 3 and is_title(texts[0]) and all(labelled[1:])
            alone = len(cells) == 1 or all(labelled) or titled or bool(self._pairs(up))
            if not alone or not all(isinstance(v, str) for _, v in cells) or is_total(texts[0]) or is_footer(texts[0]):
                break
            found.append(up)
        return found

    def _columns(self, rows: Sequence[int]) -> list[Column]:
        found = []
        alone = labels(self.cells(rows[0]), self.cells(rows[1])) if len(rows) == 2 else {}
        used = {c for row in rows for c, _ in self.cells(row)}
        units = units_under(self.grid.rows[rows[-1]], rows)
        for top, left, bottom, right in self.grid.merges:
            if any(top <= row <= bottom for row in rows) and self.grid.at(top, left) is not None and bottom <= rows[-1]:
                used |= set(range(max(left, self.left), min(right, self.right) + 1))
        for column in sorted(used):
            path: list[str] = []
            for level, row in enumerate(rows[:-1] if units else rows):
                text = self._label(rows, level, row, column)
                if text and (not path or path[-1] != text):
                    path.append(text)
            if path and units.get(column):
                path[-1] = f"{path[-1]}（{units[column]}）"
            if path:
                found.append(Column(column, tuple(path), alone.get(column, ())))
        return found

    def _label(self, rows: Sequence[int], level: int, row: int, column: int) -> str:
        """The word of a level over a column; an upper level reaches to the right until the next word."""
        value = self.grid.at(row, column)
        if value is not None:
            return as_text(value)
        for (top, left), (bottom, right) in self._merge_at.items():
            if top <= row <= bottom and left <= column <= right and bottom <= rows[-1]:
                return as_text(self.grid.at(top, left))
        if level == len(rows) - 1 or self.grid.at(rows[-1], column) is None:
            return ""
        for back in range(column - 1, self.left - 1, -1):
            value = self.grid.at(row, back)
            if value is not None:
                below = self.grid.at(rows[level + 1], back)
                merged = self._merge_at.get((row, back))
                fits = below is not None and not self.lexicon.person_key(as_text(value)) and merged is None
                return as_text(value) if fits else ""
        return ""


def _at(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else None
