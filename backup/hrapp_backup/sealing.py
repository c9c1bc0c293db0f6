"""The credentials inside a set, sealed once more: AES-256-CTR by Debian's openssl, then HMAC-SHA-256 over all of it.

Layout: b"hrapp1" + 32 bytes HMAC + what openssl wrote (with a salt of its own). By hand, with the two keys that
`hrapp-admin backup key --derived` prints:
`tail -c +39 credentials.sealed | openssl enc -d -aes-256-ctr -pbkdf2 -iter 1 -pass file:…`
"""

from __future__ import annotations

import hashlib
import hmac
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from hrapp_backup import programs
from hrapp_backup.keys import Key
from hrapp_backup.trouble import Trouble

_FORM = b"hrapp1"
_MAC = 32


def seal(content: bytes, key: Key) -> bytes:
    opaque = _openssl(content, key, "-e")
    return _FORM + _mac(opaque, key) + opaque


def unseal(content: bytes, key: Key) -> bytes:
    mac, opaque = content[len(_FORM) : len(_FORM) + _MAC], content[len(_FORM) + _MAC :]
    if not content.startswith(_FORM) or not hmac.compare_digest(mac, _mac(opaque, key)):
        raise Trouble("sealed-otherwise", key=key.id)
    return _openssl(opaque, key, "-d")


def packed(folder: Path, leave_out: tuple[str, ...] = ()) -> bytes:
    """A folder of credentials as one archive, in memory only."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not path.is_symlink() and name not in leave_out:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = path.stat().st_size, 0o600
                archive.addfile(entry, io.BytesIO(path.read_bytes()))
    return out.getvalue()


def unpacked(archive: bytes) -> Mapping[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        for entry in opened:
            file = opened.extractfile(entry)
            if file is not None:
                found[entry.name] = file.read()
    return found


def _mac(opaque: bytes, key: Key) -> bytes:
    return hmac.new(hmac.new(key.sealing, b"mac", hashlib.sha256).digest(), opaque, hashlib.sha256).digest()


def _openssl(content: bytes, key: Key, direction: str) -> bytes:
    password = hmac.new(key.sealing, b"cipher", hashlib.sha256).hexdigest().encode() + b"\n"
    command = ["openssl", "enc", direction, "-aes-256-ctr", "-pbkdf2", "-iter", "1", "-pass", "file:{secret}"]
    return programs.run_bytes(command, password, content)
