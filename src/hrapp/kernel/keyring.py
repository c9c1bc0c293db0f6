"""The class keys: files in a folder outside the database, one per class, with every version that still wraps something.

A process keeps what it read. It reads again when it meets a version that it does not know, and before it wraps
anything when the file has changed: so keys are changed from a shell while the pages go on.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hrapp.kernel.classes import IDENTITY, SALARY
from hrapp.kernel.errors import Refused

SIZE = 32
INDEX = "index"  # for finding equal ID numbers without opening them
SECRETS = "secrets"  # for the application's own: seeds of second factors
FILES = "files"  # for what people hand in
CHANGEABLE = (IDENTITY, SALARY, FILES)  # what they wrap is a row of kernel_key each, so that all of it is found
NAMES = (*CHANGEABLE, INDEX, SECRETS)
_FILE = "%s.keys"


class KeyMissing(Refused):
    """A key that the data needs is not there; the sentence says which."""


class Hidden(bytes):
    """Bytes of a key: whoever prints them, or the locals of a traceback, prints this."""

    def __repr__(self) -> str:
        return "<a key>"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class ClassKey:
    """All versions of one class key; the last wraps what is new. `seen` tells whether its file changed since."""

    name: str
    versions: Mapping[int, Hidden] = field(repr=False)
    seen: tuple[int, int] = (0, 0)

    @property
    def current(self) -> int:
        return max(self.versions)

    def cipher(self, version: int) -> AESGCM:
        if version not in self.versions:
            raise KeyMissing(
                f"version {version} of the {self.name} key is not in the key folder; put the file of the recovery kit there"
            )
        return AESGCM(self.versions[version])


_folder: Path | None = None
_loaded: dict[str, ClassKey] = {}


def use(folder: Path) -> None:
    """Take the class keys from this folder; those that are not there yet are made."""
    global _folder
    _folder = folder
    _loaded.clear()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in NAMES:
            if not path_of(name).exists():
                append(name, 1)
    except OSError as error:
        raise KeyMissing(f"no key can be made in {folder}: {os.strerror(error.errno or 0)}") from error
    for name in NAMES:
        _loaded[name] = _read(name)


def path_of(name: str) -> Path:
    if _folder is None:
        raise KeyMissing("no key folder is in use")
    return _folder / (_FILE % name)


def class_key(name: str, version: int | None = None) -> ClassKey:
    """The key as this process knows it, looked up again for a version that it has not met."""
    if name not in _loaded:
        raise KeyMissing(f"there is no key for {name}" if _loaded else "no key folder is in use")
    if version is not None and version not in _loaded[name].versions:
        _loaded[name] = _read(name)
    return _loaded[name]


def as_it_is_now(name: str) -> ClassKey:
    """The key as its file has it: for wrapping, since an old version may be on its way out."""
    if class_key(name).seen != _stamp(path_of(name)):
        _loaded[name] = _read(name)
    return _loaded[name]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise KeyMissing(f"{path} cannot be read: {os.strerror(error.errno or 0)}") from error
    return found.st_ino, found.st_mtime_ns


def _read(name: str) -> ClassKey:
    path = path_of(name)
    seen = _stamp(path)
    try:
        written = Hidden(path.read_bytes())
    except OSError as error:
        raise KeyMissing(f"{path} cannot be read: {os.strerror(error.errno or 0)}") from error
    versions = _versions(written)
    if not versions:
        raise KeyMissing(f"{path} holds no keys; put the file of the recovery kit there")
    return ClassKey(name, versions, seen)


def _versions(written: bytes) -> dict[int, Hidden]:
    """What the lines of a file hold; nothing when one of them is no key."""
    found = {}
    for line in written.splitlines():
        number, _, encoded = line.partition(b" ")
        try:
            key = Hidden(base64.b64decode(encoded, validate=True))
        except binascii.Error:
            return {}
        if not number.isdigit() or len(key) != SIZE:
            return {}
        found[int(number)] = key
    return found


# -- changing them -----------------------------------------------------------------------------------------


def append(name: str, version: int) -> None:
    """Another version at the end of the file, on the disk before anything is wrapped by it."""
    path = path_of(name)
    before = path.read_bytes() if path.exists() else b""
    _write(path, Hidden(before + b"%d %s\n" % (version, base64.b64encode(os.urandom(SIZE)))))


def new_version(name: str) -> int:
    """Make another version of a class key; what is wrapped from now on is wrapped by it."""
    _changeable(name)
    version = as_it_is_now(name).current + 1
    append(name, version)
    return as_it_is_now(name).current


def drop(name: str, versions: set[int]) -> None:
    _changeable(name)
    path = path_of(name)
    kept = [Hidden(line) for line in path.read_bytes().splitlines() if int(line.split(b" ")[0]) not in versions]
    _write(path, Hidden(b"\n".join(kept) + b"\n"))
    as_it_is_now(name)


def _changeable(name: str) -> None:
    if name not in CHANGEABLE:
        raise Refused(f"the {name} key is not changed this way: choose one of {', '.join(CHANGEABLE)}")


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


# -- looking after them ------------------------------------------------------------------------------------


def problems() -> list[str]:
    """What is wrong with the folder and its files, in sentences: missing, unreadable, open to others."""
    if _folder is None:
        return ["no key folder is in use"]
    found = _open_to_others(_folder)
    for name in NAMES:
        try:
            _read(name)
        except KeyMissing as missing:
            found.append(str(missing))
        else:
            found += _open_to_others(path_of(name))
    return found


def _open_to_others(path: Path) -> list[str]:
    about = path.stat()
    mode, others = stat.S_IMODE(about.st_mode), 0o077
    if _handed(path) and about.st_uid == about.st_gid == 0:
        others = 0o007  # the group's bits are the mask of an access list that lets one account in
    wanted = "0700" if path.is_dir() else "0600"
    return [f"{path} can be read by others (mode {mode:04o}): chmod {wanted} {path}"] if mode & others else []


def _handed(path: Path) -> bool:
    """Whether the service manager handed it to this process alone; newer ones do so by an access list."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.is_relative_to(folder or "")
