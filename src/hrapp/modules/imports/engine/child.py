"""The process that opens foreign files, and nothing else: it has limits and may be killed.

Reads questions (a head, the content, the password if there is one) from standard input, answers each with a
frame. The parent that loses it knows which file it was at.
"""

from __future__ import annotations

import codecs
import gc
import importlib
import itertools
import resource
import struct
import sys
from array import array
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, BinaryIO

import msgspec

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.sniffing import Unreadable, sniff
from hrapp.modules.imports.engine.weight import most_cells, most_to_open

CPU_SECONDS = 60
_OF_A_CELL = 20  # characters, as a rule
_READERS = ("pages", "texts", "workbooks", *(["protection"] if "--protected" in sys.argv else []))
_ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5hkscs",
    "cp936",
    "cp950",
    "latin-1",
    "ascii",
    "cp1252",
    "cp437",
    "cp1250",
    "cp1251",
    "mac-roman",
    "shift-jis",
    "euc-kr",
    "idna",
    "unicode-escape",
]
_HEAD = struct.Struct(">?QI")  # whether only the unprotected content is wanted; lengths of content and password


class Question(msgspec.Struct, kw_only=True):
    """A file, its password, and whether its sheets are wanted or the file itself without its password."""

    content: bytes
    password: str | None = None
    only_open: bool = False


class Opened(msgspec.Struct, kw_only=True):
    """The answer to one file: its format and its sheets, or the code of why not.

    `plain` is the file itself, where only that was asked for.
    """

    format: str = "unknown"
    problem: str | None = None
    grids: list[Grid] = []
    plain: bytes = b""

    @property
    def cells(self) -> int:
        """Those with something in them; a comment weighs as much as the cells that its text would fill."""
        beside = sum(len(text) // _OF_A_CELL + 1 for grid in self.grids for text in grid.comments.values())
        return beside + sum(len(row) - row.count(None) for grid in self.grids for row in grid.rows)


def answer(question: Question) -> Opened:
    kind = "unknown"
    try:
        kind, content = _recognised(question.content, question.password)
        if question.only_open:
            return Opened(format=kind, plain=content)
        opened = Opened(format=kind, grids=_read(content, kind))
        for grid in opened.grids:
            grid.settle_merges()
        return opened if opened.cells <= most_cells() else Opened(format=kind, problem="too_many_cells")
    except Unreadable as error:
        return Opened(format=kind, problem=error.code)
    except MemoryError:
        return Opened(format=kind, problem="file_too_big")
    except Exception:  # whatever a hostile or half-written file makes a parser do
        return Opened(format=kind, problem="file_damaged")


def packed(question: Question) -> bytes:
    """The answer on its way; what cannot be sent costs its file a sentence as well."""
    opened = answer(question)
    try:
        return pack(opened)
    except MemoryError:
        return pack(Opened(format=opened.format, problem="file_too_big"))
    except Exception:
        return pack(Opened(format=opened.format, problem="file_damaged"))


def _recognised(content: bytes, password: str | None) -> tuple[str, bytes]:
    """What it is, and its content without a password."""
    kind = sniff(content)
    if kind != "protected":
        return kind, content
    from hrapp.modules.imports.engine.protection import unprotected

    plain = unprotected(content, password)
    kind = sniff(plain)
    if kind == "protected":
        raise Unreadable("file_damaged")
    return kind, plain


def _read(content: bytes, kind: str) -> list[Grid]:
    from hrapp.modules.imports.engine import pages, texts, workbooks

    readers = {"text": texts.read_text, "html": pages.read_html, "xml2003": texts.read_xml2003}
    reader = readers.get(kind)
    return reader(content) if reader else workbooks.read_workbook(content, kind)


class _Sent(msgspec.Struct, array_like=True):
    """A grid on its way: every text and day once, and for each cell which of them it is."""

    grid: Grid  # without its rows
    told: list[str | int | None]  # texts, and days as ordinals; the first is an empty cell
    numbers: list[float | int | bool]  # in the order of their cells
    lengths: bytes
    cells: bytes


_NUMBER = 0xFFFFFFFF  # this cell is the next of the numbers
_TOLD = frozenset({str, date, type(None)})


def pack(opened: Opened) -> bytes:
    return msgspec.msgpack.encode((opened, [_send(grid) for grid in opened.grids]))


def _send(grid: Grid) -> _Sent:
    told = _Places({None: 0})
    numbers: list[Any] = []
    cells = array("I")

    def place(value: Any) -> int:
        if type(value) in _TOLD:
            return told[value]
        numbers.append(value)
        return _NUMBER

    for row in grid.rows:
        cells.extend(map(told.__getitem__ if _TOLD.issuperset(map(type, row)) else place, row))
    lengths = array("I", map(len, grid.rows))
    grid.rows = []
    known = [value.toordinal() if type(value) is date else value for value in told]
    return _Sent(grid, known, numbers, lengths.tobytes(), cells.tobytes())


class _Places(dict[Any, int]):
    """{value: its place}, new ones at the end."""

    def __missing__(self, value: Any) -> int:
        self[value] = place = len(self)
        return place


def unpack(frame: bytes) -> Opened:
    opened, sent = _DECODER.decode(frame)
    opened.grids = [_received(each) for each in sent]
    return opened


def _received(sent: _Sent) -> Grid:
    told = [date.fromordinal(value) if type(value) is int else value for value in sent.told]
    cells, lengths = array("I"), array("I")
    cells.frombytes(sent.cells)
    lengths.frombytes(sent.lengths)
    numbers = iter(sent.numbers)
    values: Iterator[Any] = map(told.__getitem__, cells)
    if sent.numbers:
        values = (told[place] if place != _NUMBER else next(numbers) for place in cells)
    sent.grid.rows = [list(itertools.islice(values, length)) for length in lengths]
    return sent.grid


_DECODER = msgspec.msgpack.Decoder(tuple[Opened, list[_Sent]])


def write_question(into: BinaryIO | Any, question: Question) -> None:
    password = (question.password or "").encode(errors="replace")  # half a character is in no password
    into.write(_HEAD.pack(question.only_open, len(question.content), len(password)))
    into.write(question.content)
    into.write(password)


def read_question(stream: BinaryIO | Any) -> Question | None:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    only_open, length, more = _HEAD.unpack(head)
    content = stream.read(length)
    return Question(content=content, password=stream.read(more).decode() or None, only_open=only_open)


def read_frame(stream: BinaryIO | Any) -> bytes | None:
    head = stream.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack(">Q", head)
    body: bytes = stream.read(length)
    return body if len(body) == length else None


def frame(body: bytes) -> bytes:
    return struct.pack(">Q", len(body)) + body


def confine() -> None:
    """From here on no file and no connection can be opened, nothing written but the answer, and nobody started.

    What is needed is loaded first: readers, and the tables of the encodings. There is no network because there can be
    no socket: every descriptor that the process may have is one of the three it was born with.
    """
    for module in _READERS:
        importlib.import_module(f"hrapp.modules.imports.engine.{module}")
    for name in _ENCODINGS:
        codecs.lookup(name)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as first_to_go:
        first_to_go.write("1000")
    limits = {"AS": most_to_open(), "CORE": 0, "FSIZE": 0, "NOFILE": 3, "NPROC": 0}
    for what, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))
    allow_time()


def allow_time() -> None:
    """So many seconds of a processor from here on, for one file: what those before it took is theirs. The signal that
    says why comes at the soft limit, so that must lie below the hard one, which cannot be raised."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


def main() -> None:
    confine()
    gc.disable()  # it lives for a few files, and nothing in it goes in circles
    while (question := read_question(sys.stdin.buffer)) is not None:
        allow_time()
        sys.stdout.buffer.write(frame(packed(question)))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
