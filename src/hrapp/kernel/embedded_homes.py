"""Homes of embedded servers that lie apart from the folder they belong to: who uses one, and which are dead.

Only root's data lives so (embedded.py). What belongs to a folder would go with it; a home apart from its folder stays
when the folder is deleted, as pytest deletes those of killed runs. So each home says whose it is, and whoever starts a
server removes those whose folder is gone and which nobody holds. Homes that do not say it are left alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_OWNER = "belongs-to"
_PATIENCE = 2.0  # seconds of a start


@contextlib.contextmanager
def claimed(home: Path, folder: Path) -> Iterator[IO[str]]:
    """A share of the home, which belongs to this folder; the dead homes beside it are removed.

    One lock over all homes: nobody takes a share of a home while it is looked at and carried out.
    """
    with locked(home.parent / "homes.lock"):
        to_be_entered(home)
        belongs_to(home, folder)
        users = (home / "users.lock").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        dead = _carried_out(home.parent)
    with users:
        _bury(dead)
        yield users


def belongs_to(home: Path, folder: Path) -> None:
    (home / _OWNER).write_bytes(bytes(folder))


def _carried_out(homes: Path) -> list[Path]:
    """Graves: the dead are stopped and moved there, so that nobody finds them any more; with those that a killed
    process left."""
    graves = list(homes.glob("dead-*"))
    for home in [home for home in homes.iterdir() if home not in graves and _dead(home)]:
        graves.append(Path(tempfile.mkdtemp(prefix="dead-", dir=homes)))
        home.rename(graves[-1] / home.name)
    return graves


def _bury(graves: list[Path]) -> None:
    """As many as there is patience for; the next start goes on."""
    deadline = time.monotonic() + _PATIENCE
    for grave in graves:
        if time.monotonic() < deadline:
            shutil.rmtree(grave, ignore_errors=True)


def _dead(home: Path) -> bool:
    """Its folder is gone, and no process is in it; a server that a killed process left is stopped."""
    try:
        folder = Path(os.fsdecode((home / _OWNER).read_bytes()))
    except OSError:
        return False
    if folder.exists():
        return False
    if home.name.startswith("postgresql-"):
        return not _runs_from(home)
    with (home / "users.lock").open("a") as users:
        if not last(users):
            return False
        stop(home / "pgdata")
        return not alive(home / "pgdata")


def _runs_from(copy: Path) -> bool:
    """Does a process run from this copy of the binaries?"""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(process / "exe")).is_relative_to(copy):
                return True
    return False


def to_be_entered(folder: Path) -> Path:
    """A folder of ours that the unprivileged user can enter, whatever root's umask is."""
    for path in (folder.parent, folder):
        if not path.exists():
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o755)
    return folder


def pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def alive(data: Path) -> bool:
    """Is the process of the pid file a postgres of this very folder? Pids are reused, names are not."""
    lines = pid_file(data)
    if len(lines) < 8 or lines[7].strip() != "ready":
        return False
    try:
        command = Path(f"/proc/{int(lines[0])}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return False
    return bytes(data) in command


def last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def stop(data: Path) -> None:
    if not alive(data):
        return
    pid = int(pid_file(data)[0])
    os.kill(pid, signal.SIGINT)  # fast shutdown: sessions are ended, data is written
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not Path(f"/proc/{pid}").exists() or not pid_file(data):
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGQUIT)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
