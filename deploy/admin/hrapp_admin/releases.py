"""Releases side by side, and the links that say which one is used."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrapp_backup.files import read_json, sync_folder
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

KEPT = 3
YOUNG = 14 * 24 * 3600  # seconds; a release younger than that is never deleted
UNITS = (".service", ".socket", ".timer", ".slice")


@dataclass(frozen=True, slots=True)
class Release:
    path: Path

    @property
    def told(self) -> dict[str, Any]:
        return read_json(self.path / "RELEASE.json")

    @property
    def version(self) -> str:
        return str(self.told.get("version") or self.path.name)

    @property
    def whole(self) -> bool:
        """RELEASE.json is written last: without it somebody was interrupted."""
        return bool(self.told)

    @property
    def hrapp(self) -> Path:
        return self.path / "venv" / "bin" / "hrapp"


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def linked(site: Site, name: str) -> Release | None:
    """What `current`, `previous` or `next` points to."""
    link = site.opt / name
    return Release(link.resolve()) if link.is_symlink() and link.exists() else None


def current(site: Site) -> Release:
    found = linked(site, "current")
    if found is None:
        raise Trouble("no-release", path=site.opt)
    return found


def point(site: Site, name: str, release: Release | None) -> None:
    """Change a link so that a power cut leaves the old one or the new one."""
    link = site.opt / name
    if release is None:
        link.unlink(missing_ok=True)
    else:
        fresh = site.opt / f".{name}.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(release.path, site.opt))
        fresh.replace(link)
    sync_folder(site.opt)


def place_units(site: Site, release: Release) -> bool:
    """Bring systemd's folder to this release's units; answers whether anything changed. Those that it no longer
    has are taken away."""
    source = release.path / "systemd"
    wanted = {path.name: path.read_bytes() for path in source.glob("hrapp*") if path.suffix in UNITS}
    there = {path.name for path in site.units.glob("hrapp*") if path.suffix in UNITS and path.is_file()}
    changed = False
    for name, content in wanted.items():
        target = site.units / name
        if not target.exists() or target.read_bytes() != content:
            fresh = site.units / f".{name}.new"
            fresh.write_bytes(content)
            fresh.chmod(0o644)
            fresh.replace(target)
            changed = True
    for name in there - set(wanted):
        (site.units / name).unlink()
        changed = True
    if changed:
        sync_folder(site.units)
        run([*site.systemctl, "daemon-reload"])
    return changed


def purge(site: Site) -> list[str]:
    """Delete what nobody needs any more: never the current or the previous one, nor one younger than two weeks."""
    used = {found.path for name in ("current", "previous", "next") if (found := linked(site, name))}
    every = sorted((Release(p) for p in site.releases.iterdir() if p.is_dir()), key=lambda r: number(r.version))
    gone = []
    for release in every[:-KEPT]:
        if release.path not in used and time.time() - release.path.stat().st_mtime > YOUNG:
            shutil.rmtree(release.path)
            gone.append(release.version)
    return gone
