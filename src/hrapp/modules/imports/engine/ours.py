"""What hrapp itself wrote into a workbook that comes back: its own sheets and columns, and rows that are examples.

None of it is data of the company, so none of it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from hrapp.kernel.imports import ImportKind
from hrapp.modules.imports.engine.answers import TableAnswer
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.sniffing import BAD_ZIP, Unreadable, parts_of
from hrapp.modules.imports.engine.words import as_text, said

OUR_SHEET = "hrapp:sheet"  # stands in the first row of a sheet that explains the others
OUR_KIND = "hrapp:kind:"  # with the name of a kind: below it, where the others are its empty table
EXAMPLE = ("示例", "Example")
RESULT = ("结果", "Result")
WHAT_TO_CHANGE = ("怎么改", "What to change")
_MARK = re.compile(r"hrapp:([0-9A-Z]{26}):([0-9A-Z]{26})")
_MARK_BYTES = re.compile(_MARK.pattern.encode())
_TELLING = re.compile(r"(?i)xl/sharedstrings\.xml|xl/worksheets/sheet\d+\.xml|content\.xml|xl/sharedstrings\.bin")
_MOST_PARTS, _MOST_BYTES, _PIECE = 12, 4 * 1024 * 1024, 128 * 1024
_LONGEST_MARK = 64  # so many bytes of it may stand before the end of a piece
_ABOVE = 200  # so many rows are looked through for a mark: it stands beside the first header
_MOSTLY = 0.6  # so many of the headers must be ours
_EXAMPLES = frozenset(said(word) for word in EXAMPLE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which file of which import a workbook was before somebody corrected it."""

    batch: str
    file: str

    def __str__(self) -> str:
        return f"hrapp:{self.batch}:{self.file}"


def is_example(value: Any) -> bool:
    return isinstance(value, str) and said(value) in _EXAMPLES


def without_ours(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets as they would be had hrapp never written into them. Works on the grids it is given."""
    kept = [grid for grid in grids if not _explains(grid)]
    filled = next((kind for grid in grids if _explains(grid) and (kind := _kind(grid))), "")
    for grid in kept:
        grid.filled = filled
        if added := _added(grid):
            grid.comments = {}  # what was wrong stood there
        for column in added:
            for row, cells in enumerate(grid.rows):
                if column < len(cells):
                    cells[column] = None
                grid.formats.pop(address(row, column), None)
                grid.broken.pop(address(row, column), None)
        for cells in grid.rows:
            while cells and cells[-1] is None:
                cells.pop()
        while grid.rows and not grid.rows[-1]:
            grid.rows.pop()
    return kept


def mark_in(content: bytes) -> Mark | None:
    """Of a file that was downloaded with what is wrong marked, and saved again by whatever program. Looks only at so
    much of it as costs nothing, since it may be anything, and piece by piece, since it may be large."""
    before = b""
    for part in _parts(content):
        if found := _MARK_BYTES.search(before + part):
            return Mark(found[1].decode(), found[2].decode())
        before = part[-_LONGEST_MARK:]
    return None


def _parts(content: bytes) -> Iterator[bytes]:
    if content[:4] != b"PK\x03\x04":
        yield content
        return
    try:
        names = [part.filename for part in parts_of(content) if _TELLING.fullmatch(part.filename)]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in names[:_MOST_PARTS]:
                with archive.open(name) as part:
                    for _ in range(_MOST_BYTES // _PIECE):
                        yield (piece := part.read(_PIECE))
                        if not piece:
                            break
    except (Unreadable, *BAD_ZIP):
        return


def rows_before(grid: Grid) -> dict[int, int]:
    """{row as it was downloaded: row where it stands now}, 1-based: somebody may have sorted or deleted rows."""
    columns = {
        c for cells in grid.rows[:_ABOVE] for c, v in enumerate(cells) if isinstance(v, str) and _MARK.fullmatch(v)
    }
    return {
        int(value): row
        for row, cells in enumerate(grid.rows, 1)
        for column in columns
        if column < len(cells) and isinstance(value := cells[column], int | float) and value == int(value)
    }


def as_filled(answer: TableAnswer, headers: Mapping[str, str], kind: ImportKind | None) -> TableAnswer:
    """The answer for a table that was an empty one of ours: its kind, and what our headers ({letter: header}) mean.
    Where the headers are others, somebody put a table of their own there, and it is read like any."""
    if kind is None or answer.kind:
        return answer
    means: dict[str, set[str]] = {}
    for fld in kind.fields:
        for name in fld.names:
            means.setdefault(said(name), set()).add(fld.key)
    known = {letter: means[said(header)] for letter, header in headers.items() if said(header) in means}
    if len(known) < _MOSTLY * len(headers):
        return answer
    plain = {letter: next(iter(keys)) for letter, keys in known.items() if len(keys) == 1}
    columns = plain if kind.shape == "rows" else {}
    return msgspec.structs.replace(answer, kind=kind.name, columns=columns | answer.columns)


def _kind(grid: Grid) -> str:
    below = grid.at(1, grid.rows[0].index(OUR_SHEET))
    return below.removeprefix(OUR_KIND) if isinstance(below, str) and below.startswith(OUR_KIND) else ""


def _explains(grid: Grid) -> bool:
    return bool(grid.rows) and OUR_SHEET in grid.rows[0]


def _added(grid: Grid) -> set[int]:
    """The two columns after the tables, and the hidden one beside them."""
    found: set[int] = set()
    for cells in grid.rows[:_ABOVE]:
        for column, value in enumerate(cells):
            if not isinstance(value, str):
                continue
            if value in WHAT_TO_CHANGE and column and as_text(cells[column - 1]) in RESULT:
                found |= {column - 1, column}
            elif _MARK.fullmatch(value.strip()):
                found.add(column)
    return found
