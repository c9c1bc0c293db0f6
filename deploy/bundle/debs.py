"""The Debian packages of each release, resolved inside that Debian, so that the set is whole without a network.

Resolved as if only the smallest Debian were there: what a machine has already is not installed again, and what it lacks
is in the set. The bare Debian is the one of the proofs' machines.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.bundle.caching import kept
from tests.rig.base import base

SUITES = {"bookworm": "12", "trixie": "13"}
ALWAYS_THERE = ("apt", "systemd-sysv", "dbus", "gpgv", "mawk", "passwd", "kmod", "udev")
OPTIONS = ["-o", "APT::Sandbox::User=root", "-o", "APT::Install-Recommends=false", "-o", "Dir::Cache::pkgcache="]


def sets(source: Path, suite: str, renew: bool = False) -> Path:
    """A flat repository of every package of `packages.json` for `bookworm` or `trixie`."""
    wanted = sorted({name for part in packages(source)[suite].values() for name in part})

    def download(folder: Path) -> None:
        print(f"bundle: Debian packages for {suite}", flush=True)
        with _root(suite) as root:
            _update(root)
            status = root / "var/lib/dpkg/status"
            (root / "tmp/status").write_text(smallest(status.read_text()))
            fetch = ["apt-get", "-q", *OPTIONS, "-o", "Dir::State::status=/tmp/status", "-o", "Debug::NoLocking=1"]
            _inside(root, [*fetch, "-y", "--download-only", "install", *wanted])
            kin = siblings(status.read_text(), root / "var/cache/apt/archives")
            _inside(root, ["sh", "-c", 'cd /var/cache/apt/archives && apt-get -q download "$@"', "sh", *kin])
            for deb in sorted((root / "var/cache/apt/archives").glob("*.deb")):
                # apt writes ':' as %3a, and a repository's list is a list of paths, not of addresses.
                shutil.copyfile(deb, folder / deb.name.replace("%3a", "."))
        index(folder)

    return kept(f"debs-{suite}", f"4 {wanted}", download, renew)


def restic(renew: bool = False) -> Path:
    """Debian 13's restic, for both: 12's is too old to say what went wrong. It is one file and asks little of its libc."""

    def download(folder: Path) -> None:
        print("bundle: restic", flush=True)
        with _root("trixie") as root:
            _update(root)
            _inside(root, ["sh", "-c", "cd /tmp && apt-get -q download restic && dpkg-deb -x restic_*.deb /tmp/restic"])
            shutil.copyfile(root / "tmp/restic/usr/bin/restic", folder / "restic")
            (deb,) = (root / "tmp").glob("restic_*.deb")
            (folder / "version").write_text(deb.name.split("_")[1].replace("%3a", ":"))
            shutil.copyfile(root / "tmp/restic/usr/share/doc/restic/copyright", folder / "copyright")
        (folder / "restic").chmod(0o755)

    return kept("restic", "2", download, renew)


def packages(source: Path) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads((source / "deploy/ansible/packages.json").read_text())
    return found


def index(folder: Path) -> None:
    listing = subprocess.run(
        ["dpkg-scanpackages", "--multiversion", "."], cwd=folder, check=True, capture_output=True, text=True
    )
    (folder / "Packages").write_text(listing.stdout)


def smallest(status: str) -> str:
    """What dpkg says of a Debian that has only what no Debian is without."""
    entries = {}
    for entry in status.strip().split("\n\n"):
        name = _field(entry, "Package")
        # Merged /usr comes with perl here and without it on a fresh Debian.
        entries[name] = re.sub(r"^Depends: .*\n", "", entry, flags=re.MULTILINE) if name == "usrmerge" else entry
    provides = {
        name.split("(")[0].strip(): package
        for package, entry in entries.items()
        for name in _field(entry, "Provides").split(",")
        if name
    }
    stays: set[str] = set()
    todo = [
        name
        for name, entry in entries.items()
        if _field(entry, "Essential") == "yes" or _field(entry, "Priority") == "required" or name in ALWAYS_THERE
    ]
    while todo:
        name = todo.pop()
        name = name if name in entries else provides.get(name, "")
        if not name or name in stays:
            continue
        stays.add(name)
        needs = f"{_field(entries[name], 'Depends')},{_field(entries[name], 'Pre-Depends')}"
        todo += [word for word in re.sub(r"\(.*?\)|:any|\s", "", needs).replace("|", ",").split(",") if word]
    return "\n\n".join(entries[name] for name in sorted(stays)) + "\n"


def siblings(status: str, archives: Path) -> list[str]:
    """What is there on every Debian, but perhaps older: it has to fit the parts of the same source in the set.

    perl wants exactly its own perl-base, openssl its own libssl; a machine that missed an update has others.
    """
    sources = set()
    for deb in archives.glob("*.deb"):
        said = subprocess.run(
            ["dpkg-deb", "-f", str(deb), "Source", "Package"], check=True, capture_output=True, text=True
        )
        told = dict(line.split(": ", 1) for line in said.stdout.strip().splitlines())
        sources.add(told.get("Source", told["Package"]).split(" ")[0])
    have = {deb.name.split("_")[0] for deb in archives.glob("*.deb")}
    found = []
    for entry in status.strip().split("\n\n"):
        name = _field(entry, "Package")
        if name not in have and (_field(entry, "Source") or name).split(" ")[0] in sources:
            found.append(name)
    return sorted(found)


def _field(entry: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", entry, re.MULTILINE)
    return found[1] if found else ""


@contextmanager
def _root(suite: str) -> Iterator[Path]:
    """The bare Debian to write in for a while, with the host's way out."""
    lower = base(SUITES[suite])
    with tempfile.TemporaryDirectory(prefix="hrapp-debs-", dir="/var/tmp") as folder:
        upper, work, root = (Path(folder) / name for name in ("upper", "work", "root"))
        for path in (upper, work, root):
            path.mkdir()
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "hrapp-debs", "-o", options, str(root)], check=True)
        try:
            shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
            for line in Path("/etc/apt/apt.conf.d").glob("*"):
                if "proxy" in line.name.lower() or re.search(r"^Acquire::(http|Check)", line.read_text(), re.MULTILINE):
                    shutil.copyfile(line, root / "etc/apt/apt.conf.d" / line.name)
            yield root
        finally:
            subprocess.run(["umount", "-l", str(root)], check=False)


def _update(root: Path) -> None:
    _inside(root, ["apt-get", "-q", *OPTIONS, "update"])


def _inside(root: Path, command: list[str]) -> None:
    env = [
        "env",
        "-i",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/root",
        "LC_ALL=C.UTF-8",
        "DEBIAN_FRONTEND=noninteractive",
    ]
    done = subprocess.run(["chroot", str(root), *env, *command], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"bundle: {' '.join(command[:3])} did not work:\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
