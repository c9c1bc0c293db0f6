"""Writing so that a power cut leaves the old or the new, and hashing what was written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

CHUNK = 1 << 20


def write_json(path: Path, data: Any, mode: int = 0o640) -> None:
    write_bytes(path, (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(), mode)


def write_bytes(path: Path, content: bytes, mode: int = 0o640) -> None:
    """The whole file or the one before. Owner and group are those of the folder, so that its readers keep it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)
        if (
            os.geteuid() == 0
            and mode & 0o070
            and os.fstat(file.fileno()).st_gid != (wanted := path.parent.stat().st_gid)
        ):
            os.fchown(file.fileno(), -1, wanted)  # a folder that passes its group on spares units this power
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> dict[str, Any]:
    """What is written there; nothing when there is no such file or it is no JSON."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def rename(old: Path, new: Path) -> None:
    old.rename(new)
    sync_folder(new.parent)


def hash_of(file: IO[bytes], copy: IO[bytes] | None = None) -> tuple[int, str]:
    """Size and SHA-256 of what can be read from here; `copy` gets it too."""
    size, digest = 0, hashlib.sha256()
    while piece := file.read(CHUNK):
        size += len(piece)
        digest.update(piece)
        if copy:
            copy.write(piece)
    return size, digest.hexdigest()


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder, with its size and hash."""
    found = {}
    for path in walk(folder):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = hash_of(file)
    return found


def walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def merkle(leaves: Iterable[tuple[str, str]]) -> str:
    """One hash over many files: neighbours are hashed together, level by level, until one is left."""
    level = [hashlib.sha256(f"{path}\0{digest}".encode()).digest() for path, digest in sorted(leaves)]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = zip(level[::2], [*level[1::2], b""][: (len(level) + 1) // 2], strict=True)
        level = [hashlib.sha256(left + right).digest() for left, right in pairs]
    return level[0].hex()


def link_tree(source: Path, into: Path) -> None:
    """A copy that costs no space where the disk is the same: what is copied is never written again."""
    into.mkdir(parents=True, exist_ok=True)
    for path in walk(source):
        target = into / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:
            shutil.copyfile(path, target)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in walk(folder)) if folder.is_dir() else 0


def free_at(path: Path) -> int:
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free
