"""Workbooks in Excel's binary formats that no library of ours writes: .xlsb (BIFF12), and .xls of Excel 95 (BIFF5)."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from datetime import date
from typing import Any

from xlwt.CompoundDoc import XlsDoc

from .hostile import packed

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: tuple[str, str]) -> bytes:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">{each}</Relationships>'.encode()


def _record(kind: int, body: bytes = b"") -> bytes:
    """A record of BIFF12: its kind and its length in sevens of bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while size >= 128:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _serial(day: date) -> float:
    return float((day - date(1899, 12, 30)).days)


_DAY, _PERCENT = 1, 2  # styles of the cells


def _cell(column: int, value: Any) -> bytes:
    """`value` may be (number, style): a percentage is (0.95, 2)."""
    value, style = value if isinstance(value, tuple) else (value, _DAY if isinstance(value, date) else 0)
    head = struct.pack("<II", column, style)
    if value is None:
        return _record(1, head)
    if isinstance(value, bool):
        return _record(4, head + bytes([value]))
    if isinstance(value, str) and value.startswith("#"):
        return _record(3, head + b"\x17")  # #REF!
    if isinstance(value, str):
        return _record(6, head + _wide(value))
    return _record(5, head + struct.pack("<d", _serial(value) if isinstance(value, date) else value))


def xlsb(
    rows: Sequence[Sequence[Any]],
    sheet: str = "表",
    *,
    hidden: bool = False,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    merges: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """A workbook of one sheet; rows and columns are counted from 0, merged are (top, left, bottom, right)."""
    named = struct.pack("<II", int(hidden), 1) + _wide("rId1") + _wide(sheet)
    book = _record(131) + _record(143) + _record(156, named) + _record(144) + _record(132)
    formats = (0, 14, 9)  # general, a day, a percentage
    styles = _record(278) + _record(617, struct.pack("<I", len(formats)))
    styles += b"".join(_record(47, struct.pack("<HH", 0, each) + bytes(12)) for each in formats)
    styles += _record(618) + _record(279)
    wide = max(map(len, rows))
    page = _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, wide - 1)) + _record(390)
    page += (
        b"".join(_record(60, struct.pack("<4IH", n, n, 2000, 0, 1)) for n in hidden_columns)
        + _record(391)
        + _record(145)
    )
    for n, cells in enumerate(rows):
        page += _record(0, struct.pack("<IIHBBB", n, 0, 300, 0, 0x10 * (n in hidden_rows), 0) + struct.pack("<I", 0))
        page += b"".join(_cell(column, value) for column, value in enumerate(cells))
    page += _record(146) + _record(177, struct.pack("<I", len(merges)))
    page += b"".join(_record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merges)
    page += _record(178) + _record(130)
    return packed(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")),
            "xl/worksheets/sheet1.bin": page,
            "xl/styles.bin": styles,
        }
    )


def biff5(
    rows: Sequence[Sequence[Any]], encoding: str = "gbk", codepage: int | None = 936, sheet: str = "Sheet1"
) -> bytes:
    """A stream of Excel 95 without a container, as its programs also wrote it; `codepage` is what it says of its texts."""
    into = io.BytesIO()

    def put(kind: int, body: bytes = b"") -> None:
        into.write(struct.pack("<HH", kind, len(body)) + body)

    name = sheet.encode(encoding)
    put(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
    if codepage is not None:
        put(0x42, struct.pack("<H", codepage))
    for fmt in (0, 14):
        put(0xE0, struct.pack("<HH", 0, fmt) + bytes(12))
    at = into.tell() + 4
    put(0x85, struct.pack("<IH", 0, 0) + bytes([len(name)]) + name)
    put(0x0A)
    begins = into.tell()
    put(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0))
    put(0x200, struct.pack("<HHHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                text = value.encode(encoding)
                put(0x204, struct.pack("<HHHH", row, column, 0, len(text)) + text)
            elif value is not None:
                number, style = (_serial(value), 1) if isinstance(value, date) else (value, 0)
                number, style = number if isinstance(number, tuple) else (number, style)
                put(0x203, struct.pack("<HHHd", row, column, style, number))
    put(0x0A)
    content = bytearray(into.getvalue())
    content[at : at + 4] = struct.pack("<I", begins)
    return bytes(content)


def contained(stream: bytes, name: str = "Book") -> bytes:
    """In the container that Excel itself writes; before 97 its stream was called Book."""
    into = io.BytesIO()
    XlsDoc().save(into, stream)
    called = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    own = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    assert into.getvalue().count(called) == 1
    return into.getvalue().replace(called, own)


def biff2(rows: Sequence[Sequence[str]]) -> bytes:
    """A stream of Excel 2 without a code page, as small programs wrote it for decades: texts only."""
    found = struct.pack("<HHHH", 0x09, 4, 2, 16)
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            text = value.encode("gbk")
            found += struct.pack("<HHHH3sB", 0x04, 8 + len(text), row, column, bytes(3), len(text)) + text
    return found + struct.pack("<HH", 0x0A, 0)
