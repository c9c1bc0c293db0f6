"""Is an office file what it says, and nothing that acts by itself? Pure; nothing is unpacked but its lists.

Office files are zip archives of XML. What is refused has no place in a plan or a proof: macros, controls, parts that
are fetched from elsewhere when somebody opens the file, archives that are far larger inside than outside.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

MIB = 1024 * 1024
MOST_PARTS, LARGEST_UNPACKED, LARGEST_RATIO = 2000, 200 * MIB, 100
_LARGEST_LIST = 4 * MIB
_ACTS = re.compile(
    r"vba|macrosheets/|activex/|externallinks/|\.(?:zip|jar|7z|rar|exe|dll|com|scr|js|vbs|bat|cmd|ps1|hta|docm|xlsm|pptm|xlsb)$"
)
_LINK = re.compile(rb"<[\w:]*Relationship\b[^>]*>", re.S)
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, KeyError)


def harmless(content: bytes, folder: str) -> bool:
    """`folder` is where this kind of document has its text: "word/", "xl/", "ppt/"."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _fits(archive, folder) and not _fetches(archive)
    except _DAMAGE:
        return False


def _fits(archive: zipfile.ZipFile, folder: str) -> bool:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    known = {name.lower() for name in names}
    return (
        0 < len(parts) <= MOST_PARTS
        and len(known) == len(names)
        and sum(part.file_size for part in parts) <= LARGEST_UNPACKED
        and all(map(_plain, parts))
        and min(part.header_offset for part in parts) == 0  # nothing stands before the archive
        and "[content_types].xml" in known
        and any(name.startswith(folder) for name in known)
        and not any(map(_ACTS.search, known))
    )


def _plain(part: zipfile.ZipInfo) -> bool:
    name = part.filename
    return (
        not part.flag_bits & 1  # encrypted
        and not stat.S_ISLNK(part.external_attr >> 16)
        and not (part.file_size > MIB and part.file_size > LARGEST_RATIO * max(part.compress_size, 1))
        and not name.startswith("/")
        and ".." not in name.split("/")
        and not any(sign in name for sign in ("\\", ":", "\x00"))
    )


def _fetches(archive: zipfile.ZipFile) -> bool:
    """Does opening it load something from elsewhere? A link that somebody clicks does not count."""
    left = _LARGEST_LIST
    for part in archive.infolist():
        if not part.filename.lower().endswith(".rels"):
            continue
        left -= part.file_size
        if left < 0:
            return True
        for link in _LINK.findall(archive.read(part)):
            if re.search(rb"TargetMode\s*=\s*[\"']External", link) and b"/hyperlink" not in link:
                return True
    return False
