"""Is a target fit to be written to? Looked at before anything is made."""

from __future__ import annotations

import os
from pathlib import Path

from hrapp_backup.box import Box
from hrapp_backup.files import free_at
from hrapp_backup.programs import run
from hrapp_backup.settings import FOLDER, LOCAL, Target
from hrapp_backup.trouble import Trouble


def check(box: Box, target: Target, needed: int = 0) -> None:
    """Trouble when the disk is not there, is the box's own, or has no room."""
    if target.kind != FOLDER:
        public_key(box, target)
        return
    path = Path(target.path)
    if target.name != LOCAL:
        _apart(box, target, path)
    if target.mountpoint and not _mounted(box, path):
        raise Trouble("not-mounted", name=target.name, path=path)
    free = free_at(path)
    if free < needed:
        raise Trouble("target-full", name=target.name, place=path, detail=_sizes(free, needed))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def _apart(box: Box, target: Target, path: Path) -> None:
    """Neither inside what is backed up nor around it: compared by what the paths really are."""
    there = {_identity(one) for one in _upwards(path)}
    own = {_identity(one) for one in _upwards(box.data)}
    if _identity(box.data) in there or (path.exists() and _identity(path) in own):
        raise Trouble("target-inside", name=target.name, path=path, data=box.data)


def _upwards(path: Path) -> list[Path]:
    real = Path(os.path.realpath(path))
    return [one for one in (real, *real.parents) if one.exists()]


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _mounted(box: Box, path: Path) -> bool:
    """On a disk that is neither the system's nor the one that hrapp's data is on."""
    nearest = _upwards(path)[0]
    device = nearest.stat().st_dev
    return device != Path("/").stat().st_dev and device != _upwards(box.data)[0].stat().st_dev


def _sizes(free: int, needed: int) -> str:
    return f"{free >> 20} MB free, {needed >> 20} MB needed"


def public_key(box: Box, target: Target) -> str:
    """What the other machine must know to let us in; the pair is made when there is none."""
    private = box.credentials / f"sftp_{target.name}"
    if not private.exists():
        comment = f"hrapp backup {target.name}"
        done = run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", private])
        if done.code:
            raise Trouble("program", program="ssh-keygen", detail=done.first_error)
    return private.with_name(private.name + ".pub").read_text().strip()
