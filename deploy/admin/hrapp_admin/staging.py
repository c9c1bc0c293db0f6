"""Lays a release out beside the others: files, and two environments made from the bundle's own wheels."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from hrapp_backup.box import Progress, silent
from hrapp_backup.files import sync_folder
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.bundles import Bundle
from hrapp_admin.releases import Release
from hrapp_admin.site import Site

FILES = ("MANIFEST", "upgrade-path.json", "NOTES.zh.md", "NOTES.en.md", "sbom.spdx.json")
ENVIRONMENTS = {"venv": "app.txt", "ansible-venv": "ansible.txt"}


def stage(site: Site, bundle: Bundle, say: Progress = silent) -> Release:
    """The release of a bundle, whole. What an interrupted run left is made anew; a whole one is kept as it is."""
    _fits(bundle)
    release = Release(site.releases / bundle.version)
    if release.whole and (release.path / "MANIFEST").read_bytes() == (bundle.path / "MANIFEST").read_bytes():
        return release
    shutil.rmtree(release.path, ignore_errors=True)
    try:
        release.path.mkdir(parents=True, mode=0o755)
        shutil.copytree(bundle.path / "release", release.path, dirs_exist_ok=True)
        for name in FILES:
            if (bundle.path / name).exists():
                shutil.copy2(bundle.path / name, release.path / name)
        for environment, lock in ENVIRONMENTS.items():
            say(f"installing {environment}", f"正在安装 {environment}")
            _environment(site, release.path / environment, bundle.path / "wheels", lock)
        _readable(release.path)
        shutil.copy2(bundle.path / "RELEASE.json", release.path / "RELEASE.json")
        sync_folder(release.path)
    except BaseException:
        discard(release)
        raise
    return release


def discard(release: Release) -> None:
    shutil.rmtree(release.path, ignore_errors=True)


def _fits(bundle: Bundle) -> None:
    have = f"{sys.version_info.major}.{sys.version_info.minor}"
    needed = bundle.told.get("python", [have])
    if have not in needed:
        raise Trouble(
            "bundle-python",
            new=bundle.version,
            needed=", ".join(needed),
            have=have,
            debian=", ".join(bundle.told.get("debian", [])),
        )


def _environment(site: Site, folder: Path, wheels: Path, lock: str) -> None:
    made = run([site.python, "-m", "venv", folder])
    if made.code:
        raise Trouble("stage-failed", detail=made.first_error)
    offline: list[str | Path] = ["--no-index", "--find-links", wheels, "--require-hashes", "--no-compile", "--quiet"]
    quiet = ["--disable-pip-version-check", "--no-input", "--no-cache-dir"]
    done = run([folder / "bin" / "python", "-m", "pip", "install", *offline, *quiet, "-r", wheels / lock])
    if done.code:
        raise Trouble("stage-failed", detail=done.first_error)
    run([folder / "bin" / "python", "-m", "compileall", "-q", "-j", "0", folder / "lib"])


def _readable(folder: Path) -> None:
    """Root's own umask shall not keep the application from its code."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
