"""The keys of the backups: random, each with an id that every set, kit and state file names.

`backup.key` has a line per key, the last one is in use. From each key two others are derived: the password of the
repositories, and the key under which the credentials are sealed a second time inside a set. Who was only given the
password, to try a restore elsewhere, still cannot open pay.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hrapp_backup.files import write_bytes
from hrapp_backup.trouble import Trouble

SIZE = 32


@dataclass(frozen=True, slots=True)
class Key:
    secret: bytes = field(repr=False)
    made: str = ""

    @property
    def id(self) -> str:
        told = hashlib.sha256(b"hrapp backup key id\0" + self.secret).hexdigest()[:8].upper()
        return f"K-{told[:4]}-{told[4:]}"

    @property
    def password(self) -> bytes:
        return self._derived(b"repository").hex().encode()

    @property
    def sealing(self) -> bytes:
        return self._derived(b"credentials")

    def _derived(self, purpose: bytes) -> bytes:
        """HKDF-SHA-256 (RFC 5869) without salt, one block."""
        extracted = hmac.new(bytes(SIZE), self.secret, hashlib.sha256).digest()
        return hmac.new(extracted, b"hrapp " + purpose + b"\x01", hashlib.sha256).digest()


def fresh() -> Key:
    return Key(os.urandom(SIZE), datetime.now(UTC).strftime("%Y-%m-%d"))


def read(path: Path) -> list[Key]:
    """All keys, the one in use last."""
    try:
        text = path.read_text()
    except OSError:
        raise Trouble("no-key", path=path) from None
    found = parsed(text)
    if not found:
        raise Trouble("no-key", path=path)
    return found


def parsed(text: str) -> list[Key]:
    found = []
    for line in text.splitlines():
        key_id, _, rest = line.strip().partition(" ")
        digits, _, made = rest.partition(" ")
        try:
            key = Key(bytes.fromhex(digits), made)
        except ValueError:
            continue
        if len(key.secret) == SIZE and key.id == key_id:
            found.append(key)
    return found


def write(path: Path, keys: list[Key]) -> None:
    write_bytes(path, written(keys), 0o600)


def written(keys: list[Key]) -> bytes:
    return "".join(f"{key.id} {key.secret.hex()} {key.made}\n" for key in keys).encode()


def make(path: Path) -> Key:
    """The first key of a box, or the one that is there already."""
    if path.exists():
        return read(path)[-1]
    key = fresh()
    write(path, [key])
    return key


def rotate(path: Path) -> Key:
    """A new key in use; the others still open what was kept under them."""
    keys = read(path)
    write(path, [*keys, fresh()])
    return read(path)[-1]


def take(path: Path, key: Key) -> None:
    """A key from a recovery kit, on a box that has none or another one."""
    there = parsed(path.read_text()) if path.exists() else []
    if key.id not in {known.id for known in there}:
        write(path, [*there, key])
