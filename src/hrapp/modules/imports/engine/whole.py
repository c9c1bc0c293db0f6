"""Whether a workbook named .xls is whole: who reads on over a hole gives back a sheet with rows missing, and says nothing.

Its stream is records ([MS-XLS] 2.1.4): a kind and a length of two bytes each, and the body. A part of the stream, the
workbook's own or that of a sheet, begins with a record that says so and goes record by record to one that ends it.
"""

from __future__ import annotations

import io
import struct

import xlrd

from hrapp.modules.imports.engine.sniffing import Unreadable

_BEGIN, _END, _SHEET, _NOTHING = 0x0809, 0x000A, 0x0085, 0x0000
_TEXTS, _CONTINUED = 0x00FC, 0x003C
_HOLE = bytes(64)  # each text of the workbook stands there once, so no more than one is empty
_LONGEST = 8224  # bytes of a record's body
_EXCEL_97 = 0x0600
_HEAD = struct.Struct("<HH")


def refuse_holes(content: bytes) -> None:
    """Unreadable where a part of the workbook is not there from its beginning to its end, or something lies
    between them or behind all."""
    stream = _stream(content)
    if stream is None:
        return
    kind, length, version = struct.unpack_from("<HHH", stream) if len(stream) >= 6 else (_NOTHING, 0, 0)
    if kind == _BEGIN and version != _EXCEL_97:
        return
    unlocked = _was_locked(stream, 4 + length)
    starts, end = _part(stream, 4 + length + unlocked, 1) if unlocked else _part(stream, 0)
    ends = [end, *(_part(stream, start)[1] for start in starts)]
    behind = b"" if unlocked else bytes(stream[max(ends) :]).strip(b"\0")
    if kind != _BEGIN or not starts or behind or sorted(starts) != sorted(ends)[:-1]:
        raise Unreadable("file_damaged")


def _was_locked(stream: memoryview, at: int) -> int:
    """The length of what was left, in the second place, of the record that told of a password."""
    kind, length = _HEAD.unpack_from(stream, at) if at + 4 <= len(stream) else (_END, 0)
    return 4 + length if kind == _NOTHING and length else 0


def _stream(content: bytes) -> memoryview | None:
    """None where xlrd finds none: whoever reads the sheets says what is wrong with that."""
    try:
        held, base, length = xlrd.compdoc.CompDoc(content, logfile=io.StringIO()).locate_named_stream("Workbook")
    except (xlrd.compdoc.CompDocError, AssertionError, LookupError, RuntimeError, TypeError, ValueError, struct.error):
        return None
    return memoryview(held)[base : base + length] if held else None


def _part(stream: memoryview, at: int, depth: int = 0) -> tuple[list[int], int]:
    """Goes through a part; where the sheets begin that it names, and where it ends."""
    starts: list[int] = []
    texts = False
    while at + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        at += 4
        if kind == _NOTHING or length > _LONGEST or at + length > len(stream) or (not depth and kind != _END):
            break
        if kind == _SHEET and length >= 4:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        texts = kind == _TEXTS or (texts and kind == _CONTINUED)
        if texts and _HOLE in bytes(stream[at : at + length]):
            break
        if not depth:
            return starts, at
        at += length
    raise Unreadable("file_damaged")
