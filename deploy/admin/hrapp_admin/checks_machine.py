"""The doctor on the machine: units, the front door as visitors meet it, disks, clock, updates."""

from __future__ import annotations

import shutil
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from hrapp_backup import front, settings
from hrapp_backup.files import read_json, write_json
from hrapp_backup.programs import run

from hrapp_admin import placing, release_keys, releases, upgrade
from hrapp_admin.answers import BAD, OK, REACH, WARN, Answer
from hrapp_admin.bundles import size
from hrapp_admin.doors import systemctl
from hrapp_admin.progress import Progress
from hrapp_admin.site import Site

OURS = ("hrapp-web.socket", "hrapp-web.service", "hrapp-worker.service")
THEIRS = ("nginx.service", "redis-server.service", "valkey-server.service")  # one queue or the other, or elsewhere
LEAST, FEW = 10, 20  # percent of a disk
SOON = 21  # days that a certificate is still good
DAY = 86400
REMEMBERED = 30  # days of how full a disk was


def units(site: Site) -> Iterator[Answer]:
    closed = site.closed.exists()
    for unit in (*OURS, *THEIRS, *clusters(site.clusters)):
        told = systemctl(site, "show", "-p", "LoadState", "-p", "ActiveState", unit).out.splitlines()
        state = dict(line.split("=", 1) for line in told if "=" in line)
        if state.get("LoadState") == "not-found" and unit in THEIRS:
            continue
        active = state.get("ActiveState", "unknown")
        if active in ("active", "activating", "reloading"):
            yield Answer(f"unit.{unit}", OK, "unit-well", {"unit": unit})
        elif not (closed and unit.startswith("hrapp-")):
            yield Answer(f"unit.{unit}", BAD, "unit-down", {"unit": unit, "state": active})
    lines = systemctl(site, "list-units", "--failed", "--plain", "--no-legend").out.splitlines()
    failed = [line.split()[0] for line in lines if line.split()]
    if failed:
        yield Answer("units.failed", WARN, "units-failed", {"units": ", ".join(failed)}, {"count": len(failed)})
    else:
        yield Answer("units.failed", OK, "no-units-failed", figures={"count": 0})


def clusters(folder: Path) -> list[str]:
    """The units that are the databases of this machine. Debian's `postgresql.service` is none of them: it only starts
    them at boot, and is inactive on a machine where they were started one by one. None when the database is elsewhere.
    """
    found = []
    for settings_file in sorted(folder.glob("*/*/postgresql.conf")):
        start = settings_file.with_name("start.conf")
        lines = start.read_text(encoding="utf-8").splitlines() if start.exists() else []
        how = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if how in ([], ["auto"]):  # an old version that was moved away from is `manual`
            found.append(f"postgresql@{settings_file.parts[-3]}-{settings_file.parts[-2]}.service")
    return found


def release(site: Site) -> Iterator[Answer]:
    machine = upgrade.Upgrade(site, Progress("en"))
    yield Answer("release", OK, "release", {"version": releases.current(site).version})
    if machine.step not in (upgrade.IDLE, "soak"):
        yield Answer("upgrade", BAD, "unfinished", {"to": machine.told.get("to"), "step": machine.step})
    elif site.closed.exists():
        since = datetime.fromtimestamp(site.closed.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H:%M")
        yield Answer("closed", BAD, "closed", {"since": since})
    if machine.step == upgrade.IDLE and placing.unplaced(site).exists():
        values = {"to": read_json(placing.unplaced(site)).get("to"), "log": site.logs / "upgrade.log"}
        yield Answer("placed", WARN, "place-elsewhere" if site.placed_elsewhere else "not-placed", values)
    last = machine.told.get("last", {})
    if last.get("outcome") in ("went back", "discarded") and last.get("trouble"):
        why = (last["trouble"]["en"], last["trouble"]["zh"])
        values = {"to": last.get("to"), "why": why, "log": site.logs / "upgrade.log"}
        yield Answer("upgrade.last", WARN, "went-back", values)


def keys_of_releases(site: Site) -> Iterator[Answer]:
    """Whether the next bundle could be checked: found out before somebody needs it. Damage is told as it is."""
    yield Answer("release.keys", OK, "keys-well", {"count": len(release_keys.load(site).keys)})


def pages(site: Site) -> Iterator[Answer]:
    if site.box.web_socket is None:
        return
    status, said = front.ask(site.box.web_socket, front.own_name(site.box), "/readyz")
    if status == 200:
        yield Answer("ready", OK, "ready")
    else:
        yield Answer("ready", BAD, "not-ready", {"missing": said.decode(errors="replace")[:200] or "?"})


def certificate(site: Site) -> Iterator[Answer]:
    """The one that is served, not the one on the disk: a renewed one that nobody loaded helps no visitor."""
    host = front.own_name(site.box)
    try:
        ends = served_until(host)
    except (OSError, ValueError) as error:
        yield Answer("certificate", BAD, "certificate-none", {"host": host, "detail": str(error)[:200]})
        return
    days = int((ends - time.time()) / DAY)
    level, code = (OK, "certificate-well") if days > SOON else (WARN if days > 3 else BAD, "certificate-soon")
    yield Answer("certificate", level, code, {"days": days}, {"days": days})


def served_until(host: str, port: int = 443, at: str = "127.0.0.1") -> float:
    """The end of the certificate that is served under this name, in seconds; whoever signed it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((at, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as made,
    ):
        certificate = made.getpeercert(binary_form=True) or b""
    done = run(["/usr/bin/openssl", "x509", "-inform", "DER", "-noout", "-enddate"], given=certificate)
    return ssl.cert_time_to_seconds(done.out.strip().removeprefix("notAfter="))


def name(site: Site) -> Iterator[Answer]:
    """As far as it can be seen from here; phones elsewhere ask other servers."""
    host, reach = front.own_name(site.box), settings.load(site.box).appliance.reach
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        yield Answer("host", WARN, "host-lost", {"host": host, "reach": REACH.get(reach, REACH["office"])})
        return
    yield Answer("host", OK, "host-well", {"host": host})


def disks(site: Site) -> Iterator[Answer]:
    seen = set()
    for place in (Path("/"), site.box.data, Path("/var/lib/postgresql")):
        if not place.exists() or place.stat().st_dev in seen:
            continue
        seen.add(place.stat().st_dev)
        usage = shutil.disk_usage(place)
        yield disk(site, str(place), usage.free, usage.total)


def disk(site: Site, place: str, free: int, total: int) -> Answer:
    """Of this machine or, with its name before the place, of another one."""
    percent = free * 100 // total
    values: dict[str, object] = {"place": place, "free": size(free), "percent": percent}
    figures = {"free_bytes": free, "total_bytes": total}
    days = days_left(site, place, free)
    if percent < LEAST and free < 5 << 30:
        return Answer(f"disk.{place}", BAD, "disk-low", values, figures)
    if days is not None and days < REMEMBERED:
        return Answer(f"disk.{place}", WARN, "disk-trend", {**values, "days": days}, figures)
    level = WARN if percent < FEW and free < 10 << 30 else OK
    return Answer(f"disk.{place}", level, "disk-low" if level == WARN else "disk-well", values, figures)


def days_left(site: Site, place: str, free: int) -> int | None:
    """By the line from the oldest remembered day to today; None while it is not getting less."""
    path, today = site.box.state / "disks.json", int(time.time() // DAY)
    told = read_json(path)
    days = {int(day): int(was) for day, was in told.get(place, {}).items() if int(day) > today - REMEMBERED}
    days[today] = free
    write_json(path, {**told, place: days})
    first = min(days)
    if today - first < 3 or days[first] <= free:
        return None
    return int(free / ((days[first] - free) / (today - first)))


def clock(site: Site) -> Iterator[Answer]:
    done = run(["chronyc", "-c", "tracking"], timeout=10)
    parts = done.out.strip().split(",")
    if done.code or len(parts) < 5:
        synced = run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"], timeout=10).out.strip()
        yield Answer("clock", OK, "clock-well") if synced == "yes" else Answer("clock", WARN, "clock-alone")
        return
    off = abs(float(parts[4]))
    if parts[1] in ("", "0.0.0.0", "127.127.1.1") or parts[0] in ("00000000", "7F7F0101"):  # noqa: S104 (an answer)
        yield Answer("clock", WARN, "clock-alone")
    elif off > 5:
        yield Answer("clock", BAD if off > 300 else WARN, "clock-off", {"seconds": round(off)}, {"offset_seconds": off})
    else:
        yield Answer("clock", OK, "clock-well", figures={"offset_seconds": off})


def updates(site: Site) -> Iterator[Answer]:
    """As far as the package lists on this machine know."""
    done = run(["apt-get", "-s", "-qq", "-o", "Debug::NoLocking=true", "upgrade"], timeout=60)
    waiting = [line for line in done.out.splitlines() if line.startswith("Inst ") and "security" in line.lower()]
    if waiting:
        yield Answer("updates", WARN, "updates-wait", {"count": len(waiting)}, {"count": len(waiting)})
    else:
        yield Answer("updates", OK, "updates-well", figures={"count": 0})
    if Path("/run/reboot-required").exists():
        yield Answer("reboot", WARN, "reboot")
