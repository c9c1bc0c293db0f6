"""What keeps sets must be able to do this. restic does it today; an object store or a WAL archive can do it tomorrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from hrapp_backup.keys import Key


@dataclass(frozen=True, slots=True)
class Label:
    """What is told about a set without opening it."""

    set_id: str
    kind: str  # hourly, nightly, upgrade, manual
    taken: str  # ISO, UTC
    release: str
    head: str
    key: str
    manifest: str  # SHA-256 of its manifest.json

    def as_tags(self) -> list[str]:
        return [f"{name}={getattr(self, name)}" for name in self.__slots__]


@dataclass(frozen=True, slots=True)
class Entry:
    """A set in a repository, under the engine's own id."""

    id: str
    label: Label


class Engine(Protocol):
    """One repository. Every call may raise Trouble; none believes an exit code alone."""

    def prepare(self, known: frozenset[str], new: bool) -> str:
        """Open the repository, or begin one where none was ever; answers its id. Locks of dead owners go."""

    def put(self, folder: Path, label: Label) -> Entry: ...

    def sets(self) -> list[Entry]: ...

    def read(self, entry: Entry) -> Iterator[tuple[str, IO[bytes]]]:
        """Every file of a set, as it comes back from the repository and not from a cache."""

    def one(self, entry: Entry, path: str) -> bytes: ...

    def verify(self, part: tuple[int, int]) -> None:
        """Read one part of all data: (3, 30) is the third of thirty."""

    def forget(self, entries: list[Entry], give_back: bool) -> None:
        """Let sets go; `give_back` also frees their space, which takes longer."""

    def keys(self, accepted: list[Key]) -> None:
        """Let the last of these keys open the repository, and go on with it."""


def label_of(tags: Mapping[str, str]) -> Label | None:
    try:
        return Label(**{name: tags[name] for name in Label.__slots__})
    except KeyError:
        return None
