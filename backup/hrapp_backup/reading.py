"""Reading sets: which there are, and all of one, every byte hashed against its manifest."""

from __future__ import annotations

import difflib
import tarfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from hrapp_backup import keys, manifest
from hrapp_backup.box import Box
from hrapp_backup.engine import Engine, Entry
from hrapp_backup.files import hash_of
from hrapp_backup.manifest import Manifest
from hrapp_backup.restic import Restic
from hrapp_backup.settings import Target
from hrapp_backup.trouble import Trouble

Sink = Callable[[str], IO[bytes] | None]


def engine_of(box: Box, target: Target) -> Restic:
    return Restic(box, target, keys.read(box.key_file))


def find(engine: Engine, target: Target, set_id: str | None) -> Entry:
    """The set of this id. None is implied when none is given: an empty answer once restored the wrong year."""
    if not set_id:
        raise Trouble("set-not-given")
    entries = engine.sets()
    for entry in reversed(entries):
        if entry.label.set_id == set_id:
            return entry
    near = difflib.get_close_matches(set_id, [entry.label.set_id for entry in entries], 1, 0.5)
    newest = [entry.label.set_id for entry in entries[-1:]]
    raise Trouble("set-unknown", set=set_id, name=target.name, near=", ".join(near or newest) or "-")


def opened(engine: Engine, entry: Entry) -> Manifest:
    """The manifest of a set, as it was when the set was made."""
    found = manifest.read(engine.one(entry, manifest.NAME), entry.label.set_id)
    if found.hash != entry.label.manifest or found.set_id != entry.label.set_id:
        raise Trouble("set-damaged", set=entry.label.set_id, name="?", files=manifest.NAME)
    return found


def read_back(engine: Engine, target: Target, entry: Entry, told: Manifest, into: Path | None = None) -> None:
    """Read the whole set from where it is kept and compare every file; `into` keeps what was read."""
    found: dict[str, list[int | str]] = {}
    try:
        for path, file in engine.read(entry):
            with ExitStack() as stack:
                copy = stack.enter_context(_place(into, path).open("wb")) if into else None
                found[path] = list(hash_of(file, copy))
    except tarfile.TarError:
        pass  # cut off within a file: it differs below
    except Trouble as trouble:
        if trouble.code != "target-damaged":
            raise
    expected = {path: list(entry) for path, entry in told.contents.items()}
    wrong = sorted(path for path in expected if found.get(path) != expected[path])
    more = sorted(set(found) - set(expected) - {manifest.NAME})
    if wrong or more or manifest.NAME not in found:
        named = ", ".join((wrong + more)[:3]) or manifest.NAME
        raise Trouble("set-damaged", set=told.set_id, name=target.name, files=named)


def _place(into: Path, path: str) -> Path:
    """Where a file of a set goes: below the folder, whatever its name says."""
    target = into / path
    if ".." in Path(path).parts or not target.is_relative_to(into):
        raise Trouble("set-damaged", set="?", name="?", files=path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return target
