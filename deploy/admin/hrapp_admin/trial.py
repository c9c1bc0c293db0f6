"""A release's pages on a socket of their own, under the same locks as the real ones, for as long as a probe takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.doors import systemctl
from hrapp_admin.releases import Release
from hrapp_admin.site import Site

UNIT = "hrapp-trial"


@contextlib.contextmanager
def running(site: Site, release: Release) -> Iterator[Path]:
    """Its own units with another name, another socket and its own path, in the folder that a boot forgets."""
    through = site.box.runtime / "trial.sock"
    written = []
    try:
        for kind in ("socket", "service"):
            text = (release.path / "systemd" / f"hrapp-web.{kind}").read_text(encoding="utf-8")
            text = text.replace("hrapp-web", UNIT).replace(str(site.opt / "current"), str(release.path))
            text = text.replace("web.sock", through.name)
            unit = site.passing_units / f"{UNIT}.{kind}"
            unit.parent.mkdir(parents=True, exist_ok=True)
            unit.write_text(text, encoding="utf-8")
            written.append(unit)
        written += _drop_ins(site)
        systemctl(site, "daemon-reload")
        for kind in ("socket", "service"):
            done = systemctl(site, "start", f"{UNIT}.{kind}")
            if done.code:
                raise Trouble("probe-failed", to=release.version, detail=_why(done.first_error))
        yield through
    finally:
        for kind in ("service", "socket"):
            systemctl(site, "stop", f"{UNIT}.{kind}")
        for unit in written:
            unit.unlink(missing_ok=True)
        through.unlink(missing_ok=True)
        systemctl(site, "daemon-reload")
        systemctl(site, "reset-failed", f"{UNIT}.service")


def _drop_ins(site: Site) -> list[Path]:
    """What this machine adds to the unit of the pages, such as the way to a database elsewhere, holds here, too."""
    folder = site.passing_units / f"{UNIT}.service.d"
    written = []
    for one in sorted((site.units / "hrapp-web.service.d").glob("*.conf")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / one.name).write_text(one.read_text(encoding="utf-8"), encoding="utf-8")
        written.append(folder / one.name)
    return written


def _why(otherwise: str) -> str:
    """The last thing that it said itself."""
    said = run(["journalctl", "-u", f"{UNIT}.service", "-n", "20", "-o", "cat", "--no-pager"]).out.strip().splitlines()
    telling = [line for line in said if line.startswith("hrapp: ") or "Error" in line]
    return (telling or [otherwise])[-1][:300]
