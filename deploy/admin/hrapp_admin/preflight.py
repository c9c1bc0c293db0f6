"""Everything that would be in an upgrade's way, found at once, before anything is changed."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from hrapp_backup import front
from hrapp_backup.database import Server
from hrapp_backup.files import free_at, read_json, size_of
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.bundles import Bundle, size
from hrapp_admin.releases import current, number
from hrapp_admin.site import Site

OLDEST_POSTGRES = 15
LONG_WORK = 300  # seconds
SPARE = 2 << 30  # bytes
FEWEST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """`stops`: with it there is no upgrade. The others are said and left to whoever decides."""

    trouble: Trouble
    stops: bool = True


def findings(site: Site, bundle: Bundle) -> list[Finding]:
    found: list[Finding] = []
    for look in (_release, _clock, _name, _packages, _database, _room, _served, _drill):
        try:
            found += look(site, bundle)
        except Trouble as trouble:
            found.append(Finding(trouble))
    return found


Look = Callable[[Site, Bundle], Iterator[Finding]]


def _release(site: Site, bundle: Bundle) -> Iterator[Finding]:
    old, new = current(site).version, bundle.version
    if number(new) == number(old):
        yield Finding(Trouble("bundle-same", new=new))
    elif number(new) < number(old):
        yield Finding(Trouble("bundle-older", new=new, old=old))
    else:
        stops = [bundle.way.get("minimum", "0"), *bundle.way.get("stops", [])]
        needed = [stop for stop in stops if number(old) < number(stop) < number(new)]
        if needed:
            yield Finding(Trouble("bundle-path", new=new, old=old, stop=min(needed, key=number)))


def _clock(site: Site, bundle: Bundle) -> Iterator[Finding]:
    built = str(bundle.told.get("built", ""))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if built > now:
        yield Finding(Trouble("clock-early", now=now, built=built))


def _name(site: Site, bundle: Bundle) -> Iterator[Finding]:
    name = socket.gethostname()
    try:
        socket.gethostbyname(name)
    except OSError:
        yield Finding(Trouble("host-unresolvable", name=name))


def _packages(site: Site, bundle: Bundle) -> Iterator[Finding]:
    done = run(["dpkg", "--audit"])
    if done.code or done.out.strip():
        yield Finding(Trouble("dpkg-broken"))


def _database(site: Site, bundle: Bundle) -> Iterator[Finding]:
    server = Server(site.box)
    try:
        major = server.major()
    except Trouble as trouble:
        if server.elsewhere:
            raise
        raise Trouble("database-down", detail=trouble.values.get("detail", trouble)) from None
    server.programs()
    if major < OLDEST_POSTGRES:
        yield Finding(Trouble("database-major", major=major, needed=OLDEST_POSTGRES))
    working = server.ask(
        "select extract(epoch from now() - xact_start)::int || ' ' || usename from pg_stat_activity"
        f" where datname = current_database() and now() - xact_start > interval '{LONG_WORK} seconds'"
        " order by xact_start limit 1"
    )
    for line in working:
        seconds, _, who = line.partition(" ")
        yield Finding(Trouble("long-work", minutes=int(seconds) // 60, who=who))


def _room(site: Site, bundle: Bundle) -> Iterator[Finding]:
    server = Server(site.box)
    database = int(server.value("select pg_database_size(current_database())") or 0)
    needed = 2 * database + 4 * size_of(bundle.path / "wheels") + SPARE
    for place in (site.opt, site.box.data):
        if free_at(place) < needed:
            yield Finding(Trouble("no-room", path=place, free=size(free_at(place)), needed=size(needed)))
        told = os.statvfs(place)
        if told.f_files > 0 and told.f_favail < FEWEST_FILES:
            yield Finding(Trouble("inodes", path=place, free=told.f_favail))


def _served(site: Site, bundle: Bundle) -> Iterator[Finding]:
    through = site.box.web_socket
    if through is None:
        return
    until = time.monotonic() + 10
    while (answer := front.ask(through, front.own_name(site.box), "/readyz"))[0] != 200 and time.monotonic() < until:
        time.sleep(0.5)
    if answer[0] != 200:
        yield Finding(Trouble("not-served", detail=answer[1].decode(errors="replace")[:200]))


def _drill(site: Site, bundle: Bundle) -> Iterator[Finding]:
    told = read_json(site.box.state / "drill.json")
    if not told:
        yield Finding(Trouble("drill-never"), stops=False)
    elif not told.get("ok", True):
        yield Finding(Trouble("drill-red"), stops=False)
