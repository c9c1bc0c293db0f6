"""Closing and opening hrapp for everybody, and what runs behind the door."""

from __future__ import annotations

import time

from hrapp_backup.files import write_json
from hrapp_backup.programs import Done, run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

WEB, WORKER, SOCKET = "hrapp-web.service", "hrapp-worker.service", "hrapp-web.socket"


def systemctl(site: Site, *arguments: str) -> Done:
    return run([*site.systemctl, *arguments])


def close(site: Site, operation: str) -> None:
    """Visitors get the maintenance page from here on; pages and jobs end."""
    write_json(site.closed, {"operation": operation, "since": int(time.time())}, 0o644)
    for unit in (WORKER, WEB):  # what a job was at is in the table, and is done again
        done = systemctl(site, "stop", unit)
        if done.code:
            raise Trouble("program", program=f"systemctl stop {unit}", detail=done.first_error)


def start(site: Site) -> None:
    """Pages, behind the door or not: whether visitors come through is said by `closed`."""
    for unit in (SOCKET, WEB):
        systemctl(site, "reset-failed", unit)
        done = systemctl(site, "start", unit)
        if done.code:
            raise Trouble("program", program=f"systemctl start {unit}", detail=done.first_error)


def restart(site: Site) -> None:
    """Other code for the same visitors: the socket stays open, whoever knocks meanwhile waits."""
    for unit in (WEB, WORKER):
        systemctl(site, "reset-failed", unit)
        done = systemctl(site, "restart", unit)
        if done.code:
            raise Trouble("program", program=f"systemctl restart {unit}", detail=done.first_error)


def open_up(site: Site) -> None:
    """Jobs and visitors come in again."""
    site.closed.unlink(missing_ok=True)
    systemctl(site, "reset-failed", WORKER)
    done = systemctl(site, "start", WORKER)
    if done.code:
        raise Trouble("program", program=f"systemctl start {WORKER}", detail=done.first_error)


def restarts(site: Site) -> int:
    """How often systemd had to start the pages again by itself."""
    told = systemctl(site, "show", "-p", "NRestarts", "--value", WEB).out.strip()
    return int(told) if told.isdigit() else 0
