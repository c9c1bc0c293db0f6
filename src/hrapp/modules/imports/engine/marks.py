"""What is written into a workbook that goes back to be corrected: plain data, worded already."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["error", "warn", ""]


class Said(msgspec.Struct, frozen=True):
    """Of a cell or a row: how bad, in a word what became of it, and what to do."""

    level: Level
    result: str
    words: str


class Flaw(msgspec.Struct, frozen=True):
    """A line of the first sheet, with a link to its cell; of several `places`, to the first."""

    sheet: str
    address: str
    who: str
    level: Level
    words: str
    places: int = 1


class SheetMarks(msgspec.Struct, frozen=True):
    """`headers`: rows of headers, 1-based, beside which the added columns are named. `texts`: columns of numbers that
    must stay texts. `refused`: the sentence that stands there instead of the sheet. `blank`: columns left empty."""

    headers: tuple[int, ...] = ()
    rows: dict[int, Said] = {}
    cells: dict[str, Said] = {}
    texts: tuple[str, ...] = ()
    refused: str = ""
    blank: tuple[str, ...] = ()


class Marks(msgspec.Struct, frozen=True):
    """`mark` says which file of which import it is. `labels`: of the two columns; `heads`: of the first sheet."""

    mark: str
    labels: tuple[str, str]
    title: str
    lead: tuple[str, ...]
    heads: tuple[str, str, str]
    flaws: tuple[Flaw, ...]
    sheets: dict[str, SheetMarks]
