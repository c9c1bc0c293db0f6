"""Keys, and what is kept under them: pay and ID numbers stand in the database as ciphertext only.

Every person has a key per class of data, kept in `kernel_key` wrapped (AES-256-GCM) by the key of the class. The
class keys live in files outside the database, one per class, so a dump, a backup or a look with `psql` shows nothing.
Destroying a person's key makes everything kept under it unreadable, in every copy. A batch of imported files and a
raise round have keys of their own: `owner` is the id of whatever the key is for.

A sealed value is bound to its place: class, table, column and row go into the authenticated data, so ciphertext
that is moved to another row does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hrapp.kernel import clock
from hrapp.kernel.classes import ENCRYPTED, class_of
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.keyring import (
    FILES,
    INDEX,
    SECRETS,
    SIZE,
    Hidden,
    KeyMissing,
    as_it_is_now,
    class_key,
    drop,
    new_version,
    use,
)
from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event

_NONCE, _FORM = 12, b"\x01"

__all__ = [
    "FILES",
    "INDEX",
    "SECRETS",
    "ClassKeyChanged",
    "Key",
    "KeyDestroyed",
    "KeyMissing",
    "Place",
    "blind",
    "class_key",
    "destroy",
    "drop_old_versions",
    "for_writing",
    "gone",
    "known",
    "new_version",
    "open_secret",
    "opened",
    "rewrap",
    "same",
    "seal_secret",
    "standing",
    "unreadable",
    "unwrapped",
    "use",
    "witness",
]


class ClassKeyChanged(Event):
    """A class key has a new version, or lost old ones; `details` name the class and the versions."""

    said = mark("changed a class key")


class KeyDestroyed(Event):
    """A person's key for a class of data was destroyed; `details` name the class."""

    said = mark("destroyed a key for good")


# -- a person's key ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one owner and class, open. It never shows itself."""

    owner: str
    data: str
    _cipher: AESGCM = field(repr=False)

    def seal(self, place: Place, row: str, value: Any) -> bytes:
        nonce = os.urandom(_NONCE)
        plain = value if isinstance(value, bytes) else msgspec.json.encode(value)
        return _FORM + nonce + self._cipher.encrypt(nonce, plain, place.bound(self, row))

    def open(self, place: Place, row: str, sealed: bytes) -> bytes:
        if sealed[:1] != _FORM:
            raise KeyMissing(
                f"{place.table}.{place.column} of {row} is written in a newer form than this version reads"
            )
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.bound(self, row))
        except InvalidTag:
            raise KeyMissing(f"{place.table}.{place.column} of {row} does not open with its key") from None


_PLACES: dict[tuple[str, str], Place] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A sealed column: `PAY = Place("compensation_pay_record", "sealed", Figures)`. It holds a `shape` as JSON; bytes
    are sealed as they are."""

    table: str
    column: str
    shape: Any = dict

    def __post_init__(self) -> None:
        _PLACES[self.table, self.column] = self

    def bound(self, key: Key, row: str) -> bytes:
        return f"{key.data}|{key.owner}|{self.table}|{self.column}|{row}".encode()

    def read(self, key: Key | None, row: str, sealed: bytes | None) -> Any:
        """The value; None where there is none, and where its key was destroyed."""
        if key is None or sealed is None:
            return None
        plain = key.open(self, row, sealed)
        return plain if self.shape is bytes else msgspec.json.decode(plain, type=self.shape, strict=False)


_WRAPPED = Place("kernel_key", "wrapped")


def _bound(owner: str, data: str) -> bytes:
    return f"{owner}|{data}|{_WRAPPED.table}|{_WRAPPED.column}".encode()


def unwrapped(owner: str, data: str, version: int | None, wrapped: bytes | None) -> Key | None:
    """The key of a row of `kernel_key` (join it on owner and data); None where it was destroyed or never made."""
    if wrapped is None or version is None:
        return None
    cipher = class_key(data, version).cipher(version)
    try:
        opened = Hidden(cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(owner, data)))
    except InvalidTag:
        raise KeyMissing(f"the {data} keys in the key folder are not those of this database") from None
    return Key(owner, data, AESGCM(opened))


def _made() -> Hidden:
    return Hidden(os.urandom(SIZE))


def _wrap(owner: str, data: str, key: Hidden) -> tuple[int, bytes]:
    made, nonce = as_it_is_now(data), os.urandom(_NONCE)
    return made.current, nonce + made.cipher(made.current).encrypt(nonce, key, _bound(owner, data))


async def known(data: str, owners: Iterable[str]) -> dict[str, Key]:
    """The keys that these owners have; one statement."""
    rows = await DB.fetch(
        "select owner, version, wrapped from kernel_key where data = $1 and owner = any($2::varchar[])",
        data,
        sorted(set(owners)),
    )
    found = {row["owner"]: unwrapped(row["owner"], data, row["version"], row["wrapped"]) for row in rows}
    return {owner: key for owner, key in found.items() if key is not None}


async def for_writing(data: str, owners: Iterable[str]) -> dict[str, Key]:
    """The keys of these owners, made where there is none yet. Refuses for an owner whose key was destroyed."""
    wanted = sorted(set(owners))
    found = await known(data, wanted)
    if missing := [owner for owner in wanted if owner not in found]:
        found |= await _make(data, missing)
    if gone := set(wanted) - set(found):
        raise Refused(f"the {data} key of {', '.join(sorted(gone))} was destroyed; nothing more is kept under it")
    return found


async def _make(data: str, owners: Sequence[str]) -> dict[str, Key]:
    """A key for each; where somebody else was faster, or the key was destroyed, what is there by now."""
    made = {owner: _made() for owner in owners}
    rows = [(new_id(), owner, data, *_wrap(owner, data, key), clock.now()) for owner, key in made.items()]
    added = await DB.fetch(
        "insert into kernel_key (id, owner, data, version, wrapped, made_at)"
        " select * from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::int[], $5::bytea[], $6::timestamptz[])"
        " on conflict (owner, data) do nothing returning owner",
        *map(list, zip(*rows, strict=True)),
    )
    as_it_is_now(data)
    for version in {row[3] for row in rows}:
        class_key(data, version).cipher(version)  # refuse what was wrapped by a version that went away just now
    mine = {row["owner"]: Key(row["owner"], data, AESGCM(made[row["owner"]])) for row in added}
    return mine | await known(data, [owner for owner in owners if owner not in mine])


async def gone(data: str, owners: Iterable[str]) -> set[str]:
    """Whose key of this class was destroyed: nothing more is kept of them under it."""
    rows = await DB.fetch(
        "select owner from kernel_key where data = $1 and owner = any($2::varchar[]) and destroyed_at is not null",
        data,
        sorted(set(owners)),
    )
    return {row["owner"] for row in rows}


async def destroy(data: str, owner: str) -> bool:
    """Make everything kept under this key unreadable for good. Its row stays and says when."""
    done = await DB.fetch(
        "update kernel_key set wrapped = null, destroyed_at = $3 where data = $1 and owner = $2 and wrapped is not null"
        " returning owner",
        data,
        owner,
        clock.now(),
    )
    return bool(done)


# -- changing class keys ----------------------------------------------------------------------------------


async def rewrap(data: str, most: int = 500) -> int:
    """Wrap some keys that an older version wraps by the current one; answers how many. Readers are not disturbed."""
    current = as_it_is_now(data).current
    rows = await DB.fetch(
        "select owner, version, wrapped from kernel_key where data = $1 and version < $2 and wrapped is not null"
        " order by owner limit $3 for update skip locked",
        data,
        current,
        most,
    )
    for row in rows:
        old = class_key(data, row["version"]).cipher(row["version"])
        key = Hidden(old.decrypt(row["wrapped"][:_NONCE], row["wrapped"][_NONCE:], _bound(row["owner"], data)))
        version, wrapped = _wrap(row["owner"], data, key)
        await DB.fetch(
            "update kernel_key set version = $3, wrapped = $4 where data = $1 and owner = $2",
            data,
            row["owner"],
            version,
            wrapped,
        )
    return len(rows)


async def drop_old_versions(data: str) -> list[int]:
    """Take versions that wrap nothing any more out of the file. A backup from before needs the file from before.

    Nobody wraps anything meanwhile: whoever began before is waited for, whoever comes later finds the new file.
    """
    await DB.fetch("lock table kernel_key in share row exclusive mode")
    rows = await DB.fetch("select distinct version from kernel_key where data = $1 and wrapped is not null", data)
    used, key = {row["version"] for row in rows}, as_it_is_now(data)
    old = {version for version in key.versions if version < key.current and version not in used}
    if old:
        drop(data, old)
    return sorted(old)


async def standing() -> list[dict[str, Any]]:
    """How many keys each version of each class wraps, and how many were destroyed."""
    rows = await DB.fetch(
        "select data, version, count(*) filter (where wrapped is not null) as wrapped,"
        " count(*) filter (where wrapped is null) as destroyed from kernel_key group by data, version order by data, version"
    )
    return [dict(row) for row in rows]


async def unreadable() -> list[str]:
    """Sentences about keys that do not open: one of each class and version is tried."""
    found = []
    rows = await DB.fetch(
        "select distinct on (data, version) owner, data, version, wrapped from kernel_key where wrapped is not null"
        " order by data, version, made_at"
    )
    for row in rows:
        try:
            unwrapped(row["owner"], row["data"], row["version"], row["wrapped"])
        except KeyMissing as missing:
            found.append(str(missing))
    return found


async def tried() -> int:
    """How many keys `unreadable` tries."""
    return int(
        await DB.value(
            "select count(*) from (select distinct data, version from kernel_key where wrapped is not null) k"
        )
    )


_OWNERS = ("person", "batch", "raise_round")  # columns that say whose key a row is under; else the row has its own


async def opened() -> list[str]:
    """Sealed columns of which one value, that of the newest row, was opened just now; KeyMissing where it does not
    open. Empty columns, and values whose key was destroyed, are left out."""
    found = []
    for place in [_PLACES[each] for each in sorted(_PLACES)]:
        data = class_of(place.table, place.column)
        if data not in ENCRYPTED:
            continue
        owner = ", ".join(f"to_jsonb(t) ->> '{name}'" for name in _OWNERS)
        row = await DB.row(
            f"select t.id, t.{place.column} as sealed, k.owner, k.version, k.wrapped from {place.table} t"
            f" join kernel_key k on k.data = $1 and k.wrapped is not null and k.owner = coalesce({owner}, t.id)"
            f" where t.{place.column} is not null order by t.id desc limit 1",
            data,
        )
        if row is not None and (key := unwrapped(row["owner"], str(data), row["version"], row["wrapped"])):
            key.open(place, row["id"], row["sealed"])
            found.append(f"{place.table}.{place.column}")
    return found


# -- without opening ---------------------------------------------------------------------------------------


def blind(what: str, value: str) -> bytes:
    """The same bytes for the same value, and nothing else about it: for finding a number twice. Never for pay,
    whose values are few enough to be tried."""
    key = class_key(INDEX)
    return hmac.new(key.versions[min(key.versions)], f"{what}|{value}".encode(), hashlib.sha256).digest()


def witness(what: str, *parts: str | bytes | None) -> bytes:
    """A mark that these values belong together, which nobody makes who has the database alone: rows that let somebody
    in, or say who somebody is, bear one."""
    key = class_key(SECRETS)
    own = hmac.new(key.versions[min(key.versions)], b"witness", hashlib.sha256).digest()
    mark = hmac.new(own, what.encode(), hashlib.sha256)
    for part in parts:
        told = part.encode() if isinstance(part, str) else part or b""
        mark.update(b"-" if part is None else b"%d:" % len(told) + told)
    return mark.digest()


def same(one: bytes, other: bytes | None) -> bool:
    """Compared in constant time."""
    return other is not None and hmac.compare_digest(one, other)


def seal_secret(what: str, row: str, value: bytes) -> bytes:
    """A secret of the application's own (a factor's seed) under the class key itself."""
    value = Hidden(value)
    key, nonce = as_it_is_now(SECRETS), os.urandom(_NONCE)
    sealed = key.cipher(key.current).encrypt(nonce, value, f"{what}|{row}".encode())
    return key.current.to_bytes(2) + nonce + sealed


def open_secret(what: str, row: str, sealed: bytes) -> bytes:
    version = int.from_bytes(sealed[:2])
    cipher = class_key(SECRETS, version).cipher(version)
    try:
        return cipher.decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], f"{what}|{row}".encode())
    except InvalidTag:
        raise KeyMissing(f"the {SECRETS} key in the key folder is not the one of this database") from None
