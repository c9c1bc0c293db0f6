"""The process that opens foreign files, and nothing else: it has limits and may be killed.

Reads questions (a head, the content, the password if there is one) from standard input, answers each with a
frame. The parent that loses it knows which file it was at.
"""

from __future__ import annotations

import resource
import struct
import sys
from datetime import date
from typing import Any, BinaryIO

import msgspec

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.sniffing import MIB, Unreadable, sniff

MEMORY = 1500 * MIB
CPU_SECONDS = 60
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


def answer(question: Question) -> Opened:
    kind = "unknown"
    try:
        kind, content = _recognised(question.content, question.password)
        if question.only_open:
            return Opened(format=kind, plain=content)
        return Opened(format=kind, grids=_read(content, kind))
    except Unreadable as error:
        return Opened(format=kind, problem=error.code)
    except MemoryError:
        return Opened(format=kind, problem="file_too_big")
    except Exception:  # whatever a hostile or half-written file makes a parser do
        return Opened(format=kind, problem="file_damaged")


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
    from hrapp.modules.imports.engine import texts, workbooks

    readers = {"text": texts.read_text, "html": texts.read_html, "xml2003": texts.read_xml2003}
    reader = readers.get(kind)
    return reader(content) if reader else workbooks.read_workbook(content, kind)


def pack(opened: Opened) -> bytes:
    for grid in opened.grids:
        grid.rows = [[{"d": v.isoformat()} if isinstance(v, date) else v for v in row] for row in grid.rows]
    return msgspec.msgpack.encode(opened)


def unpack(frame: bytes) -> Opened:
    opened = msgspec.msgpack.decode(frame, type=Opened)
    for grid in opened.grids:
        grid.rows = [[date.fromisoformat(v["d"]) if isinstance(v, dict) else v for v in row] for row in grid.rows]
    return opened


def write_question(into: BinaryIO | Any, question: Question) -> None:
    password = (question.password or "").encode()
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


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    while (question := read_question(sys.stdin.buffer)) is not None:
        sys.stdout.buffer.write(frame(pack(answer(question))))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
