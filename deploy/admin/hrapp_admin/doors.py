"""Closing and opening hrapp for everybody, and what runs behind the door."""

from __future__ import annotations

from hrapp_backup.doors import shut
from hrapp_backup.programs import Done, run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

WEB, WORKER, SOCKET = "hrapp-web.service", "hrapp-worker.service", "hrapp-web.socket"


def systemctl(site: Site, *arguments: str) -> Done:
    return run([*site.systemctl, *arguments])


def _must(site: Site, verb: str, unit: str) -> None:
    """Do it, whatever systemd holds against the unit; Trouble when it does not come to that state."""
    if site.at_boot:  # nothing of it runs yet, and systemd starts it next
        return
    systemctl(site, "reset-failed", unit)
    done = systemctl(site, verb, unit)
    if done.code:
        raise Trouble("program", program=f"systemctl {verb} {unit}", detail=done.first_error)


def close(site: Site, operation: str) -> None:
    """Visitors get the maintenance page from here on; pages and jobs end."""
    shut(site.box, operation)
    for unit in (WORKER, WEB):  # what a job was at is in the table, and is done again
        _must(site, "stop", unit)


def start(site: Site) -> None:
    """Pages, behind the door or not: whether visitors come through is said by `closed`."""
    for unit in (SOCKET, WEB):
        _must(site, "start", unit)


def restart(site: Site) -> None:
    """Other code for the same visitors: the socket stays open, whoever knocks meanwhile waits."""
    for unit in (WEB, WORKER):
        _must(site, "restart", unit)


def open_up(site: Site) -> None:
    """Jobs and visitors come in again."""
    site.closed.unlink(missing_ok=True)
    _must(site, "start", WORKER)


def afterwards(site: Site, verb: str) -> None:
    """At boot: a verb of ours in a unit of its own, once pages and jobs are up."""
    ordered = [f"--property=After={WEB} {WORKER}", f"--unit=hrapp-boot-{verb}"]
    done = run(["systemd-run", "--no-block", "--quiet", "--collect", *ordered, "/usr/local/sbin/hrapp-admin", verb])
    if done.code:
        raise Trouble("program", program=f"systemd-run hrapp-admin {verb}", detail=done.first_error)


def restarts(site: Site) -> int:
    """How often systemd had to start the pages again by itself."""
    told = systemctl(site, "show", "-p", "NRestarts", "--value", WEB).out.strip()
    return int(told) if told.isdigit() else 0
