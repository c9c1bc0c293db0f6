"""Pages of HTML, which many programs save under the name of a workbook: every table of a page is a sheet."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hrapp.modules.imports.engine.grid import MOST_ROWS, WIDEST, Grid, Rect, tidy
from hrapp.modules.imports.engine.sniffing import Unreadable
from hrapp.modules.imports.engine.texts import decode, strict

_MOST_COVERED = 400_000  # cells under a span
_MOST_BEYOND = 300_000  # of a table: a page for printing may have some in every row
_DEEPEST = 20  # tables in cells of tables
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_EMPTY = frozenset({"br", "hr", "img", "input", "col", "meta", "link", "wbr", "area", "base", "embed", "source"})
_OF_TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})


class _Open:
    """A table that is being read, and the cell of it that is."""

    def __init__(self) -> None:
        self.grid = Grid(name="", rows=[], merges=[])
        self.taken: set[tuple[int, int]] = set()
        self.at = (0, 0)
        self.text: list[str] | None = None
        self.within: list[Grid] = []  # tables of their own in its cells
        self.beyond = 0  # cells further to the right than any list reaches

    def start(self, attrs: dict[str, str | None]) -> int:
        """A cell begins; the number of cells it covers beside its own."""
        grid = self.grid
        if not grid.rows:
            grid.rows.append([])
        row, column = len(grid.rows) - 1, len(grid.rows[-1])
        while (row, column) in self.taken:
            grid.rows[-1].append(None)
            column += 1
        if column >= WIDEST:
            self.beyond += 1
            if self.beyond > _MOST_BEYOND:
                raise Unreadable("file_too_big")
            return 0
        tall, wide = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
        self.taken |= {(row + r, column + c) for r in range(tall) for c in range(wide) if r or c}
        if len(grid.rows) > MOST_ROWS:
            raise Unreadable("file_too_big")
        if tall > 1 or wide > 1:
            rect: Rect = (row, column, row + tall - 1, column + wide - 1)
            grid.merges.append(rect)
        self.at, self.text = (row, column), []
        return tall * wide - 1

    def flush(self) -> None:
        if self.text is None:
            return
        row, column = self.at
        cells = self.grid.rows[row]
        cells.extend([None] * (column - len(cells)))
        cells.append("".join(self.text).replace("\xa0", " ").strip() or None)
        self.text = None


class _Tables(HTMLParser):
    """Every table of a page; cells as text, spans as merges. A table in a cell is one of its own where it has several
    rows and columns, else it only puts the text of the cell in order. What a browser hides is not there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Grid] = []
        self._open: list[_Open] = []
        self._hidden: list[str] = []  # the tag that hides, and those of its name within
        self._unseen = 0  # tables that are open within it
        self._dropped: set[int] = set()
        self._covered = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hides(tag, dict(attrs)):
            return
        if tag == "table":
            if len(self._open) >= _DEEPEST:
                raise Unreadable("file_damaged")
            self._open.append(_Open())
            self.tables.append(self._open[-1].grid)
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].flush()
            self._open[-1].grid.rows.append([])
            if _UNSEEN.search(dict(attrs).get("style") or ""):
                self._open[-1].grid.hidden_rows.append(len(self._open[-1].grid.rows) - 1)
        elif tag in ("td", "th"):
            self._open[-1].flush()
            self._covered += self._open[-1].start(dict(attrs))
            if self._covered > _MOST_COVERED:
                raise Unreadable("file_too_big")
        elif tag == "br" and self._open[-1].text is not None:
            self._open[-1].text.append("\n")

    def _hides(self, tag: str, attrs: dict[str, str | None]) -> bool:
        """Within a cell; rows and cells themselves are hidden as in a workbook, and told."""
        if self._hidden:
            if tag == self._hidden[0]:
                self._hidden.append(tag)
            elif tag == "table":
                self._unseen += 1
            return True
        inside = bool(self._open) and self._open[-1].text is not None
        unseen = "hidden" in attrs or _UNSEEN.search(attrs.get("style") or "") or tag in ("script", "style")
        if inside and unseen and tag not in _EMPTY and (tag not in _OF_TABLES or tag == "table"):
            self._hidden.append(tag)
        return bool(self._hidden)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._stays_hidden(tag):
            return
        if not self._open:
            return
        if tag in ("td", "th", "tr"):
            self._open[-1].flush()
        elif tag == "table":
            self._close()

    def _stays_hidden(self, tag: str) -> bool:
        if tag == self._hidden[0]:
            self._hidden.pop()
        elif self._unseen or tag not in ("td", "th", "tr", "table"):
            self._unseen -= tag == "table"
        else:  # what hides was never closed, and hides no more than its cell
            self._hidden.clear()
            return False
        return True

    def _close(self) -> None:
        closed = self._open.pop()
        closed.flush()
        filled = [[cell for cell in row if cell is not None] for row in closed.grid.rows]
        several = sum(len(row) > 1 for row in filled)
        if closed.within and not several:
            self._dropped.add(id(closed.grid))
            _head(closed.within[0], [[row[0]] for row in filled if row])
        if not self._open or self._open[-1].text is None or (closed.within and not several):
            return
        if several < 2:
            words = " ".join(str(cell) for row in filled for cell in row)
            self._open[-1].text.append(f" {words} ")
            self._dropped.add(id(closed.grid))
        else:
            self._open[-1].within.append(closed.grid)

    @property
    def found(self) -> list[Grid]:
        return [grid for grid in self.tables if id(grid) not in self._dropped]

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].text is not None and not self._hidden:
            self._open[-1].text.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._close()


def _head(grid: Grid, titles: list[list[str]]) -> None:
    """A table around another only to lay out the page has the titles of that."""
    down = len(titles)
    grid.rows[:0] = titles
    grid.merges = [(top + down, left, bottom + down, right) for top, left, bottom, right in grid.merges]
    grid.hidden_rows = [row + down for row in grid.hidden_rows]


def _span(written: str | None) -> int:
    return min(max(int(written), 1), 200) if written and written.isdigit() else 1


def read_html(content: bytes) -> list[Grid]:
    head = content[:4096].lower()
    named = re.search(rb"charset=[\"']?\s*([\w-]+)", head)
    wanted = named[1].decode("ascii") if named else ""
    text = strict(content, "gb18030") if wanted in ("gb2312", "gbk", "gb18030") else None
    page = _Tables()
    page.feed(text if text is not None else decode(content))
    page.close()
    if not page.tables:
        raise Unreadable("file_unknown")
    for grid in page.found:
        grid.rows = tidy(grid.rows)
    tables = [grid for grid in page.found if grid.rows] or page.tables[:1]
    for number, grid in enumerate(tables, 1):
        grid.name = "" if len(tables) == 1 else str(number)
    return tables
