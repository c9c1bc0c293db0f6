"""What a file really is, by its bytes: names lie, and some files are better not opened at all."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib

MIB = 1024 * 1024
LARGEST_FILE = 50 * MIB
LARGEST_UNPACKED = 400 * MIB
MOST_PARTS = 10_000
LARGEST_RATIO = 400  # of one part of a zip: spreadsheets reach about 100

#: What a zip may make the library raise that reads it, beside BadZipFile: the library trusts what it finds.
BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # also NotImplementedError
    TypeError,
    ValueError,
)
_NAME = b"PK\x01\x02"  # before every name in the directory of a zip
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the standards of spreadsheets allow no other
_ZIP_PARTS = (("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"), ("content.xml", "ods"))

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FILE_PASS = re.compile(rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)


class Unreadable(Exception):
    """A file that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sniff(content: bytes) -> str:
    """xlsx, xlsb, ods, xls, html, xml2003, text, or protected by a password; Unreadable for everything else."""
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("file_empty")
    if len(content) > LARGEST_FILE:
        raise Unreadable("file_too_big")
    if content[:4] == b"PK\x03\x04":
        return _zip(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book", "EncryptedPackage")):
            raise Unreadable("file_unknown")  # a letter or a presentation
        return "protected" if _ENCRYPTED_PACKAGE in content or _FILE_PASS.search(content) else "xls"
    if content[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and content[2:4] in (
        b"\x10\0",
        b"\x08\0",
        b"\x06\0",
        b"\x04\0",
    ):
        return "xls"
    return _text(content)


def _zip(content: bytes) -> str:
    parts = parts_of(content)
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > LARGEST_UNPACKED
        or any(part.file_size > MIB and part.file_size > LARGEST_RATIO * max(part.compress_size, 1) for part in parts)
    ):
        raise Unreadable("file_too_big")
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if "encryptedpackage" in names or any(part.flag_bits & 1 for part in parts):
        raise Unreadable("file_encrypted")
    found = next((kind for name, kind in _ZIP_PARTS if name in names), None)
    if found is None:
        raise Unreadable("file_unknown")
    if found == "ods" and b"encryption-data" in _part(content, "META-INF/manifest.xml"):
        raise Unreadable("file_encrypted")
    return found


def parts_of(content: bytes) -> list[zipfile.ZipInfo]:
    """The directory of a zip that can be read; Unreadable where it cannot."""
    if content.count(_NAME) > MOST_PARTS:  # what the end of a zip says of its directory may be a lie
        raise Unreadable("file_too_big")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except BAD_ZIP as error:
        raise Unreadable("file_damaged") from error
    if any(part.compress_type not in _METHODS for part in parts):
        raise Unreadable("file_damaged")
    return parts


def _part(content: bytes, name: str) -> bytes:
    """The beginning of a part, or nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
            return part.read(MIB)
    except BAD_ZIP:
        return b""


def _text(content: bytes) -> str:
    start = _start(content)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith(b"<?xml"):
        return "xml2003"
    if start.startswith(
        (b"mime-version:", b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc")
    ):
        raise Unreadable("file_unknown")
    if (
        re.match(rb"<(?:!doctype html|html|table|head|meta|body|style|div|\?xml)", start)
        or b"<table" in content[:65536].lower()
        or b"<table" in start
    ):
        return "html"
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or looks_utf16(content) is not None
    if not wide and sum(byte < 9 or 13 < byte < 27 for byte in content[:65536]) > len(content[:65536]) // 200:
        raise Unreadable("file_unknown")
    return "text"


def _start(content: bytes) -> bytes:
    """The first words, small, whatever they are encoded in."""
    wide = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else looks_utf16(content)
    head = content[:4096].decode(wide, "ignore").encode() if wide else content[:4096]
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()


def looks_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark shows itself by zero bytes (of digits, commas, line ends) on one side only."""
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(2, len(head) // 40) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
