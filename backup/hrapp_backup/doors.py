"""Closing hrapp for everybody and opening it again: a file says it to the proxy and to the worker, and outlives us."""

from __future__ import annotations

import contextlib
import os
import time

from hrapp_backup import front, lock
from hrapp_backup.box import Box
from hrapp_backup.files import sync_folder, write_json
from hrapp_backup.programs import run

READY_WITHIN = 60.0  # seconds until the application must have answered that it can work
_LEASE = 1800


def shut(box: Box, operation: str) -> None:
    """From here on visitors get the maintenance page, which says why; who shut them stands in the file."""
    now = int(time.time())
    told = {"operation": operation, "pid": os.getpid(), "boot": lock.boot_id(), "since": now, "until": now + _LEASE}
    write_json(box.state / "closed", told, 0o644)


def close(box: Box) -> None:
    """For a restore: nobody is let in, and nothing of the application runs."""
    shut(box, "restore")
    for command in box.stopping:
        run(command)


def start(box: Box) -> None:
    """Behind the door first: as long as the file is there the proxy lets nobody in, and the worker stays down."""
    for command in box.starting:
        run(command)


def open_up(box: Box) -> None:
    with contextlib.suppress(FileNotFoundError):
        (box.state / "closed").unlink()
        sync_folder(box.state)
    start(box)


def not_ready(box: Box) -> str:
    """Why the application does not answer that it can work; nothing when it does."""
    if box.web_socket is None:
        return ""
    until, said = time.monotonic() + READY_WITHIN, b"no answer"
    while time.monotonic() < until:
        status, said = front.ask(box.web_socket, front.own_name(box), "/readyz")
        if status == 200:
            return ""
        time.sleep(0.5)
    return said.decode(errors="replace")[:200]
