"""Heads of the chain, kept outside the database: a line per hour with the last seal, signed.

A chain in the same database does not stop somebody who owns that database and computes it anew, nor who cuts its
end off. A head written elsewhere does: afterwards the chain no longer leads to it.
"""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hrapp.kernel import clock
from hrapp.kernel.database import DB, SEAL
from hrapp.kernel.errors import Refused
from hrapp.kernel.work import Actor, unit_of_work

log = logging.getLogger("hrapp.audit")
HOURLY = timedelta(hours=1)


class Head(msgspec.Struct, frozen=True):
    """The end of the chain at a moment. `key` is the public half of the key that signed it."""

    database: str
    seq: int
    hash: str
    count: int
    at: str
    key: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        return f"{self.database}|{self.seq}|{self.hash}|{self.count}|{self.at}".encode()

    def holds(self) -> bool:
        """Was it signed by the key it names?"""
        try:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(self.key))
            key.verify(base64.b64decode(self.signature), self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True


_file: Path | None = None
_key_file: Path | None = None
_written: dict[str, datetime] = {}


def use(file: Path | None, key_file: Path | None) -> None:
    """Where heads are written, and the key that signs them (made when there is none). None: nowhere."""
    global _file, _key_file
    _file, _key_file = file, key_file
    _written.clear()


def make_key() -> None:
    """Make the key that signs heads, unless it is there."""
    if _key_file is not None:
        _private(_key_file)


def place() -> Path | None:
    return _file


def own_key() -> str | None:
    """The public half of our key, where there is one."""
    return _public(_private(_key_file)) if _key_file and _key_file.exists() else None


async def keep(now: bool = False) -> Head | None:
    """Write a head when an hour has passed since the last, or `now`, and the chain has grown."""
    if _file is None or _key_file is None:
        return None
    database = str(DB.config.get("database"))
    if not now and (last := _last_time(database)) and clock.now() - last < HOURLY:
        return None
    async with unit_of_work(Actor(label="sealer"), role=SEAL, read_only=True):
        end = await DB.row("select seq, hash from audit_seal order by seq desc limit 1")
        count = await DB.value("select count(*) from audit_seal")
    if end is None:
        return None
    at = clock.now().astimezone(UTC).isoformat(timespec="seconds")
    head = _sign(Head(database, end["seq"], bytes(end["hash"]).hex(), count, at), _private(_key_file))
    _append(_file, msgspec.json.encode(head) + b"\n")
    _written[database] = clock.now()
    return head


def read(file: Path) -> Iterator[Head | str]:
    """The heads of a file, oldest first; a sentence for each line that is none."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise Refused(f"the heads cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            yield msgspec.json.decode(line, type=Head)
        except msgspec.DecodeError:
            yield f"line {number} of {file} is no head"


def _last_time(database: str) -> datetime | None:
    if database not in _written and _file is not None and _file.exists():
        of_this = [head for head in read(_file) if isinstance(head, Head) and head.database == database]
        if of_this:
            _written[database] = datetime.fromisoformat(of_this[-1].at)
    return _written.get(database)


def _sign(head: Head, key: Ed25519PrivateKey) -> Head:
    signature = base64.b64encode(key.sign(head.signed)).decode()
    return msgspec.structs.replace(head, key=_public(key), signature=signature)


def _public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _private(file: Path) -> Ed25519PrivateKey:
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_bytes()))
    except ValueError as error:
        raise Refused(f"{file} does not hold the key of the audit heads") from error


def _append(file: Path, line: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as opened:
        opened.write(line)
        opened.flush()
        os.fsync(opened.fileno())
