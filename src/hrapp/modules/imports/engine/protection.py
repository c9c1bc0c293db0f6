"""Workbooks under a password: opened with it, or the reason why not.

A password lives as long as the one call that needs it. Only the child knows this file: what it parses is foreign.
"""

from __future__ import annotations

import io
import xml.dom.expatbuilder  # noqa: F401  # msoffcrypto imports both when it is too late to open a file

import cryptography.hazmat.backends.openssl.backend  # noqa: F401
import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format import xls97
from msoffcrypto.format.ooxml import OOXMLFile

from hrapp.modules.imports.engine.sniffing import Unreadable


class _NoDisk:
    """An old .xls would be put together in a temporary file, readable to whoever gets at the disk."""

    TemporaryFile = io.BytesIO


xls97.tempfile = _NoDisk

_UNASKED = "VelvetSweatshop"  # Excel's own: such a file opens without a question, and is merely closed to changes
_MOST_ROUNDS = 1_000_000  # Office takes 100,000; a file that asks for far more wants our processor


def unprotected(content: bytes, password: str | None) -> bytes:
    """The workbook as it would be without a password; Unreadable says what is missing."""
    for attempt in (_UNASKED, password):
        if attempt and (plain := _opened(content, attempt)) is not None:
            return plain
    raise Unreadable("password_wrong" if password else "file_protected")


def _opened(content: bytes, password: str) -> bytes | None:
    """None: the password is another one."""
    into = io.BytesIO()
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(content))
        if isinstance(book, OOXMLFile):
            if book.type == "agile" and book.info["spinValue"] > _MOST_ROUNDS:
                raise Unreadable("file_encrypted")
            book.load_key(password=password, verify_password=True)
        else:
            book.load_key(password=password)
        book.decrypt(into)
    except InvalidKeyError:
        return None
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever an unusual or half-written file makes the parser do
        raise Unreadable("file_encrypted") from error
    return into.getvalue()
