"""Which files are taken, and how they are handed out again. Pure.

A file is believed by its first bytes, not by what its name or the browser says of it, and it is only ever
handed out as a download, never shown inside our pages.
"""

from __future__ import annotations

import re
from urllib.parse import quote

LIMIT = 10 * 1024 * 1024
_PDF, _ZIP, _OLE, _PNG, _JPEG = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
)
KINDS = {
    "pdf": ("application/pdf", _PDF),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "ppt": ("application/vnd.ms-powerpoint", _OLE),
    "png": ("image/png", _PNG),
    "jpg": ("image/jpeg", _JPEG),
    "jpeg": ("image/jpeg", _JPEG),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def kind_of(name: str, content: bytes) -> str | None:
    """The media type, when the name's ending is one of ours and the content really is that."""
    media_type, starts_with = KINDS.get(name.rpartition(".")[2].lower(), ("", b""))
    return media_type if media_type and content.startswith(starts_with) else None


def plain_name(written: str) -> str:
    """A file name without folders and control characters, its ending kept when it is too long."""
    name = re.sub(
        r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", written.replace("\\", "/").rpartition("/")[2]
    )
    stem, dot, ending = name.strip().strip(".").rpartition(".")
    return f"{stem[:180]}{dot}{ending[:20]}"


def disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def size_words(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
