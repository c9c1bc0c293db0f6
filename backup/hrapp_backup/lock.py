"""One operation at a time: upgrade, backup, restore and drill share a lock that dies with whoever holds it.

Programs that an operation starts inherit the lock, so it is free only when the last of them is gone, too: what a
killed operation left running is never met by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hrapp_backup.trouble import Trouble

_held: dict[Path, int] = {}


def boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


@contextlib.contextmanager
def operation(
    path: Path, name: str, patience: float = 0, waiting: Callable[[Trouble], None] | None = None
) -> Iterator[None]:
    """Hold the lock. Within an operation of this process it is held already. `patience` is in seconds; `waiting` is
    told once who is waited for."""
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        _take(handle, patience, waiting)
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(_owner(name)).encode(), 0)
        _held[path] = handle
        try:
            yield
        finally:
            _held.pop(path, None)
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def adopt(path: Path, handle: int) -> None:
    """Whoever calls us holds the lock already, by this file."""
    _held[path] = handle


def inherited() -> tuple[int, ...]:
    """For the programs that we start."""
    return tuple(_held.values())


def _owner(name: str) -> dict[str, object]:
    return {"operation": name, "pid": os.getpid(), "boot": boot_id(), "since": int(time.time())}


def _take(handle: int, patience: float, waiting: Callable[[Trouble], None] | None) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise _busy(handle) from None
            if waiting:
                waiting(_busy(handle))
                waiting = None
            time.sleep(0.2)


def _busy(handle: int) -> Trouble:
    try:
        owner = json.loads(os.pread(handle, 4096, 0) or b"{}")
    except ValueError:
        owner = {}
    return Trouble("busy", operation=owner.get("operation", "?"), pid=owner.get("pid", "?"))
