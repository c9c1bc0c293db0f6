"""Which files are taken. Pure.

A file is believed by what is in it, not by what its name or the browser says of it: name and content must agree, it
must be whole, and it must be of a kind that does nothing by itself. It is only ever handed out as a download.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from hrapp.modules.documents.archives import MIB, harmless

LIMIT = 20 * MIB
QUOTA = 300 * MIB  # of one person, all documents together
MOST_PIXELS, LONGEST_SIDE = 100_000_000, 30_000
_OFFICE = "application/vnd.openxmlformats-officedocument."


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _png(content: bytes) -> bool:
    """From its first chunk to its last, and nothing behind."""
    head, tail = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"IEND\xaeB`\x82"
    if not (content.startswith(head) and content.endswith(tail) and len(content) > 45):
        return False
    return _sides(*struct.unpack(">II", content[16:24]))


def _jpeg(content: bytes) -> bool:
    """Its segments up to the one that tells how large it is; a camera may leave something behind the end."""
    at = 2
    while content.startswith(b"\xff\xd8\xff") and at + 9 < len(content) and content[at] == 0xFF:
        kind, (length,) = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return _sides(wide, high) and b"\xff\xd9" in content[at:]
        at += 2 + max(length, 2)
    return False


def _sides(wide: int, high: int) -> bool:
    return 0 < wide <= LONGEST_SIDE and 0 < high <= LONGEST_SIDE and wide * high <= MOST_PIXELS


KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (_OFFICE + "wordprocessingml.document", lambda content: harmless(content, "word/")),
    "xlsx": (_OFFICE + "spreadsheetml.sheet", lambda content: harmless(content, "xl/")),
    "pptx": (_OFFICE + "presentationml.presentation", lambda content: harmless(content, "ppt/")),
    "png": ("image/png", _png),
    "jpg": ("image/jpeg", _jpeg),
    "jpeg": ("image/jpeg", _jpeg),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)


def media_type(name: str) -> str | None:
    """Of a file that was taken: by its name, which agreed with what is in it."""
    return KINDS.get(name.rpartition(".")[2].lower(), (None, None))[0]


def kind_of(name: str, content: bytes) -> str | None:
    """The media type, when the name's ending is one of ours and the content really is that."""
    kind = KINDS.get(name.rpartition(".")[2].lower())
    return kind[0] if kind and kind[1](content) else None


def plain_name(written: str) -> str:
    """A file name without folders and characters that nobody sees, its ending kept when it is too long. It names no
    file of ours: it is text that is shown, and offered when somebody saves the file."""
    name = _UNSEEN.sub("", written.replace("\\", "/").rpartition("/")[2]).strip().strip(".")
    if _DEVICES.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:180]}{dot}{ending[:20]}"


def size_words(size: int) -> str:
    return f"{size / MIB:.1f} MB" if size >= MIB else f"{max(1, round(size / 1024))} KB"
