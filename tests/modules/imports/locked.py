"""Workbooks under a password, as Office of the last thirty years writes them."""

from __future__ import annotations

import hashlib
import io
import struct

import xlwt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from xlwt.CompoundDoc import XlsDoc

SALT = bytes(range(16))


def agile(content: bytes, password: str) -> bytes:
    """Excel 2010 and later, WPS."""
    into = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, into)
    return into.getvalue()


def agile_with_rounds(content: bytes, password: str, said: int) -> bytes:
    """A file that says it took that many rounds to make the key."""
    info, secret = ECMA376Agile.generate_encryption_parameters(password, spin_count=1)
    package = ECMA376Agile.encrypt_payload(io.BytesIO(content), info.encryptedKey, secret, info.keyData.saltValue)
    info.spinCount = said
    return _container(package, ECMA376Agile.get_encryption_information(info, package, secret))


def standard(content: bytes, password: str) -> bytes:
    """Excel 2007: AES-128 over the whole package, verifier by SHA-1."""
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, SALT)
    cipher = Cipher(algorithms.AES(key), modes.ECB())
    verifier = bytes(range(16, 32))

    def sealed(data: bytes) -> bytes:
        padded = data + b"\0" * (-len(data) % 16)
        encryptor = cipher.encryptor()
        return encryptor.update(padded) + encryptor.finalize()

    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    check = struct.pack("<I", 16) + SALT + sealed(verifier)
    check += struct.pack("<I", 20) + sealed(hashlib.sha1(verifier).digest())
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + check
    return _container(struct.pack("<Q", len(content)) + sealed(content), info)


def _container(package: bytes, info: bytes) -> bytes:
    into = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(into)
    return into.getvalue()


_PLAIN = (0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0138, 0x0196)  # records that are never encrypted


def rc4(book: xlwt.Workbook, password: str) -> bytes:
    """Excel 97 to 2003: RC4 over the bodies of the records, a key for every 1024 bytes."""
    stream = book.get_biff_data()
    head = 4 + struct.unpack("<H", stream[2:4])[0]
    keys = DocumentRC4.decrypt(password, SALT, io.BytesIO(bytes(len(stream) + 100)), blocksize=1024).read()
    verifier = bytes(range(32, 48))
    first = DocumentRC4.decrypt(password, SALT, io.BytesIO(verifier + hashlib.md5(verifier).digest())).read()
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + SALT + first
    plain = stream[:head] + filepass + stream[head:]
    into, at = bytearray(), 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack("<HH", plain[at : at + 4])
        body = plain[at + 4 : at + 4 + size]
        open_until = size if kind in _PLAIN else 0
        if kind == 0x85:  # where a sheet begins, which has moved
            body = struct.pack("<I", struct.unpack("<I", body[:4])[0] + len(filepass)) + body[4:]
            open_until = 4
        sealed = bytes(a ^ b for a, b in zip(body, keys[at + 4 :], strict=False))
        into += plain[at : at + 4] + body[:open_until] + sealed[open_until:]
        at += 4 + size
    saved = io.BytesIO()
    odd = -len(into) % 4  # the container fills up with zeros, which must be whole empty records
    XlsDoc().save(saved, bytes(into) + struct.pack("<HH", 0, odd) + bytes(odd))
    return saved.getvalue()
