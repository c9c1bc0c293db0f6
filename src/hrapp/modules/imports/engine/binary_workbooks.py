"""What calamine does not say of an .xlsb: number formats, error cells, merged cells, what is hidden.

Its parts are records ([MS-XLSB] 2.1.4): the kind in one or two bytes, the length in up to four of seven bits, the body.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from hrapp.modules.imports.engine import formats
from hrapp.modules.imports.engine.grid import MOST_ROWS, WIDEST, Grid, address

_ROW, _ERROR, _FORMULA_ERROR, _LAST_CELL = 0, 3, 11, 11
_FORMAT, _STYLE, _COLUMN, _BOOK_PROPERTIES, _SHEET, _MERGED = 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_HIDDEN_ROW = 0x10  # fDyZero
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def annotate(content: bytes, grids: list[Grid]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        meanings = _styles(archive)
        since_1904, paths = _book(archive)
        for grid in grids:
            grid.since_1904 = since_1904
            if path := paths.get(grid.name):
                _annotate(archive.read(path), grid, meanings)


def records(part: bytes) -> Iterator[tuple[int, memoryview]]:
    """(kind, body) of each record; a part that is cut off ends there."""
    whole, at = memoryview(part), 0
    while at < len(whole):
        kind = whole[at]
        at += 1
        if kind & 0x80 and at < len(whole):
            kind = kind & 0x7F | (whole[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < len(whole) and shift < 28:
            byte, at = whole[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, whole[at : at + size]
        at += size


def _text(body: memoryview, at: int) -> tuple[str, int]:
    """A text and where it ends; 0xFFFFFFFF characters are none."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + (0 if length == 0xFFFFFFFF else 2 * length)
    return bytes(body[at + 4 : end]).decode("utf-16-le", "replace"), end


def _book(archive: zipfile.ZipFile) -> tuple[bool, dict[str, str]]:
    """Whether days are counted since 1904, and {sheet: its part}."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314  # in a limited child
    targets = {item.get("Id"): item.get("Target") or "" for item in relations}
    since_1904, paths = False, {}
    for kind, body in records(archive.read("xl/workbook.bin")):
        if kind == _BOOK_PROPERTIES:
            since_1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            ident, end = _text(body, 8)
            target = targets.get(ident, "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if path in archive.namelist():
                paths[_text(body, end)[0]] = path
    return since_1904, paths


def _styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """{style of a cell: what its number format means}"""
    if "xl/styles.bin" not in archive.namelist():
        return {}
    codes: dict[int, str] = {}
    found: dict[int, str] = {}
    style = -1  # before the styles of cells
    for kind, body in records(archive.read("xl/styles.bin")):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            style = 0 if kind == _STYLES_BEGIN else -1
        elif kind == _STYLE and style >= 0:
            ident = struct.unpack_from("<H", body, 2)[0]
            if meaning := formats.meaning(codes.get(ident) or formats.built_in(str(ident))):
                found[style] = meaning
            style += 1
    return found


def _annotate(part: bytes, grid: Grid, meanings: dict[int, str]) -> None:
    row, columns = 0, set[int]()
    grid.formats, grid.broken, grid.hidden_rows = {}, {}, []
    merges: list[Any] = []
    for kind, body in records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & _HIDDEN_ROW and len(grid.hidden_rows) < MOST_ROWS:
                grid.hidden_rows.append(row)
        elif kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", body)
            if kind in (_ERROR, _FORMULA_ERROR):
                grid.broken[address(row, column)] = _ERRORS.get(body[8], "#VALUE!")
            elif meaning := meanings.get(style & 0xFFFFFF):
                grid.formats[address(row, column)] = meaning
        elif kind == _COLUMN and struct.unpack_from("<H", body, 16)[0] & 1:
            first, last = struct.unpack_from("<II", body)
            columns |= set(range(first, min(last + 1, WIDEST)))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            merges.append((top, left, bottom, right))
    grid.hidden_columns = sorted(columns)
    grid.merges = grid.merges or merges
