"""An appliance in a folder: releases, links, units and state as they lie on a machine."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
for folder in ("deploy/admin", "backup"):
    if str(ROOT / folder) not in sys.path:
        sys.path.insert(0, str(ROOT / folder))

from hrapp_admin.releases import Release, place_units, point  # noqa: E402
from hrapp_admin.site import Site  # noqa: E402
from hrapp_backup.box import Box  # noqa: E402


@dataclass
class Key:
    """A key to sign with; its public half is what a machine trusts."""

    private: Path
    public: Path


def make_key(folder: Path) -> Key:
    folder.mkdir(parents=True, exist_ok=True)
    key = Key(folder / "release.key", folder / "release.pub")
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key.private], check=True)
    subprocess.run(["openssl", "pkey", "-in", key.private, "-pubout", "-out", key.public], check=True)
    return key


def make_site(root: Path) -> Site:
    box = Box(
        etc=root / "etc",
        data=root / "data",
        runtime=root / "run",
        release=root / "opt" / "current",
        web_socket=root / "run" / "web.sock",
        reserve=0,
        app_user=None,
        owner_user=None,
    )
    site = Site(
        box=box,
        opt=root / "opt",
        units=root / "units",
        passing_units=root / "passing",
        logs=root / "log",
        clusters=root / "clusters",
        nginx_log=root / "nginx.log",
        systemctl=("true",),
    )
    for folder in (site.releases, site.units, box.etc, box.state, box.runtime):
        folder.mkdir(parents=True)
    return site


def make_release(site: Site, version: str, units: dict[str, str] | None = None) -> Release:
    release = Release(site.releases / version)
    (release.path / "systemd").mkdir(parents=True)
    for name, text in (units or {"hrapp-web.service": f"# {version}\n"}).items():
        (release.path / "systemd" / name).write_text(text)
    (release.path / "RELEASE.json").write_text(json.dumps({"version": version}))
    return release


def installed(site: Site, version: str) -> Release:
    release = make_release(site, version)
    point(site, "current", release)
    place_units(site, release)
    return release


FILES = {
    "RELEASE.json": json.dumps({"version": "1.1.0", "built": "2020-01-01T00:00:00Z"}).encode(),
    "release/admin/__main__.py": b"print()\n",
    "wheels/app.txt": b"",
    "wheels/ansible.txt": b"",
}


def make_bundle(
    path: Path, key: Key, files: dict[str, bytes] | None = None, more: dict[str, bytes] | None = None
) -> Path:
    """A signed bundle; `more` goes in without being in the list."""
    files = files or FILES
    listed = "".join(
        f"{hashlib.sha256(content).hexdigest()} {len(content)} 644 {name}\n" for name, content in sorted(files.items())
    ).encode()
    manifest, signature = path.with_suffix(".manifest"), path.with_suffix(".sig")
    manifest.write_bytes(listed)
    subprocess.run(
        ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key.private, "-in", manifest, "-out", signature], check=True
    )
    whole = {**files, **(more or {}), "MANIFEST": listed, "MANIFEST.sig": signature.read_bytes()}
    with tarfile.open(path, "w") as archive:
        for name, content in whole.items():
            put(archive, name, content)
    return path


def put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
