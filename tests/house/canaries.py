"""Figures and numbers that stand nowhere else, in every way in which they could be written down in clear."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from decimal import Decimal

from ..company import BEFORE, ID_NUMBERS, PAY, PDF

UPLOADED_PAY = ("94127.53", "86531.29")  # of workbooks: one waits, one was written
UPLOADED_NUMBERS = ("440106199207114538", "440106197902287611")

_NOISE = (
    re.compile(rb"\b[0-9A-HJKMNP-TV-Z]{26}\b"),  # ids are random letters and digits
    re.compile(rb"\b[0-9a-f]{64}\b"),  # hashes
    re.compile(rb"\b\d\d:\d\d:\d\d\.\d+"),  # the microseconds of a time
)
_BYTEA = re.compile(rb"\\+x([0-9a-f]{2,})")


def _encoded(plain: bytes) -> set[bytes]:
    """In hexadecimal, and in base64 wherever it begins: the characters that do not depend on what stands around."""
    found = {plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        found.add(coded[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6])
    return found


def _amount(written: str) -> set[bytes]:
    amount = Decimal(written)
    whole = int(amount)
    return {f"{amount:.2f}".encode(), f"{amount:,.2f}".encode(), f"{whole}".encode(), f"{whole:,}".encode()} | _encoded(
        f"{amount:.2f}".encode()
    )


def _number(written: str) -> set[bytes]:
    return {written[:17].encode(), f"{written[:6]} {written[6:14]}".encode()} | _encoded(written.encode())


CANARIES: dict[str, set[bytes]] = {
    **{f"pay {each}": _amount(each) for each in (*PAY.values(), str(BEFORE), *UPLOADED_PAY)},
    **{f"number {each}": _number(each) for each in (*ID_NUMBERS.values(), *UPLOADED_NUMBERS)},
    "a document": {PDF[9:]},
}


def leaks(*blobs: bytes | str) -> set[str]:
    """Which canaries stand in there, also inside of bytes that are printed as hexadecimal."""
    return {name for blob in blobs for text in _readings(blob) for name, forms in CANARIES.items() if _in(forms, text)}


def _readings(blob: bytes | str) -> Iterable[bytes]:
    text = blob.encode() if isinstance(blob, str) else blob
    yield from (bytes.fromhex(found.decode()) for found in _BYTEA.findall(text) if len(found) % 2 == 0)
    text = _BYTEA.sub(b" ", text)
    for noise in _NOISE:
        text = noise.sub(b" ", text)
    yield text


def _in(forms: set[bytes], text: bytes) -> bool:
    return any(form in text for form in forms)
